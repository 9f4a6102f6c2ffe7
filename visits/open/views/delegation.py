"""The delegation: the guest adds delegates, or gives each a link of their own that is used once."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from governance.errors import Conflict
from governance.views.casework import small_id
from visits.actions import open as actions
from visits.letters import in_words
from visits.models import Delegate, InvitationStatus, PassportDetails, Visit
from visits.open import checks, forms, limits, mail, tokens
from visits.open.frame import Link, by_link, gone, open_to_all, show


@open_to_all("GET")
@by_link
def delegation(request: HttpRequest, language: str, link: Link) -> HttpResponse:
    """Who comes along, and the links that have not been used."""
    visit = _visit_of(link)
    return link.go("own") if visit is None else _list_page(request, language, link, visit, forms.InviteForm())


def _list_page(
    request: HttpRequest, language: str, link: Link, visit: Visit, form: forms.InviteForm
) -> HttpResponse:
    delegates = list(Delegate.objects.filter(visit=visit).select_related("passport"))
    waiting = [each for each in delegates if each.token_hash]
    links = dict(zip((each.pk for each in waiting), tokens.of_each(waiting, "delegate"), strict=True))
    context = {
        "link": link,
        "visit": visit,
        "delegates": [
            (
                each,
                _address(language, links.get(each.pk)),
                _passport_of(each, visit),
                link.to("delegate", each.pk),
                link.to("remove_delegate", each.pk),
            )
            for each in delegates
        ],
        "valid_until": in_words(checks.valid_until(checks.last_day(visit.matter))),
        "may_change": _may_change(visit),
        "size": visit.size,
        "waiting": sum(each.filled_at is None for each in delegates),
        "new_since": "ny" in request.GET,
        "full": "fullt" in request.GET,
        "form": form,
    }
    return show(request, language, "open/delegation.html", context, 422 if form.errors else 200)


@open_to_all("GET", "POST")
@by_link
def add(request: HttpRequest, language: str, link: Link) -> HttpResponse:
    """One more delegate, filled in by the guest."""
    visit = _visit_of(link)
    if visit is None or not _may_change(visit):
        return link.go("own")
    form = forms.DelegateForm(
        request.POST if request.method == "POST" else None, ends_on=checks.last_day(visit.matter)
    )
    if request.method == "POST" and form.is_valid():
        return _done(link, lambda: actions.add_delegate(link.request, form.told(), form.passport()))
    return _form_page(request, language, form, link, _("Add a delegate"))


@open_to_all("POST")
@by_link
def invite(request: HttpRequest, language: str, link: Link) -> HttpResponse:
    """A link for one delegate, who fills in the rest."""
    visit = _visit_of(link)
    if visit is None or not _may_change(visit):
        return link.go("own")
    form = forms.InviteForm(request.POST)
    if not form.is_valid():
        return _list_page(request, language, link, visit, form)
    try:
        limits.count(limits.DELEGATES, str(link.request.pk))
    except limits.TooMany:
        return link.go("own", note="for-manga")
    return _done(link, lambda: actions.invite_delegate(link.request, form.cleaned_data["invited_as"]))


@open_to_all("GET", "POST")
@by_link
def change(request: HttpRequest, language: str, link: Link, pk: int) -> HttpResponse:
    """What is known of one delegate. The passport is written anew or left; it is not shown again."""
    visit = _visit_of(link)
    if visit is None or not _may_change(visit):
        return link.go("own")
    delegate = Delegate.objects.filter(visit=visit, pk=small_id(pk)).first()
    if delegate is None:
        return gone(request, language)
    has_passport = PassportDetails.objects.filter(delegate=delegate).exists()
    sent = request.POST if request.method == "POST" else None
    form = forms.DelegateForm(
        sent, ends_on=checks.last_day(visit.matter), delegate=delegate, has_passport=has_passport
    )
    if sent is not None and form.is_valid():
        return _done(link, lambda: actions.change_delegate(delegate, form.told(), form.passport()))
    return _form_page(request, language, form, link, str(delegate) or _("Delegate"))


@open_to_all("POST")
@by_link
def remove(request: HttpRequest, language: str, link: Link, pk: int) -> HttpResponse:
    """One who does not come after all."""
    visit = _visit_of(link)
    if visit is None:
        return link.go("own")
    delegate = Delegate.objects.filter(visit=visit, pk=small_id(pk)).first()
    if delegate is None:
        return gone(request, language)
    return _done(link, lambda: actions.remove_delegate(delegate))


@open_to_all("GET", "POST")
def own_place(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """A delegate's own page: filled in once. It says who has asked for the visit, and for whom; nothing else of it."""
    rows = Delegate.objects.select_related("visit__matter")
    delegate: Delegate | None = tokens.find(rows, token)
    if delegate is None or not _may_change(delegate.visit):
        return gone(request, language, delegates=True)
    form = forms.DelegateForm(
        request.POST if request.method == "POST" else None, ends_on=checks.last_day(delegate.visit.matter)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_delegate(delegate, form.told(), form.passport(), by_link=True)
        except Conflict:
            return gone(request, language, delegates=True)
        return show(
            request,
            language,
            "open/delegate_thanks.html",
            {"address": _letter_of(language, delegate)},
        )
    context = {
        "form": form,
        "organisation": delegate.visit.matter.counterpart,
        "invited_as": delegate.invited_as,
    }
    return show(request, language, "open/delegate_own.html", context, 422 if form.errors else 200)


def _visit_of(link: Link) -> Visit | None:
    visit = link.request.visit
    return None if visit is None or visit.matter.is_secret else visit


def _may_change(visit: Visit) -> bool:
    return not visit.matter.is_secret and visit.matter.status in actions.DELEGATION_IN


def _passport_of(delegate: Delegate, visit: Visit) -> str:
    """Whether the details of a passport have been given, and whether it ends too early; never what they say."""
    if not hasattr(delegate, "passport"):
        return ""
    return "short" if checks.is_too_short(delegate.passport, visit.matter) else "given"


def _address(language: str, token: str | None) -> str:
    """The link to give to a delegate who has not used it; empty where there is none."""
    return mail.address("own_place", language, token) if token else ""


def _letter_of(language: str, delegate: Delegate) -> str:
    """Where the delegate finds the invitation letter when it is issued; empty for one who needs none."""
    letter = delegate.invitations.exclude(status=InvitationStatus.REVOKED).first()
    if letter is None:
        return ""
    return mail.address("invitation", language, tokens.of(letter, "invitation"))


def _done(link: Link, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except Conflict:
        return link.go("own", note="for-sent")
    return link.go("delegation", note="ny")


def _form_page(
    request: HttpRequest, language: str, form: forms.DelegateForm, link: Link, title: str
) -> HttpResponse:
    context = {"form": form, "link": link, "title": title, "back_url": link.to("delegation")}
    return show(request, language, "open/delegate.html", context, 422 if form.errors else 200)
