"""The map of the world and, beside it, the same countries as a list."""

from collections.abc import Mapping, Sequence
from functools import cache

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from engagements import world_map, world_regions
from engagements.world_map import Country
from engagements.world_regions import Region
from governance.addresses import address_of
from governance.lists import InWords, is_refused

from .timelines import TimelineFilters

# Of a country too small to be drawn: the circle that stands for it, in the whole world and where it is drawn larger.
RADIUS, RADIUS_NEAR = 6, 3
# In the address: the part of the world that the map is opened on.
REGION = "region"


class WorldFilters(TimelineFilters):
    """What the map is narrowed by, and where one stands in the world, which narrows nothing."""

    region = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def in_words(self) -> list[InWords]:
        return [words for words in super().in_words() if words.name != REGION]


@require_safe
def world(request: HttpRequest) -> HttpResponse:
    """Where the city has something, of what one may be told; narrowed as the timelines are."""
    filters = WorldFilters(request)
    asked_for = filters.asked
    countries = [] if is_refused(request) else world_map.counted(request.user, asked_for)
    asked = world_regions.BY_KEY.get(filters.chosen.get(REGION, ""))
    region = asked or world_regions.opened_on(countries)
    kept = request.GET.copy()
    kept.pop(REGION, None)
    narrowed = f"?{kept.urlencode()}" if filters.chips() else ""
    urls = {each.code: address_of("engagements:country", each.code) + narrowed for each in countries}
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "list_url": reverse("engagements:world_map"),
        "countries": [(country, urls[country.code]) for country in countries],
        "total": sum(country.count for country in countries),
        "legend": world_map.legend(countries[0].count if countries else 0),
        "drawing": world_map.drawing(),
        "land": land(countries, urls, RADIUS if region is world_regions.WORLD else RADIUS_NEAR),
        "region": region,
        "view_box": " ".join(map(str, region.box)),
        "regions": _regions(countries, kept),
        "has_appointment": bool(request.user.offices),
    }
    return render(request, "engagements/world_map.html", context)


def _regions(countries: Sequence[Country], kept: QueryDict) -> list[tuple[Region, str, int]]:
    """The parts of the world with anything in them, with the way to each and how many matters, and the whole of it."""
    total = sum(country.count for country in countries)
    found = [*world_regions.counted(countries).items(), (world_regions.WORLD, total)]
    ways = []
    for region, count in found:
        query = kept.copy()
        query[REGION] = region.key
        ways.append((region, f"?{query.urlencode()}", count))
    return ways


def land(countries: Sequence[Country], urls: Mapping[str, str], radius: int = RADIUS) -> SafeString:
    """The land that the city has nothing with as one path, and each country that it has as a link of its own."""
    engaged = frozenset(country.code for country in countries)
    lines = [f'<path class="world-land" d="{_other_land(engaged)}"/>']
    shapes, points = world_map.drawing().countries, world_map.drawing().points
    for country in countries:
        if country.code in shapes:
            shape = f'<path d="{shapes[country.code]}"/>'
        elif country.code in points:
            x, y = points[country.code]
            shape = f'<circle cx="{x}" cy="{y}" r="{radius}"/>'
        else:
            continue
        said = ngettext("%(country)s: %(count)s matter", "%(country)s: %(count)s matters", country.count)
        words = escape(said % {"country": country.name, "count": country.count})
        url = escape(urls[country.code])
        # The same link stands in the list, which is what one tabs through.
        lines.append(
            f'<a class="world-{country.shade}" href="{url}" tabindex="-1" aria-label="{words}">'
            f"<title>{words}</title>{shape}</a>"
        )
    return mark_safe("".join(lines))  # noqa: S308 - paths are ours, words and addresses escaped


@cache
def _paths() -> tuple[tuple[str, str], ...]:
    return tuple(world_map.drawing().countries.items())


def _other_land(engaged: frozenset[str]) -> str:
    return "".join(path for code, path in _paths() if code not in engaged) + world_map.drawing().other
