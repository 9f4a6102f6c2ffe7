"""The parts of the world that the map can be opened on: which countries lie there, and where in the drawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .world_map import Country


@dataclass(frozen=True)
class Region:
    """A part of the world: its key in the address, its name, and the part of the drawing that shows it."""

    key: str
    name: Any
    # Left, top, width and height in the units of the drawing.
    box: tuple[int, int, int, int]
    countries: frozenset[str] = frozenset()


def _of(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


WORLD = Region("world", _("The whole world"), (0, 0, 2000, 870))
EUROPE = Region(
    "europe",
    _("Europe"),
    (846, 18, 328, 222),
    _of(
        "AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME"
        " MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK"
    ),
)
ASIA = Region("asia", _("Asia"), (1090, 105, 640, 460))
REGIONS = (
    EUROPE,
    ASIA,
    Region(
        "africa",
        _("Africa"),
        (800, 205, 460, 545),
        _of(
            "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ"
            " NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW"
        ),
    ),
    Region(
        "north_america",
        _("North America"),
        (300, 30, 480, 410),
        _of(
            "AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX"
            " TC TT US VC VG VI"
        ),
    ),
    Region(
        "south_america",
        _("South America"),
        (450, 400, 400, 465),
        _of("AR BO BR CL CO EC FK GF GY PE PY SR UY VE"),
    ),
    Region(
        "oceania",
        _("Oceania"),
        (1480, 365, 510, 455),
        _of(
            "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS"
        ),
    ),
)  # fmt: skip
BY_KEY = {region.key: region for region in (*REGIONS, WORLD)}
_REGION_OF = {code: region for region in REGIONS for code in region.countries}


def region_of(code: str) -> Region:
    """Where a country lies. What is named nowhere else lies in Asia."""
    return _REGION_OF.get(code, ASIA)


def counted(countries: Iterable[Country]) -> dict[Region, int]:
    """How many matters each part of the world has, in their order; only those with any."""
    found = dict.fromkeys(REGIONS, 0)
    for country in countries:
        found[region_of(country.code)] += country.count
    return {region: count for region, count in found.items() if count}


def opened_on(countries: Iterable[Country]) -> Region:
    """Where the most matters are; where there are none, Europe."""
    found = counted(countries)
    return max(found, key=lambda region: found[region], default=EUROPE)
