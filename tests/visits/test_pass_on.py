"""Passing a request on: the other body must take it, the first one follows it, the clock goes on."""

import pytest
from django.urls import reverse

from governance import access
from governance.errors import WrongState
from governance.models import MatterParticipant, Notice
from visits import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def forwarded(log, contact, city):
    visit = log(contact, diary_number="T2026-0147")
    return actions.forward(
        visit, by=contact, to=city("miljo-och-halsoskyddsnamnden"), reasons="Rör luftkvalitet."
    )


def test_until_it_is_taken_the_request_stays_with_its_owner(forwarded, contact, other_contact) -> None:
    matter = forwarded.matter
    matter.refresh_from_db()
    assert (matter.status, matter.body.slug, matter.before.slug) == (
        "forwarded",
        "trafiknamnden",
        "miljo-och-halsoskyddsnamnden",
    )
    assert access.may_view(other_contact, matter)
    assert not access.may_edit(other_contact, matter)
    assert Notice.objects.filter(person=other_contact, matter=matter).exists()


def test_the_taker_owns_it_and_the_giver_can_follow_it(forwarded, contact, other_contact) -> None:
    due_on = forwarded.matter.due_on
    visit = actions.take_forwarded(forwarded, by=other_contact)
    matter = visit.matter
    matter.refresh_from_db()
    assert (matter.status, matter.body.slug, matter.before) == (
        "received",
        "miljo-och-halsoskyddsnamnden",
        None,
    )
    assert (matter.responsible, matter.due_on, matter.diary_number) == (other_contact, due_on, "")
    assert matter.participations.get().part == MatterParticipant.Part.PASSED_ON
    assert access.may_view(contact, matter)
    assert not access.may_edit(contact, matter)
    assert "T2026-0147" in visit.events.get(verb="take_forwarded").note


def test_the_giver_finds_it_in_a_list_of_its_own(forwarded, other_contact, client_of) -> None:
    actions.take_forwarded(forwarded, by=other_contact)
    client, url = client_of("contact"), reverse("visits:list")
    assert len(client.get(url).context["page"].rows) == 0
    rows = client.get(url, {"state": "taking_part"}).context["page"].rows
    assert [matter.pk for matter in rows] == [forwarded.pk]


def test_what_is_returned_comes_back_with_the_reason(forwarded, contact, other_contact) -> None:
    visit = actions.return_forwarded(forwarded, by=other_contact, reasons="Det är er vägtrafik.")
    visit.matter.refresh_from_db()
    assert (visit.matter.status, visit.matter.before) == ("being_assessed", None)
    assert visit.matter.body.slug == "trafiknamnden"
    assert Notice.objects.filter(person=contact, matter=visit.matter).exists()


def test_a_request_is_not_forwarded_to_oneself_or_to_a_body_without_an_operation(log, contact, city) -> None:
    visit = log(contact)
    for slug in ("trafiknamnden", "kommunfullmaktige"):
        with pytest.raises(WrongState):
            actions.forward(visit, by=contact, to=city(slug), reasons="x")


def test_a_significant_visit_is_handed_over_and_taken_over_with_its_trail(log, contact, coordinator) -> None:
    visit = actions.hand_over_to_ks(log(contact, political_level="high"), by=contact, reasons="Borgmästare.")
    assert Notice.objects.filter(person=coordinator, key__contains=":hand_over_to_ks:").exists()
    visit = actions.take_over(visit, by=coordinator)
    visit.matter.refresh_from_db()
    assert (visit.matter.status, visit.matter.body.kind) == ("being_assessed", "executive_board")
    assert visit.matter.participations.get().part == MatterParticipant.Part.TAKES_PART
    assert access.may_view(contact, visit.matter)


def test_the_executive_board_can_leave_a_significant_visit_to_its_body(
    log, answers, contact, coordinator
) -> None:
    visit = actions.hand_over_to_ks(log(contact, political_level="high"), by=contact)
    visit = actions.return_forwarded(visit, by=coordinator, reasons="Ni känner delegationen.")
    visit = actions.assess(visit, by=contact, answers=answers("yes"))
    visit = actions.accept(visit, by=contact, reasons="Ja.")
    visit.matter.refresh_from_db()
    assert visit.matter.status == "accepted"


def test_it_is_not_sent_to_where_nobody_can_take_it(log, contact, other_contact, city, client_of) -> None:
    visit, to = log(contact), city("miljo-och-halsoskyddsnamnden")
    other_contact.appointments.all().delete()
    client, url = client_of(contact), reverse("visits:forward", args=[visit.matter.number])
    answer = client.post(url, {"to": to.pk, "reasons": "Rör luftkvalitet."})
    assert answer.status_code == 422
    assert answer.context["form"]["to"].errors[0].startswith(to.name)
    visit.matter.refresh_from_db()
    assert (visit.matter.status, visit.matter.before) == ("received", None)
