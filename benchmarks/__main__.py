"""`python -m benchmarks`: generates the cities, measures, prints the table and writes docs/performance.md."""

import argparse
import sys
import time
from pathlib import Path

from . import cities, document, growth
from .cities import SIZES, say
from .results import Result

BY_SIZE = {"P1": ("lists",), "P3": ("details",), "P4": ("my_work", "questions")}


def main() -> int:
    options = _options()
    sizes = options.sizes.split(",")
    began = time.monotonic()
    results: list[Result] = []
    with cities.engines(options.keep):
        for size in sizes:
            say(f"The city of {size} ...")
            database = cities.city(size)
            naive = cities.empty(f"naive_{size.lower()}", migrated=False)
            results += cities.measure("naive_app", size, naive, "benchmarks.naive.settings")
            cities.rest(naive)
            for goal, modules in BY_SIZE.items():
                if goal in options.only:
                    for module in modules:
                        results += cities.measure(module, size, database)
        if "P1" in options.only and len(sizes) > 1:
            results += growth.measure((sizes[0], sizes[-1]))
        if "P8" in options.only:
            results += cities.measure("report", sizes[-1], cities.city(sizes[-1]))
        if "P7" in options.only:
            results += cities.measure("sweep", sizes[-1], cities.empty(f"memberships_{sizes[-1].lower()}"))
    text = document.write(results, sizes, minutes=(time.monotonic() - began) / 60)
    say(text)
    if options.docs:
        document.PATH.write_text(text, encoding="utf-8")
        say(f"Written to {document.PATH}.")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--sizes", default=",".join(SIZES), help="of the cities, smallest first (default: %(default)s)"
    )
    parser.add_argument(
        "--only", action="append", choices=["P1", "P3", "P4", "P7", "P8"], help="measure this goal"
    )
    parser.add_argument("--keep", type=Path, help="a folder that keeps the cities for the next run")
    parser.add_argument(
        "--no-docs", dest="docs", action="store_false", help="leave docs/performance.md alone"
    )
    options = parser.parse_args()
    if unknown := set(options.sizes.split(",")) - SIZES.keys():
        parser.error(f"unknown size {', '.join(sorted(unknown))}; choose of {', '.join(SIZES)}")
    options.only = options.only or ["P1", "P3", "P4", "P7", "P8"]
    if options.keep:
        options.keep = options.keep.absolute()
    return options


if __name__ == "__main__":
    sys.exit(main())
