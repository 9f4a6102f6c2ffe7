"""One review: the evidence, the five questions, the recommendation, the decision."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import access, drafts, editing
from governance.errors import StaleVersion
from governance.models import Kind, Matter
from governance.views.pages import matter_context
from governance.views.recording import bare_record, body_to_record_for, require_some_recording, ruling_context
from memberships import actions, evidence, steps
from memberships.actions.reviewing import QUESTIONS, missing_answers
from memberships.forms import AnswerForm, ReviewDecisionForm
from memberships.lifecycle import REVIEW_MOVES, WAITING_FOR_A_DECISION, allows
from memberships.models import MembershipReview

from .membership import GET_POST

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
    context |= ruling_context(matter)
    body = context["deciding_body"]
    waits = matter.status in WAITING_FOR_A_DECISION
    context |= {
        "steps": steps.of_review(review),
        "evidence": _evidence(review),
        "answers": [(MembershipReview._meta.get_field(name), getattr(review, name)) for name in QUESTIONS],
        "missing": missing_answers(review) if review.is_open and not waits else {},
        "waits_for_decision": waits,
        "may_record": bool(waits and body and access.may(request.user, access.RECORD, body)),
        "may_answer": context["may_edit"] and allows("answer_review", matter, REVIEW_MOVES),
        "may_send": context["may_edit"] and allows("send_review_for_decision", matter, REVIEW_MOVES),
        "is_late": review.is_open and review.due_on < timezone.localdate(),
    }
    return render(request, "memberships/review.html", context)


def _evidence(review: MembershipReview) -> evidence.Evidence | None:
    """What the register shows today while the questions are being answered; later what the body had before it."""
    if allows("answer_review", review.matter, REVIEW_MOVES):
        return evidence.of(review.membership, timezone.localdate())
    return evidence.kept(review)


@require_http_methods(GET_POST)
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer the five questions, with the evidence beside."""
    context = review_context(request, number)
    review, matter = context["review"], context["matter"]
    if not access.may_edit(request.user, matter):
        raise PermissionDenied(access.refusal(access.EDIT, matter.body))
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
    review, matter = context["review"], context["matter"]
    context |= ruling_context(matter)
    body = body_to_record_for(request.user, context["deciding_body"])
    draft = f"memberships:decide:{matter.number}"
    form = ReviewDecisionForm(
        request.POST if request.method == "POST" else None,
        body=body,
        matter=matter,
        recommendation=review.recommendation,
        initial={"decided_on": timezone.localdate(), **drafts.load(request.user, draft)},
    )
    if request.method == "POST":
        require_some_recording(request.user, body, context["deciding_body"], context["ruling"])
        if form.is_valid() or body != context["deciding_body"]:
            record, result = (form.record(body), form.result) if form.is_valid() else (bare_record(body), "")
            decision = actions.decide_review(review, record, by=request.user, result=result)
            drafts.discard(request.user, draft, request.POST)
            messages.success(
                request, _("Recorded: %(outcome)s.") % {"outcome": decision.get_outcome_display()}
            )
            return redirect("memberships:review", number)
    context |= {
        "form": form,
        "draft": draft,
        "may_record": body is not None and body == context["deciding_body"],
        "my_body": body,
        "waits": matter.status in WAITING_FOR_A_DECISION,
        "back": reverse("memberships:review", args=[number]),
    }
    return render(request, "memberships/decide.html", context, status=422 if form.is_bound else 200)
