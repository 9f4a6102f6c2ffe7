"""Contact persons: the head states the mandate, the person accepts, and where one is missing the head is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from governance.errors import StaleVersion, WrongState
from governance.models import Appointment, Notice
from network import directory
from network.actions import mandates
from tests.factories import appoint, make_person
from tests.network.rows import appointment_of, make_knowing, make_mandate

pytestmark = pytest.mark.django_db
LIST = "/natverket/"


def end(person) -> None:
    """The appointment ended yesterday."""
    held = appointment_of(person)
    held.until = timezone.localdate() - timedelta(days=1)
    held.save()


def test_a_mandate_is_stated_by_the_head_and_accepted_in_the_browser(
    client_of, head, contact, secretary
) -> None:
    address = f"/natverket/uppdrag/{appointment_of(contact).pk}/"
    entered = {
        "version": 0,
        "kind": "coordinates",
        "extent": "Väg in till kontoret",
        "substitute": secretary.pk,
    }
    assert client_of(head).post(address + "mandat/", entered).status_code == 302
    shown = client_of(contact).get(address)
    assert shown.context["mandate"].accepted_at is None
    assert client_of(contact).post(address + "godta/", {"version": 1}).status_code == 302
    stands = client_of(contact).get(address).context["mandate"]
    assert (stands.kind, stands.substitute, stands.accepted_at is not None) == (
        "coordinates",
        secretary,
        True,
    )


def test_a_mandate_that_is_changed_is_accepted_anew_and_the_person_told(head, contact, secretary) -> None:
    mandate = mandates.accept(make_mandate(head, contact), by=contact)
    again = mandates.state(mandate, mandate.version, by=head, kind="represents", substitute=secretary)
    assert again.accepted_at is not None  # another substitute asks for nothing
    again = mandates.state(again, again.version, by=head, kind="coordinates")
    assert again.accepted_at is None
    assert Notice.objects.filter(person=contact, key__startswith="mandate:").count() == 2


def test_what_the_head_changed_meanwhile_is_not_accepted_unread(client_of, head, contact) -> None:
    mandate = make_mandate(head, contact)
    mandates.state(mandate, mandate.version, by=head, kind="coordinates")
    with pytest.raises(StaleVersion):
        mandates.accept(mandate, by=contact, version=mandate.version)
    for sent in ({}, {"version": "x"}, {"version": 1}):
        answer = client_of(contact).post(f"/natverket/uppdrag/{mandate.pk}/godta/", sent)
        assert answer.status_code == 409


def test_nobody_else_states_or_accepts(head, contact, other_contact, coordinator) -> None:
    mandate = make_mandate(head, contact)
    with pytest.raises(PermissionDenied):
        mandates.state(mandate, mandate.version, by=coordinator, kind="represents")
    with pytest.raises(PermissionDenied):
        mandates.accept(mandate, by=other_contact)
    with pytest.raises(PermissionDenied):
        mandates.know(mandate, mandate.version, by=head, themes=["climate"])


def test_an_appointment_that_has_ended_is_not_accepted(contact) -> None:
    end(contact)
    with pytest.raises(WrongState):
        mandates.accept(mandates.of(appointment_of(contact)), by=contact)


def test_two_heads_at_once_see_both_texts(client_of, head, contact) -> None:
    make_mandate(head, contact)
    address = f"/natverket/uppdrag/{appointment_of(contact).pk}/mandat/"
    answer = client_of(head).post(address, {"version": 0, "kind": "coordinates", "extent": "annat"})
    assert answer.status_code == 409


def test_the_directory_tells_where_one_must_be_and_where_one_may(client_of, contact, city) -> None:
    end(contact)
    page = client_of("auditor").get(LIST)
    rows = {body.slug: body for body in page.context["page"].rows}
    assert rows["trafiknamnden"].vacancy == "defect"
    assert rows["jarva"].vacancy == "hint"
    assert rows["miljo-och-halsoskyddsnamnden"].vacancy == ""
    assert page.context["ruling"].section == "5"
    found = client_of("auditor").get(LIST + "?state=vacant").context["page"].rows
    assert {body.slug for body in found} == {"trafiknamnden", "stockholms-stadshus"}
    hints = client_of("auditor").get(LIST + "?state=hint").context["page"].rows
    assert [body.slug for body in hints] == ["jarva"]


def test_the_directory_finds_person_and_body_and_forgives_what_it_cannot_read(client_of) -> None:
    client = client_of("contact")
    assert [body.slug for body in client.get(LIST + "?q=Tove").context["page"].rows] == ["trafiknamnden"]
    assert [body.slug for body in client.get(LIST + "?q=hamn").context["page"].rows] == ["stockholms-hamnar"]
    for query in ("q=%00", "state=x", "kind=%00", "efter=x.1", "efter=%00.1"):
        assert client.get(f"{LIST}?{query}").status_code == 200


def test_a_vacancy_is_told_the_head_once_a_month_with_a_mail(contact, head, coordinator) -> None:
    end(contact)
    today = timezone.localdate().replace(day=28)
    for _twice in range(2):
        mandates.tell_vacancies(today)
    told = Notice.objects.filter(person=head, key__startswith="vacant:")
    assert [notice.path for notice in told] == [reverse("appoint_contact", args=["trafiknamnden"])]
    mandates.tell_vacancies(today + timedelta(days=10))
    assert told.all().count() == 2
    # The group board has no head: who coordinates is told.
    assert Notice.objects.filter(person=coordinator, key__startswith="vacant:").count() == 2
    assert not Notice.objects.filter(key__startswith="vacant:", subject_sv__contains="Järva").exists()


def test_the_head_and_the_contact_person_have_it_on_their_start_page(client_of, contact, head, city) -> None:
    words = [each.url for each in client_of(contact).get("/").context["waiting"]]
    assert f"/natverket/uppdrag/{appointment_of(contact).pk}/" in words
    end(contact)
    waiting = client_of(head).get("/").context["waiting"]
    assert [each.url for each in waiting] == [reverse("appoint_contact", args=["trafiknamnden"])]
    assert "avsnitt 5" in waiting[0].why


def test_a_body_with_two_contact_persons_shows_both(client_of, city, contact) -> None:
    appoint(make_person("second", "Ebba Andra"), "trafiknamnden", "contact_person")
    body = next(b for b in client_of("contact").get(LIST).context["page"].rows if b.slug == "trafiknamnden")
    assert [each.person.name for each in body.contacts] == ["Tove Trafik", "Ebba Andra"]
    assert Appointment.objects.filter(office__body=body, office__role="contact_person").count() == 2


def test_themes_are_the_persons_own_and_leave_the_acceptance(contact, head) -> None:
    mandate = mandates.accept(make_mandate(head, contact), by=contact)
    known = make_knowing(contact, "climate", "digital")
    assert (known.themes, known.accepted_at) == (["climate", "digital"], mandate.accepted_at)
    assert known.history.count() == 3
    assert [body.slug for body in directory.vacant(timezone.localdate())] == ["stockholms-stadshus"]
