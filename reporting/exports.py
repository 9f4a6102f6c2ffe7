"""The figures as files: CSV for a spreadsheet. (The JSON file is the content itself, see content.py.)"""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

# Swedish Excel wants semicolons, and the mark that says the text is UTF-8.
BOM = "\ufeff"
HEAD = (
    "uppgift",
    "del",
    "namn_sv",
    "namn_en",
    "rubrik",
    "ar",
    "varde",
    "enhet",
    "varde_aret_innan",
    "andring",
    "slag",
    "anmarkning",
    "kalla",
)


class _Echo:
    """A file that gives back each line written to it."""

    def write(self, line: str) -> str:
        return line


def lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The rows as lines of CSV, one at a time, however many."""
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield BOM
    for row in rows:
        yield writer.writerow([harmless(value) for value in row])


# What begins a formula; some programs take the full-width forms of East Asian writing for the signs themselves.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is made a text."""
    if isinstance(value, str) and value.lstrip(" \n\u3000\xa0")[:1] in FORMULA:
        return f"'{value}"
    return "" if value is None else value


def figures_csv(content: dict[str, Any]) -> str:
    """Every figure, part of a figure and published figure of the content, one on each line."""
    file = StringIO()
    file.writelines(lines([HEAD, *_figures(content), *_parts(content), *_published(content)]))
    return file.getvalue()


def _figures(content: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for row in content["figures"]:
        yield (
            row["key"],
            "",
            row["label"]["sv"],
            row["label"]["en"],
            row["heading"],
            content["year"],
            row["value"],
            row["unit"],
            row["previous"],
            row["change"],
            "computed",
            row["method"]["sv"],
            "",
        )


def _parts(content: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for breakdown in content["breakdowns"]:
        for part in breakdown["parts"]:
            yield (
                breakdown["key"],
                part["key"],
                part["label"]["sv"],
                part["label"]["en"],
                breakdown["heading"],
                content["year"],
                part["value"],
                breakdown["unit"],
                part["previous"],
                part["value"] - part["previous"],
                "computed",
                breakdown["label"]["sv"],
                "",
            )


def _published(content: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for row in content["published"]:
        yield (
            row["figure"],
            "",
            row["label"]["sv"],
            row["label"]["en"],
            "",
            row["year"],
            row["value"],
            row["unit"],
            None,
            None,
            "published",
            row["note"]["sv"],
            row["source"]["sv"],
        )
