"""Those concerned are told of a visit by number and body, and only while they may open it."""

from datetime import date

import pytest

from governance.models import Matter, Notice, SecrecyGrant
from visits import actions

pytestmark = pytest.mark.django_db


def test_no_notice_names_the_visit_or_its_guest(log, take, contact, coordinator, city) -> None:
    actions.hand_over_to_ks(log(contact, political_level="high"), by=contact, reasons="Borgmästare.")
    actions.forward(log(contact), by=contact, to=city("jarva"), reasons="x")
    visit = log(contact)
    actions.forward(visit, by=contact, to=city("miljo-och-halsoskyddsnamnden"), reasons="x")
    told = list(Notice.objects.all())
    assert {notice.person.username for notice in told} == {"coordinator", "other_contact"}
    for notice in told:
        for subject in (notice.subject_sv, notice.subject_en):
            assert subject.startswith(f"{notice.matter.number}: ")
            assert "Rotterdam" not in subject


def test_of_a_secret_visit_only_those_let_in_are_told(log, contact, coordinator, person, city) -> None:
    visit = log(contact)
    Matter.objects.filter(pk=visit.pk).update(
        secrecy_ground="OSL 15:1", secrecy_marked_on=date(2026, 1, 1), responsible=coordinator
    )
    SecrecyGrant.objects.create(matter=visit.matter, person=contact, granted_by=contact)
    actions.forward(visit, by=person("contact"), to=city("miljo-och-halsoskyddsnamnden"), reasons="x")
    assert not Notice.objects.exists()
    SecrecyGrant.objects.create(matter=visit.matter, person=coordinator, granted_by=contact)
    Matter.objects.filter(pk=visit.pk).update(before=None, status="received")
    actions.forward(visit, by=person("contact"), to=city("miljo-och-halsoskyddsnamnden"), reasons="x")
    assert [notice.person for notice in Notice.objects.all()] == [coordinator]
