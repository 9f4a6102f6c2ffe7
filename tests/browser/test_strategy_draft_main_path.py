"""A draft of the strategy in a browser: begun, another decides one kind, compared, referred, read by who is asked."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from governance import working_days
from governance.models import StrategyDraft
from tests.browser.axe import assert_accessible
from tests.governance.rows import make_matters
from tests.referrals.making import TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_draft_moves_one_power_is_compared_and_referred(page: Page, page_as, city) -> None:
    (matter,) = make_matters(
        1,
        city("trafiknamnden"),
        kind="declaration",
        status="proposed",
        title="Hållbara städer (exempel)",
        facts={"act": "join_declaration", "scope": "own_operation", "adds_resource_burden": False},
    )
    begin(page_as("coordinator", "/strategier/"))
    give_to_the_council(page)
    split_and_join(page)
    page.get_by_role("link", name="Jämför", exact=True).click()
    expect(page.locator("#vem-beslutar")).to_contain_text("Medverka i en deklaration")
    expect(page.locator("#arenden")).to_contain_text(matter.number)
    expect(page.locator("#arenden")).to_contain_text("kommunfullmäktige")
    assert_accessible(page)
    number = refer(page)
    page_as("contact", f"/remisser/{number}/")
    page.get_by_role("link", name="Se vilka befogenheter som skulle flyttas").click()
    expect(page.locator("#vem-beslutar")).to_contain_text("finansborgarrådet")
    expect(page.get_by_role("link", name="Till utkastet")).to_have_count(0)
    assert_accessible(page)
    assert StrategyDraft.objects.get().state == "locked"


def begin(page: Page) -> None:
    page.get_by_role("link", name="Utkast", exact=True).click()
    assert_accessible(page)
    page.get_by_role("link", name="Skriv utkast till en ny version").click()
    expect(page.locator("[name=title_sv]")).to_have_value(re.compile(r" \d{4}$"))
    page.locator("[name=title_sv]").fill("Internationell strategi 2027 (exempel)")
    assert_accessible(page)
    page.get_by_role("button", name="Börja på utkastet").click()
    expect(page).to_have_url(re.compile(r"/strategier/utkast/\d+/$"))
    expect(page.locator("main")).to_contain_text("Prövat: varje fall i tabellen har ett svar")
    expect(page.get_by_role("link", name="Skicka utkastet på remiss")).to_have_count(0)
    assert_accessible(page)


def give_to_the_council(page: Page) -> None:
    """Who decides the row of declarations that was the Mayor's; nobody is refused, at the field."""
    page.get_by_role("link", name="Medverka i en deklaration").click()
    row = page.locator("tbody tr").filter(has_text="finansborgarrådet").first
    assert_accessible(page)
    row.get_by_role("link", name="Ändra").click()
    page.locator("[name=decides]").select_option("nobody")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#id_power_error")).to_be_visible()
    page.locator("[name=decides]").select_option("council")
    page.locator("[name=power]").select_option("own")
    assert_accessible(page)
    page.get_by_role("button", name="Spara").click()
    expect(page).to_have_url(re.compile(r"/tabell/join_declaration/$"))
    expect(page.locator("main")).to_contain_text("förklaringen är den gamla")
    expect(page.locator("tbody")).to_contain_text("kommunfullmäktige")
    page.get_by_role("link", name="Till utkastet").click()


def split_and_join(page: Page) -> None:
    page.get_by_role("link", name="Utse en internationell kontaktperson").click()
    page.locator("main").get_by_role("link", name="Dela upp").click()
    page.locator("input[name=condition]").first.check()
    assert_accessible(page)
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.locator("main").get_by_role("link", name="Ta bort").first.click()
    assert_accessible(page)
    page.get_by_role("button", name="Ta bort").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Till utkastet").click()


def refer(page: Page) -> str:
    page.get_by_role("link", name="Till utkastet").click()
    page.get_by_role("link", name="Skicka utkastet på remiss").click()
    page.locator("[name=diary_number]").fill("KS 2026/100")
    page.locator("[name=answer_by]").fill(working_days.after(TODAY + timedelta(days=30), 0).isoformat())
    page.locator("[name=contact]").fill("Lo Ledning")
    page.locator("[name=instruction]").fill("Svara avsnitt för avsnitt.")
    assert_accessible(page)
    page.get_by_role("button", name="Skapa remissen").click()
    expect(page).to_have_url(re.compile(r"/remisser/\d{4}-\d{5}/$"))
    number = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.get_by_role("link", name="Välj remissinstanser").first.click()
    page.get_by_label("Trafiknämnden").check()
    page.get_by_role("button", name="Spara remissinstanserna").click()
    page.get_by_role("button", name="Skicka remissen").click()
    expect(page.locator("#table")).to_contain_text("Se vilka befogenheter som skulle flyttas")
    assert_accessible(page)
    return number
