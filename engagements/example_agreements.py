"""The demonstration's agreements: those that the sources know, and invented ones in every state."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.decisions import Record
from governance.models import Body, Decision, Notice, Scope

from .actions import agreements, create_organisation
from .demonstration import preparer, rows, secretary
from .lifecycle.agreements import Ending
from .models import Agreement, Obligation, Organisation, Theme
from .models.agreements import months_before

Type, Outcome, Side = Agreement.Type, Decision.Outcome, Obligation.Side
STREETS, CLIMATE, BOARD, PORTS = (
    "trafiknamnden",
    "miljo-och-halsoskyddsnamnden",
    "kommunstyrelsen",
    "stockholms-hamnar",
)
# A district that is no more, and whose successor has nobody in the demonstration: the Executive Board finds out.
FOUND_OUT_BY = {"rinkeby-kista": BOARD}
# What the sources say in English, in the language of the register.
NOTES = {
    "Moskva": "Generellt samarbetsavtal, ett undantag från policyn. Gällde omkring 2003; vad som hände sedan är okänt.",
    "Sankt Petersburg": "Generellt samarbetsavtal, ett undantag från policyn. Gällde omkring 2003; vad som hände sedan"
    " är okänt.",
    "Riga": "Generellt samarbetsavtal, ett undantag från policyn. Gällde omkring 2003; vad som hände sedan är okänt.",
    "Kyiv": "Kallades vänort i pressen. Stadens årsredovisning kallar det samarbetsavtal om återuppbyggnad.",
    "Europa Direkt": "Placering av EU-informationskontoret i stadsdelen Rinkeby-Kista, som nu hör till Järva. En"
    " förlängning övervägdes 2008; vad som hände sedan är okänt.",
}
# The sources of the file by the names they have in Swedish.
SOURCES = {
    "003": "Rinkeby-Kista stadsdelsnämnds svar på remissen 2008",
    "004": "stadens internationella strategi omkring 2003",
    "annual report 2022": "stadens årsredovisning 2022",
}


@transaction.atomic
def load() -> int:
    """Agreements as the sources know them, and examples. Doing it again changes nothing. How many were created."""
    if Agreement.objects.exists() or not Body.objects.filter(slug=STREETS).exists():
        return 0
    for row in rows("agreements.csv"):
        _real(row)
    _running_ones()
    _over_ones()
    _proposals()
    old = Notice.objects.filter(matter__agreement__isnull=False, matter__closed_on__isnull=False)
    old.filter(read_at=None).update(read_at=timezone.now())
    return Agreement.objects.count()


def _real(row: dict[str, str]) -> None:
    """One agreement that a source names. No day is made up: a year is kept as a year, nothing as nothing."""
    body, source = Body.objects.get(slug=FOUND_OUT_BY.get(row["owner"], row["owner"])), SOURCES[row["source"]]
    by, name, is_city = preparer(body), row["counterpart"], row["kind"] == "cooperation"
    organisation = Organisation.objects.named(name).first() or create_organisation(
        by=by,
        name=name,
        kind=Organisation.Kind.CITY if is_city else Organisation.Kind.ORGANISATION,
        country=row["country"],
        city=name if is_city else "",
        source=source,
    )
    agreements.enter_existing(
        by=by,
        body=body,
        organisation=organisation,
        type=Type.COOPERATION,
        title=f"Samarbetsavtal med {name}" if is_city else f"Avtal om placering av {name}",
        scope=Scope.CITY_WIDE if is_city else Scope.OWN_OPERATION,
        starts_on=date(int(row["signed"]), 1, 1) if row["signed"] else None,
        starts_year_only=bool(row["signed"]),
        is_in_force=bool(row["signed"]),
        note=NOTES[name],
        source=source,
    )


def _running_ones() -> None:
    """In force: lively with a late obligation, amended once, with an amendment before its body, dormant, reviewed."""
    today = timezone.localdate()
    winter = _agreed(STREETS, "Vinterväghållning", "Nordköping", Theme.CLIMATE, date(2025, 3, 3), today)
    for months, kind, what, result in (
        (14, "meeting", "Första mötet mellan driftcheferna", "En gemensam plan för två vintrar."),
        (9, "visit", "Besök i garaget för plogbilar", "Två metoder prövas i Stockholm."),
        (2, "exchange", "Två planerare bytte plats i tre veckor", "En rapport om prioriterade stråk."),
    ):
        _log(winter, months_before(today, months), kind, what, result)
    _promise(winter, Side.CITY, "Skicka mätningar från förra vintern", today - timedelta(days=19))
    _promise(winter, Side.COUNTERPART, "Ta emot två planerare i vinter", today + timedelta(days=60))
    done = _promise(winter, Side.CITY, "Översätta handboken om sopsaltning", today - timedelta(days=150))
    agreements.close_obligation(
        done,
        by=preparer(winter.matter.body),
        status="done",
        closed_on=today - timedelta(days=160),
        report="Handboken är skickad.",
    )

    water = _agreed(CLIMATE, "Rent vatten i hamnbassänger", "Sjöstad", Theme.CLIMATE, date(2024, 9, 2), today)
    _log(
        water,
        months_before(today, 4),
        "project",
        "Gemensam provtagning",
        "Jämförbara värden för tio platser.",
    )
    _amend(water, cost_per_year=Decimal(180_000))
    _decide(water, Outcome.APPROVED, date(2026, 6, 9), "17", "Nämnden godkänner ändringen.")

    data = _agreed(
        BOARD, "Öppna stadsdata", "Datahavn", Theme.DIGITAL, date(2024, 2, 5), today, Scope.CITY_WIDE
    )
    _log(
        data,
        months_before(today, 6),
        "meeting",
        "Årsmöte om gemensamma standarder",
        "En lista på tio datamängder.",
    )
    _amend(data, ends_on=months_before(today, -48))

    quiet = _agreed(STREETS, "Bullerkartor", "Tystköping", Theme.CLIMATE, date(2024, 1, 22), today)
    _log(quiet, date(2024, 10, 3), "meeting", "Uppstartsmöte", "Ett utkast till arbetsplan.")

    reviewed = _agreed(PORTS, "Landström till färjor", "Färjestad", Theme.CLIMATE, date(2024, 4, 8), today)
    _log(reviewed, months_before(today, 3), "visit", "Studiebesök vid kajen", "Ritningar utbyttes.")
    agreements.open_review(
        _current(reviewed),
        by=preparer(reviewed.matter.body),
        why="Motparten har bytt ledning och vill se över arbetet.",
    )
    # What the product's own clock would have found long ago.
    agreements.look_after_agreements(today)


def _over_ones() -> None:
    """Ended, one of them evaluated."""
    today = timezone.localdate()
    bikes = _agreed(STREETS, "Cykelbarometrar", "Hjulstaden", Theme.CLIMATE, date(2023, 2, 6), today)
    _end(bikes, Ending.FELL_AWAY, date(2025, 10, 31), "Utbytet är klart: båda städerna har sina barometrar.")
    agreements.evaluate(
        _current(bikes),
        by=preparer(bikes.matter.body),
        goals_met="Tjugo barometrar är uppsatta och siffrorna är öppna.",
        effects="Trafikkontoret vet hur många som cyklar varje timme.",
        total_cost=Decimal(310_000),
        recommendation="Gör om med en annan fråga, men sätt mål för varje år.",
    )
    school = _agreed(BOARD, "Lärarutbyte", "Bokstad", Theme.SOCIAL, date(2024, 3, 4), today, Scope.CITY_WIDE)
    _end(school, Ending.COUNTERPART, date(2026, 9, 30), "Lärarutbytet läggs ned där.")


def _proposals() -> None:
    """Not in force: a draft with shut gates, two before their bodies, one to be signed late, refused, a twin town."""
    today = timezone.localdate()
    _propose(
        STREETS,
        "Trafiksäkerhet vid skolor",
        "Skolstad",
        Theme.SAFETY,
        date(2026, 11, 9),
        exchange="",
        send=False,
    )
    _propose(CLIMATE, "Träd i trånga gator", "Lundaby", Theme.CLIMATE, date(2026, 10, 12))
    _propose(
        BOARD, "Beredskap i storstäder", "Storhamn", Theme.SAFETY, date(2026, 9, 28), scope=Scope.CITY_WIDE
    )
    letter = _propose(
        CLIMATE,
        "Avsiktsförklaring om luftmätning",
        "Luftnätverket",
        Theme.CLIMATE,
        date(2026, 7, 6),
        type=Type.LETTER_OF_INTENT,
        kind=Organisation.Kind.NETWORK,
    )
    _decide(letter, Outcome.APPROVED, date(2026, 8, 25), "9", "Nämnden godkänner avsiktsförklaringen.")
    by = preparer(letter.matter.body)
    agreements.set_sign_by(_current(letter), by=by, sign_by=today - timedelta(days=12))
    agreements.sign(
        _current(letter), by=by, side="city", who="Nämndens ordförande", signed_on=date(2026, 9, 15)
    )
    refused = _propose(STREETS, "Parkeringsappar", "Appstad", Theme.DIGITAL, date(2025, 8, 18))
    _decide(refused, Outcome.REJECTED, date(2025, 10, 16), "22", "Nämnden avslår förslaget.")
    _propose(
        STREETS, "Vänort i norr", "Vänby", Theme.GENERAL, date(2026, 10, 26), type=Type.TWIN_TOWN, send=False
    )


def _propose(
    slug: str,
    subject: str,
    counterpart: str,
    theme: str,
    opened_on: date,
    *,
    kind: str = Organisation.Kind.CITY,
    type: str = Type.COOPERATION,
    scope: str = Scope.OWN_OPERATION,
    send: bool = True,
    **written: Any,
) -> Agreement:
    """A proposal, taken to the body that decides unless told not to."""
    body = Body.objects.get(slug=slug)
    by = preparer(body)
    given: dict[str, Any] = {
        "exchange": "Tre möten om året och två utbyten av personal, med en gemensam rapport varje år.",
        "benefit_to_city": "Prövade metoder som kan införas inom två år.",
        "benefit_to_counterpart": "Våra mätningar och erfarenheter av upphandling.",
        "not_enough": "De forum som finns behandlar frågan i allmänna drag, inte i praktiken.",
        "notice_months": 6,
        "cost_per_year": Decimal(90_000),
        "starts_on": opened_on + timedelta(days=120),
        "ends_on": opened_on + timedelta(days=120 + 4 * 365),
    }
    agreement = agreements.propose(
        by=by,
        body=body,
        organisation=create_organisation(
            by=by,
            name=f"{counterpart} (exempel)",
            kind=kind,
            theme=theme,
            is_invented=True,
            note="Påhittad motpart.",
        ),
        type=type,
        title=f"{subject} (exempel)",
        scope=scope,
        theme=theme,
        opened_on=opened_on,
        is_invented=True,
        **{**given, **written},
    )
    return agreements.send_for_decision(agreement, by=by) if send else agreement


def _agreed(
    slug: str,
    subject: str,
    counterpart: str,
    theme: str,
    opened_on: date,
    today: date,
    scope: str = Scope.OWN_OPERATION,
) -> Agreement:
    """Proposed, approved, and signed by both before its first day."""
    agreement = _propose(slug, subject, counterpart, theme, opened_on, scope=scope)
    decided_on = opened_on + timedelta(days=50)
    _decide(agreement, Outcome.APPROVED, decided_on, "12", "Avtalet godkänns.")
    by = preparer(agreement.matter.body)
    for side, who in (("city", "Ordföranden"), ("counterpart", "Borgmästaren")):
        signed_on = min(decided_on + timedelta(days=30), today)
        agreements.sign(_current(agreement), by=by, side=side, who=who, signed_on=signed_on)
    return _current(agreement)


def _decide(agreement: Agreement, outcome: str, on: date, paragraph: str, wording: str) -> None:
    before = _current(agreement).matter.before
    assert before is not None
    agreements.decide(
        agreement,
        Record(
            body=before,
            outcome=outcome,
            decided_on=on,
            paragraph=paragraph,
            minutes=f"Protokoll {on.month}/{on.year}",
            wording=wording,
        ),
        by=secretary(before),
    )


def _amend(agreement: Agreement, **changed: Any) -> None:
    agreement = _current(agreement)
    terms = {
        "exchange": agreement.exchange,
        "ends_on": agreement.matter.ends_on,
        "notice_months": agreement.notice_months,
        "cost_per_year": agreement.cost_per_year,
    }
    agreements.propose_amendment(
        agreement,
        by=preparer(agreement.matter.body),
        reasons="Utbytet har gett mer än väntat och ska fortsätta i större omfattning.",
        **{**terms, **changed},
    )


def _log(agreement: Agreement, on: date, kind: str, what: str, result: str) -> None:
    agreements.log_activity(
        _current(agreement),
        by=preparer(agreement.matter.body),
        happened_on=on,
        kind=kind,
        what=what,
        people="Enhetschefer och planerare från båda städerna",
        result=result,
    )


def _promise(agreement: Agreement, side: str, text: str, due_on: date) -> Obligation:
    return agreements.add_obligation(
        _current(agreement),
        by=preparer(agreement.matter.body),
        text=text,
        side=side,
        due_on=due_on,
        responsible="Driftenheten" if side == Side.CITY else "",
    )


def _end(agreement: Agreement, how: Ending, on: date, reason: str) -> None:
    agreements.end(
        _current(agreement),
        by=preparer(agreement.matter.body),
        how=how,
        ended_on=on,
        reason=reason,
    )


def _current(agreement: Agreement) -> Agreement:
    return Agreement.objects.select_related("matter__body", "matter__before").get(pk=agreement.pk)
