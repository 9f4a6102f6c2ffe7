"""Ask for a visit: part by part, saved as one goes, checked, sent, and confirmed by mail."""

from datetime import date
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
from visits.open import forms, limits, mail, tokens
from visits.open.frame import Link, by_link, gone, open_to_all, show

ORDER = [*forms.PARTS, "granska"]


@open_to_all("GET", "POST")
def start(request: HttpRequest, language: str) -> HttpResponse:
    """The first part. What is sent here becomes a draft at once, also when something in it must be put right."""
    part = ORDER[0]
    if request.method != "POST":
        return _page(request, language, part, forms.WhoForm())
    values = forms.typed(part, request.POST)
    form = forms.bound(part, values)
    if why := limits.objection(request):
        return _refused(request, language, part, form, why, 422)
    try:
        limits.count(limits.NEW_REQUESTS, limits.address_of(request))
    except limits.TooMany as much:
        return _refused(request, language, part, form, str(much), 429)
    draft, token = actions.begin(language, part, values)
    link = Link(draft, token, language)
    if not form.is_valid():
        return link.go("part", part, note="ratta")
    _note_address(draft, form.cleaned_data["contact_email"])
    return link.go("part", ORDER[1])


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
        return link.go("own", note="sparat")
    if not valid:
        return _page(request, language, part, form, link, 422)
    return link.go("review") if part == ORDER[-2] else link.go("part", ORDER[ORDER.index(part) + 1])


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
        else:
            try:
                limits.count(limits.MAILS, draft.email)
            except limits.TooMany as much:
                status, refusal = 429, str(much)
            else:
                actions.send(draft)
                return link.go("own")
    context = {
        "link": link,
        "steps": _steps("granska", draft),
        "lacking": [(forms.NAMES[each], link.to("part", each) + "?ratta") for each in lacking],
        "parts": [(forms.NAMES[each], link.to("part", each), _told(each, draft)) for each in forms.PARTS],
        "refusal": refusal,
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
    if forms.unfinished(draft.data):  # a wished day has passed since
        return link.go("review")
    if request.method == "POST":
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
                limits.count(limits.MAILS, form.cleaned_data["email"])
            except limits.TooMany as much:
                form.add_error(None, str(much))
                status = 429
            else:
                mail.ask_for_links(form.cleaned_data["email"], language)
                sent = True
        status = 200 if sent else status if status == 429 else 422
    context = {"form": form, "sent": sent, "clock": limits.clock(), "trap": limits.TRAP}
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
    context = {
        "form": form,
        "part": part,
        "link": link,
        "steps": _steps(part, draft),
        "action": link.to("part", part) if link else reverse("open:start", args=[language]),
        "keep_url": link.to("keep", part) if link else "",
        "back_url": _back(part, link),
        "clock": limits.clock(),
        "trap": limits.TRAP,
        "soonest": in_words(forms.soonest()),
        "notice_weeks": settings.VISIT_NOTICE_DAYS // 7,
        "answer_days": settings.VISIT_ANSWER_WORKING_DAYS,
    }
    return show(request, language, f"open/part_{part}.html", context, status)


def _refused(
    request: HttpRequest, language: str, part: str, form: django_forms.Form, why: str, status: int
) -> HttpResponse:
    """Nothing is kept yet, and nothing is lost: it stands in the form with the reason."""
    form.add_error(None, why)
    return _page(request, language, part, form, status=status)


def _back(part: str, link: Link | None) -> str:
    place = ORDER.index(part)
    return link.to("part", ORDER[place - 1]) if link and place else ""


def _steps(part: str, draft: OpenRequest | None) -> list[tuple[str, str, str]]:
    here = ORDER.index(part)
    return [
        (str(forms.NAMES[each]), "done" if place < here else "current" if place == here else "ahead", "")
        for place, each in enumerate(ORDER)
    ]


def _told(part: str, draft: OpenRequest) -> list[tuple[Any, Any]]:
    """What has been said in one part, in words: the label and the answer."""
    form = forms.bound(part, draft.data)
    form.full_clean()
    return [(field.label, _in_words(form, field.name)) for field in form if _in_words(form, field.name)]


def _in_words(form: django_forms.Form, name: str) -> str:
    value = form.cleaned_data.get(name)
    if value in (None, "", False):
        return ""
    if value is True:
        return _("Yes")
    if isinstance(value, date):
        return in_words(value)
    field = form.fields[name]
    if isinstance(field, django_forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    return str(value)


def _note_address(draft: OpenRequest, email: str) -> None:
    """Send the link to an address that is new; where the day's mails are used up the page itself still works."""
    if actions.address(draft, email):
        try:
            limits.count(limits.MAILS, email)
        except limits.TooMany:
            return
        mail.ask(GuestMail.Kind.DRAFT, draft)


def _confirm_page(
    request: HttpRequest, language: str, link: Link, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {"link": link, "refusal": refusal, "organisation": link.request.data.get("counterpart", "")}
    return show(request, language, "open/confirm.html", context, status)
