"""Who the network is on a day, and who in it is concerned by a theme or a kind of body."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from governance import access
from governance.models import Appointment, Office, Person

Role = Office.Role


def contact_appointments(day: Any) -> QuerySet[Appointment]:
    """The appointments as contact person that are in force on the day, or on one that is told later (Given)."""
    return Appointment.objects.in_force(day).filter(office__role=Role.CONTACT_PERSON)


def contacts(day: date, *, theme: str = "", body_kind: str = "") -> QuerySet[Person]:
    """The contact persons, all or those who know a theme or work for a kind of body."""
    held = contact_appointments(day)
    if theme:
        held = held.filter(mandate__themes__contains=[theme])
    if body_kind:
        held = held.filter(office__body__kind=body_kind)
    return Person.objects.filter(pk__in=held.values("person"))


def all_of_them(day: date) -> QuerySet[Person]:
    """The contact persons and the coordinators."""
    held = Appointment.objects.in_force(day).filter(office__role__in=(Role.CONTACT_PERSON, Role.COORDINATOR))
    return Person.objects.filter(pk__in=held.values("person"))


def who_know(theme: str, day: date, besides: Person) -> list[Person]:
    """Those a question of the theme goes to: who know it, or, where nobody has said so, the coordinators."""
    knowing = list(contacts(day, theme=theme).exclude(pk=besides.pk))
    return knowing or list(access.holders(Role.COORDINATOR, day=day).exclude(pk=besides.pk))
