"""Countries and cities as they are named in letters: English, Swedish, their own language, and by address."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import override
from django_countries import countries

from governance.places import CITIES

# What letters say and the list of countries does not.
ALSO_CALLED = {
    "Britain": "GB",
    "Great Britain": "GB",
    "England": "GB",
    "Scotland": "GB",
    "Wales": "GB",
    "UK": "GB",
    "U.K.": "GB",
    "USA": "US",
    "U.S.": "US",
    "United States": "US",
    "Holland": "NL",
    "Czech Republic": "CZ",
    "Tjeckiska republiken": "CZ",
    "South Korea": "KR",
    "Republic of Korea": "KR",
    "Turkey": "TR",
    "Moldova": "MD",
    "Vietnam": "VN",
    "Viet Nam": "VN",
    "Russia": "RU",
    "Taiwan": "TW",
    "Iran": "IR",
    "Ivory Coast": "CI",
    "Suomi": "FI",
    "Deutschland": "DE",
    "Polska": "PL",
    "España": "ES",
}
# Top-level domains that are no country, or another than their letters say.
NOT_A_COUNTRY = {"eu", "com", "org", "net", "int", "io", "ai", "tv", "me", "co", "se"}
TLD = {"uk": "GB", "su": "RU"}


@dataclass(frozen=True)
class Place:
    """A city in its Swedish name with its country, or a country alone; `words` is how it was written."""

    words: str
    country: str
    city: str = ""


def find_city(text: str) -> Place | None:
    """The city named most often, Stockholm apart; of equals the first."""
    return _most_named(_city_pattern(), text, lambda name: _cities()[name.casefold()])


def find_country(text: str) -> Place | None:
    """The country named most often, Sweden apart; of equals the first."""
    return _most_named(_country_pattern(), text, lambda name: Place(name, _countries()[name]))


def country_of_address(address: str) -> str:
    """The country of an e-mail address by its last letters; empty when they name none."""
    tld = address.rpartition(".")[2].lower()
    code = TLD.get(tld, tld.upper())
    return code if tld not in NOT_A_COUNTRY and code in countries else ""


def same_city(name: str) -> str:
    """One key for a city however it is called: Helsinki and Helsingfors give the same."""
    known = _cities().get(name.strip().casefold())
    return (known.city if known else name.strip()).casefold()


def _most_named(pattern: re.Pattern[str], text: str, place: object) -> Place | None:
    counts: dict[tuple[str, str], list[Place]] = {}
    for match in pattern.finditer(text):
        found: Place = place(match[0])  # type: ignore[operator]
        counts.setdefault((found.country, found.city), []).append(Place(match[0], found.country, found.city))
    return max(counts.values(), key=len)[0] if counts else None


@lru_cache(maxsize=1)
def _cities() -> dict[str, Place]:
    found = {}
    for city, (country, others) in CITIES.items():
        for name in (city, *filter(None, others.split(", "))):
            found[name.casefold()] = Place(name, country, city)
    return found


@lru_cache(maxsize=1)
def _city_pattern() -> re.Pattern[str]:
    names = [place.words for place in _cities().values()]
    return _any_of([*names, *(name.upper() for name in names)])


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Every name of every country but Sweden, in English and Swedish."""
    found = dict(ALSO_CALLED)
    for language in ("en", "sv"):
        with override(language):
            found |= {str(name): code for code, name in countries if code != "SE"}
    return found


@lru_cache(maxsize=1)
def _country_pattern() -> re.Pattern[str]:
    return _any_of(_countries())


def _any_of(names: object) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)  # type: ignore[call-overload]
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
