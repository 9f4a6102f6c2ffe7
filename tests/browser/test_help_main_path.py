"""Somebody who is new is shown around step by step, opens a word by keyboard, and looks another one up."""

import re

import pytest
from playwright.sync_api import expect

from stockholm_intl.help.tours import tours
from tests.browser.axe import assert_accessible, assert_fits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_newcomer_is_shown_around_and_opens_a_word(width, page_as, live_server) -> None:
    steps = tours()["contact_person"].steps
    page = page_as("contact", "/")
    page.set_viewport_size({"width": width, "height": 800})
    page.get_by_role("link", name=re.compile(f"{len(steps)} steg$")).click()
    for step in steps:
        expect(page.locator(".walk-name")).to_have_text(step.sv)
        expect(page.locator(".walk-place")).to_have_text(f"Steg {step.place} av {len(steps)}")
        assert_accessible(page)
        if step.place < len(steps):
            page.locator(".walk").get_by_role("link", name=re.compile("^Nästa")).click()
    page.get_by_role("button", name="Klart: till mitt arbete").click()
    expect(page.get_by_role("heading", name="Mitt arbete")).to_be_visible()
    expect(page.locator(".walk")).to_have_count(0)

    page.goto(f"{live_server.url}/remisser/")
    mark = page.get_by_role("button", name="Vad betyder ”remiss”?")
    mark.focus()
    page.keyboard.press("Enter")
    card = page.locator("#word-referral")
    expect(card).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(mark).to_be_focused()

    mark.click()
    card.get_by_role("link", name="Hela ordlistan").click()
    expect(page.locator("dl.words > div:target")).to_contain_text("Att fråga andra organ")
    page.get_by_role("searchbox", name="Ett ord eller en del av ett").fill("ÅTERREM")
    page.get_by_role("button", name="Slå upp").click()
    expect(page.locator("dl.words dt")).to_have_count(1)
    assert_accessible(page)
    assert_fits(page, width)
