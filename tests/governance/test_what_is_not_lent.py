"""What a substitute does not get with the office: power over persons, lasting grants, notices of other offices."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import override

from governance import access, matters, notices, outbox, receptions, secrecy, substitutes
from governance.acting import SentTo
from governance.models import (
    Appointment,
    Body,
    Notice,
    Office,
    OutboxEntry,
    Person,
    SecrecyGrant,
    Substitution,
)
from tests.factories import appoint, make_person

Role = Office.Role
FIRST, LAST = date(2026, 12, 7), date(2026, 12, 18)
AFTER = LAST + timedelta(days=1)
NOW = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False), override("sv"):
        yield


@pytest.fixture
def standby(city) -> Person:
    return make_person("standby", "Stefan Standby")


def on(day: date):
    return time_machine.travel(day, tick=False)


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def today(person: Person) -> Person:
    found = fresh(person)
    access.keep_rights_current(found)
    return fresh(person)


def named(absent: Person, substitute: Person, role: str | None = None) -> Substitution:
    rows = Appointment.objects.select_related("office__body").filter(person=absent)
    held = rows.get(office__role=role) if role else rows.get()
    return substitutes.name(
        held, by=fresh(absent), substitute=substitute, since=FIRST, until=LAST, reason="holiday"
    )


class TestAdministrator:
    @pytest.mark.parametrize("page", ["index", "governance_person_add", "governance_appointment_add"])
    def test_persons_and_offices_are_not_lent_and_the_refusal_says_who_may(
        self, page, administrator, standby, client_of
    ):
        named(administrator, standby)
        with on(FIRST):
            answer = client_of(standby).get(reverse(f"admin:{page}"))
            assert answer.status_code == 403
            told = answer.content.decode()
            assert "minsta möjliga behörighet" in told
            assert "Adam Administratör" in told
            assert client_of(administrator).get(reverse(f"admin:{page}")).status_code == 200

    def test_nobody_is_created_or_appointed(self, administrator, standby, client_of):
        named(administrator, standby)
        with on(FIRST):
            client = client_of(standby)
            sent = {"username": "ny", "name": "Ny", "email": "", "language": "sv", "is_active": "on"}
            assert client.post(reverse("admin:governance_person_add"), sent).status_code == 403
            office = Office.objects.get(role=Role.ADMINISTRATOR)
            given = {"office": office.pk, "person": standby.pk, "since": FIRST.isoformat()}
            assert client.post(reverse("admin:governance_appointment_add"), given).status_code == 403
            assert not Person.objects.filter(username="ny").exists()
            assert not Appointment.objects.filter(person=standby).exists()

    def test_no_substitute_is_named_or_ended_for_others(self, administrator, contact, secretary, standby):
        named(administrator, standby)
        other = named(secretary, make_person("another", "Annan Ersättare"))
        with on(FIRST):
            person = today(standby)
            with pytest.raises(PermissionDenied, match="minsta möjliga behörighet"):
                substitutes.name(
                    Appointment.objects.get(person=contact), by=person,
                    substitute=make_person("third", "Tredje"), since=FIRST, until=LAST, reason="away",
                )  # fmt: skip
            with pytest.raises(PermissionDenied):
                substitutes.end(other, by=person)

    def test_who_holds_the_office_too_keeps_what_is_their_own(self, administrator, standby):
        appoint(standby, "kommunstyrelsen", Role.ADMINISTRATOR)
        assert fresh(standby).is_staff
        assert access.has_role(fresh(standby), Role.ADMINISTRATOR)

    def test_stopped_jobs_are_seen_to(self, administrator, standby, client_of):
        named(administrator, standby)
        with on(FIRST):
            assert outbox.may_tend(today(standby))
            assert client_of(standby).get(reverse("stopped_jobs")).status_code == 200
        with on(AFTER):
            assert not outbox.may_tend(today(standby))

    def test_the_page_that_names_says_what_stays(self, administrator, contact, client_of):
        for person, says in ((administrator, True), (contact, False)):
            held = Appointment.objects.get(person=person)
            page = client_of(person).get(reverse("name_substitute", args=[held.pk])).content.decode()
            assert ("Personer, uppdrag och konton" in page) is says

    def test_the_menu_shows_no_administration(self, administrator, standby, client_of):
        named(administrator, standby)
        with on(FIRST):
            assert reverse("admin:index") not in client_of(standby).get("/").content.decode()
            assert reverse("admin:index") in client_of(administrator).get("/").content.decode()


def marked(by: Person, responsible: Person):
    matter = matters.open_matter(
        "membership", by=by, body=Body.objects.get(slug="trafiknamnden"), title="Nätverk", status="draft",
        responsible=responsible,
    )  # fmt: skip
    return secrecy.mark(
        matter, matter.version, by=by, ground="OSL 15 kap. 1 §", motive="Det kan störa.",
        reexamine_on=date(2027, 5, 1),
    )  # fmt: skip


class TestGrants:
    @pytest.fixture
    def lent(self, contact, standby):
        """A secret matter into which the substitute has been let."""
        matter = marked(contact, contact)
        row = named(contact, standby)
        with on(FIRST):
            secrecy.let_in(matter, by=contact, person=today(standby), reason="Ersätter mig.", until=LAST)
        return matter, row

    def test_one_given_in_anothers_name_ends_with_the_loan(self, lent, standby, secretary):
        matter, _row = lent
        with on(FIRST):
            grant = secrecy.let_in(matter, by=today(standby), person=secretary, reason="Behövs.")
            assert grant.until == LAST
            assert access.may_view(fresh(secretary), matter)
        with on(AFTER):
            assert not access.may_view(today(secretary), matter)

    def test_a_later_day_is_refused_at_its_field(self, lent, standby, secretary):
        matter, _row = lent
        with on(FIRST), pytest.raises(ValidationError) as wrong:
            secrecy.let_in(matter, by=today(standby), person=secretary, reason="Behövs.", until=AFTER)
        assert "2026-12-18" in str(wrong.value.message_dict["until"])

    def test_it_ends_early_when_the_loan_does(self, lent, standby, secretary, contact):
        matter, row = lent
        with on(FIRST):
            given = secrecy.let_in(matter, by=today(standby), person=secretary, reason="Behövs.")
            substitutes.end(row, by=contact)
            given.refresh_from_db()
            assert given.ended_by == contact
            assert not access.may_view(fresh(secretary), matter)
            assert access.may_view(fresh(contact), matter)

    def test_the_morning_after_the_office_was_lost_it_has_ended_too(self, lent, standby, secretary, contact):
        matter, _row = lent
        with on(FIRST):
            given = secrecy.let_in(matter, by=today(standby), person=secretary, reason="Behövs.")
            Appointment.objects.filter(person=contact).update(until=FIRST)
        with on(FIRST + timedelta(days=1)):
            secrecy.look_after()
        given.refresh_from_db()
        assert given.ended_at is not None

    def test_who_lets_in_in_the_own_name_gives_what_they_give(self, contact, secretary):
        matter = marked(contact, contact)
        assert secrecy.let_in(matter, by=contact, person=secretary, reason="Behövs.").until is None

    def test_a_mark_set_by_a_substitute_lets_in_for_the_loan_and_who_handles_it_for_good(
        self, contact, standby, secretary
    ):
        named(contact, standby)
        with on(FIRST):
            matter = marked(today(standby), contact)
            until = dict(matter.grants.values_list("person__username", "until"))
            assert until == {"standby": LAST, "contact": None}

    def test_who_handles_the_matter_meanwhile_stays_in(self, lent, standby, secretary, contact):
        matter, row = lent
        with on(FIRST):
            secrecy.let_in(matter, by=today(standby), person=secretary, reason="Behövs.")
            matters.change(matters.lock(matter), by=contact, responsible=secretary)
            substitutes.end(row, by=contact)
            assert access.may_view(fresh(secretary), matter)

    def test_what_repeats_a_secret_matter_ends_its_grants_with_it(self, lent, standby, secretary, contact):
        matter, row = lent
        with on(FIRST):
            secrecy.let_in(matter, by=today(standby), person=secretary, reason="Behövs.")
            other = matters.open_matter(
                "membership", by=contact, body=matter.body, title="Avskrift", status="draft"
            )
            secrecy.as_secret_as(matters.lock(other), matters.lock(matter), by=contact)
            substitutes.end(row, by=contact)
        assert SecrecyGrant.objects.filter(matter=other, person=secretary, ended_at=None).count() == 0


class TestNotices:
    def of(self, person: Person, key: str) -> bool:
        return Notice.objects.filter(person=person, key__startswith=key).exists()

    def test_one_of_no_matter_follows_the_office_it_was_sent_to(self, contact, standby, city):
        appoint(contact, "jarva", Role.SECRETARY)
        named(contact, standby, Role.CONTACT_PERSON)
        trafik = city("trafiknamnden").pk
        words = {"matter": None, "subject_sv": "Hej", "subject_en": "Hi"}
        with on(FIRST):
            for key, sent_to, reaches in (
                ("example-expires:1", SentTo((Role.CONTACT_PERSON,), trafik), True),
                ("example-expires:2", SentTo((Role.CONTACT_PERSON,)), True),
                ("example-expires:3", SentTo((Role.CONTACT_PERSON,), city("jarva").pk), False),
                ("example-expires:4", SentTo((Role.SECRETARY,)), False),
                ("example-expires:5", None, False),
            ):
                notices.notify([contact], key=key, sent_to=sent_to, **words)
                assert self.of(contact, key)
                assert self.of(standby, key) is reaches

    def test_a_reception_reaches_who_stands_in_for_the_committees_secretary(
        self, ib_secretary, contact, coordinator, standby, city
    ):
        appoint(ib_secretary, "jarva", Role.CONTACT_PERSON)
        other = make_person("other", "Olle Annan")
        named(ib_secretary, standby, Role.IB_SECRETARY)
        named(ib_secretary, other, Role.CONTACT_PERSON)
        with on(FIRST):
            receptions.log(
                by=fresh(contact), body=city("trafiknamnden"), event="Konferens", begins_on=FIRST,
                ends_on=LAST, wished_on=FIRST, guests=100, foreign_guests=80,
            )  # fmt: skip
            assert self.of(ib_secretary, "reception")
            assert self.of(standby, "reception")
            assert not self.of(other, "reception")
            mailed = OutboxEntry.objects.filter(kind="mail_notice", key__startswith="mail:reception")
            assert mailed.count() == 2
