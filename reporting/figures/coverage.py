"""Coverage of contact persons as of 31 December: missing ones are a defect for committees and companies."""

from django.db.models import Exists, OuterRef, Q

from governance.models import Appointment, Body, Office, in_force

from .counting import Figure, Source, Year

REQUIRED = Body.WITH_CONTACT_PERSON


def _covered(year: Year) -> Q:
    held = Appointment.objects.filter(
        in_force(year.last), office__body=OuterRef("pk"), office__role=Office.Role.CONTACT_PERSON
    )
    return Q(Exists(held))


SOURCE = Source(
    key="coverage",
    rows=lambda: Body.objects.all(),
    near=lambda year: in_force(year.last),
    matter="",
    body="",
    on="since",
    title="name_sv",
)
FIGURES = (
    Figure(
        "contact_persons_in_place",
        "coverage",
        ("Nämnder och bolag med kontaktperson", "Committees and companies with a contact person"),
        "bodies",
        SOURCE,
        lambda year: in_force(year.last) & Q(kind__in=REQUIRED) & _covered(year),
        method=(
            "Facknämnder och bolag som fanns den 31 december och då hade en förordnad kontaktperson.",
            "Specialist committees and companies that existed on 31 December with a contact person appointed.",
        ),
    ),
    Figure(
        "contact_persons_missing",
        "coverage",
        ("Nämnder och bolag utan kontaktperson", "Committees and companies without a contact person"),
        "bodies",
        SOURCE,
        lambda year: in_force(year.last) & Q(kind__in=REQUIRED) & ~_covered(year),
        method=(
            "Facknämnder och bolag ska ha en kontaktperson (strategin avsnitt 5); de här saknade en den 31 december.",
            "Committees and companies are to have a contact person (section 5); these had none on 31 December.",
        ),
        is_defect=True,
        is_main=True,
    ),
    Figure(
        "district_contact_persons_missing",
        "coverage",
        ("Stadsdelsnämnder utan kontaktperson", "District councils without a contact person"),
        "bodies",
        SOURCE,
        lambda year: in_force(year.last) & Q(kind=Body.Kind.DISTRICT_COUNCIL) & ~_covered(year),
        method=(
            "En upplysning: strategin kräver ingen kontaktperson av stadsdelsnämnderna.",
            "For information: the strategy asks no contact person of district councils.",
        ),
    ),
)
