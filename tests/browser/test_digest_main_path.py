"""The summary of the morning: chosen on its page, received from a real mail server, its link followed from outside."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance import digests, outbox
from governance.models import NoticeSettings, OutboxEntry, Person
from tests.browser.axe import assert_accessible
from tests.governance.rows import make_matters
from tests.governance.test_notify import mailbox  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def a_working_morning() -> date:
    day = timezone.localdate()
    while not digests.is_first_of_week(day):
        day += timedelta(days=1)
    return day


def test_from_the_choice_to_the_page_behind_the_link(
    page: Page, page_as, mailbox, settings, live_server, city  # noqa: F811
) -> None:  # fmt: skip
    settings.BASE_URL = live_server.url
    secretary = Person.objects.get(username="secretary")
    secretary.set_password("ett-langt-losenord")
    secretary.save()
    (late,) = make_matters(
        1, city("trafiknamnden"), kind="visit", status="received", title="Besök från Åbo", responsible=secretary,
        due_on=date(2026, 1, 2),
    )  # fmt: skip
    page_as("secretary", "/")
    page.get_by_role("link", name="Så får du veta").click()
    expect(page.get_by_label("Skicka mig en sammanfattning med e-post")).to_be_checked()
    page.get_by_label("Dagar", exact=True).select_option("monday")
    page.get_by_label("Klockslag").select_option("5")
    page.get_by_label("i förväg").fill("14")
    page.get_by_role("group", name="Internationella nätverket").get_by_label("Med e-post direkt").uncheck()
    assert_accessible(page)
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("main")).to_contain_text("Dina val är sparade.")
    wishes = NoticeSettings.objects.get(person=secretary)
    assert (wishes.digest_days, wishes.digest_hour, wishes.lead_days) == ("monday", 5, 14)
    assert "network" in wishes.no_mail

    morning = timezone.make_aware(
        timezone.datetime.combine(a_working_morning(), timezone.datetime.min.time())
    )
    digests.ask_for(morning + timedelta(hours=6))
    assert [outbox.run(entry.pk) for entry in OutboxEntry.objects.filter(subject=secretary.pk)] == [True]
    (mail,) = mailbox.messages
    assert mail["To"] == secretary.email
    page.context.clear_cookies()
    page.set_content(mail.get_body(("html",)).get_content())
    assert_accessible(page)
    link = page.get_by_role("link", name="Besök från Åbo").get_attribute("href")
    assert link == f"{live_server.url}/arenden/{late.number}/"
    page.goto(link)
    expect(page.get_by_role("heading", name="Logga in")).to_be_visible()
    page.locator("[name=username]").fill("secretary")
    page.locator("[name=password]").fill("ett-langt-losenord")
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page).not_to_have_url(f"{live_server.url}/")
    assert late.number in page.url
