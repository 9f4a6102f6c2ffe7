"""What becomes of each item while the body meets."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from governance.errors import WrongState
from governance.models import AgendaItem, Attendance, ConflictOfInterest, Person

from .lifecycle import Kind, Outcome, outcomes_of, stands
from .locking import lock_item, write_item

# How minutes put it in Swedish when nothing else was decided than what lay on the table.
WORDINGS = {
    Outcome.APPROVED: "{body} beslutar enligt förslaget.",
    Outcome.REJECTED: "{body} avslår förslaget.",
    Outcome.REFERRED_BACK: "{body} återremitterar ärendet.",
    Outcome.TABLED: "{body} bordlägger ärendet.",
    Outcome.NOTED: "{body} lägger ärendet till handlingarna.",
    Outcome.ENDORSED: "{body} tillstyrker förslaget.",
    Outcome.ADVISED_AGAINST: "{body} avstyrker förslaget.",
    Outcome.INFORMATION: "{body} tar del av informationen.",
    Outcome.WITHDRAWN: "Ärendet utgår.",
}


@transaction.atomic
def note_outcome(
    item: AgendaItem,
    version: int,
    *,
    by: Person,
    outcome: str,
    wording: str = "",
    reasons: str = "",
    reservations: str = "",
    statements: str = "",
    immediate_approval: bool = False,
    result: str = "",
    conflicts: Collection[Attendance] = (),
) -> AgendaItem:
    """Note what the body made of the item, or with an empty outcome that it is open again."""
    item = lock_item(item, by, version)
    if not item.meeting.is_in_session:
        raise WrongState(stands(item.meeting))
    if outcome and outcome not in outcomes_of(item):
        raise ValidationError({"outcome": _("This cannot be the outcome of such an item.")})
    if outcome in (Outcome.REJECTED, Outcome.REFERRED_BACK) and item.kind == Kind.MATTER and not reasons:
        raise ValidationError({"reasons": _("Say why: the matter goes back to those who prepared it.")})
    _note_conflicts(item, conflicts)
    if outcome != item.outcome and _same(wording, default_wording(item, item.outcome)):
        wording = ""  # the register's own words for another outcome, which nobody has chosen for this one
    return write_item(
        item,
        by=by,
        outcome=outcome,
        wording=wording or default_wording(item, outcome),
        reasons=reasons,
        reservations=reservations,
        statements=statements,
        immediate_approval=immediate_approval and bool(outcome),
        result=result if outcome == Outcome.REJECTED else "",
    )


def _same(one: str, other: str) -> bool:
    """The same words, however the lines are broken."""
    return one.split() == other.split()


def default_wording(item: AgendaItem, outcome: str) -> str:
    """The proposal itself when it was approved, or after the words that endorse it; else what minutes usually say.

    Whoever reads the excerpt alone must know of what: the matter is named, unless its name is under secrecy.
    """
    if not outcome:
        return ""
    if outcome == Outcome.APPROVED and item.proposal:
        return item.proposal
    if outcome == Outcome.ENDORSED and item.proposal:
        body = capfirst(item.meeting.body.in_a_sentence_sv)
        return f"{body} tillstyrker förslaget:\n{item.proposal}"
    words = WORDINGS[Outcome(outcome)].format(body=capfirst(item.meeting.body.in_a_sentence_sv))
    if outcome not in (Outcome.APPROVED, Outcome.REJECTED) or item.matter is None or item.matter.is_secret:
        return words
    return f"{words.removesuffix('.')} i ärende {item.matter.number}, {item.matter.title}."


def _note_conflicts(item: AgendaItem, conflicts: Collection[Attendance]) -> None:
    there = {row.pk for row in item.meeting.attendance.filter(is_present=True)}
    chosen = {row.pk for row in conflicts}
    if not chosen <= there:
        raise ValidationError({"conflicts": _("Only somebody who is present has a conflict of interest.")})
    item.conflicts.exclude(attendance__in=chosen).delete()
    noted = set(item.conflicts.values_list("attendance", flat=True))
    ConflictOfInterest.objects.bulk_create(
        ConflictOfInterest(item=item, attendance_id=pk) for pk in sorted(chosen - noted)
    )
