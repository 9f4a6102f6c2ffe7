"""What waits for a person in the network, for the start page."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import access
from governance.lists import Bounded
from governance.models import Appointment, Office, Person
from governance.prepared import Asked, Asker, rows_of
from governance.waiting import Waiting

from . import directory, members, rights
from .models import MeetingReply, NetworkQuestion, Receipt

Role = Office.Role


def of_person(person: Person) -> list[Waiting]:
    """Bodies to appoint at, for a head; for a member what is to accept, to read, to answer and to reply to."""
    found = list(_vacancies(person)) if access.has_role(person, Role.HEAD) else []
    # What is to accept and to read is to the person: nobody does that in another's place.
    if rights.is_member(person) and not getattr(person, "is_another", False):
        held = _held(person)
        themes = {theme for mandate in map(directory.mandate_of, held) if mandate for theme in mandate.themes}
        found += [*_unaccepted(held), *_unheeded(person, sorted(themes))]
    return found


def _vacancies(person: Person) -> Iterator[Waiting]:
    today, mine = timezone.localdate(), person.bodies_with(access.APPOINT)
    bodies = [body for body in directory.vacant(today) if body.pk in mine]
    why = directory.ruling(today).explanation() if bodies else ""
    for body in bodies:
        words = _("Appoint a contact person for %(body)s") % {"body": body.in_a_sentence}
        yield Waiting(words, reverse("appoint_contact", args=[body.slug]), why)


def _held(person: Person) -> list[Appointment]:
    """The person's appointments as contact person, with body and mandate."""
    return rows_of(_appointments, person, {"day": timezone.localdate()}, keep_plan=True)


def _appointments(asker: Asker, asked: Asked) -> QuerySet[Appointment]:
    rows = members.contact_appointments(asked["day"]).filter(person=asker.pk)
    return rows.select_related("office__body", "mandate")


def _unaccepted(held: Iterable[Appointment]) -> Iterator[Waiting]:
    for appointment in held:
        mandate = directory.mandate_of(appointment)
        if mandate is None or mandate.accepted_at is None:
            body = appointment.office.body.in_a_sentence
            words = _("Accept your appointment as contact person of %(body)s") % {"body": body}
            yield Waiting(words, reverse("network:mandate", args=[appointment.pk]))


def _unheeded(person: Person, themes: list[str]) -> Iterator[Waiting]:
    """What is to read, to answer and to reply to. One statement counts all three."""
    unread, asked, called = rows_of(_counts, person, {"now": timezone.now()}, tuple(themes), keep_plan=True)[
        0
    ]
    if n := unread:
        words = ngettext("%(n)d message to read", "%(n)d messages to read", n) % {"n": n}
        yield Waiting(words, reverse("network:messages") + "?state=unread")
    if n := asked:
        words = ngettext(
            "%(n)d question of your themes to answer", "%(n)d questions of your themes to answer", n
        )
        yield Waiting(words % {"n": n}, reverse("network:questions") + "?state=open")
    if n := called:
        words = ngettext("%(n)d meeting to say whether you come", "%(n)d meetings to say whether you come", n)
        yield Waiting(words % {"n": n}, reverse("network:meetings") + "?state=unanswered")


def _counts(asker: Asker, asked: Asked, themes: tuple[str, ...]) -> QuerySet[Any, Any]:
    questions = NetworkQuestion.objects.filter(status=NetworkQuestion.Status.OPEN, theme__in=themes)
    called = MeetingReply.objects.filter(
        person=asker.pk, comes=None, meeting__ends_at__gt=asked["now"], meeting__cancelled_because=""
    )
    counts = {
        "unread": Bounded.of(Receipt.objects.filter(person=asker.pk, read_at=None)),
        "asked": Bounded.of(questions.exclude(author=asker.pk)),
        "called": Bounded.of(called),
    }
    return Person.objects.filter(pk=asker.pk).order_by().annotate(**counts).values_list(*counts)
