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
Onward = tuple[str, str, bool]
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
    """What templates/governance/meetings/base.html needs. `tab`: agenda, item, call, attendance, close or minutes."""
    meeting = meeting_or_404(request, pk)
    items = items_of(meeting, request.user)
    may_keep = access.may(request.user, access.RECORD, meeting.body_id)
    return {
        "meeting": meeting,
        "items": items,
        "tab": tab,
        "tabs": _tabs(meeting, tab, len(items), closes=may_keep and allows("close", meeting)),
        "steps": steps_of(meeting),
        "crumbs": [(_("Meetings"), reverse("meetings"))],
        "may_keep": may_keep,
        "may": {verb: may_keep and allows(verb, meeting) for verb in VERBS},
        "first_open": next((item for item in items if item.is_open), None),
        "onward": _onward(meeting, items, tab) if may_keep else None,
    }


def _onward(meeting: Meeting, items: list[AgendaItem], tab: str) -> Onward | None:
    """The next step of the meeting, for its secretary, from whatever page of it: words, address, whether it is posted.

    The page of the step itself says how it goes on: nothing leads from a page to itself.
    """
    steps: dict[str, tuple[str, str, Any]] = {
        "call": ("call", "call_meeting", _("Call the meeting")),
        "begin": ("", "begin_meeting", _("Begin the meeting")),
        "attend": ("attendance", "meeting_attendance", _("Note the attendance")),
        "close": ("close", "close_meeting", _("Look through and close")),
        "approve": ("", "approve_minutes", _("Note the approval")),
        "post": ("", "post_minutes", _("Note the posting") if meeting.decides else _("Publish the notes")),
    }
    if allows("begin", meeting):
        # With nothing on the agenda the next thing is to put something there, and a meeting is called before it begins;
        # agenda.html has a quiet button for who begins it all the same.
        step = "" if not items or tab == "attendance" else "call" if allows("call", meeting) else "begin"
        step = "" if step == "begin" and not meeting.has_come else step
    elif meeting.is_in_session:
        if not meeting.attendance.exists() or meeting.attendance.filter(is_present=None).exists():
            step = "attend"
        elif still := next((item for item in items if item.is_open and not item.is_hidden), None):
            return (
                None
                if tab in ("item", "attendance")
                else (_("Go on with the meeting"), still.get_absolute_url(), False)
            )
        else:
            step = "close"
    else:
        step = next((verb for verb in ("approve", "post") if allows(verb, meeting)), "")
    if not step or steps[step][0] == tab:
        return None
    _tab, name, words = steps[step]
    return words, reverse(name, args=[meeting.pk]), step == "begin"


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


def _tabs(meeting: Meeting, tab: str, count: int, closes: bool) -> list[tuple[str, str, bool, int | None]]:
    """The pages in the order of the steps; an item and the call are parts of the agenda."""
    tab = "agenda" if tab in ("item", "call") else tab
    pages = (
        ("agenda", _("Agenda"), "meeting", count or None),
        ("attendance", pgettext("meeting", "Attendance"), "meeting_attendance", None),
        *((("close", pgettext("meeting", "Close"), "close_meeting", None),) if closes else ()),
        ("minutes", _("Minutes") if meeting.decides else _("Notes of the meeting"), "meeting_minutes", None),
    )
    return [(label, reverse(name, args=[meeting.pk]), tab == key, n) for key, label, name, n in pages]


def steps_of(meeting: Meeting) -> list[Step]:
    """The road to posted minutes. Empty for a meeting that was cancelled; without a call that was never sent."""
    stations = [
        (Status.PLANNED, pgettext("meeting", "Planned"), None),
        (Status.CALLED, pgettext("meeting", "Called"), meeting.called_on),
        (Status.IN_SESSION, pgettext("meeting", "In session"), meeting.held_on),
        (Status.CLOSED, pgettext("meeting", "Closed"), meeting.closed_on),
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
    # The button of the form is what comes next.
    context |= {
        "onward": None,
        "form": form,
        "title": title,
        "button": button,
        "page_lead": lead,
        "danger": danger,
    }
    return render(request, "governance/meetings/small_form.html", context, status=422 if is_post else 200)


def say(request: HttpRequest, done: str, address: str) -> HttpResponse:
    """Say that it is done, and go on."""
    messages.success(request, done)
    return redirect(address)


def posted_version(request: HttpRequest) -> int:
    """The version the page was shown with; none that can be read is older than all."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
