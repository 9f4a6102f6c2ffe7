"""Fills the register with the partners that the demonstration's visits and EU projects speak of.

The cities and the Commission are real, with what they are called in other languages. Persons are invented, and so is
all that is marked as an example.
"""

from datetime import date

from django.db import transaction

from governance import access
from governance.models import Body, Matter, Office, Person

from . import actions, duplicates
from .actions import persons
from .models import EuProject, Organisation, PartnerPerson

CITY, INSTITUTION = Organisation.Kind.CITY, Organisation.Kind.EU_INSTITUTION
# Address, name, city, country, names in other languages.
CITIES: tuple[tuple[str, str, str, str, tuple[tuple[str, str], ...]], ...] = (
    ("abo", "Åbo stad", "Åbo", "FI",
     (("Åbo", "sv"), ("City of Turku", "en"), ("Turku", "fi"), ("Turun kaupunki", "fi"))),
    ("barcelona", "Barcelonas stad", "Barcelona", "ES", (("Barcelona", ""), ("Ajuntament de Barcelona", "ca"))),
    ("cork", "Cork", "Cork", "IE", (("Cork City Council", "en"), ("Corcaigh", "ga"))),
    ("graz", "Graz", "Graz", "AT", (("Stadt Graz", "de"),)),
    ("hamburg", "Hamburgs stad", "Hamburg", "DE", (("Hamburg", ""), ("Freie und Hansestadt Hamburg", "de"))),
    ("helsingfors", "Helsingfors stad", "Helsingfors", "FI",
     (("Helsingfors", "sv"), ("City of Helsinki", "en"), ("Helsinki", "fi"), ("Helsingin kaupunki", "fi"))),
    ("koln", "Köln", "Köln", "DE", (("Cologne", "en"), ("Stadt Köln", "de"))),
    ("kopenhamn", "Köpenhamns kommun", "Köpenhamn", "DK",
     (("City of Copenhagen", "en"), ("Københavns Kommune", "da"))),
    ("kyiv", "Kyivs stadsförvaltning", "Kyiv", "UA",
     (("Kyiv City State Administration", "en"), ("Kiev", ""), ("Київ", "uk"))),
    ("madrid", "Madrid", "Madrid", "ES", (("Ayuntamiento de Madrid", "es"),)),
    ("munchen", "München", "München", "DE", (("Munich", "en"), ("Landeshauptstadt München", "de"))),
    ("oslo", "Oslo kommun", "Oslo", "NO", (("Oslo", ""), ("Oslo kommune", "no"), ("City of Oslo", "en"))),
    ("porto", "Porto", "Porto", "PT", (("Oporto", "en"), ("Câmara Municipal do Porto", "pt"))),
    ("rotterdam", "Rotterdams stad", "Rotterdam", "NL", (("Rotterdam", ""), ("Gemeente Rotterdam", "nl"))),
    ("ruse", "Ruse", "Ruse", "BG", (("Русе", "bg"), ("Rousse", "fr"))),
    ("suceava", "Suceava", "Suceava", "RO", ()),
    ("valletta", "Valletta", "Valletta", "MT", (("Il-Belt Valletta", "mt"),)),
)  # fmt: skip
COMMISSION = (
    ("europeiska-kommissionen", "Europeiska kommissionen", "",
     (("European Commission", "en"), ("Commission européenne", "fr"))),
    ("dg-move", "Generaldirektoratet för transport och rörlighet", "DG MOVE",
     (("Directorate-General for Mobility and Transport", "en"),)),
    ("dg-regio", "Generaldirektoratet för regional- och stadspolitik", "DG REGIO",
     (("Directorate-General for Regional and Urban Policy", "en"),)),
)  # fmt: skip
# Invented: name, address of the organisation, title, since, until.
PERSONS = (
    ("Kaisa Exempelsson", "helsingfors", "Trafikdirektör", date(2023, 2, 1), None),
    ("Otto Exempelsson", "helsingfors", "Internationell samordnare", date(2021, 9, 1), None),
    ("Elina Exempelsson", "helsingfors", "Stadsplanerare", date(2017, 1, 1), date(2022, 12, 31)),
    ("Aino Exempelsson", "abo", "Projektledare för hållbara resor", date(2019, 5, 1), None),
    ("Karl Mustermann", "hamburg", "Leiter Stadtentwicklung", date(2022, 4, 1), None),
    ("Marie Exempel", "dg-move", "Handläggare för stadstrafik", date(2024, 1, 15), None),
)
WHY = "Kontaktperson i ett gemensamt ärende."


@transaction.atomic
def load() -> int:
    """What is there already is left as it is. Returns how many were created."""
    board = Body.objects.filter(slug="kommunstyrelsen").first()
    by = access.holders(Office.Role.COORDINATOR, board).first() if board else None
    if by is None:
        return 0
    created = sum(_city(*row, by=by) for row in CITIES) + _commission(by) + _persons(by)
    _tie_projects()
    return created + _twice(by)


def _city(
    slug: str, name: str, city: str, country: str, aliases: tuple[tuple[str, str], ...], *, by: Person
) -> bool:
    known = Organisation._base_manager.filter(slug=slug).first()
    if known is not None:
        _name_also(known, (name, "sv"), *aliases, by=by)
        return False
    actions.create_organisation(
        by=by, slug=slug, name=name, kind=CITY, city=city, country=country, aliases=aliases
    )
    return True


def _name_also(known: Organisation, *names: tuple[str, str], by: Person) -> None:
    """A city that stands there since its agreement: its visits are written with the name of its administration."""
    there = [(name.name, name.language) for name in known.names.all()]
    if missing := [
        each for each in names if each[0].upper() not in {name.upper() for name, _language in there}
    ]:
        actions.edit_organisation(known, known.version, by=by, aliases=[*there, *missing])


def _commission(by: Person) -> int:
    """The Commission and two of its parts."""
    if Organisation._base_manager.filter(slug=COMMISSION[0][0]).exists():
        return 0
    parent = None
    for slug, name, acronym, aliases in COMMISSION:
        made = actions.create_organisation(
            by=by,
            slug=slug,
            name=name,
            acronym=acronym,
            kind=INSTITUTION,
            city="Bryssel",
            country="BE",
            aliases=aliases,
            parent=parent,
        )
        parent = parent or made
    return len(COMMISSION)


def _persons(by: Person) -> int:
    if PartnerPerson.objects.exists():
        return 0
    for name, slug, title, since, until in PERSONS:
        persons.add_person(
            by=by,
            name=name,
            why=WHY,
            is_invented=True,
            organisation=Organisation.objects.get(slug=slug),
            title=title,
            since=since,
            until=until,
            email="" if until else f"{name.split()[0].lower()}@{slug}.example",
        )
    return len(PERSONS)


def _tie_projects() -> None:
    """The projects name the cities they are carried out with."""
    cities = {city: Organisation.objects.filter(slug=slug).first() for slug, _name, city, *_rest in CITIES}
    for project in EuProject.objects.exclude(partners="").select_related("matter"):
        for name in project.partners.split(", "):
            if organisation := cities.get(name):
                actions.tie(project.matter, organisation)


def _twice(by: Person) -> int:
    """An invented second entry of a city, with a visit that both are tied to: to try a merger on."""
    slug = "helsingin-kaupunki-exempel"
    if Organisation._base_manager.filter(slug=slug).exists():
        return 0
    twice = actions.create_organisation(
        by=by,
        slug=slug,
        name="Helsingin kaupunki (exempel på dubblett)",
        kind=CITY,
        country="FI",
        city="Helsinki",
        website="https://www.hel.fi",
        note="Påhittad dubblett: visar hur två poster om samma stad slås ihop.",
        aliases=[("City of Helsinki", "en")],
        is_invented=True,
    )
    for matter in Matter.objects.filter(counterpart="Helsingfors stad").order_by("pk")[:1]:
        actions.tie(matter, twice)
    duplicates.compare(twice)
    return 1
