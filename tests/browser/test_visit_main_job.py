"""The main job of a contact person in a real browser: from a pasted e-mail to the opened answer letter."""

import re
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from governance import outbox
from governance.models import Ground, OutboxEntry, Person
from tests.browser.axe import assert_accessible
from visits.models import Letter, Visit

MAIL = Path(__file__).parents[2] / "docs" / "examples" / "visit-request-rotterdam.eml"


@pytest.mark.django_db(transaction=True)
def test_a_contact_person_goes_from_a_pasted_mail_to_the_letter_as_pdf(page_as, tmp_path) -> None:
    page: Page = page_as("contact", "/besok/")
    number = log_from_the_mail(page)
    assess(page)
    accept(page)
    with pikepdf.open(make_the_letter(page, tmp_path / "brev.pdf")) as opened:
        assert str(opened.Root.Lang) == "en"
        assert len(opened.pages) == 1
    page.goto(page.url.split("brev/")[0])
    expect(page.locator("#answer")).to_contain_text(Person.objects.get(username="contact").name)
    assert number in page.title()
    assert_accessible(page)


def log_from_the_mail(page: Page) -> str:
    """From the list of visits to the registered request. Returns the number."""
    page.get_by_role("link", name="Registrera besök").first.click()
    page.get_by_label("Klistra in e-postmeddelandet").fill(MAIL.read_text())
    page.get_by_role("button", name="Fyll formuläret ur e-posten").click()
    expect(page.locator("#id_counterpart")).to_have_value("City of Rotterdam")
    expect(page.get_by_text("Hämtat ur e-posten").first).to_be_visible()
    # The officer checks: it is a deputy mayor of another sort, at ordinary level.
    page.locator("input[name=political_level][value=ordinary]").check()
    page.get_by_role("button", name="Registrera förfrågan").click()
    expect(page.locator("h1")).to_contain_text("City of Rotterdam")
    return Visit.objects.get().matter.number


def assess(page: Page) -> None:
    page.goto(page.url.split("#")[0] + "bedomning/")
    for key in Ground.objects.filter(strategy__key="2016").values_list("key", flat=True):
        page.locator(f"input[name='verdict_{key}'][value=yes]").check()
        page.locator(f"textarea[name='reason_{key}']").fill("Båda städerna lär av varandra.")
    page.get_by_role("button", name="Spara bedömningen").click()
    expect(page.locator("#assessment")).to_contain_text("26 av 26")


def accept(page: Page) -> None:
    page.get_by_role("link", name="Acceptera", exact=True).first.click()
    page.get_by_label("Skäl", exact=True).fill("We can learn from each other.")
    page.get_by_role("button", name="Acceptera").click()
    expect(page.locator("#id_text")).to_have_value(re.compile("We can learn from each other"))


def make_the_letter(page: Page, file: Path) -> Path:
    """The worker's part is done here; the page finds out by itself."""
    page.get_by_role("button", name="Skapa brevet").click()
    expect(page.locator("progress")).to_be_visible()
    assert outbox.run(OutboxEntry.objects.get(key=Letter.objects.get().outbox_key).pk)
    link = page.locator("#letter-state a")
    expect(link).to_be_visible(timeout=10_000)
    with page.expect_download() as download:
        link.click()
    download.value.save_as(file)
    return file
