"""The open register in a browser: a coordinator publishes, a stranger reads, the coordinator withdraws."""

import pytest
from playwright.sync_api import Browser, Page, expect

from governance.models import Person
from tests.browser.axe import assert_accessible, assert_fits
from tests.governance.published import member, published

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_matter_is_published_read_on_a_telephone_and_withdrawn(
    browser: Browser, page_as, live_server, city
) -> None:
    contact, secretary = (Person.objects.get(username=name) for name in ("contact", "secretary"))
    matter = member(contact, secretary, city)
    page = page_as("coordinator", matter.get_absolute_url())
    page.get_by_role("link", name="Publicera i det öppna registret").click()
    page.get_by_label("Kort om ärendet, på svenska").fill("Vi lär av gator.")
    page.get_by_label("Kort om ärendet, på engelska").fill("We learn from streets.")
    assert_accessible(page)
    page.get_by_role("button", name="Granska innan du publicerar").click()
    expect(page.locator("#preview-en").locator("..").locator("..")).to_contain_text("We learn from streets.")
    assert_accessible(page)
    page.get_by_role("button", name="Publicera", exact=True).click()
    expect(page.locator("#published")).to_contain_text("Det som visas är det som registret säger i dag.")
    read(browser, f"{live_server.url}/oppet/en/register/")
    page.get_by_role("link", name="Återta").click()
    page.get_by_label("Varför?").fill("Fel motpart.")
    assert_accessible(page)
    page.get_by_role("button", name="Återta").click()
    page.goto(f"{live_server.url}/oppet/sv/register/{matter.number}/")
    expect(page.locator("h1")).to_have_text("Det här visas inte längre")
    assert_accessible(page)


def read(browser: Browser, front: str) -> None:
    """By somebody whose telephone runs no scripts."""
    context = browser.new_context(
        locale="en-GB", viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    phone = context.new_page()
    phone.goto(front)
    phone.get_by_label("Search").fill("streets")
    phone.get_by_role("button", name="Show").click()
    phone.get_by_role("link", name="Nordic Streets").click()
    expect(phone.locator("main")).to_contain_text("We learn from streets.")
    expect(phone.locator("main")).to_contain_text("Transport Committee · 2026-03-12 · § 14")
    phone.get_by_role("link", name="På svenska").click()
    expect(phone.locator("main")).to_contain_text("Vi lär av gator.")
    context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_its_pages_are_for_everybody(browser: Browser, live_server, city, width, colours) -> None:
    contact, secretary = (Person.objects.get(username=name) for name in ("contact", "secretary"))
    matter = member(contact, secretary, city)
    type(matter).objects.filter(pk=matter.pk).update(country="NO")
    matter.refresh_from_db()
    published(matter, Person.objects.get(username="coordinator"), summary_sv="Kort.", summary_en="Short.")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=colours)
    page: Page = context.new_page()
    for path in ("", "karta/", "anteckningar/", "ar/", "oppna-data/", f"{matter.number}/"):
        for language in ("sv", "en"):
            page.goto(f"{live_server.url}/oppet/{language}/register/{path}")
            assert_accessible(page)
            assert_fits(page, width)
    assert context.cookies() == []
    context.close()
