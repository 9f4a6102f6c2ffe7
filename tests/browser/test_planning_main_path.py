"""A year in a browser: a round, a plan that is written, tied, completed, accepted and locked, and its account."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance.models import Matter
from planning.models import Account, KeptCopy, Plan
from tests.browser.axe import assert_accessible
from tests.planning.making import count, membership

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_plan_from_the_opened_round_to_the_accepted_account(page: Page, page_as, city) -> None:
    matter = membership(name="Planerade gator (exempel)")
    open_round(page_as("coordinator", "/planering/omgangar/ny/"), "plan")
    plan = Plan.objects.get(matter__body__slug="trafiknamnden").matter.number
    write_plan(page_as("contact", f"/planering/planer/{plan}/"), matter)
    page.get_by_role("button", name="Klarmarkera").click()
    expect(page.locator("main")).to_contain_text("Organets chef eller sekreterare lämnar in den.")
    page_as("head", "/")
    page.get_by_role("link", name="1 plan att lämna in").click()
    page.get_by_role("link", name=f"Plan {timezone.localdate().year}").click()
    page.get_by_role("button", name="Lämna in").click()
    complete_and_accept(page, page_as, plan)
    page.get_by_role("button", name="Lås").click()
    page.get_by_role("link", name="Version 1").click()
    expect(page.locator("main")).to_contain_text("databasen vägrar varje ändring")
    assert_accessible(page)
    assert KeptCopy.objects.get().content["lines"][1]["title"] == matter.title
    account_for_the_year(page, page_as)


def open_round(page: Page, subject: str, year: int | None = None) -> None:
    """The page of the round says where each body stands."""
    page.locator(f"[name=subject][value={subject}]").check()
    page.locator("[name=year]").select_option(str(year or timezone.localdate().year))
    page.locator("[name=due_on]").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    page.locator("[name=instruction]").fill("Skriv kort.")
    assert_accessible(page)
    page.get_by_role("button", name="Öppna omgången").click()
    expect(page).to_have_url(re.compile(r"/planering/omgangar/\d+/$"))
    expect(page.locator("#list")).to_contain_text("Trafiknämnden")
    expect(page.locator("#list")).to_contain_text("inte påbörjad")
    assert_accessible(page)


def write_plan(page: Page, matter: Matter) -> None:
    """What the body wants, a goal, and a line that is made of a matter without one: its lamp is lit."""
    expect(page.locator("main")).to_contain_text("Skriv minst ett mål.")
    page.get_by_role("link", name="Skriv", exact=True).first.click()
    page.locator("[name=aims]").fill("Lära av andra städer.")
    page.locator("[name=budget]").fill("120 000")
    assert_accessible(page)
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Lägg till en rad").first.click()
    page.locator("[name=kind]").select_option("goal")
    page.locator("[name=title]").fill("Fossilfria leveranser")
    page.locator("[name=why]").fill("Klimatplanen kräver det.")
    assert_accessible(page)
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Gör en rad av det").first.click()
    expect(page.locator("[name=kind]")).to_have_value("membership")
    expect(page.locator("[name=title]")).to_have_value(matter.title)
    page.locator("[name=why]").fill("Vi får veta vad andra har prövat.")
    page.locator("[name=goal]").select_option(index=1)
    page.locator("[name=cost]").fill("40 000")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#lines")).to_contain_text(matter.number)
    assert_accessible(page)
    base = page.url.split("/planering/")[0]
    back = page.url
    page.goto(base + matter.get_absolute_url())
    expect(page.locator(".lamp").first).to_contain_text("tänd")
    page.locator(".lamp-rules summary").click()
    page.get_by_role("link", name="Rader i planer om ärendet").click()
    expect(page.locator("#list")).to_contain_text("Vi får veta vad andra har prövat.")
    assert_accessible(page)
    page.goto(back)


def complete_and_accept(page: Page, page_as, plan: str) -> None:
    """The coordinator sends it back with what is lacking; it comes again and is accepted."""
    page_as("coordinator", "/")
    expect(page.locator("main")).to_contain_text("1 plan att granska")
    page_as("coordinator", f"/planering/planer/{plan}/")
    page.get_by_role("link", name="Begär komplettering").click()
    page.locator("[name=to_complete]").fill("Skriv vem som är ansvarig.")
    page.get_by_role("button", name="Skicka tillbaka").click()
    page_as("contact", f"/planering/planer/{plan}/")
    expect(page.locator("main")).to_contain_text("Skriv vem som är ansvarig.")
    page.get_by_role("link", name=re.compile("Ändra")).last.click()
    page.locator("[name=owner]").fill("Avdelningen för cykel")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("button", name="Klarmarkera").click()
    page_as("secretary", f"/planering/planer/{plan}/")
    page.get_by_role("button", name="Lämna in").click()
    page_as("coordinator", f"/planering/planer/{plan}/")
    page.get_by_role("link", name="Godkänn").click()
    page.get_by_role("button", name="Godkänn").click()
    expect(page.locator("main")).to_contain_text("godkänd")


def account_for_the_year(page: Page, page_as, year: int | None = None) -> None:
    """The figures are counted by the worker, the body writes what came of each line."""
    open_round(page_as("coordinator", "/planering/omgangar/ny/"), "account", year)
    account = Account.objects.get(matter__body__slug="trafiknamnden")
    number = account.matter.number
    page_as("contact", f"/planering/redovisningar/{number}/")
    expect(page.locator("#figures")).to_contain_text("Uppgifterna räknas")
    with transaction.atomic():  # as the worker does
        count(account)
    page.reload()
    expect(page.locator("#figures")).to_contain_text("Räknat av registret")
    page.get_by_role("link", name="Skriv", exact=True).first.click()
    page.locator("[name=summary]").fill("Vi tog över en metod från Oslo.")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Vad som blev av planen").first.click()
    results = page.locator("select")
    expect(results).to_have_count(2)
    for field in results.all():
        field.select_option("done")
    assert_accessible(page)
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#outcomes")).to_contain_text("gjort")
    page.get_by_role("button", name="Klarmarkera").click()
    page_as("head", f"/planering/redovisningar/{number}/")
    page.get_by_role("button", name="Lämna in").click()
    page_as("coordinator", f"/planering/redovisningar/{number}/")
    page.get_by_role("link", name="Godkänn").click()
    page.get_by_role("button", name="Godkänn").click()
    expect(page.locator("main")).to_contain_text("godkänd")
    assert_accessible(page)
    assert Account.objects.get(pk=account.pk).accepted_on == timezone.localdate()
