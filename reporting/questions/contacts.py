"""The names of the contact persons of today, by body: what a line of an answer says of them and no more."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from governance.models import Person
from governance.prepared import Asked, Asker, rows_of
from network import members


def names_by_body(person: Person) -> dict[int, list[str]]:
    """The names by body (id), in the order of their appointments. One query."""
    found: dict[int, list[str]] = {}
    for body, name in rows_of(_names, person, {"day": timezone.localdate()}, keep_plan=True):
        found.setdefault(body, []).append(name)
    return found


def _names(_asker: Asker, asked: Asked) -> QuerySet[Any, Any]:
    rows = members.contact_appointments(asked["day"]).order_by("since", "pk")
    return rows.values_list("office__body", "person__name")
