"""What the pages share on which a secretary records a decision, or reads why it is another's to record."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from .. import access, decisions
from ..models import Body, Matter, Person


def ruling_context(matter: Matter) -> dict[str, Any]:
    """Who decides what the matter asks, as of today."""
    ruling = decisions.ruling_for(matter)
    return {"ruling": ruling, "deciding_body": decisions.deciding_body(ruling, matter.body)}


def body_to_record_for(person: Person, deciding: Body | None) -> Body | None:
    """The deciding body if the person records for it, else a body the person does record for."""
    mine = person.bodies_with(access.RECORD)
    if deciding is not None and deciding.pk in mine:
        return deciding
    return Body.objects.filter(pk__in=mine).order_by("pk").first()


def require_some_recording(person: Person, body: Body | None, deciding: Body | None) -> None:
    if body is None:
        raise PermissionDenied(access.refusal(access.RECORD, deciding) if deciding else "")


def bare_record(body: Body) -> decisions.Record:
    """What is asked with when another body's secretary tries: the answer is the ruling, whatever was typed."""
    return decisions.Record(
        body=body, outcome="approved", decided_on=timezone.localdate(), wording="-", paragraph="-"
    )
