"""Question 9: which boards lack an international part in their plan, a contact person, or an answer to the referral."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.addresses import address_of
from governance.choices import Choice
from governance.lists import bodies_by_name, or_all
from governance.models import Body, Office, Person
from governance.prepared import Asked, Asker, rows_of
from planning.lifecycle import ACCEPTED, HANDED_IN
from planning.models import Plan
from referrals.lifecycle import ANSWERED, WAS_SENT, Answering
from referrals.models import Referral, ReferralAnswer

from .answers import Answer, Column, Empty, Figure, Table
from .contacts import names_by_body
from .question import Question, QuestionFilters

Role = Office.Role
# The month in which the boards are asked for the plans of the next year.
PLANNING_BEGINS = 9
# Who is in the clear: what was said no to, or cannot be known, is no missing answer.
NOT_MISSING = (*ANSWERED, Answering.ABSTAINED, Answering.RECALLED, Answering.UNKNOWN)


class BoardFilters(QuestionFilters):
    """What the boards can be narrowed to."""

    LACKS = [
        ("", _("all boards")),
        ("any", _("at least one of the three")),
        ("plan", _("the plan")),
        ("contact", _("the contact person")),
        ("answer", _("the answer to the referral")),
    ]
    lack = Choice(label=_("Lacks"), choices=LACKS)
    kind = Choice(
        label=_("Kind of body"),
        choices=lambda: or_all((kind.value, capfirst(kind.label)) for kind in Body.OPERATING),
    )
    year = Choice(label=_("Plan for"), choices=lambda: _years())

    @cached_property
    def year_asked(self) -> int:
        """The year that is being planned or lived, where none is chosen."""
        return int(self.chosen.get("year") or _year_of_plans())


def _year_of_plans() -> int:
    """From September on the boards plan the next year."""
    today = timezone.localdate()
    return today.year + (today.month >= PLANNING_BEGINS)


def _years() -> list[tuple[str, Any]]:
    this = timezone.localdate().year
    return [("", str(_year_of_plans())), *((str(year), str(year)) for year in range(this + 1, this - 6, -1))]


@dataclass
class Board:
    """One board and the three things; `None` where it is not asked for or nothing was sent."""

    body: Body
    plan: Any = None
    contacts: Sequence[str] = ()
    answer: Any = None
    was_asked: bool = False

    @property
    def lacks_plan(self) -> bool:
        """Of a board that is asked for one; who is not asked in a round lacks nothing."""
        return self.plan is not None and not (self.plan.lines_count or self.plan.has_none)

    @property
    def lacks_contact(self) -> bool:
        return not self.contacts and self.body.kind in Body.WITH_CONTACT_PERSON

    @property
    def lacks_answer(self) -> bool:
        if self.answer is None:
            return False
        return self.answer.matter.status not in NOT_MISSING

    @property
    def lacks(self) -> int:
        return self.lacks_plan + self.lacks_contact + self.lacks_answer

    def has(self, lack: str) -> bool:
        return bool(self.lacks if lack == "any" else getattr(self, f"lacks_{lack}"))


def _plans(asker: Asker, asked: Asked) -> QuerySet[Plan]:
    rows = Plan.objects.filter(round__year=asked["year"], matter__body__among=asker.bodies_with(access.VIEW))
    rows = rows.filter(matter__secrecy_ground="").select_related("matter")
    rows = rows.annotate(lines_count=Count("lines")).order_by("matter")
    return rows.only(
        "has_none", "none_because", "matter__number", "matter__kind", "matter__status", "matter__body"
    )


def _latest_referral(_asker: Asker, _asked: Asked) -> QuerySet[Referral]:
    """The one sent last. Who was asked and who has answered is told of every referral that was sent."""
    rows = Referral.objects.filter(
        matter__status__in=WAS_SENT, matter__secrecy_ground="", sent_on__isnull=False
    )
    return (
        rows.select_related("matter")
        .only("sent_on", "answer_by", "matter__number", "matter__kind", "matter__title")
        .order_by("-sent_on", "-pk")[:1]
    )


def _answers(_asker: Asker, asked: Asked) -> QuerySet[ReferralAnswer]:
    rows = ReferralAnswer.objects.filter(referral=asked["referral"], matter__secrecy_ground="")
    rows = rows.select_related("matter").order_by("matter")
    return rows.only(
        "submitted_on", "answer_by", "matter__number", "matter__kind", "matter__status", "matter__body"
    )


def _boards(person: Person, year: int) -> tuple[list[Board], Any]:
    """Every board in force that one reads, by name, and the referral that they are asked about."""
    today, readable = timezone.localdate(), person.bodies_with(access.VIEW)
    plans = {plan.matter.body_id: plan for plan in rows_of(_plans, person, {"year": year})}
    referral = next(iter(rows_of(_latest_referral, person)), None)
    answers = rows_of(_answers, person, {"referral": referral.pk}) if referral else []
    of_body = {answer.matter.body_id: answer for answer in answers}
    serving = names_by_body(person)
    found = [
        Board(body, plans.get(body.pk), serving.get(body.pk, []), of_body.get(body.pk))
        for body in bodies_by_name(person)
        if body.kind in Body.OPERATING and body.is_in_force(today) and body.pk in readable
    ]
    return found, referral


def _plan(board: Board) -> str:
    plan = board.plan
    if plan is None:
        return gettext("was not asked")
    if plan.has_none:
        return gettext("has said that it has none")
    if not plan.lines_count:
        return gettext("plan without lines")
    return ngettext("%(n)s line", "%(n)s lines", plan.lines_count) % {"n": plan.lines_count}


def _plan_status(board: Board) -> str:
    return capfirst(board.plan.matter.status_label) if board.plan else ""


def _plan_tone(board: Board) -> str:
    if board.plan is None:
        return ""
    if board.lacks_plan:
        return "danger"
    return "positive" if board.plan.matter.status in (*HANDED_IN, *ACCEPTED) else "waiting"


def _contacts(board: Board) -> str:
    if board.contacts:
        return ", ".join(board.contacts)
    return gettext("missing") if board.lacks_contact else gettext("none, and not required")


def _contact_tone(board: Board) -> str:
    return "danger" if board.lacks_contact else ""


def _answered(board: Board) -> str:
    return capfirst(board.answer.matter.status_label) if board.answer else gettext("was not asked")


def _answer_tone(board: Board) -> str:
    if board.answer is None:
        return ""
    return "danger" if board.lacks_answer else "positive"


def _file_of(row: Any) -> str:
    return row.matter.get_absolute_url() if row else ""


COLUMNS = (
    Column(
        _("Board"),
        lambda board: board.body.name,
        link=lambda board: address_of("body", board.body.slug),
        under=lambda board: capfirst(board.body.get_kind_display()),
    ),
    Column(_("Kind of body"), lambda board: capfirst(board.body.get_kind_display()), only="file"),
    Column(
        _("International part of the plan"),
        _plan,
        tone=_plan_tone,
        link=lambda board: _file_of(board.plan),
        under=_plan_status,
    ),
    Column(_("Status of the plan"), _plan_status, only="file"),
    Column(_("Contact person"), _contacts, tone=_contact_tone),
    Column(
        _("Answer to the referral"),
        _answered,
        tone=_answer_tone,
        link=lambda board: _file_of(board.answer),
    ),
    Column(_("Lacks of the three"), lambda board: board.lacks, css="num"),
)


def boards(request: HttpRequest, filters: BoardFilters) -> Answer:
    """One line for each board; a city has some fifty."""
    year = filters.year_asked
    found, referral = _boards(request.user, year)
    shown = [board for board in found if _fits(board, filters.chosen)]
    note = (
        gettext("The referral sent last: %(title)s, sent %(day)s.")
        % {"title": referral.matter.heading, "day": referral.sent_on.isoformat()}
        if referral
        else gettext("No referral has been sent, so no answer is missing.")
    )
    return Answer(
        [Table("boards", _("Boards and what they lack"), COLUMNS, shown)] if shown else [],
        figures=_figures(found, year) if found else (),
        notes=[
            note,
            _(
                "The strategy asks committees and companies to have a contact person; district councils may have one."
            ),
        ],
        empty=None if shown else _nobody(request.user),
        chosen=[gettext("Plan for %(year)s") % {"year": year}],
        above=[(referral.matter.heading, referral.matter.get_absolute_url())] if referral else (),
    )


def _fits(board: Board, chosen: dict[str, Any]) -> bool:
    return (
        (not chosen.get("kind") or board.body.kind == chosen["kind"])
        and (not chosen.get("lack") or board.has(chosen["lack"]))
        and (not chosen.get("body") or board.body.slug == chosen["body"])
    )


def _figures(found: Sequence[Board], year: int) -> list[Figure]:
    here = reverse("questions:boards")

    def figure(label: Any, lack: str) -> Figure:
        return Figure(label, sum(board.has(lack) for board in found), f"{here}?lack={lack}&year={year}")

    return [
        figure(_("No international part in the plan"), "plan"),
        figure(_("No contact person"), "contact"),
        figure(_("No answer to the referral"), "answer"),
        Figure(_("Boards in all"), len(found), here),
    ]


def _nobody(person: Person) -> Empty:
    if person.bodies_with(access.VIEW):
        return Empty(
            _("No board lacks it"),
            _("Every board that you may read has what you asked about."),
            "check",
        )
    return Empty(
        _("You read no body’s matters"),
        _("Plans and answers are told board by board to those who may read its matters."),
        "body",
        reverse("network:directory"),
        _("See who the contact persons are"),
    )


QUESTIONS = (
    Question(
        number=9,
        name="boards",
        slug="namnder-som-saknar",
        words=_(
            "Which boards have no international part in the plan, no contact person, no answer to the referral?"
        ),
        short=_("Boards and what they lack"),
        lead=_(
            "One line for each board, with the plan of the year, the contact person of today and the latest referral."
        ),
        roles=frozenset({Role.AUDITOR, Role.COORDINATOR, Role.HEAD}),
        filters=BoardFilters,
        names="lack kind year body",
        answer=boards,
    ),
)
