"""The rows of the page policy for meetings, and what they speak of: one that is planned, one that goes on."""

from collections.abc import Callable
from datetime import date
from typing import Any

from governance import assignments, meetings
from governance.models import Body, Meeting
from tests.governance.meetings.requests import make_request
from tests.governance.meetings.sittings import (
    before_it,
    close,
    fresh,
    in_session,
    note_all,
    person,
    planned,
    seat,
)


def meeting_pages(
    page: Callable[..., Any], only: Any, read: Any, record: Any, secretaries: Any
) -> dict[str, Any]:
    """Who may read and record is the same as for the committee's matters: the caller's own words for it."""
    nobody_gets = dict.fromkeys(read, 405)
    done = record | {"secretary": 302}
    late = record | {"secretary": 409}
    fill = record | {"secretary": 422}
    return {
        "meetings": page(query="body=trafiknamnden&state=to_come&year=2026"),
        "new_meeting": page(get=only(secretaries), post=only(secretaries, 422)),
        "meeting": page(("meeting",), get=read),
        "edit_meeting": page(("meeting",), get=record, post=fill),
        "meeting_add_matters": page(("meeting",), get=nobody_gets, post=done),
        "meeting_add_other": page(("meeting",), get=nobody_gets, post=done, data={"title": "x"}),
        # No delegated decision waits.
        # The committee decides, and so has no list of hospitality.
        "meeting_add_visit": page(("meeting",), get=nobody_gets, post=fill),
        "meeting_add_notification": page(("meeting",), get=nobody_gets, post=late),
        "meeting_change_agenda": page(("meeting",), get=nobody_gets, post=record | {"secretary": 404}),
        "meeting_move_here": page(("meeting",), get=nobody_gets, post=record | {"secretary": 404}),
        "meeting_take_up_again": page(("meeting",), get=nobody_gets, post=record | {"secretary": 404}),
        "call_meeting": page(("meeting",), get=record, post=late),
        "begin_meeting": page(("sitting",), get=nobody_gets, post=late),
        "cancel_meeting": page(("sitting",), get=late, post=late, data={"reason": "x"}),
        "meeting_attendance": page(("sitting",), get=read, post=fill),
        "meeting_item": page(("sitting", "meeting_item"), get=read, post=fill),
        "meeting_minutes": page(("sitting",), get=read),
        # Without somebody who approves the minutes a meeting is not closed.
        "close_meeting": page(("sitting",), get=record, post=fill),
        "mayors_decision": page(("sitting", "meeting_item"), get=late, post=fill),
        "published_notes": page(),
        "meeting_notes": page(("notes",)),
        # Nothing has been drawn: no worker runs beside the tests.
        "meeting_paper_pdf": page(("sitting", "print"), get=dict.fromkeys(read, 404)),
        "meeting_paper_word": page(("sitting", "print"), get=read),
        "draw_meeting_paper": page(("sitting", "print"), get=nobody_gets, post=done),
        "meeting_excerpt_word": page(("sitting", "meeting_item"), get=dict.fromkeys(read, 404)),
        "meeting_excerpt_pdf": page(("sitting", "meeting_item"), get=dict.fromkeys(read, 404)),
        # It is in session: there are no minutes yet.
        "approve_minutes": page(("sitting",), get=late, post=fill),
        "post_minutes": page(("sitting",), get=late, post=fill),
        "post_immediate": page(("sitting",), get=late, post=fill),
    }


def meeting_scene() -> dict[str, Any]:
    sitting = in_session(before_it("Policy five (exempel)"))
    meeting = planned(on=date(2026, 4, 9))
    meetings.add_other(meeting, by=person("secretary"), title="x")
    return {
        **_assigned(),
        "reception": make_request(person("contact"), "trafiknamnden").pk,
        "print": "protokoll",
        "notes": _published().pk,
        "meeting": fresh(meeting).pk,
        "sitting": sitting.pk,
        "meeting_item": sitting.items.get().pk,
    }


def _published() -> Meeting:
    """The preparatory committee has met, and its notes are there for everybody."""
    by, body = person("ib_secretary"), Body.objects.get(slug="internationella-beredningen")
    meeting = planned(body, on=date(2026, 2, 5), by="ib_secretary")
    meetings.begin(meeting, by=by)
    seat(meeting, by)
    meetings.close(meeting, fresh(meeting).version, by=by)
    meetings.approve(meeting, fresh(meeting).version, by=by, approved_on=date(2026, 2, 6), approved_by="x")
    return meetings.post(meeting, fresh(meeting).version, by=by, posted_on=date(2026, 2, 6))


def _assigned() -> dict[str, Any]:
    """Closed minutes of the Transport Committee, and what another committee was told there to do."""
    meeting = in_session(before_it("Policy six (exempel)"), on=date(2026, 1, 15))
    note_all(meeting)
    close(meeting)
    owner, item = Body.objects.get(slug="miljo-och-halsoskyddsnamnden"), meeting.items.get()
    given = assignments.give(item, by=person("secretary"), text="x", owner=owner, due_on=date(2026, 6, 30))
    return {"closed_meeting": meeting.pk, "closed_item": item.pk, "assignment": given.pk}
