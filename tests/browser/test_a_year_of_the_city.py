"""One year of the city in a browser, as docs/a-year.md tells it: every system hands over to the next."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest
import time_machine
from playwright.sync_api import Page, expect

from governance import outbox
from governance.models import Body, Matter, OutboxEntry, Person
from memberships import actions
from memberships.models import MembershipReview
from planning.models import Plan
from reporting.models import AnnualReport
from tests.browser import test_journey_main_job as journeys
from tests.browser import test_membership_main_job as memberships
from tests.browser import test_planning_main_path as planning
from tests.browser import test_referral_main_path as referrals
from tests.browser import test_visit_main_job as visits
from tests.browser.axe import assert_accessible
from tests.memberships.conftest import decision_of, joined, make_proposal, send

pytestmark = pytest.mark.django_db(transaction=True)
OLD, YEAR = "Nordic Streets (exempel)", 2027
# What the annual report says of such a year.
COUNTED = {
    "Medlemskap": "2",
    "Nya medlemskap": "1",
    "Omprövade medlemskap": "1",
    "Genomförda besök": "1",
    "Besökande personer": "12",
    "Genomförda resor till evenemang": "1",
    "Registrerade kostnader": r"6\s350",
}


@contextmanager
def on(day: str) -> Iterator[None]:
    """The whole city lives on this day."""
    year, month, number = (int(part) for part in day.split("-"))
    with time_machine.travel(datetime(year, month, number, 9, tzinfo=UTC), tick=True):
        yield


def test_a_year_of_the_city(page: Page, page_as, city, tmp_path) -> None:
    with on("2026-11-10"):
        an_old_member(city("trafiknamnden"))
        union = memberships.propose(page_as("contact", "/medlemskap/nytt/"))
        plan_the_year(page, page_as, union)
        visit = a_visit_is_asked_for(page_as, tmp_path)
    with on("2027-01-15"):
        the_visit_takes_place(page_as, visit)
    with on("2027-03-12"):
        memberships.send(page_as("contact", f"/medlemskap/{union}/"))
        memberships.approve(page_as("council_secretary", f"/medlemskap/{union}/"), "2027-03-12")
    with on("2027-04-20"):
        journey = a_journey_is_decided(page, page_as)
    with on("2027-06-07"):
        the_journey_is_reported(page_as, journey)
        the_membership_is_reviewed(page, page_as)
    with on("2027-09-01"):
        referrals.refer(page, page_as)
    with on("2028-01-20"):
        planning.account_for_the_year(page, page_as, YEAR)
    with on("2028-03-01"):
        the_year_is_reported(page, page_as, tmp_path)


def an_old_member(body: Body) -> None:
    """What the register holds when the year begins: a membership that is four years old in November 2027."""
    contact, secretary = (Person.objects.get(username=name) for name in ("contact", "secretary"))
    membership = send(make_proposal(contact, body, name=OLD), contact)
    actions.decide(membership, decision_of(body), by=secretary)
    joined(membership, date(2023, 11, 1))


def plan_the_year(page: Page, page_as, number: str) -> None:
    """The autumn before: the coordinator opens the round, the body plans what it has proposed."""
    planning.open_round(page_as("coordinator", "/planering/omgangar/ny/"), "plan", YEAR)
    plan = Plan.objects.get(matter__body__slug="trafiknamnden").matter.number
    planning.write_plan(page_as("contact", f"/planering/planer/{plan}/"), Matter.objects.get(number=number))
    page.get_by_role("button", name="Klarmarkera").click()
    page_as("head", f"/planering/planer/{plan}/")
    page.get_by_role("button", name="Lämna in").click()
    planning.complete_and_accept(page, page_as, plan)


def a_visit_is_asked_for(page_as, folder: Path) -> str:
    page = page_as("contact", "/besok/")
    number = visits.log_from_the_mail(page)
    visits.assess(page)
    visits.accept(page)
    visits.make_the_letter(page, folder / "svar.pdf")
    return number


def the_visit_takes_place(page_as, number: str) -> None:
    page = page_as("contact", f"/besok/{number}/genomfort/")
    page.locator("[name=since]").fill("2027-01-13")
    page.locator("[name=persons]").fill("12")
    page.locator("[name=persons_from_abroad]").fill("12")
    page.locator("[name=cost_1]").select_option(index=1)
    page.locator("[name=amount_1]").fill("4 200")
    press(page)
    page.goto(page.url.split("/besok/")[0] + f"/besok/{number}/folj-upp/")
    page.locator("[name=learnings]").fill("Cykelparkering i flera plan.")
    page.locator("[name=promise_1]").fill("Vi skickar vår snöplan.")
    page.locator("[name=whose_1]").select_option("city")
    page.locator("[name=by_1]").fill("2027-06-30")
    press(page)
    expect(page.locator("main")).to_contain_text("Vi skickar vår snöplan.")


def a_journey_is_decided(page: Page, page_as) -> str:
    number = journeys.propose(page_as("contact", "/resor/ny/"), "2027-05-10", "2027-05-12")
    journeys.plan(page)
    page.get_by_role("button", name="Skicka för beslut").click()
    page_as("ib_secretary", f"/resor/{number}/")
    page.get_by_role("link", name="Behandlat i beredningen").click()
    page.get_by_role("button", name="Spara").click()
    journeys.decide(page_as("board_secretary", f"/resor/{number}/beslut/"))
    return number


def the_journey_is_reported(page_as, number: str) -> None:
    page = page_as("contact", f"/resor/{number}/utfall/")
    page.locator("[name^=cost_]").first.fill("2 150")
    page.locator("[name=as_planned]").check()
    press(page)
    page.goto(page.url.split("/resor/")[0] + f"/resor/{number}/rapport/")
    page.locator("[name=learnings]").fill("Snön körs bort på natten.")
    page.locator("[name=spread_to]").fill("Driftenheterna.")
    press(page)
    expect(page.locator("main")).to_contain_text("Snön körs bort på natten.")


def the_membership_is_reviewed(page: Page, page_as) -> None:
    """The clock opens it half a year ahead; the body answers the five questions and decides."""
    assert actions.flag_due_reviews().count == 1
    review = MembershipReview.objects.get().matter.number
    page_as("contact", "/")
    page.get_by_role("link", name=OLD).first.click()
    page.goto(page.url.split("/medlemskap/")[0] + f"/medlemskap/omprovningar/{review}/svar/")
    for question in ("goals", "influence", "knowledge", "money", "alternative", "reasons"):
        page.locator(f"[name={question}]").fill("Ja, och vi har lärt oss av det.")
    page.locator("[name=recommendation][value=continue]").check()
    press(page)
    page.get_by_role("button", name="Skicka för beslut").click()
    page_as("secretary", f"/medlemskap/omprovningar/{review}/beslut/")
    page.get_by_label("Bifall").check()
    page.locator("[name=decided_on]").fill("2027-06-07")
    page.locator("[name=paragraph]").fill("9")
    page.locator("[name=wording]").fill("Nämnden fortsätter som medlem.")
    press(page)
    expect(page.locator("main")).to_contain_text("bifall")


def the_year_is_reported(page: Page, page_as, folder: Path) -> None:
    """What the year left in the register is what the report counts; the Council receives it."""
    page_as("coordinator", "/arsrapport/")
    page.get_by_label("År", exact=True).select_option(str(YEAR))
    page.get_by_role("button", name="Öppna året").click()
    expect(page).to_have_url(re.compile(rf"/arsrapport/{YEAR}/version/1/$"))
    work()
    page.reload()
    expect(page.locator("main")).to_contain_text("Vi tog över en metod från Oslo.")
    for words, count in COUNTED.items():
        row = page.get_by_role("row").filter(has=page.get_by_text(words, exact=True)).first
        expect(row).to_contain_text(re.compile(rf"^\s*{words}\s*{count}\s"), use_inner_text=True)
    assert_accessible(page)
    page.get_by_role("link", name="Skriv texterna").click()
    page.get_by_label("Text på svenska").first.fill("Ett år då det ena ledde till det andra.")
    page.get_by_role("button", name="Spara texterna").click()
    page.get_by_role("link", name="Frys", exact=True).click()
    page.get_by_label(re.compile("Jag har läst rapporten")).check()
    page.get_by_role("button", name="Frys för gott").click()
    expect(page.locator("main")).to_contain_text("Ett år då det ena ledde till det andra.")
    work()
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="Ladda ner PDF").click()
    download.value.save_as(folder / "arsrapport.pdf")
    with pikepdf.open(folder / "arsrapport.pdf") as pdf:
        assert len(pdf.pages) > 5
    for username, paragraph in (("board_secretary", "21"), ("council_secretary", "22")):
        receive(page_as(username, f"/arsrapport/{YEAR}/version/1/beslut/"), paragraph)
    assert AnnualReport.objects.get(year=YEAR).matter.status == "received"


def receive(page: Page, paragraph: str) -> None:
    """The Executive Board approves what it reports; the Council receives it."""
    page.get_by_label(re.compile("Bifall|Tas emot")).check()
    page.locator("[name=decided_on]").fill("2028-03-01")
    page.locator("[name=paragraph]").fill(paragraph)
    page.locator("[name=wording]").fill("Årsrapporten läggs till handlingarna.")
    press(page)
    expect(page.locator("main")).to_contain_text("bifall")


def work() -> None:
    """What the worker does, until nothing waits."""
    while waiting := list(OutboxEntry.objects.filter(done_at=None).values_list("pk", flat=True)):
        for key in waiting:
            outbox.run(key)


def press(page: Page) -> None:
    """The button of the form that the page is about."""
    page.locator("main form button.button-primary").last.click()
