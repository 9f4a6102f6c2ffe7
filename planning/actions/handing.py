"""What is done with a plan and an account alike: from marked ready over the review to the locked copy, corrected."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import casework, matters
from governance.models import Person
from planning import content, offices
from planning.lacking import missing
from planning.lifecycle import MOVES
from planning.models import Handed, KeptCopy

from .locking import (
    Either,
    coordinators,
    lock,
    name_of,
    require_coordinator,
    require_may_submit,
    tell,
    those_at,
)


@transaction.atomic
def mark_ready(handed: Either, *, by: Person) -> Either:
    """Those who write are done; who submits is told. Raises ValidationError with what is missing, WrongState.

    Where the body has neither head nor secretary the coordinators are told so: they see to it that it gets one.
    """
    handed = lock(handed)
    casework.require_edit(by, handed.matter)
    status = MOVES.after("mark_ready", handed.matter)
    if lacks := missing(handed):
        raise ValidationError(lacks)
    casework.write(handed, by=by, status=status)
    sv, en = name_of(handed)
    body = handed.matter.body
    if submitting := offices.of_body(body).submitting:
        handed.told = tell(
            [person for person in submitting if person.pk != by.pk],
            handed.matter,
            f"ready:{handed.matter.version}",
            f"{sv} är klar att lämna in",
            f"{en} is ready to be submitted",
        )
    else:
        handed.told = tell(
            coordinators(),
            handed.matter,
            f"no head:{handed.matter.version}",
            f"{body.in_a_sentence_sv} har varken chef eller sekreterare som kan lämna in {sv}",
            f"{body.in_a_sentence_en} has neither head nor secretary to submit {en}",
        )
    return handed


@transaction.atomic
def take_back(handed: Either, *, by: Person) -> Either:
    """Write on: it was not ready after all. Raises WrongState."""
    handed = lock(handed)
    casework.require_edit(by, handed.matter)
    casework.write(handed, by=by, status=MOVES.after("take_back", handed.matter))
    return handed


@transaction.atomic
def send_back(handed: Either, *, by: Person, remark: str) -> Either:
    """Who was to submit it wants it changed first: those who write it are told. Raises PermissionDenied, WrongState."""
    handed = lock(handed)
    require_may_submit(by, handed.matter.body)
    status = MOVES.after("send_back", handed.matter)
    handed.remark, handed.remark_by = remark, by
    handed.returned_as = content.as_returned(handed)
    casework.write(handed, by=by, status=status)
    sv, en = name_of(handed)
    handed.told = tell(
        [person for person in those_at(handed.matter.body) if person.pk != by.pk],
        handed.matter,
        f"sent back:{handed.matter.version}",
        f"ändra {sv} innan den lämnas in",
        f"change {en} before it is submitted",
    )
    return handed


@transaction.atomic
def submit(handed: Either, *, by: Person, submitted_on: date | None = None) -> Either:
    """The head or the secretary hands it in to the City Executive Office; where there is neither, who writes it.

    Raises PermissionDenied, ValidationError with what is missing, WrongState.
    """
    handed = lock(handed)
    require_may_submit(by, handed.matter.body)
    status = MOVES.after("submit", handed.matter)
    if lacks := missing(handed):
        raise ValidationError(lacks)
    handed.submitted_on, handed.submitted_by = submitted_on or timezone.localdate(), by
    handed.remark, handed.remark_by, handed.returned_as = "", None, ""
    casework.write(handed, by=by, status=status, due_on=None)
    body, (sv, en) = handed.matter.body, name_of(handed)
    reviewing = coordinators()
    handed.told = tell(
        [person for person in reviewing if person.pk == handed.round.opened_by_id] or reviewing,
        handed.matter,
        f"submitted:{handed.matter.version}",
        f"{body.in_a_sentence_sv} har lämnat in {sv}",
        f"{body.in_a_sentence_en} has submitted {en}",
    )
    return handed


@transaction.atomic
def begin_review(handed: Either, *, by: Person) -> Either:
    """The coordinator reads it, and the body sees that. Raises WrongState."""
    handed = _reviewed("begin_review", handed, by)
    casework.write(handed, by=by, status=MOVES.after("begin_review", handed.matter))
    return handed


@transaction.atomic
def ask_completion(handed: Either, *, by: Person, to_complete: str, hand_in_by: date) -> Either:
    """Send it back with what is lacking and a new day. Raises ValidationError, WrongState."""
    handed = _reviewed("ask_completion", handed, by)
    if hand_in_by < timezone.localdate():
        raise ValidationError({"hand_in_by": _("Give a day that has not passed.")})
    handed.to_complete, handed.hand_in_by, handed.submitted_on = to_complete, hand_in_by, None
    handed.returned_as = content.as_returned(handed)
    status = MOVES.after("ask_completion", handed.matter)
    casework.write(handed, by=by, status=status, due_on=hand_in_by)
    sv, en = name_of(handed)
    handed.told = tell(
        those_at(handed.matter.body),
        handed.matter,
        f"completion:{handed.matter.version}",
        f"komplettera {sv} senast {hand_in_by}",
        f"complete {en} by {hand_in_by}",
    )
    return handed


@transaction.atomic
def accept(handed: Either, *, by: Person, review_note: str = "", accepted_on: date | None = None) -> Either:
    """It is as it should be. The body is told. Raises WrongState."""
    handed = _reviewed("accept", handed, by)
    handed.accepted_on = accepted_on or timezone.localdate()
    handed.review_note, handed.to_complete = review_note, ""
    casework.write(handed, by=by, status=MOVES.after("accept", handed.matter))
    sv, en = name_of(handed)
    handed.told = tell(
        those_at(handed.matter.body),
        handed.matter,
        f"accepted:{handed.matter.version}",
        f"{sv} är godkänd",
        f"{en} is accepted",
    )
    return handed


@transaction.atomic
def lock_one(handed: Either, *, by: Person, locked_on: date | None = None) -> Either:
    """Keep what is accepted word for word and close the matter. Raises WrongState."""
    require_coordinator(by)
    return lock_accepted(lock(handed), by=by, locked_on=locked_on)


def lock_accepted(handed: Either, *, by: Person, locked_on: date | None = None) -> Either:
    """The same of a locked row, for who locks a whole round."""
    status = MOVES.after("lock", handed.matter)
    kept = content.of(handed)
    handed.locked_on = locked_on or timezone.localdate()
    KeptCopy.objects.create(
        matter=handed.matter,
        edition=handed.edition,
        content=kept,
        checksum=content.checksum(kept),
        because=handed.reopened_because,
        locked_on=handed.locked_on,
        locked_by=by,
    )
    casework.save(handed, by=by)
    matters.close(handed.matter, by=by, status=status, day=handed.locked_on)
    return handed


@transaction.atomic
def reopen(handed: Either, *, by: Person, reason: str, hand_in_by: date) -> Either:
    """A locked one is corrected: a new version with the reason, and the copy of the former stays. Raises WrongState."""
    require_coordinator(by)
    handed = lock(handed)
    status = MOVES.after("reopen", handed.matter)
    if hand_in_by < timezone.localdate():
        raise ValidationError({"hand_in_by": _("Give a day that has not passed.")})
    handed.edition += 1
    handed.reopened_because, handed.hand_in_by = reason, hand_in_by
    handed.submitted_on = handed.accepted_on = handed.locked_on = None
    handed.returned_as = content.as_returned(handed)
    casework.write(handed, by=by, status=status, closed_on=None, due_on=hand_in_by)
    sv, en = name_of(handed)
    handed.told = tell(
        those_at(handed.matter.body),
        handed.matter,
        f"reopened:{handed.matter.version}",
        f"rätta {sv} senast {hand_in_by}",
        f"correct {en} by {hand_in_by}",
    )
    return handed


def _reviewed(verb: str, handed: Either, by: Person) -> Either:
    require_coordinator(by)
    handed = lock(handed)
    MOVES.after(verb, handed.matter)
    return handed


def copies_of(handed: Handed) -> list[KeptCopy]:
    """The locked copies, the newest first."""
    return list(handed.matter.kept_copies.select_related("locked_by"))
