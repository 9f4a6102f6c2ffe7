"""Substitutes in a browser: one is named, does the work in the other's name, and has nothing once it is ended."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance import matters, secrecy
from governance.models import Body, Matter, Person
from tests.browser.axe import assert_accessible, assert_fits
from tests.factories import make_person

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()
LAST = TODAY + timedelta(days=14)
OPEN, SECRET = "Nätverk för cykling (exempel)", "Samtal i förtroende (exempel)"


def narrow_enough(page: Page) -> None:
    """Nothing overflows a telephone, and what is there can be used by everybody."""
    assert_fits_a_telephone(page)
    assert_accessible(page)


def assert_fits_a_telephone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    assert_fits(page, 390)
    page.set_viewport_size({"width": 1280, "height": 900})


def opened(title: str) -> str:
    by, body = Person.objects.get(username="contact"), Body.objects.get(slug="trafiknamnden")
    facts = {"act": "join_membership", "scope": "own_operation", "counterpart": "network"}
    given = {"title": title, "status": "proposed", "responsible": by, "facts": facts}
    return matters.open_matter("membership", by=by, body=body, **given).number


def test_a_substitute_is_named_works_in_the_others_name_and_ends(page_as, city) -> None:
    make_person("standby", "Stefan Standby", [("jarva", "contact_person")])
    number, secret = opened(OPEN), opened(SECRET)
    contact = Person.objects.get(username="contact")
    matter = Matter.objects.get(number=secret)
    secrecy.mark(
        matter,
        matter.version,
        by=contact,
        ground="OSL 15 kap. 1 §",
        motive="Det kan störa förbindelsen.",
        reexamine_on=LAST,
    )
    before(page_as, number)
    name(page_as("contact", "/"))
    work(page_as("standby", "/"), number, secret)
    told(page_as, number)
    end(page_as("standby", "/ersattare/"))
    before(page_as, number)


def before(page_as, number: str) -> None:
    """Whoever stands in for nobody finds nothing there."""
    page = page_as("standby", f"/arenden/{number}/historik/")
    expect(page.locator("main")).not_to_contain_text(OPEN)
    page = page_as("standby", "/")
    expect(page.locator("main")).not_to_contain_text(OPEN)
    expect(page.get_by_role("navigation", name="Vems arbete som visas")).to_have_count(0)


def name(page: Page) -> None:
    """First who and when is wrong, which is said at its field; then it is right."""
    page.get_by_role("link", name="Ersättare", exact=True).click()
    expect(page.locator("main")).to_contain_text("Ingen är ersättare.")
    narrow_enough(page)
    page.get_by_role("link", name="Utse ersättare").click()
    expect(page.locator("#stays")).to_contain_text("Sekretessmarkerade ärenden")
    page.get_by_label("Ersättare").select_option(label="Stefan Standby")
    page.locator("[name=since]").fill((TODAY - timedelta(days=2)).isoformat())
    page.locator("[name=until]").fill(LAST.isoformat())
    page.get_by_label("Semester").check()
    page.get_by_role("button", name="Utse ersättaren").click()
    expect(page.locator("main")).to_contain_text("Första dagen har passerat.")
    narrow_enough(page)
    page.locator("[name=since]").fill(TODAY.isoformat())
    page.get_by_role("button", name="Utse ersättaren").click()
    expect(page.locator("main")).to_contain_text("Stefan Standby")
    assert_accessible(page)


def work(page: Page, number: str, secret: str) -> None:
    """What waits stands there with the name; the choice of whose work stays in the address."""
    expect(page.locator("#absent")).to_contain_text("för Tove Trafik")
    expect(page.locator("main")).not_to_contain_text(secret)
    narrow_enough(page)
    page.get_by_role("navigation", name="Vems arbete som visas").get_by_role(
        "link", name="För Tove Trafik"
    ).click()
    expect(page.locator("#mine")).to_contain_text(OPEN)
    assert "for=" in page.url
    page.reload()
    expect(page.locator("#mine")).to_contain_text(OPEN)
    assert_accessible(page)
    page.get_by_role("navigation", name="Vems arbete som visas").get_by_role("link", name="Mina").click()
    expect(page.locator("main")).not_to_contain_text(OPEN)
    page.goto(page.url.split("/?")[0] + f"/arenden/{secret}/historik/")
    expect(page.locator("main")).not_to_contain_text(SECRET)
    # An act of its own: the body's contact person marks a matter, here in another's name.
    page.goto(page.url.split("/arenden")[0] + f"/arenden/{number}/sekretess/marka/")
    page.get_by_label("OSL 15 kap. 1 § Utrikessekretess").check()
    page.locator("[name=motive]").fill("Samtalen pågår.")
    page.get_by_role("button", name="Se vad som händer").click()
    page.get_by_role("button", name="Sekretessmarkera ärendet").click()


def told(page_as, number: str) -> None:
    """Case page, history and body say both names."""
    page = page_as("contact", f"/arenden/{number}/historik/")
    expect(page.locator(".page-meta")).to_contain_text("borta: Stefan Standby ersätter")
    expect(page.locator("main")).to_contain_text(
        "Stefan Standby för Tove Trafik (internationell kontaktperson)"
    )
    assert_accessible(page)
    page = page_as("secretary", "/organ/trafiknamnden/")
    expect(page.locator("#substitutes")).to_contain_text("Stefan Standby för Tove Trafik")
    assert_fits_a_telephone(page)
    page = page_as("contact", "/")
    expect(page.locator("main")).to_contain_text("Stefan Standby ersätter dig till och med")


def end(page: Page) -> None:
    """The substitute gives it back."""
    expect(page.locator("#lent")).to_contain_text("Tove Trafik")
    narrow_enough(page)
    page.locator("#lent").get_by_role("link", name="Avsluta").click()
    narrow_enough(page)
    page.get_by_role("button", name="Avsluta nu").click()
    expect(page.locator("#over")).to_contain_text("Stefan Standby för Tove Trafik")
    expect(page.locator("#lent")).to_contain_text("Ingen.")
