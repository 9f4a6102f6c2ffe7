"""History: who changed what when on a matter, read from the history of its card and of the feature's row."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, partial
from itertools import chain
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_countries.fields import CountryField

from . import acting, statuses
from .authority.facts import FACTS
from .language import clock, country_name, moment_in_words
from .lists import BEFORE, moment, without
from .meetings import told
from .models import Direction, Matter, Person, Publication, SecrecyGrant, SecrecyMarking
from .models.authority import Act
from .models.standing import acting_for
from .prepared import NOBODY, Given, Statement, by_key

PAGE_SIZE = 25
# As many states of one thing may bear the same moment.
MOST_AT_ONCE = 1000
# Read of things told together, so that each shown state has its predecessor at hand.
MOST_OF_SEVERAL = 500
# So often an empty page is passed over before it is shown.
MOST_EMPTY_PAGES = 8
# These change with every saving and tell nobody anything, or are written by the register for itself.
NOT_TOLD = {"id", "matter", "version", "round", "question", "changed_at", "created_at"}
NOT_TOLD |= {"city_key", "findings", "evidence", "is_demonstration"}

# Of a saved state come first: when, how ("+", "~", "-"), why, who, in whose name and of what; the fields it may tell
# follow.
WHEN, HOW, WHY, WHO, FOR, OF, FIELDS = range(7)
State = tuple[Any, ...]
# What is told in a sentence: when, in what words, who, in whose name, and of what.
Sentence = tuple[datetime, str, Person | None, str | None, str]


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


class Source:
    """Where states are read from: the history of one thing, or of the few things of one sort."""

    def __init__(
        self,
        model: type[models.Model],
        read: Callable[[datetime | None, int], list[State]],
        least: int = 0,
    ) -> None:
        self.model = model
        self.read = read
        self.least = least

    @classmethod
    def of(cls, rows: models.QuerySet[Any], least: int = 0) -> "Source":
        """Some rows of a history; `least`: how many are read at a time whatever is shown."""
        return cls(rows.model, lambda before, most: list(_states(rows, before, most)), least)

    @classmethod
    def of_thing(cls, model: Any, pk: int, by: str = "", least: int = 0) -> "Source":
        """The history of one thing by its key, or of the parts that name it `by` a column; written once."""
        by = by or model.instance_type._meta.pk.attname

        def read(before: datetime | None, most: int) -> list[State]:
            statement = _states_of_thing(model, by, before is not None, most)
            return statement.run(NOBODY, {"thing": pk, "before": before}, keep_plan=True)

        return cls(model, read, least)


def of_matter(matter: Matter, person: Person) -> list[Source]:
    """The histories of the card, of the feature's row, which stands under the name of the kind, and of its parts.

    Which parts the feature's model says: TOLD_WITH names the relations to them, from the file or from the card. A
    feature with work that not every reader of the matter may see says who may in `is_told_to`. Whoever has asked
    whether there is anything to tell of secrecy says so in `was_marked`, of meetings in `was_on_agendas`, of the open
    register in `was_published`.
    """
    sources = [Source.of_thing(Matter.history.model, matter.pk)]
    states = _states_of_kind(matter.kind)
    if states and _is_told(states.instance_type, matter, person):
        sources.append(Source.of_thing(states, matter.pk))
        sources += [_parts(states.instance_type, name, matter.pk) for name in _told_with(states)]
    if getattr(matter, "was_marked", True):
        sources.append(Source(Matter.history.model, partial(_of_secrecy, matter)))
    if getattr(matter, "was_on_agendas", True):
        sources.append(Source(Matter.history.model, partial(told.states_of, matter)))
    if getattr(matter, "was_published", True):
        sources.append(Source(Matter.history.model, partial(_of_publishing, matter)))
    return sources


def _of_secrecy(matter: Matter, before: datetime | None, most: int) -> list[State]:
    """What was done about the secrecy of a matter, and who was let in, each told in a sentence."""
    marked = _markings().run(NOBODY, {"matter": matter.pk})
    granted = _grants().run(NOBODY, {"matter": matter.pk}) if marked or matter.is_secret else []
    found: list[Sentence] = [
        (row.recorded_at, _marking_words(row), row.by, row.for_whom, f"marking {row.pk}") for row in marked
    ]
    for grant in granted:
        why = _("%(name)s was let in: %(why)s.") % {"name": grant.person.name, "why": grant.why.rstrip(".")}
        found.append((grant.granted_at, why, grant.granted_by, grant.for_whom, f"grant {grant.pk}"))
        if grant.ended_at:
            ended = _("%(name)s is not let in any more.") % {"name": grant.person.name}
            found.append((grant.ended_at, ended, grant.ended_by, None, f"end {grant.pk}"))
    return _in_words(found, before, most)


def _of_publishing(matter: Matter, before: datetime | None, most: int) -> list[State]:
    """When the matter was published in the open register, and how that ended."""
    found: list[Sentence] = []
    for each in _publications().run(NOBODY, {"matter": matter.pk}):
        published = _("Published in the open register")
        found.append((each.published_at, published, each.published_by, None, f"publication {each.pk}"))
        if each.ended_at and each.ending != Publication.Ending.REPLACED:
            words = _("Taken out of the open register: %(why)s") % {"why": each.reason or each.ending_label}
            found.append((each.ended_at, words, each.ended_by, None, f"unpublished {each.pk}"))
    return _in_words(found, before, most)


def _in_words(found: list[Sentence], before: datetime | None, most: int) -> list[State]:
    """What is told in a sentence, as states, the latest first."""
    found = [row for row in found if before is None or row[0] < before]
    found.sort(key=lambda row: row[0], reverse=True)
    return [(at, "+", words, by.name if by else "", whose, of) for at, words, by, whose, of in found[:most]]


def _marking_words(row: SecrecyMarking) -> str:
    words = {
        SecrecyMarking.Act.MARKED: _(
            "Secrecy marked under %(ground)s, to be re-examined %(day)s: %(motive)s"
        ),
        SecrecyMarking.Act.KEPT: _("Secrecy marking re-examined and kept until %(day)s: %(motive)s"),
        SecrecyMarking.Act.LIFTED: _("Secrecy marking lifted: %(motive)s"),
    }[SecrecyMarking.Act(row.act)]
    return words % {"ground": row.ground, "day": row.reexamine_on, "motive": row.motive}


@cache
def _markings() -> Statement[Any]:
    rows = SecrecyMarking.objects.filter(matter=Given("matter")).select_related("by")
    return Statement(rows.annotate(for_whom=acting.in_whose_name(SecrecyMarking._meta.db_table, "pk")))


@cache
def _grants() -> Statement[Any]:
    rows = SecrecyGrant.objects.filter(matter=Given("matter"))
    rows = rows.annotate(for_whom=acting.in_whose_name(SecrecyGrant._meta.db_table, "pk"))
    return Statement(rows.select_related("person", "granted_by", "ended_by"))


@cache
def _publications() -> Statement[Any]:
    rows = Publication.objects.filter(matter=Given("matter")).select_related("published_by", "ended_by")
    return Statement(rows.defer("shown", "words"))


def _is_told(model: Any, matter: Matter, person: Person) -> bool:
    asked = getattr(model, "is_told_to", None)
    return asked is None or bool(asked(person, matter))


def _told_with(states: Any) -> Iterable[str]:
    return getattr(states.instance_type, "TOLD_WITH", ())


def _parts(model: Any, name: str, pk: int) -> Source:
    # What hangs on the card instead of the file says so: "matter.promised".
    on_card, _dot, part = name.rpartition(".")
    relation: Any = (Matter if on_card else model)._meta.get_field(part)
    states = relation.related_model.history.model
    return Source.of_thing(states, pk, relation.field.attname, MOST_OF_SEVERAL)


@cache
def _states_of_kind(kind: str) -> Any:
    rows = (relation.related_model for relation in Matter._meta.related_objects if relation.name == kind)
    return next((row.history.model for row in rows if hasattr(row, "history")), None)


def _states(rows: models.QuerySet[Any], before: Any, most: int) -> models.QuerySet[Any, State]:
    """The latest of some rows of a history, from before a moment."""
    if before:
        rows = rows.filter(history_date__lt=before)
    model: Any = rows.model
    thing = model.instance_type._meta.pk.attname
    fields = (field.attname for field in _told(model))
    for_whom = acting.in_whose_name(model._meta.db_table, "history_id")
    columns = (
        "history_date",
        "history_type",
        "history_change_reason",
        "history_user__name",
        "for_whom",
        thing,
    )
    rows = rows.annotate(for_whom=for_whom).order_by("-history_date", "-history_id")
    return rows.values_list(*columns, *fields)[:most]


@cache
def _states_of_thing(model: Any, by: str, is_before: bool, most: int) -> Statement[Any]:
    rows = model.objects.filter(**{by: Given("thing")})
    return Statement(_states(rows, Given("before") if is_before else None, most))


@cache
def _told(model: Any) -> list[models.Field]:
    """The fields whose change is told."""
    return [field for field in model.tracked_fields if field.name not in NOT_TOLD]


def page(
    request: HttpRequest, sources: Iterable[Source], kind: str = "", window: int = PAGE_SIZE + 2
) -> Page:
    """The latest changes first, a page at a time; the number of queries does not depend on how many there are.

    `window` must be wide enough to hold each shown state's predecessor: the default is, for a source of one thing.
    `kind` is the matter's.
    """
    asked = before = moment(request.GET.get(BEFORE, ""))
    sources = list(sources)
    for _turn in range(MOST_EMPTY_PAGES):
        shown, more = _latest(sources, before, window)
        entries = list(_entries(shown, kind))
        if entries or not more:
            break
        before = shown[-1].new[WHEN]  # nothing but what is not told: look further back
    next_url = ""
    if more:
        kept = request.GET.copy()
        kept[BEFORE] = shown[-1].new[WHEN].isoformat()
        next_url = f"{request.path}?{kept.urlencode()}"
    return Page(entries=entries, next_url=next_url, first_url=without(request, BEFORE) if asked else "")


class Pair(NamedTuple):
    """A state of something and the one before it; None before the first."""

    model: Any
    new: State
    old: State | None


def _latest(sources: Iterable[Source], before: datetime | None, window: int) -> tuple[list[Pair], bool]:
    """A page of changes, latest first, and whether there are more. What was saved in one moment is not parted."""
    found = [pair for source in sources for pair in _pairs(source, before, window)]
    found.sort(key=lambda pair: pair.new[WHEN], reverse=True)
    size = PAGE_SIZE
    while size < len(found) and found[size].new[WHEN] == found[size - 1].new[WHEN]:
        size += 1
    return found[:size], len(found) > size


def _pairs(source: Source, before: datetime | None, window: int) -> list[Pair]:
    """Each state with the one before it, latest first."""
    window = max(window, source.least)
    states = source.read(before, window)
    if len(states) == window and states[-1][WHEN] == states[-2][WHEN] and window < MOST_AT_ONCE:
        return _pairs(source, before, MOST_AT_ONCE)  # a job wrote many in one moment: see all of them
    earlier: dict[Any, State] = {}
    pairs = []
    for state in reversed(states):
        pairs.append(Pair(source.model, state, earlier.get(state[OF])))
        earlier[state[OF]] = state
    return pairs[::-1]


def _entries(pairs: Sequence[Pair], kind: str) -> Iterator[Entry]:
    differing = [(pair, list(_differing(pair))) for pair in pairs]
    names = Names(chain(*(fields for _pair, fields in differing), *(_name_of(pair) for pair in pairs)))
    language, system = get_language(), _("The system")
    for pair, fields in differing:
        state, is_first = pair.new, pair.new[HOW] == "+"
        if not fields and state[HOW] == "~":
            continue
        yield Entry(
            at=state[WHEN],
            who=acting_for(state[WHO], acting.told_of(state[FOR])) if state[WHO] else system,
            title=state[WHY] or _named(pair, names, kind) or _title(pair.model, is_first, language),
            is_first=is_first,
            changes=[
                (_label(field, language), names.words(field, before, kind), names.words(field, after, kind))
                for field, before, after in fields
            ],
        )


def _named(pair: Pair, names: "Names", kind: str) -> str:
    """One of several parts is told by its name, which its model says where to find: NAMED_BY."""
    name = "".join(names.words(field, value, kind) for field, value, _value in _name_of(pair))
    if not name:
        return ""
    title = f"{capfirst(pair.model.instance_type._meta.verbose_name)}: {name}"
    return _("%(thing)s – removed") % {"thing": title} if pair.new[HOW] == "-" else title


def _name_of(pair: Pair) -> Iterator[tuple[models.Field, Any, Any]]:
    """The field that names one of several parts, with its value, as `Names` wants it."""
    if named_by := getattr(pair.model.instance_type, "NAMED_BY", ""):
        told = _told(pair.model)
        place = [field.name for field in told].index(named_by)
        value = pair.new[FIELDS + place]
        yield told[place], value, value


@cache
def _title(model: Any, is_first: bool, _language: str | None) -> str:
    words = _("%(thing)s: opened") if is_first else _("%(thing)s: changed")
    return words % {"thing": capfirst(model.instance_type._meta.verbose_name)}


@cache
def _label(field: models.Field, _language: str | None) -> str:
    return str(capfirst(field.verbose_name))


def _differing(pair: Pair) -> Iterator[tuple[models.Field, Any, Any]]:
    """The fields whose stored value is another, with both values; foreign keys as ids."""
    if pair.old is None or pair.old[FIELDS:] == pair.new[FIELDS:]:
        return
    for field, before, after in zip(_told(pair.model), pair.old[FIELDS:], pair.new[FIELDS:], strict=True):
        if before != after and (before or after):
            yield field, before, after


@cache
def _rows_by_key(model: type[models.Model]) -> Statement[Any]:
    return Statement(model._base_manager.filter(pk__among=Given("keys")))


class Names:
    """Words for stored values. Reads the names behind all ids at once, one query per model."""

    def __init__(self, values: Iterable[tuple[models.Field, Any, Any]]) -> None:
        ids: dict[type[models.Model], set[Any]] = {}
        for field, before, after in values:
            if field.related_model:
                ids.setdefault(field.related_model, set()).update({before, after} - {None})
        self._rows = {model: by_key(_rows_by_key(model), wanted) for model, wanted in ids.items()}

    @cached_property
    def _directions(self) -> dict[str, str]:
        return {direction.key: direction.name for direction in Direction.objects.all()}

    def words(self, field: models.Field, value: Any, kind: str) -> str:
        """A value as a reader would say it."""
        if value is None or value == "":
            return ""
        if field.related_model:
            return str(self._rows[field.related_model].get(value, value))
        if field.name == "status" and not field.choices:
            return statuses.label(kind, value)
        if field.name == "directions":
            return ", ".join(self._directions.get(key, key) for key in value)
        if field.name == "supports":
            return "; ".join(f"{self._directions.get(key, key)}: {why}" for key, why in value.items())
        if field.name == "facts":
            return ", ".join(_fact(name, each) for name, each in value.items())
        if isinstance(field, CountryField):
            return country_name(value)
        if isinstance(field, ArrayField) and field.base_field.choices:
            return ", ".join(str(dict(field.base_field.flatchoices).get(each, each)) for each in value)
        if field.name == "countries":
            return ", ".join(country_name(code) for code in value)
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
    if isinstance(value, Decimal):
        return number_format(value, force_grouping=True)
    if isinstance(value, datetime):
        return moment_in_words(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return clock(value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_plain(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_plain(each) for each in value)
    return str(value)
