"""Partners in a browser: two entries are made one, and a briefing pack is made of what remains."""

import re
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from engagements import actions
from engagements.models import Organisation
from governance import matters, outbox
from governance.models import OutboxEntry
from tests.browser.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def twice(contact, city) -> list[Organisation]:
    """Åbo under its Swedish and its Finnish name, each with a visit."""
    made = [
        actions.create_organisation(
            by=contact, name=name, kind="city", country="FI", aliases=[("City of Turku", "en")]
        )
        for name in ("Åbo stad (exempel)", "Turun kaupunki (exempel)")
    ]
    for organisation in made:
        matter = matters.open_matter(
            "visit",
            by=contact,
            body=city("trafiknamnden"),
            title=f"Besök från {organisation.name}",
            status="received",
        )
        actions.tie(matter, organisation)
    return made


def test_two_entries_become_one_and_a_pack_is_made_of_it(page: Page, page_as, twice, live_server) -> None:
    stays, goes = twice
    merge(page_as("coordinator", "/motparter/"), stays)
    expect(page).to_have_url(re.compile(rf"/motparter/{stays.slug}/$"))
    page.goto(f"{live_server.url}{goes.get_absolute_url()}")
    expect(page.get_by_role("heading", level=1)).to_have_text(stays.name)
    for organisation in twice:
        expect(page.locator("#latest")).to_contain_text(f"Besök från {organisation.name}")
    assert_accessible(page)
    page.get_by_role("link", name="Tidslinje", exact=True).click()
    expect(page.locator(".timeline-entry")).to_have_count(2)
    assert_accessible(page)
    page.go_back()
    drawn = pack(page)
    with pikepdf.open(BytesIO(drawn)) as pages:
        assert pages.Root.Lang == "sv"
    undo(page, goes)


def merge(page: Page, stays: Organisation) -> None:
    page.get_by_role("link", name="Möjliga dubbletter").click()
    assert_accessible(page)
    page.get_by_role("link", name=stays.name).click()
    moving = page.get_by_role("region", name="Det som flyttas")
    expect(moving).to_contain_text("Besök från Turun kaupunki (exempel)")
    assert_accessible(page)
    page.get_by_role("button", name="Slå ihop dem").click()
    expect(page.locator(".error-summary, [role=alert]").first).to_be_visible()
    page.get_by_label("Jag har läst vad som flyttas").check()
    page.get_by_role("button", name="Slå ihop dem").click()


def pack(page: Page) -> bytes:
    """No worker runs beside the tests: its work is done here while the page waits."""
    page.get_by_role("button", name="Gör ett mötesunderlag").click()
    expect(page.locator("#drawing progress")).to_be_visible()
    assert_accessible(page)
    assert outbox.run(OutboxEntry.objects.get(kind="draw_briefing").pk)
    expect(page.locator("#drawing a")).to_be_visible(timeout=15_000)
    with page.expect_download() as download:
        page.locator("#drawing a").first.click()
    return download.value.path().read_bytes()


def undo(page: Page, goes: Organisation) -> None:
    page.get_by_role("link", name="Historik", exact=True).click()
    page.get_by_role("link", name="Ångra").click()
    expect(page.locator("h1")).to_contain_text("igen?")
    assert_accessible(page)
    page.get_by_role("button", name="Skilj dem åt igen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(goes.name)
