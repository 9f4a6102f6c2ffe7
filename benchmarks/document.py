"""Turns the results of a run into docs/performance.md: the worst of every list, every ratio beside its goal."""

import os
import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from .results import Result

PATH = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
GOALS = {
    "P1": "P1. Lists: every list, any filter, any page",
    "P3": "P3. A matter with 50 decisions, 200 history rows, 30 documents",
    "P4": "P4. My work of a person with 2,000 open matters",
    "P7": "P7. The review sweep",
    "P8": "P8. The annual report",
}
GROWTH, FASTER_THAN_NAIVE = 1.2, 100


def write(results: list[Result], sizes: list[str], minutes: float) -> str:
    lists = _growth([r for r in results if r.goal_key == "P1"], sizes)
    measured = [r for r in results if r.goal_key and r.goal_key != "P1"] + _worst_of_lists(results) + lists
    short = [result for result in measured if result.falls_short]
    parts = [_head(sizes, minutes), _verdict(short, measured)]
    parts.append(_section(GOALS["P1"], [*_worst_of_lists(results), *lists]))
    for key in ("P3", "P4", "P7", "P8"):
        parts.append(_section(GOALS[key], [r for r in results if r.goal_key == key]))
    parts.append(
        _section("The naive app, in the same run", [r for r in results if r.what.startswith("naive")])
    )
    parts.append(_beside_naive(results, sizes))
    parts.append(_section("Limits and further figures", [
        r for r in results if not r.goal_key and not r.what.startswith("naive")
    ]))  # fmt: skip
    parts.append(_section("Every list, every variant", [r for r in results if r.goal_key == "P1"]))
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(sizes: list[str], minutes: float) -> str:
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        capture_output=True,
        text=True,
        check=False,
        cwd=PATH.parent.parent,
    ).stdout.strip()
    return (
        "# Performance\n\nWritten by `make bench`; do not edit. "
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit or 'unknown'}, cities of {', '.join(sizes)} matters, "
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, {minutes:.0f} minutes.\n\n"
        "Server side, in process through the real WSGI handler, medians in milliseconds. The machine decides the "
        "milliseconds; the ratio is to a limit that was measured in turns with it. “Bare-auth” is a page of 20 kB "
        "behind the same login and the same middleware that does nothing. "
        "How: [benchmarks/README.md](../benchmarks/README.md)."
    )


def _verdict(short: list[Result], measured: list[Result]) -> str:
    if not short:
        return f"**All {len(measured)} goals are met.**"
    lines = [f"- {r.goal_key}: {r.what} at {r.size}: {_ratio(r)}, goal {_goal(r)}" for r in short]
    return f"**{len(short)} of {len(measured)} goals are not met:**\n\n" + "\n".join(lines)


def _section(title: str, results: Iterable[Result]) -> str:
    rows = [
        f"| {r.what} | {r.size} | {_value(r)} | {_limit(r)} | {_ratio(r)} | {_goal(r)} | {_met(r)} | {r.note} |"
        for r in results
    ]
    if not rows:
        return ""
    return f"## {title}\n\n" + _table("what | matters | measured | limit | ratio | goal | met | note", rows)


def _table(columns: str, rows: list[str]) -> str:
    return "\n".join([f"| {columns} |", "| --- " * (columns.count("|") + 1) + "|", *rows])


def _worst_of_lists(results: list[Result]) -> list[Result]:
    """Of each list and size the variant with the highest ratio."""
    worst: dict[tuple[str, str], Result] = {}
    for result in results:
        if result.goal_key == "P1":
            key = (result.what.split(" ")[0], result.size)
            if key not in worst or (result.ratio or 0) > (worst[key].ratio or 0):
                worst[key] = result
    return list(worst.values())


def _growth(results: list[Result], sizes: list[str]) -> list[Result]:
    """How much dearer each list becomes from the smallest city to the largest, by the page that grows most.

    Only full pages are compared: one with three rows in a small city costs less because it shows less.
    """
    if len(sizes) < 2:
        return []
    by_what: dict[str, dict[str, Result]] = {}
    for result in results:
        by_what.setdefault(result.what, {})[result.size] = result
    grown: dict[str, Result] = {}
    for what, measured in by_what.items():
        if not {sizes[0], sizes[-1]} <= measured.keys():
            continue
        if not (measured[sizes[0]].is_full and measured[sizes[-1]].is_full):
            continue
        first, last = measured[sizes[0]].ratio or 1, measured[sizes[-1]].ratio or 1
        name = what.split(" ")[0]
        growth = Result(
            f"{name}: growth", f"{sizes[0]} to {sizes[-1]}", round(last / first, 2), unit="×", goal=GROWTH,
            goal_key="P1", note=f"most for {what.removeprefix(name).strip()}",
        )  # fmt: skip
        if name not in grown or growth.value > grown[name].value:
            grown[name] = growth
    return list(grown.values())


def _beside_naive(results: list[Result], sizes: list[str]) -> str:
    """How many times faster than the naive app, ratio against ratio."""
    naive = {(r.what, r.size): r.ratio for r in results if r.what.startswith("naive")}
    ours = {r.size: r for r in results if r.what == "matters plain (coordinator)"}
    detail = {r.size: r for r in results if r.what == "long matter: overview"}
    rows = []
    for size in sizes:
        for what, mine in (("list of 25", ours), ("long matter", detail)):
            theirs = naive.get((f"naive: {what}", size))
            if theirs and size in mine and mine[size].ratio:
                rows.append(
                    f"| {what} | {size} | {theirs:.0f} × | {_ratio(mine[size])} | {theirs / mine[size].ratio:.0f} |"
                )
    if not rows:
        return ""
    head = "| what | matters | naive | product | times faster |\n| --- | --- | --- | --- | --- |"
    return (
        f"## Beside the naive app\n\nThe goal is {FASTER_THAN_NAIVE} times faster at 1 M.\n\n{head}\n"
        + "\n".join(rows)
    )


def _value(result: Result) -> str:
    if result.unit == "queries":
        return f"{result.value:.0f} queries"
    return (
        f"{result.value:,.1f} {result.unit}" if result.value < 1000 else f"{result.value:,.0f} {result.unit}"
    )


def _limit(result: Result) -> str:
    return f"{result.limit:,.2f} {result.unit} ({result.limit_is})" if result.limit else ""


def _ratio(result: Result) -> str:
    return f"{result.ratio:.1f} ×" if result.ratio else _value(result)


def _goal(result: Result) -> str:
    if result.goal is None:
        return ""
    return f"≤ {result.goal:g} ×" if result.limit else f"≤ {result.goal:g} {result.unit}"


def _met(result: Result) -> str:
    return "" if result.goal is None else "no" if result.falls_short else "yes"
