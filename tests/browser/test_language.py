"""Whoever changes the language or the looks stays where one is, with the question one has asked."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_question_asked_since_the_page_came_is_kept_when_the_language_changes(page_as) -> None:
    page: Page = page_as("contact", "/vem-beslutar/")
    page.get_by_label("Vad ska göras?").select_option("attend_event")
    expect(page).to_have_url(re.compile("act=attend_event"))
    page.get_by_role("button", name="In English").click()
    expect(page.get_by_role("heading", name="Who decides?")).to_be_visible()
    assert "act=attend_event" in page.url
    expect(page.locator("#id_act")).to_have_value("attend_event")
    page.get_by_role("button", name="På svenska").click()
    expect(page.get_by_role("heading", name="Vem beslutar?")).to_be_visible()
    assert "act=attend_event" in page.url
