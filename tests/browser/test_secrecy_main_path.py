"""The secrecy of a matter in a browser: marked, not to be found, let in, re-examined and lifted."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance import matters
from governance.models import Body, Matter, Person
from tests.browser.axe import assert_accessible
from tests.factories import make_person

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()
TITLE = "Trängselskatt i förtroende (exempel)"


def test_a_matter_is_marked_found_by_nobody_else_and_opened_again(
    page: Page, page_as, live_server, city
) -> None:
    make_person("colleague", "Karin Kollega", [("trafiknamnden", "contact_person")])
    by, body = Person.objects.get(username="contact"), Body.objects.get(slug="trafiknamnden")
    number = matters.open_matter(
        "membership", by=by, body=body, title=TITLE, status="before_body", responsible=by
    ).number
    address = f"/arenden/{number}/historik/"
    expect(page_as("colleague", address).locator("h1")).to_have_text(TITLE)
    mark(page_as("contact", address))
    assert_is_gone(page_as, number)
    let_in(page_as("contact", f"/arenden/{number}/sekretess/"))
    expect(page_as("colleague", "/sok/?q=Trängselskatt").locator("main")).to_contain_text(TITLE)
    page_as("colleague", f"/arenden/{number}/sekretess/")
    expect(page.locator("#let-in")).to_contain_text("Vikarierar i juli.")
    Matter.objects.filter(number=number).update(secrecy_reexamine_on=TODAY)
    keep_then_lift(page_as("colleague", "/"), number)
    page_as("auditor", address)
    for words in (
        "Sekretessmarkerat enligt OSL 15 kap. 1 §",
        "Samtalen pågår än.",
        "Det är offentligt nu.",
        "Karin Kollega",
    ):
        expect(page.locator("main")).to_contain_text(words)
    assert_accessible(page)


def mark(page: Page) -> None:
    """First why, then what will happen, then it is done."""
    page.locator(".page-meta").get_by_role("link", name="Inte sekretessmarkerat").click()
    expect(page.locator("main")).to_contain_text("Offentlighet är huvudregeln")
    assert_accessible(page)
    page.get_by_role("link", name="Sekretessmarkera", exact=True).click()
    page.get_by_label("OSL 15 kap. 1 § Utrikessekretess").check()
    page.locator("[name=motive]").fill("Det kan störa förbindelsen om det blir känt för tidigt.")
    expect(page.get_by_label("Sam Sekreterare")).to_be_checked()
    page.get_by_label("Sam Sekreterare").uncheck()
    assert_accessible(page)
    page.get_by_role("button", name="Se vad som händer").click()
    expect(page.locator("#losing")).to_contain_text("Karin Kollega")
    expect(page.locator("#staying")).to_contain_text("Tove Trafik")
    assert_accessible(page)
    page.get_by_role("button", name="Ändra något").click()
    expect(page.locator("[name=motive]")).to_have_value(re.compile("^Det kan störa"))
    page.get_by_role("button", name="Se vad som händer").click()
    page.get_by_role("button", name="Sekretessmarkera ärendet").click()
    expect(page.locator("#let-in")).to_contain_text("Tove Trafik")
    assert_accessible(page)


def assert_is_gone(page_as, number: str) -> None:
    for words in ("Trängselskatt", number):
        expect(page_as("colleague", f"/sok/?q={words}").locator("main")).not_to_contain_text(TITLE)
    page = page_as("colleague", f"/arenden/{number}/sekretess/")
    expect(page.locator("body")).not_to_contain_text(TITLE)
    expect(page.locator("h1")).to_have_text("Det finns inget på den här adressen")


def let_in(page: Page) -> None:
    page.get_by_role("link", name="Ge någon behörighet").click()
    karin = page.locator("[name=person] option", has_text="Karin Kollega")
    page.locator("[name=person]").select_option(karin.get_attribute("value"))
    page.locator("[name=reason]").fill("Vikarierar i juli.")
    page.locator("[name=until]").fill((TODAY + timedelta(days=30)).isoformat())
    assert_accessible(page)
    page.get_by_role("button", name="Ge behörighet").click()
    expect(page.locator("#let-in")).to_contain_text("Karin Kollega")
    assert_accessible(page)


def keep_then_lift(page: Page, number: str) -> None:
    page.get_by_role("link", name=f"Ompröva sekretessmarkeringen av {number}").click()
    page.get_by_label("Ja, markeringen behålls").check()
    page.locator("[name=motive]").fill("Samtalen pågår än.")
    assert_accessible(page)
    page.get_by_role("button", name="Gå vidare").click()
    expect(page.locator("#marking")).to_contain_text("Samtalen pågår än.")
    page.get_by_role("link", name="Ompröva markeringen").click()
    page.get_by_label("Nej, markeringen hävs").check()
    page.locator("[name=motive]").fill("Det är offentligt nu.")
    page.get_by_role("button", name="Gå vidare").click()
    expect(page.locator("#seeing")).to_contain_text("Rut Revisor")
    assert_accessible(page)
    page.get_by_role("button", name="Häv markeringen").click()
    expect(page.locator("main")).to_contain_text("Ärendet är inte sekretessmarkerat")
    assert_accessible(page)
