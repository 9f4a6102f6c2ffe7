"""A secretary runs a whole meeting in a browser: plan, agenda, call, attendance, outcomes, close, approve, post."""

import re

import pytest
from playwright.sync_api import Page, expect

from governance.models import Decision, Matter, Meeting
from tests.browser.axe import assert_accessible
from tests.governance.meetings.sittings import before_it

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_meeting_from_plan_to_notice_board(page: Page, page_as, city) -> None:
    membership = before_it()
    plan(page_as("secretary", "/sammantraden/nytt/"))
    put_together(page, membership.matter.number)
    page.get_by_role("link", name="Kalla till sammanträdet").click()
    page.get_by_role("button", name="Kalla till sammanträdet").click()
    page.get_by_role("link", name="Tillbaka till föredragningslistan").click()
    page.get_by_role("button", name="Öppna sammanträdet").click()
    attend(page)
    note_with_the_keyboard(page)
    close(page)
    assert Matter.objects.get(pk=membership.pk).status == "member"
    assert Decision.objects.get().paragraph == "2"
    approve_and_post(page)
    assert Meeting.objects.get().status == "posted"


def plan(page: Page) -> None:
    page.get_by_label("Dag", exact=True).fill("2026-03-12")
    page.get_by_label("Börjar").fill("13:00")
    page.get_by_label("Plats").fill("Tekniska nämndhuset")
    assert_accessible(page)
    page.get_by_role("button", name="Planera sammanträdet").click()
    expect(page.locator("h1")).to_contain_text("2026-03-12")


def put_together(page: Page, number: str) -> None:
    """What waits is chosen already; an item of one's own is put first."""
    expect(page.locator("#waiting")).to_contain_text(number)
    page.get_by_role("button", name="Sätt upp på föredragningslistan").click()
    page.get_by_label("Rubrik").fill("Val av protokollsjusterare")
    page.get_by_role("button", name="Lägg till punkten").click()
    page.get_by_role("button", name="Flytta upp: Val av protokollsjusterare").click()
    expect(page.locator(".agenda-item").first).to_contain_text("Val av protokollsjusterare")
    assert_accessible(page)


def attend(page: Page) -> None:
    page.locator("[name=seat-0-name]").fill("Anna Ek")
    page.locator("[name=seat-0-role]").select_option("chair")
    page.get_by_role("radio", name="Närvarande").first.check()
    assert_accessible(page)
    page.get_by_role("button", name="Spara och gå till första punkten").click()


def note_with_the_keyboard(page: Page) -> None:
    """The cursor stands at the outcomes: an arrow chooses, Enter saves and goes on."""
    expect(page.locator("h2").first).to_contain_text("Val av protokollsjusterare")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.name") == "outcome"
    page.get_by_label("Till handlingarna").check()
    page.keyboard.press("Enter")
    expect(page.locator("h2").first).to_contain_text("Nordic Streets")
    expect(page.locator(".ruling .cite")).to_contain_text("5")
    assert_accessible(page)
    page.get_by_label("Bifall").check()
    page.get_by_label("Anna Ek").check()
    page.get_by_role("button", name="Spara och gå igenom sammanträdet").click()


def close(page: Page) -> None:
    expect(page.locator("#written")).to_contain_text("som beslut i ärendet")
    assert_accessible(page)
    page.get_by_label("Anna Ek").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Avsluta sammanträdet").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".minute").nth(1)).to_contain_text("§ 2")
    expect(page.locator(".minute").nth(1)).to_contain_text("Jäv: Anna Ek")


def approve_and_post(page: Page) -> None:
    page.get_by_role("link", name="Anteckna justeringen").click()
    page.get_by_label("Protokollet justerat").or_(page.locator("[name=approved_on]")).first.fill("2026-03-20")
    expect(page.locator("[name=approved_by]")).to_have_value("Anna Ek")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Anteckna anslaget").click()
    page.locator("[name=posted_on]").fill("2026-03-21")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("main")).to_contain_text(re.compile("laga kraft 2026-04-14"))
    assert_accessible(page)
