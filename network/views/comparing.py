"""Cities, indicators and rankings: the lists, one of each, and their forms."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from governance.choices import Choice
from governance.lists import Bounded, Filters, or_all
from governance.views.list_files import Column
from network import comparison, rights
from network.forms.horizon import (
    CityForm,
    DefinitionForm,
    IndicatorForm,
    PlaceForm,
    RankingForm,
    ValueForm,
)
from network.models import CityProfile, Definition, Indicator, IndicatorValue, Ranking, RankingPlace

from .frame import Empty, Register, Sheet, crumbs, list_page, row_or_404

# So many values are shown of one indicator, the latest first; a city that has more is asked for by name.
MOST = 200


class CityFilters(Filters):
    relation = Choice(
        label=gettext_lazy("What it is to us"),
        choices=lambda: or_all((r, capfirst(r.label)) for r in CityProfile.Relation),
    )


class NoFilters(Filters):
    """A list that is narrowed by nothing."""


CITIES = Register(
    kind="cities",
    address="network:cities",
    title=gettext_lazy("City profiles"),
    lead=gettext_lazy(
        "What other cities are to Stockholm: partner, competitor or both, and what each is known for."
    ),
    columns=(
        Column(gettext_lazy("City"), lambda row: row.organisation.name),
        Column(gettext_lazy("What it is to us"), lambda row: capfirst(row.get_relation_display())),
        Column(gettext_lazy("Niche"), lambda row: row.niche),
        Column(gettext_lazy("What it does better than we"), lambda row: row.strengths),
        Column(gettext_lazy("What we can learn, or offer"), lambda row: row.lessons),
        Column(gettext_lazy("Source"), lambda row: row.source),
    ),
    empty=Empty(
        gettext_lazy("No city profiles yet"),
        gettext_lazy(
            "Choose a city among the organisations and write what it is to us; its dealings with the"
            " city stand on its own page."
        ),
        "globe",
    ),
    filter_names="relation",
    new=("network:new_city", gettext_lazy("Write a city profile")),
    order={"key": "written_at"},
)
CITY = Sheet(
    model=CityProfile,
    form=CityForm,
    fields=(
        (gettext_lazy("The city"), ("organisation", "relation", "niche", "strengths", "lessons", "source")),
    ),
    address="network:cities",
    new_title=gettext_lazy("Write a city profile"),
    edit_title=gettext_lazy("Change the city profile"),
    stands=lambda row: {
        "organisation": row.organisation.slug,
        **{name: getattr(row, name) for name in ("relation", "niche", "strengths", "lessons", "source")},
    },
)
INDICATORS = Register(
    kind="indicators",
    address="network:indicators",
    title=gettext_lazy("Indicators"),
    lead=gettext_lazy(
        "What cities count, each by its definition. Only what counts the same thing is set side by side."
    ),
    columns=(
        Column(gettext_lazy("Indicator"), lambda row: row.name),
        Column(gettext_lazy("Why we follow it"), lambda row: row.why),
        Column(gettext_lazy("Definitions"), lambda row: row.count_definitions),
        Column(gettext_lazy("Values"), lambda row: row.count_values),
        Column(gettext_lazy("Latest year"), lambda row: row.latest),
    ),
    empty=Empty(
        gettext_lazy("No indicators yet"),
        gettext_lazy(
            "An indicator has a name, one or more definitions with a unit, and values with city, year"
            " and source."
        ),
        "report",
    ),
    new=("network:new_indicator", gettext_lazy("Add an indicator")),
    order={"key": "name_sv", "ascending": True},
)
INDICATOR = Sheet(
    model=Indicator,
    form=IndicatorForm,
    fields=((gettext_lazy("The indicator"), ("name_sv", "name_en", "why")),),
    address="network:indicators",
    new_title=gettext_lazy("Add an indicator"),
    edit_title=gettext_lazy("Change the indicator"),
    parts=lambda row: (
        Definition.history.filter(indicator=row.pk),
        IndicatorValue.history.filter(definition__in=row.definitions.values("pk")),
    ),
)
DEFINITION = Sheet(
    model=Definition,
    form=DefinitionForm,
    fields=((gettext_lazy("The definition"), ("text", "unit")),),
    address="network:indicators",
    new_title=gettext_lazy("Add a definition"),
    edit_title=gettext_lazy("Change the definition"),
    url=lambda row: row.indicator.get_absolute_url(),
    hangs_on="indicator",
    parent=Indicator,
)
VALUE = Sheet(
    model=IndicatorValue,
    form=ValueForm,
    fields=((gettext_lazy("The value"), ("definition", "city", "year", "value", "source", "note")),),
    address="network:indicators",
    new_title=gettext_lazy("Add a value"),
    edit_title=gettext_lazy("Change the value"),
    url=lambda row: row.definition.indicator.get_absolute_url(),
    hangs_on="definition__indicator",
    parent=Indicator,
    options=lambda _request, indicator: {"indicator": indicator},
    fixed=False,
)
RANKINGS = Register(
    kind="rankings",
    address="network:rankings",
    title=gettext_lazy("Rankings"),
    lead=gettext_lazy(
        "Lists that others publish and that place Stockholm, with their years and their method."
    ),
    columns=(
        Column(gettext_lazy("Ranking"), lambda row: row.name),
        Column(gettext_lazy("Publisher"), lambda row: row.publisher),
        Column(gettext_lazy("What it measures"), lambda row: row.measures),
        Column(gettext_lazy("Places"), lambda row: row.count_places),
        Column(gettext_lazy("Latest year"), lambda row: row.latest),
    ),
    empty=Empty(
        gettext_lazy("No rankings yet"),
        gettext_lazy("Add one with who publishes it and what it measures; then the places year by year."),
        "flag",
    ),
    new=("network:new_ranking", gettext_lazy("Add a ranking")),
    order={"key": "name", "ascending": True},
)
RANKING = Sheet(
    model=Ranking,
    form=RankingForm,
    fields=((gettext_lazy("The ranking"), ("name", "publisher", "measures", "link")),),
    address="network:rankings",
    new_title=gettext_lazy("Add a ranking"),
    edit_title=gettext_lazy("Change the ranking"),
    parts=lambda row: (RankingPlace.history.filter(ranking=row.pk),),
)
PLACE = Sheet(
    model=RankingPlace,
    form=PlaceForm,
    fields=((gettext_lazy("The place"), ("city", "year", "place", "of_how_many", "note")),),
    address="network:rankings",
    new_title=gettext_lazy("Add a year"),
    edit_title=gettext_lazy("Change the year"),
    url=lambda row: row.ranking.get_absolute_url(),
    hangs_on="ranking",
    parent=Ranking,
)


@require_safe
def city_list(request: HttpRequest) -> HttpResponse:
    """The profiles, the latest first."""
    rights.require_reader(request.user)
    filters = CityFilters(request)
    found = CityProfile.objects.select_related("organisation")
    if relation := filters.chosen.get("relation"):
        found = found.filter(relation=relation)
    return list_page(request, CITIES, filters, found)


@require_safe
def city(request: HttpRequest, pk: int) -> HttpResponse:
    """One city: what it is to us, and what it has of the indicators and rankings."""
    found = row_or_404(request, CityProfile.objects.select_related("organisation", "author"), pk)
    name = found.organisation.city or found.organisation.name
    values = IndicatorValue.objects.filter(city=name).select_related("definition__indicator")
    places = RankingPlace.objects.filter(city=name).select_related("ranking")
    context = {
        "city": found,
        "values": values.order_by("definition__indicator__name_sv", "-year")[:MOST],
        "places": places.order_by("ranking__name", "-year")[:MOST],
        "may_change": rights.may_change(request.user, found),
        "crumbs": crumbs("network:cities"),
    }
    return render(request, "network/city.html", context)


@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """The indicators by name."""
    rights.require_reader(request.user)
    values = IndicatorValue.objects.filter(definition__indicator=OuterRef("pk"))
    found = Indicator.objects.annotate(
        count_definitions=Bounded.of(Definition.objects.filter(indicator=OuterRef("pk"))),
        count_values=Bounded.of(values),
        latest=_latest_year(values),
    )
    return list_page(request, INDICATORS, NoFilters(request), found)


def _latest_year(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by("-year").values("year")[:1])


class ComparisonFilters(Filters):
    """Which values are compared: of one definition or of all, of one year or of all."""

    definition = Choice(label=gettext_lazy("Definition"))
    year = Choice(label=gettext_lazy("Year"))

    def __init__(self, request: HttpRequest, found: Indicator, years: list[int], **kw: Any) -> None:
        super().__init__(request, **kw)
        self.fields["definition"].choices = or_all((str(d.pk), str(d)) for d in found.definitions.all())
        self.fields["year"].choices = or_all((str(year), str(year)) for year in years)
        self.shown = (found.pk, found.version, tuple(years), tuple(self.fields["definition"].choices))

    @property
    def offers(self) -> Any:
        return self.shown


@require_safe
def indicator(request: HttpRequest, pk: int) -> HttpResponse:
    """One indicator: its definitions, its values and the chart of those that can be compared."""
    found = row_or_404(
        request, Indicator.objects.select_related("author").prefetch_related("definitions"), pk
    )
    rows = IndicatorValue.objects.filter(definition__indicator=found)
    years = list(rows.order_by("-year").values_list("year", flat=True).distinct())
    filters = ComparisonFilters(request, found, years)
    values = list(_chosen(rows, filters.chosen).select_related("definition").order_by("city", "year")[:MOST])
    for value in values:
        value.in_words = comparison.in_words(value.value)
        value.may_change = rights.may_change(request.user, value)
    context = {
        "indicator": found,
        "definitions": [(each, rights.may_change(request.user, each)) for each in found.definitions.all()],
        "values": values,
        "comparison": comparison.compare(values, "comparison"),
        "filters": filters,
        "list_url": found.get_absolute_url(),
        "may_write": rights.is_member(request.user),
        "may_change": rights.may_change(request.user, found),
        "crumbs": crumbs("network:indicators"),
    }
    return render(request, "network/indicator.html", context)


def _chosen(rows: QuerySet[IndicatorValue], chosen: dict[str, Any]) -> QuerySet[IndicatorValue]:
    if definition := chosen.get("definition"):
        rows = rows.filter(definition=int(definition))
    if year := chosen.get("year"):
        rows = rows.filter(year=int(year))
    return rows


@require_safe
def ranking_list(request: HttpRequest) -> HttpResponse:
    """The rankings by name."""
    rights.require_reader(request.user)
    places = RankingPlace.objects.filter(ranking=OuterRef("pk"))
    found = Ranking.objects.annotate(count_places=Bounded.of(places), latest=_latest_year(places))
    return list_page(request, RANKINGS, NoFilters(request), found)


@require_safe
def ranking(request: HttpRequest, pk: int) -> HttpResponse:
    """One ranking and the places over the years."""
    found = row_or_404(request, Ranking.objects.select_related("author"), pk)
    places = list(found.places.order_by("-year", "place", "pk")[:MOST])
    for each in places:
        each.may_change = rights.may_change(request.user, each)
    context = {
        "ranking": found,
        "places": places,
        "may_write": rights.is_member(request.user),
        "may_change": rights.may_change(request.user, found),
        "crumbs": crumbs("network:rankings"),
    }
    return render(request, "network/ranking.html", context)
