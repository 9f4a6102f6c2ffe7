"""Makes the small city of the tests: real bodies, invented persons, one for every way of using the product."""

from datetime import date

from django.core.management import call_command
from django.utils.translation import override

from governance import access
from governance.models import Appointment, Body, Office, Person, Strategy

Role, BodyKind = Office.Role, Body.Kind

BODIES = [
    # slug, kind, Swedish, English, parent, since, until
    ("kommunfullmaktige", BodyKind.COUNCIL, "Kommunfullmäktige", "City Council", None),
    (
        "kommunstyrelsen",
        BodyKind.EXECUTIVE_BOARD,
        "Kommunstyrelsen",
        "City Executive Board",
        "kommunfullmaktige",
    ),
    (
        "internationella-beredningen",
        BodyKind.PREPARATORY_COMMITTEE,
        "Internationella beredningen",
        "International Affairs Preparatory Committee",
        "kommunstyrelsen",
    ),
    ("trafiknamnden", BodyKind.COMMITTEE, "Trafiknämnden", "Transport Committee", "kommunfullmaktige"),
    (
        "miljo-och-halsoskyddsnamnden",
        BodyKind.COMMITTEE,
        "Miljö- och hälsoskyddsnämnden",
        "Environment and Health Committee",
        "kommunfullmaktige",
    ),
    (
        "jarva",
        BodyKind.DISTRICT_COUNCIL,
        "Järva stadsdelsnämnd",
        "Järva District Council",
        "kommunfullmaktige",
    ),
    (
        "stockholms-stadshus",
        BodyKind.GROUP_BOARD,
        "Stockholms Stadshus AB",
        "Stockholms Stadshus AB",
        "kommunfullmaktige",
    ),
    (
        "stockholms-hamnar",
        BodyKind.COMPANY,
        "Stockholms Hamn AB",
        "Ports of Stockholm",
        "stockholms-stadshus",
    ),
]

# The personas: who they are to the product, by the offices they hold. `newcomer` holds none.
PERSONAS = {
    "contact": ("Tove Trafik", [("trafiknamnden", Role.CONTACT_PERSON)]),
    "other_contact": ("Mika Miljö", [("miljo-och-halsoskyddsnamnden", Role.CONTACT_PERSON)]),
    "company_contact": ("Hanna Hamn", [("stockholms-hamnar", Role.CONTACT_PERSON)]),
    "secretary": ("Sam Sekreterare", [("trafiknamnden", Role.SECRETARY)]),
    "other_secretary": ("Siv Skrivare", [("miljo-och-halsoskyddsnamnden", Role.SECRETARY)]),
    "council_secretary": ("Kim Kansli", [("kommunfullmaktige", Role.SECRETARY)]),
    "board_secretary": ("Stina Styrelse", [("kommunstyrelsen", Role.SECRETARY)]),
    "ib_secretary": ("Ida Beredning", [("internationella-beredningen", Role.IB_SECRETARY)]),
    "mayor": ("Bo Borgarråd", [("kommunstyrelsen", Role.MAYOR)]),
    "coordinator": ("Lo Ledning", [("kommunstyrelsen", Role.COORDINATOR)]),
    "head": ("Frans Förvaltning", [("trafiknamnden", Role.HEAD)]),
    "auditor": ("Rut Revisor", [("kommunfullmaktige", Role.AUDITOR)]),
    "administrator": ("Adam Administratör", [("kommunstyrelsen", Role.ADMINISTRATOR)]),
    "newcomer": ("Nils Nyanställd", []),
}


def load_small_city() -> None:
    """Strategies, bodies and personas; does nothing where they already are."""
    if not Strategy.objects.exists():
        call_command("load_strategy", verbosity=0)
    if Body.objects.exists():
        return
    for slug, kind, name_sv, name_en, parent in BODIES:
        Body.objects.create(
            slug=slug,
            kind=kind,
            name_sv=name_sv,
            name_en=name_en,
            administration_sv="Stadsledningskontoret" if slug == "kommunstyrelsen" else "",
            parent=Body.objects.filter(slug=parent).first(),
        )
    for username, (name, offices) in PERSONAS.items():
        make_person(username, name, offices)


def make_person(username: str, name: str, offices: list[tuple[str, str]] | None = None) -> Person:
    """Somebody who holds the offices since 2015 and can log in without a password in tests."""
    person = Person.objects.create_user(username, name, f"{username}@stockholm.example")
    for slug, role in offices or []:
        appoint(person, slug, role)
    return person


def appoint(
    person: Person, slug: str, role: str, since: date = date(2015, 1, 1), until: date | None = None
) -> Appointment:
    body = Body.objects.get(slug=slug)
    with override("sv"):  # whatever language the test before this one spoke
        title = str(Role(role).label)
    office, _ = Office.objects.get_or_create(
        body=body, role=role, defaults={"title_sv": title.capitalize(), "title_en": title.capitalize()}
    )
    appointment = Appointment.objects.create(office=office, person=person, since=since, until=until)
    access.sync_rights(person)
    return appointment
