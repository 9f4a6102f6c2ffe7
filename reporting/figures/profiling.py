"""Good examples and information on the city as of 31 December: what is shown, and what was not revised in time."""

from django.db.models import Q
from django.urls import reverse

from profiling.models import CityInformation, GoodExample, oldest_good

from .counting import Figure, Source, Year


def _shown(year: Year) -> Q:
    """Published by the last day of the year and valid on it."""
    return Q(published_at__date__lte=year.last, since__lte=year.last, until__gte=year.last)


def _late(year: Year) -> Q:
    own_day = Q(next_revision_on__lt=year.last)
    too_old = Q(next_revision_on__isnull=True, revised_on__lt=oldest_good(year.last))
    return Q(published_at__date__lte=year.last) & (own_day | too_old)


EXAMPLES = Source(
    key="good_examples",
    rows=lambda: GoodExample.objects.select_related("body"),
    near=lambda year: Q(published_at__isnull=False),
    matter="",
    body="body",
    on="until",
    title="title_sv",
    page=lambda pk: reverse("profiling:example", args=[pk]),
)
INFORMATION = Source(
    key="city_information",
    rows=lambda: CityInformation.objects.select_related("body"),
    near=lambda year: Q(published_at__isnull=False),
    matter="",
    body="body",
    on="revised_on",
    title="title_en",
    page=lambda pk: f"{reverse('profiling:information')}#uppgift-{pk}",
)
FIGURES = (
    Figure(
        "good_examples",
        "profiling",
        ("Goda exempel vid årets slut", "Good examples at year-end"),
        "count",
        EXAMPLES,
        _shown,
        method=(
            "Goda exempel som var publicerade och gällde den 31 december.",
            "Good examples that were published and valid on 31 December.",
        ),
    ),
    Figure(
        "good_examples_published",
        "profiling",
        ("Goda exempel som publicerades under året", "Good examples published in the year"),
        "count",
        EXAMPLES,
        lambda year: Q(published_at__date__range=year.days),
        method=(
            "Goda exempel som publicerades under året och är publicerade fortfarande.",
            "Good examples that were published in the year and still are.",
        ),
    ),
    Figure(
        "city_information_late",
        "profiling",
        ("Uppgifter om staden som inte är reviderade i tid", "Information on the city not revised in time"),
        "count",
        INFORMATION,
        _late,
        method=(
            "Publicerade styrdokument och uppgifter på engelska vars dag för revidering hade passerat den 31 december "
            "och som inte är reviderade sedan dess.",
            "Published steering documents and information in English whose day of revision had passed on 31 December "
            "and that have not been revised since.",
        ),
        is_defect=True,
    ),
)
