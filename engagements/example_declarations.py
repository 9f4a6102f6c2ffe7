"""The demonstration's declarations: the one initiative the sources know, and invented ones in every state."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance import access
from governance.decisions import Record
from governance.models import Body, Decision, Matter, Notice, Office, Person, Scope

from .actions import create_organisation, declarations
from .demonstration import preparer, rows, secretary
from .lifecycle.declarations import CommitmentStatus
from .models import Declaration, Organisation, Theme

Kind, Origin, Outcome = Declaration.Kind, Declaration.Origin, Decision.Outcome
# The day the demonstration's register is said to have begun.
BEGAN = date(2024, 1, 8)
STREETS, CLIMATE, BOARD = "trafiknamnden", "miljo-och-halsoskyddsnamnden", "kommunstyrelsen"
CHAMPION_MAYORS = "oecd-champion-mayors"
TEXT = (
    "Påhittat exempel. Städerna som undertecknar ställer sig bakom målen i texten, delar sina erfarenheter öppet och"
    " berättar vartannat år hur långt de har kommit."
)


@transaction.atomic
def load() -> int:
    """Declarations with their commitments. Doing it again changes nothing. Returns how many were created."""
    if Declaration.objects.exists() or not Organisation.objects.filter(slug=CHAMPION_MAYORS).exists():
        return 0
    _champion_mayors()
    _joined_ones()
    _proposals()
    old = Notice.objects.filter(matter__declaration__isnull=False, matter__closed_on__isnull=False)
    old.filter(read_at=None).update(read_at=timezone.now())
    return Declaration.objects.count()


def _champion_mayors() -> None:
    """The mayors' initiative that is no membership. The source says the year and nothing of costs."""
    row = next(row for row in rows("organisations.csv") if row["slug"] == CHAMPION_MAYORS)
    body = Body.objects.get(slug=BOARD)
    declarations.enter_existing(
        by=preparer(body),
        body=body,
        issuer=Organisation.objects.get(slug=CHAMPION_MAYORS),
        title=row["name"],
        scope=row["scope"],
        kind=Kind.INITIATIVE,
        origin=Origin.INVITED,
        text=row["note"],
        joined_on=date(int(row["member_since"]), 1, 1),
        joined_year_only=True,
        adds_burden=False,
        concerns_foreign_policy=False,
        note="Källan säger inte vad initiativet kostar.",
        source=row["source"],
        opened_on=BEGAN,
    )


def _joined_ones() -> None:
    """Joined: with a burden and commitments of two bodies, without one and unsigned, ended, left."""
    today = timezone.localdate()
    air = _propose(
        CLIMATE,
        "Deklaration om ren luft i städer (exempel)",
        "Luftstäderna",
        Theme.CLIMATE,
        date(2025, 2, 3),
        adds_burden=True,
        burden_amount=Decimal(240_000),
        burden_explanation="Två mätstationer till och en halv tjänst i två år.",
        directions=["cooperation"],
    )
    _decide(air, Outcome.APPROVED, date(2025, 4, 15), "11", "Nämnden ansluter sig till deklarationen.")
    air = _sign(air, date(2025, 5, 9))
    _promise(air, CLIMATE, "Publicera luftmätningarna öppet varje timme", date(2025, 12, 31), "done")
    _promise(air, STREETS, "Mäta dubbdäckens andel på tio gator", today - timedelta(days=24))
    _promise(air, CLIMATE, "Redovisa halterna för de andra städerna", today + timedelta(days=120))

    trees = _propose(
        STREETS,
        "Deklaration om träd i gatan (exempel)",
        "Trädstäderna",
        Theme.CLIMATE,
        date(2026, 8, 17),
        directions=["profiling", "cooperation"],
    )
    _decide_by_the_mayor(trees, date(2026, 10, 14), "Staden ansluter sig till deklarationen.")
    _promise(_current(trees), STREETS, "Räkna gatuträden och dela siffrorna", today + timedelta(days=75))

    data = _propose(
        BOARD,
        "Initiativ för delade stadsdata (exempel)",
        "Öppna data-städerna",
        Theme.DIGITAL,
        date(2024, 3, 4),
        scope=Scope.CITY_WIDE,
        kind=Kind.INITIATIVE,
        origin=Origin.OWN,
        not_enough="De forum som finns delar exempel, inte data.",
        directions=["profiling"],
    )
    _decide_by_the_mayor(data, date(2024, 5, 22), "Staden ansluter sig till initiativet.")
    data = _sign(data, date(2024, 6, 3))
    _promise(data, BOARD, "Öppna tre datamängder", date(2025, 3, 31), "done")
    _end(data, date(2025, 11, 28), "Initiativet har nått sina mål och är avslutat.")


def _proposals() -> None:
    """Not joined: proposed, with the committee, with the board, declined, and a question of foreign policy."""
    _propose(
        STREETS,
        "Deklaration om tysta nätter (exempel)",
        "Tysta städer",
        Theme.CLIMATE,
        date(2026, 11, 9),
        until="",
    )
    _propose(
        STREETS,
        "Upprop för säkra skolvägar (exempel)",
        "Skolvägarnas vänner",
        Theme.SAFETY,
        date(2026, 10, 5),
        scope=Scope.CITY_WIDE,
    )
    _propose(
        BOARD,
        "Deklaration om bostad för alla (exempel)",
        "Bostadsmötet",
        Theme.SOCIAL,
        date(2026, 9, 21),
        scope=Scope.CITY_WIDE,
        adds_burden=True,
        burden_amount=Decimal(1_200_000),
        burden_explanation="En tjänst i tre år och en gemensam undersökning.",
    )
    refused = _propose(
        CLIMATE,
        "Deklaration om hållbara möten (exempel)",
        "Mötesstäderna",
        Theme.CLIMATE,
        date(2025, 8, 11),
        adds_burden=True,
        burden_amount=Decimal(90_000),
        burden_explanation="Årliga möten och resor.",
    )
    _decide(refused, Outcome.REJECTED, date(2025, 9, 23), "14", "Nämnden ansluter sig inte.")
    foreign = _propose(
        STREETS,
        "Upprop mot en stats agerande (exempel)",
        "Uppropets avsändare",
        Theme.SAFETY,
        date(2026, 3, 9),
        until="",
        concerns_foreign_policy=True,
    )
    declarations.refer(foreign, by=preparer(foreign.matter.body))


def _propose(
    slug: str,
    title: str,
    issued_by: str,
    theme: str,
    opened_on: date,
    *,
    until: str = "send",
    **given: Any,
) -> Declaration:
    """A proposal, taken to whoever decides unless `until` is empty."""
    body = Body.objects.get(slug=slug)
    by = preparer(body)
    issuer = create_organisation(
        by=by,
        name=f"{issued_by} (exempel)",
        kind=Organisation.Kind.INITIATIVE,
        theme=theme,
        is_invented=True,
        note="Påhittad organisation.",
    )
    written: dict[str, Any] = {
        "kind": Kind.DECLARATION,
        "origin": Origin.INVITED,
        "scope": Scope.OWN_OPERATION,
        "text": TEXT,
        "adds_burden": False,
        "concerns_foreign_policy": False,
        "benefit": "Staden syns i sällskap med städer som har kommit långt, och får del av deras mätningar.",
        "signer": "Bo Hallander, finansborgarråd",
    }
    declaration = declarations.propose(
        by=by,
        body=body,
        issuer=issuer,
        title=title,
        opened_on=opened_on,
        is_invented=True,
        **(written | given),
    )
    return declarations.send_for_decision(declaration, by=by) if until else declaration


def _decide(declaration: Declaration, outcome: str, on: date, paragraph: str, wording: str) -> None:
    """What the body of the declaration itself decided."""
    body = declaration.matter.body
    record = Record(
        body=body,
        outcome=outcome,
        decided_on=on,
        paragraph=paragraph,
        minutes=f"Protokoll {on.month}/{on.year}",
        minutes_approved_on=on + timedelta(days=6),
        posted_on=on + timedelta(days=7),
        wording=wording,
    )
    declarations.decide(declaration, record, by=secretary(body))


def _decide_by_the_mayor(declaration: Declaration, on: date, wording: str) -> None:
    """Handled in the preparatory committee and decided by the Mayor under delegation."""
    record = Record(
        body=Body.objects.get(slug=BOARD),
        outcome=Outcome.APPROVED,
        decided_on=on,
        form=Decision.Form.DELEGATED,
        delegate=_holder(Office.Role.MAYOR),
        power_source="Internationella strategin 2016, avsnitt 5",
        wording=wording,
    )
    declarations.decide(declaration, record, by=_holder(Office.Role.IB_SECRETARY))


def _holder(role: str) -> Person:
    person = access.holders(role).first()
    if person is None:
        raise LookupError(f"nobody is {role}")
    return person


def _current(declaration: Declaration) -> Declaration:
    return Declaration.objects.select_related("matter__body").get(pk=declaration.pk)


def _sign(declaration: Declaration, on: date) -> Declaration:
    declaration = _current(declaration)
    by = preparer(declaration.matter.body)
    return declarations.sign(declaration, by=by, signer=declaration.signer, signed_on=on)


def _promise(declaration: Declaration, slug: str, text: str, due_on: date, status: str = "") -> None:
    """A commitment of a body; with a status, reported on by it."""
    by, owner = preparer(declaration.matter.body), Body.objects.get(slug=slug)
    commitment = declarations.promise(declaration, by=by, text=text, owner=owner, due_on=due_on)
    if status == CommitmentStatus.DONE:
        version = Matter.objects.get(pk=declaration.pk).version
        report = {"status": status, "report": "Gjort som det var sagt."}
        declarations.report(
            commitment, version, by=preparer(owner), due_on=due_on, closed_on=due_on, **report
        )


def _end(declaration: Declaration, on: date, reason: str) -> None:
    declarations.end(declaration, by=preparer(declaration.matter.body), ended_on=on, reason=reason)
