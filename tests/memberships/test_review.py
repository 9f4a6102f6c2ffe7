"""A review is answered with evidence, decided by the body of the ruling, and sets the next date."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from engagements.actions import tie
from governance import matters
from governance.errors import RefusedByRule, StaleVersion, WrongState
from governance.models import Matter, SecrecyGrant
from memberships import actions, evidence
from memberships.models import Membership, MembershipReview
from tests.factories import PERSONAS

from .conftest import decision_of, joined, make_proposal

pytestmark = pytest.mark.django_db
ANSWERS = {
    "goals": "Yes.",
    "influence": "A common statement.",
    "knowledge": "Two methods.",
    "money": "Within the budget.",
    "alternative": "None.",
    "reasons": "All in all.",
}


@pytest.fixture
def review(member, contact) -> MembershipReview:
    joined(member, date(2022, 6, 1))
    opened = next(iter(actions.flag_due_reviews(today=date(2026, 1, 1))))
    return MembershipReview.objects.select_related("matter", "membership__matter").get(pk=opened.pk)


def answered(review: MembershipReview, by, recommendation="continue") -> MembershipReview:
    version = Matter.objects.get(pk=review.pk).version
    return actions.answer_review(review, version, by=by, recommendation=recommendation, **ANSWERS)


def before(review: MembershipReview, by, recommendation="continue") -> MembershipReview:
    answered(review, by, recommendation)
    return actions.send_review_for_decision(review, by=by)


def test_a_secret_review_is_listed_only_for_those_let_in(review, client_of, contact):
    Matter.objects.filter(pk=review.pk).update(secrecy_ground="OSL 18:1", secrecy_marked_on=date(2026, 1, 1))
    url = reverse("memberships:detail", args=[review.membership.matter.number])
    assert client_of("contact").get(url).context["reviews"] == []
    SecrecyGrant.objects.create(matter=review.matter, person=contact, granted_by=contact)
    assert client_of("contact").get(url).context["reviews"] == [review]


def test_continue_sets_the_next_date_from_the_decision(review, contact, secretary, city):
    before(review, contact)
    actions.decide_review(review, decision_of(city("trafiknamnden"), on=date(2026, 4, 16)), by=secretary)
    done = MembershipReview.objects.select_related("matter").get(pk=review.pk)
    membership = Membership.objects.select_related("matter").get(pk=review.membership_id)
    assert (done.is_open, done.result, done.decided_on) == (False, "continue", date(2026, 4, 16))
    assert (done.matter.status, done.matter.closed_on) == ("continued", date(2026, 4, 16))
    assert membership.last_reviewed_on == date(2026, 4, 16)
    assert membership.next_review_on == membership.matter.due_on == date(2030, 4, 16)
    assert actions.flag_due_reviews(today=date(2029, 10, 15)).count == 0
    assert actions.flag_due_reviews(today=date(2029, 10, 16)).count == 1


def test_leave_asks_who_decides_on_leaving_and_ends_in_left(review, contact, secretary, city):
    before(review, contact, "leave")
    assert Matter.objects.get(pk=review.pk).facts["act"] == "leave_membership"
    actions.decide_review(review, decision_of(city("trafiknamnden"), on=date(2026, 4, 16)), by=secretary)
    membership = Membership.objects.get(pk=review.membership_id)
    actions.add_post(membership, by=contact, title="Chair", holder="A", since=date(2024, 1, 1))
    assert membership.next_review_on is None
    actions.give_notice(membership, by=contact, given_on=date(2026, 5, 1), ends_on=date(2026, 12, 31))
    assert Matter.objects.get(pk=membership.pk).status == "leaving"
    actions.leave(membership, by=contact, left_on=date(2026, 12, 31), reason="Decided.")
    membership = Membership.objects.select_related("matter").get(pk=membership.pk)
    assert (membership.matter.status, membership.left_on) == ("left", date(2026, 12, 31))
    assert not membership.matter.is_open
    assert [post.until for post in membership.posts.all()] == [date(2026, 12, 31)]


def test_notice_needs_a_decision_to_leave(member, contact):
    with pytest.raises(WrongState):
        actions.give_notice(member, by=contact, given_on=date(2026, 5, 1), ends_on=date(2026, 12, 31))


def test_a_body_that_rejects_leaving_stays(review, contact, secretary, city):
    before(review, contact, "leave")
    actions.decide_review(review, decision_of(city("trafiknamnden"), "rejected"), by=secretary)
    assert MembershipReview.objects.get(pk=review.pk).result == "continue"
    assert Membership.objects.get(pk=review.membership_id).next_review_on == date(2030, 3, 12)


def test_a_body_that_rejects_continuing_must_say_what_it_decided_instead(review, contact, secretary, city):
    before(review, contact)
    rejected = decision_of(city("trafiknamnden"), "rejected")
    with pytest.raises(WrongState):
        actions.decide_review(review, rejected, by=secretary)
    actions.decide_review(review, rejected, by=secretary, result="leave")
    assert Matter.objects.get(pk=review.pk).status == "ended"


def test_referred_back_is_answered_again_and_gets_a_second_decision(review, contact, secretary, city):
    before(review, contact)
    actions.decide_review(review, decision_of(city("trafiknamnden"), "referred_back"), by=secretary)
    assert Matter.objects.get(pk=review.pk).status == "referred_back"
    before(review, contact, "change")
    actions.decide_review(review, decision_of(city("trafiknamnden"), on=date(2026, 5, 7)), by=secretary)
    assert Matter.objects.get(pk=review.pk).decisions.count() == 2
    assert MembershipReview.objects.get(pk=review.pk).result == "change"


def test_unanswered_it_cannot_be_sent(review, contact):
    actions.answer_review(
        review, review.matter.version, by=contact, recommendation="", **{**ANSWERS, "money": " "}
    )
    with pytest.raises(ValidationError) as refusal:
        actions.send_review_for_decision(review, by=contact)
    assert sorted(refusal.value.message_dict) == ["money", "recommendation"]


def test_two_who_answer_at_once_do_not_overwrite_each_other(review, contact, secretary):
    version = review.matter.version
    actions.answer_review(review, version, by=secretary, recommendation="leave", **ANSWERS)
    with pytest.raises(StaleVersion):
        actions.answer_review(review, version, by=contact, recommendation="continue", **ANSWERS)


def test_the_evidence_is_fees_posts_people_dealings_decisions_and_overlaps(
    review, contact, other_contact, city
):
    membership = Membership.objects.select_related("organisation").get(pk=review.membership_id)
    for year in (2020, 2024, 2025):
        actions.record_fee(membership, by=contact, year=year, amount=Decimal(10_000))
    actions.add_post(
        membership, by=contact, title="Chair", holder="A", since=date(2015, 1, 1), until=date(2016, 1, 1)
    )
    actions.add_post(membership, by=contact, title="Member", holder="B", since=date(2025, 1, 1))
    actions.add_representative(membership, by=contact, name="C", role="Contact", since=None)
    visit = matters.open_matter(
        "visit",
        by=contact,
        body=city("trafiknamnden"),
        title="A visit",
        status="received",
        opened_on=date(2025, 5, 1),
    )
    tie(visit, membership.organisation)
    make_proposal(other_contact, city("miljo-och-halsoskyddsnamnden"))
    found = evidence.of(membership, date(2026, 6, 1))
    assert [fee.year for fee in found.fees] == [2025, 2024]
    assert found.fees_sum == Decimal(20_000)
    assert [post.holder for post in found.posts] == ["B"]
    assert [person.name for person in found.representatives] == ["C"]
    assert found.visits == [visit]
    assert [decision.outcome for decision in found.decisions] == ["approved"]
    assert [forum.body for forum in found.overlapping] == ["Miljö- och hälsoskyddsnämnden"]
    answered(review, contact)
    sent = actions.send_review_for_decision(review, by=contact)
    assert sent.evidence["visits"] == [visit.number]


def test_a_decided_review_shows_the_evidence_that_the_body_had(review, contact, secretary, client_of, city):
    membership = Membership.objects.get(pk=review.membership_id)
    actions.record_fee(membership, by=contact, year=2025, amount=Decimal(10_000))
    actions.add_post(membership, by=contact, title="Member", holder="B", since=date(2025, 1, 1))
    answered(review, contact)
    sent = actions.send_review_for_decision(review, by=contact)
    before = evidence.kept(sent)
    actions.decide_review(sent, decision_of(city("trafiknamnden")), by=secretary)
    actions.record_fee(membership, by=contact, year=2026, amount=Decimal(99_000))
    shown = client_of("contact").get(sent.get_absolute_url()).context["evidence"]
    assert (shown.day, shown.since, shown.fees_sum) == (before.day, before.since, Decimal(10_000))
    assert [(post.title, post.since) for post in shown.posts] == [("Member", date(2025, 1, 1))]
    assert [decision.matter_id for decision in shown.decisions] == [membership.pk]


def test_a_second_review_is_not_opened_beside_an_open_one(review, contact):
    with pytest.raises(WrongState):
        actions.open_review(review.membership, by=contact)


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_bodys_own_answer_and_send(username, review, contact, person):
    by = person(username)
    if username in ("contact", "secretary"):
        before(review, by)
        return
    with pytest.raises(PermissionDenied):
        answered(review, by)
    answered(review, contact)
    with pytest.raises(PermissionDenied):
        actions.send_review_for_decision(review, by=by)


@pytest.mark.parametrize("scope", ["own_operation", "several_bodies", "city_wide"])
@pytest.mark.parametrize("recommendation", ["continue", "leave"])
def test_the_body_of_the_ruling_decides_the_review_and_no_other(
    scope, recommendation, contact, city, secretary, board_secretary, council_secretary
):
    proposal = make_proposal(contact, city("trafiknamnden"), scope=scope, kind="organisation")
    Matter.objects.filter(pk=proposal.pk).update(status="member")
    joined(proposal, date(2022, 6, 1))
    review = before(next(iter(actions.flag_due_reviews(today=date(2026, 1, 1)))), contact, recommendation)
    secretaries = {
        "own_operation": ("trafiknamnden", secretary),
        "several_bodies": ("kommunstyrelsen", board_secretary),
        "city_wide": ("kommunfullmaktige", council_secretary),
    }
    for other in set(secretaries) - {scope}:
        slug, by = secretaries[other]
        with pytest.raises(RefusedByRule):
            actions.decide_review(review, decision_of(city(slug)), by=by)
    slug, by = secretaries[scope]
    decision = actions.decide_review(review, decision_of(city(slug)), by=by)
    assert decision.section is None  # the strategy is silent: a default, shown as one
    assert MembershipReview.objects.get(pk=review.pk).result == recommendation


def test_an_overdue_review_is_red_wherever_it_is_listed(member, contact, client_of):
    joined(member, date(2020, 6, 1))
    actions.flag_due_reviews()
    number = Matter.objects.get(pk=member.pk).number
    review = MembershipReview.objects.get().matter.number
    pages = [
        "/medlemskap/",
        "/medlemskap/omprovningar/",
        f"/medlemskap/{number}/",
        f"/medlemskap/omprovningar/{review}/",
    ]
    for page in pages:
        text = client_of(contact).get(page).content.decode()
        assert "deadline-late" in text, page
        assert "is-late" in text or "notice-danger" in text, page
    assert timezone.localdate() > date(2024, 6, 1)


def test_without_a_known_beginning_the_last_four_years_are_read(review, contact):
    membership = Membership.objects.select_related("organisation").get(pk=review.membership_id)
    membership.joined_on = membership.last_reviewed_on = None
    actions.record_fee(membership, by=contact, year=2025, amount=Decimal(10_000))
    found = evidence.of(membership, date(2026, 6, 1))
    assert found.since == date(2022, 1, 1)
    assert found.fees_sum == Decimal(10_000)


def test_an_answered_review_says_what_it_still_lacks(review, contact, client_of):
    actions.answer_review(
        review, review.matter.version, by=contact, **ANSWERS | {"recommendation": "leave", "reasons": ""}
    )
    page = client_of("contact").get(review.matter.get_absolute_url()).content.decode()
    assert "Vad som saknas" in page
    assert "Skäl: " in page


def test_a_late_review_names_whose_turn_it_is(review, contact, client_of):
    client, url = client_of("coordinator"), review.matter.get_absolute_url()

    def named() -> str:
        page = client.get(url).content.decode()
        assert 'id="who-acts"' in page
        return page[page.index('id="who-acts"') :].split("</ul>")[0]

    MembershipReview.objects.filter(pk=review.pk).update(due_on=timezone.localdate())
    assert 'id="who-acts"' not in client.get(url).content.decode()
    MembershipReview.objects.filter(pk=review.pk).update(due_on=date(2020, 1, 1))
    Matter.objects.filter(pk=review.pk).update(responsible=contact)
    assert contact.name in named()
    assert "handläggare, Trafiknämnden" in named()
    Matter.objects.filter(pk=review.pk).update(responsible=None)
    assert contact.name in named()
    assert "Sam Sekreterare" not in named()
    contact.appointments.update(until=date(2020, 1, 1))
    assert "Sam Sekreterare" in named()  # who may, where there is no contact person


def test_a_late_review_before_the_body_names_its_secretary(review, contact, client_of):
    before(review, contact)
    MembershipReview.objects.filter(pk=review.pk).update(due_on=date(2020, 1, 1))
    page = client_of("coordinator").get(review.matter.get_absolute_url()).content.decode()
    assert "Sam Sekreterare" in page[page.index('id="who-acts"') :].split("</ul>")[0]


def test_evidence_without_a_fee_does_not_say_that_it_cost_nothing(review, contact, client_of):
    url = review.matter.get_absolute_url()
    assert "ingen avgift registrerad" in client_of("contact").get(url).content.decode()
    membership = Membership.objects.select_related("organisation").get(pk=review.membership_id)
    actions.record_fee(membership, by=contact, year=timezone.localdate().year, amount=Decimal(0))
    page = client_of("contact").get(url).content.decode()
    assert "ingen avgift registrerad" not in page
