"""The guest's own page: where the request stands, what was asked and answered, the letters, and the way out."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance import documents, icalendar
from governance.errors import Conflict
from governance.models import Matter
from governance.views.casework import small_id
from visits import programme_calendar
from visits.actions import open as actions
from visits.letters import span
from visits.lifecycle import Status
from visits.models import Delegate, GuestMail, PassportDetails, ProgrammePrint, Visit
from visits.open import checks, forms, here, limits, states
from visits.open.frame import Link, by_link, gone, open_to_all, show

# What the page says after something was done: named in the address, said by the page.
NOTES = {
    "sparat": _("Saved. The link on this page leads you back here."),
    "sparat-har": _(
        "Saved, but we have no e-mail address to send the link to. Copy the link below and keep it: without it you "
        "do not find back from another device."
    ),
    "mottagen": _("Your request has reached us."),
    "tillagt": _("Thank you. What you wrote has reached whoever handles your request."),
    "besvarat": _("Thank you. Your answer has reached us, and we go on."),
    "atertaget": _("You have withdrawn your request."),
    "ny-lank": _(
        "This is your new link. The former one does not work any more. We have mailed the new one to you."
    ),
    "for-sent": _("Your request has moved on since you opened the page. Nothing has been changed."),
    "for-manga": _("There have been too many attempts today. Try again tomorrow, or write to us."),
    "igen": _("We have sent the mail again."),
    "glomt": _("This browser does not remember your request any more. Your link works as before."),
    "vanta": "",  # the page says how long beside the button
}
# Those that tell of something that was not done, or is to be done.
WARNINGS = ("sparat-har", "for-sent", "for-manga")


@open_to_all("GET")
@by_link
def own(request: HttpRequest, language: str, link: Link) -> HttpResponse:
    """A draft: what remains to do. A request: where it stands."""
    if link.request.visit is None:
        return _draft_page(request, language, link)
    return _own_page(request, language, link)


@open_to_all("POST")
@by_link
def answer(request: HttpRequest, language: str, link: Link) -> HttpResponse:
    """What the officer asked for."""
    form = forms.AnswerForm(request.POST)
    if link.request.visit is None:
        return link.go("own")
    if not form.is_valid():
        return _own_page(request, language, link, form)
    try:
        actions.answer(link.request, form.cleaned_data["answer"])
    except Conflict:
        return _own_page(request, language, link, unsent=form.cleaned_data["answer"])
    return link.go("own", note="besvarat")


@open_to_all("POST")
@by_link
def add(request: HttpRequest, language: str, link: Link) -> HttpResponse:
    """Something to add or to change, without being asked."""
    form = forms.AddForm(request.POST)
    if link.request.visit is None:
        return link.go("own")
    if not form.is_valid():
        return _own_page(request, language, link, adding=form)
    try:
        limits.count(limits.MESSAGES, str(link.request.pk))
        actions.add(link.request, form.cleaned_data["more"])
    except limits.TooMany as refusal:
        form.add_error("more", str(refusal))
        return _own_page(request, language, link, adding=form)
    except Conflict:
        return _own_page(request, language, link, unsent=form.cleaned_data["more"])
    return link.go("own", note="tillagt")


@open_to_all("GET", "POST")
@by_link
def withdraw(request: HttpRequest, language: str, link: Link) -> HttpResponse:
    """Ask once more, and then take the request back."""
    visit = link.request.visit
    if visit is None or not _may_withdraw(visit.matter):
        return link.go("own")
    form = forms.WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back(link.request, form.cleaned_data["reasons"])
        except Conflict:
            return link.go("own", note="for-sent")
        return link.go("own", note="atertaget")
    days = span(visit.matter.starts_on, visit.matter.ends_on)
    context = {"link": link, "form": form, "matter": visit.matter, "days": days}
    return show(request, language, "open/withdraw.html", context, 422 if form.errors else 200)


@open_to_all("POST")
@by_link
def new_link(request: HttpRequest, language: str, link: Link) -> HttpResponse:
    """A new link in place of one that has come into other hands."""
    try:
        limits.count(limits.NEW_LINKS, str(link.request.pk))
        limits.count(limits.EACH_ADDRESS, link.request.email)
    except limits.TooMany:
        return link.go("own", note="for-manga")
    token = actions.renew_link(link.request)
    answer = Link(link.request, token, language).go("own", note="ny-lank")
    if not here.keeps(request, link.token):
        return answer
    return here.remember(request, answer, token, instead_of=link.token)


@open_to_all("POST")
@by_link
def mail_again(request: HttpRequest, language: str, link: Link) -> HttpResponse:
    """The mail that asks for a confirmation, once more."""
    if link.request.visit_id or link.request.sent_at is None:
        return link.go("own")
    try:
        limits.once_more(GuestMail.Kind.CONFIRM, link.request.email)
        limits.count(limits.EACH_ADDRESS, link.request.email)
    except limits.TooMany:
        return link.go("own", note="vanta")
    actions.send(link.request)
    return link.go("own", note="igen")


@open_to_all("POST")
@by_link
def forget(request: HttpRequest, language: str, link: Link) -> HttpResponse:
    """The guest does not want to ask after all: what has not been sent goes at once."""
    try:
        actions.forget(link.request)
    except Conflict:
        return link.go("own", note="for-sent")
    front = HttpResponseRedirect(reverse("open:front", args=[language]) + "?borttagen")
    return here.forget(request, front, link.token)


@open_to_all("POST")
@by_link
def forget_here(request: HttpRequest, language: str, link: Link) -> HttpResponse:
    """The browser keeps the key no more, for one that others use too."""
    return here.forget(request, link.go("own", note="glomt"), link.token)


@open_to_all("GET")
@by_link
def letter(request: HttpRequest, language: str, link: Link, pk: int) -> HttpResponse:
    """A letter that has been sent to this page, as PDF."""
    visit = link.request.visit
    if visit is None or visit.matter.is_secret:
        return gone(request, language)
    rows = visit.letters.filter(sent_at__isnull=False, document__isnull=False).select_related("document")
    found = rows.filter(pk=small_id(pk)).first()
    if found is None:
        return gone(request, language)
    return documents.download(found.document)


@open_to_all("GET")
@by_link
def programme(request: HttpRequest, language: str, link: Link) -> HttpResponse:
    """The programme as it was last sent, as PDF."""
    drawn = _programme_of(link)
    return gone(request, language) if drawn is None else documents.download(drawn.document)


@open_to_all("GET")
@by_link
def programme_calendar_file(request: HttpRequest, language: str, link: Link) -> HttpResponse:
    """The same for the guest's own calendar; it names no address in the register, which does not open for guests."""
    drawn = _programme_of(link)
    if drawn is None:
        return gone(request, language)
    versions = drawn.visit.programme_versions.filter(number__lte=drawn.version.number)
    return icalendar.answer(programme_calendar.whole(list(versions), path=""), "programme.ics")


def _programme_of(link: Link) -> ProgrammePrint | None:
    visit = link.request.visit
    return None if visit is None else states.programme_of(visit, visit.matter)


def _draft_page(request: HttpRequest, language: str, link: Link) -> HttpResponse:
    draft = link.request
    lacking = set(forms.unfinished(draft.data))
    waits = draft.sent_at is not None
    left = limits.minutes_left(GuestMail.Kind.CONFIRM, draft.email) if waits else 0
    context = {
        "link": link,
        **_note(request),
        "waits_for_mail": waits,
        "wait": limits.too_soon(left) if left else "",
        "email": draft.email,
        "summary": forms.summary(draft.data),
        "is_kept_here": here.keeps(request, link.token),
        "parts": [(name, link.to("part", part), part not in lacking) for part, name in _parts()],
        "is_complete": not lacking,
        "continue_url": next((link.to("part", part) for part, _name in _parts() if part in lacking), ""),
        "address": settings.BASE_URL + link.own_url,
    }
    return show(request, language, "open/draft.html", context)


def _parts() -> list[tuple[str, Any]]:
    return [(part, forms.NAMES[part]) for part in forms.PARTS]


def _own_page(
    request: HttpRequest,
    language: str,
    link: Link,
    form: forms.AnswerForm | None = None,
    adding: forms.AddForm | None = None,
    unsent: str = "",
) -> HttpResponse:
    """`unsent`: what was written when the request had moved on already, where there may be no field for it any more."""
    visit: Visit = Visit.objects.select_related("matter__body").get(pk=link.request.visit_id)
    matter = visit.matter
    state = states.state_of(visit, matter)
    delegates = Delegate.objects.filter(visit=visit.pk)
    context = {
        "link": link,
        "visit": visit,
        "matter": matter,
        "state": state,
        "road": states.road(matter),
        **(_said("for-sent") if unsent else _note(request)),
        "unsent": unsent,
        "is_kept_here": matter.closed_on is None and here.keeps(request, link.token),
        "redirected": states.redirected_to(matter),
        "form": form or forms.AnswerForm(),
        "adding": adding or forms.AddForm(),
        "said_before": states.said_before(visit, matter),
        "asks": matter.status == Status.NEEDS_INFORMATION and not matter.is_secret,
        "letters": [
            (each, link.to("letter", each.pk) if each.document_id else "")
            for each in states.letters_of(visit, matter)
        ],
        "invitations": [
            (each, states.of_invitation(each, matter), reverse("open:invitation", args=[language, token]))
            for each, token in states.invitations_of(visit, matter)
        ],
        "programme": states.programme_of(visit, matter),
        "may_withdraw": _may_withdraw(matter),
        "has_delegation": not matter.is_secret,
        "delegates": delegates.count(),
        "waiting": delegates.filter(filled_at=None).count(),
        "address": settings.BASE_URL + link.own_url,
        # This page also answers what cannot be taken, at an address that nobody can open.
        "other_url": Link(link.request, link.token, "sv" if language == "en" else "en").own_url,
        "asked_for": forms.asked_for(link.request, visit),
        "short_passports": _short_passports(visit),
    }
    is_wrong = any(each and each.errors for each in (form, adding))
    return show(request, language, "open/own.html", context, 409 if unsent else 422 if is_wrong else 200)


def _short_passports(visit: Visit) -> int:
    """How many passports end too early for a visa."""
    until = checks.valid_until(checks.last_day(visit.matter))
    return PassportDetails.objects.filter(delegate__visit=visit.pk, expires_on__lt=until).count()


def _may_withdraw(matter: Matter) -> bool:
    return not matter.is_secret and matter.status in actions.WITHDRAWN_FROM


def _note(request: HttpRequest) -> dict[str, str]:
    return _said(next((key for key in NOTES if key in request.GET), ""))


def _said(key: str) -> dict[str, str]:
    return {"note": str(NOTES.get(key, "")), "note_tone": "warning" if key in WARNINGS else "success"}
