"""In a browser: each of the ten questions as the office that asks it, from the start page; one as Excel, one as PDF."""

import subprocess
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from memberships import actions as memberships
from reporting.questions import costs
from reporting.questions.register import QUESTIONS
from tests.browser.axe import assert_accessible
from tests.memberships.conftest import make_organisation
from tests.visits.conftest import answers as answers
from tests.visits.conftest import log as log
from tests.visits.conftest import take as take
from visits import actions as visits

pytestmark = pytest.mark.django_db(transaction=True)
# Who asks each.
ASKED_BY = {
    "commitments": "auditor",
    "undecided": "auditor",
    "costs": "head",
    "membership": "contact",
    "reviews": "coordinator",
    "meetings": "mayor",
    "comparison": "auditor",
    "committee": "ib_secretary",
    "boards": "coordinator",
    "numbers": "auditor",
}


def test_each_question_is_asked_from_the_start_page_and_answered(
    page: Page, page_as, city, contact, take
) -> None:
    body = city("trafiknamnden")
    member = memberships.enter_existing(
        by=contact,
        body=body,
        organisation=make_organisation(contact),
        kind="network",
        scope="own_operation",
        joined_on=date(2022, 1, 1),
    )
    memberships.record_fee(member, by=contact, year=timezone.localdate().year - 1, amount=12000)
    take(contact, to="closed")
    visits.decline(take(contact, to="being_assessed"), by=contact, reasons="Vi har nyss visat det.")
    costs.count()
    for question in QUESTIONS:
        page_as(ASKED_BY[question.name], "/")
        page.locator("#questions").get_by_role("link", name=str(question.words)).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(str(question.words))
        expect(page.locator("#list")).to_contain_text("döljs för dig")
        assert_accessible(page)
    _choose_a_membership(page, page_as)
    _compare_two_visits(page, page_as)


def _choose_a_membership(page: Page, page_as) -> None:
    page_as("contact", "/fragor/medlemskapets-varde/")
    page.locator("#id_q").fill("Nordik Streets")
    page.get_by_role("button", name="Visa").click()
    page.locator("#memberships").get_by_role("link", name="Nordic Streets (exempel)").click()
    expect(page.locator("#years")).to_contain_text("12\u00a0000")
    assert_accessible(page)


def _compare_two_visits(page: Page, page_as) -> None:
    page_as("auditor", "/fragor/ja-och-nej/?outcome=no")
    page.get_by_role("link", name="välj det här").click()
    page.get_by_role("link", name="välj det här").first.click()
    expect(page.locator("#request")).to_contain_text("Vi har nyss visat det.")
    expect(page.locator("#request")).to_contain_text("Vi lär av varandra.")
    expect(page.locator("#grounds")).to_contain_text("vikt 3")
    assert_accessible(page)


def test_an_answer_is_taken_along_as_excel_and_as_pdf(
    page: Page, page_as, city, contact, tmp_path: Path
) -> None:
    memberships.enter_existing(
        by=contact,
        body=city("trafiknamnden"),
        organisation=make_organisation(contact),
        kind="network",
        scope="own_operation",
        joined_on=date(2022, 1, 1),
    )
    page_as("auditor", "/fragor/ataganden/?body=trafiknamnden")
    for name, extension in (("Excel", "xlsx"), ("PDF", "pdf")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        download.value.save_as(tmp_path / f"svar.{extension}")
    (sheet,) = load_workbook(tmp_path / "svar.xlsx").worksheets
    cells = [str(cell.value) for row in sheet.rows for cell in row if cell.value]
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "svar.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    for said in ("Vilka är alla våra åtaganden i dag?", "Organ: Trafiknämnden", "Framtaget av Rut Revisor"):
        assert said in cells
        assert said in text
    assert any("Nordic Streets (exempel)" in cell for cell in cells)
    assert "Nordic" in text
