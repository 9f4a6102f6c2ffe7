"""Invitation letters: the gate, the way from request to revocation, what is kept, and what goes."""

import subprocess
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core import mail as mailbox
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from governance import decisions, delegations, gone_out, outbox, substitutes
from governance.errors import RefusedByRule, WrongState
from governance.models import Document, Kind, Matter, Notice, Office, OutboxEntry, Person, Principle
from tests.papers import assert_pdf_ua
from tests.visits.open.asking import PASSPORT, delegate, officer, post_the_mail, received
from visits import actions, invitation_checks, invitation_gate, invitations, tasks
from visits.actions import inviting
from visits.actions import open as guest
from visits.lifecycle import Status
from visits.models import (
    Delegate,
    GuestErasure,
    InvitationBasis,
    InvitationEvent,
    InvitationLetter,
    InvitationList,
    PassportDetails,
    Visit,
)

pytestmark = pytest.mark.django_db
BASIS = {
    "special_reason": "Kunskapen behövs i vårt eget arbete.",
    "direction": "cooperation",
    "why": "Båda städerna renar sjöar.",
    "purpose": "",
    "city_pays": "",
    "decided_by": "",
}
DAYS = (timezone.localdate() + timedelta(days=60), timezone.localdate() + timedelta(days=61))


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def accepted(city, answers) -> Visit:
    """A request by the open pages, accepted and planned at the Executive Board; the coordinator handles it."""
    visit, _token = received()
    by = officer()
    actions.assess(visit, by=by, answers=answers("partly"))
    actions.accept(visit, by=by, reasons="Vi lär av varandra.")
    actions.plan(visit, by=by, since=DAYS[0], until=DAYS[1])
    return fresh(visit)


@pytest.fixture
def asked(accepted) -> Visit:
    """The same with grounds for letters, and one delegate who needs one."""
    delegate(accepted)
    return actions.set_basis(accepted, by=officer(), values=BASIS)


def fresh(visit: Visit) -> Visit:
    return Visit.objects.select_related("matter__body", "open_request").get(pk=visit.pk)


def ids(visit: Visit, status: str) -> list[int]:
    return list(InvitationLetter.objects.filter(visit=visit, status=status).values_list("pk", flat=True))


def issued(visit: Visit, **more: Any) -> InvitationLetter:
    """The whole way for every letter of the visit; the last one of them, drawn."""
    by = officer()
    actions.review(visit, ids(visit, "requested"), by=by)
    actions.approve(visit, ids(visit, "reviewed"), by=by)
    letters = actions.issue(visit, ids(visit, "approved"), by=by, **more)
    return draw(letters[-1])


def draw(letter: InvitationLetter) -> InvitationLetter:
    assert outbox.run(OutboxEntry.objects.get(key=letter.outbox_key).pk)
    return InvitationLetter.objects.select_related("document", "delegate").get(pk=letter.pk)


def code_in(letter: InvitationLetter) -> str:
    """The code as the issued letter has it: read from the paper, for the row does not know it any more."""
    return next(line.split("Code")[1].split()[0] for line in words_of(letter).splitlines() if "Code" in line)


def words_of(letter: InvitationLetter) -> str:
    """The text of the paper."""
    assert letter.document is not None
    drawn = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=bytes(letter.document.content),
        capture_output=True,
        check=True,
    )
    return drawn.stdout.decode()


class TestGate:
    def conditions(self, visit: Visit) -> dict[str, invitation_gate.Condition]:
        visit = fresh(visit)
        basis = InvitationBasis.objects.filter(visit=visit).first()
        found = invitation_gate.of(visit, visit.matter, basis, decisions.ruling_for(visit.matter))
        return {each.name: each for each in found}

    def test_each_condition_says_its_section_and_who_may(self, city) -> None:
        visit, _token = received()
        found = self.conditions(visit)
        shut = {name for name, each in found.items() if not each.is_open}
        assert shut == {
            "The visit is accepted",
            "Specially prioritised for the operation",
            "Supported by the strategy",
        }
        for name in ("Specially prioritised for the operation", "Supported by the strategy"):
            assert (found[name].section, found[name].strategy) == ("4", "2016")
            assert "Lo Ledning" in found[name].who_may

    def test_both_conditions_are_read_from_the_principle_of_the_strategy(self, accepted) -> None:
        principle = Principle.objects.get(strategy__key="2016", check_key="invitation_letter")
        for requires, expected in (
            (["specially_prioritised"], {"Specially prioritised for the operation"}),
            ([], set()),
            (["a_new_one"], {"A condition of the strategy that the register cannot look at"}),
        ):
            principle.settings = {"requires": requires}
            principle.save()
            strategy = principle.strategy
            strategy.checksum = f"{requires}"[:60]
            strategy.save()
            found = self.conditions(accepted)
            assert {name for name, each in found.items() if not each.is_open} == expected

    def test_nothing_is_reviewed_before_it_is_open(self, accepted) -> None:
        delegate(accepted)
        with pytest.raises(WrongState, match=r"Specially prioritised for the operation \(§ 4 · 2016\)"):
            actions.review(accepted, ids(accepted, "requested"), by=officer())

    def test_grounds_without_reasons_do_not_open_it(self, accepted) -> None:
        actions.set_basis(accepted, by=officer(), values={**BASIS, "special_reason": " ", "why": " "})
        shut = {name for name, each in self.conditions(accepted).items() if not each.is_open}
        assert shut == {"Specially prioritised for the operation", "Supported by the strategy"}

    def test_what_the_city_pays_is_told_with_its_decision(self, accepted) -> None:
        Visit.objects.filter(pk=accepted.pk).update(payer="city")
        assert not self.conditions(accepted)["What the city pays has been decided"].is_open
        with pytest.raises(ValidationError):
            actions.set_basis(accepted, by=officer(), values={**BASIS, "city_pays": "Hotel."})
        paid = {**BASIS, "city_pays": "hotel for two nights", "decided_by": "the Executive Board, § 12"}
        actions.set_basis(accepted, by=officer(), values=paid)
        assert self.conditions(accepted)["What the city pays has been decided"].is_open
        with transaction.atomic(), pytest.raises(IntegrityError):
            InvitationBasis.objects.update(decided_by="")

    def test_grounds_are_given_by_who_handles_the_visit(self, accepted, contact, auditor) -> None:
        for person in (contact, auditor):
            with pytest.raises(RefusedByRule):
                actions.set_basis(accepted, by=person, values=BASIS)


class TestSigner:
    def visit_of(self, take, contact) -> Visit:
        visit = take(contact, to="planned")
        Matter.objects.filter(pk=visit.pk).update(starts_on=DAYS[0], ends_on=DAYS[1])
        visit = fresh_of(visit)
        actions.set_basis(visit, by=contact, values=BASIS)
        place = actions.invite_delegate(visit, by=contact)
        told = {"given_names": "Wanjiru", "family_name": "Mwangi", "needs_letter": True}
        guest.change_delegate(place, told, PASSPORT, by_link=True)
        return visit

    def test_who_represents_the_body_cannot_bind_it(self, take, contact, secretary, head) -> None:
        visit = self.visit_of(take, contact)
        actions.review(visit, ids(visit, "requested"), by=contact)
        with pytest.raises(RefusedByRule) as refusal:
            actions.approve(visit, ids(visit, "reviewed"), by=contact)
        assert refusal.value.ruling.section == "4"
        for name in (secretary.name, head.name):
            assert name in str(refusal.value)
        told = Notice.objects.filter(matter=visit.matter, key__contains=":invitations:")
        assert set(told.values_list("person", flat=True)) == {secretary.pk, head.pk}
        (letter,) = actions.approve(visit, ids(visit, "reviewed"), by=head)
        assert (letter.signer, letter.signer_title_sv) == (head, head.offices[0].title_sv)

    def test_the_register_of_delegation_says_who(self, take, contact, secretary, head) -> None:
        visit = self.visit_of(take, contact)
        actions.review(visit, ids(visit, "requested"), by=contact)
        office = Office.objects.get(body=visit.matter.body, role=Office.Role.HEAD)
        delegations.give(
            visit.matter.body, by=secretary, kind=Kind.VISIT, office=office, source="Delegationsordning 4.2",
            since=date(2020, 1, 1),
        )  # fmt: skip
        with pytest.raises(RefusedByRule, match=r"Delegationsordning 4\.2"):
            actions.approve(visit, ids(visit, "reviewed"), by=secretary)
        (letter,) = actions.approve(visit, ids(visit, "reviewed"), by=head)
        assert letter.power_source == "Delegationsordning 4.2"

    def test_a_substitute_signs_in_the_name_of_who_is_away(
        self, take, contact, other_contact, secretary, head
    ) -> None:
        visit = self.visit_of(take, contact)
        actions.review(visit, ids(visit, "requested"), by=contact)
        today = timezone.localdate()
        (held,) = head.appointments.all()
        delegations.give(
            visit.matter.body, by=secretary, kind=Kind.VISIT, office=held.office, source="Delegationsordning 4.2",
            since=date(2020, 1, 1), names_substitute=True,
        )  # fmt: skip
        substitutes.name(
            held,
            by=head,
            substitute=other_contact,
            since=today,
            until=today + timedelta(days=7),
            reason="away",
        )
        standing_in = Person.objects.get(pk=other_contact.pk)
        (letter,) = actions.approve(visit, ids(visit, "reviewed"), by=standing_in)
        assert letter.signer == standing_in
        assert letter.signer_title_sv == f"för {head.name}, {held.office.title_sv}"
        assert letter.signer_title_en == f"for {head.name}, {held.office.title_en}"

    def test_where_the_register_names_no_substitute_nobody_stands_in(
        self, take, contact, other_contact, secretary, head
    ) -> None:
        visit = self.visit_of(take, contact)
        actions.review(visit, ids(visit, "requested"), by=contact)
        today = timezone.localdate()
        (held,) = head.appointments.all()
        delegations.give(
            visit.matter.body, by=secretary, kind=Kind.VISIT, office=held.office, source="Delegationsordning 4.2",
            since=date(2020, 1, 1),
        )  # fmt: skip
        substitutes.name(
            held,
            by=head,
            substitute=other_contact,
            since=today,
            until=today + timedelta(days=7),
            reason="away",
        )
        with pytest.raises(RefusedByRule, match=r"Delegationsordning 4\.2"):
            actions.approve(visit, ids(visit, "reviewed"), by=Person.objects.get(pk=other_contact.pk))

    def test_what_is_signed_is_what_is_issued(self, take, contact, head) -> None:
        visit = self.visit_of(take, contact)
        actions.review(visit, ids(visit, "requested"), by=contact)
        actions.approve(visit, ids(visit, "reviewed"), by=head)
        Visit.objects.filter(pk=visit.pk).update(purpose="Något helt annat.")
        with pytest.raises(WrongState, match="Send it back"):
            actions.issue(visit, ids(visit, "approved"), by=contact)
        actions.send_back(visit, ids(visit, "approved"), by=contact, because="Syftet är ändrat.")
        actions.review(visit, ids(visit, "requested"), by=contact)
        actions.approve(visit, ids(visit, "reviewed"), by=head)
        (letter,) = actions.issue(visit, ids(visit, "approved"), by=contact)
        assert letter.status == "issued"

    def test_of_a_visit_that_is_called_off_no_letter_holds(self, take, contact, head) -> None:
        visit = self.visit_of(take, contact)
        actions.review(visit, ids(visit, "requested"), by=contact)
        actions.approve(visit, ids(visit, "reviewed"), by=head)
        (letter,) = actions.issue(visit, ids(visit, "approved"), by=contact)
        letter = InvitationLetter.objects.select_related("visit__matter").get(pk=letter.pk)
        assert invitations.holds(letter)
        actions.cancel(
            fresh_of(visit), by=contact, who=Status.CANCELLED_BY_CITY, reasons="Ingen kan ta emot."
        )
        letter = InvitationLetter.objects.select_related("visit__matter").get(pk=letter.pk)
        assert not invitations.holds(letter)

    def test_whoever_asks_next_a_passport_told_by_the_delegate_stays_theirs(
        self, take, contact, head
    ) -> None:
        visit = self.visit_of(take, contact)
        actions.review(visit, ids(visit, "requested"), by=contact)
        actions.approve(visit, ids(visit, "reviewed"), by=head)
        (letter,) = actions.issue(visit, ids(visit, "approved"), by=contact)
        assert letter.by_delegate
        actions.revoke(letter, by=contact, because="Dagarna ändras.")
        guest.change_delegate(letter.delegate, {"title": "Engineer", "needs_letter": True}, None)
        assert InvitationLetter.objects.get(status="requested").by_delegate

    def test_they_wait_for_whoever_can_bind_the_body(
        self, take, contact, secretary, head, client_of, other_contact
    ) -> None:
        visit = self.visit_of(take, contact)
        line = f"Underteckna inbjudningsbreven till besök {visit.matter.number}"
        assert line not in client_of(head).get("/").content.decode()
        actions.review(visit, ids(visit, "requested"), by=contact)
        for person, waits in ((head, True), (secretary, True), (contact, False), (other_contact, False)):
            assert (line in client_of(person).get("/").content.decode()) is waits
        actions.approve(visit, ids(visit, "reviewed"), by=head)
        assert line not in client_of(head).get("/").content.decode()

    def test_who_has_left_the_office_signs_nothing_that_is_issued(self, take, contact, head) -> None:
        visit = self.visit_of(take, contact)
        actions.review(visit, ids(visit, "requested"), by=contact)
        actions.approve(visit, ids(visit, "reviewed"), by=head)
        head.appointments.update(until=timezone.localdate() - timedelta(days=1))
        with pytest.raises(RefusedByRule):
            actions.issue(visit, ids(visit, "approved"), by=contact)
        assert InvitationLetter.objects.get().status == "approved"

    def test_others_may_not_even_look(self, take, contact, other_contact, auditor) -> None:
        visit = self.visit_of(take, contact)
        for person in (other_contact, auditor):
            for act in (actions.review, actions.approve, actions.issue):
                with pytest.raises(RefusedByRule):
                    act(visit, ids(visit, "requested"), by=person)


def fresh_of(visit: Visit) -> Visit:
    return Visit.objects.select_related("matter__body").get(pk=visit.pk)


class TestLife:
    def test_from_request_to_a_new_letter(self, asked, client_of) -> None:
        letter = InvitationLetter.objects.get()
        assert (letter.status, letter.name, letter.number) == ("requested", "Wanjiru Mwangi", "")
        letter = issued(asked)
        year = timezone.localdate().year
        assert letter.number == f"INV-{year}-0001"
        assert (letter.starts_on, letter.ends_on, letter.signer) == (*DAYS, officer())
        assert [each.verb for each in reversed(letter.events.all())] == [
            "ask_for",
            "review",
            "approve",
            "issue",
        ]
        with pytest.raises(ValidationError):
            actions.revoke(letter, by=officer(), because=" ")
        actions.revoke(letter, by=officer(), because="Delegationen har ändrats.")
        with pytest.raises(WrongState):
            actions.revoke(letter, by=officer(), because="Igen.")
        again = actions.ask_again(letter, by=officer())
        with pytest.raises(WrongState):
            actions.ask_again(letter, by=officer())
        assert issued(asked).number == f"INV-{year}-0002"
        again.refresh_from_db()
        assert again.status == "issued"

    def test_no_step_is_taken_twice_or_out_of_turn(self, asked) -> None:
        by, every = officer(), ids(asked, "requested")
        for act in (actions.approve, actions.issue):
            with pytest.raises(WrongState):
                act(asked, every, by=by)
        actions.review(asked, every, by=by)
        with pytest.raises(WrongState):
            actions.review(asked, every, by=by)
        with pytest.raises(WrongState, match="Tick"):
            actions.approve(asked, [], by=by)

    def test_a_letter_of_another_visit_is_not_taken_along(self, asked, city) -> None:
        other, _token = received(contact_email="other@nairobi.example")
        strange = inviting.ask_for(delegate(other), by=officer())
        with pytest.raises(WrongState):
            actions.review(asked, [strange.pk], by=officer())

    def test_what_the_guest_changes_is_reviewed_anew(self, asked) -> None:
        by = officer()
        actions.review(asked, ids(asked, "requested"), by=by)
        actions.approve(asked, ids(asked, "reviewed"), by=by)
        one = Delegate.objects.get()
        told = {"given_names": "Wanjiru", "family_name": "Kamau", "needs_letter": True}
        guest.change_delegate(one, told, {**PASSPORT, "number": "AK7"})
        letter = InvitationLetter.objects.get()
        assert (letter.status, letter.name, letter.signer) == ("requested", "Wanjiru Kamau", None)

    def test_changed_grounds_and_a_note_send_it_back(self, asked) -> None:
        by = officer()
        actions.review(asked, ids(asked, "requested"), by=by)
        with pytest.raises(ValidationError):
            actions.send_back(asked, ids(asked, "reviewed"), by=by, because="")
        actions.send_back(asked, ids(asked, "reviewed"), by=by, because="Namnet.")
        actions.review(asked, ids(asked, "requested"), by=by)
        actions.set_basis(asked, by=by, values={**BASIS, "purpose": "To learn."})
        assert InvitationLetter.objects.get().status == "requested"

    def test_one_who_needs_no_letter_any_more(self, asked) -> None:
        one = Delegate.objects.get()
        guest.change_delegate(one, {"given_names": "A", "family_name": "B", "needs_letter": False}, None)
        assert not InvitationLetter.objects.exists()

    def test_an_issued_letter_outlives_the_delegate_and_its_paper_does_not(self, asked) -> None:
        letter = issued(asked)
        guest.remove_delegate(letter.delegate)
        letter.refresh_from_db()
        assert (letter.status, letter.delegate, letter.document, letter.name) == (
            "issued", None, None, "Wanjiru Mwangi",
        )  # fmt: skip
        assert GuestErasure.objects.latest("pk").papers == 1
        (row,) = invitation_checks.review([letter], asked.matter, may_see=True)
        assert "taken away" in row.marks[0].words

    def test_the_guest_is_told_once_and_of_no_name(self, asked) -> None:
        delegate(asked, given_names="Joseph", number="AK0099999")
        issued(asked)
        post_the_mail()
        told = [each for each in mailbox.outbox if "Invitation letters" in each.subject]
        assert len(told) == 1
        assert "Mwangi" not in told[0].body + told[0].subject

    def test_of_a_marked_visit_nothing_leaves_the_house(self, asked) -> None:
        Matter.objects.filter(pk=asked.pk).update(
            secrecy_ground="OSL 15:1", secrecy_marked_on=date(2026, 1, 1)
        )
        # The coordinator has no grant: nobody issues what they may not read.
        with pytest.raises(RefusedByRule):
            actions.review(asked, ids(asked, "requested"), by=officer())

    def test_a_marking_is_told_of_the_letters_that_went(self, asked) -> None:
        letter = issued(asked)
        assert f"The invitation letter {letter.number}" in [
            each.words for each in gone_out.of_matter(asked.matter)
        ]


class TestPaper:
    def test_it_says_what_a_mission_asks_for(self, asked) -> None:
        letter = issued(asked)
        assert (letter.content, letter.seal) == ({}, "")
        told = words_of(letter)
        for said in (
            "Letter of invitation", letter.number, "Wanjiru Mwangi", "AK0012345", "Kenya", "City Executive Board",
            "itself pays for", "no financial responsibility", "no guarantee of a visa", "212000-0142", "Lo Ledning",
            "Embassy of Sweden in Nairobi", "To learn how a city keeps its lakes clean",
        ):  # fmt: skip
            assert said in " ".join(told.split()), said

    def test_the_letter_and_the_group_list_are_tagged_in_their_language(self, asked) -> None:
        letter = issued(asked)
        row = actions.make_list(asked, by=officer())
        assert outbox.run(OutboxEntry.objects.get(key=row.outbox_key).pk)
        row = InvitationList.objects.select_related("document").get()
        for document in (letter.document, row.document):
            content = bytes(document.content)
            assert_pdf_ua(content)
            with pikepdf.open(BytesIO(content)) as opened:
                assert str(opened.Root.Lang) == "en"

    def test_in_swedish_too(self, asked) -> None:
        told = " ".join(words_of(issued(asked, language="sv")).split())
        assert "ingen garanti för visum" in told
        assert "Kommunstyrelsen" in told

    def test_what_the_city_pays_stands_in_it_and_no_more(self, accepted) -> None:
        delegate(accepted)
        paid = {**BASIS, "city_pays": "hotel for two nights", "decided_by": "the Executive Board, § 12"}
        visit = actions.set_basis(accepted, by=officer(), values=paid)
        told = " ".join(words_of(issued(visit)).split())
        assert "As decided (the Executive Board, § 12)" in told
        assert "Beyond this" in told

    def test_it_is_no_file_of_the_matter_and_not_read_for_the_search(self, asked, client_of, auditor) -> None:
        letter = issued(asked)
        assert letter.document.matter is None
        url = f"/besok/{asked.matter.number}/inbjudan/{letter.pk}/brev/"
        assert client_of(auditor).get(url).status_code == 403
        answer = client_of(officer()).get(url)
        assert answer.content.startswith(b"%PDF")

    def test_it_stands_as_it_was_issued(self, asked) -> None:
        letter = issued(asked)
        before = bytes(letter.document.content)
        PassportDetails.objects.update(number="ZZ1")
        OutboxEntry.objects.filter(key=letter.outbox_key).update(done_at=None, lease_until=None)
        assert bytes(draw(letter).document.content) == before

    def test_the_group_list_holds_no_passport(self, asked) -> None:
        with pytest.raises(WrongState):
            actions.make_list(asked, by=officer())
        letter = issued(asked)
        row = actions.make_list(asked, by=officer())
        assert outbox.run(OutboxEntry.objects.get(key=row.outbox_key).pk)
        row = InvitationList.objects.select_related("document").get()
        told = words_of(row)  # type: ignore[arg-type]
        assert letter.number in told
        assert "Wanjiru Mwangi" in told
        assert "AK0012345" not in told

    def test_what_the_guest_writes_is_text(self, accepted) -> None:
        delegate(accepted, given_names="<b>Wanjiru</b>", family_name="{payment}")
        visit = actions.set_basis(
            accepted, by=officer(), values={**BASIS, "purpose": '<img src="file:///x">'}
        )
        told = " ".join(words_of(issued(visit)).split())
        assert "<b>Wanjiru</b> {payment}" in told
        assert '<img src="file:///x">' in told


class TestErasure:
    def test_the_paper_goes_with_the_passport_and_the_record_stays(self, asked) -> None:
        letter = issued(asked)
        actions.make_list(asked, by=officer())
        number, code = letter.number, code_in(letter)
        ended = timezone.localdate() - timedelta(days=31)
        Matter.objects.filter(pk=asked.pk).update(starts_on=ended, ends_on=ended)
        tasks.look_after_open_pages()
        letter.refresh_from_db()
        assert (letter.document, letter.content, letter.erased_on) == (None, {}, timezone.localdate())
        assert (letter.number, letter.name, letter.signer) == (number, "Wanjiru Mwangi", officer())
        assert not Document.objects.filter(name__contains=number).exists()
        assert InvitationList.objects.get().content == {}
        assert GuestErasure.objects.get().papers == 2
        assert invitations.checked(number, code) is not None
        assert tasks.look_after_open_pages() == 0

    def test_a_letter_that_was_not_drawn_yet_is_not_drawn_afterwards(self, asked) -> None:
        by = officer()
        actions.review(asked, ids(asked, "requested"), by=by)
        actions.approve(asked, ids(asked, "reviewed"), by=by)
        (letter,) = actions.issue(asked, ids(asked, "approved"), by=by)
        invitations.erase(asked.pk)
        assert draw(letter).document is None

    def test_no_event_holds_a_name(self, asked) -> None:
        issued(asked)
        for note in InvitationEvent.objects.values_list("note", flat=True):
            assert "Mwangi" not in note


class TestCode:
    def test_number_and_code_together(self, asked) -> None:
        letter = issued(asked)
        code = code_in(letter)
        assert len(code.replace("-", "")) == 12
        assert invitations.checked(letter.number, code) == letter
        assert invitations.checked(f" {letter.number.lower()} ", code.lower().replace("-", " ")) == letter
        for number, wrong in (
            (letter.number, "ABCD-EFGH-JKMN"), ("INV-2026-9999", code), ("", ""), ("INV-²-1", code), ("INV--", code),
            (letter.number, ""), ("INV-2026-" + "9" * 30, code),
        ):  # fmt: skip
            assert invitations.checked(number, wrong) is None

    def test_the_database_alone_does_not_know_it(self, asked) -> None:
        letter = issued(asked)
        code = code_in(letter).replace("-", "")
        row = InvitationLetter.objects.filter(pk=letter.pk).values().get()
        assert code not in str(row)

    def test_it_is_found_again_when_the_secret_changes_before_it_is_drawn(self, asked, settings) -> None:
        by = officer()
        actions.review(asked, ids(asked, "requested"), by=by)
        actions.approve(asked, ids(asked, "reviewed"), by=by)
        (letter,) = actions.issue(asked, ids(asked, "approved"), by=by)
        before = invitations.code_of(letter)
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
        assert invitations.code_of(letter) == before


class TestReview:
    def marks(self, visit: Visit, **values: Any) -> list[invitation_checks.Mark]:
        one = delegate(visit, **values)
        (letter,) = one.invitations.all()
        (row,) = invitation_checks.review([letter], visit.matter, may_see=True)
        return row.marks

    @pytest.mark.parametrize(
        ("values", "words", "stops"),
        [
            ({"expires_on": timezone.localdate() - timedelta(days=1)}, "has expired", True),
            ({"expires_on": DAYS[1] + timedelta(days=60)}, "valid three months", True),
            ({"expires_on": DAYS[1] + timedelta(days=120)}, "within six months", False),
            ({"born_on": timezone.localdate() + timedelta(days=1000)}, "lies in the future", True),
            ({"born_on": timezone.localdate() - timedelta(days=4000)}, "under 18", False),
            ({"born_on": date(1890, 1, 1)}, "more than 100", False),
            ({"number": "12"}, "does not look like", False),
            ({"number": " "}, "missing or incomplete", True),
            ({"nationality": "FI"}, "need no visa", False),
            ({"given_names": "Wanjiru 2"}, "figures in the name", False),
            ({"family_name": "Иванова"}, "not written in Latin", False),
            ({"family_name": "Wanjiru"}, "which is the family name", False),
        ],
    )
    def test_each_mark(self, accepted, values, words, stops) -> None:
        found = [mark for mark in self.marks(accepted, **values) if words in mark.words]
        assert [mark.stops for mark in found] == [stops]

    def test_nothing_to_look_at(self, accepted) -> None:
        assert self.marks(accepted) == []

    def test_the_same_passport_twice_stops_both(self, asked) -> None:
        delegate(asked, given_names="Joseph", number="ak 0012345")
        with pytest.raises(WrongState, match="same passport number"):
            actions.review(asked, ids(asked, "requested"), by=officer())

    def test_a_visit_that_is_moved_marks_the_issued_letter(self, asked) -> None:
        letter = issued(asked)
        asked.matter.refresh_from_db()
        asked.matter.ends_on += timedelta(days=1)
        (row,) = invitation_checks.review([letter], asked.matter, may_see=True)
        assert "moved since" in row.marks[0].words


def test_a_visit_that_is_over_has_no_new_letters(asked) -> None:
    Matter.objects.filter(pk=asked.pk).update(status=Status.CARRIED_OUT)
    with pytest.raises(WrongState):
        actions.review(asked, ids(asked, "requested"), by=officer())
