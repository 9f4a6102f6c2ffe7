"""One item of an agenda: what is proposed before the meeting, and at the meeting what came of it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance import access, decisions, drafts, editing, meetings
from governance.errors import StaleVersion
from governance.forms import add_errors
from governance.meetings import lifecycle
from governance.meetings.forms import OutcomeForm, PrepareItemForm
from governance.meetings.lifecycle import DECIDED
from governance.meetings.running import default_wording
from governance.models import AgendaItem, Assignment, Body, MeetingFile, Person

from .frame import frame

GET_POST = ["GET", "HEAD", "POST"]
# In the address: the proposal begins with what the matter says.
DRAFTED = "utkast"
PREPARED = ("title", "presenter", "proposal")
NOTED = tuple("outcome result wording reasons reservations statements immediate_approval".split())


@require_http_methods(GET_POST)
def meeting_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The item with the form that the state of its meeting asks for; to all others its words."""
    context = frame(request, pk, "item")
    meeting, found = context["meeting"], _found(context["items"], item)
    context |= _around(context["items"], found) | {
        "item": found,
        "ruling": _ruling(found),
        "told": _told(found, request.user),
        "followed": list(_followed(found, request.user)),
        "assignments": list(found.assignments.select_related("owner")) if found.paragraph else [],
        "may_give": context["may_keep"] and bool(found.paragraph),
        "conflicts": list(found.conflicts.select_related("attendance")),
        "has_pdf": bool(found.paragraph) and found.files.filter(kind=MeetingFile.Kind.EXCERPT).exists(),
    }
    context |= _beside(found, request.user)
    writes = context["may_keep"] and meeting.is_to_come
    if request.method == "POST" or writes:
        access.require(request.user, access.RECORD, meeting.body)
        return _write(request, context, found)
    return render(request, "governance/meetings/item.html", context)


def _found(items: list[AgendaItem], pk: int) -> AgendaItem:
    """An item that the reader may know of: of a secret matter only those who were let in."""
    found = next((each for each in items if each.pk == pk and not each.is_hidden), None)
    if found is None:
        raise Http404
    return found


def _beside(item: AgendaItem, reader: Person) -> dict[str, Any]:
    """What the feature of the matter has to show whoever decides it, as long as it is to be decided."""
    path = settings.BESIDE_THE_ITEM.get(item.matter.kind) if item.matter else None
    if path is None or item.decision_id or not item.meeting.is_to_come:
        return {}
    shown: dict[str, Any] = import_string(path)(item.matter, reader)
    return shown


def _around(items: list[AgendaItem], found: AgendaItem) -> dict[str, Any]:
    """The items before and after; what one can go to next is open still, if anything is."""
    place = items.index(found)
    later = [*items[place + 1 :], *items[:place]]
    return {
        "previous": items[place - 1] if place else None,
        "next": items[place + 1] if place + 1 < len(items) else None,
        "next_open": next((each for each in later if each.is_open and not each.is_hidden), None),
    }


def _ruling(item: AgendaItem) -> dict[str, Any] | None:
    """By which section the body decides the matter."""
    if item.matter is None or item.decision_id or not item.meeting.is_to_come:
        return None
    ruling = decisions.ruling_for(item.matter, item.meeting.held_on)
    body: Body | None = decisions.deciding_body(ruling, item.matter.body)
    return {"ruling": ruling, "body": body, "is_ours": body is not None and body.pk == item.meeting.body_id}


def _told(item: AgendaItem, reader: Person) -> list[Any]:
    """What is on the list; that a decision under secrecy stands there too is told, as in the minutes."""
    if item.kind != AgendaItem.Kind.NOTIFICATION:
        return []
    rows = list(item.told.select_related("matter").defer("payload").order_by("decided_on", "pk"))
    for row in rows:
        row.is_hidden = row.matter.is_secret and row.matter_id not in reader.secret_matters
    return rows


def _followed(item: AgendaItem, reader: Person) -> Any:
    if item.kind != AgendaItem.Kind.FOLLOW_UP:
        return Assignment.objects.none()
    return item.followed.visible_to(reader).select_related("owner")


def _write(request: HttpRequest, context: dict[str, Any], item: AgendaItem) -> HttpResponse:
    """The form of the day: before the meeting the proposal, while it lasts the outcome."""
    form_class = OutcomeForm if item.meeting.is_in_session else PrepareItemForm
    draft = f"meeting:{item.meeting_id}:{item.pk}"
    typed = drafts.load(request.user, draft) if request.method != "POST" else {}
    start = _start(item, typed)
    if start and DRAFTED in request.GET:
        typed = {**typed, "proposal": start}
    form = form_class(
        request.POST if request.method == "POST" else None,
        initial=_as_initial(item) | typed,
        version=item.version,
        item=item,
    )
    if request.method == "POST" and form.is_valid():
        entered = {name: value for name, value in form.cleaned_data.items() if name != "base"}
        act = meetings.note_outcome if item.meeting.is_in_session else meetings.prepare
        try:
            act(item, entered.pop("version"), by=request.user, **entered)
        except StaleVersion as stale:
            stale.current.meeting = item.meeting
            theirs = form_class(
                initial=_as_initial(stale.current), version=stale.current.version, item=stale.current
            )
            return editing.conflict(request, form, theirs, stale, item.get_absolute_url())
        except ValidationError as error:
            add_errors(form, error)
        else:
            drafts.discard(request.user, draft, request.POST)
            return _go_on(request, context, item)
    context |= {
        "form": form,
        "draft": draft,
        "codes": DECIDED,
        "start": start,
        "is_drafted": DRAFTED in request.GET,
        "usual": [(capfirst(code.label), default_wording(item, code)) for code in lifecycle.outcomes_of(item)]
        if item.meeting.is_in_session
        else [],
    }
    return render(request, "governance/meetings/item.html", context, status=422 if form.is_bound else 200)


def _start(item: AgendaItem, typed: dict[str, Any]) -> str:
    """What the feature of the matter knows a proposal to begin with, as long as none is written."""
    path = settings.PROPOSAL_OF_KIND.get(item.matter.kind) if item.matter else None
    if path is None or item.meeting.is_in_session or item.proposal or typed.get("proposal"):
        return ""
    words: str = import_string(path)(item.matter)
    return words


def _as_initial(item: AgendaItem) -> dict[str, Any]:
    values = {name: getattr(item, name) for name in (*PREPARED, *NOTED)}
    return values | {"conflicts": [row.attendance_id for row in item.conflicts.all()]}


def _go_on(request: HttpRequest, context: dict[str, Any], item: AgendaItem) -> HttpResponse:
    """To the next item, as long as there is one; then to the closing, or before the meeting back to the agenda."""
    messages.success(request, _("Saved: %(item)s") % {"item": item.heading})
    onwards = context["next_open"] if item.meeting.is_in_session else context["next"]
    if "stay" in request.POST:
        return redirect(item)
    if onwards is not None and onwards.pk != item.pk:
        return redirect(onwards)
    return redirect("close_meeting" if item.meeting.is_in_session else "meeting", item.meeting_id)
