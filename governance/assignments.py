"""Assignments: given with an item of a meeting, moved with a reason, reported, and received at another meeting."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import access, matters, notices
from .errors import StaleVersion, WrongState
from .models import AgendaItem, Assignment, Body, Meeting, Office, Person

Status = Assignment.Status


@transaction.atomic
def give(item: AgendaItem, *, by: Person, text: str, owner: Body, due_on: date) -> Assignment:
    """Write down what the body decided that somebody is to do. The owner may read the matter, and is told."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=item.meeting_id)
    item = AgendaItem.objects.select_related("matter__body").get(pk=item.pk)
    access.require(by, access.RECORD, meeting.body)
    item.meeting = meeting
    require_taken_up(item)
    if due_on < meeting.held_on:
        raise ValidationError({"due_on": _("It cannot be due before it was given.")})
    assignment = Assignment(
        item=item,
        given_by=meeting.body,
        given_on=meeting.held_on,
        matter=item.matter,
        text=text,
        owner=owner,
        due_on=due_on,
    )
    _save(assignment, by)
    if item.matter is not None and item.matter.body_id != owner.pk:
        matters.let_in(item.matter, owner)
    _tell(assignment, owner, "given", "har fått ett uppdrag", "has been given an assignment")
    return assignment


def require_taken_up(item: AgendaItem) -> None:
    """Raise WrongState for an item that no assignment can be given with."""
    if item.meeting.closed_on is None or not item.is_taken_up:
        raise WrongState(
            _("An assignment is given when the meeting is closed, with an item that was taken up.")
        )


@transaction.atomic
def move(assignment: Assignment, version: int, *, by: Person, due_on: date, reason: str) -> Assignment:
    """Another day, decided by the body that gave it, and why; after a report that it wants more than what was done.

    The history keeps the former days, and the former report.
    """
    assignment = _lock(assignment, version)
    _require_giver(assignment, by)
    assignment.due_on, assignment.moved_because = due_on, reason
    if assignment.status == Status.DONE:
        assignment.status, assignment.closed_on = Status.OPEN, None
        _tell(
            assignment,
            assignment.owner,
            f"again:{assignment.version}",
            "ska komplettera redovisningen av ett uppdrag",
            "is to complete its answer to an assignment",
        )
    return _save(assignment, by)


@transaction.atomic
def report(assignment: Assignment, version: int, *, by: Person, report: str) -> Assignment:
    """It is done: what was done, told by those who were to do it. The body that gave it is told."""
    assignment = _lock(assignment, version)
    if not access.may(by, access.EDIT, assignment.owner):
        raise PermissionDenied(access.refusal(access.EDIT, assignment.owner))
    _require_open(assignment)
    _close(assignment, Status.DONE, report, by)
    giver = assignment.given_by
    _tell(
        assignment,
        giver,
        f"done:{assignment.version}",
        "har fått redovisningen av ett uppdrag",
        "has been answered on an assignment",
    )
    return assignment


@transaction.atomic
def drop(assignment: Assignment, version: int, *, by: Person, reason: str) -> Assignment:
    """The body that gave it no longer wants it done."""
    assignment = _lock(assignment, version)
    _require_giver(assignment, by)
    _require_open(assignment)
    return _close(assignment, Status.DROPPED, reason, by)


def receive(assignment: Assignment, *, by: Person, on: date) -> Assignment:
    """The body that gave it has the report: nothing is left to do. Of a locked one, when the meeting closes."""
    assignment.status, assignment.received_on = Status.RECEIVED, on
    return _save(assignment, by)


def may_report(person: Person, assignment: Assignment) -> bool:
    return assignment.is_open and access.may(person, access.EDIT, assignment.owner_id)


def gave(person: Person, assignment: Assignment) -> bool:
    """Whether the person keeps the minutes of the body that gave it."""
    return access.may(person, access.RECORD, assignment.given_by_id)


def _lock(assignment: Assignment, version: int) -> Assignment:
    rows = Assignment.objects.select_for_update(of=("self",))
    current = rows.select_related("owner", "given_by", "matter", "item__meeting").get(pk=assignment.pk)
    if current.version != version:
        raise StaleVersion(_("Somebody else changed the assignment while you were writing."), current)
    if current.is_ended:
        raise WrongState(_("The assignment is closed already."))
    return current


def _require_open(assignment: Assignment) -> None:
    if not assignment.is_open:
        raise WrongState(_("The assignment is reported already."))


def _require_giver(assignment: Assignment, by: Person) -> None:
    access.require(by, access.RECORD, assignment.given_by)


def _close(assignment: Assignment, status: str, words: str, by: Person) -> Assignment:
    assignment.status, assignment.report, assignment.closed_on = status, words, timezone.localdate()
    return _save(assignment, by)


def _save(assignment: Assignment, by: Person) -> Assignment:
    assignment.version += assignment.pk is not None
    assignment._history_user = by  # type: ignore[attr-defined]
    assignment.save()
    return assignment


def _tell(assignment: Assignment, body: Body, what: str, words_sv: str, words_en: str) -> None:
    """Contact persons of those who are to do it, the secretary of those who asked for it."""
    role = Office.Role.SECRETARY if what.startswith("done") else Office.Role.CONTACT_PERSON
    matter = assignment.matter
    by_sv, by_en = (
        ("", "")
        if what.startswith("done")
        else (f", senast {assignment.due_on}", f", by {assignment.due_on}")
    )
    notices.notify(
        access.holders(role, body),
        matter=matter,
        key=f"assignment:{assignment.pk}:{what}",
        subject_sv=f"{body.name_sv} {words_sv}{by_sv}",
        subject_en=f"{body.name_en} {words_en}{by_en}",
    )
