"""An aid-like project in a browser: the gate stops it, a second funder opens it, it is decided, paid and evaluated."""

import re

import pytest
from playwright.sync_api import Page, expect

from engagements.models import AidProject
from governance.models import Matter
from tests.browser.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_aid_like_project_from_proposal_to_evaluation(page: Page, page_as, city) -> None:
    number = propose(page_as("contact", "/bistandsprojekt/nytt/"))
    open_the_gate(page)
    page.get_by_role("button", name="Skicka för beslut").click()
    expect(page.locator("main")).to_contain_text("Ligger hos trafiknämnden")
    decide(page_as("secretary", f"/bistandsprojekt/{number}/"))
    page_as("contact", f"/bistandsprojekt/{number}/mottaget/")
    page.locator("[name=amount]").fill("120 000")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#received")).to_contain_text("120 000 kr")
    assert_accessible(page)
    Matter.objects.update(status="closing")
    page.reload()
    page.get_by_role("link", name="Notera slutrapporten").click()
    page.locator("[name=results]").fill("Läckorna är halverade.")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Utvärdera och avsluta").click()
    page.locator("[name=evaluation]").fill("Vi lärde oss att mäta tryck.")
    assert_accessible(page)
    page.get_by_role("button", name="Avsluta ärendet").click()
    expect(page.locator(".page-meta")).to_contain_text("avslutat och utvärderat")
    assert AidProject.objects.get().matter.closed_on is not None
    page_as("auditor", "/bistandsprojekt/")
    expect(page.get_by_role("link", name="Dricksvatten i Lviv (exempel)")).to_be_visible()
    assert_accessible(page)


def propose(page: Page) -> str:
    """What is left for the city is said while one types; it is saved all the same. Returns the number."""
    page.locator("[name=title]").fill("Dricksvatten i Lviv (exempel)")
    page.locator("[name=summary]").fill("Våra experter letar läckor.")
    page.locator("[name=country]").select_option("UA")
    page.locator("[name=city]").fill("Lviv")
    page.locator("[name=area][value=neighbourhood]").check()
    page.locator("[name=starts_on]").fill("2026-01-01")
    page.locator("[name=ends_on]").fill("2099-12-31")
    page.locator("[name=name]").fill("Lvivs vattenverk (exempel)")
    page.locator("[name=partner_kind]").select_option("city")
    page.locator("[name=total_cost]").fill("300 000")
    page.locator("[name=includes_staff_time][value=yes]").check()
    page.locator("[name=funder]").select_option("sida")
    page.locator("[name=is_requested][value=yes]").check()
    page.locator("[name=scope][value=own_operation]").check()
    page.locator("[name=amount]").press_sequentially("200 000")
    expect(page.locator("#ruling")).to_contain_text(re.compile(r"100\s000\skr återstår för staden"))
    assert_accessible(page)
    page.get_by_role("button", name="Spara förslaget").click()
    expect(page).to_have_url(re.compile(r"/bistandsprojekt/\d{4}-\d{5}/$"))
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def open_the_gate(page: Page) -> None:
    """What stops it stands with its section; another funder pays the rest."""
    expect(page.locator("#gates")).to_contain_text("ingen får besluta förbi det")
    expect(page.get_by_role("button", name="Skicka för beslut")).to_have_count(0)
    assert_accessible(page)
    page.get_by_role("link", name="Lägg till en finansiär").first.click()
    page.locator("[name=funder]").select_option("other")
    page.locator("[name=amount]").fill("100000")
    page.locator("[name=is_requested][value=no]").check()
    page.get_by_role("button", name="Lägg till").click()
    expect(page.locator("#id_funder_name_error")).to_contain_text("Namnge finansiären")
    page.locator("[name=funder_name]").fill("Vattenfonden (exempel)")
    page.get_by_role("button", name="Lägg till").click()
    expect(page.locator("#money")).to_contain_text("100 % betalas av andra")


def decide(page: Page) -> None:
    page.get_by_role("link", name="Registrera beslutet").click()
    page.get_by_label("Bifall").check()
    for name, value in (("paragraph", "9"), ("minutes", "Protokoll 1/2026"), ("wording", "Nämnden deltar.")):
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="Registrera beslutet").click()
    expect(page.locator(".page-meta")).to_contain_text("pågår")
