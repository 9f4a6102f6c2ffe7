"""A corrected decision moves what it put there, in the same transaction; or it is refused, and says what to do."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from governance import decisions
from governance.errors import AlreadyDecided, WrongState
from governance.models import Decision, Matter
from memberships import actions
from memberships.models import Membership
from reporting.figures import Year
from reporting.figures.memberships import joined

from .conftest import decision_of, make_proposal, send

pytestmark = pytest.mark.django_db


def now(membership: Membership) -> Membership:
    return Membership.objects.select_related("matter__before").get(pk=membership.pk)


def correct(membership: Membership, by, body, outcome: str = "approved", **facts) -> Decision:
    wrong = Decision.objects.standing().filter(matter=membership.pk).order_by("-round").first()
    return decisions.correct(wrong, decision_of(body, outcome, **facts), by=by)


def test_approved_that_was_rejected_makes_no_member(member, secretary, city):
    correct(member, secretary, city("trafiknamnden"), "rejected")
    found = now(member)
    assert (found.matter.status, found.matter.closed_on) == (
        "rejected",
        max(date(2026, 3, 12), found.matter.opened_on),
    )
    assert (found.joined_on, found.next_review_on, found.review_opens_on) == (None, None, None)
    assert (found.matter.starts_on, found.matter.due_on, found.matter.before) == (None, None, None)
    assert not Membership.objects.filter(joined(Year(2026))).exists()


def test_rejected_that_was_approved_makes_a_member(before_body, secretary, city):
    body = city("trafiknamnden")
    actions.decide(before_body, decision_of(body, "rejected"), by=secretary)
    correct(before_body, secretary, body)
    found = now(before_body)
    assert (found.matter.status, found.matter.is_open, found.joined_on) == ("member", True, date(2026, 3, 12))
    assert found.next_review_on == found.matter.due_on == date(2030, 3, 12)


def test_the_beginning_that_was_planned_is_planned_again(contact, secretary, city):
    body = city("trafiknamnden")
    proposal = make_proposal(contact, body, starts_on=date(2026, 3, 1))
    send(proposal, contact)
    actions.decide(proposal, decision_of(body), by=secretary)
    correct(proposal, secretary, body, "referred_back")
    found = now(proposal)
    assert (found.matter.status, found.matter.round, found.matter.starts_on) == (
        "referred_back",
        2,
        date(2026, 3, 1),
    )


def test_what_was_tabled_and_is_corrected_to_approved_is_not_decided_once_more(before_body, secretary, city):
    body = city("trafiknamnden")
    actions.decide(before_body, decision_of(body, "tabled"), by=secretary)
    correct(before_body, secretary, body)
    found = now(before_body)
    assert (found.matter.status, found.matter.round) == ("member", 1)
    for record in (actions.decide, lambda it, entry, by: decisions.record(it.matter, entry, by=by)):
        with pytest.raises(AlreadyDecided):
            record(found, decision_of(body, "rejected", on=date(2026, 4, 2)), by=secretary)
    assert [d.outcome for d in Decision.objects.standing().filter(matter=found.pk)] == ["approved"]


def test_what_was_approved_and_is_corrected_to_tabled_is_decided_the_next_time(member, secretary, city):
    body = city("trafiknamnden")
    correct(member, secretary, body, "tabled")
    found = now(member)
    assert (found.matter.status, found.matter.before, found.matter.round) == ("tabled", body, 2)
    actions.decide(found, decision_of(body, "rejected", on=date(2026, 4, 2)), by=secretary)
    assert now(member).matter.status == "rejected"


def test_an_answer_that_came_later_stays(before_body, secretary, city):
    body = city("trafiknamnden")
    actions.decide(before_body, decision_of(body, "tabled"), by=secretary)
    first = Decision.objects.get()
    actions.decide(before_body, decision_of(body, "rejected", on=date(2026, 4, 2)), by=secretary)
    with pytest.raises(AlreadyDecided, match="2026-04-02"):
        decisions.correct(first, decision_of(body), by=secretary)
    decisions.correct(first, decision_of(body, "tabled", paragraph="15"), by=secretary)
    assert now(before_body).matter.status == "rejected"


def test_the_database_refuses_two_answers_to_one_question(before_body, secretary, city):
    """Whatever the code does: the rows are written here without it."""
    body = city("trafiknamnden")
    actions.decide(before_body, decision_of(body, "tabled"), by=secretary)
    actions.decide(before_body, decision_of(body, "rejected", on=date(2026, 4, 2)), by=secretary)
    tabled, rejected = Decision.objects.order_by("round")
    for wrong in (
        {"round": 3, "supersedes": None},
        {"round": 2, "supersedes": tabled},
        {"round": 1, "supersedes": tabled},
    ):
        copy = Decision.objects.get(pk=rejected.pk)
        copy.pk, copy.outcome = None, "approved"
        for name, value in wrong.items():
            setattr(copy, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)


@pytest.mark.parametrize("deed", ["fee", "post", "representative", "review", "notice"])
def test_a_member_that_has_acted_as_one_is_left_by_a_review(deed, member, contact, secretary, city):
    day = date(2026, 3, 20)
    {
        "fee": lambda: actions.record_fee(member, by=contact, year=2026, amount=Decimal(1)),
        "post": lambda: actions.add_post(member, by=contact, title="Ordförande", holder="Bo", since=day),
        "representative": lambda: actions.add_representative(
            member, by=contact, name="Bo", role="Ombud", since=day
        ),
        "review": lambda: actions.open_review(member, by=contact),
        "notice": lambda: Matter.objects.filter(pk=member.pk).update(status="leaving"),
    }[deed]()
    with pytest.raises(WrongState):
        correct(member, secretary, city("trafiknamnden"), "rejected")
    assert now(member).joined_on == date(2026, 3, 12)
    assert Decision.objects.count() == 1


def test_a_corrected_day_is_the_day_the_membership_begins(member, secretary, contact, city):
    actions.record_fee(member, by=contact, year=2026, amount=Decimal(1))
    correct(member, secretary, city("trafiknamnden"), on=date(2026, 2, 10))
    found = now(member)
    assert found.joined_on == found.matter.starts_on == date(2026, 2, 10)
    assert found.next_review_on == found.matter.due_on == date(2030, 2, 10)
    assert found.review_opens_on == date(2029, 8, 10)


def test_a_beginning_of_its_own_stays_and_is_never_before_the_decision(contact, secretary, city):
    body = city("trafiknamnden")
    proposal = make_proposal(contact, body, starts_on=date(2026, 4, 1))
    send(proposal, contact)
    actions.decide(proposal, decision_of(body), by=secretary)
    actions.join(proposal, by=contact, joined_on=date(2026, 4, 3))
    correct(proposal, secretary, body, on=date(2026, 3, 30))
    assert now(proposal).joined_on == date(2026, 4, 3)
    with pytest.raises(WrongState):
        correct(proposal, secretary, body, on=date(2026, 4, 10))
    with pytest.raises(WrongState):
        correct(proposal, secretary, body, "rejected")


@pytest.fixture
def review(member, contact, secretary, city):
    made = actions.open_review(member, by=contact, due_on=date(2026, 6, 1))
    answers = dict.fromkeys(("goals", "influence", "knowledge", "money", "alternative", "reasons"), "Ja.")
    actions.answer_review(made, made.matter.version, by=contact, recommendation="continue", **answers)
    actions.send_review_for_decision(made, by=contact)
    actions.decide_review(made, decision_of(city("trafiknamnden"), on=date(2026, 5, 7)), by=secretary)
    return made


def test_a_corrected_day_of_a_review_moves_the_next(review, member, secretary, city):
    wrong = Decision.objects.get(matter=review.pk)
    decisions.correct(wrong, decision_of(city("trafiknamnden"), on=date(2026, 5, 21)), by=secretary)
    review.refresh_from_db()
    found = now(member)
    assert review.decided_on == found.last_reviewed_on == date(2026, 5, 21)
    assert found.next_review_on == found.matter.due_on == date(2030, 5, 21)


def test_what_followed_from_a_review_is_not_taken_back(review, secretary, city):
    wrong = Decision.objects.get(matter=review.pk)
    with pytest.raises(WrongState):
        decisions.correct(
            wrong, decision_of(city("trafiknamnden"), "rejected", on=date(2026, 5, 7)), by=secretary
        )


def test_a_correction_that_cannot_be_carried_out_is_told_at_the_field(member, contact, client_of):
    actions.record_fee(member, by=contact, year=2026, amount=Decimal(1))
    url = reverse("decision_correct", args=[member.matter.number, Decision.objects.get().pk])
    data = {
        "outcome": "rejected",
        "form": "meeting",
        "decided_on": "2026-03-12",
        "paragraph": "14",
        "wording": "Nej.",
    }
    answer = client_of("secretary").post(url, data)
    assert answer.status_code == 422
    assert "outcome" in answer.context["form"].errors
    assert "Nej." in answer.content.decode()


def test_a_correction_is_of_the_body_that_decided(member, other_secretary, city):
    with pytest.raises(PermissionDenied, match="trafiknämnden"):
        decisions.correct(
            Decision.objects.get(), decision_of(city("miljo-och-halsoskyddsnamnden")), by=other_secretary
        )
