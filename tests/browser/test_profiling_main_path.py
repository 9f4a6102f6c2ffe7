"""Profiling in a browser: a good example is written and published, and a stranger reads it, in both languages."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.profiling.rows import make_entry, make_message

pytestmark = pytest.mark.django_db(transaction=True)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)
WRITTEN = {
    "title_sv": "Sopsaltade banor (exempel)",
    "title_en": "Brined lanes (example)",
    "what_sv": "Vi sopar och saltar.",
    "what_en": "We sweep and brine.",
    "result_sv": "Fler cyklar.",
    "result_en": "More people cycle.",
    "numbers_sv": "30 mil",
    "numbers_en": "300 km",
    "contact_sv": "Trafikkontoret",
    "contact_en": "Transport Department",
    "since": "2026-01-01",
    "until": "2099-12-31",
}


def test_what_is_published_is_read_by_a_stranger(page: Page, page_as, city, coordinator, live_server) -> None:
    make_message(coordinator)
    make_entry(coordinator, city("kommunstyrelsen"))
    write_example(page_as("contact", "/goda-exempel/nytt/"))
    for path in ("/budskap/", "/stadsinformation/"):
        page_as("coordinator", path).get_by_role("button", name=re.compile("^Publicera")).click()
        expect(page.get_by_role("button", name=re.compile("^Ta ned"))).to_be_visible()
        assert_accessible(page)
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/om-staden/")
    for words in ("Stockholm – the Capital of Scandinavia", "Brined lanes (example)", "Last revised"):
        expect(page.locator("main")).to_contain_text(words)
    expect(page.get_by_alt_text("A white lane.")).to_have_js_property("naturalWidth", 1)
    assert_accessible(page)
    page.get_by_role("link", name="På svenska").click()
    expect(page.locator("main")).to_contain_text("Sopsaltade banor (exempel)")
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 800})
    assert_fits(page, 390)
    assert page.context.cookies() == []


def write_example(page: Page) -> None:
    """A picture without words is refused; told in words it is kept, and the example published."""
    for name, text in WRITTEN.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("#id_theme").select_option("climate")
    page.locator("[name=picture]").set_input_files(
        {"name": "bana.png", "mimeType": "image/png", "buffer": PNG}
    )
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#id_alternative_sv_error")).to_contain_text("Säg med ord")
    assert_accessible(page)
    page.locator("[name=picture]").set_input_files(
        {"name": "bana.png", "mimeType": "image/png", "buffer": PNG}
    )
    page.locator("[name=alternative_sv]").fill("En vit bana.")
    page.locator("[name=alternative_en]").fill("A white lane.")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(".page-meta")).to_contain_text("utkast")
    page.get_by_role("button", name="Publicera").click()
    expect(page.locator(".page-meta")).to_contain_text("publicerat")
    assert_accessible(page)
