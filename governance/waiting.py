"""What waits for a person beside matters: the features know it, settings.WAITING_FOR_PERSONS says where."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.module_loading import import_string

from . import acting
from .lists import all_bodies
from .models import Person


@dataclass(frozen=True)
class Waiting:
    """One thing to do: what, where it is done, and why where that is not plain.

    `secret` is the number of the matter where that is marked secret: a mail says no more of it. `is_first`: somebody
    has sent it back and waits for the person, so it stands before what is only to be done. `acting_for` is whose it is
    where one stands in for somebody.
    """

    words: str
    url: str
    why: str = ""
    secret: str = ""
    is_first: bool = False
    acting_for: str = ""


def of_person(person: Person) -> list[Waiting]:
    """What the features have for the person to do, each in its order and what was sent back before all else; then what
    those have whom the person stands in for, with their names."""
    lent = acting.offices_of(person)
    if not lent:
        return _asked_of(person)
    bodies = all_bodies(person)
    own = [held for held in person.offices if not held.for_name]
    found = _asked_of(acting.SeenThrough(person, own, bodies, person.pk)) if own else []
    known = {each.url for each in found}
    for held in lent:
        for each in _asked_of(acting.SeenThrough(person, [held], bodies, held.for_id)):
            if each.url not in known:
                known.add(each.url)
                found.append(replace(each, acting_for=held.for_name))
    return found


def _asked_of(person: Person | acting.SeenThrough) -> list[Waiting]:
    found = [each for path in settings.WAITING_FOR_PERSONS for each in import_string(path)(person)]
    return sorted(found, key=lambda each: not each.is_first)
