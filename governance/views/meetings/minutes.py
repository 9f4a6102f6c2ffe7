"""The minutes: what was decided under which §, closed, approved and posted."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from governance import access, meetings
from governance.errors import RefusedByRule, StaleVersion, WrongState
from governance.meetings import agenda, lifecycle
from governance.meetings.forms import ApproveForm, ApproveNotesForm, CloseForm, PostForm, PublishForm
from governance.models import (
    AgendaItem,
    Attendance,
    Decision,
    DecisionEvent,
    Meeting,
    MeetingFile,
    Notice,
)

from .files import prints_of
from .frame import frame, meeting_or_404, posted_version, say, small_form

GET_POST = ["GET", "HEAD", "POST"]
# Who leads the meeting: the chair, or in the chair's absence a vice chair.
CHAIRS = (Attendance.Role.CHAIR, Attendance.Role.VICE_CHAIR)


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as they stand; until the meeting is closed, as they will be."""
    context = frame(request, pk, "minutes")
    return render(request, "governance/meetings/minutes.html", context | _of_minutes(context))


def _of_minutes(context: dict[str, Any]) -> dict[str, Any]:
    meeting = context["meeting"]
    items: Sequence[AgendaItem] = context["items"]
    _tell_what_became(items)
    since = meetings.decided_since(items)
    _tell_who_was_absent(meeting, items)
    excerpts = MeetingFile.objects.filter(meeting=meeting, kind=MeetingFile.Kind.EXCERPT)
    drawn = set(excerpts.values_list("item", flat=True)) if meeting.closed_on else set()
    for item in items:
        item.has_excerpt = item.pk in drawn
        item.decided_since = since.get(item.pk)
        item.waits_again = bool(
            meeting.closed_on
            and item.outcome == AgendaItem.Outcome.TABLED
            and not item.is_hidden
            and (item.matter is None or item.matter.before_id == meeting.body_id)
        )
        item.is_awaited = bool(item.awaits_the_mayor and meeting.closed_on and not item.decided_since)
    again = [item for item in items if item.waits_again]
    days = agenda.standing_again(again)
    for item in items:
        item.stands_on = days.get(item.pk)
    attendance = list(meeting.attendance.all())
    return {
        "next_meeting": agenda.next_of(meeting) if again and context["may_keep"] else None,
        "print": prints_of(meeting, "protokoll"),
        "attendance": attendance,
        "absent": [row for row in attendance if row.is_present is False],
        "open_items": [item for item in items if item.is_open],
        "may_post_immediate": bool(
            (context["may"]["approve"] or context["may"]["post"])
            and any(item.immediate_approval and item.decision and not item.posted_on for item in items)
        ),
    }


def _tell_who_was_absent(meeting: Meeting, items: Sequence[AgendaItem]) -> None:
    """Give each item the names of those with a conflict of interest in it."""
    names: dict[int, list[str]] = {}
    noted = meeting.items.filter(conflicts__isnull=False)
    for item, name in noted.values_list("pk", "conflicts__attendance__name"):
        names.setdefault(item, []).append(name)
    for row in items:
        row.absent = names.get(row.pk, [])


def _tell_what_became(items: Sequence[AgendaItem]) -> None:
    """Give each item the events of the decision that stands and who was told of it, in three queries however many."""
    _tell_who_was_told(items)
    decided = [item.decision.pk for item in items if item.decision]
    corrected = dict(Decision.objects.filter(supersedes__in=decided).values_list("supersedes", "pk"))
    standing = {pk: corrected.get(pk, pk) for pk in decided}
    events: dict[int, list[DecisionEvent]] = {}
    for event in DecisionEvent.objects.filter(decision__in=standing.values()):
        events.setdefault(event.decision_id, []).append(event)
    for item in items:
        item.posted_on = item.legal_force_on = None
        item.is_corrected = item.decision_id in corrected
        if item.decision:
            item.decision.noted = events.get(standing[item.decision.pk], [])
            posted = item.decision.event(DecisionEvent.Kind.POSTED)
            item.posted_on = posted.happened_on if posted else None
            item.legal_force_on = item.decision.legal_force_on


def _tell_who_was_told(items: Sequence[AgendaItem]) -> None:
    matters = {item.matter_id for item in items if item.decision and not item.is_hidden}
    told: dict[str, list[str]] = {}
    for notice in Notice.objects.filter(matter__in=matters, key__startswith="decided:").select_related(
        "person"
    ):
        told.setdefault(notice.key.split(":")[1], []).append(notice.person.name)
    for item in items:
        item.told_to = sorted(told.get(str(item.decision_id), ()))


@require_http_methods(GET_POST)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """What closing writes into which matter, and who approves it; then close. What stops it stands on the page."""
    context = frame(request, pk, "close")
    found = context["meeting"]
    access.require(request.user, access.RECORD, found.body)
    is_post = request.method == "POST"
    if not is_post:
        lifecycle.require_status(found, lifecycle.sources("close"))
    form = CloseForm(request.POST if is_post else None, meeting=found, version=found.version)
    context |= _to_close(context) | {"form": form}
    if not is_post or (found.is_in_session and not form.is_valid()):
        return render(request, "governance/meetings/close.html", context, status=422 if is_post else 200)
    try:
        approvers = form.cleaned_data["approvers"] if form.is_valid() else None
        meetings.close(found, posted_version(request), by=request.user, approvers=approvers)
    except meetings.ItemRefused as refused:
        return _not_closed(request, context, str(refused.refusal), refused)
    except (WrongState, StaleVersion) as refusal:
        return _not_closed(request, context, str(refusal), None)
    if found.decides:
        done = _closed(context["recorded"])
    else:
        done = _(
            "The meeting is closed. What is handled awaits the Mayor’s decision. The secretary of the City Executive"
            " Board records it, or you do below: it is recorded once."
        )
    return say(request, done, reverse("meeting_minutes", args=[pk]))


def _closed(recorded: int) -> str:
    if not recorded:
        return _("The meeting is closed. No decision was to be recorded in any matter.")
    return ngettext(
        "The meeting is closed. %(n)s decision is recorded in its matter.",
        "The meeting is closed. %(n)s decisions are recorded in their matters.",
        recorded,
    ) % {"n": recorded}


def _to_close(context: dict[str, Any]) -> dict[str, Any]:
    """Each item with the § it would get and where it is written; what is undecided; who is not marked."""
    meeting, items = context["meeting"], context["items"]
    _tell_who_was_absent(meeting, items)
    paragraph = meetings.next_paragraph(meeting)
    for item in items:
        item.expected = paragraph if item.is_taken_up else None
        paragraph += item.is_taken_up
        item.is_recorded = bool(item.matter_id and item.is_taken_up and meeting.decides)
        item.is_handed_on = bool(item.matter_id and item.awaits_the_mayor and not meeting.decides)
    return {
        "open_items": [item for item in items if item.is_open],
        "recorded": sum(item.is_recorded for item in items),
        "unmarked": [row.name for row in meeting.attendance.all() if row.is_present is None],
    }


def _not_closed(
    request: HttpRequest, context: dict[str, Any], why: str, refused: meetings.ItemRefused | None
) -> HttpResponse:
    context |= {"why_open": why, "stopped_by": refused.item if refused else None}
    if refused is not None and isinstance(refused.refusal, RefusedByRule):
        context["refused_ruling"] = refused.refusal.ruling
        context["whose"] = refused.refusal.whose
    return render(request, "governance/meetings/close.html", context, status=409)


@require_http_methods(GET_POST)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    found = meeting_or_404(request, pk)
    return small_form(
        request,
        pk,
        ApproveForm if found.decides else ApproveNotesForm,
        lambda found, **entered: meetings.approve(found, entered.pop("version"), by=request.user, **entered),
        when=lifecycle.sources("approve"),
        tab="minutes",
        title=_("Note that the minutes are approved")
        if found.decides
        else _("Note that the notes are approved"),
        button=_("Save"),
        lead=_("Minutes are approved within fourteen days of the meeting.") if found.decides else "",
        done=_("The minutes are noted as approved, at every decision of the meeting.")
        if found.decides
        else _("The notes are noted as approved."),
        initial={"approved_on": timezone.localdate(), "approved_by": ", ".join(_approvers(found))},
        version=found.version,
    )


def _approvers(meeting: Meeting) -> list[str]:
    """Who was in the chair, and who was chosen to approve the minutes."""
    rows = [row for row in meeting.attendance.all() if row.is_present]
    chair = next((row.name for row in rows if row.role in CHAIRS), "")
    return list(dict.fromkeys(filter(None, [chair, *(row.name for row in rows if row.approves)])))


@require_http_methods(GET_POST)
def post(request: HttpRequest, pk: int) -> HttpResponse:
    return _post(request, pk, immediate=False)


@require_http_methods(GET_POST)
def post_immediate(request: HttpRequest, pk: int) -> HttpResponse:
    return _post(request, pk, immediate=True)


def _post(request: HttpRequest, pk: int, immediate: bool) -> HttpResponse:
    act = meetings.post_immediate if immediate else meetings.post
    found = meeting_or_404(request, pk)
    return small_form(
        request,
        pk,
        PostForm if found.decides else PublishForm,
        lambda meeting, **entered: act(meeting, entered.pop("version"), by=request.user, **entered),
        when=lifecycle.POSTING_SOME if immediate else lifecycle.sources("post"),
        tab="minutes",
        title=_title_of_posting(found, immediate),
        button=_("Save"),
        lead=_(
            "From that day decisions can be appealed for three weeks. The day after they have legal force."
        )
        if found.decides
        else _("Everybody who logs in can read them then. Matters under secrecy are not named."),
        done=_("The minutes are noted as posted, at every decision concerned.")
        if found.decides
        else _("The notes are published."),
        initial={"posted_on": timezone.localdate()},
        version=found.version,
    )


def _title_of_posting(meeting: Meeting, immediate: bool) -> str:
    if immediate:
        return _("Post what was approved immediately")
    return _("Note that the minutes are posted") if meeting.decides else _("Publish the notes")
