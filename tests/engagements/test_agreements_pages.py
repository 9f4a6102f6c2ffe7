"""The pages of agreements: proposing in a browser's words, the refusals told, the list at any size."""

import pytest
from django.urls import reverse

from engagements.actions import agreements
from engagements.models import Agreement
from governance.models import Draft
from tests.governance.test_page_costs import queries

from .agreements import decision_of, fresh, make_agreement

pytestmark = pytest.mark.django_db
TYPED = {
    "body": "trafiknamnden",
    "name": "Nordköping (exempel)",
    "counterpart_kind": "city",
    "theme": "climate",
    "type": "cooperation",
    "title": "Vinterväghållning",
    "scope": "own_operation",
}


def test_a_proposal_is_written_from_the_form_with_its_new_counterpart(client_of, city):
    answer = client_of("contact").post(reverse("engagements:new_agreement"), TYPED)
    agreement = Agreement.objects.select_related("matter", "organisation").get()
    assert answer["Location"] == agreement.get_absolute_url()
    assert (agreement.organisation.name, agreement.organisation.kind) == ("Nordköping (exempel)", "city")
    assert agreement.matter.number.startswith("20")


def test_a_new_counterpart_needs_its_kind_and_nothing_is_lost(client_of, city):
    answer = client_of("contact").post(
        reverse("engagements:new_agreement"),
        TYPED | {"counterpart_kind": "", "exchange": "Planerare byter plats."},
    )
    assert answer.status_code == 422
    assert "Planerare byter plats." in answer.content.decode()
    assert not Agreement.objects.exists()


def test_a_draft_is_kept_and_comes_back(client_of, contact, city):
    Draft.objects.create(person=contact, form="agreements:new", data={"title": "Halvskrivet"})
    assert "Halvskrivet" in client_of(contact).get(reverse("engagements:new_agreement")).content.decode()


def test_the_ruling_follows_what_is_typed(client_of, city):
    url = reverse("engagements:new_agreement_ruling")
    client = client_of("contact")
    city_wide = client.get(url, {"type": "cooperation", "scope": "city_wide", "counterpart_kind": "city"})
    assert (
        "City Executive Board" in city_wide.content.decode()
        or "Kommunstyrelsen" in city_wide.content.decode()
    )
    refused = client.get(url, {"type": "twin_town", "scope": "own_operation", "counterpart_kind": "city"})
    assert "vänortsavtal" in refused.content.decode()


def test_the_page_tells_each_shut_gate_with_its_section(client_of, contact, city):
    draft = make_agreement(contact, city("trafiknamnden"), exchange="", ends_on=None)
    text = client_of(contact).get(draft.get_absolute_url()).content.decode()
    assert "Beskriv vad som ska utbytas" in text
    assert "Ange första dagen och en sista dag" in text
    assert reverse("engagements:send_agreement", args=[draft.matter.number]) not in text


def test_the_wrong_secretary_reads_the_ruling_and_cannot_record(client_of, contact, city):
    sent = agreements.send_for_decision(
        make_agreement(contact, city("trafiknamnden"), scope="city_wide"), by=contact
    )
    url = reverse("engagements:decide_agreement", args=[sent.matter.number])
    page = client_of("secretary").get(url)
    assert "Kommunstyrelsen" in page.content.decode()
    entered = {
        "outcome": "approved",
        "form": "meeting",
        "decided_on": "2026-03-12",
        "paragraph": "1",
        "wording": "x",
    }
    assert client_of("secretary").post(url, entered).status_code == 403
    assert client_of("board_secretary").post(url, entered).status_code == 302
    assert fresh(sent).matter.status == "approved"


def test_two_who_edit_at_once_see_both_texts(client_of, contact, city):
    draft = make_agreement(contact, city("trafiknamnden"))
    url = reverse("engagements:edit_agreement", args=[draft.matter.number])
    agreements.edit(draft, 1, by=contact, exchange="Hennes text.")
    mine = TYPED | {"exchange": "Min text.", "version": 1}
    answer = client_of("secretary").post(url, mine)
    assert answer.status_code == 409
    assert "Hennes text." in answer.content.decode()
    assert "Min text." in answer.content.decode()


def test_a_proposal_of_another_body_is_not_listed_until_it_is_decided(client_of, contact, secretary, city):
    draft = make_agreement(contact, city("trafiknamnden"))
    url = reverse("engagements:agreements")
    assert draft.matter.title not in client_of("other_contact").get(url).content.decode()
    sent = agreements.send_for_decision(draft, by=contact)
    agreements.decide(sent, decision_of(city("trafiknamnden")), by=secretary)
    listed = client_of("other_contact").get(url).content.decode()
    assert draft.matter.title in listed
    assert draft.get_absolute_url() not in listed


@pytest.mark.parametrize(
    "query", ["", "?state=undecided&type=cooperation", "?q=Nord&year=2026&body=trafiknamnden"]
)
def test_the_list_costs_the_same_for_two_and_for_twenty(query, client_of, contact, city):
    client, url = client_of("contact"), reverse("engagements:agreements") + query
    for n in range(2):
        make_agreement(contact, city("trafiknamnden"), name=f"Nord {n} (exempel)")
    few = queries(client, url)
    for n in range(18):
        make_agreement(contact, city("trafiknamnden"), name=f"Nord {n + 5} (exempel)")
    assert queries(client, url) == few
