"""An EU question in a browser: cooperation, the position and who decides it, a meeting logged and exported, the end."""

import re

import pytest
from playwright.sync_api import Page, expect

from engagements.models import EuQuestion
from tests.browser.axe import assert_accessible
from tests.workbooks import words

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_eu_question_from_the_first_idea_to_the_end(page: Page, page_as, city) -> None:
    number = enter(page_as("contact", "/eu-fragor/ny/"))
    # No advocacy before the cooperation is named.
    expect(page.get_by_role("link", name="Logga ett möte")).to_have_count(0)
    cooperate(page)
    write(page)
    page.get_by_role("button", name="Skicka för beslut").click()
    expect(page.locator("main")).to_contain_text("Ligger hos trafiknämnden")
    page_as("board_secretary", f"/eu-fragor/{number}/beslut/")
    expect(page.locator(".ruling-decides")).to_have_text("Trafiknämnden")
    expect(page.get_by_role("button", name="Registrera beslutet")).to_have_count(0)
    decide(page_as("secretary", f"/eu-fragor/{number}/"))
    log(page_as("contact", f"/eu-fragor/{number}/"))
    export(page_as("auditor", "/eu-fragor/moten/"))
    close(page_as("contact", f"/eu-fragor/{number}/"))
    asked = EuQuestion.objects.select_related("matter").get()
    assert (asked.matter.status, asked.position_number) == ("closed", 1)


def enter(page: Page) -> str:
    page.locator("[name=title]").fill("Tysta leveranser i städer (exempel)")
    page.locator("[name=reference]").fill("COM(2026) 123")
    page.locator("[name=process]").select_option("legislation")
    page.locator("[name=stage]").select_option("proposed")
    page.locator("[name=interest]").fill("Tystare nätter.")
    page.locator("[name=institution]").select_option("commission")
    page.locator("[name=concerns_foreign_policy][value=no]").check()
    page.locator("[name=scope][value=city_wide]").check()
    expect(page.locator("#ruling .ruling-decides")).to_have_text("Kommunstyrelsen")
    page.locator("[name=scope][value=own_operation]").check()
    expect(page.locator("#ruling .ruling-decides")).to_have_text("Trafiknämnden")
    assert_accessible(page)
    page.get_by_role("button", name="Spara frågan").click()
    expect(page).to_have_url(re.compile(r"/eu-fragor/\d{4}-\d{5}/$"))
    assert_accessible(page)
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def cooperate(page: Page) -> None:
    page.get_by_role("link", name="Ange samverkan").first.click()
    expect(page.locator("main")).to_contain_text("nära samarbete med kommunstyrelsen")
    page.locator("[name=cooperation_with]").fill("Lo Ledning, stadsledningskontoret")
    assert_accessible(page)
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#cooperation")).to_contain_text("Lo Ledning")


def write(page: Page) -> None:
    page.get_by_role("link", name="Skriv ståndpunkten").first.click()
    page.locator("[name=text]").fill("Leveranser på natten ska ske med tysta fordon.")
    page.locator("[name=in_line]").fill("Den följer stadens EU-policy.")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#position")).to_contain_text("tysta fordon")


def decide(page: Page) -> None:
    page.get_by_role("link", name="Registrera beslutet").click()
    page.get_by_label("Bifall").check()
    page.locator("[name=paragraph]").fill("9")
    page.locator("[name=wording]").fill("Nämnden beslutar ståndpunkten.")
    page.get_by_role("button", name="Registrera beslutet").click()
    expect(page.locator("#position")).to_contain_text("Trafiknämnden beslutade version 1")


def log(page: Page) -> None:
    page.get_by_role("link", name="Logga ett möte").click()
    page.locator("[name=subject]").fill("Leveranser på natten")
    page.locator("[name=from_city]").fill("Tove Trafik")
    page.get_by_role("button", name="Logga").click()
    expect(page.locator(".error-summary")).to_contain_text("Ange vilken institution ni mötte.")
    page.locator("[name=institution]").select_option("commission")
    page.locator("[name=persons]").fill("Eva Exempel")
    page.locator("[name=place]").fill("Bryssel")
    assert_accessible(page)
    page.get_by_role("button", name="Logga").click()
    expect(page.locator("#advocacy")).to_contain_text("Eva Exempel")
    assert_accessible(page)


def export(page: Page) -> None:
    expect(page.locator("#meetings")).to_contain_text("Leveranser på natten")
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    with open(download.value.path(), "rb") as file:
        assert "Eva Exempel" in words(file)


def close(page: Page) -> None:
    page.get_by_role("link", name="Avsluta frågan").click()
    page.locator("[name=result]").fill("Förslaget ändrades.")
    page.locator("[name=learning]").fill("Gå tidigt.")
    page.get_by_role("button", name="Avsluta").click()
    expect(page.locator("main")).to_contain_text("Förslaget ändrades.")
