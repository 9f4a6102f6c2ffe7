"""Substitutes and visits: whose name stands in the timelines of letters, and whose programmes are counted."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from governance import delegations, substitutes, waiting
from governance.models import ActedFor, Kind, Matter, Office, Person
from tests.factories import appoint, make_person
from tests.visits.test_invitations import TestSigner as Signer
from tests.visits.test_invitations import ids
from visits import actions
from visits.models import Event, InvitationEvent, InvitationLetter, Programme, Visit

TODAY, SOON = timezone.localdate(), timezone.localdate() + timedelta(days=10)
FOR = "Stefan Standby för Tove Trafik (internationell kontaktperson)"


@pytest.fixture
def standby(city) -> Person:
    return make_person("standby", "Stefan Standby")


def stands_in(absent: Person, substitute: Person, role: str, body: str = "trafiknamnden") -> Person:
    rows = absent.appointments.select_related("office__body")
    held = rows.get(office__role=role, office__body__slug=body)
    substitutes.name(
        held,
        by=Person.objects.get(pk=absent.pk),
        substitute=substitute,
        since=TODAY,
        until=TODAY + timedelta(days=7),
        reason="away",
    )
    return Person.objects.get(pk=substitute.pk)


class TestTimelines:
    def test_of_a_letter_says_for_whom(self, take, contact, head, standby, client_of) -> None:
        visit = Signer().visit_of(take, contact)
        person = stands_in(contact, standby, Office.Role.CONTACT_PERSON)
        actions.review(visit, ids(visit, "requested"), by=person)
        actions.send_back(visit, ids(visit, "reviewed"), by=person, because="Namnet.")
        actions.review(visit, ids(visit, "requested"), by=contact)
        actions.approve(visit, ids(visit, "reviewed"), by=head)
        actions.issue(visit, ids(visit, "approved"), by=person)
        letter = InvitationLetter.objects.get()
        actions.revoke(letter, by=Person.objects.get(pk=standby.pk), because="Fel dagar.")
        page = client_of(contact).get(f"/besok/{visit.matter.number}/inbjudan/{letter.pk}/").content.decode()
        # Reviewed, sent back, issued and revoked; the second review and the signature are others' own.
        assert page.count(FOR) == 4
        of_visit = client_of(contact).get(f"/besok/{visit.matter.number}/").content.decode()
        assert f"{FOR}, Trafiknämnden" in of_visit

    def test_the_signature_is_in_the_name_that_stands_under_the_letter(
        self, take, contact, secretary, head, standby
    ) -> None:
        visit = Signer().visit_of(take, contact)
        actions.review(visit, ids(visit, "requested"), by=contact)
        delegations.give(
            visit.matter.body,
            by=secretary,
            kind=Kind.VISIT,
            office=head.appointments.get().office,
            source="Delegationsordning 4.2",
            since=date(2020, 1, 1),
            names_substitute=True,
        )
        stands_in(contact, standby, Office.Role.CONTACT_PERSON)
        person = stands_in(head, standby, Office.Role.HEAD)
        actions.approve(visit, ids(visit, "reviewed"), by=person)
        event = InvitationEvent.objects.get(verb="approve")
        noted = ActedFor.objects.get(table=InvitationEvent._meta.db_table, row=event.pk)
        assert noted.substitution.absent == head

    def test_who_issues_as_substitute_of_the_head_does_so_for_the_head_on_the_visit_too(
        self, take, contact, secretary, head, standby
    ) -> None:
        visit = Signer().visit_of(take, contact)
        actions.review(visit, ids(visit, "requested"), by=contact)
        delegations.give(
            visit.matter.body,
            by=secretary,
            kind=Kind.VISIT,
            office=head.appointments.get().office,
            source="Delegationsordning 4.2",
            since=date(2020, 1, 1),
            names_substitute=True,
        )
        person = stands_in(head, standby, Office.Role.HEAD)
        actions.approve(visit, ids(visit, "reviewed"), by=person)
        actions.issue(visit, ids(visit, "approved"), by=person)
        event = Event.objects.get(verb="issue_invitations")
        noted = ActedFor.objects.get(table=Event._meta.db_table, row=event.pk)
        assert noted.substitution.absent == head

    def test_what_a_substitute_begins_to_assess_is_handled_by_who_comes_back(
        self, take, contact, standby
    ) -> None:
        visit = take(contact, to="received")
        person = stands_in(contact, standby, Office.Role.CONTACT_PERSON)
        actions.begin_assessment(visit, by=person)
        assert Matter.objects.get(pk=visit.pk).responsible == contact

    def test_an_own_act_is_in_the_own_name(self, take, contact, head) -> None:
        visit = Signer().visit_of(take, contact)
        actions.review(visit, ids(visit, "requested"), by=contact)
        for model in (InvitationEvent, Event):
            assert not ActedFor.objects.filter(table=model._meta.db_table).exists()


class TestCounts:
    def programme(self, take, by: Person) -> Visit:
        visit = take(by, to="planned")
        Matter.objects.filter(pk=visit.pk).update(
            starts_on=SOON, ends_on=SOON, status="planned", responsible=by
        )
        Programme.objects.get_or_create(visit=visit)
        return Visit.objects.select_related("matter__body").get(pk=visit.pk)

    def test_programmes_of_other_bodies_are_not_the_substitutes(
        self, take, contact, standby, city, client_of
    ) -> None:
        lent, other = self.programme(take, contact), self.programme(take, contact)
        appoint(contact, "jarva", Office.Role.CONTACT_PERSON)
        Matter.objects.filter(pk=other.pk).update(body=city("jarva"))
        person = stands_in(contact, standby, Office.Role.CONTACT_PERSON)
        urls = " ".join(each.url for each in waiting.of_person(person))
        assert lent.matter.number in urls
        assert other.matter.number not in urls
        own = " ".join(each.url for each in waiting.of_person(Person.objects.get(pk=contact.pk)))
        assert lent.matter.number in own
        assert other.matter.number in own


def test_the_form_of_a_visit_begins_with_ones_own_body(contact, other_contact, client_of) -> None:
    own = contact.appointments.get().office.body
    absent = other_contact.appointments.get().office.body
    assert absent.name_sv < own.name_sv, "that of another would stand first"
    person = stands_in(other_contact, contact, Office.Role.CONTACT_PERSON, absent.slug)
    form = client_of(person).get("/besok/ny/").context["form"]
    assert {body.slug for body in form.fields["body"].queryset} == {own.slug, absent.slug}
    assert form.initial["body"] == own.slug
