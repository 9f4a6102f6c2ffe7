"""The preparatory committee in a browser: two lists, the Mayor decides, the Board is notified, notes published."""

import re
from datetime import date

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from governance.matters import change, lock
from governance.models import Body, Decision, DecisionEvent, Matter, Meeting
from tests.browser.axe import assert_accessible
from tests.engagements import events
from tests.governance.meetings.sittings import person
from tests.governance.meetings.test_committee import visit

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_committee_from_its_two_lists_to_notes_that_everybody_reads(page: Page, page_as, city) -> None:
    journey, guests = before_the_committee(), visit()
    plan(page_as("ib_secretary", "/sammantraden/nytt/"))
    put_on_both_lists(page, journey, guests)
    page.get_by_role("link", name="Kalla till sammanträdet").click()
    page.get_by_role("button", name="Kalla till sammanträdet").click()
    page.get_by_role("link", name="Tillbaka till föredragningslistan").click()
    page.get_by_role("button", name="Öppna sammanträdet").click()
    page.locator("[name=seat-0-name]").fill("Karin Ek")
    page.get_by_role("radio", name="Närvarande").first.check()
    page.get_by_role("button", name="Spara och gå till första punkten").click()
    endorse(page, journey.title)
    endorse(page, guests.title)
    page.get_by_label("Karin Ek").check()
    page.get_by_role("button", name="Avsluta sammanträdet").click()
    assert not Decision.objects.exists()
    the_mayor_decides(page)
    assert Decision.objects.get().delegate.username == "mayor"
    assert Matter.objects.get(pk=journey.pk).status == "approved"
    # Since the meeting somebody has marked the visit as secret: the notes name it no more.
    with transaction.atomic():
        marked = {"secrecy_ground": "OSL 15:1", "secrecy_marked_on": date(2026, 4, 15)}
        change(lock(guests), by=person("contact"), **marked)
    publish(page)
    the_board_is_notified(page_as("board_secretary", "/sammantraden/nytt/"))
    assert DecisionEvent.objects.get(kind="notified").decision == Decision.objects.get()
    everybody_reads(page_as("newcomer", "/sammantraden/anteckningar/"), journey, guests)


def before_the_committee() -> Matter:
    """A journey on the Executive Board's behalf."""
    body = Body.objects.get(slug="trafiknamnden")
    return events.sent(person("contact"), body, on_behalf_of_executive_board=True).matter


def plan(page: Page, day: str = "2026-04-09") -> None:
    page.get_by_label("Dag", exact=True).fill(day)
    page.get_by_role("button", name="Planera sammanträdet").click()
    expect(page.locator("h1")).to_contain_text(day)


def put_on_both_lists(page: Page, journey: Matter, guests: Matter) -> None:
    expect(page.locator("#waiting")).to_contain_text(journey.number)
    page.get_by_role("button", name="Sätt upp på föredragningslistan").click()
    page.locator("[name=number]").fill(guests.number)
    page.get_by_role("button", name="Sätt upp på representationslistan").click()
    expect(page.locator(".agenda-item")).to_have_count(2)
    expect(page.locator(".agenda-item").nth(1)).to_contain_text(guests.title)
    assert_accessible(page)


def endorse(page: Page, title: str) -> None:
    expect(page.locator("h2").first).to_contain_text(title)
    expect(page.get_by_role("radio", name="Bifall")).to_have_count(0)
    page.get_by_role("radio", name="Tillstyrkt").check()
    page.keyboard.press("Enter")


def the_mayor_decides(page: Page) -> None:
    page.get_by_role("link", name="Registrera finansborgarrådets beslut").click()
    expect(page.locator(".ruling .cite")).to_contain_text("5")
    page.get_by_label("Ja, enligt nedan").check()
    page.locator("[name=decided_on]").fill("2026-04-10")
    page.locator("[name=wording]").fill("Resan godkänns.")
    assert_accessible(page)
    page.get_by_role("button", name="Registrera beslutet").click()
    expect(page.locator(".minute").first).to_contain_text("2026-04-10")


def publish(page: Page) -> None:
    page.get_by_role("link", name="Anteckna justeringen").click()
    page.locator("[name=approved_on]").fill("2026-04-16")
    page.locator("[name=approved_by]").fill("Karin Ek")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Publicera minnesanteckningarna").click()
    page.locator("[name=posted_on]").fill("2026-04-17")
    page.get_by_role("button", name="Spara").click()
    assert Meeting.objects.get().status == "posted"


def the_board_is_notified(page: Page) -> None:
    """The Executive Board takes the Mayor's decision as one item of its next meeting."""
    plan(page, "2026-04-22")
    page.get_by_role("button", name=re.compile("Anmäl 1 delegationsbeslut")).click()
    page.get_by_role("button", name="Öppna sammanträdet").click()
    page.locator("[name=seat-0-name]").fill("Lotta Lind")
    page.get_by_role("radio", name="Närvarande").first.check()
    page.get_by_role("button", name="Spara och gå till första punkten").click()
    page.get_by_label("Till handlingarna").check()
    page.keyboard.press("Enter")
    page.get_by_label("Lotta Lind").check()
    page.get_by_role("button", name="Avsluta sammanträdet").click()
    expect(page.locator(".minute-place").first).to_contain_text("§ 1")


def everybody_reads(page: Page, journey: Matter, guests: Matter) -> None:
    page.get_by_role("link", name=re.compile("2026-04-09")).click()
    expect(page.locator("main")).to_contain_text(journey.title)
    expect(page.locator("main")).not_to_contain_text(guests.title)
    expect(page.locator("main")).to_contain_text("sekretessmarkerat")
    assert_accessible(page)
