"""What waits for a person in programmes of visits, for the start page: to confirm, and to host."""

from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.lists import Bounded
from governance.models import Kind, Matter, Person
from governance.prepared import Asked, Asker, rows_of
from governance.waiting import Waiting

from .lifecycle import COMING, Status
from .models import Programme, Slot

# A programme is to be confirmed so long before the visit; of more than some the rest come when these are done.
DAYS_BEFORE, MOST = 21, 5
DAYS_TO_HOST = 14


def of_person(person: Person) -> list[Waiting]:
    """One statement."""
    today = timezone.localdate()
    asked = {
        "day": today,
        "soon": today + timedelta(days=DAYS_BEFORE),
        "hosted": today + timedelta(days=DAYS_TO_HOST),
    }
    hosted, numbers = rows_of(_counts, person, asked, keep_plan=True)[0]
    found = [
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


def _counts(asker: Asker, asked: Asked) -> QuerySet[Any, Any]:
    known = Matter.objects.filter(pk=OuterRef("visit_id"), status__in=COMING).unmarked_for(asker).order_by()
    slots = Slot.objects.filter(Exists(known), host=asker.pk, day__gte=asked["day"], day__lte=asked["hosted"])
    open_ones = Programme.objects.filter(
        Q(confirmed_version=0) | Q(is_changed=True), visit=OuterRef("pk")
    ).order_by()
    cards = (
        Matter.objects.filter(
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
    counts = {"hosted": Bounded.of(slots.order_by()), "numbers": ArraySubquery(cards.values("number")[:MOST])}
    return Person.objects.filter(pk=asker.pk).order_by().annotate(**counts).values_list(*counts)
