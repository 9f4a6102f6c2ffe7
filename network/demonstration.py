"""The demonstration's network: what was told, asked and met about, and what other cities do.

The kind of mandate of the Transport Committee is real, and so are the values of the indicators and what the
observations tell of other cities. What is marked is invented, and so is what an observation means for us.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from engagements.models import Organisation, Theme
from governance import access
from governance.models import Appointment, Matter, Office, Person

from .actions import competence, horizon, mandates, meetings, messages, questions
from .actions.writing import write
from .models import (
    CityProfile,
    Competence,
    Definition,
    Indicator,
    IndicatorValue,
    Observation,
    Ranking,
    RankingPlace,
    Training,
)

Role = Office.Role
TRAFFIC, CLIMATE, BUILDING, PORT = (
    "trafiknamnden",
    "miljo-och-halsoskyddsnamnden",
    "exploateringsnamnden",
    "stockholms-hamnar",
)
THEMES: dict[str, tuple[str, ...]] = {
    TRAFFIC: (Theme.CLIMATE, Theme.CITY_DEVELOPMENT),
    CLIMATE: (Theme.CLIMATE,),
    BUILDING: (Theme.CITY_DEVELOPMENT,),
    PORT: (Theme.WORK,),
}
# Body of the person, what it is, which language, level, and more precisely.
COMPETENCES = (
    (TRAFFIC, "language", "fi", "working", ""),
    (TRAFFIC, "language", "en", "fluent", ""),
    (CLIMATE, "language", "de", "fluent", ""),
    (CLIMATE, "eu", "", "fluent", "Horisont Europa, samordnare"),
    (CLIMATE, "project", "", "working", "Projekt med åtta städer"),
    (BUILDING, "language", "fr", "working", ""),
    (PORT, "language", "fi", "native", ""),
    (PORT, "training", "", "basic", "Statsstöd och hamnar, 2024"),
)
# Title, more of it, source, day (where only the year is known its last), so what, theme.
OBSERVATIONS = (
    (
        "Helsingfors kartlade sina nätverk",
        "Staden gick igenom vilka nätverk som kan lämnas och vilka som kan tillkomma. Året är känt, inte dagen.",
        "hel.fi, uppföljning av strategin",
        date(2022, 12, 31),
        "Vi vet inte vilka av våra nätverk som gör nytta. (exempel)",
        Theme.GENERAL,
    ),
    (
        "Ett nätverk ändrade sina regler efter att Köpenhamn gått med",
        "Ett index öppnades för dem som inte var medlemmar. Året är känt, inte dagen.",
        "kk.dk",
        date(2012, 12, 31),
        "Villkoren för ett medlemskap kan ändras: vi bör se efter vid varje omprövning. (exempel)",
        Theme.GENERAL,
    ),
    (
        "Förvaltningar i Göteborg sökte samma EU-medel",
        "Staden anger själv att förvaltningar konkurrerat om samma utlysningar. Året är antaget efter riktlinjen.",
        "goteborg.se, policy och riktlinjer 2014",
        date(2014, 12, 31),
        "Idéer till ansökningar behöver synas för alla innan de skickas. (exempel)",
        Theme.WORK,
    ),
)
ANNUAL_REPORT = "Stockholms stads årsredovisning %s"
# Name, why, and by definition: text, unit and the values with city, year, value, source and note. All of it real.
INDICATORS: tuple[Any, ...] = (
    (
        ("Medlemskap i internationella nätverk", "Memberships in international networks"),
        "Hur många sammanhang städer är med i.",
        (
            (
                "Medlemskap i internationella organisationer och nätverk vid årets slut",
                "medlemskap",
                (
                    ("Stockholm", 2020, 85, ANNUAL_REPORT % 2021, "härledd ur ökningen med tio"),
                    ("Stockholm", 2021, 95, ANNUAL_REPORT % 2021, ""),
                    ("Stockholm", 2022, 95, ANNUAL_REPORT % 2022, ""),
                ),
            ),
            (
                "Nätverk som förvaltningarna för upp på en offentlig lista",
                "nätverk",
                (("Helsingfors", 2007, 100, "hel.fi", "cirka"),),
            ),
        ),
    ),
    (
        ("EU-medel", "EU funding"),
        "Vad EU betalar av städers utveckling.",
        (
            (
                "Medel som staden tog emot under året",
                "mnkr",
                (
                    ("Stockholm", 2021, 59, ANNUAL_REPORT % 2021, "cirka"),
                    ("Stockholm", 2022, 55, ANNUAL_REPORT % 2022, "cirka"),
                ),
            ),
            (
                "Utbetalt från 17 av EU:s fonder och program till tio förvaltningar",
                "mnkr",
                (("Malmö", 2013, 40, "Redovisning av Malmö stads internationella arbete 2013", "mer än"),),
            ),
        ),
    ),
    (
        ("Besöksgrupper", "Visiting groups"),
        "Intresset för det staden visar.",
        (
            (
                "Grupper hos exploateringskontoret, från Sverige och utlandet",
                "grupper",
                (("Stockholm", 2019, 650, "vaxer.stockholm 2020", ""),),
            ),
            (
                "Grupper vid Norra Djurgårdsstaden, från Sverige och utlandet",
                "grupper",
                (("Stockholm", 2023, 260, "norradjurgardsstaden2030.se", ""),),
            ),
        ),
    ),
)
# Address among the organisations, what it is to us, niche, what it does better, lessons, source.
CITIES = (
    ("helsingfors", "both", "Öppna data och deltagande (exempel)", "Går regelbundet igenom sina nätverk.",
     "Hur nätverk lämnas utan att kontakter går förlorade.", "hel.fi"),
    ("kopenhamn", "competitor", "Klimat och cykel (exempel)", "Mål för lärande, inflytande och tillväxt.",
     "Hur nämnder skriver egna handlingsplaner.", "kk.dk 2003"),
    ("oslo", "partner", "Studiebesök (exempel)", "Har ett eget system för att ta emot studiedelegationer.",
     "Hur besök samordnas mellan förvaltningar.", "oslo.kommune.no"),
)  # fmt: skip


@transaction.atomic
def load() -> int:
    """Doing it again changes nothing. Returns how many were created."""
    coordinator = access.holders(Role.COORDINATOR).order_by("pk").first()
    contacts = {slug: _contact(slug) for slug in THEMES}
    if coordinator is None or Indicator.objects.exists() or None in contacts.values():
        return 0
    people = {slug: appointment.person for slug, appointment in contacts.items() if appointment}
    for slug, appointment in contacts.items():
        if appointment:
            mandate = mandates.of(appointment)
            mandates.know(mandate, mandate.version, by=appointment.person, themes=THEMES[slug])
    _mandate(contacts[TRAFFIC])
    _told(coordinator, people)
    _asked(people, coordinator)
    _met(coordinator, people)
    _learnt(coordinator, people)
    _seen(coordinator, people)
    _compared(coordinator)
    return sum(kind.objects.count() for kind in (Competence, Observation, IndicatorValue, CityProfile))


def _contact(slug: str) -> Appointment | None:
    held = Appointment.objects.in_force(timezone.localdate()).select_related("person", "office__body")
    return held.filter(office__body__slug=slug, office__role=Role.CONTACT_PERSON).order_by("pk").first()


def _mandate(appointment: Appointment | None) -> None:
    """As the Transport Committee described it in its answer to the referral of 2016."""
    if appointment is None:
        return
    head = access.holders(Role.HEAD, appointment.office.body).order_by("pk").first()
    if head is None:
        return
    extent = (
        "Väg in till kontoret, lotsar vidare och förankrar nätverkets frågor. Kan inte binda förvaltningen."
    )
    mandate = mandates.of(appointment)
    mandate = mandates.state(mandate, mandate.version, by=head, kind="coordinates", extent=extent)
    mandates.accept(mandate, by=appointment.person)


def _told(coordinator: Person, people: dict[str, Person]) -> None:
    first = messages.send(
        by=coordinator,
        subject="Planera nästa års besök (exempel)",
        text="Skriv in de besök ni väntar er före advent, så ser vi vilka som krockar.",
        is_invented=True,
    )
    messages.read(first, by=people[CLIMATE])
    messages.send(
        by=people[CLIMATE],
        subject="Utlysning om luft i städer (exempel)",
        text="Vi söker en stad till i norra Europa. Hör av er den här veckan.",
        theme=Theme.CLIMATE,
        is_invented=True,
    )


def _asked(people: dict[str, Person], coordinator: Person) -> None:
    asked = questions.ask(
        by=people[BUILDING],
        title="Vem har mött Helsingfors om byggande i trä? (exempel)",
        text="Vi reser dit i vår och vill inte fråga om samma sak två gånger.",
        theme=Theme.CLIMATE,
        is_invented=True,
    )
    questions.answer(
        asked,
        by=people[CLIMATE],
        text="Vi träffade deras miljötjänster 2024, jag skickar namnen.",
        is_invented=True,
    )
    done = questions.ask(
        by=people[PORT],
        title="Hur räknar ni arbetstid i EU-projekt? (exempel)",
        theme=Theme.WORK,
        is_invented=True,
    )
    questions.answer(
        done, by=coordinator, text="Per månad, med schablon för sociala avgifter.", is_invented=True
    )
    questions.close(done, by=people[PORT], came_of_it="Vi räknar per månad, som de andra bolagen.")


def _met(coordinator: Person, people: dict[str, Person]) -> None:
    today, at = timezone.localdate(), timezone.get_default_timezone()
    for days, title, notes in (
        (
            -40,
            "Nätverksmöte om EU-medel (exempel)",
            "Miljöförvaltningen visade hur de fördelar arbetet i ett projekt.",
        ),
        (21, "Nätverksmöte om nästa års plan (exempel)", ""),
    ):
        day = today + timedelta(days=days)
        meeting = meetings.call(
            by=coordinator,
            title=title,
            starts_at=datetime.combine(day, time(13), at),
            ends_at=datetime.combine(day, time(15), at),
            place="Stadshuset",
            agenda="Laget runt\nNya utlysningar\nNästa möte",
            notes=notes,
            is_invented=True,
        )
        if days > 0:
            meetings.reply(meeting, by=people[CLIMATE], comes=True)
            meetings.reply(meeting, by=people[PORT], comes=False)


def _learnt(coordinator: Person, people: dict[str, Person]) -> None:
    for slug, kind, language, level, text in COMPETENCES:
        write(
            Competence,
            by=people[slug],
            kind=kind,
            language=language,
            level=level,
            text=text,
            is_invented=True,
        )
    training = write(
        Training,
        by=coordinator,
        title="Att söka EU-medel (exempel)",
        text="Från idé till ansökan på en eftermiddag.",
        held_on=timezone.localdate() + timedelta(days=30),
        place="Stadshuset",
        seats=12,
        is_invented=True,
    )
    competence.join(training, by=people[TRAFFIC])


def _seen(coordinator: Person, people: dict[str, Person]) -> None:
    seen = [
        write(
            Observation,
            by=people[CLIMATE],
            title=title,
            text=text,
            source=source,
            seen_on=seen_on,
            so_what=so_what,
            theme=theme,
        )
        for title, text, source, seen_on, so_what, theme in OBSERVATIONS
    ]
    analysis = horizon.analyse(
        by=coordinator,
        observations=seen[:2],
        title="Medlemskapen behöver ses över (exempel)",
        findings="Andra städer går igenom sina nätverk, och nätverkens villkor ändras medan man är med.",
        meaning="Omprövningen vart fjärde år är tillfället att fråga vad ett medlemskap ger.",
        proposal="Ta med ändrade villkor i nästa omprövning.",
        is_invented=True,
    )
    matter = (
        Matter.objects.filter(kind="membership", secrecy_ground="", closed_on=None).order_by("pk").first()
    )
    if matter and access.may_view(coordinator, matter):
        horizon.act(analysis, by=coordinator, number=matter.number)


def _compared(coordinator: Person) -> None:
    for (name_sv, name_en), why, definitions in INDICATORS:
        indicator = write(Indicator, by=coordinator, name_sv=name_sv, name_en=name_en, why=why)
        for text, unit, values in definitions:
            definition = write(Definition, by=coordinator, indicator=indicator, text=text, unit=unit)
            for city, year, value, source, note in values:
                write(
                    IndicatorValue,
                    by=coordinator,
                    definition=definition,
                    city=city,
                    year=year,
                    value=Decimal(value),
                    source=source,
                    note=note,
                )
    for slug, relation, niche, strengths, lessons, source in CITIES:
        organisation = Organisation.objects.filter(slug=slug, kind="city").first()
        if organisation:
            write(
                CityProfile,
                by=coordinator,
                organisation=organisation,
                relation=relation,
                niche=niche,
                strengths=strengths,
                lessons=lessons,
                source=source,
                is_invented=True,
            )
    ranking = write(
        Ranking,
        by=coordinator,
        name="Nordiskt stadsindex (påhittat)",
        publisher="Ingen: ett exempel",
        measures="Påhittat, för att visa hur placeringar över år står bredvid metoden.",
        is_invented=True,
    )
    for year, place, note in (
        (2022, 9, ""),
        (2023, 7, ""),
        (2024, 5, "Metoden ändrades: går inte att jämföra"),
    ):
        write(
            RankingPlace,
            by=coordinator,
            ranking=ranking,
            city="Stockholm",
            year=year,
            place=place,
            of_how_many=40,
            note=note,
            is_invented=True,
        )
