"""Decisions: the only place that writes them. Checks who may decide, records once, never changes."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from . import access, acting, authority, corrections, delegations, lamps, matters, principles
from .authority import Book, Question, Ruling
from .delegations import DELEGATES as DELEGATES
from .errors import AlreadyDecided, RefusedByRule, WrongState
from .models import (
    Appointment,
    Body,
    Decider,
    Decision,
    DecisionEvent,
    Document,
    Matter,
    Office,
    Person,
    in_force,
    the_body,
)
from .models.standing import HeldOffice

PAYLOAD_VERSION = 1


@dataclass(frozen=True)
class Record:
    """What the secretary enters: the decision as the minutes have it, or as the delegate took it."""

    body: Body
    outcome: str
    decided_on: date
    wording: str
    form: str = Decision.Form.MEETING
    paragraph: str = ""
    minutes: str = ""
    minutes_approved_on: date | None = None
    posted_on: date | None = None
    immediate_approval: bool = False
    reasons: str = ""
    reservations: str = ""
    delegate: Person | None = None
    power_source: str = ""
    # In kronor, where the row of the register that gives the power has a limit.
    amount: Decimal | None = None
    attachments: tuple[Document, ...] = field(default=())


def ruling_for(matter: Matter, day: date | None = None, book: Book | None = None) -> Ruling:
    """Who decides the matter under the strategy in force on the day (default: today).

    `book`: the strategies, where many matters are asked about at once.
    """
    facts = dict(matter.facts)
    act, principle = facts.pop("act"), facts.pop(principles.EXCEPTION, "")
    ask = book.rule if book else authority.rule
    ruling = ask(Question.read(act, facts), on=day or timezone.localdate())
    return principles.with_exception(ruling, principle) if principle else ruling


def deciding_body(ruling: Ruling, owner: Body, among: Iterable[Body] | None = None) -> Body | None:
    """The body whose secretary records the decision; None when nobody may decide. `among`: as in `the_body`."""
    if not ruling:
        return None
    if ruling.decides in (Decider.OWN_BODY, Decider.HEAD_OF_DEPARTMENT):
        return owner
    # The Mayor decides by power delegated from the Executive Board, and it is notified there.
    kind = Body.Kind.EXECUTIVE_BOARD if ruling.decides == Decider.MAYOR else ruling.decides
    return the_body(kind, ruling.on, among)


def awaited_body(ruling: Ruling, owner: Body) -> Body | None:
    """The body the matter lies before until it is decided; None when nobody may decide.

    What the Mayor decides lies before the preparatory committee, which handles it first.
    """
    if ruling.decides == Decider.MAYOR and ruling.handled_in == Decider.PREPARATORY_COMMITTEE:
        return the_body(Body.Kind.PREPARATORY_COMMITTEE, ruling.on)
    return deciding_body(ruling, owner)


def may_record(person: Person, ruling: Ruling, owner: Body) -> bool:
    """Whether the person records the decision, one by delegated power where the Mayor has it."""
    body = deciding_body(ruling, owner)
    if body is None:
        return False
    return access.may(person, access.RECORD, body) or (
        ruling.decides == Decider.MAYOR and keeps_the_mayors_list(person)
    )


def keeps_the_mayors_list(person: Person) -> bool:
    """Whether the person is secretary of the preparatory committee, and so records what the Mayor decides there."""
    return access.has_role(person, Office.Role.IB_SECRETARY)


@transaction.atomic
def record(matter: Matter, entry: Record, *, by: Person) -> Decision:
    """Record a decision on the matter's open question.

    Raises RefusedByRule (another body decides, or nobody), AlreadyDecided, WrongState, PermissionDenied.
    """
    matter = matters.lock(matter)
    _require_access(matter, entry, by)
    _require_open(matter)
    _require_undecided(matter)
    _require_day(matter, entry.decided_on)
    ruling = ruling_for(matter, entry.decided_on)
    _require_authority(matter, entry, ruling, by, known_cost=lamps.own_cost(matter))
    decision = _write(matter, entry, ruling, by)
    if decision.outcome in Decision.RETURNING:
        matter.round += 1
    matters.change(matter, by=by, before=None)
    return decision


@transaction.atomic
def correct(decision: Decision, entry: Record, *, by: Person) -> Decision:
    """Supersede a decision that was recorded wrongly by one that is right. Both remain readable.

    Another outcome or day moves what rests on the decision in the same transaction (corrections.py), or is refused.
    Raises what `record` raises.
    """
    matter = matters.lock(decision.matter_id)
    access.require(by, access.RECORD, decision.body)
    _require_access(matter, entry, by)
    later = Decision.objects.filter(supersedes=decision).first()
    if later is not None:
        raise AlreadyDecided(_("The decision has already been corrected."), later)
    _require_day(matter, entry.decided_on)
    ruling = ruling_for(matter, entry.decided_on)
    _require_authority(matter, entry, ruling, by)
    corrections.require_possible(matter, decision, entry.outcome)
    corrected = _write(matter, entry, ruling, by, supersedes=decision)
    corrections.carry_out(matter, decision, corrected, by=by)
    return corrected


@transaction.atomic
def add_event(decision: Decision, kind: str, *, by: Person, day: date, paragraph: str = "") -> DecisionEvent:
    """Note what became of a decision: minutes approved, posted, notified, appealed. Each once."""
    access.require(by, access.RECORD, decision.body)
    if day < decision.decided_on:
        raise WrongState(_("The date is before the decision."))
    if day > timezone.localdate():
        raise WrongState(_("The date is in the future."))
    event, created = DecisionEvent.objects.get_or_create(
        decision=decision,
        kind=kind,
        defaults={"happened_on": day, "paragraph": paragraph, "recorded_by": by},
    )
    if not created:
        raise WrongState(_("This is already noted, on %(day)s.") % {"day": event.happened_on.isoformat()})
    return event


def earliest_day(matter: Matter) -> date:
    """The first day a decision in the matter can be of: an older strategy does not rule what came after it.

    A matter may be opened after the decision was taken, so the day it was opened is no limit.
    """
    return matter.strategy.since


def _require_access(matter: Matter, entry: Record, by: Person) -> None:
    """The committee's secretary gets no further than this with anything but a decision of the Mayor."""
    if not (entry.form == Decision.Form.DELEGATED and keeps_the_mayors_list(by)):
        access.require(by, access.RECORD, entry.body)
    if matter.is_secret and not access.may_view(by, matter):
        raise PermissionDenied(access.refusal(access.VIEW, matter.body))


def _require_day(matter: Matter, day: date) -> None:
    """Otherwise whoever decided before the strategy in force could decide still, by giving an older day."""
    if day > timezone.localdate():
        raise WrongState(_("The date is in the future."))
    if day < earliest_day(matter):
        raise WrongState(before_strategy(matter))


def before_strategy(matter: Matter) -> str:
    """Why an older day is refused."""
    return _("The matter was opened under the strategy that has been in force since %(day)s.") % {
        "day": earliest_day(matter).isoformat()
    }


def _require_open(matter: Matter) -> None:
    if not matter.is_open:
        raise WrongState(
            _("%(number)s is closed; nothing more can be decided in it.") % {"number": matter.number}
        )


def _require_undecided(matter: Matter) -> None:
    earlier = matter.decisions.filter(round=matter.round, supersedes=None).first()
    if earlier is not None:
        raise AlreadyDecided(
            _("%(who)s has already recorded a decision of %(day)s: %(outcome)s.")
            % {
                "who": earlier.recorded_by.name,
                "day": earlier.decided_on.isoformat(),
                "outcome": earlier.get_outcome_display(),
            },
            earlier,
        )


def _require_authority(
    matter: Matter, entry: Record, ruling: Ruling, by: Person, known_cost: Decimal | None = None
) -> None:
    """The body, and for a delegated decision the delegate, must be the ones the strategy names.

    `known_cost`: what the matter itself says that it costs. A correction is of what was decided, so asks of that.
    """
    answer = authority.may_decide(ruling, entry.body.kind, entry.body.pk == matter.body_id)
    if not answer:
        raise not_theirs(matter, entry.body, ruling)
    if entry.form != Decision.Form.DELEGATED:
        return
    if not answer.by_delegate:
        access.require(by, access.RECORD, entry.body)
    if answer.by_delegate:
        mayors = access.holders(Office.Role.MAYOR, day=entry.decided_on)
        if entry.delegate is None or not mayors.filter(pk=entry.delegate.pk).exists():
            message = _("The strategy delegates this to the Mayor: name the Mayor of that day as delegate.")
            if delegations.stood_in(entry.delegate, entry.body, entry.decided_on):
                message = _(
                    "The strategy delegates this to the Mayor in person; no substitute is named there."
                )
            raise RefusedByRule(message, ruling, entry.body)
    elif ruling.decides in (Decider.COUNCIL, Decider.EXECUTIVE_BOARD):
        message = _("%(body)s decides this in a meeting; the strategy delegates it to nobody.")
        raise RefusedByRule(message % {"body": capfirst(entry.body.in_a_sentence)}, ruling, entry.body)
    elif not _could_decide(entry) and (
        lent := delegations.stood_in(entry.delegate, entry.body, entry.decided_on)
    ):
        # The row of the register must name the substitute too; without a register nothing says that it does.
        if not delegations.keeps_register(entry.body, entry.decided_on):
            message = _(
                "%(who)s cannot decide this: a substitute has delegated power only where the register of"
                " delegated powers names one, and %(body)s keeps none here."
            )
            told = {"who": lent[0].in_words, "body": entry.body.in_a_sentence}
            raise RefusedByRule(message % told, ruling, entry.body)
        if _records_for(by, entry) or entry.delegate == by:
            raise RefusedByRule(_own_decision(entry.body), ruling, entry.body)
        _require_row(matter, entry, ruling, known_cost)
    elif not _could_decide(entry):
        message = _(
            "The delegate held no office at %(body)s on that day that power can be delegated to. A contact"
            " person represents the body but does not bind it."
        )
        raise RefusedByRule(message % {"body": entry.body.in_a_sentence}, ruling, entry.body)
    elif entry.delegate == by or _records_for(by, entry) == entry.delegate.pk:
        raise RefusedByRule(_own_decision(entry.body), ruling, entry.body)
    else:
        _require_row(matter, entry, ruling, known_cost)


def _own_decision(body: Body) -> str:
    message = _("Nobody records a decision of their own: another secretary of %(body)s does.")
    return message % {"body": body.in_a_sentence}


def _records_for(by: Person, entry: Record) -> int:
    """In whose place the decision is recorded (id); 0 for who does it in their own name."""
    held = acting.chosen_office(by, (entry.body.pk,), access.RECORD)
    return held.for_id if held else 0


def _require_row(matter: Matter, entry: Record, ruling: Ruling, known_cost: Decimal | None) -> None:
    """A body that keeps a register of its delegated powers has decided within its rows only.

    What is entered as the cost does not make the matter cheaper than it says itself.
    """
    amount = max((each for each in (entry.amount, known_cost) if each is not None), default=None)
    try:
        delegations.power_for(matter, entry.body, entry.delegate, entry.decided_on, amount)
    except ValidationError as error:
        raise RefusedByRule(error.messages[0], ruling, entry.body) from error


def not_theirs(matter: Matter, body: Body, ruling: Ruling) -> RefusedByRule:
    """The refusal names the body that decides; when nobody may, the ruling says so itself."""
    theirs = deciding_body(ruling, matter.body)
    if theirs is None:
        return RefusedByRule(ruling.explanation(), ruling, body)
    message = _("%(body)s does not decide the matter: %(theirs)s does.") % {
        "body": capfirst(body.in_a_sentence),
        "theirs": theirs.in_a_sentence,
    }
    return RefusedByRule(f"{message} {ruling.explanation()}", ruling, body, whose=theirs)


def _could_decide(entry: Record) -> bool:
    """Whether the delegate held an office at the body that its power can be delegated to (`DELEGATES`).

    Whoever has left since, and may not log in any more, could still decide then. A body may delegate to its
    secretary as to any official, but no schedule of delegation is kept here that could say so; therefore another
    must have recorded it, and what one person both took and wrote down does not stand as a decision of the body.
    """
    held = Appointment.objects.filter(
        in_force(entry.decided_on), office__body=entry.body, office__role__in=DELEGATES
    )
    return held.filter(person=entry.delegate).exists()


def _write(
    matter: Matter, entry: Record, ruling: Ruling, by: Person, supersedes: Decision | None = None
) -> Decision:
    decision = Decision(
        matter=matter,
        round=supersedes.round if supersedes else matter.round,
        question=supersedes.question if supersedes else matter.question,
        body=entry.body,
        body_name=entry.body.name_sv,
        form=entry.form,
        outcome=entry.outcome,
        decided_on=entry.decided_on,
        paragraph=entry.paragraph,
        minutes=entry.minutes,
        immediate_approval=entry.immediate_approval,
        wording=entry.wording,
        reasons=entry.reasons,
        reservations=entry.reservations,
        delegate=entry.delegate,
        delegate_name=_delegate_words(entry),
        power_source=entry.power_source,
        strategy=authority.strategy_in_force(entry.decided_on),
        rule_id=ruling.rule_id,
        section_id=ruling.section_id,
        recorded_by=by,
        recorded_at=timezone.now(),
        supersedes=supersedes,
    )
    # What the Mayor decides is recorded by the committee's secretary, and lies before that committee.
    there = (entry.body.pk, matter.body_id, matter.before_id)
    for_whom = acting.chosen_office(by, there, access.RECORD)
    decision.payload = canonical(_payload(decision, matter, ruling, entry) | _recorded_for(by, for_whom))
    decision.save(force_insert=True)
    acting.note(decision, by, there, access.RECORD)
    for kind, day in (
        (DecisionEvent.Kind.MINUTES_APPROVED, entry.minutes_approved_on),
        (DecisionEvent.Kind.POSTED, entry.posted_on),
    ):
        if day is not None:
            add_event(decision, kind, by=by, day=day)
    return decision


def _payload(decision: Decision, matter: Matter, ruling: Ruling, entry: Record) -> dict[str, Any]:
    amount = {} if entry.amount is None else {"amount": f"{entry.amount:.2f}"}
    return amount | {
        "version": PAYLOAD_VERSION,
        "matter": {"number": matter.number, "diary_number": matter.diary_number, "title": matter.title},
        "round": decision.round,
        "supersedes": decision.supersedes_id,
        "body": {"slug": entry.body.slug, "name": entry.body.name_sv},
        "form": decision.form,
        "outcome": decision.outcome,
        "decided_on": decision.decided_on.isoformat(),
        "paragraph": decision.paragraph,
        "minutes": decision.minutes,
        "immediate_approval": decision.immediate_approval,
        "wording": decision.wording,
        "reasons": decision.reasons,
        "reservations": decision.reservations,
        "delegate": decision.delegate_name,
        "power_source": decision.power_source,
        "facts": matter.facts,
        "ruling": ruling.as_json(),
        "recorded_by": {"username": decision.recorded_by.username, "name": decision.recorded_by.name},
        "recorded_at": decision.recorded_at.isoformat(),
        "attachments": [{"name": document.name, "sha256": document.sha256} for document in entry.attachments],
    }


def _delegate_words(entry: Record) -> str:
    """The name of the delegate, as the record has it; of a substitute with whose office it is."""
    if entry.delegate is None:
        return ""
    held = Appointment.objects.filter(
        in_force(entry.decided_on), person=entry.delegate, office__body=entry.body
    )
    if held.filter(office__role__in=DELEGATES).exists():
        return entry.delegate.name
    lent = delegations.stood_in(entry.delegate, entry.body, entry.decided_on)
    with override("sv"):  # the language of the record
        return lent[0].in_words if lent else entry.delegate.name


def _recorded_for(by: Person, held: HeldOffice | None) -> dict[str, Any]:
    """Of who recorded it in another's place: whose, and in what office."""
    if held is None:
        return {}
    whose = {"name": held.for_name, "office": held.title_sv, "body": held.body_name_sv}
    return {"recorded_by": {"username": by.username, "name": by.name, "for": whose}}


def canonical(payload: dict[str, Any]) -> bytes:
    """The one byte form of a record: UTF-8 JSON, sorted keys, no spaces. Floats are refused: they have many."""
    _refuse_floats(payload)
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def checksum(decision: Decision) -> str:
    """SHA-256 of the record, as printed beside it."""
    return hashlib.sha256(bytes(decision.payload)).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a decision record holds no floats")
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_floats(part)
