"""What the pages of one meeting share: find it or 404, its tabs, its road from planned to posted."""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from governance import access
from governance.errors import StaleVersion
from governance.forms import add_errors
from governance.lists import all_bodies
from governance.meetings.lifecycle import allows, require_status
from governance.models import AgendaItem, Meeting, Person

Status = Meeting.Status
VERBS = ("call", "begin", "close", "approve", "post", "cancel")
Step = tuple[str, str, str]
# A signed whole number that the database can hold; beyond it no meeting is found.
GREATEST_ID = 2**63 - 1


def meeting_or_404(request: HttpRequest, pk: int) -> Meeting:
    """The meeting, for who may read the matters of its body. Out of reach and non-existent get the same answer."""
    found = Meeting.objects.visible_to(request.user).filter(pk=pk).first() if pk <= GREATEST_ID else None
    if found is None:
        raise Http404
    found.body = all_bodies(request.user).get(found.body_id) or found.body
    return found


def frame(request: HttpRequest, pk: int, tab: str) -> dict[str, Any]:
    """What templates/governance/meetings/base.html needs. `tab`: agenda, attendance or minutes."""
    meeting = meeting_or_404(request, pk)
    items = items_of(meeting, request.user)
    may_keep = access.may(request.user, access.RECORD, meeting.body_id)
    return {
        "meeting": meeting,
        "items": items,
        "tab": tab,
        "tabs": _tabs(meeting, tab, len(items)),
        "steps": steps_of(meeting),
        "crumbs": [(_("Meetings"), reverse("meetings"))],
        "may_keep": may_keep,
        "may": {verb: may_keep and allows(verb, meeting) for verb in VERBS},
        "first_open": next((item for item in items if item.is_open), None),
    }


def items_of(meeting: Meeting, reader: Person) -> list[AgendaItem]:
    """The agenda in order. Each item says whether its matter is told to the reader, and whether its file opens."""
    rows = meeting.items.select_related("matter__body", "decision", "reception")
    rows = rows.defer("decision__payload")
    found = list(rows)
    readable = reader.bodies_with(access.VIEW)
    secrets = set(reader.secret_matters)
    found.sort(key=lambda item: item.order)
    for number, item in enumerate(found, 1):
        item.meeting, item.number = meeting, number
        matter = item.matter
        item.is_hidden = bool(matter and matter.is_secret and matter.pk not in secrets)
        item.may_open = bool(
            matter and not item.is_hidden and ({matter.body_id, matter.before_id} & set(readable))
        )
    return found


def _tabs(meeting: Meeting, tab: str, count: int) -> list[tuple[str, str, bool, int | None]]:
    pages = (
        ("agenda", _("Agenda"), "meeting", count or None),
        ("attendance", pgettext("meeting", "Attendance"), "meeting_attendance", None),
        ("minutes", _("Minutes") if meeting.decides else _("Notes of the meeting"), "meeting_minutes", None),
    )
    return [(label, reverse(name, args=[meeting.pk]), tab == key, n) for key, label, name, n in pages]


def steps_of(meeting: Meeting) -> list[Step]:
    """The road to posted minutes. Empty for a meeting that was cancelled; without a call that was never sent."""
    stations = [
        (Status.PLANNED, pgettext("meeting", "Planned"), None),
        (Status.CALLED, pgettext("meeting", "Called"), meeting.called_on),
        (Status.IN_SESSION, pgettext("meeting", "In session"), meeting.held_on),
        (Status.CLOSED, pgettext("meeting", "Closed"), None),
        (
            Status.APPROVED,
            _("Minutes approved") if meeting.decides else _("Notes approved"),
            meeting.approved_on,
        ),
        (
            Status.POSTED,
            _("Minutes posted") if meeting.decides else pgettext("notes", "Published"),
            meeting.posted_on,
        ),
    ]
    if meeting.called_on is None and meeting.status != Status.PLANNED:
        del stations[1]
    order = [status for status, _label, _day in stations]
    if meeting.status not in order:
        return []
    place = order.index(Status(meeting.status))
    last = len(order) - 1
    return [
        (
            label,
            "done" if n < place or n == place == last else "current" if n == place else "ahead",
            day.isoformat() if day and n <= place else "",
        )
        for n, (_status, label, day) in enumerate(stations)
    ]


def small_form(
    request: HttpRequest,
    pk: int,
    form_class: Callable[..., forms.Form],
    act: Callable[..., Any],
    *,
    when: Collection[str],
    tab: str,
    title: str,
    button: str,
    done: str,
    lead: str = "",
    initial: dict[str, Any] | None = None,
    danger: bool = False,
    **of_form: Any,
) -> HttpResponse:
    """A form of a few fields for one verb on a meeting: show it `when` the verb can be done, do it, go back."""
    context = frame(request, pk, tab)
    meeting = context["meeting"]
    access.require(request.user, access.RECORD, meeting.body)
    is_post = request.method == "POST"
    if not is_post:
        require_status(meeting, when)
    form = form_class(request.POST if is_post else None, initial=initial or {}, **of_form)
    if is_post and form.is_valid():
        try:
            act(meeting, **{name: v for name, v in form.cleaned_data.items() if name != "base"})
        except ValidationError as error:
            add_errors(form, error)
        except StaleVersion as stale:
            form.add_error(None, str(stale))
        else:
            return say(request, done, reverse("meeting" if tab == "agenda" else f"meeting_{tab}", args=[pk]))
    context |= {"form": form, "title": title, "button": button, "page_lead": lead, "danger": danger}
    return render(request, "governance/meetings/small_form.html", context, status=422 if is_post else 200)


def say(request: HttpRequest, done: str, address: str) -> HttpResponse:
    """Say that it is done, and go on."""
    messages.success(request, done)
    return redirect(address)


def posted_version(request: HttpRequest) -> int:
    """The version the page was shown with; none that can be read is older than all."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
