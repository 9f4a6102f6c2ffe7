"""The timeline of a country and of a city: who asked from there, and what the city has there."""

from functools import partial
from typing import Any

from django.db.models.functions import Upper
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from engagements import timelines
from engagements.actions import organisations, persons
from engagements.models import Organisation, OrganisationName
from governance import places
from governance.language import country_name
from governance.views import list_files
from governance.views.pages import stands_under

from .timelines import TimelineFilters, as_file, timeline_context

MOST_PARTNERS = 20
MOST_CITIES = 40
LONGEST = 120


@require_safe
def country(request: HttpRequest, country: str) -> HttpResponse:
    """Every matter with a country on its card."""
    name = _country_or_404(country)
    partners = Organisation.objects.filter(country=country)
    cities = partial(_cities_of, request, country, partners)
    return _show(request, name, {"country": country}, partners, [], country=country, cities=cities)


@require_safe
def city(request: HttpRequest, country: str, city: str) -> HttpResponse:
    """Every matter with a city on its card, under any of the names that the register knows the city by."""
    name = _country_or_404(country)
    if "\x00" in city or len(city) > LONGEST:
        raise Http404
    names = _names_of(country, city)
    partners = (
        Organisation.objects.filter(country=country).annotate(place=Upper("city")).filter(place__in=names)
    )
    crumbs = [(name, reverse("engagements:country", args=[country]))]
    itself = partners.filter(kind=Organisation.Kind.CITY).order_by("pk").first()
    of_city = {
        "organisation": itself,
        "may_read_persons": persons.may_read(request.user),
        "to_register": _to_register(request, country, city) if itself is None else "",
    }
    subject = {"country": country, "places": names}
    if itself:
        # The same as the city's own timeline as a partner: what is linked to it belongs here wherever it happened.
        subject = timelines.all_with(
            itself, [*names, *(known.name for known in itself.names.all())], [itself.pk]
        )
    return _show(request, city, subject, partners, crumbs, **of_city)


def _to_register(request: HttpRequest, country: str, city: str) -> str:
    """Where the city is written down as a partner, for who may; a briefing pack is made of a partner."""
    if not organisations.may_write(request.user):
        return ""
    told = {"name": city, "kind": Organisation.Kind.CITY, "city": city, "country": country}
    return f"{reverse('engagements:new_organisation')}?{urlencode(told)}"


def _cities_of(request: HttpRequest, country: str, partners: Any) -> list[str]:
    """The cities of the country that the register knows: of matters one may be told of, and of partners."""
    of_cards = timelines.cities_of(request.user, country, MOST_CITIES)
    of_partners = partners.exclude(city="").order_by("city").values_list("city", flat=True).distinct()
    # A slash would end the name in the address.
    names = (name for name in (*of_partners[:MOST_CITIES], *of_cards) if "/" not in name)
    known = {_as_one(name): name for name in names}
    return sorted(known.values(), key=str.upper)[:MOST_CITIES]


def _as_one(name: str) -> str:
    """The same for Helsinki and Helsingfors."""
    return min(places.key(each) for each in (name, *places.other_names(name)))


def _show(
    request: HttpRequest,
    title: str,
    subject: dict[str, Any],
    partners: Any,
    crumbs: list[tuple[str, str]],
    **beside: Any,
) -> HttpResponse:
    stands_under(request, reverse("engagements:organisations"))
    filters = TimelineFilters(request)
    if list_files.is_asked(request):
        return as_file(request, title, filters, subject)
    there = list(partners.order_by(Upper("name"), "pk")[: MOST_PARTNERS + 1])
    context = timeline_context(request, filters, subject) | {
        "title": title,
        "partners": there[:MOST_PARTNERS],
        "more_partners": len(there) > MOST_PARTNERS,
        "crumbs": [(gettext("Organisations"), reverse("engagements:organisations")), *crumbs],
        **beside,
    }
    return render(request, "engagements/place.html", context)


def _names_of(country: str, city: str) -> list[str]:
    """In capitals: the name asked for, what else the city is called, and how the cities in the country that go by one
    of these stand in the register (Åbo, Turku)."""
    names = {name.upper() for name in (city, *places.other_names(city))}
    called = OrganisationName.objects.annotate(upper=Upper("name")).filter(upper__in=names)
    known = Organisation.objects.filter(country=country, kind=Organisation.Kind.CITY)
    others = known.filter(pk__in=called.values("organisation")).values_list("names__name", flat=True)[:50]
    return sorted({*names, *(name.upper() for name in others if name)})


def _country_or_404(code: str) -> str:
    name = country_name(code)
    if name == code or not code.isupper():
        raise Http404
    return name
