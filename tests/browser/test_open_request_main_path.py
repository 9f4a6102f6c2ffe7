"""A guest on a telephone: asks for a visit, confirms by mail, answers, adds delegates, reads the letter, withdraws."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from governance import outbox
from governance.models import Ground, OutboxEntry
from tests.browser.axe import assert_accessible, assert_fits
from tests.visits.open.asking import (
    draft,
    link_in,
    officer,
    passport_form,
    post_the_mail,
    received,
    what,
    when,
    who,
)
from visits import actions
from visits.actions import open as guest
from visits.models import Letter, PassportDetails, Visit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def phone(browser: Browser, city, settings):
    """A telephone of somebody abroad, who is logged in nowhere."""
    settings.OPEN_FORM_SECONDS = 0
    context = browser.new_context(locale="en-KE", viewport={"width": 390, "height": 844}, has_touch=True)
    yield context.new_page()
    context.close()


def test_a_delegation_from_the_first_word_to_the_day_of_the_visit(phone: Page, live_server, page_as) -> None:
    settle(phone, live_server.url)
    visit = ask_for_a_visit(phone, live_server.url)
    number = visit.matter.number
    expect(phone.locator("h1")).to_contain_text("Your request for a visit")
    expect(phone.locator("main")).to_contain_text(number)
    look(phone)
    own = phone.url.split("?")[0]
    answer_the_question(phone, visit, own)
    add_delegates(phone, own)
    send_the_answer(visit, page_as)
    phone.goto(own)
    expect(phone.locator(".open-days")).not_to_be_empty()
    expect(phone.locator("#letters")).to_contain_text("We look forward to it.")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Fetch the letter as PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    look(phone)
    phone.get_by_role("link", name="På svenska").click()
    expect(phone.locator("h1")).to_contain_text("Din besöksförfrågan")
    look(phone)


def test_a_request_is_withdrawn_and_its_link_renewed(phone: Page, live_server) -> None:
    visit, token = received()
    phone.goto(f"{live_server.url}/oppet/en/besok/{token}/")
    phone.locator("summary", has_text="Make a new link").click()
    phone.get_by_role("button", name="Yes, make a new link").click()
    expect(phone.locator(".notice-success")).to_contain_text("new link")
    assert token not in phone.url
    renewed = phone.url
    phone.goto(f"{live_server.url}/oppet/en/besok/{token}/")
    expect(phone.locator("h1")).to_have_text("This link opens nothing")
    look(phone)
    phone.get_by_role("link", name="Mail me my link").click()
    look(phone)
    phone.get_by_label("Your e-mail").fill("amina@nairobi.example")
    phone.get_by_role("button", name="Mail me my link").click()
    expect(phone.locator(".notice-success")).to_contain_text("If there is a request")
    assert link_in(post_the_mail()[-1]) in renewed
    phone.goto(renewed)
    phone.get_by_role("link", name="Withdraw the request").click()
    look(phone)
    phone.get_by_label("Why you withdraw").fill("We travel next year.")
    phone.get_by_role("button", name="Yes, withdraw it").click()
    expect(phone.locator("main")).to_contain_text("You have withdrawn your request")
    look(phone)
    visit.matter.refresh_from_db()
    assert visit.matter.status == "cancelled_by_guest"


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_pages_to_read_fit_a_small_telephone(browser: Browser, live_server, city, colours) -> None:
    context = browser.new_context(
        locale="en-GB", viewport={"width": 320, "height": 640}, color_scheme=colours, java_script_enabled=True
    )
    page = context.new_page()
    for path in ("", "besok/", "lank/", "register/", "tillganglighet/", "personuppgifter/"):
        for language in ("en", "sv"):
            page.goto(f"{live_server.url}/oppet/{language}/{path}")
            look(page)
    assert [cookie["name"] for cookie in context.cookies()] == ["csrf"], "no other cookie than the form needs"
    context.close()


@pytest.mark.parametrize("width", [320, 390])
def test_with_letters_twice_as_large_nothing_is_wider_than_the_telephone(
    browser: Browser, live_server, city, width
) -> None:
    request, token = draft(contact_email="amina.otieno.of.the.protocol.office@nairobi-city-county.example")
    guest.send(request)
    _visit, of_visit = received()
    context = browser.new_context(locale="en-GB", viewport={"width": width, "height": 844})
    page = context.new_page()
    own = f"besok/{token}/"
    paths = ("", "besok/", own, own + "del/vad/", own + "del/nar/", own + "granska/", f"besok/{of_visit}/")
    for path in paths:
        page.goto(f"{live_server.url}/oppet/en/{path}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = page.evaluate(
            """() => [...document.querySelectorAll("main *, .foot *")].filter((each) => {
                const box = each.getBoundingClientRect();
                return box.width && box.right > innerWidth + 1 && !each.closest(".trap, .sr");
            }).map((each) => each.outerHTML.slice(0, 120))"""
        )
        assert wide == [], path
        assert_fits(page, width)
        label = page.locator(".step-current .step-label")
        if label.count():
            assert label.bounding_box()["x"] >= 8, path
    context.close()


def test_what_is_typed_before_there_is_a_request_comes_back_or_is_forgotten(phone: Page, live_server) -> None:
    url = f"{live_server.url}/oppet/en/besok/"
    phone.goto(url)
    expect(phone.locator("#begun-offer")).to_be_hidden()
    fill(phone, {"contact_name": "Amina Otieno", "role": "embassy", "country": "KE"})
    phone.goto(url)
    expect(phone.locator("[name=contact_name]")).to_have_value("")
    assert_accessible(phone)
    phone.get_by_role("button", name="Put it back").click()
    expect(phone.locator("[name=contact_name]")).to_have_value("Amina Otieno")
    expect(phone.locator("[name=role][value=embassy]")).to_be_checked()
    phone.goto(url)
    phone.get_by_role("button", name="Forget it").click()
    phone.goto(url)
    expect(phone.locator("#begun-offer")).to_be_hidden()
    fill(phone, who())
    phone.get_by_role("button", name="Continue").click()
    expect(phone.locator(".step-current")).to_have_text("The visit")
    phone.goto(url)
    expect(phone.locator("#begun-offer")).to_be_hidden()
    phone.goto(f"{live_server.url}/oppet/en/")
    expect(phone.locator(".notice")).to_contain_text("You have begun a request")
    look(phone)


def test_the_links_at_the_foot_are_large_enough_for_a_finger(phone: Page, live_server) -> None:
    phone.goto(f"{live_server.url}/oppet/en/")
    heights = [link.bounding_box()["height"] for link in phone.locator(".foot a").all()]
    assert min(heights) >= 44


def test_it_works_without_scripts(browser: Browser, live_server, city, settings) -> None:
    settings.OPEN_FORM_SECONDS = 0
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    ask_for_a_visit(page, live_server.url, look=lambda _page: None)
    expect(page.locator("h1")).to_contain_text("Your request for a visit")
    context.close()


def look(page: Page) -> None:
    """Accessible as it stands, and no wider than the telephone."""
    assert_accessible(page)


def settle(phone: Page, url: str) -> None:
    """From the door to the form: a browser that asks for English is answered in English."""
    phone.goto(f"{url}/oppet/")
    look(phone)
    phone.get_by_role("link", name="Request a visit").click()
    phone.get_by_role("button", name="Continue").click()
    expect(phone.locator(".error-summary")).to_be_visible()
    look(phone)


def ask_for_a_visit(page: Page, url: str, look: Any = look) -> Visit:
    page.goto(f"{url}/oppet/en/besok/")
    look(page)
    for values, is_last in ((who(), False), (what(), False), (when(), True)):
        fill(page, values)
        look(page)
        page.get_by_role("button", name="Continue").click()
        expect(page.locator(".step-current")).to_have_text(re.compile("Check" if is_last else "[TD]"))
    look(page)
    page.get_by_role("button", name="Send the request").click()
    expect(page.locator("main")).to_contain_text("confirm by mail")
    look(page)
    page.goto(url + link_in(post_the_mail()[-1]))
    look(page)
    page.get_by_role("button", name="Confirm and send").click()
    expect(page.locator("main")).to_contain_text("Your request has reached us")
    return Visit.objects.select_related("matter").get()


def answer_the_question(phone: Page, visit: Visit, own: str) -> None:
    """The officer asks, the guest is told by mail, and answers."""
    actions.ask_guest(visit, by=officer(), question="How many of you speak English?")
    phone.goto(phone.url.split("/oppet/")[0] + link_in(post_the_mail()[-1]))
    assert phone.url == own
    expect(phone.locator("#question")).to_contain_text("How many of you speak English?")
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.locator(".error-summary")).to_be_visible()
    look(phone)
    phone.get_by_label("Your answer").fill("All of us.")
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.locator("main")).to_contain_text("Your answer has reached us")
    visit.matter.refresh_from_db()
    assert visit.matter.status == "being_assessed"


def add_delegates(phone: Page, own: str) -> None:
    """One is filled in by the guest, one fills in the page by a link of their own."""
    phone.get_by_role("link", name="Add or change delegates").click()
    phone.get_by_role("link", name="I fill in the details").click()
    expect(phone.get_by_label("Passport number")).to_be_hidden()
    fill(phone, {"given_names": "Wanjiru", "family_name": "Mwangi", "title": "Director"})
    phone.get_by_label("Needs a visa").check()
    look(phone)
    phone.get_by_role("button", name="Save").click()
    expect(phone.locator(".error-summary")).to_contain_text("The invitation letter needs this")
    fill(phone, passport_form())
    look(phone)
    phone.get_by_role("button", name="Save").click()
    expect(phone.locator(".open-delegates")).to_contain_text("Wanjiru Mwangi")
    assert "AK0012345" not in phone.content()
    phone.get_by_label("For whom is the link?").fill("Our engineer")
    phone.get_by_role("button", name="Make a link for a delegate").click()
    expect(phone.locator(".open-delegates")).to_contain_text("Our engineer")
    look(phone)
    # The page says the city's own address; the browser of the test asks for the same of another.
    link = phone.url.split("/oppet/")[0] + urlsplit(phone.locator(".open-address").inner_text().strip()).path
    phone.goto(link)
    look(phone)
    fill(phone, {"given_names": "Joseph", "family_name": "Kamau", "diet": "vegetarian"})
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator("h1")).to_have_text("Thank you")
    look(phone)
    phone.goto(link)
    expect(phone.locator("h1")).to_have_text("This link opens nothing")
    assert PassportDetails.objects.count() == 1
    phone.goto(own)


def send_the_answer(visit: Visit, page_as: Any) -> None:
    """The officer looks at the delegation, says yes, and sends the letter to the guest's page."""
    by = officer()
    grounds = Ground.objects.filter(strategy__key="2016").values_list("key", flat=True)
    actions.assess(visit, by=by, answers=dict.fromkeys(grounds, ("partly", "Därför.")))
    actions.accept(visit, by=by, reasons="We learn from each other.")
    letter = actions.write_letter(
        visit, by=by, kind="acceptance", language="en", subject="Welcome", text="We look forward to it."
    )
    assert outbox.run(OutboxEntry.objects.get(key=letter.outbox_key).pk)
    number = visit.matter.number
    page: Page = page_as("coordinator", f"/besok/{number}/")
    expect(page.locator("#delegates")).to_contain_text("Joseph Kamau")
    expect(page.locator("#delegates")).to_contain_text("AK0012345")
    expect(page.locator("#open-form")).to_contain_text("Step-free ways")
    assert_accessible(page)
    page.goto(page.url + f"brev/{letter.pk}/")
    page.get_by_role("button", name="Skicka till gästens egen sida").click()
    expect(page.locator(".notice-success").last).to_be_visible()
    assert_accessible(page)
    assert Letter.objects.get().sent_at is not None
    assert number in post_the_mail()[-1].subject


def fill(page: Page, values: dict[str, Any]) -> None:
    """Each field by its name, whatever its sort."""
    for name, value in values.items():
        field = page.locator(f"[name={name}]")
        match field.first.evaluate("field => field.type"):
            case "radio":
                page.locator(f"[name={name}][value='{value}']").check()
            case "checkbox":
                field.check()
            case "select-one":
                field.select_option(str(value))
            case _:
                field.fill(str(value))
