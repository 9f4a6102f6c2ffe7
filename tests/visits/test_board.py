"""The board of visits: the columns, what each card tells and leads to, who sees it, and its bounds."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.models import Matter
from tests.governance.rows import make_matters
from tests.page_policy import scene
from visits.lifecycle import Status
from visits.models import Visit
from visits.views.board import COLUMNS, MOST

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def make(count: int, body, status: str, first: int = 1, **more) -> list[Matter]:
    rows = make_matters(count, body, first=first, kind="visit", status=status, due_on=TODAY, **more)
    Visit.objects.bulk_create(Visit(matter=row, received_on=TODAY, purpose="x") for row in rows)
    return rows


def stacks(client, query: str = "") -> dict[str, list[str]]:
    answer = client.get(reverse("visits:board") + query)
    assert answer.status_code == 200
    return {s.column.key: [row.number for row in s.rows] for s in answer.context["stacks"]}


def test_every_open_state_has_its_place_and_no_closed_one() -> None:
    shown = [status for column in COLUMNS for status in column.statuses]
    assert len(shown) == len(set(shown))
    closed = {"declined", "closed", "cancelled_by_guest", "cancelled_by_city", "no_show"}
    assert {str(status) for status in shown} | closed == set(Status.values)


def test_a_visit_stands_in_the_column_of_its_state_for_those_who_read_it(city, client_of) -> None:
    (row,) = make(1, city("trafiknamnden"), "planned", starts_on=TODAY)
    for persona in ("contact", "coordinator"):
        assert row.number in stacks(client_of(persona))["planned"]
    assert not any(stacks(client_of("other_contact")).values())
    Matter.objects.filter(pk=row.pk).update(secrecy_ground="OSL", secrecy_marked_on=TODAY)
    assert not any(stacks(client_of("coordinator")).values())


def test_a_full_column_shows_some_and_leads_to_the_rest(city, client_of) -> None:
    make(MOST + 7, city("trafiknamnden"), "received")
    client = client_of("contact")
    page = client.get(reverse("visits:board") + "?mine=").content.decode()
    assert page.count('<li class="board-card') == MOST
    assert "7 till i listan" in page
    assert f"{reverse('visits:list')}?mine=&amp;status=received" in page


def test_a_card_offers_the_next_step_to_those_who_take_it(city, client_of) -> None:
    transport = city("trafiknamnden")
    (received,) = make(1, transport, "received")
    (coming,) = make(1, transport, "planned", first=5, starts_on=TODAY + timedelta(days=9))
    (held,) = make(1, transport, "planned", first=9, starts_on=TODAY)
    page = client_of("contact").get(reverse("visits:board")).content.decode()
    assert reverse("visits:assess", args=[received.number]) in page
    assert reverse("visits:carry_out", args=[held.number]) in page
    assert reverse("visits:carry_out", args=[coming.number]) not in page
    assert "board-next" not in client_of("head").get(reverse("visits:board")).content.decode()


def test_the_next_steps_of_the_scene_open(city, client_of) -> None:
    scene()
    for persona in ("contact", "coordinator", "board_secretary"):
        client = client_of(persona)
        answer = client.get(reverse("visits:board"))
        urls = [row.next_url for s in answer.context["stacks"] for row in s.rows if row.next_url]
        assert {client.get(url).status_code for url in urls} <= {200}, (persona, urls)


def test_the_board_asks_the_same_for_few_and_many(city, client_of) -> None:
    client = client_of("coordinator")

    def queries() -> int:
        stacks(client)
        with CaptureQueriesContext(connection) as captured:
            stacks(client)
        return len(captured)

    make(1, city("trafiknamnden"), "received")
    few = queries()
    for first, status in ((100, "received"), (300, "accepted"), (500, "planned")):
        make(40, city("trafiknamnden"), status, first=first)
    assert queries() == few
    assert few <= 14


def test_list_and_board_keep_what_one_has_narrowed_to(city, client_of) -> None:
    client = client_of("contact")
    page = client.get(reverse("visits:list") + "?theme=climate&status=received&state=open").content.decode()
    assert f'{reverse("visits:board")}?theme=climate"' in page
    assert client.get(reverse("visits:board") + "?theme=climate&mine=on&q=Helsingfors").status_code == 200
