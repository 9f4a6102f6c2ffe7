"""What waits for a person with visits, on the start page: requests nobody handles, invitation letters to sign,
programmes to confirm or to host."""

from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import access, delegations
from governance.lists import Bounded
from governance.models import DelegatedPower, Kind, Matter, Person
from governance.prepared import Asked, Asker, rows_of
from governance.waiting import Waiting

from .letters import in_words
from .lifecycle import COMING, Status
from .models import InvitationLetter, InvitationStatus, OpenRequest, Programme, Slot

# A programme is to be confirmed so long before the visit; of more than some the rest come when these are done.
DAYS_BEFORE, MOST = 21, 5
DAYS_TO_HOST = 14


def of_person(person: Person) -> list[Waiting]:
    """One statement. Of what somebody else has, seen by who stands in, only what is at the body of the office lent."""
    today = timezone.localdate()
    asked: dict[str, Any] = {
        "day": today,
        "soon": today + timedelta(days=DAYS_BEFORE),
        "hosted": today + timedelta(days=DAYS_TO_HOST),
        "binding": [held.body_id for held in person.offices if held.role in delegations.DELEGATES],
    }
    lent = bool(getattr(person, "is_another", False))
    if lent:
        asked["there"] = [held.body_id for held in person.offices]
    hosted, numbers, requests, letters = rows_of(_counts, person, asked, lent, keep_plan=True)[0]
    found = [
        Waiting(
            _("New request from the open pages: %(number)s") % {"number": request["number"]},
            reverse("visits:detail", args=[request["number"]]),
            _why(request["due_on"]),
            secret=request["number"] if request["ground"] else "",
        )
        for request in requests or []
    ]
    found += [
        Waiting(
            _("Sign the invitation letters of visit %(number)s") % {"number": number},
            reverse("visits:invitations", args=[number]),
        )
        for number in letters or []
    ]
    found += [
        Waiting(
            _("Confirm the programme of visit %(number)s") % {"number": number},
            reverse("visits:programme", args=[number]),
        )
        for number in numbers
    ]
    if n := hosted:
        words = ngettext(
            "You host %(n)d slot of a visit in the coming two weeks",
            "You host %(n)d slots of visits in the coming two weeks",
            n,
        )
        found.append(Waiting(words % {"n": n}, reverse("visits:hosted")))
    return found


def _why(due_on: str | None) -> str:
    """Number and day alone, for a mail says it too."""
    if due_on is None:
        return _("Nobody handles it yet.")
    return _("Nobody handles it yet. Answer by %(day)s.") % {"day": in_words(date.fromisoformat(due_on))}


def requests(asker: Asker) -> QuerySet[Matter]:
    """What guests have sent in to bodies where the person may take it, and nobody has taken; what is due first."""
    sent_in = OpenRequest.objects.filter(visit=OuterRef("pk")).order_by()
    rows = Matter.objects.filter(
        Exists(sent_in),
        kind=Kind.VISIT,
        status__in=(Status.RECEIVED, Status.BEING_ASSESSED),
        body__among=asker.bodies_with(access.EDIT),
        responsible__isnull=True,
        closed_on__isnull=True,
    ).unmarked_for(asker)
    return rows.order_by("due_on", "pk")


def to_sign(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """Visits with letters that are reviewed, at bodies that the person can bind; where a body has written down its
    powers, only if it has delegated any over visits (visits/invitation_rights.py says whose)."""
    reviewed = InvitationLetter.objects.filter(visit=OuterRef("pk"), status=InvitationStatus.REVIEWED)
    kept = DelegatedPower.objects.in_force(asked["day"]).filter(body=OuterRef("body")).order_by()
    rows = Matter.objects.filter(
        ~Exists(kept) | Exists(kept.filter(kind=Kind.VISIT)),
        Exists(reviewed.order_by()),
        kind=Kind.VISIT,
        status__in=COMING,
        body__among=asked["binding"],
        closed_on__isnull=True,
    ).unmarked_for(asker)
    return rows.order_by("starts_on", "pk")


def _counts(asker: Asker, asked: Asked, lent: bool) -> QuerySet[Any, Any]:
    there = Q(body__among=asked["there"]) if lent else Q()
    known = Matter.objects.filter(there, pk=OuterRef("visit_id"), status__in=COMING)
    known = known.unmarked_for(asker).order_by()
    slots = Slot.objects.filter(Exists(known), host=asker.pk, day__gte=asked["day"], day__lte=asked["hosted"])
    open_ones = Programme.objects.filter(
        Q(confirmed_version=0) | Q(is_changed=True), visit=OuterRef("pk")
    ).order_by()
    cards = (
        Matter.objects.filter(
            there,
            Exists(open_ones),
            kind=Kind.VISIT,
            status=Status.PLANNED,
            responsible=asker.pk,
            closed_on__isnull=True,
            starts_on__gte=asked["day"],
            starts_on__lte=asked["soon"],
        )
        .unmarked_for(asker)
        .order_by("starts_on", "pk")
    )
    told = JSONObject(number="number", due_on="due_on", ground="secrecy_ground")
    counts = {
        "hosted": Bounded.of(slots.order_by()),
        "numbers": ArraySubquery(cards.values("number")[:MOST]),
        "requests": ArraySubquery(requests(asker).values(told=told)[:MOST]),
        "letters": ArraySubquery(to_sign(asker, asked).values("number")[:MOST]),
    }
    return Person.objects.filter(pk=asker.pk).order_by().annotate(**counts).values_list(*counts)
