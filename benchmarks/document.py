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
    "P4": "P4. My work of a person with 2,000 open matters, and the ten questions",
    "P7": "P7. The review sweep",
    "P8": "P8. The annual report",
}
# What is compared: (words, the product's page, the naive app's).
WITH_RIGHTS = "list with a right per object"
BESIDE_NAIVE = (
    ("list of 25, of a person with rights", "matters plain (coordinator)", WITH_RIGHTS),
    ("list of 25, of an administrator", "matters plain (coordinator)", "list of 25"),
    ("deep page", "matters deep 2006 (coordinator)", "deep page"),
    ("long matter", "long matter: overview", "long matter"),
)


def write(results: list[Result], sizes: list[str], minutes: float) -> str:
    lists = [r for r in results if r.goal_key == "P1" and r.limit]
    growth = [r for r in results if r.goal_key == "P1" and not r.limit]
    beside = _beside_naive(results, sizes)
    measured = [r for r in results if r.goal_key and r.goal_key != "P1"] + _worst_of_lists(lists) + growth
    measured += [result for result in beside if result.goal]
    short = [result for result in measured if result.falls_short]
    parts = [_head(sizes, minutes), _verdict(short, measured)]
    parts.append(_section(GOALS["P1"], [*_worst_of_lists(lists), *growth]))
    for key in ("P3", "P4", "P7", "P8"):
        parts.append(_section(GOALS[key], [r for r in results if r.goal_key == key]))
    parts.append(
        _section("The naive app, in the same run", [r for r in results if r.what.startswith("naive")])
    )
    parts.append(_section("Beside the naive app", beside))
    parts.append(_section("Limits and further figures", [
        r for r in results if not r.goal_key and not r.what.startswith("naive")
    ]))  # fmt: skip
    parts.append(_section("Every list, every variant", lists))
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
        key = (result.what.split(" ")[0], result.size)
        if key not in worst or (result.ratio or 0) > (worst[key].ratio or 0):
            worst[key] = result
    return list(worst.values())


def _beside_naive(results: list[Result], sizes: list[str]) -> list[Result]:
    """The product's ratio over the naive app's for the same page; 0.01 is a hundred times faster.

    The list that counts is the one a person with rights gets: the administrator of the naive app has none to ask for.
    """
    by_what = {(r.what, r.size): r.ratio for r in results}
    rows = []
    for what, ours, theirs in BESIDE_NAIVE:
        for size in sizes:
            mine, naive = by_what.get((ours, size)), by_what.get((f"naive: {theirs}", size))
            if mine and naive:
                is_goal = theirs == WITH_RIGHTS and size == "1M"
                rows.append(
                    Result(
                        what,
                        size,
                        mine,
                        unit="× bare-auth",
                        limit=naive,
                        limit_is="naive",
                        goal=0.01 if is_goal else None,
                        goal_key="P1" if is_goal else "",
                        note=f"{naive / mine:.0f} times faster",
                    )
                )
    return rows


def _value(result: Result) -> str:
    if result.unit == "queries":
        return f"{result.value:.0f} queries"
    return (
        f"{result.value:,.1f} {result.unit}" if result.value < 1000 else f"{result.value:,.0f} {result.unit}"
    )


def _limit(result: Result) -> str:
    return f"{result.limit:,.2f} {result.unit} ({result.limit_is})" if result.limit else ""


def _ratio(result: Result) -> str:
    if not result.ratio:
        return _value(result)
    return f"{result.ratio:.1f} ×" if result.ratio >= 0.1 else f"{result.ratio:.3f} ×"


def _goal(result: Result) -> str:
    if result.goal is None:
        return ""
    return f"≤ {result.goal:g} ×" if result.limit else f"≤ {result.goal:g} {result.unit}"


def _met(result: Result) -> str:
    return "" if result.goal is None else "no" if result.falls_short else "yes"
