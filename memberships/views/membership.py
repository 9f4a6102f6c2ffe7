"""One membership: what it is, what comes next, and everything one can do with it."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagements import forums
from engagements.forms import ProposalDecisionForm
from governance import access, casework, editing
from governance.errors import StaleVersion
from governance.forms import add_errors
from governance.models import Kind, Matter, Person
from governance.models.lamps import OUT
from governance.moves import require_status
from governance.views import casework as casework_views
from governance.views.casework import GET_POST
from governance.views.pages import matter_context
from governance.views.recording import ruling_context
from memberships import actions, steps
from memberships import forms as membership_forms
from memberships.actions.proposing import missing_for_decision
from memberships.lifecycle import (
    CURRENT,
    EDITABLE,
    MOVES,
    NOTED,
    UNDECIDED,
    WAITING_FOR_A_DECISION,
    Status,
    allows,
)
from memberships.models import Held, Membership

CARDS = Matter.objects.filter(kind=Kind.MEMBERSHIP, membership__isnull=False).select_related(
    "membership__organisation", "strategy"
)


def membership_context(request: HttpRequest, number: str, tab: str = "overview") -> dict[str, Any]:
    """The matter's frame and the membership, or 404 for whoever may not read it."""
    context = matter_context(request, number, tab, CARDS)
    context["membership"] = context["matter"].membership
    context["crumbs"] = [(_("Memberships"), reverse("memberships:list"))]
    return context


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one membership on one page."""
    context = membership_context(request, number)
    membership, matter = context["membership"], context["matter"]
    today = timezone.localdate()
    reviews = list(membership.reviews.select_related("matter"))
    fees = list(membership.fees.all())
    context |= ruling_context(matter, request.user) | {
        "today": today,
        "steps": steps.of_membership(membership),
        "found": forums.of_proof(membership.findings),
        "posts": list(membership.posts.all()),
        "co_owners": list(membership.co_owners.select_related("organisation")),
        "representatives": list(membership.representatives.all()),
        "fees": fees,
        "fees_sum": sum(fee.amount_sek for fee in fees),
        "reviews": reviews,
        "open_review": next((review for review in reviews if review.is_open), None),
        "decisions": list(matter.decisions.select_related("body", "section", "strategy", "superseded_by")),
        "is_overdue": bool(
            matter.status in CURRENT and membership.next_review_on and membership.next_review_on < today
        ),
        "is_current": matter.status in CURRENT,
        "is_undecided": matter.status in UNDECIDED,
        "missing": missing_for_decision(membership) if allows("prepare", matter) else {},
    }
    # Where the lamp of the budget leads as long as the page has no fees to show.
    shows_fees = (
        context["is_current"]
        or fees
        or context["posts"]
        or context["representatives"]
        or context["co_owners"]
    )
    context["cost_anchor"] = "" if shows_fees else "fees"
    context["next"] = _what_comes_next(request.user, context)
    if context["next"]["may_note"]:
        context["left_to_note"] = list(_left_to_note(context))
    let_in = request.user.secret_matters
    context["reviews"] = [row for row in reviews if not row.matter.is_secret or row.pk in let_in]
    return render(request, "memberships/detail.html", context)


def _left_to_note(context: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a membership that has begun should have and has not: in words, and where it is noted."""
    matter = context["matter"]
    at = [matter.number]
    if not any(row.until is None for row in context["representatives"]):
        yield _("Who represents the city there"), reverse("memberships:add_representative", args=at)
    if not context["fees"]:
        yield _("The fee of the year"), reverse("memberships:record_fee", args=at)
    if matter.lamp_documented == OUT:
        yield _("The decision, the application or another document"), reverse("matter_documents", args=at)


def _what_comes_next(person: Person, context: dict[str, Any]) -> dict[str, Any]:
    """Which buttons to offer this person: the verbs the state allows, and whether it is this person's to do."""
    matter, membership = context["matter"], context["membership"]
    body = context["deciding_body"]
    latest = context["reviews"][0] if context["reviews"] else None
    to_be_left = bool(latest and not latest.is_open and latest.result == "leave")
    waits = matter.status in WAITING_FOR_A_DECISION
    return {
        "waits_for_decision": waits,
        "may_record": bool(waits and body and access.may(person, access.RECORD, body)),
        "may_edit": context["may_edit"] and matter.status in EDITABLE,
        "may_note": context["may_edit"] and (matter.status in CURRENT or matter.status == Status.APPROVED),
        "may_prepare": allows("prepare", matter),
        "may_send": allows("send_for_decision", matter),
        "may_withdraw": context["may_edit"] and allows("withdraw", matter),
        "may_join": allows("join", matter),
        "may_open_review": matter.status == Status.MEMBER and not context["open_review"] and not to_be_left,
        "may_give_notice": matter.status == Status.MEMBER and to_be_left and not context["open_review"],
        "may_leave": allows("leave", matter),
        "has_no_date": matter.status == Status.MEMBER and not membership.next_review_on and not to_be_left,
    }


@require_http_methods(GET_POST)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change what is written."""
    context = membership_context(request, number)
    membership = context["membership"]
    is_decided = context["matter"].status in (Status.APPROVED, *CURRENT)
    context |= {"is_decided": is_decided, "found": forums.of_proof(membership.findings)}
    form_class = membership_forms.EditMembershipForm if is_decided else membership_forms.EditProposalForm
    return casework_views.edit_form(
        request,
        context,
        membership,
        form_class,
        actions.edit,
        "memberships/edit.html",
        when=EDITABLE,
    )


@require_POST
def prepare(request: HttpRequest, number: str) -> HttpResponse:
    """Say that the proposal is complete; what is missing is told on its page."""
    membership = membership_context(request, number)["membership"]
    try:
        actions.prepare(membership, by=request.user)
    except ValidationError as error:
        casework_views.say_all(request, error)
    else:
        messages.success(request, _("The proposal is prepared. It can be sent for decision."))
    return redirect("memberships:detail", number)


@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Lay the proposal before the body of the ruling; who has not said that it is complete says so thereby."""
    context = membership_context(request, number)
    is_prepared = allows("send_for_decision", context["matter"])
    verb = actions.send_for_decision if is_prepared else actions.complete_and_send
    return casework_views.lay_before_body(
        request,
        context["matter"],
        partial(verb, context["membership"]),
        _("The proposal is now with %(body)s. Its secretary has been notified."),
    )


@require_http_methods(GET_POST)
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """The secretary of the right body enters the decision; anybody else reads why it is not theirs."""
    context = membership_context(request, number, "decisions")
    return casework_views.decision_form(
        request,
        context,
        ProposalDecisionForm,
        lambda record, _form: actions.decide(context["membership"], record, by=request.user),
        waiting=WAITING_FOR_A_DECISION,
    )


@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    return _small(
        request,
        number,
        membership_forms.ReasonForm,
        lambda membership, **entered: actions.withdraw(membership, by=request.user, **entered),
        when=MOVES.sources("withdraw"),
        title=_("Withdraw the proposal"),
        button=_("Withdraw"),
        lead=_("The matter closes. It can still be read."),
        done=_("The proposal is withdrawn."),
        danger=True,
    )


@require_http_methods(GET_POST)
def join(request: HttpRequest, number: str) -> HttpResponse:
    return _small(
        request,
        number,
        membership_forms.JoinForm,
        lambda membership, **entered: actions.join(membership, by=request.user, **entered),
        when=MOVES.sources("join"),
        title=_("The membership begins"),
        button=_("Save"),
        lead=_("The next review is counted from this day."),
        done=_("The city is a member."),
        initial={"joined_on": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def give_notice(request: HttpRequest, number: str) -> HttpResponse:
    return _small(
        request,
        number,
        membership_forms.NoticeForm,
        lambda membership, **entered: actions.give_notice(membership, by=request.user, **entered),
        when=MOVES.sources("give_notice"),
        require=actions.require_to_be_left,
        title=_("Give notice"),
        button=_("Save"),
        lead=_("The body has decided to leave. Say when notice was given, and when the membership ends."),
        done=_("Notice is noted."),
        initial={"given_on": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def leave(request: HttpRequest, number: str) -> HttpResponse:
    return _small(
        request,
        number,
        membership_forms.LeaveForm,
        lambda membership, **entered: actions.leave(membership, by=request.user, **entered),
        when=MOVES.sources("leave"),
        title=_("The membership has ended"),
        button=_("Close the matter"),
        lead=_("Positions and representatives end the same day. The matter closes and can still be read."),
        done=_("The city has left."),
        initial={"left_on": timezone.localdate()},
        danger=True,
    )


@require_http_methods(GET_POST)
def open_review(request: HttpRequest, number: str) -> HttpResponse:
    return _small(
        request,
        number,
        membership_forms.OpenReviewForm,
        lambda membership, **entered: actions.open_review(membership, by=request.user, **entered),
        when=(Status.MEMBER,),
        title=_("Open a review now"),
        button=_("Open the review"),
        lead=_("The register opens reviews by itself in good time. Open one now if there is a reason to."),
        done=_("The review is open."),
        initial={"due_on": timezone.localdate()},
        to_result=True,
    )


@require_http_methods(GET_POST)
def add_representative(request: HttpRequest, number: str) -> HttpResponse:
    return _small(
        request,
        number,
        membership_forms.RepresentativeForm,
        lambda membership, **entered: actions.add_representative(membership, by=request.user, **entered),
        when=NOTED,
        title=_("Add a representative"),
        button=_("Add"),
        done=_("The representative is added."),
        initial={"since": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def end_representative(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    row = get_object_or_404(
        membership_context(request, number)["membership"].representatives, pk=casework_views.small_id(pk)
    )
    return _end(request, number, row, actions.end_representative)


@require_http_methods(GET_POST)
def add_co_owner(request: HttpRequest, number: str) -> HttpResponse:
    return _small(
        request,
        number,
        membership_forms.CoOwnerForm,
        lambda membership, **entered: actions.add_co_owner(membership, by=request.user, **entered),
        when=NOTED,
        title=_("Add a co-owner"),
        button=_("Add"),
        lead=format_html(
            '{} <a href="{}">{}</a>',
            _("Is the co-owner not in the register of partners yet?"),
            reverse("engagements:new_organisation"),
            _("Enter a new partner"),
        ),
        done=_("The co-owner is added."),
    )


@require_http_methods(GET_POST)
def end_co_owner(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    row = get_object_or_404(
        membership_context(request, number)["membership"].co_owners, pk=casework_views.small_id(pk)
    )
    return _end(request, number, row, actions.end_co_owner)


@require_http_methods(GET_POST)
def add_post(request: HttpRequest, number: str) -> HttpResponse:
    return _small(
        request,
        number,
        membership_forms.PostForm,
        lambda membership, **entered: actions.add_post(membership, by=request.user, **entered),
        when=NOTED,
        title=_("Add a post of trust"),
        button=_("Add"),
        done=_("The post is added."),
    )


@require_http_methods(GET_POST)
def end_post(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    row = get_object_or_404(
        membership_context(request, number)["membership"].posts, pk=casework_views.small_id(pk)
    )
    return _end(request, number, row, actions.end_post)


@require_http_methods(GET_POST)
def record_fee(request: HttpRequest, number: str) -> HttpResponse:
    """Enter what a year cost; with `?year=` over the fee that the year has. Two who enter at once see both."""
    context = membership_context(request, number)
    membership, matter = context["membership"], context["matter"]
    casework.require_edit(request.user, matter)
    if request.method != "POST":
        require_status(matter, *NOTED)
    year = _year(request.GET.get("year", ""))
    posted = request.POST if request.method == "POST" else None
    form = membership_forms.FeeForm(posted, initial=_fee(membership, year), version=matter.version)
    if request.method == "POST" and form.is_valid():
        entered = {name: value for name, value in form.cleaned_data.items() if name != "base"}
        shown = editing.shown_at_first(form)
        seen = bool(shown.get("amount")) and shown.get("year") == str(entered["year"])
        try:
            actions.record_fee(membership, by=request.user, seen=seen, **entered)
        except StaleVersion as stale:
            theirs = membership_forms.FeeForm(
                initial=_fee(membership, entered["year"]), version=stale.current.version
            )
            back = reverse("memberships:detail", args=[number])
            return editing.conflict(request, form, theirs, stale, back)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The fee is recorded."))
            return redirect("memberships:detail", number)
    context |= {
        "form": form,
        "title": _("Record a year's fee"),
        "button": _("Save"),
        "back": matter.get_absolute_url(),
    }
    return render(request, "governance/small_form.html", context, status=422 if form.is_bound else 200)


def _fee(membership: Membership, year: int) -> dict[str, Any]:
    """The form over the fee that a year has, or over none."""
    fee = membership.fees.filter(year=year).first()
    if fee is None:
        return {"year": year}
    kronor = fee.amount_sek if fee.currency != "SEK" else None
    return {
        "year": year,
        "amount": fee.amount,
        "currency": fee.currency,
        "amount_sek": kronor,
        "note": fee.note,
    }


def _year(text: str) -> int:
    """A year from an address; what is none is this year."""
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else timezone.localdate().year


def _end(request: HttpRequest, number: str, row: Held, act: Callable[..., Any]) -> HttpResponse:
    """The last day of somebody who stands for something."""
    return _small(
        request,
        number,
        membership_forms.EndForm,
        lambda _membership, **entered: act(row, by=request.user, **entered),
        when=NOTED,
        title=_("End: %(what)s") % {"what": row},
        button=_("Save"),
        done=_("Saved."),
        initial={"until": timezone.localdate()},
    )


def _small(
    request: HttpRequest,
    number: str,
    form_class: type[forms.Form],
    act: Callable[..., Any],
    require: Callable[[Membership], None] | None = None,
    **words: Any,
) -> HttpResponse:
    """A form of a few fields for one verb of somebody who prepares the owner's matters.

    `require` raises what the verb would, where it is not only the state that says whether it can be done.
    """
    context = membership_context(request, number)
    casework.require_edit(request.user, context["matter"])
    if require is not None:
        require(context["membership"])
    return casework_views.small_form(
        request, context, form_class, lambda **entered: act(context["membership"], **entered), **words
    )
