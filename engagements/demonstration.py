"""Fills the register with the partners and EU projects of the lists in stockholm_intl/demonstration."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from governance import access, matters
from governance.models import Body, Kind, Office, Person, Scope

from . import actions
from .lifecycle import EuProjectStatus, status_on
from .models import EuProject, Organisation, Theme

LISTS = Path(settings.BASE_DIR) / "stockholm_intl" / "demonstration"
# The theme as the city's project pages write it, and the one it is in the register.
THEMES = {"Klimat, miljö och mobilitet": Theme.CLIMATE}
# What the lists do not say: other names the partners go by, and what they are about.
ALIASES: dict[str, list[tuple[str, str]]] = {
    "eurocities": [("EUROCITIES", ""), ("Nätverket Eurocities", "sv")],
    "uceu": [("Europeiska unionens huvudstadsunion", "sv"), ("EU-huvudstädernas union", "sv")],
    "c40": [("C40 Cities Climate Leadership Group", "en"), ("C40-nätverket", "sv")],
    "change": [("Städernas nätverk för jämställdhet", "sv")],
    "polis": [("Polis Network", "en"), ("Cities and regions for transport innovation", "en")],
    "ctpn": [("Nätverket för beredskap mot terrorism", "sv")],
    "covenant-of-mayors": [("Borgmästaravtalet", "sv"), ("Covenant of Mayors", "en")],
    "oecd-champion-mayors": [("OECD:s borgmästare för inkluderande tillväxt", "sv")],
    "sef": [("Stockholm Region European Association", "en"), ("Stockholmsregionens Europakontor", "sv")],
}
ABOUT = {
    "eurocities": (Theme.GENERAL, "BE", "https://eurocities.eu"),
    "uceu": (Theme.GENERAL, "", ""),
    "c40": (Theme.CLIMATE, "", "https://www.c40.org"),
    "change": (Theme.SOCIAL, "", ""),
    "polis": (Theme.CLIMATE, "BE", "https://www.polisnetwork.eu"),
    "ctpn": (Theme.SAFETY, "", ""),
    "covenant-of-mayors": (Theme.CLIMATE, "", "https://eu-mayors.ec.europa.eu"),
    "oecd-champion-mayors": (Theme.SOCIAL, "", ""),
    "sef": (Theme.GENERAL, "SE", ""),
}


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one list."""
    with (LISTS / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def preparer(body: Body) -> Person:
    """Whoever prepares the body's matters today."""
    for role in (Office.Role.CONTACT_PERSON, Office.Role.SECRETARY, Office.Role.COORDINATOR):
        person = access.holders(role, body).first()
        if person is not None:
            return person
    raise LookupError(f"nobody prepares the matters of {body.name_sv}")


def secretary(body: Body) -> Person:
    """Whoever records the body's decisions today."""
    person = access.holders(Office.Role.SECRETARY, body).first()
    if person is None:
        raise LookupError(f"{body.name_sv} has no secretary")
    return person


@transaction.atomic
def load(*, by: Person) -> int:
    """Organisations and EU projects; what is already there is left as it is. Returns how many were created."""
    created = sum(_organisation(row, by) for row in rows("organisations.csv"))
    known = set(EuProject.objects.values_list("matter__title", flat=True))
    return created + sum(_project(row, by) for row in rows("eu_projects.csv") if row["name"] not in known)


def _organisation(row: dict[str, str], by: Person) -> bool:
    if Organisation.objects.filter(slug=row["slug"]).exists():
        return False
    theme, country, website = ABOUT.get(row["slug"], ("", "", ""))
    actions.create_organisation(
        by=by,
        slug=row["slug"],
        name=row["name"],
        acronym=row["acronym"],
        kind=row["kind"],
        theme=theme,
        country=country,
        website=website,
        note=row["note"],
        source=row["source"],
        aliases=ALIASES.get(row["slug"], []),
    )
    return True


def _project(row: dict[str, str], by: Person) -> bool:
    lead = Body.objects.filter(slug=row["lead_body"]).first()
    if lead is None:  # a city smaller than the real one
        return False
    starts_on, ends_on = date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"])
    participating = list(Body.objects.filter(slug__in=row["participating_bodies"].split(";")))
    status = status_on(timezone.localdate(), starts_on, ends_on)
    matter = matters.open_matter(
        Kind.EU_PROJECT,
        by=by,
        body=lead,
        title=row["name"],
        status=status,
        scope=Scope.SEVERAL_BODIES if participating else Scope.OWN_OPERATION,
        opened_on=starts_on,
        closed_on=ends_on if status == EuProjectStatus.ENDED else None,
        starts_on=starts_on,
        ends_on=ends_on,
        theme=THEMES.get(row["theme"], row["theme"]),
    )
    for body in participating:
        matters.let_in(matter, body)
    EuProject.objects.create(
        matter=matter,
        role=row["role"],
        programme=row["programme"],
        total_budget=_amount(row["total_budget"]),
        currency=row["currency"],
        eu_funding_to_city=_amount(row["eu_funding_to_city"]),
        is_eu_money=row["is_eu_money"] == "yes",
        partners=", ".join(row["partners"].split(";")) if row["partners"] else "",
        note=row["note"],
        source=row["source"],
    )
    return True


def _amount(text: str) -> Decimal | None:
    return Decimal(text) if text else None
