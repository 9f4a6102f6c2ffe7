"""What waits in planning beside the matters that are late: to submit, for heads; to review, for coordinators."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from governance import access
from governance.lists import Bounded
from governance.models import Kind, Matter, Person
from governance.prepared import Asked, Asker, rows_of
from governance.waiting import Waiting

from .actions.locking import may_coordinate
from .lifecycle import HANDED_IN, Status
from .offices import to_submit_by

# Who writes submits too where there is neither head nor secretary.
SUBMITTING = (access.RECORD, access.APPOINT, access.EDIT)
TO_SUBMIT, TO_REVIEW = "?state=ready&mine=on", "?state=handed_in"


def of_person(person: Person) -> list[Waiting]:
    """One statement, for those who have any of it to do. Each leads to a list of exactly what it counts."""
    coordinates = may_coordinate(person)
    if not (coordinates or any(person.bodies_with(right) for right in SUBMITTING)):
        return []
    asked = {"day": timezone.localdate()}
    plans, accounts, plans_in, accounts_in = rows_of(_counts, person, asked, keep_plan=True)[0]
    found = []
    if n := plans:
        words = ngettext("%(n)d plan to submit", "%(n)d plans to submit", n)
        found.append(Waiting(words % {"n": n}, reverse("planning:plans") + TO_SUBMIT))
    if n := accounts:
        words = ngettext("%(n)d account to submit", "%(n)d accounts to submit", n)
        found.append(Waiting(words % {"n": n}, reverse("planning:accounts") + TO_SUBMIT))
    if coordinates and (n := plans_in):
        words = ngettext("%(n)d plan to review", "%(n)d plans to review", n)
        found.append(Waiting(words % {"n": n}, reverse("planning:plans") + TO_REVIEW))
    if coordinates and (n := accounts_in):
        words = ngettext("%(n)d account to review", "%(n)d accounts to review", n)
        found.append(Waiting(words % {"n": n}, reverse("planning:accounts") + TO_REVIEW))
    return found


def _counts(asker: Asker, asked: Asked) -> "QuerySet[Person, tuple[int, int, int, int]]":
    counts = {}
    for name, states, mine in (
        ("ready", (Status.READY,), (to_submit_by(asker, asked["day"]),)),
        ("in", HANDED_IN, ()),
    ):
        for kind in (Kind.PLAN, Kind.ACCOUNT):
            cards = Matter.objects.filter(*mine, kind=kind, status__in=states).unmarked_for(asker)
            counts[f"{kind.value}_{name}"] = Bounded.of(cards)
    return Person.objects.filter(pk=asker.pk).order_by().annotate(**counts).values_list(*counts)
