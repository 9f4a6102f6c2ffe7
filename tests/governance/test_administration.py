"""Administration: only by administrators, only of the organisation; rights follow at once; nobody serves themselves."""

from datetime import date

import pytest
from django.urls import NoReverseMatch, reverse

from governance import access
from governance.admin import AppointmentAdmin
from governance.models import Appointment, Body, Matter, Office, Person
from tests.factories import PERSONAS
from tests.page_policy import scene


def add(client, office: Office, person: Person, since: str = "2026-01-01"):
    url = reverse("admin:governance_appointment_add")
    return client.post(url, {"office": office.pk, "person": person.pk, "since": since, "until": ""})


@pytest.fixture
def office(city) -> Office:
    return Office.objects.get(body=city("trafiknamnden"), role="secretary")


def test_an_appointment_gives_its_rights_at_once(client_of, administrator, newcomer, office, person) -> None:
    assert add(client_of(administrator), office, newcomer).status_code == 302
    assert access.may(person("newcomer"), access.RECORD, office.body)
    assert Appointment.objects.get(person=newcomer).appointed_by == administrator


def test_ending_an_appointment_takes_them_at_once(client_of, administrator, secretary, person) -> None:
    row = Appointment.objects.get(person=secretary)
    url = reverse("admin:governance_appointment_change", args=[row.pk])
    client_of(administrator).post(url, {"since": "2015-01-01", "until": "2026-01-31"})
    assert person("secretary").bodies_with(access.VIEW) == set()


def test_the_row_and_the_rights_are_saved_together_or_not_at_all(
    client_of, administrator, newcomer, office, monkeypatch
) -> None:
    monkeypatch.setattr(AppointmentAdmin, "concerned", lambda self, row: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add(client_of(administrator), office, newcomer)
    assert not Appointment.objects.filter(person=newcomer).exists()


def test_nobody_appoints_themselves(client_of, administrator, office) -> None:
    assert add(client_of(administrator), office, administrator).status_code == 200
    assert not Appointment.objects.filter(person=administrator, office=office).exists()
    own = Appointment.objects.get(person=administrator)
    url = reverse("admin:governance_appointment_change", args=[own.pk])
    client_of(administrator).post(url, {"since": "2015-01-01", "until": "2099-01-01"})
    own.refresh_from_db()
    assert own.until is None


def test_a_contact_person_is_appointed_by_the_head_and_not_here(
    client_of, administrator, newcomer, city
) -> None:
    office = Office.objects.get(body=city("trafiknamnden"), role="contact_person")
    answer = add(client_of(administrator), office, newcomer)
    page = answer.content.decode()
    for part in ("utser den internationella kontaktpersonen", "avsnitt 5", "Frans Förvaltning"):
        assert part in page
    assert not Appointment.objects.filter(person=newcomer).exists()


@pytest.mark.parametrize(
    ("since", "until", "status"),
    [
        ("2015-01-01", "2026-06-30", 302),  # ended earlier: order is kept
        ("2016-01-01", "2026-12-31", 302),
        ("2015-01-01", "", 200),
        ("2015-01-01", "2027-12-31", 200),
        ("2014-01-01", "2026-12-31", 200),
    ],
)
def test_a_contact_persons_time_is_shortened_here_and_never_prolonged(
    since, until, status, client_of, administrator, contact
) -> None:
    row = Appointment.objects.get(person=contact)
    Appointment.objects.filter(pk=row.pk).update(until=date(2026, 12, 31))
    url = reverse("admin:governance_appointment_change", args=[row.pk])
    assert client_of(administrator).post(url, {"since": since, "until": until}).status_code == status


def test_two_appointments_that_come_to_overlap_are_told_of(client_of, administrator, secretary) -> None:
    """Office and person stand fast when one changes the days; the rule about them holds all the same."""
    row = Appointment.objects.get(person=secretary)
    Appointment.objects.filter(pk=row.pk).update(until=date(2025, 12, 31))
    later = Appointment.objects.create(office=row.office, person=secretary, since=date(2026, 1, 1))
    url = reverse("admin:governance_appointment_change", args=[later.pk])
    assert client_of(administrator).post(url, {"since": "2025-06-01", "until": ""}).status_code == 200
    later.refresh_from_db()
    assert later.since == date(2026, 1, 1)


@pytest.mark.parametrize("value", ["x\x00", "x", "\x00", "9" * 40, "-1", ""])
def test_what_is_no_id_is_told_at_the_field(value, client_of, administrator, office) -> None:
    client = client_of(administrator)
    url = reverse("admin:governance_appointment_add")
    for data in ({"office": office.pk, "person": value}, {"office": value, "person": administrator.pk}):
        answer = client.post(url, {**data, "since": "2026-01-01", "until": ""})
        assert answer.status_code == 200
    assert (
        client.post(reverse("admin:governance_office_add"), {"body": value, "role": value}).status_code == 200
    )
    assert client.get(url, {"person": value, "office": value}).status_code == 200
    searched = {"app_label": "governance", "model_name": "appointment", "field_name": "person"}
    assert client.get(reverse("admin:autocomplete"), searched | {"term": value}).status_code == 200


def test_somebody_switched_off_has_no_rights_left(client_of, administrator, secretary, person) -> None:
    url = reverse("admin:governance_person_change", args=[secretary.pk])
    client_of(administrator).post(url, {"name": "Sam", "email": "", "language": "sv"})
    assert person("secretary").is_active is False
    assert not access.BodyUserObjectPermission.objects.filter(user=secretary).exists()


def test_a_new_body_is_read_by_those_who_read_every_body(client_of, administrator, person) -> None:
    data = {"slug": "ny", "kind": "committee", "name_sv": "Ny nämnd", "name_en": "New", "since": "2026-01-01"}
    assert client_of(administrator).post(reverse("admin:governance_body_add"), data).status_code == 302
    assert access.may(person("auditor"), access.VIEW, Body.objects.get(slug="ny"))


def test_a_body_an_office_and_a_person_keep_what_they_are(client_of, administrator, city, office) -> None:
    url = reverse("admin:governance_office_change", args=[office.pk])
    data = {"title_sv": "S", "title_en": "S", "role": "administrator", "body": city("jarva").pk}
    client_of(administrator).post(url, data)
    office.refresh_from_db()
    assert (office.role, office.body.slug, office.title_sv) == ("secretary", "trafiknamnden", "S")


def test_a_first_password_must_be_good_and_cannot_be_set_for_others_later(client_of, administrator) -> None:
    client, url = client_of(administrator), reverse("admin:governance_person_add")
    data = {"username": "ny", "name": "Ny", "language": "sv", "is_active": "on"}
    assert client.post(url, {**data, "first_password": "kort"}).status_code == 200
    assert client.post(url, {**data, "first_password": "en lång fras som ingen gissar"}).status_code == 302
    made = Person.objects.get(username="ny")
    assert made.check_password("en lång fras som ingen gissar")
    change = reverse("admin:governance_person_change", args=[made.pk])
    client.post(change, {**data, "first_password": "en annan lång fras som ingen gissar"})
    made.refresh_from_db()
    assert made.check_password("en lång fras som ingen gissar")


@pytest.mark.parametrize(
    "asked",
    [
        "person/?password__startswith=pbkdf2",
        "person/?username__regex=(",
        "person/?last_login__year=99999999",
        "appointment/?person__password__startswith=p",
        "appointment/?office__role__exact=%00",
    ],
)
def test_the_lists_answer_no_questions_but_those_of_their_filters(
    asked: str, client_of, administrator
) -> None:
    client = client_of(administrator)
    assert client.get(f"{reverse('admin:index')}governance/{asked}").status_code == 400
    offered = f"{reverse('admin:index')}governance/appointment/?office__role__exact=secretary"
    assert client.get(offered).status_code == 200


def test_an_end_before_the_beginning_is_told_at_its_field(client_of, administrator, newcomer, office) -> None:
    url = reverse("admin:governance_appointment_add")
    data = {"office": office.pk, "person": newcomer.pk, "since": "2026-02-01", "until": "2026-01-31"}
    answer = client_of(administrator).post(url, data)
    assert answer.status_code == 200
    assert "until" in answer.context["adminform"].form.errors


def test_flags_that_are_not_in_the_form_are_not_taken_from_it(client_of, administrator) -> None:
    flags = dict.fromkeys(("is_superuser", "is_staff", "is_demonstration"), "on")
    data = {"username": "ny", "name": "Ny", "language": "sv", "is_active": "on", "groups": "1", **flags}
    assert client_of(administrator).post(reverse("admin:governance_person_add"), data).status_code == 302
    made = Person.objects.get(username="ny")
    taken = [made.is_superuser, made.is_staff, made.is_demonstration, made.has_usable_password()]
    assert not any(taken)


def test_matters_and_decisions_are_not_there(client_of, administrator) -> None:
    things = scene()
    for model in ("matter", "decision", "document", "notice", "draft"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:governance_{model}_changelist")
    client = client_of(administrator)
    assert client.get(reverse("matter_decisions", args=[things["matter"]])).status_code == 404
    assert client.get(reverse("matters")).context["page"].total == 0
    assert Matter.objects.exists()


@pytest.mark.parametrize("persona", [name for name in PERSONAS if name != "administrator"])
def test_nobody_else_changes_the_organisation(persona, client_of, newcomer, office) -> None:
    assert add(client_of(persona), office, newcomer).status_code == 403
    assert not Appointment.objects.filter(person=newcomer).exists()


def test_the_head_appoints_the_contact_person_and_the_former_one_ends(
    client_of, head, contact, newcomer, person
) -> None:
    url = reverse("appoint_contact", args=["trafiknamnden"])
    data = {"person": newcomer.pk, "since": "2026-02-01", "until": ""}
    assert client_of(head).post(url, data).status_code == 302
    assert Appointment.objects.get(person=contact).until == date(2026, 1, 31)
    body = Body.objects.get(slug="trafiknamnden")
    assert access.may(person("newcomer"), access.EDIT, body)
    assert not access.may(person("contact"), access.EDIT, body)
    history = client_of("auditor").get(reverse("body_history", args=["trafiknamnden"])).content.decode()
    assert "Frans Förvaltning" in history
    assert "2026-01-31" in history


def test_a_day_before_the_former_appointment_is_told_at_the_field(client_of, head, newcomer) -> None:
    url = reverse("appoint_contact", args=["trafiknamnden"])
    answer = client_of(head).post(url, {"person": newcomer.pk, "since": "2014-01-01", "until": ""})
    assert answer.status_code == 422
    assert "since" in answer.context["form"].errors


@pytest.mark.parametrize("since", ["", "0001-01-01", "9999-12-31", "2026-02-30", "x\x00"])
@pytest.mark.parametrize("chosen", ["", "0", "\x00", "9" * 50])
def test_bad_values_never_break_the_form(since, chosen, client_of, head) -> None:
    url = reverse("appoint_contact", args=["trafiknamnden"])
    assert client_of(head).post(url, {"person": chosen, "since": since, "until": since}).status_code == 422
