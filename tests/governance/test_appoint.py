"""Rights come and go with appointments."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from governance import access
from governance.models import Appointment, Body, BodyUserObjectPermission, Office, Person
from tests.factories import appoint, make_person

pytestmark = pytest.mark.django_db


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_a_contact_person_edits_the_matters_of_the_own_body_and_no_other(contact, city):
    assert access.may(contact, access.EDIT, city("trafiknamnden"))
    assert not access.may(contact, access.VIEW, city("miljo-och-halsoskyddsnamnden"))
    assert not access.may(contact, access.RECORD, city("trafiknamnden"))


def test_an_auditor_reads_every_body_and_changes_none(auditor):
    everything = set(Body.objects.values_list("pk", flat=True))
    assert auditor.bodies_with(access.VIEW) == everything
    assert not auditor.bodies_with(access.EDIT) | auditor.bodies_with(access.RECORD)


def test_an_administrator_reads_no_matters_and_records_nothing(administrator):
    assert not administrator.bodies_with(access.VIEW)
    assert not administrator.bodies_with(access.RECORD)
    assert administrator.is_staff


@pytest.mark.parametrize("secretary_of_the_city", ["council_secretary", "board_secretary"])
def test_secretaries_of_council_and_executive_board_read_matters_of_every_body(person, secretary_of_the_city):
    assert person(secretary_of_the_city).bodies_with(access.VIEW) == set(
        Body.objects.values_list("pk", flat=True)
    )
    assert len(person(secretary_of_the_city).bodies_with(access.RECORD)) == 1


def test_a_period_that_ends_takes_the_rights_at_the_next_request_of_the_day_after(city, client_of):
    leaver = make_person("leaver", "Lea Lämnar")
    appoint(leaver, "trafiknamnden", Office.Role.CONTACT_PERSON, until=date(2026, 6, 30))
    with time_machine.travel(date(2026, 6, 30)):
        access.sync_rights(leaver)
        assert access.may(fresh(leaver), access.EDIT, city("trafiknamnden"))
    with time_machine.travel(date(2026, 7, 1)):
        access.keep_rights_current(leaver)
        assert not fresh(leaver).bodies_with(access.EDIT)


def test_a_period_that_begins_later_gives_nothing_yet(city):
    starter = make_person("starter", "Stig Startar")
    appoint(starter, "trafiknamnden", Office.Role.SECRETARY, since=date(2099, 1, 1))
    assert not fresh(starter).bodies_with(access.RECORD)


def test_an_inactive_person_has_no_rights_even_before_the_rows_are_gone(contact):
    contact.is_active = False
    assert not contact.bodies_with(access.VIEW)
    contact.save()
    access.sync_rights(contact)
    assert not BodyUserObjectPermission.objects.filter(user=contact).exists()


def test_syncing_twice_writes_nothing_new(coordinator):
    before = list(BodyUserObjectPermission.objects.order_by("pk").values_list("pk", flat=True))
    access.sync_rights(coordinator)
    assert list(BodyUserObjectPermission.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_a_right_written_by_hand_is_taken_back(newcomer, city):
    from guardian.shortcuts import assign_perm  # noqa: PLC0415 - the back door under test

    assign_perm("governance.record_decisions", newcomer, city("trafiknamnden"))
    access.sync_rights(newcomer)
    assert not fresh(newcomer).bodies_with(access.RECORD)


def test_a_question_about_everything_is_answered_no(coordinator, city):
    assert not coordinator.has_perm("governance.view_matters")
    assert coordinator.has_perm("governance.view_matters", city("trafiknamnden"))


def test_the_database_holds_no_superuser(contact):
    contact.is_superuser = True
    with pytest.raises(IntegrityError, match="nobody_is_all_powerful"), transaction.atomic():
        contact.save()


def test_the_database_refuses_the_same_person_twice_in_an_office_at_a_time(contact):
    held = contact.appointments.get()
    with pytest.raises(IntegrityError, match="person_holds_an_office_once_at_a_time"), transaction.atomic():
        Appointment.objects.create(office=held.office, person=contact, since=date(2020, 1, 1))
