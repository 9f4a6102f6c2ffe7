"""An agreement in a browser: through its gates to the right secretary, lived with, ended and evaluated."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from engagements.models import Agreement
from tests.browser.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()


def test_an_agreement_from_proposal_to_evaluation(page: Page, page_as, city) -> None:
    number = propose(page_as("contact", "/avtal/nytt/"))
    complete(page)
    page.get_by_role("button", name="Skicka för beslut").click()
    refuse(page_as("board_secretary", f"/avtal/{number}/beslut/"))
    decide(page_as("secretary", f"/avtal/{number}/"))
    page_as("contact", f"/avtal/{number}/")
    for side in ("Staden", "Motparten"):
        sign(page, side)
    expect(page.locator(".page-meta")).to_contain_text("gällande")
    log(page)
    review(page)
    end_and_evaluate(page)
    assert Agreement.objects.get().matter.status == "evaluated"


def test_a_twin_town_is_stopped_and_shows_who_may_make_an_exception(page: Page, page_as, city) -> None:
    propose(page_as("contact", "/avtal/nytt/"), "Vänortsavtal")
    expect(page.locator("#gates")).to_contain_text("kommunfullmäktige")
    expect(page.locator("#gates .cite").first).to_be_visible()
    expect(page.get_by_role("button", name="Skicka för beslut")).to_have_count(0)
    assert_accessible(page)


def propose(page: Page, kind: str = "Samarbetsavtal") -> str:
    """The ruling and the forums answer while one types; what is missing is told afterwards."""
    page.get_by_label("Med vilken motpart?").press_sequentially("Nordköping (exempel)")
    expect(page.locator("#forums")).to_contain_text("Registret hittar inget liknande forum")
    page.locator("select[name=theme]").select_option("climate")
    page.locator("[name=title]").fill("Vinterväghållning")
    page.locator("[name=counterpart_kind]").select_option("city")
    page.get_by_label(kind, exact=True).check()
    page.locator("[name=scope][value=own_operation]").check()
    expect(page.locator("#ruling .cite").first).to_be_visible()
    page.get_by_role("button", name="Spara förslaget").click()
    expect(page).to_have_url(re.compile(r"/avtal/\d{4}-\d{5}/$"))
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def complete(page: Page) -> None:
    """The gates are shut until exchange, benefit and days are written."""
    expect(page.locator("#gates")).to_contain_text("Beskriv vad som ska utbytas")
    assert_accessible(page)
    page.get_by_role("link", name="Komplettera förslaget").click()
    page.locator("[name=exchange]").fill("Två utbyten om året mellan planerare.")
    page.locator("[name=benefit_to_city]").fill("Prövade metoder.")
    page.locator("[name=benefit_to_counterpart]").fill("Våra mätningar.")
    page.locator("[name=starts_on]").fill((TODAY - timedelta(days=5)).isoformat())
    page.locator("[name=ends_on]").fill(date(TODAY.year + 3, 1, 1).isoformat())
    save(page)


def refuse(page: Page) -> None:
    """The secretary of another body reads who decides, and finds no form."""
    expect(page.locator(".ruling .cite").first).to_be_visible()
    expect(page.get_by_role("button", name="Registrera beslutet")).to_have_count(0)


def decide(page: Page) -> None:
    page.get_by_role("link", name="Registrera beslutet").click()
    page.get_by_label("Bifall").check()
    page.locator("[name=decided_on]").fill(TODAY.isoformat())
    page.locator("[name=paragraph]").fill("14")
    page.locator("[name=wording]").fill("Nämnden godkänner avtalet.")
    save(page)


def sign(page: Page, side: str) -> None:
    page.get_by_role("link", name="Anteckna en underskrift").click()
    page.get_by_label(side, exact=True).check()
    page.locator("[name=who]").fill("Ordföranden")
    save(page)


def log(page: Page) -> None:
    """What the city is to do, done late; and what the two have done."""
    page.get_by_role("link", name="Anteckna ett åtagande").click()
    page.locator("[name=text]").fill("Skicka mätningar")
    page.get_by_label("Staden", exact=True).check()
    page.locator("[name=due_on]").fill((TODAY - timedelta(days=2)).isoformat())
    save(page)
    expect(page.locator("#obligations .is-late")).to_contain_text("Skicka mätningar")
    page.get_by_role("link", name="Anteckna en aktivitet").click()
    page.locator("[name=what]").fill("Möte mellan driftcheferna")
    page.locator("[name=result]").fill("En gemensam plan.")
    save(page)
    expect(page.locator("#activities")).to_contain_text("En gemensam plan.")
    assert_accessible(page)


def review(page: Page) -> None:
    """Opened by hand, answered with another last day, which is an amendment for the body."""
    page.get_by_role("link", name="Öppna en omprövning").click()
    page.locator("[name=why]").fill("Vi vill veta om det lönar sig.")
    save(page)
    expect(page.locator("#evidence")).to_contain_text("Aktiviteter")
    assert_accessible(page)
    page.locator("main").get_by_role("link", name="Det fortsätter").click()
    page.locator("[name=conclusion]").fill("Det lönar sig.")
    save(page)
    page.get_by_role("link", name="Föreslå en ändring").click()
    page.locator("[name=reasons]").fill("Ett år till.")
    page.locator("[name=ends_on]").fill(date(TODAY.year + 4, 1, 1).isoformat())
    save(page)
    expect(page.locator("#versions")).to_contain_text(f"{TODAY.year + 4}-01-01")
    assert_accessible(page)
    page.get_by_role("link", name="Läs och jämför").click()
    assert_accessible(page)
    page.get_by_role("link", name="Tillbaka till avtalet").click()
    page.get_by_role("button", name="Ta tillbaka ändringen").click()


def end_and_evaluate(page: Page) -> None:
    page.get_by_role("link", name="Avtalet har upphört").click()
    page.locator("[name=how][value=counterpart]").check()
    page.locator("[name=reason]").fill("Utbytet är klart.")
    save(page)
    page.get_by_role("link", name="Utvärdera avtalet").click()
    for name in ("goals_met", "effects", "recommendation"):
        page.locator(f"[name={name}]").fill("Som väntat.")
    page.locator("[name=total_cost]").fill("120 000")
    save(page)
    expect(page.locator(".page-meta")).to_contain_text("utvärderat")


def save(page: Page) -> None:
    page.locator("main form button.button-primary, main form button.button-danger").last.click()
    expect(page).to_have_url(re.compile(r"/avtal/\d{4}-\d{5}/$"))
