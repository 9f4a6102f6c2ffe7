"""The rows of a journey: changed, taken away when one is sure, the way home offered, the travellers counted."""

from decimal import Decimal

import pytest

from engagements.actions import events as actions
from engagements.models import EventAbroad
from governance.errors import StaleVersion, WrongState
from governance.models import Matter

from . import events as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(contact, city) -> EventAbroad:
    return make.complete(make.propose(contact, city("trafiknamnden")), contact)


def edited(client, url: str, **values):
    """The form of the row as it stands, with these values, sent."""
    form = client.get(url).context["form"]
    sent = {name: form[name].value() for name in form.fields} | values
    return client.post(url, sent)


def test_a_traveller_a_leg_and_a_cost_are_changed_on_their_own_pages(event, client_of):
    client, url = client_of("contact"), event.get_absolute_url()
    page = client.get(url).content.decode()
    traveller, leg, cost = event.travellers.get(), event.legs.first(), event.costs.first()
    rows = (f"resenarer/{traveller.pk}/", f"strackor/{leg.pk}/", f"kostnader/{cost.pk}/")
    assert all(f'href="{url}{row}"' in page for row in rows)
    assert edited(client, url + rows[0], role="moderator").status_code == 302
    assert edited(client, url + rows[1], mode="flight", travellers="2").status_code == 302
    assert edited(client, url + rows[2], amount="3 200").status_code == 302
    assert event.travellers.get().role_label == "moderator"
    leg.refresh_from_db()
    assert (leg.mode, leg.travellers) == ("flight", 2)
    assert leg.co2_kg > Decimal(50)
    assert event.costs.get(pk=cost.pk).estimated == Decimal(3200)


def test_who_changes_a_row_that_somebody_changed_meanwhile_sees_both_texts(event, contact, client_of):
    traveller = event.travellers.get()
    client, url = client_of("contact"), f"{event.get_absolute_url()}resenarer/{traveller.pk}/"
    form = client.get(url).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    values = {"name": "Tora Trafik", "office": "official", "body": traveller.body, "role": "speaker"}
    actions.change_traveller(traveller, make.fresh(event).matter.version, by=contact, **values)
    answer = client.post(url, {**sent, "name": "Tyra Trafik"})
    assert answer.status_code == 409
    assert "Tora Trafik" in answer.content.decode()
    with pytest.raises(StaleVersion):
        actions.change_traveller(traveller, 1, by=contact, **values)


def test_what_lies_before_the_body_is_not_changed(contact, city):
    event = make.sent(contact, city("trafiknamnden"))
    leg, cost = event.legs.first(), event.costs.first()
    version = Matter.objects.get(pk=event.pk).version
    way = {"origin": "A", "destination": "B", "mode": "train", "distance_km": 9, "travellers": 1}
    with pytest.raises(WrongState):
        actions.change_leg(leg, version, by=contact, **way)
    with pytest.raises(WrongState):
        actions.change_cost(
            cost, version, by=contact, sort="fee", payer="eu", body=cost.body, amount=Decimal(1)
        )


def test_what_nobody_had_foreseen_is_changed_until_the_report(contact, secretary, city, client_of):
    event = make.approved(contact, secretary, city("trafiknamnden"))
    body = city("trafiknamnden")
    cost = actions.add_cost(event, by=contact, sort="other", payer="city", body=body, amount=Decimal(70))
    url = f"{event.get_absolute_url()}kostnader/{cost.pk}/"
    assert edited(client_of("contact"), url, amount="90").status_code == 302
    cost.refresh_from_db()
    assert (cost.estimated, cost.actual) == (None, Decimal(90))


def test_another_body_changes_its_own_rows_and_no_others(event, other_contact, city, client_of):
    other = city("miljo-och-halsoskyddsnamnden")
    own = actions.add_traveller(
        event, by=other_contact, name="Mika Miljö", office="official", body=other, role="delegate"
    )
    client, url = client_of("other_contact"), event.get_absolute_url()
    assert client.get(f"{url}resenarer/{own.pk}/").status_code == 200
    assert client.get(f"{url}resenarer/{event.travellers.first().pk + 99}/").status_code == 404
    theirs = event.travellers.exclude(pk=own.pk).get()
    assert client.get(f"{url}resenarer/{theirs.pk}/").status_code == 403
    assert client.get(f"{url}resenarer/{theirs.pk}/ta-bort/").status_code == 403


def test_a_row_is_taken_away_when_one_has_said_yes(event, client_of):
    traveller = event.travellers.get()
    client, url = client_of("contact"), f"{event.get_absolute_url()}resenarer/{traveller.pk}/ta-bort/"
    page = client.get(url)
    assert "Ta bort Tove Trafik?" in page.content.decode()
    assert event.travellers.exists()
    assert client.post(url, follow=True).content.decode().count("Borttaget: Tove Trafik.") == 1
    assert not event.travellers.exists()


def test_the_way_home_is_the_way_out_turned_round(contact, city, client_of):
    event = make.propose(contact, city("trafiknamnden"))
    for origin, destination, mode in (("Stockholm", "Malmö", "train"), ("Malmö", "Berlin", "bus")):
        actions.add_leg(
            event,
            by=contact,
            origin=origin,
            destination=destination,
            mode=mode,
            distance_km=600,
            travellers=3,
        )
    client, url = client_of("contact"), event.get_absolute_url()
    page = client.get(url).content.decode()
    assert f"{url}strackor/?hem" in page
    for ways in (("Berlin", "Malmö", "bus"), ("Malmö", "Stockholm", "train")):
        form = client.get(f"{url}strackor/?hem").context["form"]
        offered = {name: form[name].value() for name in form.fields}
        assert (offered["origin"], offered["destination"], offered["mode"]) == ways
        assert (offered["distance_km"], offered["travellers"]) == (600, 3)
        client.post(f"{url}strackor/?hem", offered)
    assert "strackor/?hem" not in client.get(url).content.decode()


def test_a_leg_begins_where_the_last_one_ended_and_counts_the_travellers(event, client_of):
    form = client_of("contact").get(f"{event.get_absolute_url()}strackor/").context["form"]
    assert (form["origin"].value(), form["travellers"].value()) == ("Stockholm", 1)


def test_a_leg_that_all_travel_counts_those_who_come_later(event, contact, city):
    body = city("trafiknamnden")
    alone = event.legs.first()
    emitted = alone.co2_kg
    actions.add_leg(
        event, by=contact, origin="Åbo", destination="Oslo", mode="bus", distance_km=90, travellers=7
    )
    added = actions.add_traveller(
        event, by=contact, name="Ture Trafik", office="official", body=body, role="delegate"
    )
    assert list(event.legs.values_list("travellers", flat=True)) == [2, 2, 7]
    assert event.legs.get(pk=alone.pk).co2_kg == emitted * 2
    actions.remove_traveller(added, by=contact)
    assert list(event.legs.values_list("travellers", flat=True)) == [1, 1, 7]


def test_what_is_missing_leads_to_where_it_is_written(contact, city, client_of):
    event = make.propose(contact, city("trafiknamnden"), purpose="", plan_link="", is_political=True)
    client, url = client_of("contact"), event.get_absolute_url()
    page = client.get(url).content.decode()
    for place in (
        "andra/#id_purpose",
        "planrad/",
        "resenarer/",
        "strackor/",
        "kostnader/",
        "rad/",
        "rad/#id_checked_0",
    ):
        assert f'<li><a href="{url}{place}">' in page, place
    for each in actions.missing_for_decision(make.fresh(event)):
        answer = client.get(f"{url}{dict(PLACES)[each.page]}", follow=True)
        assert answer.status_code == 200
        assert f'id="id_{each.field}"' in answer.content.decode() or not each.field


PLACES = (
    ("edit_event", "andra/"),
    ("event_plan_line", "planrad/"),
    ("add_traveller", "resenarer/"),
    ("add_leg", "strackor/"),
    ("add_event_cost", "kostnader/"),
    ("event_advice", "rad/"),
)


def test_the_citys_role_is_told(event, client_of):
    assert (
        "Talare" in client_of("contact").get(event.get_absolute_url()).content.decode().split("Resenärer")[0]
    )


def test_who_was_told_is_named_also_when_nobody_was(event, contact, secretary, client_of, city):
    client, url = client_of("contact"), event.get_absolute_url()
    said = client.post(f"{url}till-beslut/", follow=True).content.decode()
    assert f"Sekreteraren, {secretary.name}, har fått en avisering" in said
    body = city("trafiknamnden")
    again = make.complete(make.propose(contact, body, title="En resa till (exempel)"), contact)
    secretary.appointments.all().delete()
    said = client.post(f"{again.get_absolute_url()}till-beslut/", follow=True).content.decode()
    assert "ingen har fått någon avisering" in said
