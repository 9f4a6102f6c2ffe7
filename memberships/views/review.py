"""One review: the evidence, the five questions, the recommendation, the decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import access, casework, editing
from governance.decisions import Record
from governance.errors import StaleVersion
from governance.models import Appointment, Body, Decision, Kind, Matter, Office
from governance.views import casework as casework_views
from governance.views.casework import GET_POST
from governance.views.pages import matter_context
from governance.views.recording import ruling_context
from memberships import actions, evidence, steps
from memberships.actions.reviewing import QUESTIONS, missing_answers
from memberships.forms import AnswerForm, ReviewDecisionForm
from memberships.lifecycle import REVIEW_MOVES, WAITING_FOR_A_DECISION
from memberships.models import MembershipReview

CARDS = Matter.objects.filter(kind=Kind.MEMBERSHIP_REVIEW, membership_review__isnull=False).select_related(
    "membership_review__membership__matter", "membership_review__membership__organisation"
)
ANSWERS = (*QUESTIONS, "recommendation", "reasons")


def review_context(request: HttpRequest, number: str, tab: str = "overview") -> dict[str, Any]:
    """The matter's frame, the review and its membership, or 404 for whoever may not read it."""
    context = matter_context(request, number, tab, CARDS)
    review = context["matter"].membership_review
    context |= {"review": review, "membership": review.membership}
    context["crumbs"] = [
        (_("Memberships"), reverse("memberships:list")),
        (_("Reviews"), reverse("memberships:reviews")),
    ]
    return context


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """The review with everything the register knows to judge by."""
    context = review_context(request, number)
    review, matter = context["review"], context["matter"]
    context |= ruling_context(matter, request.user)
    body = context["deciding_body"]
    waits = matter.status in WAITING_FOR_A_DECISION
    context |= {
        "steps": steps.of_review(review),
        "evidence": _evidence(review),
        "answers": [(MembershipReview._meta.get_field(name), getattr(review, name)) for name in QUESTIONS],
        "missing": _missing(review) if review.is_open and not waits else {},
        "waits_for_decision": waits,
        "may_record": bool(waits and body and access.may(request.user, access.RECORD, body)),
        "may_answer": context["may_edit"] and REVIEW_MOVES.allows("answer_review", matter),
        "may_send": context["may_edit"] and REVIEW_MOVES.allows("send_review_for_decision", matter),
        "is_late": review.is_open and review.due_on < timezone.localdate(),
    }
    if context["is_late"]:
        context["who_acts"] = _recorders(body) if waits and body else _preparers(matter)
    return render(request, "memberships/review.html", context)


@dataclass(frozen=True)
class Acts:
    """Somebody whose turn it is: the name, the office and the body it is held at."""

    name: str
    office: str
    body: Body


def _preparers(matter: Matter) -> list[Acts]:
    """Who answers the questions: the case officer, else the contact persons, else whoever may. Those were told."""
    if matter.responsible and matter.responsible.is_active:
        return [Acts(matter.responsible.name, _("case officer"), matter.body)]
    may = access.offices_with(access.EDIT, matter.body)
    contacts = [each for each in may if each.office.role == Office.Role.CONTACT_PERSON]
    return _acts(contacts or may, matter.body)


def _recorders(body: Body) -> list[Acts]:
    """Who enters what the body decides."""
    return _acts(access.offices_with(access.RECORD, body), body)


def _acts(held: Iterable[Appointment], body: Body) -> list[Acts]:
    return [Acts(each.person.name, each.office.title, body) for each in held]


def _missing(review: MembershipReview) -> dict[str, str]:
    """What must be answered before a body can decide, by the name that the field has on the page."""
    fields = MembershipReview._meta
    return {
        capfirst(str(getattr(fields.get_field(name), "verbose_name", name))): text
        for name, text in missing_answers(review).items()
    }


def _evidence(review: MembershipReview) -> evidence.Evidence | None:
    """What the register shows today while the questions are being answered; later what the body had before it."""
    if REVIEW_MOVES.allows("answer_review", review.matter):
        return evidence.of(review.membership, timezone.localdate())
    return evidence.kept(review)


@require_http_methods(GET_POST)
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer the five questions, with the evidence beside."""
    context = review_context(request, number)
    review, matter = context["review"], context["matter"]
    casework.require_edit(request.user, matter)
    if request.method != "POST":
        REVIEW_MOVES.after("answer_review", matter)
    form = AnswerForm(
        request.POST if request.method == "POST" else None, initial=_answers(review), version=matter.version
    )
    if request.method == "POST" and form.is_valid():
        entered = {name: form.cleaned_data[name] for name in ANSWERS}
        try:
            actions.answer_review(review, form.cleaned_data["version"], by=request.user, **entered)
        except StaleVersion as stale:
            current = MembershipReview.objects.select_related("matter").get(pk=review.pk)
            theirs = AnswerForm(initial=_answers(current), version=current.matter.version)
            return editing.conflict(
                request, form, theirs, stale, reverse("memberships:review", args=[number])
            )
        messages.success(request, _("The answers are saved."))
        return redirect("memberships:review", number)
    context |= {"form": form, "evidence": evidence.of(review.membership, timezone.localdate())}
    return render(request, "memberships/answer.html", context, status=422 if form.is_bound else 200)


def _answers(review: MembershipReview) -> dict[str, str]:
    return {name: getattr(review, name) for name in ANSWERS}


@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Lay the review before the body of the ruling; what is missing is told on its page."""
    review = review_context(request, number)["review"]
    try:
        review = actions.send_review_for_decision(review, by=request.user)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            field = MembershipReview._meta.get_field(name)
            messages.error(request, f"{capfirst(field.verbose_name)}: {texts[0]}")
    else:
        messages.success(
            request,
            _("The review is now with %(body)s. Its secretary has been notified.")
            % {"body": review.matter.before.in_a_sentence},
        )
    return redirect("memberships:review", number)


@require_http_methods(GET_POST)
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """The secretary of the right body enters what it decided; anybody else reads why it is not theirs."""
    context = review_context(request, number, "decisions")
    review = context["review"]

    def record_it(record: Record, form: ReviewDecisionForm | None) -> Decision:
        return actions.decide_review(review, record, by=request.user, result=form.result if form else "")

    return casework_views.decision_form(
        request,
        context,
        ReviewDecisionForm,
        record_it,
        waiting=WAITING_FOR_A_DECISION,
        template="memberships/review_decide.html",
        recommendation=review.recommendation,
    )
