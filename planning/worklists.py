"""What waits in planning beside the matters that are late: to submit, for heads; to review, for coordinators."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from governance import access
from governance.lists import Bounded
from governance.models import Kind, Matter, Person
from governance.prepared import NOTHING, Asked, Asker, rows_of
from governance.waiting import Waiting

from .actions.locking import may_coordinate
from .lifecycle import HANDED_IN, Status


def of_person(person: Person) -> list[Waiting]:
    """One statement, for those who have any of it to do."""
    coordinates = may_coordinate(person)
    if not (coordinates or person.bodies_with(access.RECORD) or person.bodies_with(access.APPOINT)):
        return []
    ready, submitted = rows_of(_counts, person, NOTHING, keep_plan=True)[0]
    found = []
    if ready:
        words = ngettext("%(n)d plan or account to submit", "%(n)d plans or accounts to submit", ready)
        found.append(Waiting(words % {"n": ready}, reverse("planning:plans") + "?state=ready"))
    if submitted and coordinates:
        words = ngettext("%(n)d plan or account to review", "%(n)d plans or accounts to review", submitted)
        found.append(Waiting(words % {"n": submitted}, reverse("planning:rounds")))
    return found


def _counts(asker: Asker, _asked: Asked) -> "QuerySet[Person, tuple[int, int]]":
    cards = Matter.objects.filter(kind__in=(Kind.PLAN, Kind.ACCOUNT)).unmarked_for(asker)
    mine = Q(body__among=asker.bodies_with(access.RECORD)) | Q(body__among=asker.bodies_with(access.APPOINT))
    counts = {
        "ready": Bounded.of(cards.filter(mine, status=Status.READY)),
        "submitted": Bounded.of(cards.filter(status__in=HANDED_IN)),
    }
    return Person.objects.filter(pk=asker.pk).order_by().annotate(**counts).values_list(*counts)
