"""Finding in a browser: misspelt, by diary number, narrowed, saved, told of; and the palette by keyboard alone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from governance import lexicon, saved_searches
from governance.models import SavedSearch
from tests.browser.axe import assert_accessible
from tests.governance.rows import make_matters

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def matters(city) -> None:
    committee = city("trafiknamnden")
    make_matters(
        1, committee, kind="visit", status="received", title="Besök från Göteborg om spårvagnar", country="SE",
        counterpart="Göteborgs stad", diary_number="T 2010-313-01743",
    )  # fmt: skip
    make_matters(2, committee, first=10, title="Nätverk för spårvagnar", country="FI")
    lexicon.learn()


def test_a_search_forgives_is_narrowed_saved_and_told_of(page: Page, page_as, matters, city) -> None:
    page_as("contact", "/sok/")
    expect(page.locator("main")).to_contain_text("malmo hittar Malmö")
    assert_accessible(page)
    words = page.get_by_label("Ord, namn eller diarienummer")
    words.press_sequentially("goteborg")
    expect(page.locator("#list")).to_contain_text("Besök från Göteborg")
    expect(words).to_be_focused()
    expect(page.locator("#found-count")).to_have_text(re.compile(r"^\d+ träff"))
    expect(page).to_have_url(re.compile(r"q=goteborg"))
    words.fill("t2010/313 01743")
    expect(page.locator("#list")).to_contain_text("T 2010-313-01743")
    words.fill("spårvangar")
    expect(page.locator("#list")).to_contain_text("Här är det som innehåller ”spårvagnar”.")
    expect(page.locator("#list mark").first).to_have_text("spårvagnar")
    assert_accessible(page)
    words.fill("spårvagnar")
    expect(page.locator("#list tbody tr")).to_have_count(3)
    page.locator("summary").filter(has_text="Fler filter").click()
    page.get_by_label("Land").select_option("FI")
    expect(page.locator("#list tbody tr")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"country=FI"))
    assert_accessible(page)
    words.fill("finnsinte")
    expect(page.locator("#list")).to_contain_text("Ta bort ett filter")
    assert_accessible(page)
    words.fill("spårvagnar")
    expect(page.locator("#list tbody tr")).to_have_count(2)
    save_and_look(page, city)


def save_and_look(page: Page, city) -> None:
    page.get_by_role("link", name="Spara sökningen").click()
    page.get_by_label("Namn").fill("Spårvagnar i Finland")
    assert_accessible(page)
    page.get_by_role("button", name="Spara sökningen").click()
    expect(page.locator("main")).to_contain_text("Sökningen är sparad.")
    make_matters(1, city("trafiknamnden"), first=50, title="Fler spårvagnar", country="FI")
    assert saved_searches.look_after() == 1
    start = page.url.split("/sok/")[0]
    page.goto(start + "/")
    expect(page.locator("#saved")).to_contain_text("1 ny")
    expect(page.locator("#notices")).to_contain_text("1 ny träff i din sparade sökning")
    assert_accessible(page)
    page.locator("#saved").get_by_role("link", name="Spårvagnar i Finland").click()
    expect(page.locator("#list tbody tr")).to_have_count(3)
    page.goto(start + reverse("saved_searches"))
    expect(page.locator("main")).to_contain_text("inget nytt")
    assert_accessible(page)
    page.get_by_role("button", name="Pausa").click()
    expect(page.locator("main")).to_contain_text("pausad")
    page.get_by_role("button", name="Ta bort").click()
    expect(page.locator("#removed")).to_contain_text("Spårvagnar i Finland")
    assert_accessible(page)
    page.get_by_role("button", name="Ångra").click()
    assert SavedSearch.objects.get().removed_at is None


def test_the_palette_by_keyboard_alone(page: Page, page_as, matters) -> None:
    page_as("contact", "/")
    page.locator("[data-palette]").focus()
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Gå till, börja eller sök")
    field = dialog.get_by_role("combobox")
    expect(field).to_be_focused()
    first = dialog.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", str(first.get_attribute("id")))
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(dialog.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-palette]")).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("goteborg")
    expect(dialog.get_by_role("option").filter(has_text="Besök från Göteborg")).to_be_visible()
    expect(dialog.get_by_role("status")).to_have_text(re.compile("val"))
    assert_accessible(page)
    field.fill("registrera besok")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/besok/ny/$"))


def test_what_is_typed_while_the_palette_is_on_its_way_is_looked_for(page: Page, page_as, matters) -> None:
    page_as("contact", "/")
    held: list[Route] = []
    page.route(lambda url: url.endswith(reverse("palette")), lambda route: held.append(route))
    page.locator("#find").focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("gote")
    page.keyboard.press("Control+k")
    page.keyboard.type("borg")
    page.wait_for_timeout(50)
    assert len(held) == 1
    held[0].continue_()
    dialog = page.get_by_role("dialog", name="Gå till, börja eller sök")
    expect(dialog.get_by_role("combobox")).to_have_value("goteborg")
    expect(dialog.get_by_role("option").filter(has_text="Besök från Göteborg")).to_be_visible()
    expect(page.locator("#find")).to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("goteborgs")
    expect(dialog.get_by_role("combobox")).to_have_value("goteborgs")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_and_can_be_read(page: Page, page_as, matters, theme: str, width: int) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 700})
    for address in (
        "/sok/?q=spårvagnar&kind=membership",
        reverse("saved_searches"),
        reverse("notice_settings"),
    ):
        page_as("contact", address)
        assert_accessible(page)
    page.locator("[data-palette]").click()
    expect(page.locator("#palette [role=option]").first).to_be_visible()
    assert_accessible(page)
    page.locator(".palette-close").click()
    expect(page.locator("#palette")).to_be_hidden()


def test_without_script_there_is_the_search(browser, page_as, live_server, log_in, matters) -> None:
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    log_in(context, "contact")
    page = context.new_page()
    page.goto(live_server.url + "/vem-beslutar/")
    page.locator("[data-palette]").click()
    page.get_by_label("Ord, namn eller diarienummer").fill("goteborg")
    page.get_by_role("button", name="Visa").click()
    expect(page.locator("#list")).to_contain_text("Besök från Göteborg")
    context.close()
