"""What waits for a person beside matters: the features know it, settings.WAITING_FOR_PERSONS says where."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from .models import Person


@dataclass(frozen=True)
class Waiting:
    """One thing to do: what, where it is done, and why where that is not plain.

    `secret` is the number of the matter where that is marked secret: a mail says no more of it.
    """

    words: str
    url: str
    why: str = ""
    secret: str = ""


def of_person(person: Person) -> list[Waiting]:
    """What the features have for the person to do, each in its order."""
    return [each for path in settings.WAITING_FOR_PERSONS for each in import_string(path)(person)]
