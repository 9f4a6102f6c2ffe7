"""A declaration in a browser: the test of burden refuses, the Mayor's decision is recorded, a commitment is overdue."""

import re

import pytest
from playwright.sync_api import Page, expect

from engagements.models import Declaration
from tests.browser.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_declaration_from_proposal_to_overdue_commitment(page: Page, page_as, city) -> None:
    number = propose(page_as("contact", "/deklarationer/ny/"))
    page.get_by_role("button", name="Skicka för beslut").click()
    expect(page.locator("main")).to_contain_text("Ligger hos internationella beredningen")
    page_as("secretary", f"/deklarationer/{number}/beslut/")
    expect(page.locator(".ruling-decides")).to_have_text("finansborgarrådet")
    expect(page.get_by_role("button", name="Registrera beslutet")).to_have_count(0)
    decide(page_as("ib_secretary", f"/deklarationer/{number}/"))
    assert Declaration.objects.get().joined_on is not None
    page_as("contact", f"/deklarationer/{number}/ataganden/")
    page.locator("[name=text]").fill("Plantera tusen träd")
    page.locator("[name=due_on]").fill("2026-01-31")
    page.get_by_role("button", name="Lägg till").click()
    expect(page.locator("#commitments tr.is-late")).to_contain_text("Plantera tusen träd")
    assert_accessible(page)
    page_as("auditor", "/deklarationer/")
    expect(page.get_by_role("link", name="Deklaration om gatuträd (exempel)")).to_be_visible()
    assert_accessible(page)


def propose(page: Page) -> str:
    """A cost without a burden is refused with the section; without the cost it is saved. Returns the number."""
    page.locator("[name=title]").fill("Deklaration om gatuträd (exempel)")
    for name, value in (("kind", "declaration"), ("origin", "invited"), ("concerns_foreign_policy", "no")):
        page.locator(f"[name={name}][value={value}]").check()
    page.locator("[name=name]").fill("Trädstäderna (exempel)")
    page.locator("[name=text]").fill("Vi planterar träd.")
    page.locator("[name=scope][value=city_wide]").check()
    page.locator("[name=adds_burden][value=no]").check()
    expect(page.locator("#ruling .ruling-decides")).to_have_text("finansborgarrådet")
    page.locator("[name=burden_amount]").press_sequentially("5000")
    expect(page.locator("#ruling .ruling-decides")).to_have_text("Kommunstyrelsen")
    assert_accessible(page)
    page.locator("[name=benefit]").fill("Svalare gator.")
    page.locator("[name=signer]").fill("Bo Borgarråd, finansborgarråd")
    page.get_by_role("button", name="Spara förslaget").click()
    expect(page.locator("#id_burden_amount_error, .error-summary").first).to_contain_text("avsnitt 5")
    assert_accessible(page)
    page.locator("[name=burden_amount]").fill("")
    page.get_by_role("button", name="Spara förslaget").click()
    expect(page).to_have_url(re.compile(r"/deklarationer/\d{4}-\d{5}/$"))
    assert_accessible(page)
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def decide(page: Page) -> None:
    """The secretary of the preparatory committee records what the Mayor decided."""
    page.get_by_role("link", name="Registrera finansborgarrådets beslut").click()
    page.get_by_label("Bifall").check()
    page.locator("[name=wording]").fill("Staden ansluter sig.")
    assert_accessible(page)
    page.get_by_role("button", name="Registrera beslutet").click()
    expect(page).to_have_url(re.compile(r"/deklarationer/\d{4}-\d{5}/$"))
