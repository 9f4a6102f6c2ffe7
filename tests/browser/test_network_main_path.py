"""The network in a browser: mandate, message, question, meeting; from an observation to a matter; who speaks what."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance import matters
from governance.models import Kind
from tests.browser.axe import assert_accessible, assert_fits
from tests.network.rows import appointment_of, make_definition, make_indicator, make_value

pytestmark = pytest.mark.django_db(transaction=True)


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)


def save(page: Page, button: str = "Spara") -> None:
    page.get_by_role("button", name=button, exact=True).click()


def narrow_enough(page: Page) -> None:
    """Nothing overflows a telephone."""
    page.set_viewport_size({"width": 390, "height": 800})
    assert_fits(page, 390)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_mandate_is_stated_and_accepted(page_as, contact, city) -> None:
    address = f"/natverket/uppdrag/{appointment_of(contact).pk}/"
    page = page_as("head", address)
    page.get_by_role("link", name="Ange mandatet").click()
    page.get_by_label("Samordnar").check()
    save(page)
    page = page_as("contact", "/")
    page.get_by_role("link", name="Tacka ja till uppdraget").click()
    page.get_by_role("button", name="Tacka ja till uppdraget").click()
    expect(page.locator(".page-meta")).to_contain_text("har tackat ja")
    assert_accessible(page)
    page.get_by_role("link", name="Ange vilka teman jag kan").click()
    page.get_by_label("Klimat").check()
    save(page)
    page = page_as("auditor", "/natverket/?q=Trafik")
    expect(page.locator("#network-directory")).to_contain_text("Tove Trafik")
    assert_accessible(page)
    narrow_enough(page)


def test_the_network_is_told_asked_and_called(page_as, contact, coordinator, city) -> None:
    page = page_as("coordinator", "/natverket/meddelanden/nytt/")
    fill(page, subject="Höstens besök (exempel)", text="Skriv in dem före advent.")
    save(page, "Skicka")
    expect(page.locator("#unread")).to_contain_text("Tove Trafik")
    page = page_as("contact", "/natverket/meddelanden/?state=unread")
    page.get_by_role("link", name="Höstens besök (exempel)").click()
    page.get_by_role("button", name="Jag har läst det").click()
    page = page_as("coordinator", "/natverket/meddelanden/")
    expect(page.locator("#network-messages")).to_contain_text("1 av 3")
    page = page_as("contact", "/natverket/fragor/ny/")
    fill(page, title="Vem känner Tallinn?")
    page.locator("#id_theme").select_option("climate")
    save(page, "Skicka")
    page = page_as("coordinator", page.url[page.url.index("/natverket") :])
    page.get_by_role("link", name="Svara på frågan").click()
    fill(page, text="Miljöförvaltningen var där i våras.")
    save(page, "Svara på frågan")
    expect(page.locator("#answers")).to_contain_text("i våras")
    assert_accessible(page)
    narrow_enough(page)
    page = page_as("coordinator", "/natverket/moten/nytt/")
    fill(page, title="Vårmöte", held_on="2099-03-30", begins="13:00", ends="15:00", place="Stadshuset")
    save(page, "Kalla till mötet")
    page = page_as("contact", page.url[page.url.index("/natverket") :])
    save(page, "Jag kommer")
    expect(page.locator("#come")).to_contain_text("Tove Trafik")
    with page.expect_download() as download:
        page.get_by_role("link", name="Till min kalender").click()
    assert download.value.suggested_filename == "natverksmote-2099-03-30.ics"
    assert_accessible(page)


def test_what_was_seen_leads_to_a_matter(page_as, contact, city) -> None:
    matter = matters.open_matter(
        Kind.MEMBERSHIP, by=contact, body=city("trafiknamnden"), title="Översyn (exempel)", status="proposed"
    )
    page = page_as("contact", "/omvarld/observationer/ny/")
    fill(page, title="Helsingfors gallrar", source="hel.fi", so_what="Vi borde också.")
    fill(page, seen_on=timezone.localdate().isoformat())
    page.locator("#id_theme").select_option("general")
    save(page)
    page.get_by_role("link", name="Lyft till en analys").click()
    expect(page.get_by_label("Helsingfors gallrar")).to_be_checked()
    fill(page, title="Nätverken ses över", findings="Flera städer gallrar.", meaning="Vi behöver också.")
    save(page)
    page.get_by_role("link", name="Gör något åt det").click()
    fill(page, number=matter.number)
    save(page, "Länka ärendet")
    expect(page.locator("#action")).to_contain_text("Översyn (exempel)")
    assert_accessible(page)
    narrow_enough(page)


def test_what_does_not_count_the_same_is_not_drawn(page_as, contact, city) -> None:
    indicator = make_indicator(contact)
    ours, theirs = (make_definition(contact, indicator, text) for text in ("Medlemskap", "Offentlig lista"))
    make_value(contact, ours, "Stockholm", 2021, 95)
    make_value(contact, theirs, "Helsingfors", 2007, 100)
    page = page_as("auditor", indicator.get_absolute_url())
    expect(page.locator(".notice-warning")).to_contain_text("räknar inte samma sak")
    assert page.locator("#comparison svg").count() == 0
    page.locator("#id_definition").select_option(label="Medlemskap (nätverk)")
    expect(page.locator("#comparison svg")).to_be_visible()
    assert_accessible(page)
    narrow_enough(page)


def test_who_speaks_finnish_is_found(page_as, city) -> None:
    page = page_as("contact", "/natverket/kompetens/ny/")
    page.get_by_label("Språk", exact=True).check()
    page.locator("#id_language").select_option("fi")
    page.locator("#id_level").select_option("working")
    save(page)
    page = page_as("coordinator", "/natverket/kompetens/?q=finska")
    expect(page.locator("#network-competences")).to_contain_text("Tove Trafik")
    assert_accessible(page)
    narrow_enough(page)
