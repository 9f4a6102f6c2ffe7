"""An EU project in a browser: the idea and its rival, the application, the decision, the grant, a report."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible
from tests.engagements.eu_projects import make_idea

pytestmark = pytest.mark.django_db(transaction=True)
CALL = "HORIZON-MISS-2026-CIT-01"


def test_an_eu_project_from_idea_to_report(page: Page, page_as, city, other_contact) -> None:
    make_idea(other_contact, city("miljo-och-halsoskyddsnamnden"), title="Lastcyklar (exempel)", call=CALL)
    number = enter(page_as("contact", "/eu-projekt/ny/"))
    apply(page)
    page_as("other_secretary", "/eu-projekt/ideer/")
    expect(page.locator("main")).to_contain_text("två går för samma utlysning")
    assert_accessible(page)
    decide(page_as("secretary", f"/eu-projekt/{number}/"))
    page_as("contact", f"/eu-projekt/{number}/inskickad/").get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Notera svaret").click()
    page.locator("[name=is_granted][value=yes]").check()
    for name, value in (("amount", "2 500 000"), ("starts_on", "2026-01-01"), ("ends_on", "2099-12-31")):
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Lägg till en rapport").click()
    page.locator("[name=title]").fill("Lägesrapport 1")
    page.locator("[name=due_on]").fill("2026-01-31")
    page.get_by_role("button", name="Lägg till").click()
    expect(page.locator("#reports")).to_contain_text("Lägesrapport 1 försenad")
    assert_accessible(page)
    page_as("auditor", "/eu-projekt/revision/")
    expect(page.get_by_role("row", name="Vintervägar (exempel)")).to_contain_text("beslutat med finansiering")
    assert_accessible(page)


def enter(page: Page) -> str:
    """The idea, with the other body that goes for the same call shown while one types. Returns the number."""
    page.locator("[name=title]").fill("Vintervägar (exempel)")
    page.locator("[name=summary]").fill("Cykelvägar fria från snö.")
    page.locator("[name=programme]").fill("Horisont Europa")
    page.locator("[name=call]").press_sequentially(CALL)
    expect(page.locator("#rivals")).to_contain_text("Lastcyklar (exempel)")
    page.locator("[name=role][value=partner]").check()
    page.locator("[name=scope][value=own_operation]").check()
    expect(page.locator("#ruling .ruling-decides")).to_have_text("Trafiknämnden")
    assert_accessible(page)
    page.get_by_role("button", name="Spara idén").click()
    expect(page).to_have_url(re.compile(r"/eu-projekt/\d{4}-\d{5}/$"))
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def apply(page: Page) -> None:
    """What stops the application stands with its section; complete it is sent."""
    page.get_by_role("button", name="Påbörja ansökan").click()
    expect(page.locator("#gates")).to_contain_text("Kopplat till planerad verksamhetsutveckling")
    assert_accessible(page)
    page.get_by_role("link", name="Komplettera ansökan").click()
    for name, value in (
        ("plan_link", "Nämndens verksamhetsplan 2026."),
        ("applied_amount", "3 000 000"),
        ("own_share", "500 000"),
        ("own_share_source", "Nämndens budget"),
    ):
        page.locator(f"[name={name}]").fill(value)
    assert_accessible(page)
    page.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_role("button", name="Skicka för beslut").click()
    expect(page.locator("main")).to_contain_text("Ansökan ligger nu hos")


def decide(page: Page) -> None:
    page.get_by_role("link", name="Registrera beslutet").click()
    page.get_by_label("Bifall").check()
    page.locator("[name=paragraph]").fill("14")
    page.locator("[name=wording]").fill("Nämnden beslutar enligt förslaget.")
    page.get_by_role("button", name="Registrera beslutet").click()
    expect(page).to_have_url(re.compile(r"/eu-projekt/\d{4}-\d{5}/$"))
