"""Ask for a visit: part by part, saved as one goes, checked, sent, and confirmed by mail."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.errors import Conflict
from visits.actions import open as actions
from visits.letters import in_words
from visits.models import GuestMail, OpenRequest
from visits.open import forms, here, limits, mail, tokens
from visits.open.frame import Link, by_link, gone, open_to_all, show

ORDER = [*forms.PARTS, "granska"]
# In the address and in the form of a part that is changed from the last step: it leads back there.
AGAIN = "granska"
# With the button that confirms: which state of the request its reader has seen.
SEEN = "seen"


@open_to_all("GET", "POST")
def start(request: HttpRequest, language: str) -> HttpResponse:
    """The first part. What is sent here becomes a draft at once, also when something in it must be put right."""
    part = ORDER[0]
    if request.method != "POST":
        return _page(request, language, part, forms.WhoForm())
    values = forms.typed(part, request.POST)
    form = forms.bound(part, values)
    if why := limits.objection(request):
        # Where there is something to put right, that is what the guest does next, and the button is pressed once more.
        return _refused(request, language, part, form, why if form.is_valid() else "", 422)
    try:
        limits.count(limits.NEW_REQUESTS, limits.address_of(request))
    except limits.TooMany as much:
        return _refused(request, language, part, form, str(much), 429)
    draft, token = actions.begin(language, part, values)
    link = Link(draft, token, language)
    if not form.is_valid():
        return here.remember(request, link.go("part", part, note="ratta"), token)
    _note_address(draft, form.cleaned_data["contact_email"])
    return here.remember(request, link.go("part", ORDER[1]), token)


@open_to_all("GET", "POST")
@by_link
def part(request: HttpRequest, language: str, link: Link, part: str) -> HttpResponse:
    """One part of a draft. Whatever was typed is kept first, and judged then."""
    if link.request.visit_id:
        return link.go("own")
    if request.method != "POST":
        judged = "ratta" in request.GET
        form = (forms.bound if judged else forms.begun)(part, link.request.data)
        return _page(request, language, part, form, link, 422 if judged and form.errors else 200)
    values = forms.typed(part, request.POST)
    try:
        draft = actions.keep(link.request, values, language)
    except Conflict:
        return link.go("own")
    form = forms.bound(part, values)
    valid = form.is_valid()
    if email := form.cleaned_data.get("contact_email"):
        _note_address(draft, email)
    if "later" in request.POST:
        return link.go("own", note="sparat" if draft.email else "sparat-har")
    if not valid:
        return _page(request, language, part, form, link, 422)
    return (
        link.go("review")
        if part == ORDER[-2] or AGAIN in request.POST
        else link.go("part", ORDER[ORDER.index(part) + 1])
    )


@open_to_all("POST")
@by_link
def keep(request: HttpRequest, language: str, link: Link, part: str) -> HttpResponse:
    """Keep what is typed while it is typed: asked for by the script of the page."""
    if not link.request.visit_id:
        actions.keep(link.request, forms.typed(part, request.POST), language)
    return HttpResponse(_("Saved"), content_type="text/plain; charset=utf-8")


@open_to_all("GET", "POST")
@by_link
def review(request: HttpRequest, language: str, link: Link) -> HttpResponse:
    """Everything on one page, to be read through and sent."""
    draft = link.request
    if draft.visit_id:
        return link.go("own")
    lacking = forms.unfinished(draft.data)
    status, refusal = 200, ""
    if request.method == "POST":
        if lacking:
            status = 422
        elif draft.sent_at:  # the mail is on its way, and confirms what stands when it is answered
            return link.go("own")
        else:
            try:
                limits.count(limits.SENDS, draft.email)
            except limits.TooMany as much:
                status, refusal = 429, str(much)
            else:
                actions.send(draft)
                return link.go("own")
    context = {
        "link": link,
        "steps": _steps("granska", draft),
        "lacking": [(forms.NAMES[each], f"{link.to('part', each)}?ratta&{AGAIN}") for each in lacking],
        "parts": [
            (forms.NAMES[each], f"{link.to('part', each)}?{AGAIN}", forms.told(each, draft.data))
            for each in forms.PARTS
        ],
        "waits_for_mail": draft.sent_at is not None,
        "refusal": refusal,
        **notice_of(draft),
        "email": draft.email,
        "answer_days": settings.VISIT_ANSWER_WORKING_DAYS,
    }
    return show(request, language, "open/review.html", context, status)


@open_to_all("GET", "POST")
@by_link
def confirm(request: HttpRequest, language: str, link: Link, proof: str) -> HttpResponse:
    """Where the mail leads: a button, and the request is a real one. A page that was only fetched changes nothing."""
    draft = link.request
    if draft.visit_id:
        return link.go("own")
    if draft.sent_at is None or not tokens.proves(draft, proof):
        return gone(request, language)
    # It may have been changed since the mail was sent, and a wished day may have passed.
    if lacking := forms.unfinished(draft.data):
        return _confirm_page(request, language, link, lacking=lacking, status=422 if request.POST else 200)
    if request.method == "POST":
        if request.POST.get(SEEN, _version(draft)) != _version(draft):
            return _confirm_page(
                request, language, link, _("It has been changed meanwhile. Read it again."), 422
            )
        try:
            actions.receive(draft, forms.values_of(draft.data))
        except ValidationError as error:
            return _confirm_page(request, language, link, " ".join(error.messages), 422)
        return link.go("own", note="mottagen")
    return _confirm_page(request, language, link)


@open_to_all("GET", "POST")
def lost_link(request: HttpRequest, language: str) -> HttpResponse:
    """Send the link again. The answer is the same whether we know the address or not."""
    form = forms.LinkForm(request.POST if request.method == "POST" else None)
    sent, status = False, 200
    if request.method == "POST":
        why = limits.objection(request)
        if why:
            form.add_error(None, why)
        if not why and form.is_valid():
            try:
                limits.count(limits.LINKS, limits.address_of(request))
                limits.once_more(GuestMail.Kind.LINK, form.cleaned_data["email"])
                limits.count(limits.EACH_ADDRESS, form.cleaned_data["email"])
            except limits.TooMany as much:
                form.add_error(None, str(much))
                status = 429
            else:
                mail.ask_for_links(form.cleaned_data["email"], language)
                sent = True
        status = 200 if sent else status if status == 429 else 422
    context = {"form": form, "sent": sent, "clock": limits.clock(request), "trap": limits.TRAP}
    return show(request, language, "open/lost_link.html", context, status)


def _page(
    request: HttpRequest,
    language: str,
    part: str,
    form: django_forms.Form,
    link: Link | None = None,
    status: int = 200,
) -> HttpResponse:
    draft = link.request if link else None
    found = here.begun(request) if link is None and request.method != "POST" else []
    context = {
        "form": form,
        "part": part,
        "link": link,
        "begun": [Link(*each, language) for each in found],
        "steps": _steps(part, draft),
        "action": link.to("part", part) if link else reverse("open:start", args=[language]),
        "keep_url": link.to("keep", part) if link else "",
        "back_url": _back(part, link),
        "again": AGAIN if link and (AGAIN in request.GET or AGAIN in request.POST) else "",
        "clock": limits.clock(request),
        "trap": limits.TRAP,
        **notice_asked(),
        "answer_days": settings.VISIT_ANSWER_WORKING_DAYS,
    }
    return show(request, language, f"open/part_{part}.html", context, status)


def _refused(
    request: HttpRequest, language: str, part: str, form: django_forms.Form, why: str, status: int
) -> HttpResponse:
    """Nothing is kept yet, and nothing is lost: it stands in the form with the reason."""
    if why:
        form.add_error(None, why)
    return _page(request, language, part, form, status=status)


def _back(part: str, link: Link | None) -> str:
    place = ORDER.index(part)
    return link.to("part", ORDER[place - 1]) if link and place else ""


def _steps(part: str, draft: OpenRequest | None) -> list[tuple[str, str, str]]:
    """A step is done when nothing lacks in it, and not because somebody has passed it."""
    at = ORDER.index(part)
    lacking = {*forms.unfinished(draft.data), AGAIN} if draft else set(ORDER)
    states = []
    for place, each in enumerate(ORDER):
        state = "current" if place == at else "ahead" if each in lacking else "done"
        passed = state == "ahead" and place < at
        states.append((str(forms.NAMES[each]), state, _("not finished") if passed else ""))
    return states


def notice_asked() -> dict[str, Any]:
    """How long before a visit we ask to be told of it."""
    return {"soonest": in_words(forms.soonest()), "notice_weeks": settings.VISIT_NOTICE_DAYS // 7}


def notice_of(draft: OpenRequest) -> dict[str, Any]:
    """The same, with whether a request leaves us less."""
    return {**notice_asked(), "is_soon": forms.is_soon(draft.data)}


def _note_address(draft: OpenRequest, email: str) -> None:
    """Send the link to an address that is new; where the day's mails are used up the page itself still works."""
    if actions.address(draft, email):
        try:
            limits.count(limits.DRAFTS, email)
        except limits.TooMany:
            return
        mail.ask(GuestMail.Kind.DRAFT, draft)


def _version(draft: OpenRequest) -> str:
    """Which state of a request a page has shown."""
    return hashlib.sha256(json.dumps(draft.data, sort_keys=True).encode()).hexdigest()[:16]


def _confirm_page(
    request: HttpRequest,
    language: str,
    link: Link,
    refusal: str = "",
    status: int = 200,
    lacking: Sequence[str] = (),
) -> HttpResponse:
    context = {
        "link": link,
        "refusal": refusal,
        "lacking": [(forms.NAMES[each], link.to("part", each) + "?ratta") for each in lacking],
        "summary": forms.summary(link.request.data),
        "seen": SEEN,
        "version": _version(link.request),
        **notice_of(link.request),
    }
    return show(request, language, "open/confirm.html", context, status)
