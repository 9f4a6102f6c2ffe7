"""A referral in a browser: drafted, sent, answered by two bodies, compiled, replied to, revised, adopted."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance import working_days
from governance.models import Strategy
from referrals.models import Referral, ReferralAnswer
from tests.browser.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_referral_from_draft_to_the_strategy_in_force(page: Page, page_as, city) -> None:
    number = refer(page, page_as)
    days = timezone.localdate() + timedelta(days=60)
    assert Strategy.objects.order_by("since").last().since == days
    page_as("coordinator", f"/remisser/{number}/")
    page.get_by_role("button", name="Skicka återkopplingen").click()
    expect(page.locator("main")).to_contain_text("Ärendet är avslutat")
    page_as("contact", f"/remisser/svar/{answer_of('trafiknamnden')}/")
    expect(page.locator("#answer")).to_contain_text("Stadsledningskontoret bemöter")
    assert_accessible(page)


def refer(page: Page, page_as) -> str:
    """A strategy from its draft, over the answers of two bodies, to the decision of the Council."""
    number = draft_and_send(page_as("coordinator", "/remisser/ny/"))
    first, second = answer_of("trafiknamnden"), answer_of("miljo-och-halsoskyddsnamnden")
    write(page_as("contact", f"/remisser/svar/{first}/"), "Nämn resor med politisk representation.")
    page_as("coordinator", f"/remisser/svar/{first}/")
    expect(page.locator("main")).not_to_contain_text("Nämn resor")
    page_as("contact", f"/remisser/svar/{first}/")
    page.get_by_role("button", name="Lägg fram för trafiknämnden").click()
    decide(page_as("secretary", f"/remisser/svar/{first}/"), "17")
    page_as("contact", f"/remisser/svar/{first}/")
    page.get_by_role("button", name="Lämna in svaret").click()
    expect(page.locator("main")).to_contain_text("Svaret är inlämnat")
    write(page_as("other_contact", f"/remisser/svar/{second}/"), "Nämn klimatet.")
    page.get_by_role("link", name="Lämna in utan nämndbeslut").click()
    page.locator("[name=without_board_reason]").fill("Nämnden möts först i januari.")
    page.get_by_role("button", name="Lämna in").click()
    compile_and_reply(page_as("coordinator", f"/remisser/{number}/"), number)
    revise(page, number)
    page.goto(page.url.split("/remisser/")[0] + f"/remisser/{number}/")
    page.get_by_role("link", name="Lägg fram för kommunstyrelsen").click()
    page.locator("[name=in_force_on]").fill((timezone.localdate() + timedelta(days=60)).isoformat())
    page.get_by_role("button", name="Skicka för beslut").click()
    decide(page_as("board_secretary", f"/remisser/{number}/"), "18")
    decide(page_as("council_secretary", f"/remisser/{number}/"), "19")
    expect(page.locator("main")).to_contain_text("antagen")
    return number


def answer_of(slug: str) -> str:
    """The number of the answer that the body is asked for."""
    return ReferralAnswer.objects.get(matter__body__slug=slug).matter.number


def draft_and_send(page: Page) -> str:
    """The form begins with the strategy in force; two bodies are asked. Returns the number."""
    expect(page.locator("[name=sections]")).to_have_value(re.compile("^# 1 "))
    page.locator("[name=title]").fill("Internationell strategi 2027 (exempel)")
    page.locator("[name=diary_number]").fill("KS 2026/100")
    page.locator("[name=answer_by]").fill(
        working_days.after(timezone.localdate() + timedelta(days=30), 0).isoformat()
    )
    page.locator("[name=contact]").fill("Lo Ledning")
    page.locator("[name=instruction]").fill("Svara avsnitt för avsnitt.")
    assert_accessible(page)
    page.get_by_role("button", name="Spara utkastet").click()
    expect(page).to_have_url(re.compile(r"/remisser/\d{4}-\d{5}/$"))
    number = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.get_by_role("link", name="Välj remissinstanser").first.click()
    page.get_by_label("Trafiknämnden").check()
    page.get_by_label("Miljö- och hälsoskyddsnämnden").check()
    assert_accessible(page)
    page.get_by_role("button", name="Spara remissinstanserna").click()
    page.get_by_role("button", name="Skicka remissen").click()
    expect(page.locator("#answers")).to_contain_text("Trafiknämnden")
    assert_accessible(page)
    return number


def write(page: Page, remark: str) -> None:
    """The office's answer, with a remark on the first section, until it is ready for the board."""
    page.get_by_role("link", name="Skriv svaret").first.click()
    page.locator("[name=stance][value=agree_with_comments]").check()
    page.locator("[name=report]").fill("Kontoret tillstyrker.")
    block = page.locator("details").filter(has_text="1 Bakgrund och syfte").first
    block.locator("summary").click()
    block.locator("select").select_option("remark")
    block.locator("textarea").first.fill(remark)
    assert_accessible(page)
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("button", name="Kontorets svar är klart").click()
    expect(page.locator("main")).to_contain_text(remark)
    assert_accessible(page)


def decide(page: Page, paragraph: str) -> None:
    page.get_by_role("link", name="Registrera beslutet").click()
    page.get_by_label("Bifall").check()
    page.locator("[name=paragraph]").fill(paragraph)
    page.locator("[name=immediate_approval]").check()
    page.locator("[name=wording]").fill("Enligt förslaget.")
    page.get_by_role("button", name="Registrera beslutet").click()
    expect(page).to_have_url(re.compile(r"/\d{4}-\d{5}/$"))


def compile_and_reply(page: Page, number: str) -> None:
    """The matrix shows both, the remarks gather and each gets its reply."""
    page.get_by_role("link", name="Matris: instans och avsnitt").click()
    expect(page.locator(".matrix").get_by_text("synpunkt", exact=True)).to_have_count(2)
    assert_accessible(page)
    page.get_by_role("link", name="Tillbaka till remissen").click()
    page.get_by_role("button", name="Sammanställ svaren").click()
    page.get_by_role("link", name="Bemöt synpunkterna").click()
    page.get_by_role("link", name="Miljö- och hälsoskyddsnämnden").click()
    for left in ("Synpunkt 1 av 2. 1 till är inte bemött än.", "Synpunkt 2 av 2."):
        expect(page.locator("#do")).to_contain_text(left)
        page.locator("[name=handling][value=accepted]").check()
        page.locator("[name=because]").fill("Synpunkten är riktig.")
        expect(page.locator("[name=changed_where]")).to_have_value("1")
        assert_accessible(page)
        page.get_by_role("button", name="Spara").click()
    expect(page).to_have_url(re.compile(rf"/remisser/{number}/synpunkter/$"))
    expect(page.locator("#remarks")).to_contain_text("Synpunkten är riktig.")
    assert_accessible(page)


def revise(page: Page, number: str) -> None:
    """The new version, and what has changed in it."""
    page.get_by_role("link", name="Tillbaka till remissen").click()
    expect(page.locator("main")).to_contain_text("säger att avsnitt 1 är ändrat")
    page.get_by_role("link", name="Skriv den nya versionen").click()
    expect(page.locator("#remarks")).to_contain_text("Nämn klimatet.")
    assert_accessible(page)
    text = page.locator("[name=sections]").input_value()
    page.locator("[name=sections]").fill(text.replace("\n\n# 2 ", " Även på resa.\n\n# 2 "))
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Vad som har ändrats").click()
    expect(page.locator("ins")).to_contain_text("Även på resa.")
    assert_accessible(page)
    assert Referral.objects.get(matter__number=number).sections.filter(edition=2).exists()
