"""The policy files: each version of the strategy as data, read strictly and proved total before it is used."""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from governance.authority.facts import ACT_FACTS, FACTS
from governance.authority.table import Rule, Table, cases
from governance.authority.words import condition
from governance.models.authority import Act, AuthorityRule, Decider, Power
from governance.models.strategy import Direction, Goal, Ground, Principle, Priority, Section, Strategy

FOLDER = Path(__file__).parent / "policy"

# What each kind of block holds: (required, optional).
BLOCKS: dict[str, tuple[set[str], set[str]]] = {
    "strategy": (
        {
            *("key", "since", "title_sv", "title_en", "short_title_sv", "short_title_en"),
            *("adopted_by_sv", "adopted_by_en"),
            *("review_interval_months", "review_lead_months"),
        },
        {"since_is_approximate", "diary_number", "note_sv", "note_en"},
    ),
    "sections": ({"number", "title_sv", "title_en", "text_sv", "text_en"}, set()),
    "goals": ({"key", "section", "text_sv", "text_en"}, set()),
    "directions": ({"key", "section", "name_sv", "name_en", "purpose_sv", "purpose_en"}, set()),
    "principles": (
        {"key", "section", "name_sv", "name_en", "text_sv", "text_en", "settings"},
        {"check_key", "if_it_fails", "exception_by"},
    ),
    "grounds": ({"key", "section", "name_sv", "name_en", "question_sv", "question_en", "weight"}, set()),
    "priorities": (
        {"key", "section", "kind", "name_sv", "name_en", "text_sv", "text_en"},
        {"capitals", "countries", "themes", "by_residents", "ground"},
    ),
    "rules": (
        {"decides", "power", "sv", "en"},
        {"when", "handled_in", "prepared_by", "consult", "report_to", "section", "see_also"},
    ),
}

# What is no text: the type of each such field, and of the elements of a list.
TYPES: dict[str, type | tuple[type, ...]] = {
    "since": date,
    "since_is_approximate": bool,
    "review_interval_months": int,
    "review_lead_months": int,
    "settings": dict,
    "weight": int,
    "capitals": bool,
    "by_residents": bool,
    "when": (dict, list),
}
LISTS = {"countries", "themes", "consult", "see_also"}
# No version comes near: what is proved case by case must stay provable.
MOST_ROWS, MOST_ALTERNATIVES, GREATEST_BOUND = 100, 20, 10_000

# What is one of the words that the register knows, or cites a section, is judged by name.
JUDGED_ELSEWHERE = {
    *("section", "when", "decides", "power", "handled_in", "prepared_by", "consult", "report_to", "see_also"),
    *("kind", "if_it_fails", "exception_by"),
}

MODELS: dict[str, type[Model]] = {
    "strategy": Strategy,
    "sections": Section,
    "goals": Goal,
    "directions": Direction,
    "principles": Principle,
    "grounds": Ground,
    "priorities": Priority,
    "rules": AuthorityRule,
}
NAMES = {
    "strategy": gettext_lazy("The strategy"),
    "sections": gettext_lazy("Section"),
    "goals": gettext_lazy("Goal"),
    "directions": gettext_lazy("Direction"),
    "principles": gettext_lazy("Principle"),
    "grounds": gettext_lazy("Ground for assessment"),
    "priorities": gettext_lazy("Priority"),
    "rules": gettext_lazy("Table of authority"),
}
PARTS = ("sections", "goals", "directions", "principles", "grounds", "priorities")


class PolicyError(Exception):
    """A policy that cannot be used. It says where and why, in English to the operator and in `words` to who drafts.

    `place` is where it is, `field` which of its fields, where it is one.
    """

    def __init__(self, text: str, place: "Place | None" = None, field: str = "", **parts: Any) -> None:
        self.text, self.place, self.field, self.parts = text, place, field, parts
        said = text % parts if parts else text
        super().__init__(f"{place}: {said}" if place else said)

    @property
    def words(self) -> str:
        """The same in the language of the reader."""
        said = gettext(self.text) % {name: getattr(part, "words", part) for name, part in self.parts.items()}
        return f"{self.place.words}: {said}" if self.place else said


@dataclass(frozen=True)
class Place:
    """Where in a policy something stands: the part, the block by its key, the row of an act."""

    kind: str
    name: str = ""
    row: int = 0

    def __str__(self) -> str:
        return " ".join(filter(None, (self.kind, self.name, str(self.row or ""))))

    @property
    def words(self) -> str:
        if self.kind != "rules":
            return f"{NAMES.get(self.kind, self.kind)} {self.name}".strip()
        act = str(Act(self.name).label) if self.name in Act.values else self.name
        if not self.row:
            return act or str(NAMES[self.kind])
        return gettext("%(act)s, row %(row)s") % {"act": act, "row": self.row}


@dataclass(frozen=True)
class Case:
    """A case that no row answers."""

    facts: Mapping[str, Any]

    def __str__(self) -> str:
        return str(dict(self.facts))

    @property
    def words(self) -> str:
        return condition(self.facts)


@dataclass(frozen=True)
class Policy:
    """One version: the fields of its strategy, its blocks as fields of rows, and its table."""

    checksum: str
    strategy: Mapping[str, Any]
    sections: Sequence[Mapping[str, Any]]
    goals: Sequence[Mapping[str, Any]]
    directions: Sequence[Mapping[str, Any]]
    principles: Sequence[Mapping[str, Any]]
    grounds: Sequence[Mapping[str, Any]]
    priorities: Sequence[Mapping[str, Any]]
    table: Table

    @property
    def key(self) -> str:
        return self.strategy["key"]

    @property
    def since(self) -> date:
        return self.strategy["since"]


def bundled() -> list[Path]:
    """The versions that come with the product."""
    return sorted(FOLDER.glob("strategy_*.toml"))


def read(path: Path) -> Policy:
    """Read and prove one file. Raises PolicyError."""
    try:
        return prove(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, PolicyError) as error:
        raise PolicyError(f"{path.name}: {error}") from error


def prove(data: Mapping[str, Any]) -> Policy:
    """A policy as data, once nothing is wrong with it. Raises the first PolicyError."""
    for problem in problems(data):
        raise problem
    return Policy(
        checksum=_checksum(data),
        strategy=data["strategy"],
        table=table_of(data),
        **{kind: data.get(kind, []) for kind in PARTS},
    )


def problems(data: Mapping[str, Any]) -> list[PolicyError]:
    """Everything that is wrong: first with the shape, then with each block, then with the table as a whole."""
    for look in (_of_shape, _of_blocks, _of_rules, _of_table):
        if found := list(look(data)):
            return found
    return []


def _checksum(data: Mapping[str, Any]) -> str:
    """SHA-256 of what the file says: comments and spacing may change, the policy may not."""
    return sha256(json.dumps(data, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()


def _of_shape(data: Mapping[str, Any]) -> Iterator[PolicyError]:
    if unknown := data.keys() - BLOCKS.keys():
        yield PolicyError(gettext_noop("unknown part: %(names)s"), names=", ".join(sorted(unknown)))
    if not isinstance(data.get("strategy"), dict):
        yield PolicyError(gettext_noop("the part is missing, or is no block"), Place("strategy"))
    for kind in PARTS:
        if not _are_blocks(data.get(kind, [])):
            yield PolicyError(gettext_noop("the part is not a list of blocks"), Place(kind))
    rules = data.get("rules", {})
    if not isinstance(rules, dict) or not all(map(_are_blocks, rules.values())):
        yield PolicyError(gettext_noop("the part is not a list of blocks"), Place("rules"))
    elif differing := set(rules) ^ set(ACT_FACTS):
        names = ", ".join(sorted(differing))
        yield PolicyError(gettext_noop("acts differ: %(names)s"), Place("rules"), names=names)


def _are_blocks(rows: Any) -> bool:
    return isinstance(rows, list) and len(rows) <= MOST_ROWS and all(isinstance(row, dict) for row in rows)


def _of_blocks(data: Mapping[str, Any]) -> Iterator[PolicyError]:
    yield from _of_block("strategy", data["strategy"], Place("strategy"))
    numbers = _numbers(data)
    for kind in PARTS:
        identity = "number" if kind == "sections" else "key"
        seen: set[str] = set()
        for position, row in enumerate(data.get(kind, []), start=1):
            name = row.get(identity)
            place = Place(kind, name if isinstance(name, str) else str(position))
            found = list(_of_block(kind, row, place))
            yield from found or _of_row(kind, row, place, seen, numbers)
            seen.add(place.name)


def _of_row(
    kind: str, row: Mapping[str, Any], place: Place, seen: set[str], numbers: set[str]
) -> Iterator[PolicyError]:
    if place.name in seen:
        yield PolicyError(gettext_noop("given twice"), place, "number" if kind == "sections" else "key")
    if kind != "sections" and row["section"] not in numbers:
        yield PolicyError(gettext_noop("no such section"), place, "section")
    if row.get("if_it_fails", "none") not in Principle.Failure.values:
        yield PolicyError(gettext_noop("unknown if_it_fails"), place, "if_it_fails")
    if row.get("exception_by", "council") not in Decider.values:
        yield PolicyError(gettext_noop("unknown exception_by"), place, "exception_by")
    if kind == "priorities" and row["kind"] not in Priority.Kind.values:
        yield PolicyError(gettext_noop("unknown kind"), place, "kind")


def _of_block(kind: str, block: Mapping[str, Any], place: Place) -> Iterator[PolicyError]:
    """Whether it has the fields it is to have, each of its type and as long as the register can hold."""
    required, optional = BLOCKS[kind]
    if missing := required - block.keys():
        yield PolicyError(gettext_noop("missing %(names)s"), place, names=", ".join(sorted(missing)))
    if unknown := block.keys() - required - optional:
        yield PolicyError(gettext_noop("unknown %(names)s"), place, names=", ".join(sorted(unknown)))
    if missing or unknown:
        return
    found = [problem for name, value in block.items() for problem in _of_value(name, value, place)]
    yield from found or _of_size(kind, block, place)


def _of_value(name: str, value: Any, place: Place) -> Iterator[PolicyError]:
    wanted = TYPES.get(name, str)
    if name in LISTS:
        if not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            yield PolicyError(gettext_noop("%(name)s is not a list of texts"), place, name, name=name)
    elif name == "since":
        if type(value) is not date:
            yield PolicyError(gettext_noop("since is not a date"), place, name)
    elif not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        yield PolicyError(gettext_noop("%(name)s is of the wrong type"), place, name, name=name)
    elif isinstance(value, str) and not value.strip():
        yield PolicyError(gettext_noop("%(name)s is empty"), place, name, name=name)
    elif name in ("settings", "when") and not _is_plain(value):
        yield PolicyError(gettext_noop("%(name)s is of the wrong type"), place, name, name=name)


def _is_plain(value: Any) -> bool:
    """Whether it can be kept as JSON."""
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def _of_size(kind: str, block: Mapping[str, Any], place: Place) -> Iterator[PolicyError]:
    model = MODELS[kind]
    fields = {field.name for field in model._meta.get_fields()}
    values = {name: value for name, value in block.items() if name in fields - JUDGED_ELSEWHERE}
    try:
        model(**values).clean_fields(exclude=fields - values.keys())
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            label = capfirst(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            for text in texts:
                yield PolicyError("%(label)s: %(said)s", place, name, label=label, said=text)
    if kind == "strategy" and block["review_interval_months"] <= block["review_lead_months"]:
        text = gettext_noop("a review opens before it is due: give fewer months ahead than between reviews")
        yield PolicyError(text, place, "review_lead_months")


def _of_rules(data: Mapping[str, Any]) -> Iterator[PolicyError]:
    numbers = _numbers(data)
    for act, rows in data["rules"].items():
        for position, row in enumerate(rows, start=1):
            place = Place("rules", act, position)
            found = list(_of_block("rules", row, place))
            yield from found or _of_rule(act, row, place, numbers)


def _of_rule(act: str, row: Mapping[str, Any], place: Place, numbers: set[str]) -> Iterator[PolicyError]:
    if row["power"] not in Power.values:
        yield PolicyError(gettext_noop("unknown power %(name)s"), place, "power", name=row["power"])
    for field in ("decides", "handled_in", "prepared_by", "report_to", "consult"):
        named = row.get(field, [])
        for body in named if isinstance(named, list) else [named]:
            if body not in Decider.values:
                yield PolicyError(gettext_noop("unknown body %(name)s"), place, field, name=body)
    for field in ("section", "see_also"):
        named = row.get(field, [])
        for number in named if isinstance(named, list) else [named]:
            if number not in numbers:
                yield PolicyError(gettext_noop("no section %(name)s"), place, field, name=number)
    if row["power"] == Power.DEFAULT and row.get("section"):
        yield PolicyError(gettext_noop("a default cites no section"), place, "section")
    if (row["power"] == Power.REFUSED) != (row["decides"] == Decider.NOBODY):
        yield PolicyError(gettext_noop("nobody means refused"), place, "power")
    yield from _of_conditions(act, row, place)


def _of_conditions(act: str, row: Mapping[str, Any], place: Place) -> Iterator[PolicyError]:
    when = alternatives(row)
    if len(when) > MOST_ALTERNATIVES or not all(isinstance(each, dict) for each in when):
        yield PolicyError(gettext_noop("%(name)s is of the wrong type"), place, "when", name="when")
        return
    for alternative in when:
        for name, wanted in alternative.items():
            if name not in ACT_FACTS[act]:
                yield PolicyError(gettext_noop("the act does not know %(name)s"), place, "when", name=name)
            elif not _is_condition(name, wanted):
                yield PolicyError(gettext_noop("bad condition on %(name)s"), place, "when", name=name)


def alternatives(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """When a row as data applies: one alternative may stand without its list, and none is always."""
    when = row.get("when", {})
    return list(when) if isinstance(when, list) else [when]


def _is_condition(name: str, wanted: Any) -> bool:
    if choices := FACTS[name].choices:
        return all(value in choices.values for value in (wanted if isinstance(wanted, list) else [wanted]))
    if name in ("areas", "external_funding"):
        if not (isinstance(wanted, dict) and len(wanted) == 1 and wanted.keys() <= {"min", "below"}):
            return False
        return all(type(bound) is int and 0 <= bound <= GREATEST_BOUND for bound in wanted.values())
    return isinstance(wanted, bool)


def _of_table(data: Mapping[str, Any]) -> Iterator[PolicyError]:
    """Every case of every act has a row, and every row answers some case."""
    table = table_of(data)
    for act, rows in table.rules.items():
        answering = set()
        for case in cases(table, act):
            row = next((row for row in rows if row.holds(case)), None)
            if row is None:
                yield PolicyError(gettext_noop("no row for %(case)s"), Place("rules", act), case=Case(case))
                break
            answering.add(row.position)
        else:
            if idle := [str(row.position) for row in rows if row.position not in answering]:
                text = gettext_noop("row %(rows)s is never reached")
                yield PolicyError(text, Place("rules", act), rows=", ".join(idle))


def _numbers(data: Mapping[str, Any]) -> set[str]:
    found = (section.get("number") for section in data.get("sections", []))
    return {number for number in found if isinstance(number, str)}


def table_of(data: Mapping[str, Any]) -> Table:
    """The table of a policy in which each block is as it is to be."""
    strategy = data["strategy"]
    return Table(
        key=strategy["key"],
        since=strategy["since"],
        title_sv=strategy["title_sv"],
        title_en=strategy["title_en"],
        short_title_sv=strategy["short_title_sv"],
        short_title_en=strategy["short_title_en"],
        sections={row["number"]: (row["title_sv"], row["title_en"]) for row in data.get("sections", [])},
        rules={
            act: tuple(_rule(act, position, row) for position, row in enumerate(rows, start=1))
            for act, rows in data["rules"].items()
        },
        diary_number=strategy.get("diary_number", ""),
    )


def _rule(act: str, position: int, row: Mapping[str, Any]) -> Rule:
    return Rule(
        act=act,
        position=position,
        when=tuple(alternatives(row)),
        decides=row["decides"],
        power=row["power"],
        explanation_sv=row["sv"],
        explanation_en=row["en"],
        handled_in=row.get("handled_in", ""),
        prepared_by=row.get("prepared_by", ""),
        consult=tuple(row.get("consult", ())),
        report_to=row.get("report_to", ""),
        section=row.get("section", ""),
        see_also=tuple(row.get("see_also", ())),
    )
