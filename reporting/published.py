"""Published figures: what earlier reports printed, loaded as printed and told apart from what is counted."""

import csv
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.db import transaction

from .models import PublishedFigure

# What a published figure is called. The names say what was counted, because two of them look alike: groups of
# one department in one year, and groups at one site in another.
NAMES = {
    "memberships": ("Medlemskap", "Memberships"),
    "eu_funding_to_city": ("EU-medel till staden", "EU funding to the city"),
    "visit_groups_city_development": (
        "Besöksgrupper hos exploateringskontoret",
        "Visiting groups, City Development Department",
    ),
    "visit_persons_city_development": (
        "Besökande personer hos exploateringskontoret",
        "Persons visiting the City Development Department",
    ),
    "visit_groups_norra_djurgardsstaden": (
        "Besöksgrupper i Norra Djurgårdsstaden",
        "Visiting groups in Norra Djurgårdsstaden",
    ),
    "visit_persons_norra_djurgardsstaden": (
        "Besökande personer i Norra Djurgårdsstaden",
        "Persons visiting Norra Djurgårdsstaden",
    ),
}
# The notes of the source file in Swedish.
NOTES = {
    "about": "cirka",
    "more than": "mer än",
    "derived from plus ten in 2021": "härledd ur ökningen med tio 2021",
    "about 40 % from abroad, over 60 countries": "cirka 40 % från utlandet, över 60 länder",
    "all groups at one site": "alla grupper på en plats",
}
SOURCES = {
    "annual report 2021": "stadens årsredovisning 2021",
    "annual report 2022": "stadens årsredovisning 2022",
}


class BadFile(ValueError):
    """The file of published figures cannot be read. The message names the line."""


@transaction.atomic
def load(path: Path) -> int:
    """Bring the table in line with the file: what is published stays as it stands there. Raises BadFile."""
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                PublishedFigure.objects.update_or_create(
                    figure=row["figure"],
                    year=int(row["year"]),
                    defaults={
                        "value": Decimal(row["value"]),
                        "unit": PublishedFigure.Unit(row["unit"]),
                        "note": row["note"],
                        "source": row["source"],
                    },
                )
            except (KeyError, TypeError, ValueError, InvalidOperation) as error:
                raise BadFile(f"{path.name}, line {number}: {error}") from error
    return PublishedFigure.objects.count()


def published_until(year: int) -> list[dict[str, Any]]:
    """The figures published for the year and those before it, as the report carries them."""
    return [
        {
            "year": row.year,
            "figure": row.figure,
            "label": dict(zip(("sv", "en"), NAMES.get(row.figure, (row.figure, row.figure)), strict=True)),
            "value": int(row.value) if row.value == int(row.value) else f"{row.value.normalize():f}",
            "unit": row.unit,
            "note": {"sv": NOTES.get(row.note, row.note), "en": row.note},
            "source": {"sv": SOURCES.get(row.source, row.source), "en": row.source},
        }
        for row in PublishedFigure.objects.filter(year__lte=year)
    ]
