"""The notes of the preparatory committee in the open register: each item with what was said, and no names.

An item whose matter is secrecy marked stands with its § alone.
"""

from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from governance import headings, publishing
from governance.errors import WrongState
from governance.language import active_language
from governance.models import NOTES, AgendaItem, Attendance, Body, Matter, Meeting, Person, Publication
from governance.publishing import Fact, Shown

from . import minutes

# The notes are approved.
STATES = (Meeting.Status.APPROVED, Meeting.Status.POSTED)


def publishable() -> QuerySet[Meeting]:
    """The meetings whose notes may be published."""
    return Meeting.objects.filter(body__kind=Body.Kind.PREPARATORY_COMMITTEE, status__in=STATES)


def why_not(meeting: Meeting) -> str:
    """Why the notes are not published, in a sentence; empty where they can be."""
    if meeting.decides:
        return _("Only the notes of the preparatory committee are published here. Minutes are posted.")
    if meeting.status not in STATES:
        return _("The notes are published when they have been approved.")
    return ""


def of_meeting(meeting: Meeting) -> Shown:
    """Every statement on the meeting as it stands now."""
    items = list(meeting.items.select_related("matter", "decision__body").order_by("paragraph", "position"))
    for item in items:
        item.decision = minutes.standing(item.decision) if item.decision else None
    present = Counter(meeting.attendance.filter(is_present=True).values_list("role", flat=True))

    def said() -> dict[str, Any]:
        facts = (
            Fact("held", _("Day of the meeting"), meeting.held_on),
            Fact("present", _("Present"), _roles(present)),
            Fact("approved", _("Notes approved on"), meeting.approved_on),
            Fact("owner", _("Body"), meeting.body.name),
        )
        return {
            "number": meeting.held_on.isoformat(),
            "kind": str(capfirst(Publication.Kind.COMMITTEE_NOTES.label)),
            "heading": f"{meeting.body.name} {meeting.held_on.isoformat()}",
            "lang": "",
            "status": "",
            "summary": "",
            "facts": [fact.told() for fact in facts if fact.value],
            "handled": [_item(item) for item in items],
        }

    return publishing.in_both(said)


def _roles(present: Counter[str]) -> str:
    """How many of each role sat there: who they were is not told here."""
    return ", ".join(f"{role.label} {present[role]}" for role in Attendance.Role if present[role])


def _item(item: AgendaItem) -> dict[str, Any]:
    paragraph = str(item.paragraph or "")
    if item.matter and item.matter.is_secret:
        masked = _("Matter under secrecy")
        return {"paragraph": paragraph, "heading": masked, "lang": "", "outcome": "", "decided": ""}
    decided = ""
    if item.decision:
        told = _("%(body)s decided on it %(day)s: %(outcome)s")
        decided = told % {
            "body": item.decision.body_then,
            "day": item.decision.decided_on.isoformat(),
            "outcome": item.decision.outcome_label,
        }
    heading = headings.heading(item.matter.kind, item.matter.title) if item.matter else item.title
    kind, original = (item.matter.kind, item.matter.title) if item.matter else ("", item.title)
    return {
        "paragraph": paragraph,
        "heading": heading,
        "lang": "sv" if active_language() == "en" and headings.is_swedish(kind, heading, original) else "",
        "outcome": item.outcome_label,
        "decided": decided,
    }


@transaction.atomic
def publish(
    meeting: Meeting, *, by: Person, seen: str, summary_sv: str = "", summary_en: str = ""
) -> Publication:
    """Show everybody the notes as they were previewed. Raises PermissionDenied, WrongState, StaleVersion."""
    publishing.require_may(by)
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    if refused := why_not(meeting):
        raise WrongState(refused)
    # A marking that comes meanwhile waits, and finds what is published here.
    named = (
        Matter.objects.filter(agenda_items__meeting=meeting).select_for_update(of=("self",)).order_by("pk")
    )
    open_ones = [matter for matter in named if not matter.is_secret]
    shown = of_meeting(meeting)
    publishing.require_seen(shown, seen, meeting)
    return publishing.write(
        publishing.with_words(shown, summary_sv, summary_en),
        open_ones,
        by=by,
        meeting=meeting,
        kind=NOTES,
        body=meeting.body,
        year=meeting.held_on.year,
        of_version=meeting.version,
        is_invented=meeting.is_invented,
    )
