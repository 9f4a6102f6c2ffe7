"""What is printed from the two layouts is tagged, numbered and in its own language."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from governance import pdf
from tests.papers import assert_pdf_ua

LETTER = {
    "lang": "sv",
    "title": "Välkomna till Stockholm",
    "sender": {"name": "Stockholms stad", "unit": "Miljöförvaltningen"},
    "reference": "006-1137/2026",
    "number": "2026-0142",
    "date": date(2026, 11, 20),
    "recipient": ["Helsingfors stad", "Finland"],
    "text": "Tack för er förfrågan.\n\nVi tar gärna emot er.",
    "signer": {"name": "Amira Lindqvist", "title": "Internationell kontaktperson"},
    "foot": ["Miljöförvaltningen"],
}
REPORT = {
    "lang": "sv",
    "title": "Stadens internationella arbete",
    "tab": "2026",
    "kind": "Årsrapport",
    "lead": "Vad som beslutats och av vem.",
    "figures": [("95", "medlemskap")],
    "foot": ["Kommunstyrelsen"],
    "reference": "KS 2027/14",
}


@pytest.mark.parametrize(("template", "context"), [("letter", LETTER), ("report_base", REPORT)])
def test_the_layout_is_pdf_ua(template: str, context: dict) -> None:
    with translation.override("sv"):
        html = render_to_string(f"print/{template}.html", context)
    assert_pdf_ua(pdf.render(html, ["report.css"], "sv", context["title"]))


def test_the_words_of_a_letter_are_escaped() -> None:
    html = render_to_string("print/letter.html", LETTER | {"text": "<b>hej", "recipient": ["<i>"]})
    assert "<b>hej" not in html
    assert "<i>" not in html
