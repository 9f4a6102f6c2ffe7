"""Questions 1 and 2: everything the city is bound by today, and what of it no body has decided as it should."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance import authority, decisions, lamp_lists, lamps
from governance.choices import Choice
from governance.errors import WrongState
from governance.lists import all_bodies, or_all, picked
from governance.models import Body, Kind, Lamp, Matter, Office, Person
from governance.prepared import Asked, Asker

from . import columns
from .answers import Answer, Column, Empty, Listing
from .question import Question, QuestionFilters

Role = Office.Role
# The facts say who decides; the body that has the matter before it is told where there is one.
ROW_WITH_FACTS = (*lamp_lists.ROW, "facts", "before_id")


def _bound_kinds() -> list[tuple[Any, Any]]:
    """The kinds by which the city can be bound."""
    return [(found.kind, capfirst(Kind(found.kind).label)) for found in lamps.kinds() if found.bound]


class CommitmentFilters(QuestionFilters):
    """What all commitments can be narrowed by."""

    kind = Choice(label=_("Kind"), choices=lambda: or_all(_bound_kinds()))

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `lamp_lists.listed` reads it."""
        return {**picked(self.chosen, "kind"), **self.body_asked, "in_force": True}


class UndecidedFilters(CommitmentFilters):
    """The same of what lacks a decision; what is no longer in force may lack one too."""

    state = Choice(label=_("State"), choices=[("", _("in force today")), ("all", _("all"))])

    @cached_property
    def asked(self) -> dict[str, Any]:
        asked: dict[str, Any] = {**super().asked, Lamp.DECIDED.column: True}
        if self.chosen.get("state") == "all":
            del asked["in_force"]
        return asked


COMMITMENTS = Listing(
    key="commitments",
    title=_("Commitments today"),
    columns=(
        columns.NUMBER,
        columns.TITLE,
        columns.KIND,
        columns.STATUS,
        columns.OWNER_AND_KIND,
        columns.OWNER_OF_FILE,
        columns.DECISION,
        *columns.DECIDED,
        columns.COST_AND_SHARE,
        columns.PERIOD,
        columns.COST,
        columns.OWN_SHARE,
        columns.FIRST_DAY,
        columns.LAST_DAY,
        columns.LAST_ACTIVITY,
    ),
    build=lamp_lists.listed,
    keys=lamp_lists.listed,
)


def all_commitments(request: HttpRequest, filters: CommitmentFilters) -> Answer:
    """One complete list."""
    table = COMMITMENTS.of(request, filters.asked, lambda rows: lamp_lists.complete(rows, request.user))
    return Answer([table], empty=None if table.rows else _no_commitments(request.user))


def _no_commitments(person: Person) -> Empty:
    if not person.offices:
        return Empty(
            _("You read no body’s matters"),
            _("The answer is made of the matters that you may read, and your offices give you none."),
            "lamp",
        )
    return Empty(
        _("Nothing that the city is bound by"),
        _(
            "Memberships that the city is in, agreements in force, projects that run and declarations it has joined"
            " stand here, from the day they are until they end."
        ),
        "document",
    )


def _undecided(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return lamp_lists.listed(asker, asked).only(*ROW_WITH_FACTS)


def _complete(rows: Sequence[Any], person: Person) -> None:
    """Beside what the list of commitments tells: which body should decide, by which section, and where it lies."""
    lamp_lists.complete(rows, person)
    bodies, today, book = all_bodies(person), timezone.localdate(), authority.book()
    for matter in rows:
        # What nobody has to decide on, as a round of planning, states no facts for the question.
        matter.ruling = decisions.ruling_for(matter, today, book) if "act" in matter.facts else None
        matter.right_body = _body_of(matter, bodies.values())
        matter.lies_before = bodies.get(matter.before_id)


def _body_of(matter: Any, bodies: Iterable[Body]) -> Body | None:
    try:
        return decisions.deciding_body(matter.ruling, matter.body, bodies) if matter.ruling else None
    except WrongState:  # the register has no such body today
        return None


def _right_body(matter: Any) -> str:
    if matter.ruling is None:
        return gettext("not known; the facts are not written")
    return matter.right_body.name if matter.right_body else gettext("nobody may decide")


def _by_section(matter: Any) -> str:
    return capfirst(matter.ruling.citation()) if matter.ruling else ""


def _lies_before(matter: Any) -> str:
    return matter.lies_before.name if matter.lies_before else gettext("not sent for decision")


UNDECIDED = Listing(
    key="undecided",
    title=_("Without a decision by the right body"),
    columns=(
        columns.NUMBER,
        columns.TITLE,
        columns.KIND,
        columns.STATUS,
        columns.OWNER_AND_KIND,
        columns.OWNER_OF_FILE,
        Column(_("Should be decided by"), _right_body, under=_by_section),
        Column(_("By which section"), _by_section, only="file"),
        Column(_("Lies before"), _lies_before),
        columns.PERIOD,
        columns.COST,
        columns.FIRST_DAY,
        columns.LAST_DAY,
        columns.LAST_ACTIVITY,
    ),
    build=_undecided,
)


def without_decision(request: HttpRequest, filters: UndecidedFilters) -> Answer:
    """What has no standing decision; another body's cannot be recorded, so what has one has the right body's."""
    table = UNDECIDED.of(request, filters.asked, lambda rows: _complete(rows, request.user))
    empty = Empty(
        _("Everything is decided by the right body"),
        _(
            "What the city is bound by without a decision in the register stands here, with the body that the strategy"
            " names and its section."
        ),
        "check",
    )
    notes = [
        _(
            "The register refuses a decision by another body than the strategy names. So what has a decision has the"
            " right one; here stands what has none."
        )
    ]
    if not request.user.offices:
        empty = _no_commitments(request.user)
    return Answer([table], notes=notes, empty=None if table.rows else empty)


QUESTIONS = (
    Question(
        number=1,
        name="commitments",
        slug="ataganden",
        words=_("What are all our commitments today?"),
        short=_("Commitments today"),
        lead=_(
            "Owner, decision, cost, own share, first and last day and last activity of all that binds the city."
        ),
        roles=frozenset({Role.AUDITOR, Role.COORDINATOR, Role.HEAD, Role.MAYOR}),
        filters=CommitmentFilters,
        names="body kind",
        answer=all_commitments,
    ),
    Question(
        number=2,
        name="undecided",
        slug="utan-ratt-beslut",
        words=_("Which commitments lack a decision by the right body?"),
        short=_("Without the right decision"),
        lead=_("What binds the city without a decision, which body should take it, and by which section."),
        roles=frozenset({Role.AUDITOR, Role.COORDINATOR, Role.SECRETARY}),
        filters=UndecidedFilters,
        names="body kind state",
        answer=without_decision,
    ),
)
