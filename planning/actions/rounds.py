"""A round: opened for every body with a deadline, given another deadline, locked, and opened again with a reason."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import casework, matters
from governance.errors import StaleVersion, WrongState
from governance.models import Body, Kind, Person, Scope
from planning.lifecycle import WRITABLE, Status
from planning.models import Account, Handed, Plan, Round, Subject

from .accounts import ask_to_count
from .handing import lock_accepted
from .locking import lock_round, name_of, require_coordinator, tell, those_at

KIND = {Subject.PLAN: Kind.PLAN, Subject.ACCOUNT: Kind.ACCOUNT}


@transaction.atomic
def open_round(
    *,
    by: Person,
    subject: str,
    year: int,
    due_on: date,
    instruction: str = "",
    bodies: Iterable[Body] | None = None,
    opened_on: date | None = None,
    is_invented: bool = False,
) -> Round:
    """Ask every body with an operation of its own, or these, for its plan or account. Raises ValidationError."""
    require_coordinator(by)
    opened_on = opened_on or timezone.localdate()
    if due_on < opened_on:
        raise ValidationError({"due_on": _("Give a day that has not passed.")})
    asked = Round(
        subject=subject,
        year=year,
        due_on=due_on,
        instruction=instruction,
        opened_on=opened_on,
        opened_by=by,
        is_invented=is_invented,
    )
    try:
        with transaction.atomic():
            casework.save(asked, by=by)
    except IntegrityError as refusal:
        raise ValidationError({"year": _("There is a round of that year already.")}) from refusal
    if bodies is None:
        bodies = Body.objects.operating().in_force(opened_on).order_by("name_sv")
    asked.untold = [body for body in bodies if not _ask(asked, body, by).told]
    return asked


@transaction.atomic
def add_body(asked: Round, body: Body, *, by: Person) -> Handed:
    """Ask one more body, such as one that began after the round was opened. Raises ValidationError, WrongState."""
    require_coordinator(by)
    asked = _open(asked)
    if asked.handed.filter(matter__body=body).exists():
        raise ValidationError({"body": _("The body is asked already.")})
    return _ask(asked, body, by)


def _ask(asked: Round, body: Body, by: Person) -> Handed:
    """The body gets a matter of its own, and those who write for it are told."""
    writing = those_at(body)
    begin, end = ("Plan ", " för internationellt arbete")
    if asked.subject == Subject.ACCOUNT:
        begin, end = ("Redovisning av internationellt arbete ", "")
    matter = matters.open_matter(
        KIND[Subject(asked.subject)],
        by=by,
        body=body,
        title=f"{begin}{asked.year}{end}",
        status=Status.OPEN,
        scope=Scope.OWN_OPERATION,
        facts={"act": "plan_year"},
        responsible=writing[0] if writing else None,
        opened_on=asked.opened_on,
        due_on=asked.due_on,
        starts_on=date(asked.year, 1, 1),
        ends_on=date(asked.year, 12, 31),
        is_invented=asked.is_invented,
    )
    handed: Handed
    if asked.subject == Subject.PLAN:
        handed = Plan(matter=matter, round=asked, hand_in_by=asked.due_on)
    else:
        plan = Plan.objects.filter(matter__body=body, round__year=asked.year).first()
        handed = Account(matter=matter, round=asked, hand_in_by=asked.due_on, plan=plan)
    handed._history_user = by
    handed.save(force_insert=True)
    if isinstance(handed, Account):
        ask_to_count(handed)
    sv, en = name_of(handed)
    handed.told = tell(
        writing,
        matter,
        "round",
        f"lämna in {sv} senast {asked.due_on}",
        f"submit {en} by {asked.due_on}",
    )
    return handed


@transaction.atomic
def edit_round(asked: Round, version: int, *, by: Person, due_on: date, instruction: str) -> Round:
    """Another deadline or instruction. What was given a day of its own keeps it. Raises StaleVersion, WrongState."""
    require_coordinator(by)
    asked = _open(asked)
    if asked.version != version:
        raise StaleVersion(_("Somebody else changed this while you were writing."), asked)
    earlier = asked.due_on
    asked.due_on, asked.instruction = due_on, instruction
    if due_on != earlier:
        _move_deadline(asked, earlier, by)
    return _save(asked, by)


def _move_deadline(asked: Round, earlier: date, by: Person) -> None:
    """Of what is still with the bodies and had the round's own day."""
    rows = asked.handed.filter(hand_in_by=earlier, matter__status__in=WRITABLE).order_by("pk")
    for pk in rows.values_list("pk", flat=True):
        handed = casework.lock(asked.handed.model, pk, None, "round")
        if handed.is_awaited:
            handed.hand_in_by = asked.due_on
            casework.write(handed, by=by, due_on=asked.due_on)
            sv, en = name_of(handed)
            tell(
                those_at(handed.matter.body),
                handed.matter,
                f"moved:{asked.version}",
                f"ny dag, lämna in {sv} senast {asked.due_on}",
                f"another day, submit {en} by {asked.due_on}",
            )


@transaction.atomic
def close_round(asked: Round, *, by: Person) -> int:
    """Lock the round: whatever is accepted is kept word for word. How many were locked. Raises WrongState.

    What is not here yet, or not accepted, stays with its body or its reviewer, and the page of the round names it.
    """
    require_coordinator(by)
    asked = _open(asked)
    rows = asked.handed.filter(matter__status=Status.ACCEPTED).order_by("pk").values_list("pk", flat=True)
    locked = [lock_accepted(casework.lock(asked.handed.model, pk, None, "round"), by=by) for pk in rows]
    asked.locked_on, asked.reopened_because = timezone.localdate(), ""
    _save(asked, by)
    return len(locked)


@transaction.atomic
def reopen_round(asked: Round, *, by: Person, reason: str) -> Round:
    """Open a locked round again: its deadline can be changed and bodies added. Raises WrongState."""
    require_coordinator(by)
    asked = lock_round(asked)
    if not asked.is_locked:
        raise WrongState(_("The round is not locked."))
    asked.locked_on, asked.reopened_because = None, reason
    return _save(asked, by)


def _open(asked: Round) -> Round:
    asked = lock_round(asked)
    if asked.is_locked:
        raise WrongState(_("The round is locked. It can be opened again, with a reason."))
    return asked


def _save(asked: Round, by: Person) -> Round:
    asked.version += 1
    casework.save(asked, by=by)
    return asked
