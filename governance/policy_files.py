"""The policy files: each version of the strategy as data, read strictly and proved total before it is used."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from governance.authority.facts import ACT_FACTS, FACTS
from governance.authority.table import Rule, Table, cases
from governance.models.authority import Decider, Power
from governance.models.strategy import Principle, Priority

FOLDER = Path(__file__).parent / "policy"

# What each kind of block holds: (required, optional).
BLOCKS: dict[str, tuple[set[str], set[str]]] = {
    "strategy": (
        {
            *("key", "since", "title_sv", "title_en", "short_title_sv", "short_title_en"),
            *("adopted_by_sv", "adopted_by_en", "note_sv", "note_en"),
            *("review_interval_months", "review_lead_months"),
        },
        {"since_is_approximate", "diary_number"},
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

PARTS = ("sections", "goals", "directions", "principles", "grounds", "priorities")


class PolicyError(Exception):
    """A policy file that cannot be used; the message says where and why."""


@dataclass(frozen=True)
class Policy:
    """One policy file: the fields of its strategy, its blocks as fields of rows, and its table."""

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
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return _policy(data)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, PolicyError) as error:
        raise PolicyError(f"{path.name}: {error}") from error


def _policy(data: dict[str, Any]) -> Policy:
    _require(data.keys() <= BLOCKS.keys(), f"unknown part: {', '.join(data.keys() - BLOCKS.keys())}")
    strategy = data.get("strategy", {})
    _check_block("strategy", strategy)
    _require(type(strategy["since"]) is date, "strategy: since is not a date")
    blocks = {kind: data.get(kind, []) for kind in PARTS}
    numbers = {section.get("number") for section in blocks["sections"]}
    for kind, rows in blocks.items():
        _check_rows(kind, rows, numbers)
    table = _table(strategy, blocks["sections"], data.get("rules", {}))
    _prove(table)
    return Policy(checksum=_checksum(data), strategy=strategy, table=table, **blocks)


def _checksum(data: dict[str, Any]) -> str:
    """SHA-256 of what the file says: comments and spacing may change, the policy may not."""
    return sha256(json.dumps(data, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()


def _check_rows(kind: str, rows: Sequence[Mapping[str, Any]], numbers: set[str]) -> None:
    identity = "number" if kind == "sections" else "key"
    seen = set()
    for row in rows:
        _check_block(kind, row)
        where = f"{kind} {row[identity]}"
        _require(row[identity] not in seen, f"{where}: given twice")
        seen.add(row[identity])
        _require(kind == "sections" or row["section"] in numbers, f"{where}: no such section")
        _require(row.get("if_it_fails", "none") in Principle.Failure.values, f"{where}: unknown if_it_fails")
        _require(row.get("exception_by", "council") in Decider.values, f"{where}: unknown exception_by")
        _require(kind != "priorities" or row["kind"] in Priority.Kind.values, f"{where}: unknown kind")


def _check_block(kind: str, block: Mapping[str, Any]) -> None:
    required, optional = BLOCKS[kind]
    name = block.get("key") or block.get("number") or ""
    _require(block.keys() >= required, f"{kind} {name}: missing {', '.join(sorted(required - block.keys()))}")
    unknown = block.keys() - required - optional
    _require(not unknown, f"{kind} {name}: unknown {', '.join(sorted(unknown))}")
    for field, value in block.items():
        _require(not isinstance(value, str) or bool(value.strip()), f"{kind} {name}: {field} is empty")


def _table(
    strategy: Mapping[str, Any], sections: Sequence[Mapping[str, Any]], rules: Mapping[str, Any]
) -> Table:
    _require(set(rules) == set(ACT_FACTS), f"rules: acts differ: {', '.join(set(rules) ^ set(ACT_FACTS))}")
    numbers = {row["number"]: (row["title_sv"], row["title_en"]) for row in sections}
    return Table(
        key=strategy["key"],
        since=strategy["since"],
        title_sv=strategy["title_sv"],
        title_en=strategy["title_en"],
        short_title_sv=strategy["short_title_sv"],
        short_title_en=strategy["short_title_en"],
        sections=numbers,
        rules={
            act: tuple(_rule(act, position, row, numbers) for position, row in enumerate(rows, start=1))
            for act, rows in rules.items()
        },
        diary_number=strategy.get("diary_number", ""),
    )


def _rule(act: str, position: int, row: Mapping[str, Any], numbers: Mapping[str, Any]) -> Rule:
    where = f"rules {act} {position}"
    _check_block("rules", row)
    when = row.get("when", {})
    rule = Rule(
        act=act,
        position=position,
        when=tuple(when) if isinstance(when, list) else (when,),
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
    _require(rule.power in Power.values, f"{where}: unknown power {rule.power}")
    for body in (
        rule.decides,
        *rule.consult,
        *filter(None, (rule.handled_in, rule.prepared_by, rule.report_to)),
    ):
        _require(body in Decider.values, f"{where}: unknown body {body}")
    for number in (*filter(None, (rule.section,)), *rule.see_also):
        _require(number in numbers, f"{where}: no section {number}")
    _require(rule.power != Power.DEFAULT or not rule.section, f"{where}: a default cites no section")
    _require(
        (rule.power == Power.REFUSED) == (rule.decides == Decider.NOBODY), f"{where}: nobody means refused"
    )
    for alternative in rule.when:
        for name, wanted in alternative.items():
            _require(name in ACT_FACTS[act], f"{where}: the act does not know {name}")
            _require(_is_condition(name, wanted), f"{where}: bad condition on {name}")
    return rule


def _is_condition(name: str, wanted: Any) -> bool:
    if choices := FACTS[name].choices:
        return all(value in choices.values for value in (wanted if isinstance(wanted, list) else [wanted]))
    if name in ("areas", "external_funding"):
        return isinstance(wanted, dict) and len(wanted) == 1 and wanted.keys() <= {"min", "below"}
    return isinstance(wanted, bool)


def _prove(table: Table) -> None:
    """Every case of every act has a row, and every row answers some case."""
    for act, rows in table.rules.items():
        answering = set()
        for case in cases(table, act):
            row = next((row for row in rows if row.holds(case)), None)
            _require(row is not None, f"rules {act}: no row for {case}")
            answering.add(row.position if row else 0)
        idle = [str(row.position) for row in rows if row.position not in answering]
        _require(not idle, f"rules {act}: row {', '.join(idle)} is never reached")


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise PolicyError(message)
