"""The days of the register: who sees which, how many are told, the month and the list, and the four years ahead."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from engagements.models import Promise
from governance import days, secrecy
from governance.models import Assignment, Matter, Meeting, Person
from tests.engagements.agreements import in_force
from tests.factories import PERSONAS
from tests.governance.rows import make_matters
from tests.page_policy import scene

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FIRST, LAST = TODAY - timedelta(days=400), TODAY + timedelta(days=4 * 366)
DAY = date(2027, 3, 10)


def seen(person: Person, *, first: date = DAY, last: date = DAY, **more) -> list[days.Entry]:
    asked = days.asked_of(person, first, last, more.pop("body", None), more.pop("mine", False))
    return days.entries(person, asked, **{"most": 50, **more})


def visits(count: int, body, **card) -> list[Matter]:
    given = {"kind": "visit", "status": "planned", "starts_on": DAY, "ends_on": DAY, **card}
    return make_matters(count, body, **given)


# --- Who sees what


def test_every_address_of_the_calendar_opens_for_those_who_are_shown_it(city, client_of) -> None:
    scene()
    told = {}
    for persona in PERSONAS:
        person = Person.objects.get(username=persona)
        client = client_of(person)
        found = seen(person, first=FIRST, last=LAST)
        told[persona] = {entry.source.key for entry in found}
        for url in {entry.url for entry in found if entry.url}:
            assert client.get(url).status_code == 200, (persona, url)
    assert told["newcomer"] == set()
    assert len(told["coordinator"]) >= 8, told["coordinator"]
    # Register lines are for whoever holds an office; what the bodies work with is their own.
    assert "besokssvar" not in told["company_contact"]


def test_a_secret_visit_is_there_for_those_let_in_only(city, contact, head, coordinator) -> None:
    (visit,) = visits(1, city("trafiknamnden"), title="Hemligt besök")
    assert [entry.title for entry in seen(head)] == ["Hemligt besök"]
    secrecy.mark(
        Matter.objects.get(pk=visit.pk),
        1,
        by=contact,
        ground="OSL 15 kap. 1 §",
        motive="x",
        reexamine_on=TODAY + timedelta(days=90),
    )
    let_in, others = Person.objects.get(pk=contact.pk), Person.objects.get(pk=coordinator.pk)
    assert [(entry.title, entry.is_secret) for entry in seen(let_in)] == [("Hemligt besök", True)]
    assert seen(others) == []
    assert seen(days.WithoutSecrets(let_in)) == []


def test_what_hangs_on_a_secret_matter_is_as_secret_as_it(city, contact, head) -> None:
    (visit,) = visits(1, city("trafiknamnden"), starts_on=None, ends_on=None, status="followed_up")
    Promise.objects.create(matter=visit, text="Skicka kartan", side="city", due_on=DAY)
    assert [entry.title for entry in seen(head)] == ["Skicka kartan"]
    assert seen(head)[0].url.endswith(f"/{visit.number}/#promises")
    Matter.objects.filter(pk=visit.pk).update(secrecy_ground="OSL", secrecy_marked_on=TODAY)
    assert seen(head) == []


def test_another_bodys_visits_are_its_own(city, contact, other_contact, coordinator) -> None:
    visits(1, city("miljo-och-halsoskyddsnamnden"))
    assert seen(contact) == []
    assert len(seen(other_contact)) == len(seen(coordinator)) == 1


def test_mine_and_a_body_narrow(city, contact, coordinator) -> None:
    transport, environment = city("trafiknamnden"), city("miljo-och-halsoskyddsnamnden")
    visits(1, transport, responsible=contact, title="Mitt")
    visits(1, transport, first=10, title="Annans")
    visits(1, environment, first=20, title="Miljös")
    Meeting.objects.create(body=transport, held_on=DAY)
    assert {entry.title for entry in seen(contact, mine=True)} == {"Mitt", transport.name}
    assert {entry.title for entry in seen(coordinator, body=environment.pk)} == {"Miljös"}
    assert {entry.title for entry in seen(contact, group="meetings")} == {transport.name}


def test_what_is_over_or_called_off_is_no_day(city, contact) -> None:
    transport = city("trafiknamnden")
    visits(1, transport, status="cancelled_by_guest")
    Meeting.objects.create(body=transport, held_on=DAY, status=Meeting.Status.CANCELLED)
    make_matters(1, transport, first=30, kind="visit", status="declined", due_on=DAY)
    assert seen(contact) == []


# --- How much


def test_the_calendar_asks_the_same_for_three_and_for_three_hundred(city, client_of, coordinator) -> None:
    client, url = client_of("coordinator"), reverse("calendar") + "?month=2027-03"

    def queries() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    visits(3, city("trafiknamnden"))
    few = queries()
    visits(300, city("trafiknamnden"), first=100)
    # One more, which counts what was not read.
    assert queries() == few + 1
    assert few <= 8


def test_a_full_day_shows_some_and_tells_how_many_more_there_are(city, client_of) -> None:
    visits(60, city("trafiknamnden"))
    page = client_of("contact").get(reverse("calendar") + "?month=2027-03").content.decode()
    assert page.count("cal-item cal-visits") == 3
    assert "och 57 till" in page
    assert page.count('<span class="cal-what" title="') == page.count('<span class="cal-what"') >= 3
    assert "?day=2027-03-10" in page
    whole = client_of("contact").get(reverse("calendar") + "?day=2027-03-10").content.decode()
    assert whole.count("cal-line cal-visits") == 60


def test_what_lasts_stands_on_each_of_its_days_also_from_the_month_before(city, contact) -> None:
    visits(1, city("trafiknamnden"), starts_on=date(2027, 3, 30), ends_on=date(2027, 4, 2))
    first, last = date(2027, 4, 1), date(2027, 4, 30)
    listed = days.by_day(seen(contact, first=first, last=last), first, last)
    assert sorted(listed) == [date(2027, 4, 1), date(2027, 4, 2)]
    assert days.count_of(listed[date(2027, 4, 2)], first, date(2027, 4, 2), {}) == 1


def test_a_day_in_the_middle_of_many_long_visits_tells_the_right_number(city, client_of) -> None:
    visits(40, city("trafiknamnden"), ends_on=date(2027, 3, 13))
    visits(2, city("trafiknamnden"), first=100, ends_on=date(2027, 3, 11))
    page = client_of("contact").get(reverse("calendar") + "?month=2027-03")
    told = {each.date.day: each.more + len(each.entries) for each in page.context["days"] if each.entries}
    assert told == {10: 42, 11: 42, 12: 40, 13: 40}


# --- The pages


@pytest.mark.parametrize(
    "query",
    ["month=x", "month=2026-13", "month=0000-01", "month=9999-12", "day=2026-02-30", "day=%00", "view=x",
     "kind=x&body=x&mine=x", "day=1999-01-01", "month=2100-01", "month=2000-01", "month=2099-12"],
)  # fmt: skip
def test_what_cannot_be_read_in_the_address_is_no_error(query, city, client_of) -> None:
    assert client_of("contact").get(f"{reverse('calendar')}?{query}").status_code == 200


def test_a_late_day_says_so_in_words(city, client_of) -> None:
    late = TODAY - timedelta(days=3)
    make_matters(1, city("trafiknamnden"), kind="visit", status="received", due_on=late)
    page = client_of("contact").get(f"{reverse('calendar')}?day={late}").content.decode()
    assert re.search(r"tag-danger\">försena(d|t)<", page)


def test_an_assignment_stands_where_its_owner_looks(city, contact) -> None:
    scene()
    due = Assignment.objects.open().first().due_on
    owner = Person.objects.get(username="other_contact")
    assert "uppdrag" in {entry.source.key for entry in seen(owner, first=due, last=due)}


def test_four_years_ahead_by_quarter_on_the_page_and_in_the_file(city, client_of, contact) -> None:
    transport = city("trafiknamnden")
    soon, far = TODAY + timedelta(days=100), TODAY + timedelta(days=5 * 366)
    given = {"kind": "membership", "status": "member"}
    make_matters(1, transport, title="Snart", due_on=soon, **given)
    make_matters(1, transport, first=5, title="Sen", due_on=TODAY - timedelta(days=5), **given)
    make_matters(1, transport, first=9, title="Fjärran", due_on=far, **given)
    client, url = client_of("contact"), reverse("years_ahead")
    answer = client.get(url)
    assert [entry.title for entry in answer.context["late"]] == ["Sen"]
    quarters = {q.key: [e.title for e in q.entries] for q in answer.context["quarters"] if q.entries}
    assert quarters == {f"{soon.year}-{(soon.month + 2) // 3}": ["Snart"]}
    assert len(answer.context["quarters"]) == 17
    file = client.get(f"{url}?fil=xlsx")
    cells = [cell for row in load_workbook(BytesIO(file.content)).active.values for cell in row]
    assert "Snart" in cells
    assert "Sen" in cells
    assert "Fjärran" not in cells


def test_the_last_day_of_notice_is_so_many_months_before_the_end(city, contact, secretary) -> None:
    agreement = in_force(contact, secretary, city)
    Matter.objects.filter(pk=agreement.pk).update(ends_on=date(2028, 5, 31))
    type(agreement).objects.filter(pk=agreement.pk).update(notice_months=3, notice_given_on=None)
    found = seen(contact, first=date(2028, 2, 1), last=date(2028, 2, 29), ahead=True)
    assert [(e.source.key, e.day) for e in found] == [("avtal-uppsagning", date(2028, 2, 29))]
    type(agreement).objects.filter(pk=agreement.pk).update(notice_given_on=TODAY)
    assert not seen(contact, first=date(2028, 2, 1), last=date(2028, 2, 29), ahead=True)
