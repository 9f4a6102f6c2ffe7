"""What waits and stands on another agenda is found and moved; what was taken off by mistake is put back."""

from datetime import date

import pytest
from django.urls import reverse

from governance import meetings
from governance.errors import WrongState
from governance.models import AgendaItem, Meeting

from .sittings import before_it, note, person, planned
from .test_committee import committees, visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_city(city):
    return city


@pytest.fixture
def two():
    """Two coming meetings; the matter stands on the agenda of the first, with a proposal."""
    first, second = planned(on=date(2030, 3, 12)), planned(on=date(2030, 4, 9))
    by = person("secretary")
    (item,) = meetings.add_matters(first, [before_it().matter], by=by)
    meetings.prepare(item, item.version, by=by, presenter="Eva", proposal="Staden går med.")
    return first, second


def test_what_stands_on_another_agenda_is_told_and_moved_with_its_proposal(client_of, two):
    first, second = two
    client, item = client_of("secretary"), first.items.get()
    text = client.get(second.get_absolute_url()).content.decode()
    assert "1 ärende står på föredragningslistan" in text
    assert first.get_absolute_url() in text
    client.post(reverse("meeting_move_here", args=[second.pk]), {"item": item.pk})
    assert not first.items.exists()
    moved = second.items.get()
    assert (moved.matter, moved.presenter, moved.proposal) == (item.matter, "Eva", "Staden går med.")


def test_a_visit_keeps_its_list_when_it_is_moved():
    by, first, second = person("ib_secretary"), committees(date(2030, 1, 9)), committees(date(2030, 2, 9))
    item = meetings.add_visit(first, visit(), by=by)
    assert meetings.move_here(second, item, by=by).stream == "hospitality"


def test_what_has_an_outcome_or_is_another_bodys_is_not_moved():
    first, second = planned(on=date(2026, 3, 12)), planned(on=date(2026, 4, 9))
    by = person("secretary")
    (item,) = meetings.add_matters(first, [before_it().matter], by=by)
    meetings.begin(first, by=by)
    note(item, "tabled")
    with pytest.raises(WrongState):
        meetings.move_here(second, AgendaItem.objects.get(pk=item.pk), by=by)
    assert first.items.get().outcome == "tabled"


def test_my_work_says_on_which_agenda_a_matter_stands(client_of, two):
    text = client_of("secretary").get(reverse("my_work")).content.decode()
    assert "På föredragningslistan 2030-03-12" in text
    assert two[0].items.get().get_absolute_url() in text


def test_what_was_taken_off_is_put_back_in_its_place_with_its_proposal(client_of, two):
    first, _second = two
    meetings.add_other(first, by=person("secretary"), title="Val av justerare")
    client, item = client_of("secretary"), first.items.order_by("position").first()
    change = reverse("meeting_change_agenda", args=[first.pk])
    page = client.post(change, {"remove": item.pk}, follow=True)
    text = page.content.decode()
    assert "Ångra" in text
    assert first.items.count() == 1
    client.post(change, {"put_back": page.context["undo"]})
    back = first.items.order_by("position").first()
    assert (back.matter, back.proposal, back.position) == (item.matter, "Staden går med.", item.position)
    # Once is enough.
    assert client.post(change, {"put_back": page.context["undo"]}).status_code == 404
    assert (
        "Ångra"
        not in client.get(f"{first.get_absolute_url()}?borttaget={page.context['undo']}").content.decode()
    )


def test_another_meetings_rows_put_nothing_back(client_of, two):
    first, second = two
    row = meetings.remove(first.items.get(), by=person("secretary"))
    change = reverse("meeting_change_agenda", args=[second.pk])
    assert client_of("secretary").post(change, {"put_back": row}).status_code == 404
    assert not second.items.exists()


def test_what_was_called_to_is_moved_after_a_question(client_of, two):
    first, second = two
    client, item = client_of("secretary"), first.items.get()
    meetings.call(first, Meeting.objects.get(pk=first.pk).version, by=person("secretary"))
    move = reverse("meeting_move_here", args=[second.pk])
    text = client.post(move, {"item": item.pk}).content.decode()
    assert "Kallelsen till sammanträdet 2030-03-12 har gått ut" in text
    assert first.items.count() == 1
    client.post(move, {"item": item.pk, "sure": "yes"})
    assert not first.items.exists()
    assert second.items.get().proposal == "Staden går med."
