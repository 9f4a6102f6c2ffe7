"""The register of referrals, and that of the answers: what bodies have been asked, and by when."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engagements.views.registers import CARD_HEAD, cards_of, in_state, register_page, yes_or_no
from governance import access, search
from governance.choices import Choice
from governance.lists import BodyFilters, all_bodies, operating_bodies, or_all, picked, whole_year, years
from governance.models import Body, Kind, Matter, MatterParticipant, Person, the_body
from governance.prepared import Asked, Asker, rows_of
from governance.texts import TextField
from governance.views.list_files import Column
from referrals.lifecycle import ANSWERED, NOT_SUBMITTED, Answering, Status
from referrals.models import IS_HERE, ReferralAnswer, referrals_in_register_for

ROW = (
    "number diary_number kind title status opened_on due_on closed_on secrecy_ground body_id before_id"
    " is_invented referral__document referral__sent_on referral__answer_by"
).split()
ANSWER_ROW = (
    "number diary_number kind title status opened_on due_on closed_on secrecy_ground counterpart city country"
    " body_id before_id is_invented referral_answer__answer_by referral_answer__submitted_on referral_answer__stance"
    " referral_answer__without_board referral_answer__referral_id referral_answer__extension_asked_on"
    " referral_answer__extension_answered_on"
).split()
COLUMNS = (
    *CARD_HEAD,
    Column(_("Steering document"), lambda matter: capfirst(matter.referral.get_document_display())),
    Column(_("Sent"), lambda matter: matter.referral.sent_on),
    Column(_("Last day to answer"), lambda matter: matter.referral.answer_by),
    Column(_("Asked"), lambda matter: matter.asked),
    Column(_("Have answered"), lambda matter: matter.answered),
)
ANSWER_COLUMNS = (
    *CARD_HEAD,
    Column(_("Last day to answer"), lambda matter: matter.referral_answer.answer_by),
    Column(_("Submitted"), lambda matter: matter.referral_answer.submitted_on),
    Column(_("Overall stance"), lambda matter: _stance(matter)),
    Column(_("Late"), lambda matter: yes_or_no(matter.referral_answer.is_late)),
)
STATUSES_OF_STATE: dict[str, tuple[str, ...]] = {
    "out": (Status.OUT,),
    "handled": (Status.COMPILING, Status.BEFORE_BOARD, Status.BEFORE_COUNCIL),
    "adopted": (Status.ADOPTED, Status.FED_BACK),
    "drafts": (Status.DRAFT,),
}
ANSWER_STATES: dict[str, tuple[str, ...]] = {
    "awaited": NOT_SUBMITTED,
    "answered": ANSWERED,
    "nothing": (Answering.ABSTAINED, Answering.UNANSWERED, Answering.UNKNOWN, Answering.RECALLED),
}


def _stance(matter: Matter) -> str:
    """Private until it is submitted."""
    answer = matter.referral_answer
    return capfirst(answer.get_stance_display()) if matter.status in ANSWERED else ""


class ReferralFilters(BodyFilters):
    """What the register can be narrowed by; the body is one of those that were asked."""

    STATES = [
        ("", _("all")),
        ("out", _("out for answers")),
        ("handled", _("compiled or before a body")),
        ("adopted", _("adopted")),
        ("drafts", _("drafts")),
    ]

    q = TextField(label=_("Words"), max_length=200, required=False)
    body = Choice(label=_("Asked body"))
    state = Choice(label=_("State"), choices=STATES)
    year = Choice(label=_("Opened in"), choices=lambda: or_all(years()))

    @property
    def asked(self) -> dict[str, Any]:
        return _asked(self, _listed)


class AnswerFilters(BodyFilters):
    """What the list of answers can be narrowed by."""

    STATES = [
        ("", _("all")),
        ("awaited", _("awaited")),
        ("late", _("late")),
        ("answered", _("answered")),
        ("nothing", _("no answer")),
    ]

    q = TextField(label=_("Words"), max_length=200, required=False)
    state = Choice(label=_("State"), choices=STATES)
    year = Choice(label=_("Opened in"), choices=lambda: or_all(years()))

    @property
    def asked(self) -> dict[str, Any]:
        return _asked(self, _answers_listed)


def _asked(filters: BodyFilters, listed: Any) -> dict[str, Any]:
    """What every good filter asks for."""
    chosen = filters.chosen
    asked: dict[str, Any] = {}
    if slug := chosen.get("body"):
        asked["body"] = filters.bodies.ids[slug]
    if state := chosen.get("state"):
        asked[state] = timezone.localdate() if state == "late" else True
    if year := chosen.get("year"):
        asked["first"], asked["last"] = whole_year(int(year))
    if text := chosen.get("q"):
        asked |= search.asked(listed(filters.request.user, asked), text)
    return asked


def _narrow(rows: QuerySet[Matter], asked: Asked, states: dict[str, tuple[str, ...]]) -> QuerySet[Matter]:
    rows = in_state(rows, asked, states)
    if "first" in asked:
        rows = rows.filter(opened_on__range=(asked["first"], asked["last"]))
    return search.within(rows, asked)


@require_safe
def referral_list(request: HttpRequest) -> HttpResponse:
    """Every referral as a line; the file opens for the Executive Board's people and for the bodies that were asked."""
    person: Person = request.user
    filters = ReferralFilters(request, operating_bodies(person))
    return register_page(
        request,
        "referrals/referrals.html",
        filters,
        _listed,
        address="referrals:referrals",
        title=gettext("Referrals"),
        columns=COLUMNS,
        complete=lambda rows: _complete(rows, person),
        context={"may_draft": may_draft(person)},
    )


def may_draft(person: Person) -> bool:
    """Whether the person prepares the Executive Board's matters."""
    board = the_body(Body.Kind.EXECUTIVE_BOARD, timezone.localdate(), all_bodies(person).values())
    return access.may(person, access.EDIT, board)


def _listed(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    rows = cards_of(Kind.REFERRAL, referrals_in_register_for, asker)
    if "body" in asked:
        # Who was asked takes part: one row to look up for each referral, where an answer stands behind its own card.
        was_asked = MatterParticipant.objects.filter(matter=OuterRef("pk"), body=asked["body"])
        rows = rows.filter(Exists(was_asked))
    return _narrow(rows, asked, STATUSES_OF_STATE).select_related("referral").only(*ROW)


def _complete(rows: Sequence[Matter], person: Person) -> None:
    """Count who was asked and has answered, and let the asked bodies follow their line."""
    shown: Asked = {"referrals": [matter.pk for matter in rows]}
    counted = {row["referral"]: row for row in rows_of(_counted, person, shown, keep_plan=True)}
    closed: Asked = {"referrals": [matter.pk for matter in rows if not matter.may_open]}
    shared = set(rows_of(_shared, person, closed)) if closed["referrals"] else ()
    for matter in rows:
        found = counted.get(matter.pk)
        matter.asked, matter.answered = (found["asked"], found["answered"]) if found else (0, 0)
        matter.may_open = matter.may_open or matter.pk in shared


def _counted(_asker: Asker, asked: Asked) -> QuerySet[ReferralAnswer, Any]:
    """How many bodies were asked, and how many of them have answered."""
    rows = ReferralAnswer.objects.filter(referral__among=asked["referrals"]).order_by().values("referral")
    return rows.annotate(asked=Count("pk"), answered=Count("pk", filter=IS_HERE))


def _shared(asker: Asker, asked: Asked) -> QuerySet[MatterParticipant, int]:
    """Those that the person's bodies take part in."""
    rows = MatterParticipant.objects.filter(
        matter__among=asked["referrals"], body__among=asker.bodies_with(access.VIEW)
    )
    return rows.values_list("matter", flat=True)


@require_safe
def answer_list(request: HttpRequest) -> HttpResponse:
    """What the bodies one may read have been asked, the latest first; what they answer stands in it once submitted."""
    filters = AnswerFilters(request, operating_bodies(request.user))
    return register_page(
        request,
        "referrals/answers.html",
        filters,
        _answers_listed,
        address="referrals:answers",
        title=gettext("Answers to referrals"),
        columns=ANSWER_COLUMNS,
        complete=_know_their_card,
    )


def _answers_listed(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    rows = Matter.objects.filter(kind=Kind.REFERRAL_ANSWER).visible_to(asker)
    rows = rows.filter(**picked(asked, "body"))
    if "late" in asked:
        rows = rows.filter(status__in=NOT_SUBMITTED, due_on__lt=asked["late"])
    return _narrow(rows, asked, ANSWER_STATES).select_related("referral_answer").only(*ANSWER_ROW)


def _know_their_card(rows: Sequence[Matter]) -> None:
    for matter in rows:
        matter.referral_answer.matter = matter
