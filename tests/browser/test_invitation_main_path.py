"""Invitation letters in a real browser: closed, grounds, review, signature, issue, fetched, checked, revoked."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from governance import outbox
from governance.models import Ground, Matter, OutboxEntry
from tests.browser.axe import assert_accessible
from tests.visits.open.asking import delegate, officer, own, received
from tests.visits.test_invitations import code_in
from visits import actions
from visits.models import InvitationLetter, Visit

pytestmark = pytest.mark.django_db(transaction=True)


def accepted() -> tuple[Visit, str]:
    visit, token = received()
    by = officer()
    grounds = Ground.objects.filter(strategy__key="2016").values_list("key", flat=True)
    actions.assess(visit, by=by, answers=dict.fromkeys(grounds, ("partly", "Därför.")))
    actions.accept(visit, by=by, reasons="We learn from each other.")
    day = timezone.localdate() + timedelta(days=60)
    actions.plan(visit, by=by, since=day, until=day + timedelta(days=1))
    delegate(visit)
    return Visit.objects.select_related("matter").get(pk=visit.pk), token


def test_from_a_closed_gate_to_a_revoked_letter(page_as, live_server, city, browser: Browser) -> None:
    visit, token = accepted()
    page: Page = page_as("coordinator", f"/besok/{visit.matter.number}/")
    page.locator("#letters").get_by_role("link", name="Inbjudningsbrev").click()
    gate = page.locator("#gate")
    expect(page.get_by_text("Breven är stängda", exact=True)).to_be_visible()
    assert_accessible(page)
    give_grounds(page, gate)
    for verb in ("Markera som granskade", "Godkänn och underteckna", "Utfärda"):
        box = page.get_by_role("checkbox", name="Wanjiru Mwangi")
        box.check()
        assert_accessible(page)
        page.get_by_role("button", name=verb).click()
        expect(page.locator(".message, .notice-success").first).to_be_visible()
    letter = InvitationLetter.objects.get()
    assert letter.status == "issued"
    assert outbox.run(OutboxEntry.objects.get(key=letter.outbox_key).pk)
    letter = InvitationLetter.objects.select_related("document").get()
    page.get_by_role("link", name="Wanjiru Mwangi").click()
    expect(page.locator("#invitation-state")).to_contain_text(f"{letter.number}.pdf")
    assert_accessible(page)
    outside(browser, live_server.url, token, letter)
    page.get_by_text("Återkalla brevet").click()
    page.get_by_role("button", name="Ja, återkalla det").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label("Varför brevet återkallas").fill("Besöket är flyttat.")
    assert_accessible(page)
    page.get_by_role("button", name="Ja, återkalla det").click()
    expect(page.get_by_role("button", name="Be om ett nytt brev")).to_be_visible()
    assert_accessible(page)


def give_grounds(page: Page, gate) -> None:
    """Both conditions of the strategy; without a reason for the direction the form says so."""
    gate.get_by_role("link", name="Underlag för breven").click()
    page.get_by_label("Varför besöket är särskilt prioriterat").fill("Kunskapen behövs i år.")
    page.get_by_label("Inriktning i strategin").select_option("cooperation")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Hur det stöder inriktningen").fill("Båda städerna lär sig.")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Vad breven vilar på")).to_be_visible()


def outside(browser: Browser, url: str, token: str, letter: InvitationLetter) -> None:
    """The guest on a telephone fetches the letter, and an embassy checks it."""
    context = browser.new_context(locale="en-KE", viewport={"width": 390, "height": 844})
    phone = context.new_page()
    phone.goto(url + own(token))
    phone.get_by_role("link", name=re.compile("The delegate's page")).click()
    assert_accessible(phone)
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Fetch your letter as PDF").click()
    assert download.value.suggested_filename == f"{letter.number}.pdf"
    phone.goto(f"{url}/oppet/en/brev/")
    phone.get_by_role("button", name="Check the letter").click()
    assert_accessible(phone)
    phone.get_by_label("Number of the letter").fill(letter.number)
    phone.get_by_label("Check code").fill(code_in(letter))
    phone.get_by_role("button", name="Check the letter").click()
    expect(phone.locator(".notice-success")).to_contain_text("genuine and in force")
    expect(phone.locator("main")).to_contain_text("W. M.")
    assert_accessible(phone)
    read_by_telephone(phone, url, letter.number)
    context.close()


def read_by_telephone(phone: Page, url: str, number: str) -> None:
    """What the QR code leads to: filled in, gone from the address, and sent when somebody presses the button."""
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.url))
    phone.goto("about:blank")
    for code in ("ABCDEFGHJKMN", "NMKJHGFEDCBA"):
        phone.goto(f"{url}/oppet/en/brev/#{number}/{code}")
        expect(phone.get_by_label("Number of the letter")).to_have_value(number)
        expect(phone.get_by_label("Check code")).to_have_value(code)
        expect(phone).to_have_url(f"{url}/oppet/en/brev/")
    expect(phone.get_by_role("button", name="Check the letter")).to_be_focused()
    assert not [each for each in sent if "ABCDEFGHJKMN" in each.partition("#")[0]]
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("We know of no such letter")).to_be_visible()


def test_a_wording_is_changed_with_a_preview_and_set_back(page_as, city) -> None:
    page: Page = page_as("coordinator", "/besok/mallar/")
    assert_accessible(page)
    page.goto(page.url + "invitation/en/")
    assert_accessible(page)
    text = page.get_by_label("Text")
    before = text.input_value()
    text.fill(before + "\n\nWelcome, {name}.")
    expect(page.locator("#preview-text")).to_contain_text("Welcome, Anna Exempelsson.")
    text.fill(before.replace("{payment}", "") + " {passport}")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(".error-summary")).to_contain_text("{passport}")
    assert_accessible(page)
    text.fill(before + "\n\nWelcome, {name}.")
    page.get_by_role("button", name="Spara").click()
    page.goto(page.url + "invitation/en/")
    page.get_by_text("Gå tillbaka till lydelsen som levererades").click()
    assert_accessible(page)
    page.get_by_role("button", name="Ja, gå tillbaka").click()
    page.goto(page.url + "invitation/en/")
    assert page.get_by_label("Text").input_value() == before


def test_what_is_closed_stays_closed_for_whoever_may_not(page_as, city) -> None:
    visit, _token = accepted()
    page: Page = page_as("auditor", f"/besok/{visit.matter.number}/inbjudan/")
    expect(page.get_by_text("Wanjiru Mwangi")).to_be_visible()
    expect(page.get_by_text("AK0012345")).to_have_count(0)
    expect(page.get_by_role("checkbox")).to_have_count(0)
    assert Matter.objects.get(pk=visit.pk).status == "planned"
