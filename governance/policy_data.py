"""A policy as data, in the shape of a policy file: read from the rows of a version, changed, written as a file.

What is called the content is what a version says: everything but its name and its day.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from .models import AuthorityRule, Strategy
from .policy_files import BLOCKS, PARTS

Content = dict[str, Any]
BARE = re.compile(r"[A-Za-z0-9_-]+")
# What of the block of the strategy belongs to the content.
KEPT = ("review_interval_months", "review_lead_months")
# A file is read by people: what stands first is what one looks for.
FIRST = (
    *("key", "number", "since", "section", "kind", "when", "decides", "power", "handled_in", "prepared_by"),
    *("consult", "report_to", "check_key", "if_it_fails", "exception_by", "see_also", "name_sv", "name_en"),
    *("title_sv", "title_en", "text_sv", "text_en"),
)


def content_of(strategy: Strategy) -> Content:
    """What a version says, read from its rows."""
    content: Content = {"strategy": {name: getattr(strategy, name) for name in KEPT}}
    for kind in PARTS:
        rows = getattr(strategy, kind).all()
        if kind != "sections":
            rows = rows.select_related("section")
        content[kind] = [_block(kind, row) for row in rows]
    content["rules"] = {}
    rules = AuthorityRule.objects.filter(strategy=strategy).select_related("section")
    for rule in rules.order_by("act", "position"):
        content["rules"].setdefault(rule.act, []).append(_rule(rule))
    return content


def data_of(strategy: Strategy) -> dict[str, Any]:
    """A version as its policy file would say it."""
    return {**content_of(strategy), "strategy": _block("strategy", strategy)}


def _block(kind: str, row: Any) -> dict[str, Any]:
    required, optional = BLOCKS[kind]
    block = {name: _plain(getattr(row, name)) for name in sorted(required)}
    said = {name: _plain(getattr(row, name)) for name in sorted(optional)}
    # Guidance only is what a principle is of which nothing is said.
    return block | {name: value for name, value in said.items() if value and value != "none"}


def _plain(value: Any) -> Any:
    return value.number if hasattr(value, "number") else list(value) if isinstance(value, list) else value


def _rule(rule: AuthorityRule) -> dict[str, Any]:
    said = {
        "when": (rule.when[0] if len(rule.when) == 1 else rule.when),
        "handled_in": rule.handled_in,
        "prepared_by": rule.prepared_by,
        "consult": list(rule.consult),
        "report_to": rule.report_to,
        "section": rule.section.number if rule.section else "",
        "see_also": list(rule.see_also),
    }
    answer = {
        "decides": rule.decides,
        "power": rule.power,
        "sv": rule.explanation_sv,
        "en": rule.explanation_en,
    }
    return answer | {name: value for name, value in said.items() if value}


def named(content: Mapping[str, Any], **strategy: Any) -> dict[str, Any]:
    """The content as a whole policy, with its name and its day; what is empty is left out."""
    kept = {name: content["strategy"][name] for name in KEPT}
    return {**content, "strategy": kept | {name: value for name, value in strategy.items() if value}}


def cited(content: Mapping[str, Any]) -> dict[str, list[tuple[str, str, int]]]:
    """Each section that something cites, with what does: the part, the key or act, the row of the act."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for kind in PARTS[1:]:
        for row in content.get(kind, []):
            found.setdefault(row["section"], []).append((kind, row["key"], 0))
    for act, rows in content["rules"].items():
        for position, row in enumerate(rows, start=1):
            for number in {row.get("section", ""), *row.get("see_also", [])} - {""}:
                found.setdefault(number, []).append(("rules", act, position))
    return found


def missing_sections(content: Mapping[str, Any], numbers: Iterable[str]) -> list[str]:
    """The sections that something cites and that are not among the numbers, in their order."""
    there, needed = set(numbers), cited(content)
    return [
        row["number"] for row in content["sections"] if row["number"] in needed and row["number"] not in there
    ]


def with_texts(content: Mapping[str, Any], texts: Sequence[Any]) -> Content:
    """The content with these Swedish sections (number, title, text) in place of its own.

    English stays where the Swedish did; what has no English yet is read in Swedish.
    """
    known = {row["number"]: row for row in content["sections"]}
    sections = []
    for each in texts:
        own = known.get(each.number, {})
        block = {"number": each.number}
        for name, swedish in (("title", each.title), ("text", each.text)):
            is_same = own.get(f"{name}_sv") == swedish
            block |= {f"{name}_sv": swedish, f"{name}_en": own[f"{name}_en"] if is_same else swedish}
        sections.append(block)
    return {**content, "sections": sections}


# What a policy says, one saying after the other: (part, key or act, row, field) and its value.
Saying = tuple[str, str, int, str]


def sayings(content: Mapping[str, Any]) -> dict[Saying, Any]:
    """Everything a content says, each under where it says it."""
    found: dict[Saying, Any] = {
        ("strategy", "", 0, name): value for name, value in content["strategy"].items()
    }
    for kind in PARTS:
        for row in content.get(kind, []):
            key = row["number" if kind == "sections" else "key"]
            found |= {(kind, key, 0, name): value for name, value in row.items()}
    for act, rows in content["rules"].items():
        for position, row in enumerate(rows, start=1):
            found |= {("rules", act, position, name): value for name, value in row.items()}
    return found


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[Saying, Any, Any]]:
    """What is said otherwise, with both values; None for what is not said. In the order of the parts."""
    old, new = sayings(before), sayings(after)
    where = [place for place in {**old, **new} if old.get(place) != new.get(place)]
    return [
        (place, old.get(place), new.get(place))
        for place in sorted(where, key=lambda place: list(BLOCKS).index(place[0]))
    ]


def as_toml(data: Mapping[str, Any]) -> str:
    """The policy as a file, which tomllib reads back to the same data."""
    blocks = [f"[strategy]\n{_lines(data['strategy'])}"]
    for kind in PARTS:
        blocks += [f"[[{kind}]]\n{_lines(row)}" for row in data.get(kind, [])]
    for act, rows in data["rules"].items():
        blocks += [f"[[rules.{act}]]\n{_lines(row)}" for row in rows]
    return "\n".join(blocks)


def _lines(block: Mapping[str, Any]) -> str:
    return "".join(f"{name} = {_value(block[name])}\n" for name in _ordered(block))


def _ordered(block: Mapping[str, Any]) -> Iterator[str]:
    yield from (name for name in FIRST if name in block)
    yield from (name for name in block if name not in FIRST)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_name(name)} = {_value(each)}" for name, each in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    # JSON writes numbers, yes and no, and text as TOML does, but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _name(name: str) -> str:
    return name if BARE.fullmatch(name) else _value(name)
