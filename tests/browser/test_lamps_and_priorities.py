"""In a browser: the five lamps of a matter and of all, the list with its files, and what the strategy puts first."""

import re

import pytest
from playwright.sync_api import Page, expect

from governance import lamps
from governance.models import Person
from memberships import actions
from tests.browser.axe import assert_accessible
from tests.memberships.conftest import decision_of, make_proposal, send
from tests.visits.conftest import log as log

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_auditor_finds_what_lacks_a_decision(page: Page, page_as, city, contact) -> None:
    body = city("trafiknamnden")
    membership = make_proposal(contact, body)
    lamps.count()
    page_as("auditor", "/lampor/?matters=all")
    expect(page.locator("#lamp-counts")).to_contain_text("0 av 1 tända")
    assert_accessible(page)
    page.locator("#lamp-counts tbody tr").first.get_by_role("link", name="1 släckt").first.click()
    expect(page.locator("#lamp-matters")).to_contain_text("Nordic Streets")
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("link", name="Nordic Streets (exempel)").click()
    lamp = page.locator(".lamp-strip .lamp").nth(2)
    expect(lamp).to_contain_text("Beslutat")
    expect(lamp).to_contain_text("släckt")
    page.get_by_text("Varför lamporna är tända eller släckta").click()
    expect(page.locator(".lamp-rules")).to_contain_text("Staden är inte medlem än.")
    assert_accessible(page)
    _decide(membership, contact, body)
    page.reload()
    expect(page.locator(".lamp-strip .lamp-lit", has_text="Beslutat")).to_have_count(1)
    page.locator(".lamp-strip").get_by_role("link", name="Beslutat").click()
    expect(page).to_have_url(re.compile(r"/beslut/$"))


def _decide(membership, contact, body) -> None:
    sent = send(membership, contact)
    actions.decide(sent, decision_of(body), by=Person.objects.get(username="secretary"))


def test_what_the_strategy_puts_first_is_told_in_the_assessment_and_answers_nothing(
    page: Page, page_as, log, contact, tmp_path
) -> None:
    visit = log(contact, city="Helsingfors", country="FI")
    table = tmp_path / "bakgrund.csv"
    table.write_text("land;antal\nFinland;14200\nIrak;13100", encoding="utf-8")
    page_as("coordinator", "/mangfald/")
    page.get_by_role("link", name="Läs in en befolkningstabell").click()
    page.locator("[name=file]").set_input_files(str(table))
    for name, value in (("source", "Påhittad källa"), ("year", "2024"), ("population", "990000")):
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=is_invented]").check()
    page.get_by_role("button", name="Pröva filen").click()
    expect(page.locator("#tried")).to_contain_text("14\u00a0200")
    assert_accessible(page)
    page.get_by_role("button", name="Läs in").click()
    expect(page.locator("#diversity")).to_contain_text("Finland")
    expect(page.locator("main")).to_contain_text("påhittade siffror")
    assert_accessible(page)
    page_as("contact", f"/besok/{visit.matter.number}/bedomning/")
    known = page.locator(".ground-known")
    expect(known.filter(has_text="Nordiska huvudstäder")).to_have_count(1)
    expect(known.filter(has_text="Det här är information")).to_have_count(1)
    expect(page.locator("[name=verdict_capitals]:checked")).to_have_count(0)
    expect(page.locator("[name=reason_capitals]")).to_have_value("Nordiska huvudstäder: Helsingfors.")
    assert_accessible(page)
    page_as("contact", "/besok/?place=capitals")
    expect(page.locator("#visits")).to_contain_text("Helsingfors")
    page_as("contact", "/strategier/prioriteringar/")
    expect(page.locator("#version-2008")).to_contain_text("ingen plats")
    assert_accessible(page)
