"""Every PDF that the product makes is PDF/UA, and a new way of making one is not forgotten.

The papers are drawn and validated where they are tested: here is said where, and looked whether it is so.
"""

import re
from functools import cache
from importlib import import_module
from inspect import getsource
from operator import attrgetter
from pathlib import Path

import pytest
from django.conf import settings

from governance import pdf
from tests.papers import pdf_ua_faults

ROOT = Path(settings.BASE_DIR)
PACKAGES = (
    "engagements governance memberships network planning profiling referrals reporting stockholm_intl visits"
)
DRAWS = re.compile(r"(?<!def )\b(?:pdf\.render(?:_apart)?|as_pdf)\(")
TEMPLATE = re.compile(r"""["']print/(\w+)\.html["']""")
# What calls the drawer, or what calls it for several: the test that draws its paper and asks the validator.
VALIDATED = {
    "engagements/briefings.py": "engagements.test_briefings:"
    "test_a_pack_is_readable_for_machines_in_both_languages",
    "governance/meetings/drawing.py": "governance.meetings.test_prints:test_the_prints_are_tagged_swedish_pdf",
    "governance/views/lamps.py": "governance.test_lamps:test_the_pdf_is_drawn_with_the_filters",
    "governance/views/list_files.py": "governance.test_lamps:test_the_pdf_is_drawn_with_the_filters",
    "referrals/paper.py": "referrals.test_pages:"
    "test_the_compilation_has_every_remark_with_its_reply_as_word_and_pdf",
    "reporting/document.py": "reporting.test_document:test_the_pdf_is_valid_accessible_and_well_made",
    "reporting/questions/files.py": "reporting.test_questions:"
    "test_the_pdf_is_tagged_says_its_filters_and_that_there_is_more",
    "reporting/questions/question.py": "reporting.test_questions:"
    "test_the_pdf_is_tagged_says_its_filters_and_that_there_is_more",
    "visits/invitations.py": "visits.test_invitations:"
    "TestPaper.test_the_letter_and_the_group_list_are_tagged_in_their_language",
    "visits/letters.py": "visits.test_write_letter:test_the_pdf_is_tagged_and_in_the_language_of_the_letter",
    "visits/programme_paper.py": "visits.test_programme:"
    "test_the_four_prints_are_tagged_and_tell_each_reader_what_is_theirs",
}
# Frames and parts: what they stand with is drawn.
FRAMES = {"base", "report_base", "annual_report_table", "briefing_gist", "briefing_matters"}


@cache
def sources() -> dict[str, str]:
    """The product's own code; the drawer itself left out."""
    files = [file for package in PACKAGES.split() for file in sorted((ROOT / package).rglob("*.py"))]
    return {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for file in files}


def test_whatever_makes_a_pdf_has_a_test_that_asks_the_validator() -> None:
    assert {name for name, code in sources().items() if DRAWS.search(code)} == set(VALIDATED)


@pytest.mark.parametrize("where", sorted(set(VALIDATED.values())))
def test_the_test_that_is_named_asks_the_validator(where: str) -> None:
    module, _, name = where.partition(":")
    assert "assert_pdf_ua(" in getsource(attrgetter(name)(import_module(f"tests.{module}")))


def test_every_layout_for_print_is_drawn_by_one_of_them() -> None:
    layouts = {file.stem for file in (ROOT / "templates" / "print").glob("*.html")} - FRAMES
    drawn = {name for path in VALIDATED for name in TEMPLATE.findall(sources()[path])}
    assert drawn == layouts


def test_the_validator_notices_a_list_that_is_none() -> None:
    """The control: definitions in boxes were drawn for months and nobody saw it."""
    page = "<!doctype html><html lang='sv'><title>x</title><h1>x</h1><dl>{}</dl></html>"
    boxed, plain = "<div><dt>A</dt><dd>B</dd></div>", "<dt>A</dt><dd>B</dd>"
    assert pdf_ua_faults(pdf.render(page.format(plain), ["report.css"], "sv", "x")) == []
    assert pdf_ua_faults(pdf.render(page.format(boxed), ["report.css"], "sv", "x")) != []
