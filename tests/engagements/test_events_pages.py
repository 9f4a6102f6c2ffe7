"""The pages of events abroad: what they say, to whom, and what they ask the database."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagements.actions import create_organisation
from engagements.actions import events as actions
from engagements.models import EventAbroad
from governance.models import Matter
from tests.forms import over

from . import events as make

pytestmark = pytest.mark.django_db
WRITTEN = {
    "title": "Nordic Street Days (exempel)",
    "kind": "conference",
    "counterpart": "Helsingfors stad",
    "city": "Helsingfors",
    "country": "FI",
    "starts_on": "2199-06-08",
    "ends_on": "2199-06-11",
    "role": "speaker",
    "on_behalf_of_executive_board": "no",
    "is_political": "no",
    "digital": "none",
    "digital_reason": "x",
    "body": "trafiknamnden",
}


def queries(client, url: str) -> int:
    client.get(url)  # what a process reads once
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", ["", "?q=Nordic&country=FI&year=2026", "?state=late&body=trafiknamnden"])
@pytest.mark.parametrize("persona", ["contact", "coordinator", "newcomer"])
def test_the_list_costs_the_same_for_three_events_and_for_thirty(persona, query, contact, city, client_of):
    client, url = client_of(persona), f"/resor/{query}"
    for _n in range(3):
        make.propose(contact, city("trafiknamnden"))
    few = queries(client, url)
    for _n in range(27):
        make.propose(contact, city("trafiknamnden"))
    assert queries(client, url) == few <= 12


def test_an_event_costs_the_same_however_many_travel(contact, city, client_of):
    event = make.complete(make.propose(contact, city("trafiknamnden")), contact)
    client, url = client_of("contact"), event.get_absolute_url()
    few = queries(client, url)
    for n in range(20):
        actions.add_traveller(
            event,
            by=contact,
            name=f"Resenär {n}",
            office="official",
            body=city("jarva" if n % 2 else "trafiknamnden"),
            role="delegate",
        )
        make.propose(contact, city("trafiknamnden"))
    assert queries(client, url) <= few
    assert few <= 20


def test_a_journey_that_is_over_tells_what_was_decided_and_leads_to_its_place(
    contact, coordinator, secretary, city, client_of
):
    make.propose(contact, city("trafiknamnden"))
    event = make.reported(contact, secretary, city("trafiknamnden"), promised="Send the report.")
    url = event.get_absolute_url()
    page = client_of("coordinator").get(url).content.decode()
    assert 'id="decisions"' in page
    assert 'id="ruling"' not in page
    assert 'id="place"' not in page
    assert 'href="/platser/FI/Helsingfors/"' in page
    assert 'href="/platser/FI/"' in page
    assert queries(client_of("coordinator"), url) <= 10


@pytest.mark.parametrize("where", ["Frankfurt/Oder", "..", "?a=1#b"])
def test_a_city_that_no_address_can_carry_is_told_as_it_is(where, contact, city, client_of):
    event = make.propose(contact, city("trafiknamnden"), city=where)
    response = client_of("contact").get(event.get_absolute_url())
    assert response.status_code == 200
    assert where in response.content.decode()


def test_everybody_sees_the_line_and_only_readers_its_file(contact, city, client_of):
    event = make.propose(contact, city("trafiknamnden"))
    for persona, opens in (("auditor", True), ("company_contact", False)):
        page = client_of(persona).get("/resor/").content.decode()
        assert event.matter.title in page
        assert (f'href="/resor/{event.matter.number}/"' in page) == opens
    assert event.matter.title not in client_of("newcomer").get("/resor/").content.decode()


def test_a_secret_event_is_on_nobodys_list(contact, city, client_of):
    event = make.propose(contact, city("trafiknamnden"))
    Matter.objects.filter(pk=event.pk).update(secrecy_ground="OSL 15:1", secrecy_marked_on="2026-03-02")
    for persona in ("contact", "auditor", "other_contact"):
        assert event.matter.title not in client_of(persona).get("/resor/").content.decode()
        answer = client_of(persona).get("/resor/ny/samma-plats/", {"city": "Helsingfors"})
        assert event.matter.title not in answer.content.decode()
    assert client_of("other_contact").get(f"/resor/{event.matter.number}/res-med/").status_code == 404


def test_a_new_event_is_written_in_the_form(client_of):
    client = client_of("contact")
    assert client.post("/resor/ny/", {**WRITTEN, "digital_reason": ""}).status_code == 422
    assert client.post("/resor/ny/", {**WRITTEN, "ends_on": "2199-06-01"}).status_code == 422
    answer = client.post("/resor/ny/", WRITTEN)
    event = EventAbroad.objects.select_related("matter").get()
    assert answer.headers["Location"] == event.get_absolute_url()
    assert event.matter.counterpart == "Helsingfors stad"


@pytest.mark.parametrize(
    ("country", "behalf", "decides"),
    [("FI", "no", "Trafiknämnden"), ("FI", "yes", "finansborgarråd"), ("SE", "no", "reglerar inte")],
)
def test_the_ruling_answers_while_one_writes(country, behalf, decides, client_of):
    asked = {"country": country, "on_behalf_of_executive_board": behalf, "body": "trafiknamnden"}
    page = client_of("contact").get("/resor/ny/vem-beslutar/", asked).content.decode()
    assert decides in page


def test_bad_words_in_addresses_are_no_errors(client_of):
    client = client_of("contact")
    for query in ({"city": "\0"}, {"country": "XXXX\0"}, {"city": "x", "starts_on": "2026-13-40"}):
        assert client.get("/resor/ny/samma-plats/", query).status_code == 200
    assert client.get("/resor/", {"q": "\0", "country": "XX", "year": "x"}).status_code == 200
    assert client.get("/resor/2026-%00/").status_code == 404
    assert client.post("/resor/2026-00001/strackor/99999999999999999999/ta-bort/").status_code == 404


def test_two_who_edit_at_once_see_both_texts(contact, city, client_of):
    event = make.propose(contact, city("trafiknamnden"))
    client, url = client_of("contact"), f"{event.get_absolute_url()}andra/"
    shown = over(client, url)
    actions.edit(event, event.matter.version, by=contact, purpose="Theirs.")
    answer = client.post(url, {**WRITTEN, **shown, "purpose": "Mine."})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Mine." in text
    assert "Theirs." in text


def test_the_outcome_is_entered_beside_each_estimate(contact, secretary, city, client_of):
    event = make.approved(contact, secretary, city("trafiknamnden"))
    client, url = client_of("contact"), f"{event.get_absolute_url()}utfall/"
    amounts = {f"cost_{cost.pk}": "1 500,50" for cost in event.costs.all()}
    assert client.post(url, {**over(client, url), **amounts}).status_code == 422
    answer = client.post(url, {**over(client, url), **amounts, "as_planned": "on"})
    assert answer.status_code == 302
    assert {cost.actual for cost in event.costs.all()} == {Decimal("1500.50")}
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Skriv rapporten" in page


def test_the_wrong_secretary_reads_the_ruling_and_is_refused(contact, ib_secretary, city, client_of):
    event = make.sent(contact, city("trafiknamnden"), on_behalf_of_executive_board=True)
    actions.note_handling(event, by=ib_secretary, handled_on=make.date(2026, 3, 20))
    client, url = client_of("secretary"), f"{event.get_absolute_url()}beslut/"
    assert "finansborgarrådet" in client.get(url).content.decode()
    assert client.post(url, {}).status_code == 403


def test_the_board_secretary_is_offered_the_delegation_with_its_source(
    contact, ib_secretary, city, client_of
):
    event = make.sent(contact, city("trafiknamnden"), on_behalf_of_executive_board=True)
    actions.note_handling(event, by=ib_secretary, handled_on=make.date(2026, 3, 20))
    page = client_of("board_secretary").get(f"{event.get_absolute_url()}beslut/")
    form = page.context["form"]
    assert form["form"].value() == "delegated"
    assert "avsnitt 5" in form["power_source"].value()


def test_the_page_tells_cost_and_co2_before_the_decision(contact, city, client_of):
    event = make.sent(contact, city("trafiknamnden"))
    for persona, page in (("contact", ""), ("secretary", "beslut/")):
        text = client_of(persona).get(event.get_absolute_url() + page).content.decode()
        assert "7\xa0000" in text
        assert "3\xa0000\xa0kr" in text
        assert "Arbetsdagar" in text


def test_the_history_tells_what_was_changed(contact, city, client_of):
    event = make.propose(contact, city("trafiknamnden"))
    actions.edit(event, event.matter.version, by=contact, purpose="Another.")
    page = client_of("contact").get(f"/arenden/{event.matter.number}/historik/").content.decode()
    assert "Another." in page


def test_the_history_tells_the_checklist_in_words(contact, city, client_of):
    event = make.propose(contact, city("trafiknamnden"), is_political=True)
    actions.record_advice(
        event,
        event.matter.version,
        by=contact,
        advice="Go.",
        advised_by="Lo",
        advised_on=make.date(2026, 3, 3),
        checked=["level"],
    )
    page = client_of("contact").get(f"/arenden/{event.matter.number}/historik/").content.decode()
    assert "Värden är representerad på samma nivå" in page


def test_a_refusal_names_the_rule_its_section_and_who_may(contact, ib_secretary, city, client_of):
    event = make.sent(contact, city("trafiknamnden"), on_behalf_of_executive_board=True)
    answer = client_of("contact").get(f"{event.get_absolute_url()}beredning/")
    assert answer.status_code == 403
    text = answer.content.decode()
    assert "avsnitt 5" in text
    assert "finansborgarrådet" in text
    assert ib_secretary.name in text


def test_the_page_of_the_arranger_tells_of_the_journey(contact, city, client_of):
    organisation = create_organisation(by=contact, name="Helsingfors stad", kind="city")
    event = make.propose(contact, city("trafiknamnden"))
    page = client_of("contact").get(organisation.get_absolute_url()).content.decode()
    assert event.matter.title in page


def test_another_body_is_offered_the_costs_of_its_own_travellers(contact, other_contact, city, client_of):
    event = make.complete(make.propose(contact, city("trafiknamnden")), contact)
    url = f"{event.get_absolute_url()}kostnader/"
    climate = city("miljo-och-halsoskyddsnamnden")
    actions.add_traveller(
        event, by=other_contact, name="Mika", office="official", body=climate, role="delegate"
    )
    assert url in client_of("other_contact").get(event.get_absolute_url()).content.decode()
    written = {"sort": "hotel", "payer": "city", "amount": "900", "body": climate.slug}
    assert client_of("other_contact").post(url, written).status_code == 302
    assert event.costs.get(body=climate).estimated == 900
    assert url not in client_of("auditor").get(event.get_absolute_url()).content.decode()
