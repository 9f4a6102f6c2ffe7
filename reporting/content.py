"""What a report says, as one value with one byte form: the JSON file is those bytes, the checksum is of them."""

import hashlib
from typing import Any

from governance.decisions import canonical

from .headings import HEADINGS, Heading
from .models import AnnualReport

FORM = 1


def of(report: AnnualReport) -> dict[str, Any]:
    """Everything the report says. The same whether it is a draft or frozen, so freezing changes no word."""
    return {
        "form": FORM,
        "year": report.year,
        "version": report.version,
        "corrects": report.corrected_from.version if report.corrected_from else None,
        "what_changed": report.what_changed,
        "texts": report.texts,
        **report.figures,
    }


def as_bytes(value: dict[str, Any]) -> bytes:
    """UTF-8 JSON, sorted keys, no spaces, no floats."""
    return canonical(value)


def checksum(value: dict[str, Any]) -> str:
    """SHA-256 of the bytes: `sha256sum` of the JSON file gives the same."""
    return hashlib.sha256(as_bytes(value)).hexdigest()


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures that a corrected report tells differently, in the order of the report."""
    earlier = {figure["key"]: figure["value"] for figure in before.get("figures", [])}
    return [
        {
            "key": figure["key"],
            "label": figure["label"],
            "unit": figure["unit"],
            "before": earlier.get(figure["key"]),
            "after": figure["value"],
        }
        for figure in after["figures"]
        if earlier.get(figure["key"]) != figure["value"]
    ]


def rewritten(report: AnnualReport) -> list[Heading]:
    """The headings whose text a corrected report tells otherwise than the version it corrects."""
    before = report.corrected_from or report
    return [
        each
        for each in HEADINGS
        if any(
            report.text(each.key, language) != before.text(each.key, language) for language in ("sv", "en")
        )
    ]
