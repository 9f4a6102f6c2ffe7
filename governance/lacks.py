"""What bodies lack beside a contact person: the features know it, settings.LACKS_OF_BODIES says where."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from .models import Body


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: what, why it should be there, where it is mended, and at which bodies."""

    words: str
    why: str
    url: str
    bodies: list[Body]


def of_bodies(day: date) -> list[Lack]:
    """Each thing that some body lacks on the day."""
    found = [import_string(path)(day) for path in settings.LACKS_OF_BODIES]
    return [lack for lack in found if lack.bodies]


def of_body(body: Body, day: date) -> list[Lack]:
    """What this body lacks."""
    return [lack for lack in of_bodies(day) if body.pk in {each.pk for each in lack.bodies}]
