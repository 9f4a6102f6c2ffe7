"""The agenda of a meeting: what lies on it, in which order, what waits to be put there."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import access, editing, meetings
from governance.errors import StaleVersion
from governance.forms import add_errors
from governance.lists import with_bodies
from governance.meetings import agenda, following, lifecycle, planning
from governance.meetings.forms import (
    CancelForm,
    EditMeetingForm,
    OtherItemForm,
    StreamItemForm,
    VisitItemForm,
)
from governance.models import AgendaItem, Attendance, Kind, Matter, Meeting, Reception

from .files import prints_of
from .frame import frame, meeting_or_404, posted_version, say, small_form

GET_POST = ["GET", "HEAD", "POST"]
# In the address: what was taken off the agenda a moment ago.
TAKEN_OFF = "borttaget"
# So many matters that wait are offered at once.
MOST_WAITING = 50


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda; to its secretary also what waits for the body, with the section by which it decides."""
    context = frame(request, pk, "agenda")
    context |= _to_add(request, context) | {"print": prints_of(context["meeting"], "foredragningslista")}
    return render(request, "governance/meetings/agenda.html", context)


def _to_add(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    found = context["meeting"]
    if not (context["may_keep"] and found.is_to_come):
        return {}
    found_waiting = list(agenda.waiting_for(found, request.user).select_related("body")[: MOST_WAITING + 1])
    rows = agenda.not_the_mayors(found, found_waiting)
    with_bodies(rows, request.user)
    told = {decision.pk for item in context["items"] for decision in _told(item)}
    waiting = [pk for pk in agenda.to_tell(found).values_list("pk", flat=True) if pk not in told]
    gone = _taken_off(request, found)
    return {
        "elsewhere": _elsewhere(found, request),
        "taken_off": gone,
        "undo": request.GET.get(TAKEN_OFF, ""),
        "waiting": rows[:MOST_WAITING],
        "more_waiting": len(found_waiting) > MOST_WAITING,
        "to_tell": len(waiting),
        "to_follow": following.to_follow(found).count(),
        "other_form": other_item_form(found)(),
        **_visits(found, request),
        "receptions": ()
        if found.decides
        else Reception.objects.filter(item=None).order_by("wished_on", "pk"),
    }


def _taken_off(request: HttpRequest, found: Meeting) -> AgendaItem | None:
    """What the secretary took off the agenda a moment ago, to be put back."""
    text = request.GET.get(TAKEN_OFF, "")
    gone = agenda.taken_off(found, int(text)) if _is_id(text) else None
    return None if gone and gone.matter and not access.may_view(request.user, gone.matter) else gone


def _elsewhere(found: Meeting, request: HttpRequest) -> list[tuple[Meeting, list[AgendaItem]]]:
    """What stands on other coming agendas of the body, by meeting."""
    rows = agenda.on_other_agendas(found, request.user)
    return [(of, list(items)) for of, items in groupby(rows, key=lambda item: item.meeting)]


def _visits(found: Meeting, request: HttpRequest) -> dict[str, Any]:
    """The form for a visit, with some to choose from; the number of any other can be written."""
    if found.decides:
        return {"visit_form": None}
    rows = meetings.visits_to_discuss(found, request.user).select_related("body")[:MOST_WAITING]
    visits = list(rows)
    return {"visits": visits, "visit_form": VisitItemForm(example=visits[0].number if visits else "")}


def other_item_form(found: Meeting) -> type[OtherItemForm]:
    """The preparatory committee has two lists to put something on."""
    return OtherItemForm if found.decides else StreamItemForm


def _told(item: AgendaItem) -> Any:
    return item.told.only("pk") if item.kind == AgendaItem.Kind.NOTIFICATION else ()


@require_POST
def add_matters(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the chosen matters on the agenda."""
    found = meeting_or_404(request, pk)
    access.require(request.user, access.RECORD, found.body)
    chosen = [int(text) for text in request.POST.getlist("matters") if _is_id(text)]
    rows = list(Matter.objects.filter(pk__in=chosen).select_related("body").order_by("opened_on", "pk"))
    if not rows:
        messages.error(request, _("Choose at least one matter."))
        return redirect(found)
    added = meetings.add_matters(found, rows, by=request.user)
    text = ngettext("%(n)s matter is on the agenda.", "%(n)s matters are on the agenda.", len(added)) % {
        "n": len(added)
    }
    return say(request, text, found.get_absolute_url())


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


@require_POST
def add_other(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an item of one's own words on the agenda."""
    context = frame(request, pk, "agenda")
    found = context["meeting"]
    access.require(request.user, access.RECORD, found.body)
    form = other_item_form(found)(request.POST)
    if form.is_valid():
        meetings.add_other(found, by=request.user, **form.cleaned_data)
        return say(request, _("The item is on the agenda."), found.get_absolute_url())
    context |= _to_add(request, context) | {"other_form": form}
    return render(request, "governance/meetings/agenda.html", context, status=422)


@require_POST
def add_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a visit on the list of hospitality."""
    context = frame(request, pk, "agenda")
    found = context["meeting"]
    access.require(request.user, access.RECORD, found.body)
    form = VisitItemForm(request.POST)
    if form.is_valid():
        number = form.cleaned_data["number"].strip()
        visit = Matter.objects.unmarked_for(request.user).filter(number=number, kind=Kind.VISIT).first()
        if visit is not None:
            meetings.add_visit(found, visit, by=request.user)
            return say(request, _("The visit is on the list of hospitality."), found.get_absolute_url())
        form.add_error("number", _("No visit has this number."))
    context |= _to_add(request, context) | {"visit_form": form}
    return render(request, "governance/meetings/agenda.html", context, status=422)


@require_POST
def add_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the list of delegated decisions on the agenda."""
    found = meeting_or_404(request, pk)
    meetings.add_notification(found, by=request.user)
    return say(request, _("The list of delegated decisions is on the agenda."), found.get_absolute_url())


@require_POST
def change_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """One button at one item: up, down or off the agenda."""
    found = meeting_or_404(request, pk)
    access.require(request.user, access.RECORD, found.body)
    for name in ("up", "down", "remove"):
        text = request.POST.get(name, "")
        if _is_id(text):
            item = get_object_or_404(found.items.select_related("meeting"), pk=int(text))
            if name == "remove":
                return _remove(request, found, item)
            meetings.move(item, by=request.user, up=name == "up")
            return redirect(f"{found.get_absolute_url()}#item-{text}")
    gone = request.POST.get("put_back", "")
    if _is_id(gone) and (item := agenda.taken_off(found, int(gone))):
        meetings.put_back(found, item, by=request.user)
        return say(request, _("The item is on the agenda again."), found.get_absolute_url())
    raise Http404


def _remove(request: HttpRequest, found: Meeting, item: AgendaItem) -> HttpResponse:
    """Off the agenda; the page offers to undo it, unless it was a reception, which goes back among the requests."""
    may_undo = not Reception.objects.filter(item=item).exists()
    row = meetings.remove(item, by=request.user)
    return redirect(f"{found.get_absolute_url()}{f'?{TAKEN_OFF}={row}' if may_undo else ''}")


@require_POST
def move_here(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a matter from another agenda of the body to this one; one that was called to only after a question."""
    found, item = _of_another_meeting(request, pk)
    if item.meeting.called_on and item.meeting.is_to_come and "sure" not in request.POST:
        names = planning.those_called(item.meeting)
        context = frame(request, pk, "agenda") | {
            "onward": None,
            "item": item,
            "called": item.meeting,
            "names": names,
        }
        return render(request, "governance/meetings/move_sure.html", context)
    meetings.move_here(found, item, by=request.user)
    return say(request, _("The matter is moved to this agenda."), found.get_absolute_url())


@require_POST
def take_up_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put what was tabled at an earlier meeting on the agenda."""
    found, item = _of_another_meeting(request, pk)
    meetings.take_up_again(found, item, by=request.user)
    return say(request, _("It is on the agenda."), found.get_absolute_url())


def _of_another_meeting(request: HttpRequest, pk: int) -> tuple[Meeting, AgendaItem]:
    """The meeting, for who keeps its agenda, and the posted item of another meeting of its body."""
    found = meeting_or_404(request, pk)
    access.require(request.user, access.RECORD, found.body)
    text = request.POST.get("item", "")
    rows = AgendaItem.objects.filter(meeting__body=found.body).exclude(meeting=found)
    rows = rows.select_related("meeting__body", "matter__body")
    item = get_object_or_404(rows, pk=int(text) if _is_id(text) else 0)
    if item.matter and not access.may_view(request.user, item.matter):
        raise Http404
    return found, item


@require_http_methods(GET_POST)
def edit_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Change day, time and place. Two who write at once see both texts."""
    context = frame(request, pk, "agenda")
    found = context["meeting"]
    access.require(request.user, access.RECORD, found.body)
    if request.method != "POST":
        lifecycle.require_to_come(found)
    form = EditMeetingForm(
        request.POST if request.method == "POST" else None, initial=_as_initial(found), version=found.version
    )
    if request.method == "POST" and form.is_valid():
        entered = {name: value for name, value in form.cleaned_data.items() if name != "base"}
        try:
            changed = meetings.edit(found, entered.pop("version"), by=request.user, **entered)
        except StaleVersion as stale:
            theirs = EditMeetingForm(initial=_as_initial(stale.current), version=stale.current.version)
            return editing.conflict(request, form, theirs, stale, found.get_absolute_url())
        except ValidationError as error:
            add_errors(form, error)
        else:
            return say(request, _saved(found, changed), found.get_absolute_url())
    context |= {"form": form, "title": _("Change the meeting"), "button": _("Save")}
    status = 422 if form.is_bound else 200
    return render(request, "governance/meetings/small_form.html", context, status=status)


def _saved(before: Meeting, after: Meeting) -> str:
    """What was saved, and who has been told when a meeting that was called is another day, time or place."""
    saved = _("The changes are saved.")
    if not planning.is_moved(before, after):
        return saved
    names = ", ".join(person.name for person in planning.those_called(after))
    said = [saved, _("The agenda is drawn anew.")]
    if names:
        said.append(_("A notice has gone to %(names)s.") % {"names": names})
    said.append(_("The members have no login here: send them the new call."))
    return " ".join(said)


def _as_initial(found: Meeting) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("held_on", "begins_at", "place", "note")}


@require_http_methods(GET_POST)
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Who would be told and of what agenda; then call, and what was sent to whom stands on the same page."""
    context = frame(request, pk, "call")
    found = context["meeting"]
    access.require(request.user, access.RECORD, found.body)
    if request.method == "POST":
        meetings.call(found, posted_version(request), by=request.user)
        done = _("The meeting is called. What you add from now on is marked as late.")
        return say(request, done, reverse("call_meeting", args=[pk]))
    if found.called_on is None:
        lifecycle.require_status(found, lifecycle.sources("call"))
    context |= {
        "receivers": planning.receivers(found, request.user) if found.called_on is None else [],
        "sent": planning.sent(found, request.user) if found.called_on else [],
        "attendance": list(found.attendance.exclude(role__in=Attendance.OF_THE_OFFICE)),
        "to_follow": following.to_follow(found).count() if found.called_on is None else 0,
        "print": prints_of(found, "foredragningslista"),
    }
    return render(request, "governance/meetings/call.html", context)


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """The body meets: on to the first item, or to the list of those present."""
    found = meeting_or_404(request, pk)
    try:
        meetings.begin(found, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(found)
    return redirect("meeting_attendance", pk)


@require_http_methods(GET_POST)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    version = meeting_or_404(request, pk).version
    return small_form(
        request,
        pk,
        CancelForm,
        lambda found, **entered: meetings.cancel(found, version, by=request.user, **entered),
        when=lifecycle.sources("cancel"),
        tab="agenda",
        title=_("Cancel the meeting"),
        button=_("Cancel the meeting"),
        lead=_("Its matters still lie before the body and can be put on another agenda."),
        done=_("The meeting is cancelled."),
        danger=True,
    )
