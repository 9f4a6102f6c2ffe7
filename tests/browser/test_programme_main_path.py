"""A programme in a browser: built slot by slot by keyboard and on a phone, its clash mended, confirmed and printed."""

import re
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance import outbox
from governance.models import OutboxEntry
from tests.browser.axe import assert_accessible, assert_fits
from tests.visits_policy import visit_where
from visits import actions
from visits.models import ProgrammePrint, ProgrammeVersion, Slot, Visit

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_programme_from_the_first_slot_to_the_second_version(page: Page, page_as, city) -> None:
    visit, day = planned()
    page_as("contact", f"/besok/{visit.matter.number}/")
    page.get_by_role("link", name="Bygg programmet").first.click()
    assert_accessible(page)
    page.get_by_role("link", name="Lägg till programpunkt").click()
    assert_accessible(page)
    fill(page, day, "09:00", "10:00", "Vintercykling", "Tekniska nämndhuset")
    page.get_by_role("button", name="Spara och lägg till en till").click()
    expect(page.locator("[name=starts_at]")).to_have_value("10:10")
    fill(page, day, "10:05", "11:00", "Snöröjning", "Stadshuset")
    page.locator("[name=travel_minutes]").fill("20")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("För kort tid att ta sig dit")
    assert_accessible(page)
    mend_the_clash(page)
    move(page)
    page.get_by_role("link", name="Anteckna att gästen har bekräftat").click()
    page.locator("[name=how]").fill("E-post, finns i akten")
    assert_accessible(page)
    page.get_by_role("button", name="Spara").click()
    confirm(page, 1)
    prints(page)
    page.get_by_role("link", name="Till programmet").click()
    page.get_by_role("link", name=re.compile(r"^Ändra\s*: Vintercykling")).click()
    page.locator("[name=room]").fill("Sal 2")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("ins")).to_contain_text("Sal 2")
    confirm(page, 2)
    expect(page.locator("#differences")).to_contain_text("Sal 2")
    on_a_phone_in_the_dark(page, visit)


def planned() -> tuple[Visit, date]:
    """A visit at the Transport Committee, planned for a day to come."""
    day = timezone.localdate() + timedelta(days=10)
    with transaction.atomic():
        visit = visit_where("plan")
        return actions.plan(visit, by=visit.matter.responsible, since=day, until=day), day


def fill(page: Page, day: date, begins: str, ends: str, topic: str, place: str) -> None:
    page.locator("[name=day]").fill(day.isoformat())
    page.locator("[name=starts_at]").fill(begins)
    page.locator("[name=ends_at]").fill(ends)
    page.locator("[name=place]").fill(place)
    page.locator("[name=host_name]").fill("Anna Ek")
    page.locator("[name=topic]").fill(topic)


def mend_the_clash(page: Page) -> None:
    """With a reason; it then stands at the slot, and no longer among what is lacking."""
    page.get_by_role("link", name=re.compile("^Låt krocken stå")).click()
    assert_accessible(page)
    page.locator("[name=because]").fill("Gästerna åker direkt från hotellet.")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(".slots")).to_contain_text("Gästerna åker direkt från hotellet.")
    expect(page.locator(".slots .notice")).to_have_count(0)


def move(page: Page) -> None:
    """By keyboard: later, then earlier again, so that the order is what it was."""
    page.get_by_role("button", name=re.compile(r"^Senare\s*: Vintercykling")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".slot-topic").first).to_have_text("Snöröjning")
    page.get_by_role("button", name=re.compile(r"^Tidigare\s*: Vintercykling")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".slot-topic").first).to_have_text("Vintercykling")
    assert Slot.objects.count() == 2


def confirm(page: Page, number: int) -> None:
    page.get_by_role("link", name=re.compile("^Bekräfta (programmet|nästa version)")).click()
    assert_accessible(page)
    page.get_by_role("button", name="Bekräfta programmet").click()
    expect(page.locator("main")).to_contain_text(f"Version {number} av programmet")
    assert_accessible(page)
    assert ProgrammeVersion.objects.filter(number=number).exists()


def prints(page: Page) -> None:
    """The worker draws them; the page says so by itself."""
    page.get_by_role("link", name="Till programmet").click()
    page.get_by_role("link", name="Alla utskrifter").click()
    expect(page.locator("#programme-prints")).to_contain_text("4 utskrifter görs")
    for entry in OutboxEntry.objects.filter(kind="draw_programme", done_at=None):
        assert outbox.run(entry.pk)
    expect(page.locator("#programme-prints a.attachment")).to_have_count(4)
    assert_accessible(page)
    assert ProgrammePrint.objects.filter(document__isnull=False).count() == 4
    page.get_by_role("link", name="Tillbaka till programmet").click()
    page.get_by_role("link", name="Version 1").click()


def on_a_phone_in_the_dark(page: Page, visit: Visit) -> None:
    page.emulate_media(color_scheme="dark")
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for path in ("program/", "program/punkt/", "program/version/2/"):
            page.goto(f"{page.url.split('/besok/')[0]}/besok/{visit.matter.number}/{path}")
            assert_fits(page, width)
            assert_accessible(page)
