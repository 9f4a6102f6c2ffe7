"""Question 8: what the preparatory committee has decided and nobody has carried out yet."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.lifecycle import agreements
from engagements.lifecycle.events import EventStatus
from governance import access
from governance.choices import Choice
from governance.lists import all_bodies, picked, with_bodies
from governance.models import AgendaItem, Assignment, Body, Kind, Matter, Meeting, Office, Person
from governance.prepared import Asked, Asker
from memberships.lifecycle import Status as Membership

from . import columns
from .answers import Answer, Column, Empty, Listing
from .question import Question, QuestionFilters

Role = Office.Role
ROW = "text due_on closed_on status owner_id given_by_id given_on item__paragraph item__meeting matter__number".split()
CARD = "number kind title status opened_on starts_on due_on body_id".split()
# What was said yes to and has not begun: kind and status.
NOT_BEGUN = (
    (Kind.MEMBERSHIP, Membership.APPROVED),
    (Kind.AGREEMENT, agreements.Status.APPROVED),
    (Kind.EVENT_ABROAD, EventStatus.APPROVED),
)
A_YEAR = timedelta(days=365)


class CommitteeFilters(QuestionFilters):
    """Whose turn it is, and how long it has waited."""

    STATES = [
        ("", _("not carried out")),
        ("late", _("late")),
        ("old", _("older than a year")),
        ("reported", _("reported, not received by the committee")),
    ]
    body = Choice(label=_("Given to"))
    state = Choice(label=_("State"), choices=STATES)

    @cached_property
    def asked(self) -> dict[str, Any]:
        """As the list of assignments is asked for it."""
        today = timezone.localdate()
        of_state = {"late": today, "old": today - A_YEAR, "reported": True}
        state = self.chosen.get("state", "")
        return {**self.body_asked, **picked(of_state, state)}


def _assignments(asker: Asker, asked: Asked) -> QuerySet[Assignment]:
    """Given by the committee and not ended. The day of a report does not end it: the committee receives it."""
    return _given(asker, asked).select_related("item", "matter").only(*ROW)


def _given(asker: Asker, asked: Asked) -> QuerySet[Assignment]:
    rows = Assignment.objects.visible_to(asker)
    if "committee" not in asked:  # the rows of a page, found already by their keys
        return rows
    rows = rows.filter(given_by=asked["committee"])
    if "body" in asked:
        rows = rows.filter(owner=asked["body"])
    if "late" in asked:
        return rows.late(asked["late"])
    if "reported" in asked:
        return rows.filter(status=Assignment.Status.DONE)
    if "old" in asked:
        rows = rows.filter(given_on__lt=asked["old"])
    return rows.filter(status__in=(Assignment.Status.OPEN, Assignment.Status.DONE))


def _approved(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """Matters that a closed meeting of the committee took up, that were approved, and that nothing has come of yet."""
    items = AgendaItem.objects.filter(
        matter=OuterRef("pk"),
        meeting__body=asked["committee"],
        meeting__status__in=OVER,
        paragraph__isnull=False,
    )
    where = Q()
    for kind, status in NOT_BEGUN:
        where |= Q(kind=kind, status=status)
    rows = Matter.objects.visible_to(asker).filter(where, Exists(items), closed_on__isnull=True)
    return rows.filter(**picked(asked, "body")).only(*CARD)


OVER = (Meeting.Status.CLOSED, Meeting.Status.APPROVED, Meeting.Status.POSTED)


def _tell_bodies(person: Person, rows: Sequence[Any]) -> None:
    bodies, readable = all_bodies(person), person.bodies_with(access.VIEW)
    for row in rows:
        row.owner, row.given_by = bodies[row.owner_id], bodies[row.given_by_id]
        row.may_read_minutes = row.given_by_id in readable


def _decided_at(row: Assignment) -> str:
    return f"{row.given_on.isoformat()} § {row.item.paragraph}"


def _item(row: Any) -> str:
    return reverse("meeting_item", args=[row.item.meeting_id, row.item_id]) if row.may_read_minutes else ""


_WAITS_FOR: dict[str, Any] = {
    Kind.MEMBERSHIP: _("the city to join"),
    Kind.AGREEMENT: _("both sides to sign"),
    Kind.EVENT_ABROAD: _("the journey to be made"),
}
ASSIGNMENTS = Listing(
    key="assignments",
    title=_("Assignments that the committee gave"),
    columns=(
        Column(
            _("Assignment"),
            lambda row: row.text,
            link=lambda row: row.get_absolute_url(),
            under=lambda row: row.matter.number if row.matter else "",
        ),
        Column(_("Matter"), lambda row: row.matter.number if row.matter else "", only="file"),
        Column(_("Given to"), lambda row: row.owner.name),
        Column(
            _("Given on"),
            lambda row: row.given_on,
            link=_item,
            under=lambda row: f"§ {row.item.paragraph}",
            css="nowrap",
        ),
        Column(_("Item"), _decided_at, only="file"),
        Column(_("Due"), lambda row: row.due_on, css="nowrap"),
        Column(
            _("Status"),
            lambda row: gettext("late") if row.is_late else row.status_label,
            tone=lambda row: "danger" if row.is_late else row.status_tone,
        ),
    ),
    build=_assignments,
    keys=_given,
    order={"key": "due_on", "ascending": True},
)
APPROVED = Listing(
    key="approved",
    title=_("Approved after the committee, and not begun"),
    columns=(
        columns.NUMBER,
        columns.TITLE,
        columns.OWNER,
        columns.KIND_AND_STATUS,
        columns.KIND,
        columns.STATUS,
        Column(_("First day"), lambda matter: matter.starts_on, css="nowrap"),
        Column(_("Waits for"), lambda matter: _WAITS_FOR[matter.kind]),
    ),
    build=_approved,
)


def not_carried_out(request: HttpRequest, filters: CommitteeFilters) -> Answer:
    """The assignments, with pages; beside them what was approved and waits to begin."""
    person, asked = request.user, filters.asked
    today = timezone.localdate()
    committees = [
        body
        for body in all_bodies(person).values()
        if body.kind == Body.Kind.PREPARATORY_COMMITTEE and body.is_in_force(today)
    ]
    if not committees:
        return Answer(empty=_no_committee())
    of_committee = {"committee": committees[0].pk}
    tables = [
        ASSIGNMENTS.of(
            request,
            {**of_committee, **asked},
            partial(_tell_bodies, person),
            nothing=_("No assignment of the committee waits to be carried out."),
        )
    ]
    if "state" not in filters.chosen:
        begun = APPROVED.first(
            request, {**of_committee, **picked(asked, "body")}, lambda rows: with_bodies(rows, person)
        )
        tables.append(begun)
    return Answer(
        tables,
        empty=None if any(table.rows for table in tables) else _all_done(),
        notes=[
            _(
                "An assignment is carried out when the committee has received the report. The committee prepares what"
                " others decide: what was approved after it and has not begun stands beside."
            )
        ],
    )


def _no_committee() -> Empty:
    return Empty(
        _("There is no preparatory committee today"),
        _("The administrator can enter it."),
        "calendar",
        whatever_is_asked=True,
    )


def _all_done() -> Empty:
    return Empty(
        _("Nothing waits to be carried out"),
        _(
            "When the committee tells somebody to do something, its secretary writes it down with the item of the"
            " meeting. It stands here until the committee has received the report."
        ),
        "check",
        reverse("assignments"),
        _("See the assignments of all bodies"),
    )


QUESTIONS = (
    Question(
        number=8,
        name="committee",
        slug="beredningens-beslut",
        words=_("Which decisions of the preparatory committee are not yet carried out?"),
        short=_("The committee's decisions not carried out"),
        lead=_(
            "Assignments it gave that nobody has reported and it has not received, and approvals that wait to begin."
        ),
        roles=frozenset({Role.IB_SECRETARY, Role.AUDITOR, Role.MAYOR}),
        filters=CommitteeFilters,
        names="body state",
        answer=not_carried_out,
    ),
)
