"""The pages of the open register: the list, one published thing, the committee notes, the map, the open data."""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from engagements import world_map, world_regions
from engagements.views import world_map as drawn
from engagements.world_map import Country
from governance.language import Language, country_name
from governance.lists import page
from governance.models import NOTES, Publication
from visits.open.frame import open_to_all, show

from . import files
from .filters import OpenFilters, Present

GREATEST_ID = 2**63 - 1


@open_to_all("GET")
def front(request: HttpRequest, language: Language) -> HttpResponse:
    """Everything published, the latest first, narrowed as the address says."""
    present = Present()
    filters = OpenFilters(request, present)
    found = page(request, filters.rows.select_related("matter", "body"), key="published_at")
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "list_url": reverse("open_register:front", args=[language]),
        "page": found,
        "total": sum(present.kinds.values()),
        "other_url": _in_the_other(request, language),
    }
    return show(request, language, "open/register/front.html", context)


def _in_the_other(request: HttpRequest, language: Language) -> str:
    """The same list in the other language."""
    return request.get_full_path().replace(f"/oppet/{language}/", f"/oppet/{_other(language)}/", 1)


def _other(language: Language) -> Language:
    return "sv" if language == "en" else "en"


@open_to_all("GET")
def notes_list(request: HttpRequest, language: Language) -> HttpResponse:
    """The published notes of the preparatory committee, what was published last first."""
    rows = Publication.objects.open().filter(kind=NOTES).select_related("body", "meeting")
    found = page(request, rows, key="published_at")
    return show(request, language, "open/register/notes_list.html", {"page": found})


@open_to_all("GET")
def matter(request: HttpRequest, language: Language, number: str) -> HttpResponse:
    """What is published of one matter."""
    return _one(request, language, matter__number=number)


@open_to_all("GET")
def notes(request: HttpRequest, language: Language, pk: int) -> HttpResponse:
    """What is published of one meeting."""
    return _one(request, language, meeting=min(pk, GREATEST_ID))


def _one(request: HttpRequest, language: Language, **thing: object) -> HttpResponse:
    """410 for what has been withdrawn, with nothing of it; 404 for what never stood here."""
    found = Publication.objects.open().filter(**thing).select_related("body", "matter", "meeting").first()
    if found is None:
        if Publication.objects.filter(**thing).exists():
            # Not even its number: the way to the other language leads to the front.
            elsewhere = {"other_url": reverse("open_register:front", args=[_other(language)])}
            return show(request, language, "open/register/withdrawn.html", elsewhere, status=410)
        raise Http404
    return show(request, language, "open/register/thing.html", {"publication": found, "said": found.said})


@open_to_all("GET")
def world(request: HttpRequest, language: Language) -> HttpResponse:
    """The countries of what is published, on the map and as a list; each leads to its things."""
    present = Present()
    countries = _shaded(present.countries)
    listed = reverse("open_register:front", args=[language])
    urls = {each.code: f"{listed}?country={each.code}" for each in countries}
    region = world_regions.opened_on(countries)
    radius = drawn.RADIUS if region is world_regions.WORLD else drawn.RADIUS_NEAR
    context = {
        "countries": [(each, urls[each.code]) for each in countries],
        "total": sum(each.count for each in countries),
        "legend": world_map.legend(countries[0].count if countries else 0),
        "drawing": world_map.drawing(),
        "land": drawn.land(countries, urls, radius),
        "view_box": " ".join(map(str, region.box)),
    }
    return show(request, language, "open/register/map.html", context)


def _shaded(counts: Counter[str]) -> list[Country]:
    abroad = {code: count for code, count in counts.items() if code != world_map.HOME}
    ends = world_map.scale(max(abroad.values(), default=0))
    made = [
        Country(code, country_name(code), count, world_map.shade_of(count, ends))
        for code, count in abroad.items()
    ]
    return sorted(made, key=lambda country: (-country.count, country.name))


@open_to_all("GET")
def open_data(request: HttpRequest, language: Language) -> HttpResponse:
    """What the files hold, and under which licence."""
    context = {"columns": files.columns(), "licence": files.LICENCE, "licence_url": files.LICENCE_URL}
    return show(request, language, "open/register/data.html", context)
