"""The rows of page_policy.py for the open register, and for the pages where a coordinator publishes in it."""

from typing import Any

from governance import publishing
from governance.meetings import in_the_open as notes
from governance.models import Matter, Meeting, Person
from tests.factories import PERSONAS
from tests.governance.published import seen_of
from tests.visits.open.rows import LANGUAGE, all_get


def publishing_pages(page: Any, readers: list[str]) -> dict[str, Any]:
    """The rows; `page` is page_policy.Page, given so that the two modules do not import each other."""

    def row(*args: str, **kw: Any) -> Any:
        return page((LANGUAGE, *args), get=all_get(200), post=all_get(405), open=True, **kw)

    def coordinators(get: int, post: int, *args: str, of_matter: bool = False, **kw: Any) -> Any:
        refused = {who: 403 if who in readers or not of_matter else 404 for who in PERSONAS}
        return page(args, get=refused | {"coordinator": get}, post=refused | {"coordinator": post}, **kw)

    return {
        "publishing": coordinators(200, 302),
        "publish_matter": coordinators(200, 200, "member", of_matter=True),
        "publish_notes": coordinators(200, 200, "notes"),
        "withdraw_publication": coordinators(200, 422, "publication"),
        "open_register:front": row(query="q=policy"),
        "open_register:map": row(),
        "open_register:years": row(),
        "open_register:notes_list": row(),
        "open_register:notes": row("notes"),
        "open_register:data": row(),
        "open_register:csv": row(),
        "open_register:json": row(),
        "open_register:matter": row("member"),
    }


def publishing_scene(things: dict[str, Any]) -> dict[str, Any]:
    """A membership and the notes of a meeting that everybody can read."""
    by = Person.objects.get(username="coordinator")
    matter = Matter.objects.get(number=things["member"])
    shown = publishing.publish(matter, by=by, seen=seen_of(matter))
    meeting = Meeting.objects.get(pk=things["notes"])
    notes.publish(meeting, by=by, seen=publishing.digest(notes.of_meeting(meeting)))
    return {"publication": shown.pk}
