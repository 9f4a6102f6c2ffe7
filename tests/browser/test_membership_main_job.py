"""The main job in a browser: propose, send, refuse the wrong secretary with the section, approve as the right one."""

import re

import pytest
from playwright.sync_api import Page, expect

from governance.models import Decision
from memberships.models import Membership
from tests.browser.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_membership_from_proposal_to_member(page: Page, page_as, city) -> None:
    number = propose(page_as("contact", "/medlemskap/nytt/"))
    send(page)
    refuse(page_as("secretary", f"/medlemskap/{number}/beslut/"))
    assert not Decision.objects.exists()
    approve(page_as("council_secretary", f"/medlemskap/{number}/"))
    member = Membership.objects.select_related("matter").get()
    assert member.matter.status == "member"
    assert member.joined_on is not None
    page_as("contact", f"/medlemskap/{number}/")
    expect(page.locator(".page-meta")).to_contain_text("medlem")
    assert_accessible(page)
    page_as("auditor", "/medlemskap/")
    expect(page.get_by_role("link", name="European Data Union (exempel)")).to_be_visible()
    assert_accessible(page)


def propose(page: Page) -> str:
    """Fill the form; the ruling and the findings answer while one types. Returns the matter's number."""
    page.get_by_label("Vilken organisation, vilket nätverk eller initiativ?").press_sequentially(
        "European Data Union (exempel)"
    )
    expect(page.locator("#forums")).to_contain_text("Registret hittar inget liknande forum")
    page.get_by_label("Organisation", exact=True).check()
    page.get_by_label("Stadsövergripande").check()
    expect(page.locator("#ruling")).to_contain_text("Kommunfullmäktige")
    expect(page.locator("#ruling .cite")).to_contain_text("5")
    assert_accessible(page)
    page.get_by_label("Varför är det prioriterat?").fill("Vi behöver gemensamma standarder.")
    page.get_by_label("Vad bidrar staden med?").fill("Vi leder en arbetsgrupp.")
    page.get_by_label("Vilken nytta väntas?").fill("Färre egna lösningar.")
    page.get_by_label("Kostnad för fyra år").fill("640 000")
    page.get_by_role("button", name="Spara förslaget").click()
    expect(page).to_have_url(re.compile(r"/medlemskap/\d{4}-\d{5}/$"))
    assert_accessible(page)
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def send(page: Page) -> None:
    page.get_by_role("button", name="Skicka till kommunfullmäktige").click()
    expect(page.locator("main")).to_contain_text("Ligger hos kommunfullmäktige")


def refuse(page: Page) -> None:
    """The secretary of the committee that proposed it reads who decides, and finds no form."""
    expect(page.locator(".ruling")).to_contain_text("Kommunfullmäktige")
    expect(page.locator(".ruling .cite")).to_contain_text("5")
    expect(page.get_by_role("button", name="Registrera beslutet")).to_have_count(0)
    assert_accessible(page)


def approve(page: Page, on: str = "2026-03-12") -> None:
    page.get_by_role("link", name="Registrera beslutet").click()
    page.get_by_label("Bifall").check()
    page.get_by_label("Beslutsdatum").or_(page.get_by_label("Date of the decision")).first.fill(on)
    page.locator("[name=paragraph]").fill("14")
    page.locator("[name=wording]").fill("Kommunfullmäktige beslutar att staden går med.")
    assert_accessible(page)
    page.locator("main form button.button-primary").last.click()
    expect(page).to_have_url(re.compile(r"/medlemskap/\d{4}-\d{5}/$"))
