"""History: who changed what when on a matter, read from the history of its card and of the feature's row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_countries.fields import Country

from . import statuses
from .authority.facts import FACTS
from .lists import BEFORE, moment, without
from .models import Direction, Matter
from .models.authority import Act

PAGE_SIZE = 25
# As many states of one thing may bear the same moment.
MOST_AT_ONCE = 1000
# So often an empty page is passed over before it is shown.
MOST_EMPTY_PAGES = 8
# These change with every saving and tell nobody anything, or are written by the register for itself.
NOT_TOLD = {"id", "matter", "version", "round", "changed_at", "created_at"}
NOT_TOLD |= {"city_key", "findings", "evidence", "is_demonstration"}

# A saved state and the one before it; None before the first.
Pair = tuple[Any, Any]


@dataclass(frozen=True)
class Entry:
    """One change: when, who, of what, and field by field (label, before, after)."""

    at: datetime
    who: str
    title: str
    is_first: bool
    changes: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Page:
    """Some changes, latest first, and the ways on; the urls are empty where there is no way."""

    entries: list[Entry]
    next_url: str
    first_url: str


@cache
def tracked_relations() -> list[str]:
    """The one-to-one rows of features that keep a history: read with the matter in one query."""
    return [
        relation.name
        for relation in Matter._meta.related_objects
        if relation.one_to_one and hasattr(relation.related_model, "history")
    ]


def of_matter(matter: Matter) -> list[models.QuerySet[Any]]:
    """The histories of the card and of the feature's row, for `page`.

    `matter` must have been read with select_related(*tracked_relations()).
    """
    rows = [getattr(matter, name, None) for name in tracked_relations()]
    return [thing.history.all() for thing in (matter, *rows) if thing is not None]


def page(
    request: HttpRequest, sources: Iterable[models.QuerySet[Any]], kind: str = "", window: int = PAGE_SIZE + 2
) -> Page:
    """The latest changes first, a page at a time; the number of queries does not depend on how many there are.

    `sources` are histories of one thing, or of the few things of one sort: then `window` must be wide enough to
    hold each shown state's predecessor. `kind` is the matter's.
    """
    asked = before = moment(request.GET.get(BEFORE, ""))
    sources = list(sources)
    for _turn in range(MOST_EMPTY_PAGES):
        shown, more = _latest(sources, before, window)
        entries = list(_entries(shown, kind))
        if entries or not more:
            break
        before = shown[-1][0].history_date  # nothing but what is not told: look further back
    next_url = ""
    if more:
        kept = request.GET.copy()
        kept[BEFORE] = shown[-1][0].history_date.isoformat()
        next_url = f"{request.path}?{kept.urlencode()}"
    return Page(entries=entries, next_url=next_url, first_url=without(request, BEFORE) if asked else "")


def _latest(
    sources: Iterable[models.QuerySet[Any]], before: datetime | None, window: int
) -> tuple[list[Pair], bool]:
    """A page of changes, latest first, and whether there are more. What was saved in one moment is not parted."""
    found = [pair for source in sources for pair in _pairs(source, before, window)]
    found.sort(key=lambda pair: pair[0].history_date, reverse=True)
    size = PAGE_SIZE
    while size < len(found) and found[size][0].history_date == found[size - 1][0].history_date:
        size += 1
    return found[:size], len(found) > size


def _pairs(source: models.QuerySet[Any], before: datetime | None, window: int) -> list[Pair]:
    """Each state with the one before it, latest first."""
    rows = source.select_related("history_user").order_by("-history_date", "-history_id")
    if before:
        rows = rows.filter(history_date__lt=before)
    pk = source.model.instance_type._meta.pk.attname
    earlier: dict[Any, Any] = {}
    pairs = []
    states = list(rows[:window])
    if len(states) == window and states[-1].history_date == states[-2].history_date and window < MOST_AT_ONCE:
        return _pairs(source, before, MOST_AT_ONCE)  # a job wrote many in one moment: see all of them
    for state in reversed(states):
        thing = getattr(state, pk)
        pairs.append((state, earlier.get(thing)))
        earlier[thing] = state
    return pairs[::-1]


def _entries(pairs: Iterable[Pair], kind: str) -> Iterator[Entry]:
    differing = [(new, old, list(_differing(new, old))) for new, old in pairs]
    names = Names(value for _new, _old, fields in differing for value in fields)
    for new, _old, fields in differing:
        is_first = new.history_type == "+"
        if not fields and not is_first:
            continue
        thing = capfirst(new.instance_type._meta.verbose_name)
        yield Entry(
            at=new.history_date,
            who=new.history_user.name if new.history_user else _("The system"),
            title=new.history_change_reason
            or (
                _("%(thing)s: opened") % {"thing": thing}
                if is_first
                else _("%(thing)s: changed") % {"thing": thing}
            ),
            is_first=is_first,
            changes=[
                (
                    str(capfirst(field.verbose_name)),
                    names.words(field, before, kind),
                    names.words(field, after, kind),
                )
                for field, before, after in fields
            ],
        )


def _differing(new: Any, old: Any) -> Iterator[tuple[models.Field, Any, Any]]:
    """The fields whose stored value is another, with both values; foreign keys as ids."""
    if old is None:
        return
    for field in new.tracked_fields:
        if field.name in NOT_TOLD:
            continue
        before, after = getattr(old, field.attname), getattr(new, field.attname)
        if before != after and (before or after):
            yield field, before, after


class Names:
    """Words for stored values. Reads the names behind all ids at once, one query per model."""

    def __init__(self, values: Iterable[tuple[models.Field, Any, Any]]) -> None:
        ids: dict[type[models.Model], set[Any]] = {}
        for field, before, after in values:
            if field.related_model:
                ids.setdefault(field.related_model, set()).update({before, after} - {None})
        self._rows = {model: model._base_manager.in_bulk(wanted) for model, wanted in ids.items()}

    @cached_property
    def _directions(self) -> dict[str, str]:
        return {direction.key: direction.name for direction in Direction.objects.all()}

    def words(self, field: models.Field, value: Any, kind: str) -> str:
        """A value as a reader would say it."""
        if value is None or value == "":
            return ""
        if field.related_model:
            return str(self._rows[field.related_model].get(value, value))
        if field.name == "status":
            return statuses.label(kind, value)
        if field.name == "directions":
            return ", ".join(self._directions.get(key, key) for key in value)
        if field.name == "supports":
            return "; ".join(f"{self._directions.get(key, key)}: {why}" for key, why in value.items())
        if field.name == "facts":
            return ", ".join(_fact(name, each) for name, each in value.items())
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return _plain(value)


def _fact(name: str, value: Any) -> str:
    """One of the facts the question who decides is asked with; the act is the one that is no fact of a case."""
    if name == "act":
        return str(Act(value).label) if value in Act.values else str(value)
    fact = FACTS.get(name)
    if fact is None:
        return f"{name}: {_plain(value)}"
    if fact.choices and value in fact.choices.values:
        return f"{fact.label}: {fact.choices(value).label}"
    return f"{fact.label}: {_plain(value)}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Country):
        return str(value.name)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_plain(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_plain(each) for each in value)
    return str(value)
