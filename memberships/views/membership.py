"""One membership: what it is, what comes next, and everything one can do with it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagements.forms import ProposalDecisionForm
from governance import access, drafts, editing
from governance.errors import StaleVersion
from governance.forms import add_errors
from governance.models import Kind, Matter, Person
from governance.views.pages import matter_context
from governance.views.recording import bare_record, body_to_record_for, require_some_recording, ruling_context
from memberships import actions, forums, steps
from memberships import forms as membership_forms
from memberships.actions.proposing import missing_for_decision
from memberships.lifecycle import CURRENT, EDITABLE, UNDECIDED, WAITING_FOR_A_DECISION, Status, allows
from memberships.models import Membership

GET_POST = ["GET", "HEAD", "POST"]
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
    context |= ruling_context(matter) | {
        "today": today,
        "steps": steps.of_membership(membership),
        "found": forums.of_proof(membership.findings),
        "posts": list(membership.posts.all()),
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
    context["next"] = _what_comes_next(request.user, context)
    let_in = request.user.secret_matters
    context["reviews"] = [row for row in reviews if not row.matter.is_secret or row.pk in let_in]
    return render(request, "memberships/detail.html", context)


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
    """Change what is written. Two who write at once see both texts."""
    context = membership_context(request, number)
    membership, matter = context["membership"], context["matter"]
    _require_edit(request.user, matter)
    is_decided = matter.status in (Status.APPROVED, *CURRENT)
    form_class = membership_forms.EditMembershipForm if is_decided else membership_forms.EditProposalForm
    form = form_class(
        request.POST if request.method == "POST" else None,
        initial=_as_initial(membership, form_class),
        version=matter.version,
    )
    if request.method == "POST" and form.is_valid():
        entered = {
            name: value for name, value in form.cleaned_data.items() if name not in ("version", "base")
        }
        try:
            actions.edit(membership, form.cleaned_data["version"], by=request.user, **entered)
        except StaleVersion as stale:
            current = Membership.objects.select_related("matter").get(pk=membership.pk)
            theirs = form_class(initial=_as_initial(current, form_class), version=current.matter.version)
            return editing.conflict(
                request, form, theirs, stale, reverse("memberships:detail", args=[number])
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("memberships:detail", number)
    context |= {"form": form, "is_decided": is_decided, "found": forums.of_proof(membership.findings)}
    status = 422 if form.is_bound else 200
    return render(request, "memberships/edit.html", context, status=status)


def _as_initial(membership: Membership, form_class: type[forms.Form]) -> dict[str, Any]:
    """What stands now, for the fields the form has: the card's from the matter, the rest from the file."""
    on_the_card = {"scope", "starts_on", "diary_number"}
    names = [name for name in form_class.base_fields if name not in ("version", "base")]
    return {name: getattr(membership.matter if name in on_the_card else membership, name) for name in names}


@require_POST
def prepare(request: HttpRequest, number: str) -> HttpResponse:
    """Say that the proposal is complete; what is missing is told on its page."""
    membership = membership_context(request, number)["membership"]
    try:
        actions.prepare(membership, by=request.user)
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
    else:
        messages.success(request, _("The proposal is prepared. It can be sent for decision."))
    return redirect("memberships:detail", number)


@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Lay the proposal before the body of the ruling."""
    membership = membership_context(request, number)["membership"]
    membership = actions.send_for_decision(membership, by=request.user)
    messages.success(
        request,
        _("The proposal is now with %(body)s. Its secretary has been notified.")
        % {"body": membership.matter.before.in_a_sentence},
    )
    return redirect("memberships:detail", number)


@require_http_methods(GET_POST)
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """The secretary of the right body enters the decision; anybody else reads why it is not theirs."""
    context = membership_context(request, number, "decisions")
    membership, matter = context["membership"], context["matter"]
    context |= ruling_context(matter)
    body = body_to_record_for(request.user, context["deciding_body"])
    draft = f"memberships:decide:{matter.number}"
    form = ProposalDecisionForm(
        request.POST if request.method == "POST" else None,
        body=body,
        matter=matter,
        initial={"decided_on": timezone.localdate(), **drafts.load(request.user, draft)},
    )
    if request.method == "POST":
        require_some_recording(request.user, body, context["deciding_body"], context["ruling"])
        if form.is_valid() or body != context["deciding_body"]:
            record = form.record(body) if form.is_valid() else bare_record(body)
            decision = actions.decide(membership, record, by=request.user)
            drafts.discard(request.user, draft, request.POST)
            messages.success(
                request, _("Recorded: %(outcome)s.") % {"outcome": decision.get_outcome_display()}
            )
            return redirect("memberships:detail", number)
    context |= {
        "form": form,
        "draft": draft,
        "may_record": body is not None and body == context["deciding_body"],
        "my_body": body,
        "waits": matter.status in WAITING_FOR_A_DECISION,
        "back": reverse("memberships:detail", args=[number]),
    }
    return render(request, "memberships/decide.html", context, status=422 if form.is_bound else 200)


@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    return _small(
        request,
        number,
        membership_forms.ReasonForm,
        lambda membership, **entered: actions.withdraw(membership, by=request.user, **entered),
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
        title=_("Add a representative"),
        button=_("Add"),
        done=_("The representative is added."),
        initial={"since": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def end_representative(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    row = get_object_or_404(
        membership_context(request, number)["membership"].representatives, pk=_small_id(pk)
    )
    return _small(
        request,
        number,
        membership_forms.EndForm,
        lambda membership, **entered: actions.end_representative(row, by=request.user, **entered),
        title=_("End: %(what)s") % {"what": row},
        button=_("Save"),
        done=_("Saved."),
        initial={"until": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def add_post(request: HttpRequest, number: str) -> HttpResponse:
    return _small(
        request,
        number,
        membership_forms.PostForm,
        lambda membership, **entered: actions.add_post(membership, by=request.user, **entered),
        title=_("Add a post of trust"),
        button=_("Add"),
        done=_("The post is added."),
    )


@require_http_methods(GET_POST)
def end_post(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    row = get_object_or_404(membership_context(request, number)["membership"].posts, pk=_small_id(pk))
    return _small(
        request,
        number,
        membership_forms.EndForm,
        lambda membership, **entered: actions.end_post(row, by=request.user, **entered),
        title=_("End: %(what)s") % {"what": row},
        button=_("Save"),
        done=_("Saved."),
        initial={"until": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def record_fee(request: HttpRequest, number: str) -> HttpResponse:
    """Enter what a year cost; with `?year=` over the fee that the year has. Two who enter at once see both."""
    context = membership_context(request, number)
    membership, matter = context["membership"], context["matter"]
    _require_edit(request.user, matter)
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
    context |= {"form": form, "title": _("Record a year's fee"), "button": _("Save")}
    return render(request, "memberships/small_form.html", context, status=422 if form.is_bound else 200)


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


def _small(
    request: HttpRequest,
    number: str,
    form_class: type[forms.Form],
    act: Callable[..., Any],
    *,
    title: str,
    button: str,
    done: str,
    lead: str = "",
    initial: dict[str, date | int] | None = None,
    danger: bool = False,
    to_result: bool = False,
) -> HttpResponse:
    """A form of a few fields for one verb: show it, do it, go back to the membership (or on to the result)."""
    context = membership_context(request, number)
    _require_edit(request.user, context["matter"])
    form = form_class(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            result = act(context["membership"], **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, done)
            return redirect(result if to_result else reverse("memberships:detail", args=[number]))
    context |= {"form": form, "title": title, "button": button, "page_lead": lead, "danger": danger}
    return render(request, "memberships/small_form.html", context, status=422 if form.is_bound else 200)


def _require_edit(person: Person, matter: Matter) -> None:
    if not access.may_edit(person, matter):
        raise PermissionDenied(access.refusal(access.EDIT, matter.body))


def _small_id(pk: int) -> int:
    """An id that PostgreSQL can hold; a greater one is nobody's."""
    if pk >= 2**63:
        raise Http404
    return pk
