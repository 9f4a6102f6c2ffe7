"""What awaits the Mayor, who decides by delegated power and records nothing: a secretary does."""

from itertools import islice

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from . import access, authority, decisions
from .models import Body, Decider, Matter, Office, Person
from .waiting import Waiting

# So many are listed on the start page.
MOST = 20


def awaited(matter: Matter) -> bool:
    """Whether the preparatory committee has handled the matter, so that the Mayor's decision is awaited."""
    if matter.before is None or matter.before.kind != Body.Kind.EXECUTIVE_BOARD or not matter.is_open:
        return False
    return "act" in matter.facts and decisions.ruling_for(matter).decides == Decider.MAYOR


def recorders(board: Body) -> list[Person]:
    """Who records what the Mayor decides: the secretary of the preparatory committee, and of the board."""
    keepers = access.holders(Office.Role.IB_SECRETARY)
    return list(dict.fromkeys([*keepers, *access.those_with(access.RECORD, board)]))


def of_person(person: Person) -> list[Waiting]:
    """What awaits the Mayor's decision: on the Mayor's start page, with whom to tell of it."""
    if not access.has_role(person, Office.Role.MAYOR):
        return []
    book = authority.book()
    today = book.table_on(timezone.localdate())
    # The acts that may be the Mayor's at all: the rest of what lies before the board is not read.
    acts = [act for act, rows in today.rules.items() if any(row.decides == Decider.MAYOR for row in rows)]
    rows = Matter.objects.open().unmarked_for(person).filter(facts__act__in=acts)
    rows = rows.filter(before__kind=Body.Kind.EXECUTIVE_BOARD, kind__in=settings.DECISIONS_OF_KIND)
    rows = rows.select_related("body", "before").order_by("due_on", "pk")
    theirs = (
        row
        for row in rows.iterator(chunk_size=5 * MOST)
        if decisions.ruling_for(row, book=book).decides == Decider.MAYOR
    )
    found = list(islice(theirs, MOST))
    if not found:
        return []
    board = found[0].before
    names = ", ".join(each.name for each in recorders(board)) if board else ""
    return [
        Waiting(
            _("Decide on %(number)s %(title)s") % {"number": row.number, "title": row.heading},
            row.get_absolute_url(),
            _("Tell a secretary what you decide, who records it: %(names)s.") % {"names": names},
            secret=row.number if row.is_secret else "",
        )
        for row in found
    ]
