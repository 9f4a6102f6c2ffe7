"""Meetings of the network: the list, one meeting with who comes, its calendar file, and what is done with it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import icalendar
from governance.choices import Choice
from governance.errors import WrongState
from governance.lists import Bounded, Filters
from governance.views.casework import GET_POST, small_form
from governance.views.list_files import Column
from network import calendar, rights
from network.actions import meetings as acts
from network.forms.people import CallOffForm, MeetingForm
from network.models import MeetingReply, NetworkMeeting

from .frame import Empty, Register, Sheet, crumbs, list_page, row_or_404


class MeetingFilters(Filters):
    STATES = [
        ("", gettext_lazy("all")),
        ("unanswered", gettext_lazy("to answer")),
        ("coming", gettext_lazy("to come")),
        ("held", gettext_lazy("held")),
    ]
    state = Choice(label=gettext_lazy("Show"), choices=STATES)


REGISTER = Register(
    kind="meetings",
    address="network:meetings",
    title=gettext_lazy("Meetings of the network"),
    lead=gettext_lazy(
        "When the contact persons meet, on what, and what was said. The network decides nothing."
    ),
    columns=(
        Column(gettext_lazy("Day"), lambda row: timezone.localdate(row.starts_at)),
        Column(gettext_lazy("Meeting"), lambda row: row.title),
        Column(gettext_lazy("Place"), lambda row: row.place),
        Column(gettext_lazy("Called"), lambda row: row.count_called),
        Column(gettext_lazy("Come"), lambda row: row.count_come),
        Column(gettext_lazy("Called off because"), lambda row: row.cancelled_because),
    ),
    empty=Empty(
        gettext_lazy("No meetings yet"),
        gettext_lazy(
            "Call the network to a meeting: everybody is told, says whether they come and takes the"
            " meeting to their calendar."
        ),
        "calendar",
    ),
    filter_names="state",
    new=("network:new_meeting", gettext_lazy("Call a meeting")),
    order={"key": "starts_at"},
)


def _stands(meeting: NetworkMeeting) -> dict[str, Any]:
    begins, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    names = ("title", "place", "link", "agenda", "notes")
    written = {name: getattr(meeting, name) for name in names}
    return written | {"held_on": begins.date(), "begins": begins.time(), "ends": ends.time()}


SHEET = Sheet(
    model=NetworkMeeting,
    form=MeetingForm,
    fields=(
        (gettext_lazy("When and where"), ("title", "held_on", "begins", "ends", "place", "link")),
        (gettext_lazy("On what"), ("agenda", "notes")),
    ),
    address="network:meetings",
    new_title=gettext_lazy("Call a meeting"),
    edit_title=gettext_lazy("Change the meeting"),
    lead=gettext_lazy("Who is called is told at once, and again when it is moved."),
    done=gettext_lazy("The network is called."),
    send=gettext_lazy("Call to the meeting"),
    write=acts.call,
    change=acts.change,
    stands=_stands,
)


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Every meeting of the network, the latest first."""
    rights.require_reader(request.user)
    filters = MeetingFilters(request)
    called = MeetingReply.objects.filter(meeting=OuterRef("pk"))
    found = NetworkMeeting.objects.annotate(
        count_called=Bounded.of(called), count_come=Bounded.of(called.filter(comes=True))
    )
    state, now = filters.chosen.get("state"), timezone.now()
    if state == "unanswered":
        mine = called.filter(person=request.user.pk, comes=None)
        found = found.filter(Exists(mine), ends_at__gt=now, cancelled_because="")
    elif state == "coming":
        found = found.filter(ends_at__gte=now, cancelled_because="")
    elif state == "held":
        found = found.filter(ends_at__lt=now, cancelled_because="")
    return list_page(request, REGISTER, filters, found)


def _context(request: HttpRequest, pk: int) -> dict[str, Any]:
    found = row_or_404(request, NetworkMeeting.objects.select_related("author"), pk)
    replies = list(found.replies.select_related("person").order_by("person__name"))
    is_open = not (found.is_cancelled or found.is_over)
    return {
        "meeting": found,
        "come": [each for each in replies if each.comes],
        "stay": [each for each in replies if each.comes is False],
        "silent": [each for each in replies if each.comes is None],
        "mine": next((each for each in replies if each.person_id == request.user.pk), None),
        "may_reply": is_open and rights.is_member(request.user),
        "may_change": rights.may_change(request.user, found) and not found.is_cancelled,
        "may_call_off": rights.may_change(request.user, found) and is_open,
        "crumbs": crumbs("network:meetings"),
    }


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting and who comes."""
    return render(request, "network/meeting.html", _context(request, pk))


@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """I come, or do not."""
    found = row_or_404(request, NetworkMeeting.objects.all(), pk)
    comes = request.POST.get("act") != "stays"
    acts.reply(found, by=request.user, comes=comes)
    messages.success(request, _("Noted: you come.") if comes else _("Noted: you do not come."))
    return redirect(found)


@require_http_methods(GET_POST)
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not held."""
    context = _context(request, pk)
    found: NetworkMeeting = context["meeting"]
    rights.require_change(request.user, found)
    if not context["may_call_off"]:
        raise WrongState(_("The meeting has been held or called off already."))
    context["crumbs"] = [*context["crumbs"], (str(found), found.get_absolute_url())]
    return small_form(
        request,
        context,
        CallOffForm,
        partial(acts.call_off, found, by=request.user),
        when=None,
        title=_("Call off the meeting"),
        button=_("Call off"),
        lead=_("Everybody who was called is told why."),
        done=_("The meeting is called off."),
        back=found.get_absolute_url(),
        danger=True,
        template="network/small_form.html",
    )


@require_safe
def calendar_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting for one's own calendar."""
    found = row_or_404(request, NetworkMeeting.objects.all(), pk)
    name = f"natverksmote-{timezone.localdate(found.starts_at).isoformat()}.ics"
    return icalendar.answer(calendar.calendar_of(found), name)
