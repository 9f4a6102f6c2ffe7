"""The minutes: what was decided under which §, closed, approved and posted."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import meetings
from governance.errors import RefusedByRule, WrongState
from governance.meetings import lifecycle
from governance.meetings.forms import ApproveForm, ApproveNotesForm, PostForm, PublishForm
from governance.models import AgendaItem, Decision, DecisionEvent, Meeting

from .files import prints_of
from .frame import frame, meeting_or_404, posted_version, say, small_form

GET_POST = ["GET", "HEAD", "POST"]


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
    conflicts: dict[int, list[str]] = {}
    for item, name in meeting.items.filter(conflicts__isnull=False).values_list(
        "pk", "conflicts__attendance__name"
    ):
        conflicts.setdefault(item, []).append(name)
    for item in items:
        item.absent = conflicts.get(item.pk, [])
        item.decided_since = since.get(item.pk)
        item.is_awaited = bool(item.awaits_the_mayor and meeting.closed_on and not item.decided_since)
    return {
        "print": prints_of(meeting, "protokoll"),
        "attendance": list(meeting.attendance.all()),
        "open_items": [item for item in items if item.is_open],
        "may_post_immediate": bool(
            (context["may"]["approve"] or context["may"]["post"])
            and any(item.immediate_approval and item.decision and not item.posted_on for item in items)
        ),
    }


def _tell_what_became(items: Sequence[AgendaItem]) -> None:
    """Give each item the events of the decision that stands, in two queries however many items."""
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


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the meeting; what stops it stands on the page, with the section and whose it is."""
    found = meeting_or_404(request, pk)
    try:
        meetings.close(found, posted_version(request), by=request.user)
    except meetings.ItemRefused as refused:
        return _not_closed(request, pk, str(refused.refusal), refused)
    except WrongState as refusal:
        return _not_closed(request, pk, str(refusal), None)
    if found.decides:
        done = _("The meeting is closed. Every decision is recorded in its matter.")
    else:
        done = _(
            "The meeting is closed. What is handled awaits the Mayor’s decision. The secretary of the City Executive"
            " Board records it, or you do below: it is recorded once."
        )
    return say(request, done, found.get_absolute_url() + "protokoll/")


def _not_closed(
    request: HttpRequest, pk: int, why: str, refused: meetings.ItemRefused | None
) -> HttpResponse:
    context = frame(request, pk, "minutes")
    context |= _of_minutes(context) | {"why_open": why, "stopped_by": refused.item if refused else None}
    if refused is not None and isinstance(refused.refusal, RefusedByRule):
        context["refused_ruling"] = refused.refusal.ruling
        context["whose"] = refused.refusal.whose
    return render(request, "governance/meetings/minutes.html", context, status=409)


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
        title=_("The minutes are approved") if found.decides else _("The notes are approved"),
        button=_("Save"),
        lead=_("Minutes are approved within fourteen days of the meeting.") if found.decides else "",
        done=_("The minutes are noted as approved, at every decision of the meeting.")
        if found.decides
        else _("The notes are noted as approved."),
        initial={"approved_on": timezone.localdate()},
        version=found.version,
    )


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
        lead=_("What can be appealed has legal force three weeks after this day.")
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
    return _("The minutes are posted") if meeting.decides else _("Publish the notes")
