"""The invitation letters of a visit: what is lacking, the review, each letter, the group lists."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import access, acting, documents
from governance.authority import Ruling
from governance.models.standing import acting_for
from visits import actions, invitation_checks, invitation_gate, invitation_rights, rules
from visits.actions import inviting
from visits.forms.invitations import BasisForm, RevokeForm, SeveralForm
from visits.lifecycle import COMING
from visits.models import (
    Delegate,
    InvitationBasis,
    InvitationEvent,
    InvitationLetter,
    InvitationStatus,
)
from visits.open import mail, tokens
from visits.views.detail import Done, visit_context
from visits.views.words import INVITED

S = InvitationStatus
ACTS: dict[str, Callable[..., list[InvitationLetter]]] = {
    "review": actions.review,
    "approve": actions.approve,
    "issue": actions.issue,
    "send_back": actions.send_back,
}


WHOM = acting.in_whose_name(InvitationEvent._meta.db_table, "pk")
SENT_BACK_FROM = (S.REVIEWED, S.APPROVED)
STEPS: tuple[tuple[str, Any, str, Any], ...] = (
    (S.REQUESTED, gettext_lazy("To review"), "review", gettext_lazy("Mark as reviewed")),
    (S.REVIEWED, gettext_lazy("To sign"), "approve", gettext_lazy("Approve and sign")),
    (S.APPROVED, gettext_lazy("To issue"), "issue", gettext_lazy("Issue")),
    (S.ISSUED, pgettext_lazy("invitation letters", "Issued"), "", ""),
    (S.REVOKED, pgettext_lazy("invitation letters", "Revoked"), "", ""),
)


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, number: str) -> HttpResponse:
    """The gate, the list to review, and what is done with those that are ticked."""
    context = _context(request, number)
    visit, letters = context["visit"], context["letters"]
    context["drawing"] = _drawing(letters)
    if request.htmx and request.method != "POST":
        return render(request, "visits/invitations_drawing.html", context)
    form = SeveralForm(
        request.POST if request.method == "POST" else None, letters=[each.pk for each in letters]
    )
    if request.method == "POST":
        if not context["may_handle"]:
            raise rules.not_an_editor(context["matter"])
        if form.is_valid():
            return _done(request, number, context, form)
    basis = InvitationBasis.objects.filter(visit=visit.pk).first()
    conditions = invitation_gate.of(visit, context["matter"], basis, context["ruling"])
    rows = invitation_checks.review(letters, context["matter"], context["may_handle"])
    shut = invitation_gate.shut(conditions)
    context |= {
        "form": form,
        "conditions": conditions,
        "shut": shut,
        "gate_title": _("The letters are closed") if shut else _("What the letters rest on"),
        "groups": _groups(rows, context, shut, form),
        "issued": sum(each.status == S.ISSUED for each in letters),
        "may_basis": context["may_edit"] and context["matter"].status in COMING,
        "lists": visit.invitation_lists.select_related("made_by", "document").defer("document__content"),
        "waiting": _waiting(context) if context["may_edit"] else [],
    }
    return render(request, "visits/invitations.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True)
class Group:
    """Letters that stand at the same step, and what can be done with several of them at once."""

    status: str
    title: str
    rows: list[invitation_checks.Row]
    verb: str = ""
    label: str = ""
    # Why it cannot be done by this person now, and the ruling behind it.
    reason: str = ""
    ruling: Ruling | None = None
    ticked: frozenset[int] = frozenset()
    may_send_back: bool = False
    is_wrong: bool = False


def _groups(
    rows: list[invitation_checks.Row],
    context: dict[str, Any],
    shut: list[invitation_gate.Condition],
    form: SeveralForm,
) -> list[Group]:
    """The steps in order, those without letters left out."""
    signature, handles = context["signature"], context["may_handle"]
    lacking = _("The letters are closed until nothing is lacking.") if shut else ""
    only = "" if context["may_edit"] else access.only(access.EDIT, context["matter"].body)
    wrong = form.data.get("do", "") if form.errors else ""
    ticked = frozenset(int(pk) for pk in form.data.getlist("letters") if pk.isdecimal()) if wrong else None
    found = []
    for status, title, verb, label in STEPS:
        of_it = [row for row in rows if row.letter.status == status]
        if not of_it:
            continue
        reason, ruling = lacking, None
        if not reason and verb == "approve" and not signature:
            reason, ruling = signature.reason, signature.ruling
        elif not reason and verb == "review":
            reason = only
        here = wrong == verb or (wrong == "send_back" and status in SENT_BACK_FROM)
        begun = {row.letter.pk for row in of_it if status == S.APPROVED and not row.is_stopped}
        found.append(
            Group(
                status,
                str(title),
                of_it,
                verb if handles else "",
                str(label),
                reason,
                ruling,
                ticked if here and ticked is not None else frozenset(begun),
                handles and status in SENT_BACK_FROM,
                here,
            )
        )
    return found


def _context(request: HttpRequest, number: str) -> dict[str, Any]:
    context = visit_context(request, number)
    matter, visit = context["matter"], context["visit"]
    signature = invitation_rights.signature(matter, request.user, timezone.localdate())
    return context | {
        "crumbs": [*context["crumbs"], (matter.number, matter.get_absolute_url())],
        "letters": list(_letters(visit.pk)),
        "signature": signature,
        "may_handle": context["may_edit"] or bool(signature),
    }


def _letters(visit: int) -> QuerySet[InvitationLetter]:
    rows = InvitationLetter.objects.filter(visit=visit).select_related("signer", "body")
    return rows.defer("content")


@dataclass(frozen=True)
class Drawing:
    """How far the papers of the issued letters have come; one that is erased has nothing to come."""

    done: int
    all: int


def _drawing(letters: list[InvitationLetter]) -> Drawing | None:
    """None when no paper is on its way."""
    papers = [each for each in letters if each.issued_on and not each.erased_on]
    done = sum(each.document_id is not None for each in papers)
    return Drawing(done, len(papers)) if done < len(papers) else None


def _waiting(context: dict[str, Any]) -> list[str]:
    """The links of delegates who have not filled in theirs, for the officer to pass on."""
    rows = list(Delegate.objects.filter(visit=context["visit"].pk, token_hash__isnull=False))
    links = tokens.of_each(rows, "delegate")
    return [mail.address("own_place", "en", link) for link in links]


def _done(request: HttpRequest, number: str, context: dict[str, Any], form: SeveralForm) -> HttpResponse:
    data = form.cleaned_data
    verb = data["do"]
    more = {"issue": {"language": data["language"] or "en"}, "send_back": {"because": data["because"]}}
    chosen = ACTS[verb](context["visit"], data["letters"], by=request.user, **more.get(verb, {}))
    messages.success(request, inviting.in_words(verb, len(chosen)))
    return redirect("visits:invitations", number)


@require_http_methods(["GET", "HEAD", "POST"])
def basis(request: HttpRequest, number: str) -> HttpResponse:
    """Why the visit may have letters, and what they say beside what the register knows."""
    context = visit_context(request, number)
    visit, matter = context["visit"], context["matter"]
    if not context["may_edit"]:
        raise rules.not_an_editor(matter)
    inviting.require_coming(matter)
    kept = InvitationBasis.objects.filter(visit=visit.pk).first()
    form = BasisForm(request.POST if request.method == "POST" else None, visit=visit, basis=kept)
    if request.method == "POST" and form.is_valid():
        actions.set_basis(visit, by=request.user, values=form.cleaned_data)
        messages.success(request, _("The grounds of the letters have been saved."))
        return redirect("visits:invitations", number)
    ruled_by = invitation_gate.of_the_strategy(visit, matter, context["ruling"])
    context |= {
        "form": form,
        "conditions": [each for each in ruled_by if each.basis],
        "crumbs": [
            *context["crumbs"],
            (matter.number, matter.get_absolute_url()),
            (_("Invitation letters"), reverse("visits:invitations", args=[number])),
        ],
    }
    return render(request, "visits/invitation_basis.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One letter: its state, its paper, what has been done with it; and it is revoked here."""
    context = _context(request, number)
    found = get_object_or_404(_letters(context["visit"].pk).select_related("delegate"), pk=pk)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not context["may_handle"]:
            raise rules.not_an_editor(context["matter"])
        if form.is_valid():
            actions.revoke(found, by=request.user, because=form.cleaned_data["because"])
            messages.success(request, _("The letter is revoked. The open page says so from now on."))
            return redirect("visits:invitation", number, pk)
    if request.htmx:
        return render(request, "visits/invitation_state.html", context | {"letter": found})
    row = invitation_checks.review([found], context["matter"], context["may_handle"])[0]
    context |= {
        "letter": found,
        "row": row,
        "form": form,
        "events": [
            Done(
                each.at,
                acting_for(each.by.name, acting.told_of(each.whom)),
                str(INVITED[each.verb]),
                each.note,
                each.verb,
            )
            for each in found.events.select_related("by").annotate(whom=WHOM)
        ],
        "link": _link(found) if context["may_handle"] and found.delegate_id else "",
        "may_ask_again": context["may_edit"]
        and found.status == S.REVOKED
        and found.delegate is not None
        and not any(
            each.delegate_id == found.delegate_id and each.status != S.REVOKED for each in context["letters"]
        ),
        "crumbs": [
            *context["crumbs"],
            (_("Invitation letters"), reverse("visits:invitations", args=[number])),
        ],
    }
    return render(request, "visits/invitation.html", context, status=422 if form.errors else 200)


def _link(letter: InvitationLetter) -> str:
    """The delegate's own page, to pass on to who has lost it."""
    token = tokens.of(letter, "invitation")
    return mail.address("invitation", letter.language, token)


@require_safe
def paper(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The letter as it was issued. It holds a passport: only who handles the visit or signs opens it."""
    context = _context(request, number)
    found = get_object_or_404(
        InvitationLetter.objects.select_related("document"), pk=pk, visit=context["visit"].pk
    )
    if not context["may_handle"]:
        raise rules.not_an_editor(context["matter"])
    if found.document is None:
        raise Http404
    return documents.download(found.document)


@require_POST
def ask_again(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A new letter in place of a revoked one."""
    context = visit_context(request, number)
    found = get_object_or_404(InvitationLetter.objects.select_related("visit"), pk=pk, visit=context["visit"])
    actions.ask_again(found, by=request.user)
    messages.success(request, _("A new letter is asked for. Review it first."))
    return redirect("visits:invitations", number)


@require_POST
def make_list(request: HttpRequest, number: str) -> HttpResponse:
    """The issued letters on one paper."""
    context = visit_context(request, number)
    actions.make_list(context["visit"], by=request.user)
    messages.success(request, _("The group list is being made; it is here in a few seconds."))
    return redirect("visits:invitations", number)


@require_safe
def list_paper(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A group list as it was made."""
    context = _context(request, number)
    found = get_object_or_404(context["visit"].invitation_lists.select_related("document"), pk=pk)
    if not context["may_handle"]:
        raise rules.not_an_editor(context["matter"])
    if found.document is None:
        raise Http404
    return documents.download(found.document)


@require_POST
def invite_delegate(request: HttpRequest, number: str) -> HttpResponse:
    """A link for one delegate, who fills in the passport alone."""
    context = visit_context(request, number)
    actions.invite_delegate(context["visit"], by=request.user)
    messages.success(request, _("The link stands below. Give it to the delegate; it works once."))
    return redirect("visits:invitations", number)
