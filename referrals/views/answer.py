"""One body's answer to a referral: its task, its private work, its decision, and what the Office says of more time."""

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagements.forms import ProposalDecisionForm
from engagements.views.roads import Step, road
from governance import access, casework, decisions, working_days
from governance.models import Kind, Matter, Person
from governance.views import casework as casework_views
from governance.views.casework import GET_POST, lay_before_body, small_form
from governance.views.pages import file_context
from governance.views.recording import ruling_context
from referrals import actions, paper
from referrals.actions import answering
from referrals.forms import (
    OF_A_SECTION,
    AnswerForm,
    AnswerWishForm,
    AskForTimeForm,
    AssignForm,
    ReasonForm,
    SubmitForm,
)
from referrals.lifecycle import ANSWER_MOVES, BEFORE_THE_BODY, NOT_SUBMITTED, TAKES_ANSWERS, Answering
from referrals.models import SENT, ReferralAnswer, Remark

from .doing import do
from .referral import as_word, sees_the_work

CARDS = Matter.objects.filter(kind=Kind.REFERRAL_ANSWER, referral_answer__isnull=False).select_related(
    "referral_answer__referral__matter__body", "strategy"
)
PLACE = {
    Answering.RECEIVED: 0,
    Answering.ASSIGNED: 1,
    Answering.REPORTING: 2,
    Answering.REFERRED_BACK: 2,
    Answering.READY: 3,
    Answering.BEFORE_BODY: 3,
    Answering.TABLED: 3,
    Answering.DECIDED: 4,
    Answering.SUBMITTED: 5,
    Answering.REGISTERED: 6,
}


def answer_context(request: HttpRequest, number: str, tab: str = "overview") -> dict[str, Any]:
    """The matter's frame and the answer, or 404 for whoever may not read it."""
    context = file_context(request, number, tab, CARDS, "referral_answer", "answer")
    answer = context["answer"]
    context["referral"] = answer.referral
    # A referral under secrecy is shown to nobody who has not been let into it, the asked bodies too.
    card = answer.referral.matter
    context["shows_referral"] = not card.is_secret or card.pk in request.user.secret_matters
    context["is_told"] = ReferralAnswer.is_told_to(request.user, context["matter"])
    return context


_small_form_of = casework_views.small_form_of(answer_context, "answer")


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """The task of one body: what is asked, what it answers, whose turn it is."""
    context = answer_context(request, number)
    answer, matter, person = context["answer"], context["matter"], request.user
    said = list(answer.sections.select_related("section")) if context["is_told"] else []
    context |= ruling_context(matter, request.user) | {
        "steps": steps_of(answer),
        "said": said,
        "replies": _replies(answer, person) if context["shows_referral"] else {},
        "decision": answering.decision_on(answer),
        "today": timezone.localdate(),
        "is_untold": matter.status == Answering.RECEIVED and not matter.notices.exists(),
        "missing": answering.missing_to_finish(answer) if context["is_told"] else [],
    }
    for row in said:
        row.reply = context["replies"].get(row.pk)
    context["next"] = _what_comes_next(person, context)
    return render(request, "referrals/answer.html", context)


def _replies(answer: ReferralAnswer, person: Person) -> dict[int, Remark]:
    """What the Office answers, once it shows its work."""
    if not sees_the_work(person, answer.referral.matter):
        return {}
    rows = Remark.objects.filter(section_answer__answer=answer).exclude(handling="")
    return {remark.section_answer_id: remark for remark in rows}


def steps_of(answer: ReferralAnswer) -> list[Step]:
    """The road from asked to registered; empty when there is no answer."""
    place = PLACE.get(Answering(answer.matter.status))
    if place is None:
        return []
    stations = (
        (pgettext("referral", "Asked"), answer.matter.opened_on),
        (_("Assigned"), None),
        (_("Officer’s report"), None),
        (_("Decision of the board"), None),
        (pgettext("referral", "Submitted"), answer.submitted_on),
        (_("Registered"), answer.registered_on),
    )
    return road(stations, place)


def _what_comes_next(person: Person, context: dict[str, Any]) -> dict[str, Any]:
    """Which buttons to offer this person."""
    matter, may_edit, answer = context["matter"], context["may_edit"], context["answer"]
    takes = answer.referral.matter.status in TAKES_ANSWERS
    waits = matter.status in BEFORE_THE_BODY
    coordinates = access.may(person, access.EDIT, answer.referral.matter.body)
    mine = may_edit and takes

    def may(verb: str) -> bool:
        return mine and ANSWER_MOVES.allows(verb, matter)

    return {
        "may_assign": may("assign"),
        "may_write": may("write"),
        "may_finish": may("finish"),
        "may_lay_before": may("lay_before"),
        "may_submit": may("submit"),
        "may_submit_without_board": may("submit_without_board"),
        "may_abstain": may("abstain"),
        "may_ask": may("ask_for_time") and not answer.waits_for_time,
        "waits_for_decision": waits,
        "may_record": waits and decisions.may_record(person, context["ruling"], matter.body),
        "may_answer_wish": coordinates and answer.waits_for_time,
        "may_register": coordinates and ANSWER_MOVES.allows("register", matter),
    }


@require_http_methods(GET_POST)
def assign(request: HttpRequest, number: str) -> HttpResponse:
    context = answer_context(request, number)
    officers = answering.officers_of(context["matter"].body)
    return _small_form_of(
        request,
        number,
        partial(AssignForm, officers=officers),
        actions.assign,
        when=ANSWER_MOVES.sources("assign"),
        title=_("Who is to write the answer?"),
        button=_("Assign"),
        done=_("The task is assigned."),
        initial={"officer": context["matter"].responsible_id},
    )


@require_http_methods(GET_POST)
def write(request: HttpRequest, number: str) -> HttpResponse:
    """The officer's report and what the body thinks of each section; private to the body until it is submitted."""
    context = answer_context(request, number)
    casework.require_edit(request.user, context["matter"])
    sections = context["answer"].referral.edition(SENT)
    forms: list[AnswerForm] = []

    def form(*args: Any, **options: Any) -> AnswerForm:
        forms.append(AnswerForm(*args, sections=sections, **options))
        return forms[-1]

    def write_and_tell(*args: Any, **entered: Any) -> ReferralAnswer:
        answer = actions.write(*args, **entered)
        for section, stance in forms[0].proposed:
            words = _(
                "Section %(section)s: what you wrote is put down as “%(stance)s”. Change it if you mean another."
            )
            messages.info(request, words % {"section": section, "stance": stance})
        return answer

    if not context["shows_referral"]:
        raise PermissionDenied(_("The referral is secrecy marked, and you have not been let into it."))
    return casework_views.edit_form(
        request,
        context,
        context["answer"],
        form,
        write_and_tell,
        "referrals/answer_write.html",
        when=ANSWER_MOVES.sources("write"),
        stands=_as_written,
        draft=f"answer:{number}",
    )


def _as_written(answer: ReferralAnswer) -> dict[str, Any]:
    """What the form begins with."""
    initial: dict[str, Any] = {"stance": answer.stance, "report": answer.report}
    for row in answer.sections.all():
        initial |= {f"s{row.section_id or 0}_{name}": getattr(row, name) for name in OF_A_SECTION}
    return initial


def _found(request: HttpRequest, number: str) -> ReferralAnswer:
    answer: ReferralAnswer = answer_context(request, number)["answer"]
    return answer


@require_POST
def finish(request: HttpRequest, number: str) -> HttpResponse:
    return do(
        request,
        _found(request, number),
        actions.finish,
        _("The office’s answer is ready for the board."),
    )


@require_POST
def lay_before(request: HttpRequest, number: str) -> HttpResponse:
    context = answer_context(request, number)
    return lay_before_body(
        request,
        context["matter"],
        partial(actions.lay_before, context["answer"]),
        _("The answer is now with %(body)s. Its secretary has been notified."),
    )


@require_http_methods(GET_POST)
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """The body's secretary enters what the board decided; anybody else reads why it is not theirs."""
    context = answer_context(request, number, "decisions")
    return casework_views.decision_form(
        request,
        context,
        ProposalDecisionForm,
        lambda record, _form: actions.decide(context["answer"], record, by=request.user),
        waiting=BEFORE_THE_BODY,
    )


@require_POST
def submit(request: HttpRequest, number: str) -> HttpResponse:
    return do(
        request,
        _found(request, number),
        actions.submit,
        _("The answer is submitted to the City Executive Office."),
    )


@require_http_methods(GET_POST)
def submit_without_board(request: HttpRequest, number: str) -> HttpResponse:
    return _small_form_of(
        request,
        number,
        SubmitForm,
        actions.submit,
        when=ANSWER_MOVES.sources("submit_without_board"),
        title=_("Submit the office’s answer without the board"),
        button=_("Submit"),
        lead=_("The compilation says that the board has not decided."),
        done=_("The answer is submitted to the City Executive Office."),
    )


@require_http_methods(GET_POST)
def abstain(request: HttpRequest, number: str) -> HttpResponse:
    return _small_form_of(
        request,
        number,
        ReasonForm,
        actions.abstain,
        when=ANSWER_MOVES.sources("abstain"),
        title=_("Abstain from answering"),
        button=_("Abstain"),
        lead=_("The matter closes, and the City Executive Office is told why."),
        done=_("The body abstains. The matter is closed."),
        danger=True,
    )


@require_http_methods(GET_POST)
def ask_for_time(request: HttpRequest, number: str) -> HttpResponse:
    return _small_form_of(
        request,
        number,
        AskForTimeForm,
        actions.ask_for_time,
        when=ANSWER_MOVES.sources("ask_for_time"),
        title=_("Ask for more time"),
        button=_("Ask"),
        done=_("The City Executive Office has been asked for more time."),
    )


@require_http_methods(GET_POST)
def answer_wish(request: HttpRequest, number: str) -> HttpResponse:
    """The City Executive Office grants more time, or refuses it."""
    context = answer_context(request, number)
    answer = context["answer"]
    _require_coordinator(request.user, answer)
    wished: date | None = answer.extension_asked_to
    proposed = wished and working_days.after(wished, 0)
    lead = [answer.extension_reason]
    if wished and proposed != wished:
        lead.append(working_days.why_free(wished))
        lead.append(_("The next working day is proposed."))
    return small_form(
        request,
        context,
        AnswerWishForm,
        partial(_answer_wish, request, answer),
        when=NOT_SUBMITTED,
        title=_("Answer the wish for more time"),
        button=_("Send the answer"),
        lead=" ".join(lead),
        done=_("The body has been told."),
        initial={"granted_to": proposed},
    )


def _answer_wish(
    request: HttpRequest, answer: ReferralAnswer, granted_to: date | None, reply: str
) -> ReferralAnswer:
    answered = actions.answer_wish(answer, by=request.user, granted_to=granted_to, reply=reply)
    if granted_to and (why := working_days.why_free(granted_to)):
        messages.warning(request, why)
    return answered


def _require_coordinator(person: Person, answer: ReferralAnswer) -> None:
    access.require(person, access.EDIT, answer.referral.matter.body)


@require_POST
def register(request: HttpRequest, number: str) -> HttpResponse:
    answer = _found(request, number)
    _require_coordinator(request.user, answer)
    return do(request, answer, actions.register, _("The answer is registered. The body’s matter is closed."))


@require_safe
def as_file(request: HttpRequest, number: str) -> HttpResponse:
    """The answer as Word, under the Executive Board's diary number; the body's own draft until it is submitted."""
    context = answer_context(request, number)
    if not context["is_told"]:
        raise PermissionDenied(_("What the body writes is its own until it is submitted."))
    made = paper.of_answer(context["answer"])
    return as_word(made, f"{made.title.replace('/', '-')}.docx")
