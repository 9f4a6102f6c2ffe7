"""The calendar in a browser: month, list, keys, a phone, a subscription, four years ahead, the board of visits."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance.models import Meeting
from governance.working_days import months_after
from tests.browser.axe import assert_accessible
from tests.governance.rows import make_matters

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()
MIDDLE = months_after(TODAY, 1).replace(day=15)


@pytest.fixture
def filled(city) -> None:
    """A busy day in the middle of the next month, something late, and something years ahead."""
    transport = city("trafiknamnden")
    visit = {"kind": "visit", "status": "planned", "starts_on": MIDDLE, "ends_on": MIDDLE + timedelta(days=1)}
    make_matters(6, transport, title="Besök från Åbo om spårvagnar och gator", country="FI", **visit)
    late = {"kind": "visit", "status": "received", "due_on": TODAY - timedelta(days=3), "country": "EE"}
    make_matters(1, transport, first=20, title="Besök från Tallinn om torg", **late)
    member = {"kind": "membership", "status": "member", "due_on": months_after(TODAY, 14)}
    make_matters(1, transport, first=30, title="Nätverk för gator", **member)
    Meeting.objects.create(body=transport, held_on=MIDDLE, begins_at="13:00", place="Stadshuset")


def test_a_month_by_keys_and_a_day_of_it(page: Page, page_as, filled) -> None:
    page_as("contact", "/kalender/")
    expect(page.locator("h1")).to_have_text("Kalender")
    page.get_by_role("link", name="Kalender", exact=True).first.wait_for()
    assert_accessible(page)
    page.locator("[data-calendar] .cal-date a").first.focus()
    page.keyboard.press("PageDown")
    expect(page).to_have_url(re.compile(rf"month={MIDDLE:%Y-%m}"))
    day = page.locator(".cal-day", has=page.locator(".cal-number", has_text=re.compile("^15$")))
    expect(day.locator(".cal-item")).to_have_count(3)
    expect(day.locator(".cal-item").first).to_contain_text("13.00 Trafiknämnden")
    day.locator(".cal-date a").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    expect(day.locator(".cal-date a")).to_be_focused()
    assert_accessible(page)
    day.get_by_role("link", name=re.compile("och 4 till")).click()
    expect(page.locator(".cal-line")).to_have_count(7)
    assert_accessible(page)
    page.get_by_label("Slags dag").select_option("meetings")
    page.get_by_role("button", name="Visa").click()
    expect(page.locator(".cal-line")).to_have_count(1)
    expect(page).to_have_url(re.compile(rf"day={MIDDLE}"))


@pytest.mark.parametrize("width", [320, 390, 3840])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_the_month_is_a_list_and_nothing_is_too_wide(
    page: Page, page_as, filled, width: int, theme: str
) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 800})
    page_as("contact", f"/kalender/?month={MIDDLE:%Y-%m}")
    shown = page.locator("[data-calendar] > li:visible").count()
    assert shown == 2 if width < 500 else shown >= 28
    for url in ("", f"/kalender/?view=agenda&month={MIDDLE:%Y-%m}", "/kalender/fyra-ar/", "/besok/tavla/"):
        if url:
            page_as("contact", url)
        assert_accessible(page)


def test_a_subscription_is_made_shown_once_and_ended(page: Page, page_as, filled) -> None:
    page_as("contact", "/kalender/")
    page.get_by_role("link", name="Prenumerera").click()
    page.get_by_label("Vad du vill prenumerera på").select_option("trafiknamnden")
    page.get_by_role("button", name="Gör adressen").click()
    address = page.locator("#feed-address").inner_text().strip()
    assert_accessible(page)
    path = "/kalender/" + address.split("/kalender/")[1]
    file = page.request.get(page.url.split("/kalender/")[0] + path)
    assert file.status == 200
    assert "SUMMARY:Besök: Besök från Åbo" in file.text()
    page_as("contact", "/kalender/prenumerera/")
    assert address not in page.content()
    page.get_by_role("button", name="Avsluta").click()
    expect(page.locator("main")).to_contain_text("Prenumerationen är avslutad")
    assert page.request.get(page.url.split("/kalender/")[0] + path).status == 404


def test_four_years_ahead_from_the_agreements(page: Page, page_as, filled) -> None:
    page_as("contact", "/avtal/")
    page.get_by_role("link", name="Fyra år framåt").click()
    expect(page.locator("h1")).to_have_text("Fyra år framåt")
    day = months_after(TODAY, 14)
    quarter = f"#q-{day.year}-{(day.month + 2) // 3}"
    page.locator(f".quarter a[href='{quarter}']").click()
    expect(page.locator(quarter)).to_contain_text("Nätverk för gator")
    assert_accessible(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Excel").click()
    assert taken.value.suggested_filename.endswith(".xlsx")


def test_the_board_leads_to_the_next_step_and_back_to_the_list(page: Page, page_as, filled) -> None:
    page_as("contact", "/besok/")
    page.get_by_role("link", name="Tavla").click()
    expect(page.locator("#stack-planned")).to_contain_text("6")
    expect(page.locator(".board-card.is-late")).to_have_count(1)
    assert_accessible(page)
    page.get_by_role("link", name="Lista", exact=True).click()
    expect(page).to_have_url(re.compile("/besok/$"))


def test_paper_gets_the_days_without_the_buttons(page: Page, page_as, filled) -> None:
    page_as("contact", f"/kalender/?month={MIDDLE:%Y-%m}")
    page.emulate_media(media="print")
    assert not page.locator(".cal-ways").is_visible()
    assert page.locator(".cal-title").is_visible()
    assert page.locator(".cal-item").first.is_visible()
