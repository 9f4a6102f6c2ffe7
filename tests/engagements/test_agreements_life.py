"""An approved agreement is signed by both, comes into force, is reviewed, ends and is evaluated."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from engagements.actions import agreements
from engagements.models import Agreement
from governance.errors import WrongState
from tests.factories import PERSONAS

from .agreements import approve, fresh, make_agreement, reminders, sign_both

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(contact, secretary, city) -> Agreement:
    return approve(contact, secretary, city)


def test_it_is_in_force_from_its_first_day_once_both_have_signed(contact, secretary, city):
    agreement = approve(contact, secretary, city, starts_on=date(2026, 4, 2))
    first = agreements.sign(agreement, by=contact, side="city", who="Bo", signed_on=date(2026, 4, 1))
    assert first.matter.status == "approved"
    copy = SimpleUploadedFile("avtal.pdf", b"%PDF-1.7", "application/pdf")
    both = agreements.sign(
        agreement, by=contact, side="counterpart", who="Ann", signed_on=date(2026, 4, 3), copy=copy
    )
    assert both.matter.status == "in_force"
    assert [document.name for document in both.matter.documents.all()] == ["avtal.pdf"]
    assert both.signed_copy.matter == both.matter


def test_what_begins_later_waits_for_its_day(contact, secretary, city):
    agreement = approve(contact, secretary, city, starts_on=date(2030, 1, 1), ends_on=date(2032, 1, 1))
    assert sign_both(agreement, contact).matter.status == "signed"
    assert agreements.look_after_agreements(date(2029, 12, 31)) == 0
    agreements.look_after_agreements(date(2030, 1, 1))
    assert fresh(agreement).matter.status == "in_force"


@pytest.mark.parametrize("day", [date(2026, 3, 11), date(2199, 1, 1)])
def test_nobody_signs_before_the_decision_or_in_the_future(day, approved, contact):
    with pytest.raises(ValidationError):
        agreements.sign(approved, by=contact, side="city", who="Bo", signed_on=day)


def test_a_side_signs_once_and_only_what_is_decided(approved, contact, city):
    agreements.sign(approved, by=contact, side="city", who="Bo", signed_on=date(2026, 4, 1))
    with pytest.raises(ValidationError):
        agreements.sign(approved, by=contact, side="city", who="Bo", signed_on=date(2026, 4, 1))
    with pytest.raises(WrongState):
        agreements.withdraw(approved, by=contact, reason="x")
    draft = make_agreement(contact, city("trafiknamnden"), name="Söderköping (exempel)")
    with pytest.raises(WrongState):
        sign_both(draft, contact)


def test_who_forgets_to_sign_is_reminded_once(approved, contact):
    agreements.set_sign_by(approved, by=contact, sign_by=date(2026, 5, 1))
    agreements.look_after_agreements(date(2026, 5, 1))
    assert not reminders(approved, "unsigned")
    for day in (date(2026, 5, 2), date(2026, 5, 2), date(2026, 5, 3)):
        agreements.look_after_agreements(day)
    assert reminders(approved, "unsigned") == 1


def test_the_day_to_give_notice_is_counted_and_told_once(contact, secretary, city):
    agreement = approve(
        contact, secretary, city, starts_on=date(2026, 4, 1), ends_on=date(2028, 8, 31), notice_months=6
    )
    sign_both(agreement, contact)
    assert fresh(agreement).last_day_of_notice == date(2028, 2, 29)
    agreements.look_after_agreements(date(2028, 1, 29))
    assert not reminders(agreement, "notice")
    for day in (date(2028, 1, 30), date(2028, 2, 1)):
        agreements.look_after_agreements(day)
    assert reminders(agreement, "notice") == 1


def test_the_last_day_opens_a_review_half_a_year_ahead_and_ends_it(contact, secretary, city):
    agreement = approve(contact, secretary, city, starts_on=date(2026, 4, 1), ends_on=date(2028, 8, 31))
    sign_both(agreement, contact)
    agreements.look_after_agreements(date(2028, 2, 27))
    assert fresh(agreement).matter.status == "in_force"
    for _again in range(2):
        agreements.look_after_agreements(date(2028, 3, 1))
    now = fresh(agreement)
    assert (now.matter.status, now.review_reason) == ("under_review", "expiry")
    assert now.matter.due_on == date(2028, 8, 31)
    assert now.matter.responsible == contact
    assert reminders(agreement, "review") == 1
    agreements.look_after_agreements(date(2028, 9, 1))
    ended = fresh(agreement)
    assert (ended.matter.status, ended.ended_on, ended.matter.is_open) == ("ended", date(2028, 8, 31), True)


def test_a_letter_of_intent_is_reviewed_every_fourth_year_and_goes_on(contact, secretary, city):
    agreement = approve(
        contact,
        secretary,
        city,
        type="letter_of_intent",
        counterpart_kind="network",
        starts_on=date(2022, 4, 1),
        ends_on=None,
    )
    sign_both(agreement, contact)
    assert fresh(agreement).next_review_on == date(2026, 4, 1)
    agreements.look_after_agreements(timezone.localdate())
    assert fresh(agreement).review_reason == "interval"
    kept = agreements.keep_in_force(
        agreement, by=contact, reviewed_on=date(2026, 4, 2), conclusion="Det ger det vi ville."
    )
    assert (kept.matter.status, kept.next_review_on) == ("in_force", date(2030, 4, 2))
    assert agreements.look_after_agreements(timezone.localdate()) == 0


def test_what_has_ended_is_evaluated_and_closed(contact, secretary, city):
    agreement = sign_both(approve(contact, secretary, city, starts_on=date(2026, 4, 1)), contact)
    agreements.end(
        agreement, by=contact, how="counterpart", ended_on=date(2026, 5, 1), reason="Uppsagt av motparten."
    )
    done = agreements.evaluate(
        agreement, by=contact, goals_met="x", effects="x", total_cost=Decimal("1200"), recommendation="x"
    )
    assert (done.matter.status, done.matter.is_open) == ("evaluated", False)


def test_what_the_city_wants_to_end_is_decided_and_not_noted_by_who_answers_for_it(contact, secretary, city):
    agreement = sign_both(approve(contact, secretary, city, starts_on=date(2026, 4, 1)), contact)
    with pytest.raises(ValidationError) as refusal:
        agreements.end(agreement, by=contact, how="city", ended_on=date(2026, 5, 1), reason="Ingen nytta.")
    assert "how" in refusal.value.message_dict
    agreement.matter.refresh_from_db()
    assert agreement.matter.status != "ended"


VERBS = {
    "set_sign_by": lambda a, by: agreements.set_sign_by(a, by=by, sign_by=date(2026, 12, 1)),
    "sign": lambda a, by: agreements.sign(a, by=by, side="city", who="x", signed_on=date(2026, 4, 1)),
}
LATER = {
    "keep_in_force": lambda a, by: agreements.keep_in_force(
        a, by=by, reviewed_on=date(2026, 4, 2), conclusion="x"
    ),
    "end": lambda a, by: agreements.end(a, by=by, how="counterpart", ended_on=date(2026, 4, 2), reason="x"),
    "evaluate": lambda a, by: agreements.evaluate(
        a, by=by, goals_met="x", effects="x", total_cost=Decimal(0), recommendation="x"
    ),
}


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_owners_preparers_do_any_of_it(username, approved, person):
    by = person(username)
    for verb in (VERBS | LATER).values():
        if username in ("contact", "secretary"):
            try:
                verb(approved, by)
            except WrongState:
                continue  # theirs to do, another day
        else:
            with pytest.raises(PermissionDenied):
                verb(approved, by)
    signed = fresh(approved).signed_by_city_on is not None
    assert signed is (username in ("contact", "secretary"))
