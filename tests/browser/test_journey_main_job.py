"""A journey in a browser: propose, add who and how, send, refuse the wrong secretary, decide by delegation."""

import re

import pytest
from playwright.sync_api import Page, expect

from engagements.models import EventAbroad
from governance.models import Decision
from tests.browser.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_journey_from_proposal_to_the_mayors_decision(page: Page, page_as, city) -> None:
    number = propose(page_as("contact", "/resor/ny/"))
    plan(page)
    page.get_by_role("button", name="Skicka för beslut").click()
    expect(page.locator("main")).to_contain_text("Ligger hos internationella beredningen")
    page_as("ib_secretary", f"/resor/{number}/")
    page.get_by_role("link", name="Behandlat i beredningen").click()
    page.get_by_role("button", name="Spara").click()
    page_as("secretary", f"/resor/{number}/beslut/")
    expect(page.locator(".ruling .cite")).to_contain_text("5")
    expect(page.get_by_role("button", name="Registrera beslutet")).to_have_count(0)
    decide(page_as("board_secretary", f"/resor/{number}/beslut/"))
    assert Decision.objects.get().delegate.username == "mayor"
    assert EventAbroad.objects.select_related("matter").get().matter.status == "approved"
    assert_accessible(page)
    page_as("auditor", "/resor/")
    expect(page.get_by_role("link", name="Vinterstäder (exempel)", exact=True)).to_be_visible()
    assert_accessible(page)
    page_as("auditor", "/resor/kostnad/")
    assert_accessible(page)


def propose(page: Page, begins: str = "2199-02-04", ends: str = "2199-02-06") -> str:
    """Fill the form; place and ruling answer while one writes. Returns the matter's number."""
    page.get_by_label("Vad heter evenemanget?").fill("Vinterstäder (exempel)")
    page.get_by_label("Typ av evenemang").select_option("conference")
    page.get_by_label("Stadens roll där").select_option("speaker")
    page.get_by_label("Arrangör").fill("Helsingfors stad")
    page.locator("[name=city]").press_sequentially("Helsingfors")
    page.locator("[name=country]").select_option("FI")
    page.locator("[name=starts_on]").fill(begins)
    page.locator("[name=ends_on]").fill(ends)
    expect(page.locator("#place")).to_contain_text("Registret känner inte till någon annan resa dit")
    page.locator("[name=on_behalf_of_executive_board][value=yes]").check()
    expect(page.locator("#ruling")).to_contain_text("finansborgarrådet")
    page.locator("[name=is_political][value=no]").check()
    page.get_by_label("Vad är syftet?").fill("Lära hur snön röjs.")
    page.get_by_label("Vad i planen bidrar resan till?").fill("Aktivitet 4.2.")
    page.locator("[name=digital][value=none]").check()
    page.get_by_label("Varför ska ni ändå resa?").fill("Gatorna ses på plats.")
    assert_accessible(page)
    page.get_by_role("button", name="Spara förslaget").click()
    expect(page).to_have_url(re.compile(r"/resor/\d{4}-\d{5}/$"))
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def plan(page: Page) -> None:
    page.get_by_role("link", name="Lägg till en resenär").click()
    page.locator("[name=name]").fill("Tove Trafik")
    page.locator("[name=office][value=official]").check()
    page.locator("[name=role]").select_option("speaker")
    page.get_by_role("button", name="Lägg till").click()
    page.get_by_role("link", name="Lägg till en sträcka").click()
    page.locator("[name=origin]").fill("Stockholm")
    page.locator("[name=destination]").fill("Helsingfors")
    page.locator("[name=mode][value=boat]").check()
    page.locator("[name=distance_km]").fill("430")
    page.get_by_role("button", name="Lägg till").click()
    page.get_by_role("link", name="Lägg till en kostnad").click()
    page.locator("[name=sort]").select_option("travel")
    page.locator("[name=amount]").fill("2 400")
    page.get_by_role("button", name="Lägg till").click()
    expect(page.locator(".figures").first).to_contain_text("2 400")
    assert_accessible(page)


def decide(page: Page) -> None:
    page.get_by_label("Bifall").check()
    page.locator("[name=delegate]").select_option(label="Bo Borgarråd")
    page.locator("[name=wording]").fill("Resan godkänns.")
    assert_accessible(page)
    page.locator("main form button.button-primary").last.click()
    expect(page).to_have_url(re.compile(r"/resor/\d{4}-\d{5}/$"))
