"""The long forms of visits in a real browser: what is wrong comes first, what is long is folded, scripts or not."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible
from visits.models import Visit

pytestmark = pytest.mark.django_db(transaction=True)


def send(page: Page) -> None:
    page.evaluate("document.getElementById('form').noValidate = true")
    page.get_by_role("button", name="Registrera förfrågan").click()


def test_what_is_wrong_takes_the_focus_once(page_as) -> None:
    page: Page = page_as("contact", "/besok/ny/")
    send(page)
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    # While one corrects, a part of the page is fetched anew; the focus stays where one types.
    with page.expect_response("**/besok/ny/liknande/**"):
        page.locator("#id_counterpart").press_sequentially("Oslo kommun")
    page.wait_for_timeout(300)
    expect(page.locator("#id_counterpart")).to_be_focused()
    assert_accessible(page)


def test_the_bodies_are_found_and_told_on_the_lid(page_as) -> None:
    page: Page = page_as("contact", "/besok/ny/")
    fold = page.locator("details.pick")
    expect(fold.locator("summary")).to_have_text("Valda (1): Trafiknämnden")
    expect(fold.get_by_label("Miljö- och hälsoskyddsnämnden")).to_be_hidden()
    fold.locator("summary").click()
    fold.get_by_label("Sök bland organen").fill("MILJÖ")
    expect(fold.get_by_role("checkbox")).to_have_count(1)
    fold.get_by_label("Miljö- och hälsoskyddsnämnden").check()
    expect(fold.locator("summary")).to_contain_text("Valda (2): ")
    fold.get_by_label("Sök bland organen").press("Enter")
    assert not Visit.objects.exists()
    assert_accessible(page)


def test_labels_and_controls_of_a_pair_stand_in_line(page_as) -> None:
    page: Page = page_as("contact", "/besok/ny/")
    pair = [page.locator(f"#id_{name}_field") for name in ("channel", "received_on")]
    for part in (".field-label", "select, input"):
        tops = {round(field.locator(part).first.bounding_box()["y"]) for field in pair}
        assert len(tops) == 1, part


def test_without_scripts_everything_can_still_be_opened(browser, live_server, log_in) -> None:
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    log_in(context, "contact")
    page = context.new_page()
    page.goto(live_server.url + "/besok/ny/")
    page.locator("details.pick > summary").click()
    page.get_by_label("Miljö- och hälsoskyddsnämnden").check()
    expect(page.get_by_label("Sök bland organen")).to_be_hidden()
    page.locator("#part-when details > summary").click()
    expect(page.locator("#id_since_2")).to_be_visible()
    context.close()


def test_what_was_typed_in_the_last_moment_is_kept_when_something_else_is_sent(page_as) -> None:
    page: Page = page_as("contact", "/besok/ny/")
    page.locator("#id_counterpart").fill("Zeta")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log a visit")
    expect(page.locator("#id_counterpart")).to_have_value("Zeta")
    page.locator("#id_counterpart").fill("Zeta och Eta")
    page.get_by_role("link", name="Memberships").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Memberships")
    page.wait_for_timeout(300)
    page.goto(page.url.replace("/medlemskap/", "/besok/ny/"))
    expect(page.locator("#id_counterpart")).to_have_value("Zeta och Eta")
