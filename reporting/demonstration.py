"""The demonstration years: what has been published, a report of 2025 that the worker makes, and the one before."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from governance import access, outbox
from governance.decisions import Record
from governance.models import Body, Decision, Office, OutboxEntry, Person, the_body

from . import actions, deciding, published
from .models import AnnualReport, PublishedFigure

YEAR = 2025
# The year before: the City Council has received it, so that the open register has something to tell.
RECEIVED = 2024
FIGURES = Path(settings.BASE_DIR) / "stockholm_intl" / "demonstration" / "figures.csv"

# Plain words about an invented year. The figures come from the register and are not repeated here.
TEXTS = {
    "summary": (
        "Det här är demonstrationens årsrapport. Organen och de publicerade uppgifterna är verkliga, men personer, "
        "besök och ärenden är påhittade för att visa hur registret fungerar.\n\n"
        "Rapporten visar vad som går att läsa ut: vad staden är med i, vilka EU-medel som kommer in, vilka gäster som "
        "tas emot, vem som beslutade vad och vad det kostade. På webben kan varje uppgift öppnas, så att den som "
        "undrar kan se ärendena bakom den.",
        "This is the annual report of the demonstration. The bodies and the published figures are real; persons, "
        "visits and matters are invented to show how the register works.",
    ),
    "networks": (
        "Medlemskapen är hämtade ur öppna källor. Där källan inte säger när staden gick med räknas medlemskapet som "
        "äldre än registret. Varje medlemskap omprövas vart fjärde år; de som har passerat sin tid syns som "
        "försenade till dess att nämnden eller styrelsen har beslutat.\n\n"
        "De publicerade uppgifterna för 2020 till 2022 står bredvid dem som registret räknar. Skillnaden beror på "
        "att demonstrationen bara innehåller några av stadens medlemskap.",
        "",
    ),
    "legislation": (
        "Avloppsdirektivet, luftkvalitetsdirektivet och EU:s långtidsbudget är verkliga; vad staden har beslutat "
        "och vem den har mött är påhittade exempel. De flesta nämnder och bolag saknar egna riktlinjer för "
        "EU-arbete i registret.",
        "",
    ),
    "eu_funding": (
        "EU-projekten är verkliga och hämtade ur öppna källor. Ett projekt som två förvaltningar deltar i räknas en "
        "gång. Nationella bidrag, till exempel till Klimatneutrala Stockholm 2030, är inte EU-medel och räknas för "
        "sig.",
        "",
    ),
    "visits": (
        "Besöken är påhittade exempel. De visar skillnaden mellan förfrågningar och genomförda besök och mellan "
        "grupper och personer, och hur snabbt gästerna fick svar.",
        "",
    ),
    "agreements": (
        "Avtalen med Moskva, Sankt Petersburg, Riga och Kyiv och avtalet om Europa Direkt är verkliga, så långt "
        "källorna säger; de andra är påhittade exempel. Avtal som ingen vet om de gäller räknas inte som gällande.",
        "",
    ),
    "declarations": (
        "OECD Champion Mayors är verkligt och hämtat ur öppna källor; de andra deklarationerna är påhittade exempel. "
        "De visar skillnaden mellan att ställa sig bakom en text och att lova något som kostar, och vad som händer "
        "när ett åtagande inte är uppfyllt i tid.",
        "",
    ),
    "aid": (
        "Projekten är påhittade exempel. De visar att staden deltar först när någon annan betalar hela kostnaden, "
        "arbetstiden medräknad. Strategin medger inget undantag från det, så inget undantag kan ha beslutats.",
        "",
    ),
    "profiling": (
        "De goda exemplen är påhittade. De visar att ett exempel gäller en tid och sedan lämnar den öppna sidan, och "
        "att staden ser vad som inte har reviderats i tid.",
        "",
    ),
    "decisions": (
        "Ett beslut fattas av det organ som strategin pekar ut och registreras av organets sekreterare. Ett beslut "
        "som blev fel registrerat ändras inte: det rättas av ett nytt, och båda går att läsa.",
        "",
    ),
    "coverage": (
        "Förvaltnings- och bolagschefer utser en internationell kontaktperson. Stadsdelsnämnderna får ha en, men "
        "strategin kräver det inte.",
        "",
    ),
    "horizon": (
        "Observationerna bygger på vad andra städer själva har berättat; vad de betyder för Stockholm är påhittade "
        "exempel. De visar vägen från något någon såg till en analys och ett ärende.",
        "",
    ),
    "costs": (
        "Här räknas avgifter för medlemskap och stadens kostnader för genomförda besök och för resor till evenemang. "
        "Arbetstid, andra resor och egna insatser i projekt ingår inte.",
        "",
    ),
}


@transaction.atomic
def load() -> int:
    """What was published, and the report of the demonstration year asked for. How much of it is new."""
    before = PublishedFigure.objects.count()
    new = published.load(FIGURES) - before
    coordinator = access.holders(Office.Role.COORDINATOR).order_by("pk").first()
    if coordinator is None:
        return new
    missing = [year for year in (YEAR, RECEIVED) if not AnnualReport.objects.filter(year=year).exists()]
    for year in missing:
        report = _open(year, coordinator)
        if year == RECEIVED:
            _receive(report, coordinator)
    return new + len(missing)


def _open(year: int, coordinator: Person) -> AnnualReport:
    report = actions.open_year(year, by=coordinator, is_invented=True)
    report.matter.refresh_from_db()
    texts = {heading: {"sv": sv, "en": en} for heading, (sv, en) in TEXTS.items()}
    return actions.write(report, texts, by=coordinator, version=report.matter.version)


def _receive(report: AnnualReport, coordinator: Person) -> None:
    """Count the year here and now, which else the worker does, freeze it, and take it through both bodies."""
    outbox.run(OutboxEntry.objects.get(key=actions.assemble_key(report)).pk)
    report = AnnualReport.objects.select_related("matter").get(pk=report.pk)
    actions.freeze(report, by=coordinator, version=report.matter.version)
    for kind, words in (
        (Body.Kind.EXECUTIVE_BOARD, "Kommunstyrelsen anmäler årsrapporten till kommunfullmäktige."),
        (Body.Kind.COUNCIL, "Kommunfullmäktige tar emot årsrapporten."),
    ):
        body = the_body(kind, timezone.localdate())
        secretary = access.holders(Office.Role.SECRETARY, body=body).earliest("pk")
        record = Record(body, Decision.Outcome.APPROVED, timezone.localdate(), words, paragraph="1")
        deciding.decide(report.pk, record, by=secretary)


def latest_report_location() -> str | None:
    """Where the newest report of the demonstration year lies, once it is open."""
    report = AnnualReport.objects.filter(year=YEAR).order_by("-version").first()
    if report is None:
        return None
    return settings.BASE_URL + reverse("reporting:version", args=[report.year, report.version])
