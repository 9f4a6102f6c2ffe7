"""Asks a validator whether what was drawn is PDF/UA: readable by machine, and so by whoever does not see the page."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from page import SafetyLimits, ValidationProfile, validate_pdf

# The structure tree of the annual report is deep; nothing else comes near.
LIMITS = SafetyLimits(max_reference_depth=100_000)


def pdf_ua_faults(content: bytes) -> list[str]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "drawn.pdf"
        file.write_bytes(content)
        found = validate_pdf(str(file), profile=ValidationProfile.PDF_UA_1, limits=LIMITS)
    told = Counter(f"{fault.rule_id}: {fault.message[:160]}" for fault in found.failures)
    return [f"{fault} ({times})" for fault, times in told.items()] or ["not compliant"] * (
        not found.is_compliant
    )


def assert_pdf_ua(content: bytes) -> None:
    assert pdf_ua_faults(bytes(content)) == []
