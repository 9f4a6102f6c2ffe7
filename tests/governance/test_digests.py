"""The summary of the morning: only what needs the person, once a day, never empty, and nothing secret."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from governance import digests, notices, outbox, saved_searches
from governance.models import Matter, Notice, NoticeSettings, OutboxEntry, Person, SavedSearch
from tests.governance.rows import make_matters
from tests.governance.test_notify import Mailbox, mailbox  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
# A Tuesday, half past seven in Stockholm.
MORNING = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
NOON = MORNING + timedelta(hours=5)


def ask(moment: datetime = MORNING) -> None:
    digests.ask_for(moment)


def send() -> None:
    for entry in OutboxEntry.objects.filter(kind="mail_digest", done_at=None):
        outbox.run(entry.pk)


def to(box: Mailbox, person: Person) -> list:
    return [mail for mail in box.messages if mail["To"] == person.email]


def text(mail) -> str:
    return mail.get_body(("plain",)).get_content()


@pytest.fixture
def at_work(time_machine):
    time_machine.move_to(MORNING, tick=False)
    return time_machine


@pytest.fixture
def late(at_work, secretary, city) -> Matter:
    due = date(2026, 11, 20)
    return make_matters(
        1, city("trafiknamnden"), kind="visit", status="received", title="Besök från Åbo", responsible=secretary,
        due_on=due,
    )[0]  # fmt: skip


def test_it_says_what_is_late_with_an_address_to_do_it_at(late, mailbox, secretary) -> None:  # noqa: F811
    ask()
    send()
    (mail,) = to(mailbox, secretary)
    assert mail["Subject"] == "Internationella registret: 1 sak till dig"
    assert "FÖRSENADE" in text(mail)
    assert f"{settings.BASE_URL}/arenden/{late.number}/" in text(mail)
    html = mail.get_body(("html",)).get_content()
    assert f'<a href="{settings.BASE_URL}/arenden/{late.number}/">Besök från Åbo</a>' in html
    assert settings.BASE_URL + reverse("notice_settings") in html


def test_nobody_gets_an_empty_one(at_work, mailbox, secretary) -> None:  # noqa: F811
    NoticeSettings.objects.create(person=secretary)
    ask()
    send()
    assert OutboxEntry.objects.filter(kind="mail_digest", done_at__isnull=False).exists()
    assert not [mail for mail in mailbox.messages if "auditor" in mail["To"]]


def test_once_a_day_however_often_it_is_asked_for(late, mailbox, secretary) -> None:  # noqa: F811
    for _again in range(3):
        ask()
        ask(NOON)
        send()
    assert len(to(mailbox, secretary)) == 1
    ask(MORNING + timedelta(days=1))
    send()
    assert len(to(mailbox, secretary)) == 2


def test_a_second_try_carries_the_same_message_id(late, mailbox, secretary) -> None:  # noqa: F811
    ask()
    send()
    OutboxEntry.objects.update(done_at=None)  # as after a crash between sending and noting it
    send()
    first, second = to(mailbox, secretary)
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize(
    ("moment", "days", "asked"),
    [
        (MORNING, "working", True),
        (MORNING, "monday", False),
        (MORNING - timedelta(days=1), "monday", True),
        (MORNING - timedelta(hours=2), "working", False),
        (MORNING - timedelta(days=2), "working", False),  # a Sunday
        (datetime(2026, 12, 25, 8, tzinfo=UTC), "working", False),
        (datetime(2027, 1, 7, 8, tzinfo=UTC), "monday", False),
        (datetime(2026, 4, 7, 8, tzinfo=UTC), "monday", True),  # Tuesday after Easter Monday
        (MORNING + timedelta(hours=13), "working", False),
    ],
)
def test_it_comes_on_the_days_and_at_the_hour_that_were_chosen(moment, days, asked, secretary, city) -> None:
    NoticeSettings.objects.create(person=secretary, digest_days=days, digest_hour=7)
    ask(moment)
    assert OutboxEntry.objects.filter(kind="mail_digest", subject=secretary.pk).exists() is asked


def test_who_wants_none_gets_none(late, secretary) -> None:
    NoticeSettings.objects.create(person=secretary, digest=False)
    ask()
    assert not OutboxEntry.objects.filter(subject=secretary.pk, kind="mail_digest").exists()


def test_who_says_so_before_it_is_sent_gets_none(late, mailbox, secretary) -> None:  # noqa: F811
    ask()
    NoticeSettings.objects.filter(person=secretary).update(digest=False)
    send()
    assert to(mailbox, secretary) == []


def test_of_a_secret_matter_it_tells_the_number_alone(late, mailbox, secretary) -> None:  # noqa: F811
    Matter.objects.filter(pk=late.pk).update(
        secrecy_ground="OSL 15:1", secrecy_marked_on=timezone.localdate()
    )
    notices.notify([secretary], matter=late, key="visit:1", subject_sv="Åbo kommer", subject_en="Åbo comes")
    ask()
    send()
    assert to(mailbox, secretary) == []  # not let in
    late.grants.create(person=secretary, granted_by=secretary)
    Notice.objects.update(mailed_at=None)
    OutboxEntry.objects.filter(kind="mail_notice").update(done_at=timezone.now())
    OutboxEntry.objects.filter(kind="mail_digest").delete()
    NoticeSettings.objects.update(digest_asked_on=None, digest_until=None)
    ask()
    send()
    (mail,) = to(mailbox, secretary)
    assert "Åbo" not in mail.as_string()
    assert f"Ärende {late.number}, sekretessmarkerat" in text(mail)


def test_lead_times_are_ones_own(at_work, secretary, city) -> None:
    make_matters(
        1, city("trafiknamnden"), kind="visit", status="received", responsible=secretary, due_on=date(2026, 12, 4)
    )  # fmt: skip
    today = date(2026, 11, 24)

    def told(days: int) -> bool:
        parts = digests.compose(secretary, NoticeSettings(person=secretary, lead_days=days), today)
        return any("10" in part.title for part in parts)

    assert [told(9), told(10)] == [False, True]


def test_it_tells_of_notices_that_were_not_mailed_and_not_read(at_work, mailbox, secretary, city) -> None:  # noqa: F811
    NoticeSettings.objects.create(person=secretary, no_mail=["visits", "saved"])
    (row,) = make_matters(1, city("trafiknamnden"), kind="visit", status="received")
    notices.notify([secretary], matter=row, key="visit:9", subject_sv="Erbjudet besök", subject_en="Offered")
    notices.notify([secretary], matter=row, key="decided:9", subject_sv="Beslutat", subject_en="Decided")
    assert OutboxEntry.objects.filter(kind="mail_notice").count() == 1
    ask()
    send()
    (mail,) = to(mailbox, secretary)
    assert "Erbjudet besök" in text(mail)
    assert "Beslutat" not in text(mail)  # its own mail is on the way
    ask(MORNING + timedelta(days=1))
    at_work.move_to(MORNING + timedelta(days=1))
    send()
    assert len(to(mailbox, secretary)) == 1  # nothing new since


def test_a_kind_that_one_does_not_want_is_kept_and_not_unread(secretary) -> None:
    NoticeSettings.objects.create(person=secretary, no_notice=["network"])
    notices.notify([secretary], matter=None, key="network-message:1", subject_sv="Hej", subject_en="Hi")
    assert Notice.objects.get(person=secretary).read_at is not None


def test_new_hits_of_saved_searches_are_in_it_and_lead_to_them(at_work, mailbox, secretary, city) -> None:  # noqa: F811
    search = saved_searches.save(by=secretary, name="Besöken", url="/arenden/?kind=visit")
    make_matters(2, city("trafiknamnden"), kind="visit", status="received")
    saved_searches.look_after()
    assert not OutboxEntry.objects.filter(kind="mail_notice").exists()
    ask()
    send()
    (mail,) = to(mailbox, secretary)
    assert "Besöken\n  2 nya träffar" in text(mail).replace("\r", "")
    assert settings.BASE_URL + search.get_absolute_url() in text(mail)
    SavedSearch.objects.update(new=0)


def test_each_reads_it_in_the_own_language(late, mailbox, secretary) -> None:  # noqa: F811
    Person.objects.filter(pk=secretary.pk).update(language="en")
    ask()
    send()
    (mail,) = to(mailbox, secretary)
    assert mail["Subject"] == "The international register: 1 thing for you"
    assert "LATE" in text(mail)


def test_its_links_lead_through_the_login_and_on_and_nowhere_else(late, client, secretary) -> None:
    page = f"/arenden/{late.number}/"
    answer = client.get(page)
    assert answer["Location"] == f"{reverse('login')}?next={page}"
    shown = client.get(answer["Location"])
    assert f'name="next" value="{page}"' in shown.content.decode()
    for elsewhere in (
        "https://annan.example/",
        "//annan.example/",
        "/\\annan.example",
        "javascript:alert(1)",
    ):
        shown = client.get(reverse("login"), {"next": elsewhere}).content.decode()
        assert 'name="next" value=""' in shown, elsewhere


def test_the_page_of_choices_keeps_what_is_chosen(client_of, secretary) -> None:
    client, address = client_of("secretary"), reverse("notice_settings")
    assert client.get(address).status_code == 200
    data = {
        "digest_days": "monday",
        "digest_hour": "9",
        "lead_days": "3",
        "notice_visits": "on",
        "mail_saved": "on",
    }
    assert client.post(address, data).status_code == 302
    wishes = NoticeSettings.objects.get(person=secretary)
    assert (wishes.digest, wishes.digest_days, wishes.digest_hour, wishes.lead_days) == (
        False,
        "monday",
        9,
        3,
    )
    assert "visits" not in wishes.no_notice
    assert "saved" not in wishes.no_mail
    assert {"network", "decisions"} <= set(wishes.no_mail) & set(wishes.no_notice)
    assert client.post(address, {**data, "lead_days": "400"}).status_code == 422
    assert client.post(address, {**data, "digest_hour": "3"}).status_code == 422
