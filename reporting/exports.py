"""The figures as files: CSV for a spreadsheet. (The JSON file is the content itself, see content.py.)"""

from collections.abc import Iterator
from io import StringIO
from typing import Any

from governance.spreadsheets import csv_lines

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


def figures_csv(content: dict[str, Any]) -> str:
    """Every figure, part of a figure and published figure of the content, one on each line."""
    file = StringIO()
    file.writelines(csv_lines([HEAD, *_figures(content), *_parts(content), *_published(content)]))
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
