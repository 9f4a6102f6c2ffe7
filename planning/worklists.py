"""What waits in planning beside the matters that are late: to submit, for heads; to review, for coordinators."""

from textwrap import shorten

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

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
    back, plans, accounts, plans_in, accounts_in = rows_of(_counts, person, asked, keep_plan=True)[0]
    found = _sent_back(person) if back else []
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


def _sent_back(person: Person) -> list[Waiting]:
    """Each that came back to be changed or completed, with what is wanted and until when."""
    found = []
    for card in rows_of(_back_with_words, person):
        handed = card.plan if card.kind == Kind.PLAN else card.account
        wanted = handed.to_complete if card.status == Status.COMPLETION else handed.remark
        why = [shorten(wanted, 200, placeholder=" …")]
        if card.due_on:
            why.insert(0, gettext("By %(day)s.") % {"day": card.due_on.isoformat()})
        words = gettext("Sent back: %(plan)s") % {"plan": card.heading}
        found.append(Waiting(words, card.get_absolute_url(), " ".join(why), is_first=True))
    return found


def _back(asker: Asker, _asked: Asked) -> QuerySet[Matter]:
    """What the head or the City Executive Office has sent back to those who write for a body."""
    changed = Q(status=Status.DRAFT) & (Q(plan__remark__gt="") | Q(account__remark__gt=""))
    rows = Matter.objects.filter(
        Q(status=Status.COMPLETION) | changed,
        kind__in=(Kind.PLAN, Kind.ACCOUNT),
        body__among=asker.bodies_with(access.EDIT),
    )
    return rows.unmarked_for(asker).order_by(F("due_on").asc(nulls_last=True), "pk")


def _back_with_words(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return _back(asker, asked).select_related("plan", "account")


def to_submit(asker: Asker, asked: Asked, kind: str) -> QuerySet[Matter]:
    """Plans or accounts that are written and not handed in, for whoever submits them."""
    rows = Matter.objects.filter(to_submit_by(asker, asked["day"]), kind=kind, status=Status.READY)
    return rows.unmarked_for(asker)


def to_review(asker: Asker, _asked: Asked, kind: str) -> QuerySet[Matter]:
    """Those that are handed in and wait for the City Executive Office."""
    return Matter.objects.filter(kind=kind, status__in=HANDED_IN).unmarked_for(asker)


def _counts(asker: Asker, asked: Asked) -> "QuerySet[Person, tuple[int, int, int, int, int]]":
    counts = {"back": Bounded.of(_back(asker, asked))}
    for name, cards in (("ready", to_submit), ("in", to_review)):
        for kind in (Kind.PLAN, Kind.ACCOUNT):
            counts[f"{kind.value}_{name}"] = Bounded.of(cards(asker, asked, kind))
    return Person.objects.filter(pk=asker.pk).order_by().annotate(**counts).values_list(*counts)
