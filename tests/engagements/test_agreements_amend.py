"""An amendment is a new question of the same matter, decided by the body of the ruling and kept as a version."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from engagements.actions import agreements
from engagements.models import Agreement
from governance import decisions
from governance.errors import AlreadyDecided, RefusedByRule, WrongState
from governance.models import Notice
from tests.factories import PERSONAS
from tests.governance.test_page_costs import queries

from .agreements import COMPLETE, decision_of, fresh, in_force, make_agreement

pytestmark = pytest.mark.django_db
LONGER = date(2032, 8, 31)
DECIDED = date(2026, 6, 11)


@pytest.fixture
def standing(contact, secretary, city) -> Agreement:
    return in_force(contact, secretary, city)


def propose(agreement: Agreement, by, reasons: str = "Mer att utbyta.", **changed):
    terms = {
        "exchange": COMPLETE["exchange"],
        "ends_on": COMPLETE["ends_on"],
        "notice_months": None,
        "cost_per_year": None,
    }
    return agreements.propose_amendment(agreement, by=by, reasons=reasons, **{**terms, **changed})


def decide(agreement: Agreement, city, by, outcome: str = "approved", on: date = DECIDED):
    return agreements.decide(agreement, decision_of(city("trafiknamnden"), outcome, on=on), by=by)


def numbered(agreement: Agreement) -> list[tuple]:
    return list(agreement.versions.order_by("pk").values_list("number", "status"))


def test_it_lies_before_the_body_of_the_ruling_as_a_new_question(standing, contact, city):
    propose(standing, contact, cost_per_year=40_000)
    now = fresh(standing)
    assert (now.matter.status, now.matter.round) == ("amending", 2)
    assert now.matter.before == city("trafiknamnden")
    assert now.cost_per_year is None
    assert Notice.objects.filter(key__startswith=f"before:{now.matter.number}:2").exists()


def test_an_approved_one_applies_and_the_old_terms_can_be_read(standing, contact, secretary, city, client_of):
    propose(standing, contact, ends_on=LONGER, cost_per_year=40_000)
    decide(standing, city, secretary)
    now = fresh(standing)
    assert (now.matter.status, now.matter.ends_on, now.cost_per_year) == ("in_force", LONGER, 40_000)
    assert numbered(now) == [(1, "former"), (2, "standing")]
    first = now.versions.get(number=1)
    assert (first.ends_on, first.cost_per_year) == (COMPLETE["ends_on"], None)
    text = client_of(contact).get(reverse("engagements:agreement_versions", args=[now.matter.number]))
    assert "2028-08-31" in text.content.decode()
    assert "2032-08-31" in text.content.decode()


@pytest.mark.parametrize(
    ("outcome", "status", "version"),
    [
        ("rejected", "in_force", "rejected"),
        ("referred_back", "in_force", "returned"),
        ("tabled", "amending", "proposed"),
    ],
)
def test_what_is_not_approved_changes_nothing(outcome, status, version, standing, contact, secretary, city):
    propose(standing, contact, ends_on=LONGER)
    decide(standing, city, secretary, outcome)
    now = fresh(standing)
    assert (now.matter.status, now.matter.ends_on) == (status, COMPLETE["ends_on"])
    assert numbered(now) == [(1, "standing"), (None, version)]
    assert (now.matter.before is not None) is (outcome == "tabled")


def test_what_was_referred_back_comes_back_as_it_was_written(standing, contact, secretary, city, client_of):
    propose(standing, contact, exchange="Fyra utbyten om året.")
    decide(standing, city, secretary, "referred_back")
    url = reverse("engagements:amend_agreement", args=[standing.matter.number])
    assert "Fyra utbyten om året." in client_of(contact).get(url).content.decode()
    propose(fresh(standing), contact, exchange="Tre utbyten om året.")
    decide(standing, city, secretary, on=date(2026, 7, 1))
    assert fresh(standing).exchange == "Tre utbyten om året."
    assert numbered(standing) == [(1, "former"), (None, "returned"), (2, "standing")]


def test_a_longer_term_is_asked_as_a_renewal_and_another_cost_is_not(standing, contact, secretary, city):
    propose(standing, contact, ends_on=LONGER)
    assert fresh(standing).matter.facts["renewal"] is True
    decide(standing, city, secretary)
    propose(fresh(standing), contact, ends_on=LONGER, cost_per_year=1)
    assert "renewal" not in fresh(standing).matter.facts


def test_an_amendment_during_a_review_returns_to_it(standing, contact, secretary, city):
    agreements.open_review(standing, by=contact, why="x")
    due = fresh(standing).matter.due_on
    propose(fresh(standing), contact, ends_on=LONGER)
    decide(standing, city, secretary)
    now = fresh(standing)
    assert (now.matter.status, now.matter.due_on) == ("under_review", due)


def test_it_is_taken_back_before_it_is_decided(standing, contact, secretary, city):
    propose(standing, contact, ends_on=LONGER)
    agreements.withdraw_amendment(standing, by=contact)
    now = fresh(standing)
    assert (now.matter.status, now.matter.before) == ("in_force", None)
    assert "renewal" not in now.matter.facts
    with pytest.raises((WrongState, AlreadyDecided)):
        decide(standing, city, secretary)
    propose(now, contact, cost_per_year=5)
    decide(standing, city, secretary)
    assert numbered(standing) == [(1, "former"), (None, "withdrawn"), (2, "standing")]


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        (None, {}),
        ("exchange", {"exchange": " "}),
        ("ends_on", {"ends_on": None}),
        ("ends_on", {"ends_on": date(2026, 1, 1)}),
    ],
)
def test_terms_that_are_none_are_refused_at_their_field(field, changed, standing, contact):
    with pytest.raises(ValidationError) as refusal:
        propose(standing, contact, **changed)
    assert field is None or field in refusal.value.message_dict
    assert not standing.versions.exists()


def test_only_what_is_in_force_is_amended_and_only_by_one_amendment(standing, contact, city):
    with pytest.raises(WrongState):
        propose(
            make_agreement(contact, city("trafiknamnden"), name="Söderköping (exempel)"),
            contact,
            cost_per_year=1,
        )
    propose(standing, contact, cost_per_year=1)
    for verb in (
        lambda: propose(standing, contact, cost_per_year=2),
        lambda: agreements.end(standing, by=contact, how="counterpart", ended_on=DECIDED, reason="x"),
    ):
        with pytest.raises(WrongState):
            verb()


def test_the_register_does_not_end_what_waits_for_a_longer_term(standing, contact, secretary, city):
    propose(standing, contact, ends_on=LONGER)
    after = date(2028, 9, 1)
    agreements.look_after_agreements(after)
    assert fresh(standing).matter.status == "amending"
    decide(standing, city, secretary, "rejected")
    agreements.look_after_agreements(after)
    assert fresh(standing).matter.status == "ended"


@pytest.mark.parametrize(
    ("wrong", "right", "last_day", "versions"),
    [
        ("approved", "rejected", COMPLETE["ends_on"], [(1, "standing"), (None, "rejected")]),
        ("rejected", "approved", LONGER, [(1, "former"), (2, "standing")]),
        ("tabled", "approved", LONGER, [(1, "former"), (2, "standing")]),
        ("approved", "referred_back", COMPLETE["ends_on"], [(1, "standing"), (None, "returned")]),
    ],
)
def test_a_corrected_outcome_moves_the_terms(
    wrong, right, last_day, versions, standing, contact, secretary, city
):
    propose(standing, contact, ends_on=LONGER)
    decision = decide(standing, city, secretary, wrong)
    decisions.correct(decision, decision_of(city("trafiknamnden"), right, on=DECIDED), by=secretary)
    now = fresh(standing)
    assert (now.matter.status, now.matter.ends_on) == ("in_force", last_day)
    assert numbered(now) == versions


def test_a_corrected_day_moves_the_day_the_terms_apply_from(standing, contact, secretary, city):
    propose(standing, contact, ends_on=LONGER)
    decision = decide(standing, city, secretary)
    decisions.correct(decision, decision_of(city("trafiknamnden"), on=date(2026, 6, 12)), by=secretary)
    assert standing.versions.get(number=2).since == date(2026, 6, 12)


def test_what_has_been_amended_since_is_not_corrected_away(standing, contact, secretary, city):
    propose(standing, contact, ends_on=LONGER)
    decision = decide(standing, city, secretary)
    propose(fresh(standing), contact, ends_on=LONGER, cost_per_year=1)
    with pytest.raises(WrongState):
        decisions.correct(decision, decision_of(city("trafiknamnden"), "rejected", on=DECIDED), by=secretary)
    assert fresh(standing).matter.ends_on == LONGER


def test_a_city_wide_one_goes_to_the_executive_board_and_no_other_records_it(
    contact, secretary, board_secretary, city, client_of
):
    draft = make_agreement(contact, city("trafiknamnden"), scope="city_wide", starts_on=date(2026, 4, 1))
    agreements.send_for_decision(draft, by=contact)
    agreements.decide(draft, decision_of(city("kommunstyrelsen")), by=board_secretary)
    for side in ("city", "counterpart"):
        agreements.sign(draft, by=contact, side=side, who="x", signed_on=date(2026, 4, 1))
    propose(fresh(draft), contact, cost_per_year=1)
    assert fresh(draft).matter.before == city("kommunstyrelsen")
    with pytest.raises(RefusedByRule):
        decide(draft, city, secretary)
    page = client_of("secretary").get(reverse("engagements:decide_agreement", args=[draft.matter.number]))
    assert "Kommunstyrelsen" in page.content.decode()
    agreements.decide(draft, decision_of(city("kommunstyrelsen"), on=DECIDED), by=board_secretary)
    assert fresh(draft).cost_per_year == 1


def test_the_form_leads_to_the_body_and_the_page_tells_what_is_proposed(standing, contact, client_of):
    client, number = client_of(contact), standing.matter.number
    entered = {"reasons": "Fler utbyten behövs.", "exchange": "Fyra utbyten.", "ends_on": "2028-08-31"}
    url = reverse("engagements:amend_agreement", args=[number])
    assert client.post(url, entered | {"ends_on": ""}).status_code == 422
    assert client.post(url, entered).status_code == 302
    page = client.get(standing.get_absolute_url()).content.decode()
    assert reverse("engagements:withdraw_amendment", args=[number]) in page
    versions = client.get(reverse("engagements:agreement_versions", args=[number])).content.decode()
    assert "Fler utbyten behövs." in versions
    assert client.post(reverse("engagements:withdraw_amendment", args=[number])).status_code == 302
    assert fresh(standing).matter.status == "in_force"


def test_the_pages_cost_the_same_for_two_versions_and_for_five(standing, contact, secretary, city, client_of):
    client = client_of(contact)
    pages = (
        standing.get_absolute_url(),
        reverse("engagements:agreement_versions", args=[standing.matter.number]),
    )

    def amend(times: int, since: int) -> list[int]:
        for n in range(since, since + times):
            propose(fresh(standing), contact, cost_per_year=n)
            decide(standing, city, secretary, on=date(2026, 6, n))
        return [queries(client, url) for url in pages]

    assert amend(1, 1) == amend(3, 2)


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_owners_preparers_propose_and_withdraw_it(username, standing, contact, person):
    by = person(username)
    if username in ("contact", "secretary"):
        propose(standing, by, cost_per_year=1)
        agreements.withdraw_amendment(standing, by=by)
        return
    with pytest.raises(PermissionDenied):
        propose(standing, by, cost_per_year=1)
    propose(standing, contact, cost_per_year=1)
    with pytest.raises(PermissionDenied):
        agreements.withdraw_amendment(standing, by=by)
