"""The Council, the Executive Board and the Group Board may be renamed: each day has one of each."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from governance import decisions, matters
from governance.authority import Question, rule
from governance.errors import WrongState
from governance.models import Body
from governance.models.organisation import the_body
from governance.views.refusals import who_may
from tests.factories import appoint

pytestmark = pytest.mark.django_db
CHANGE = date(2026, 4, 1)
CITY_NETWORK = {"act": "join_membership", "scope": "city_wide", "counterpart": "network"}


@pytest.fixture
def renamed(city) -> Body:
    """The Executive Board has a new name since 1 April 2026."""
    old = city("kommunstyrelsen")
    old.until = CHANGE - timedelta(days=1)
    old.save()
    new = Body.objects.create(
        slug="stadsstyrelsen", kind=old.kind, name_sv="Stadsstyrelsen", name_en="City Board", since=CHANGE
    )
    new.replaces.add(old)
    return new


def test_the_board_of_the_day_decides(renamed, city):
    assert the_body("executive_board", CHANGE) == renamed
    assert the_body("executive_board", CHANGE - timedelta(days=1)) == city("kommunstyrelsen")
    facts = {name: value for name, value in CITY_NETWORK.items() if name != "act"}
    for day, board in ((CHANGE, renamed), (date(2026, 3, 31), city("kommunstyrelsen"))):
        ruling = rule(Question(CITY_NETWORK["act"], **facts), on=day)
        assert decisions.deciding_body(ruling, city("trafiknamnden")) == board


def test_a_page_about_a_question_for_the_board_opens(renamed, city, contact, client_of):
    matter = matters.open_matter(
        "visit", by=contact, body=city("trafiknamnden"), title="Fråga", status="received", facts=CITY_NETWORK
    )
    assert client_of(contact).get(reverse("matter_decisions", args=[matter.number])).status_code == 200
    assert decisions.deciding_body(decisions.ruling_for(matter), matter.body) == renamed


def test_a_day_without_a_board_is_told(city):
    Body.objects.filter(kind="group_board").update(until=date(2020, 1, 1))
    with pytest.raises(WrongState, match="2026-05-01"):
        the_body("group_board", date(2026, 5, 1))


@pytest.mark.parametrize("kind", Body.ONLY_ONE)
def test_the_database_refuses_two_of_a_kind_on_one_day(kind, city):
    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.create(slug="en-till", kind=kind, name_sv="En till", name_en="One more", since=CHANGE)


def test_there_may_be_many_committees(city):
    Body.objects.create(slug="en-till", kind="committee", name_sv="En till", name_en="One more", since=CHANGE)


def test_the_administrator_is_told_what_to_do(renamed, administrator, client_of, city):
    client = client_of(administrator)
    data = {
        "slug": "tredje",
        "kind": "executive_board",
        "name_sv": "Tredje",
        "name_en": "Third",
        "since": "2026-05-01",
    }
    answer = client.post(reverse("admin:governance_body_add"), data)
    assert answer.status_code == 200
    assert "dagen innan" in answer.content.decode()
    old = city("kommunstyrelsen")  # what the form does not let one change is checked too
    url = reverse("admin:governance_body_change", args=[old.pk])
    answer = client.post(url, {"name_sv": old.name_sv, "name_en": old.name_en, "until": "2026-04-01"})
    assert answer.status_code == 200
    assert "dagen innan" in answer.content.decode()
    old.refresh_from_db()
    assert old.until == date(2026, 3, 31)


def test_only_those_in_office_today_at_the_body_are_named(
    city, client_of, rf, secretary, board_secretary, person
):
    """Once secretary of the Executive Board, now of a committee: not the one to ask for a decision of the Board."""
    appoint(secretary, "kommunstyrelsen", "secretary", date(2015, 1, 1), date(2020, 1, 1))
    ruling = rule(
        Question("join_membership", scope="city_wide", counterpart="network"), on=timezone.localdate()
    )
    assert who_may(ruling) == [board_secretary]
