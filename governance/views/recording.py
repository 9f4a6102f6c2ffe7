"""What the pages share on which a secretary records a decision, or reads why it is another's to record."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from .. import access, decisions
from ..authority import Ruling
from ..errors import RefusedByRule
from ..lists import all_bodies
from ..models import Body, Decider, Matter, Office, Person


def ruling_context(matter: Matter, reader: Person) -> dict[str, Any]:
    """Who decides what the matter asks, as of today; those who record it are looked up when a page names them."""
    ruling = decisions.ruling_for(matter)
    body = decisions.deciding_body(ruling, matter.body, all_bodies(reader).values())
    return {
        "ruling": ruling,
        "deciding_body": body,
        "decides": decider(ruling, body),
        "recorders": partial(_recorders, ruling, body) if body else (),
    }


def _recorders(ruling: Ruling, body: Body) -> list[Person]:
    """Who records there today; what the Mayor decides, the secretary of the preparatory committee too."""
    keepers = access.holders(Office.Role.IB_SECRETARY) if ruling.decides == Decider.MAYOR else ()
    return list(dict.fromkeys([*keepers, *access.those_with(access.RECORD, body)]))


def decider(ruling: Ruling, body: Body | None) -> str:
    """What the ruling's box names: the body; nothing for the Mayor, whom the box knows by the office."""
    return body.name if body and ruling.decides != Decider.MAYOR else ""


def body_to_record_for(person: Person, deciding: Body | None) -> Body | None:
    """The deciding body if the person records for it, else a body the person does record for."""
    mine = person.bodies_with(access.RECORD)
    if deciding is not None and deciding.pk in mine:
        return deciding
    return Body.objects.filter(pk__in=mine).order_by("pk").first()


def require_some_recording(
    person: Person, body: Body | None, deciding: Body | None, ruling: Ruling | None = None
) -> None:
    """Raise PermissionDenied for who records for no body; with the ruling it says by which section."""
    if body is not None:
        return
    message = access.refusal(access.RECORD, deciding) if deciding else ""
    raise RefusedByRule(message, ruling, whose=deciding) if ruling else PermissionDenied(message)


def bare_record(body: Body) -> decisions.Record:
    """What is asked with when another body's secretary tries: the answer is the ruling, whatever was typed."""
    return decisions.Record(
        body=body, outcome="approved", decided_on=timezone.localdate(), wording="-", paragraph="-"
    )
