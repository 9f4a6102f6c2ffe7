"""The map of the world in a browser: by mouse and keys, without scripts, on a phone, on paper, and its weight."""

import gzip
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import assert_accessible
from tests.governance.rows import make_matters

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def filled(city) -> None:
    for first, (code, count) in enumerate({"FI": 40, "EE": 9, "JP": 3, "SG": 1, "UA": 1}.items()):
        make_matters(count, city("trafiknamnden"), first=100 * first + 1, country=code)


def view_box(page: Page) -> str:
    return page.locator("svg.world").get_attribute("viewBox") or ""


def test_the_map_is_moved_by_keys_and_a_country_leads_to_its_matters(page: Page, page_as, filled) -> None:
    page_as("contact", "/karta/")
    assert_accessible(page)
    whole = view_box(page)
    page.get_by_role("button", name="Zooma in").click()
    zoomed = view_box(page)
    assert zoomed != whole
    page.locator("#world").focus()
    page.keyboard.press("ArrowRight")
    moved = view_box(page)
    assert moved != zoomed
    page.locator("svg.world").click(position={"x": 5, "y": 5})
    assert view_box(page) != moved
    page.keyboard.press("-")
    page.keyboard.press("0")
    assert view_box(page) == "0 0 2000 870"
    page.get_by_role("link", name="Europa").click()
    expect(page.get_by_role("link", name="Europa")).to_have_attribute("aria-current", "true")
    assert view_box(page) == whole
    page.locator("#world").focus()
    page.keyboard.press("+")
    page.keyboard.press("-")
    assert view_box(page) == whole
    page.locator("svg.world a[aria-label='Finland: 40 ärenden'] path").click()
    expect(page).to_have_url(re.compile("/platser/FI/$"))
    page.go_back()
    page.get_by_label("Slag").select_option("visit")
    page.get_by_role("button", name="Visa").click()
    expect(page.locator("main")).to_contain_text("0 länder")
    page.get_by_role("button", name="Zooma in").click()


@pytest.mark.parametrize("width", [320, 390, 1280, 3840])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_map_at_every_width(page: Page, page_as, filled, width: int, theme: str) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 800})
    page_as("contact", "/karta/")
    assert_accessible(page)


def test_without_scripts_the_map_and_its_links_are_there(
    browser: Browser, live_server, log_in, filled
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    log_in(context, "contact")
    page = context.new_page()
    page.goto(live_server.url + "/karta/")
    assert page.locator("svg.world a").count() == 5
    assert not page.locator(".world-buttons").is_visible()
    page.locator(".world-countries").get_by_role("link", name="Estland").click()
    expect(page).to_have_url(re.compile("/platser/EE/$"))
    context.close()


@pytest.mark.parametrize("path", ["/karta/", "/kalender/", "/besok/tavla/"])
def test_the_first_load_is_light(path: str, page_as, page: Page, filled) -> None:
    weights: dict[str, int] = {}

    def weigh(response) -> None:
        body = response.body()
        weights[response.url] = len(body if response.url.endswith("woff2") else gzip.compress(body, 6))

    page.on("response", weigh)
    page_as("contact", path)
    page.wait_for_load_state("networkidle")
    assert sum(weights.values()) <= 100_000, weights


def test_on_paper_the_map_keeps_its_colours(page: Page, page_as, filled) -> None:
    page_as("contact", "/karta/")
    page.emulate_media(media="print")
    assert page.locator("svg.world").is_visible()
    assert not page.locator(".world-buttons").is_visible()
    assert page.locator(".world-countries").is_visible()
