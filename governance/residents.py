"""The table of residents' background: read from CSV with a dry run, loaded whole, and asked by the pages.

The file is what a statistics office gives: a heading and a line for each country, semicolons or commas between.

    land;antal
    FI;14200
    Irak;13100

`land` (or `country`) is a code of two letters or the country's name in Swedish or English, `antal` (or `number`) whole
persons. Countries that the register does not know, and lines that cannot be read, are told line by line; nothing is
loaded while there is one.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from io import StringIO
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_countries import countries

from . import access
from .language import country_name
from .models import Person, Residents, ResidentTable

# So many countries, from the greatest down, are those "that many people come from". Our reading: the strategy has none.
MANY = 20
LONGEST = 200_000
COUNTRY, NUMBER = ("land", "country", "landkod"), ("antal", "number", "invånare")


@dataclass(frozen=True)
class Line:
    """One country of a file, and how many the table in use has of it; None when it is new there."""

    country: str
    number: int
    before: int | None


@dataclass
class Reading:
    """What a file says: its countries in order of number, and what is wrong in it, line by line."""

    lines: list[Line] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lines) and not self.errors

    @property
    def total(self) -> int:
        return sum(line.number for line in self.lines)


def read(text: str) -> Reading:
    """The dry run: nothing is written."""
    found: dict[str, int] = {}
    reading = Reading()
    known = of_table(latest())
    if len(text) > LONGEST:
        reading.errors.append(_("The file is too large."))
        return reading
    try:
        for place, country, number in _rows(text, reading):
            if country in found:
                reading.errors.append(_("Line %(n)s: the country stands twice.") % {"n": place})
            found[country] = number
    except csv.Error:
        # A quotation mark that is never closed, so that a field is longer than any field may be.
        reading.errors.append(_("The file cannot be read as CSV."))
    reading.lines = [
        Line(country, number, known.get(country))
        for country, number in sorted(found.items(), key=lambda row: (-row[1], row[0]))
    ]
    reading.gone = sorted(known.keys() - found.keys(), key=country_name)
    return reading


def _rows(text: str, reading: Reading) -> Iterator[tuple[int, str, int]]:
    text = text.lstrip("\ufeff").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    head = text.partition("\n")[0]
    rows = csv.reader(StringIO(text), delimiter=";" if ";" in head else ",")
    columns = [name.strip().casefold() for name in next(rows, [])]
    at = [next((columns.index(name) for name in names if name in columns), -1) for names in (COUNTRY, NUMBER)]
    if -1 in at:
        reading.errors.append(_("The first line names the columns: land and antal."))
        return
    for place, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = [row[position].strip() if position < len(row) else "" for position in at]
        country, number = code_of(cells[0]), _whole(cells[1])
        if not country:
            reading.errors.append(
                _("Line %(n)s: no country is called “%(name)s”.") % {"n": place, "name": cells[0][:60]}
            )
        elif number is None:
            reading.errors.append(
                _("Line %(n)s: “%(text)s” is no number.") % {"n": place, "text": cells[1][:60]}
            )
        else:
            yield place, country, number


def _whole(text: str) -> int | None:
    digits = text.replace("\u00a0", "").replace(" ", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else None


def code_of(name: str) -> str:
    """The code of a country from its code or its name in Swedish or English; empty for what is none."""
    return _codes().get(name.strip().casefold(), "")


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("en", "sv"):
        with override(language):
            found |= {str(country.name).casefold(): country.code for country in countries}
    return found | {country.code.casefold(): country.code for country in countries}


@transaction.atomic
def load(
    text: str, *, by: Person | None, year: int, source: str, population: int, is_invented: bool = False
) -> ResidentTable:
    """Put a new table beside the earlier ones, which stay; the newest is used. `by` None is the command.

    Raises PermissionDenied for who does not coordinate, ValidationError with what is wrong in the file.
    """
    if by is not None and not access.is_coordinator(by):
        raise PermissionDenied(_("The City Executive Office loads the table of residents."))
    reading = read(text)
    if not reading:
        raise ValidationError(reading.errors or [_("The file has no countries.")])
    if reading.total > population:
        raise ValidationError(
            {"population": _("The countries come to more than all residents: %(n)s.") % {"n": reading.total}}
        )
    table = ResidentTable.objects.create(
        year=year,
        source=source,
        population=population,
        is_invented=is_invented,
        sha256=sha256(text.encode()).hexdigest(),
        loaded_by=by,
    )
    Residents.objects.bulk_create(
        Residents(table=table, country=line.country, number=line.number) for line in reading.lines
    )
    return table


def latest() -> ResidentTable | None:
    """The table in use."""
    return ResidentTable.objects.first()


def of_table(table: ResidentTable | None) -> dict[str, int]:
    """How many residents have their background in each country, the greatest number first."""
    return _of_table(table.pk) if table else {}


@lru_cache(maxsize=4)
def _of_table(pk: int) -> dict[str, int]:
    # A table is never changed after it was loaded.
    return {str(row.country): row.number for row in Residents.objects.filter(table=pk)}


def many(table: ResidentTable | None) -> list[str]:
    """The countries that many residents come from: the greatest numbers, Sweden's own aside."""
    return [country for country in of_table(table) if country != "SE"][:MANY]


@dataclass(frozen=True)
class Known:
    """What the table says of one country."""

    country: str
    number: int
    population: int
    table: Any

    @property
    def per_mille(self) -> int:
        return 1000 * self.number // self.population if self.population else 0


def known_of(country: str) -> Known | None:
    """For a page that shows it as information; None without a table, or a country in it."""
    table = latest()
    number = of_table(table).get(country)
    return Known(country, number, table.population, table) if table and number is not None else None
