"""What meetings have said of one matter of any kind, and what its history tells of that."""

from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from governance import access, acting
from governance.language import choice_label
from governance.models import AgendaItem, Matter, Meeting, Person
from governance.prepared import NOBODY, Given, Statement

# So many meetings that a matter was on are told of on its pages.
MOST_AGENDAS = 40

# Whether a matter stands, or has stood, on an agenda; for a queryset of matters.
IS_ON_AGENDAS = Exists(AgendaItem.objects.filter(matter=OuterRef("pk")))
WAS_ON_AGENDAS = Exists(AgendaItem.history.filter(matter=OuterRef("pk")))


def of_matter(matter: Matter, reader: Person) -> list[AgendaItem]:
    """Where the matter stands on an agenda, the latest meeting first.

    Each says whether it `is_told`, what came of it: that is so when the meeting is closed, since until then the
    secretary corrects herself. `may_open` says whether the reader may follow to the meeting, `may_keep` whether to
    write there. `is_elsewhere` is what stands in full as a decision of the body.
    """
    found = _items().run(NOBODY, {"matter": matter.pk})
    for item in found:
        meeting = item.meeting
        item.may_open = access.may(reader, access.VIEW, meeting.body_id)
        item.may_keep = access.may(reader, access.RECORD, meeting.body_id)
        item.is_told = meeting.closed_on is not None and bool(item.outcome)
        item.is_elsewhere = meeting.decides and item.decision_id is not None
        item.is_published = not meeting.decides and meeting.status == Meeting.Status.POSTED
    return found


@cache
def _items() -> Statement[AgendaItem]:
    rows = AgendaItem.objects.filter(matter=Given("matter"))
    rows = rows.exclude(meeting__status=Meeting.Status.CANCELLED).select_related("meeting__body")
    return Statement(rows.order_by("-meeting__held_on", "-pk")[:MOST_AGENDAS])


def to_come(items: list[AgendaItem]) -> AgendaItem | None:
    """The coming meeting that takes the matter up."""
    return next((item for item in items if item.meeting.is_to_come), None)


def states_of(matter: Matter, before: datetime | None, most: int) -> list[tuple[Any, ...]]:
    """Put on an agenda, taken off it, and what the meeting said when it closed, each told in a sentence.

    As governance.history reads states: when, "+", the words, who, in whose name and of what.
    """
    known: set[tuple[int, str]] = set()
    found = []
    for row in _states().run(NOBODY, {"matter": matter.pk}):
        sort = "said" if row.paragraph and row.history_type == "~" else row.history_type
        if sort == "~" or (row.id, sort) in known:
            continue
        known.add((row.id, sort))
        who = row.history_user.name if row.history_user else ""
        found.append((row.history_date, "+", _words(row, sort), who, row.for_whom, f"agenda {row.id} {sort}"))
    found = [row for row in found if before is None or row[0] < before]
    return sorted(found, key=lambda row: row[0], reverse=True)[:most]


@cache
def _states() -> Statement[Any]:
    model = AgendaItem.history.model
    rows = model.objects.filter(matter=Given("matter")).select_related("meeting__body", "history_user")
    rows = rows.annotate(for_whom=acting.in_whose_name(model._meta.db_table, "history_id"))
    return Statement(rows.order_by("history_date", "history_id"))


def _words(row: Any, sort: str) -> str:
    meeting = row.meeting
    told = {"body": meeting.body.in_a_sentence, "day": meeting.held_on.isoformat()}
    if sort == "+":
        return _("Put on the agenda of %(body)s, %(day)s.") % told
    if sort == "-":
        return _("Taken off the agenda of %(body)s, %(day)s.") % told
    told |= {"paragraph": row.paragraph, "outcome": choice_label(AgendaItem.Outcome, row.outcome)}
    said = _("At the meeting of %(body)s %(day)s, § %(paragraph)s: %(outcome)s.") % told
    for words, text in ((_("Reservation"), row.reservations), (_("Special statement"), row.statements)):
        said += f" {words}: {text.rstrip('.')}." if text else ""
    return said
