"""P8: the figures of the year against one hand-written SQL pass, and the report's PDF against WeasyPrint alone."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from reporting.figures import Year, compute

from . import report_sql
from .clock import take_turns
from .results import Result

ROUNDS = 3


def measure(size: str) -> Iterator[Result]:
    year = timezone.localdate().year - 1
    works = {"figures": lambda: compute(Year(year)), "sql": lambda: report_sql.count(year)}
    medians = take_turns(works, ROUNDS, warm=1)
    yield Result(
        "figures of the year", size, medians["figures"], limit=medians["sql"], limit_is="SQL by hand", goal=1.5,
        goal_key="P8",
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        kept, page = Path(folder) / "kept.json", Path(folder) / "report.html"
        assembled = _run("assemble", str(year), str(kept))
        drawing = ("draw", str(year), str(kept), str(page))
        runs = [(_run(*drawing), _run("alone", str(page))) for _round in range(ROUNDS)]
    # The fastest of each: a report takes long enough for a neighbour to disturb any one of them.
    drawn, alone = (min(runs, key=lambda run, side=side: run[side]["ms"])[side] for side in (0, 1))
    yield Result(
        "the PDF of the report", size, drawn["ms"], limit=alone["ms"], limit_is="WeasyPrint alone", goal=1.15,
        goal_key="P8",
        note=f"{alone['pages']} pages; before it, in another job: counting {assembled['counting']:.0f} ms,"
        f" charts in two languages {assembled['charts']:.0f} ms",
    )  # fmt: skip
    yield Result(
        "the PDF of the report, peak memory", size, drawn["peak"], unit="MiB", limit=alone["peak"],
        limit_is="WeasyPrint alone", goal=1.15, goal_key="P8",
    )  # fmt: skip


def _run(*arguments: str) -> dict[str, float]:
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.report_process", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(said.stdout.splitlines()[-1])
