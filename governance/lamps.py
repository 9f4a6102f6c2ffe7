"""The five lamps: the rules that light them, as data of each kind of matter, and the card that keeps what they say.

A kind names its rules in settings (LAMPS_OF_KIND), so governance knows no feature. A rule is a condition on the card
and what hangs on it, asked of the database: once for a matter whose rows are saved, in the same transaction, and for
all of them at night, when what depends on the day is found too (docs/adr/0016-lamps-stand-on-the-card.md).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.signals import post_delete, post_save
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .models import Decision, Document, Kind, Lamp, LampCount, Matter
from .models.lamps import COLUMNS, LIT, OUT, SPARED
from .prepared import NOBODY, Given, Statement
from .working_days import this_day

# In a rule: the day it is asked.
TODAY = Given("day")
ALWAYS = Q(pk__isnull=False)
# How many cards the night looks at in one statement.
CHUNK = 5000
CONDITION = Q | Exists | Combinable


# What is counted of each lamp, and what its column holds then.
COUNTED = {"lit": ("", LIT), "out": ("", OUT), "spared": ("__gte", SPARED)}


@dataclass(frozen=True)
class Spared:
    """When a lamp is not asked for, and why, as the page says it."""

    when: CONDITION
    why: Any


@dataclass(frozen=True)
class Rule:
    """When a lamp is lit, in words and as a condition on the matter. What is true lights it, whatever spares it.

    `at`: where one sees what lights it: "decisions", "documents" or an id on the matter's own page.
    """

    words: Any
    lit: CONDITION
    at: str = ""
    spared: tuple[Spared, ...] = ()
    # What another feature adds to it.
    added: "Besides | None" = None


@dataclass(frozen=True)
class Lamps:
    """What a kind of matter says of its lamps.

    `parts`: the models whose rows the rules read, besides the card, its decisions and its documents. `bound`: the
    states in which the city is bound by it. `money`: of matters (`ids`, for `__among`) rows of (matter, cost, own
    share) in kronor.
    """

    kind: str
    rules: Mapping[Lamp, Rule]
    parts: tuple[type[models.Model], ...] = ()
    bound: tuple[str, ...] = ()
    money: Callable[[Any], QuerySet[Any, Any]] | None = field(default=None)


STANDING = Decision.objects.filter(matter=OuterRef("pk"), superseded_by__isnull=True)
# What most kinds mean by these two.
DECIDED = Exists(STANDING.exclude(outcome__in=Decision.RETURNING))
DOCUMENTED = Exists(Document.objects.filter(matter=OuterRef("pk"))) | Exists(STANDING.filter(minutes__gt=""))


def decided(*spared: Spared) -> Rule:
    """The rule of every kind that a body decides on."""
    words = _("The decision of the body that the strategy names is recorded. No other body’s can be.")
    return Rule(words, DECIDED, "decisions", spared)


def documented(*spared: Spared, words: Any = "", besides: Q | None = None) -> Rule:
    """The rule of every kind that keeps its papers with the matter; `besides` lights it too."""
    said = words or _("A document is filed in the matter, or its decision names the minutes.")
    return Rule(said, DOCUMENTED | besides if besides else DOCUMENTED, "documents", spared)


def own_cost(matter: Matter) -> Decimal | None:
    """What the matter costs the city itself, in kronor, as its own page has it; None where nothing is written."""
    found = of_kind(matter.kind)
    row = next(iter(found.money([matter.pk])), None) if found and found.money else None
    return row[2] if row else None


@dataclass(frozen=True)
class Besides:
    """What a feature adds to the rule of several kinds that do not know it: another way to light one of their lamps.

    `part` is the model whose rows light it, each with its `matter`; `url` is where they are read, named by `label`.
    """

    lamp: Lamp
    kinds: tuple[str, ...]
    words: Any
    lit: CONDITION
    part: type[models.Model]
    label: Any
    url: Callable[[Matter], str]


@cache
def besides() -> tuple[Besides, ...]:
    """Every such addition (settings.LAMPS_BESIDES)."""
    return tuple(import_string(path) for path in settings.LAMPS_BESIDES)


@cache
def of_kind(kind: str) -> Lamps | None:
    """What the kind says, with what others add; None for one that says nothing, and whose lamps are not shown."""
    path = settings.LAMPS_OF_KIND.get(kind)
    return _with_what_others_add(import_string(path)) if path else None


def _with_what_others_add(found: Lamps) -> Lamps:
    rules = dict(found.rules)
    for added in besides():
        if found.kind in added.kinds:
            rule = rules[added.lamp]
            words = format_lazy("{} {}", rule.words, added.words)
            rules[added.lamp] = replace(rule, words=words, lit=rule.lit | added.lit, added=added)
    return replace(found, rules=rules)


def kinds() -> Iterator[Lamps]:
    """Every kind that has lamps, in the order of the kinds."""
    return (found for kind in Kind.values if (found := of_kind(kind)))


@dataclass(frozen=True)
class Shown:
    """One lamp of one matter, as a page shows it."""

    lamp: Lamp
    rule: Rule
    state: int
    url: str
    # Where the rows of another feature are read that may have lit it: words and address.
    elsewhere: tuple[Any, str] | None = None

    @property
    def is_lit(self) -> bool:
        return self.state == LIT

    @property
    def is_out(self) -> bool:
        return self.state == OUT

    @property
    def why(self) -> Any:
        """Why it is not asked for."""
        return self.rule.spared[self.state - SPARED].why if self.state >= SPARED else ""


def of_matter(matter: Matter) -> list[Shown]:
    """The matter's lamps from its card, without a query."""
    found = of_kind(matter.kind)
    if found is None:
        return []
    here = matter.get_absolute_url()
    places = {
        "decisions": reverse("matter_decisions", args=[matter.number]),
        "documents": reverse("matter_documents", args=[matter.number]),
    }
    return [
        Shown(
            lamp,
            rule,
            getattr(matter, lamp.column),
            places.get(rule.at) or (f"{here}#{rule.at}" if rule.at else here),
            (rule.added.label, rule.added.url(matter)) if rule.added else None,
        )
        for lamp, rule in found.rules.items()
    ]


def bound() -> Q:
    """The matters that the city is bound by: a membership it is in, an agreement in force, a project that runs."""
    where = Q()
    for found in kinds():
        if found.bound:
            where |= Q(kind=found.kind, status__in=found.bound)
    return where


def light(pk: int, kind: str) -> None:
    """Write what the rules say of one matter now, on its card. Costs one statement when nothing has changed.

    Two who change different things of a matter at once each see the other's when they have its row.
    """
    if of_kind(kind) is None:
        return
    now = _one(kind).run(NOBODY, {"pk": pk, "day": this_day()}, keep_plan=True)
    if not any(_differs(row) for row in now):
        return
    with transaction.atomic():
        Matter.objects.select_for_update(of=("self",)).filter(pk=pk).order_by().values_list("pk").first()
        _write(_one(kind).run(NOBODY, {"pk": pk, "day": this_day()}, keep_plan=True))


def relight() -> int:
    """Look at every matter, put right what has drifted and say how many had: by the day, or past the actions."""
    drifted = 0
    for found in kinds():
        last = 0
        while rows := _some(found.kind).run(NOBODY, {"after": last, "day": this_day()}):
            last = rows[-1][0]
            if wrong := [row[0] for row in rows if _differs(row)]:
                drifted += _put_right(found.kind, wrong)
    return drifted


def _put_right(kind: str, wrong: list[int]) -> int:
    """Asked again when the rows are ours: a verb may have been there since."""
    with transaction.atomic():
        list(Matter.objects.select_for_update(of=("self",)).filter(pk__among=wrong).order_by("pk").only("pk"))
        return _write(_these(kind).run(NOBODY, {"ids": wrong, "day": this_day()}))


def count() -> None:
    """Count the lamps of every body as they are now. Of the month's earlier days nothing is kept.

    Matters under secrecy are left out: a number that moves would tell of them to whoever may not know.
    """
    now, today = timezone.now(), this_day()
    states = {
        f"{lamp}_{name}": Count("pk", filter=Q(**{lamp.column + lookup: state}))
        for lamp in Lamp
        for name, (lookup, state) in COUNTED.items()
    }
    rows: Any = Matter.objects.filter(
        kind__in=[found.kind for found in kinds()], secrecy_ground=""
    ).order_by()
    rows = rows.annotate(is_bound=Case(When(bound(), then=True), default=False))
    counted = [
        LampCount(
            day=today,
            counted_at=now,
            body_id=row["body"],
            lamp=lamp,
            is_bound=row["is_bound"],
            **{name: row[f"{lamp}_{name}"] for name in COUNTED},
        )
        for row in rows.values("body", "is_bound").annotate(**states)
        for lamp in Lamp
    ]
    with transaction.atomic():
        LampCount.objects.filter(day__range=(today.replace(day=1), today)).delete()
        LampCount.objects.bulk_create(counted)


def last_counted() -> tuple[date, datetime] | tuple[None, None]:
    """The last day that was counted, and when."""
    for day, counted_at in _latest().run(NOBODY, {}):
        return day, counted_at
    return None, None


@cache
def _latest() -> Statement[Any]:
    return Statement(LampCount.objects.order_by("-day").values_list("day", "counted_at")[:1])


# A row: the key, the five columns as they stand, and what the rules say.
Row = tuple[int, ...]
_FIVE = len(COLUMNS)


def _differs(row: Row) -> bool:
    return row[1 : 1 + _FIVE] != row[1 + _FIVE :]


def _write(rows: list[Row]) -> int:
    """Those that say something else than the card, one statement for all that say the same."""
    alike: dict[Row, list[int]] = {}
    for row in rows:
        if _differs(row):
            alike.setdefault(row[1 + _FIVE :], []).append(row[0])
    for states, keys in alike.items():
        Matter.objects.filter(pk__among=keys).update(**dict(zip(COLUMNS, states, strict=True)))
    return sum(map(len, alike.values()))


@cache
def _one(kind: str) -> Statement[Any]:
    return Statement(_asked(kind).filter(pk=Given("pk")))


@cache
def _these(kind: str) -> Statement[Any]:
    return Statement(_asked(kind).filter(pk__among=Given("ids")))


@cache
def _some(kind: str) -> Statement[Any]:
    return Statement(_asked(kind).filter(pk__gt=Given("after")).order_by("pk")[:CHUNK])


def _asked(kind: str) -> QuerySet[Any, Any]:
    found = of_kind(kind)
    assert found is not None, f"{kind} has no lamps"
    now = {f"now_{lamp.value}": _state(found.rules[lamp]) for lamp in Lamp}
    rows = Matter.objects.filter(kind=kind).order_by().annotate(**now)
    return rows.values_list("pk", *COLUMNS, *now)


def _state(rule: Rule) -> Case:
    """What is true lights it; else the first reason that holds spares it; else it is out."""
    spared = [When(each.when, then=Value(state)) for state, each in enumerate(rule.spared, start=SPARED)]
    lit = When(rule.lit, then=Value(LIT))
    return Case(lit, *spared, default=Value(OUT), output_field=models.SmallIntegerField())


def watch() -> None:
    """From now on a saved row lights its matter's lamps. Called once, when the apps are ready.

    The lamps are kept like an index is: no verb can forget them, and none of them decides anything.
    """
    _listen(Matter, lambda matter: (matter.pk, matter.kind))
    for model in (Decision, Document):
        _listen(model, lambda row: (row.matter_id, row.matter.kind) if row.matter_id else None)
    for added in besides():
        _listen(added.part, lambda row: (row.matter_id, row.matter.kind))
    for found in kinds():
        for part in found.parts:
            _listen(part, _matter_of(part, found.kind))


def _listen(model: type[models.Model], whose: Callable[[Any], tuple[int, str] | None]) -> None:
    def saved(instance: Any, raw: bool = False, **_rest: Any) -> None:
        if not raw and (matter := whose(instance)):
            light(*matter)

    for signal in (post_save, post_delete) if model is not Matter else (post_save,):
        signal.connect(saved, sender=model, weak=False, dispatch_uid=f"lamps of {model._meta.label}")


def _matter_of(model: type[models.Model], kind: str) -> Callable[[Any], tuple[int, str]]:
    """From a row to its matter: it is its file, or hangs on the file."""
    ways = (each for each in model._meta.concrete_fields if each.is_relation)
    way = next(each for each in ways if each.name == "matter" or _is_file(each.related_model))
    return lambda row: (getattr(row, way.attname), kind)


def _is_file(model: Any) -> bool:
    return model._meta.pk.name == "matter"
