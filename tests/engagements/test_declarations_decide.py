"""Whoever the ruling names decides, the right secretary records it, and the declaration moves there."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from engagements.actions import declarations as actions
from engagements.models import Declaration
from governance import decisions
from governance.errors import AlreadyDecided, RefusedByRule, WrongState
from governance.models import Body, Decision, Matter, Notice, Office
from tests.engagements.declaration_rows import (
    BURDEN,
    decided_by,
    decided_by_the_mayor,
    make_declaration,
    make_joined,
)
from tests.factories import appoint, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def mayors(contact, city) -> Declaration:
    """One without a burden, before the preparatory committee."""
    return actions.send_for_decision(make_declaration(contact, city("trafiknamnden")), by=contact)


@pytest.fixture
def committees(contact, city) -> Declaration:
    """One with a burden in the committee's own operation."""
    return actions.send_for_decision(make_declaration(contact, city("trafiknamnden"), **BURDEN), by=contact)


def test_the_mayors_decision_joins_and_is_listed_for_notification(mayors, ib_secretary, mayor, contact):
    decision = actions.decide(mayors, decided_by_the_mayor(), by=ib_secretary)
    joined = Declaration.objects.select_related("matter").get()
    assert (joined.matter.status, joined.joined_on) == ("joined", date(2026, 3, 12))
    assert joined.next_review_on == joined.matter.due_on == date(2030, 3, 12)
    assert joined.matter.before is None
    assert (decision.form, decision.delegate, decision.section.number) == ("delegated", mayor, "5")
    assert decision.power_source == "Internationella strategin 2016, avsnitt 5"
    assert list(Decision.objects.to_notify()) == [decision]
    assert Notice.objects.filter(person=contact, key__startswith="decided:").exists()


def test_until_the_board_is_notified(mayors, ib_secretary, board_secretary):
    decision = actions.decide(mayors, decided_by_the_mayor(), by=ib_secretary)
    decisions.add_event(decision, "notified", by=board_secretary, day=date(2026, 4, 1), paragraph="9")
    assert not Decision.objects.to_notify()


@pytest.mark.parametrize("scope", ["own_operation", "several_bodies", "city_wide"])
@pytest.mark.parametrize("adds", [True, False])
def test_one_secretary_records_and_every_other_is_refused_with_the_section(scope, adds, contact, city):
    burden = BURDEN if adds else {}
    proposal = make_declaration(contact, city("trafiknamnden"), scope=scope, **burden)
    actions.send_for_decision(proposal, by=contact)
    expected = "trafiknamnden" if adds and scope == "own_operation" else "kommunstyrelsen"
    for body in Body.objects.exclude(slug=expected):
        wrong = make_person(f"wrong-{body.slug}", "Fel Person", [(body.slug, Office.Role.SECRETARY)])
        with pytest.raises(RefusedByRule) as refusal:
            actions.decide(proposal, decided_by(body), by=wrong)
        assert "avsnitt 5" in refusal.value.ruling.explanation("sv")
    right = make_person("right", "Rätt Person", [(expected, Office.Role.SECRETARY)])
    actions.decide(proposal, decided_by(city(expected)), by=right)
    assert Matter.objects.get(pk=proposal.pk).status == "joined"


def test_what_adds_a_burden_is_not_the_mayors(contact, city, ib_secretary, board_secretary):
    proposal = make_declaration(contact, city("trafiknamnden"), scope="city_wide", **BURDEN)
    actions.send_for_decision(proposal, by=contact)
    with pytest.raises(PermissionDenied):
        actions.decide(proposal, decided_by_the_mayor(), by=ib_secretary)
    with pytest.raises(RefusedByRule):
        actions.decide(proposal, decided_by_the_mayor(), by=board_secretary)
    assert not Decision.objects.exists()


def test_only_the_mayor_of_that_day_has_the_power(mayors, ib_secretary, head):
    appoint(head, "kommunstyrelsen", Office.Role.HEAD)
    record = decided_by_the_mayor()
    object.__setattr__(record, "delegate", head)
    with pytest.raises(RefusedByRule):
        actions.decide(mayors, record, by=ib_secretary)


@pytest.mark.parametrize(
    "username",
    "contact other_contact secretary council_secretary mayor coordinator head auditor newcomer".split(),
)
def test_nobody_else_records_what_the_mayor_decided(username, mayors, person):
    with pytest.raises(PermissionDenied):
        actions.decide(mayors, decided_by_the_mayor(), by=person(username))
    assert Matter.objects.get(pk=mayors.pk).status == "before_body"


@pytest.mark.parametrize(
    ("outcome", "status", "before", "is_open"),
    [
        ("rejected", "declined", None, False),
        ("tabled", "tabled", "internationella-beredningen", True),
        ("referred_back", "referred_back", None, True),
    ],
)
def test_any_other_outcome_moves_it_where_it_belongs(outcome, status, before, is_open, mayors, ib_secretary):
    actions.decide(mayors, decided_by_the_mayor(outcome), by=ib_secretary)
    matter = Matter.objects.select_related("before").get(pk=mayors.pk)
    assert (matter.status, matter.before.slug if matter.before else None) == (status, before)
    assert matter.is_open is is_open


def test_who_comes_second_is_told_who_was_first(committees, secretary, city):
    actions.decide(committees, decided_by(city("trafiknamnden")), by=secretary)
    with pytest.raises(AlreadyDecided, match="2026-03-12"):
        actions.decide(committees, decided_by(city("trafiknamnden"), "rejected"), by=secretary)


def test_a_corrected_outcome_moves_it(committees, secretary, city):
    decision = actions.decide(committees, decided_by(city("trafiknamnden")), by=secretary)
    decisions.correct(decision, decided_by(city("trafiknamnden"), "rejected"), by=secretary)
    declaration = Declaration.objects.select_related("matter").get()
    assert (declaration.matter.status, declaration.joined_on, declaration.next_review_on) == (
        "declined",
        None,
        None,
    )
    assert not declaration.matter.is_open


def test_a_corrected_day_moves_the_joining_and_the_review(committees, secretary, city):
    decision = actions.decide(committees, decided_by(city("trafiknamnden")), by=secretary)
    decisions.correct(decision, decided_by(city("trafiknamnden"), on=date(2026, 3, 19)), by=secretary)
    declaration = Declaration.objects.select_related("matter").get()
    assert (declaration.joined_on, declaration.matter.starts_on) == (date(2026, 3, 19), date(2026, 3, 19))
    assert declaration.next_review_on == declaration.matter.due_on == date(2030, 3, 19)


def test_what_has_been_built_upon_is_not_taken_back(committees, secretary, contact, city):
    decision = actions.decide(committees, decided_by(city("trafiknamnden")), by=secretary)
    actions.sign(committees, by=contact, signer="Bo", signed_on=date(2026, 4, 1))
    for corrected in (
        decided_by(city("trafiknamnden"), "rejected"),
        decided_by(city("trafiknamnden"), on=date(2026, 5, 1)),
    ):
        with pytest.raises(WrongState):
            decisions.correct(decision, corrected, by=secretary)
    assert Declaration.objects.get().joined_on == date(2026, 3, 12)


def test_the_page_begins_as_the_ruling_says_and_offers_the_committee_nothing_else(mayors, client_of, mayor):
    address = reverse("engagements:decide_declaration", args=[mayors.matter.number])
    form = client_of("ib_secretary").get(address).context["form"]
    assert [value for value, _words in form.fields["form"].choices] == ["delegated"]
    assert form["delegate"].value() == mayor.pk
    assert "avsnitt 5" in form["power_source"].value()
    typed = {
        "outcome": "approved",
        "form": "delegated",
        "decided_on": "2026-03-12",
        "delegate": mayor.pk,
        "power_source": form["power_source"].value(),
        "wording": "Staden ansluter sig.",
    }
    assert (
        client_of("ib_secretary").post(address, {**typed, "form": "meeting", "paragraph": "1"}).status_code
        == 422
    )
    assert client_of("ib_secretary").post(address, typed).status_code == 302
    assert Decision.objects.get().delegate == mayor


def test_the_wrong_secretary_reads_why_and_is_refused(mayors, client_of):
    address = reverse("engagements:decide_declaration", args=[mayors.matter.number])
    page = client_of("secretary").get(address)
    assert 'name="outcome"' not in page.content.decode()
    assert "avsnitt 5" in page.content.decode()
    refused = client_of("secretary").post(address, {"outcome": "approved"})
    assert refused.status_code == 403
    assert "avsnitt 5" in refused.content.decode()


def test_nobody_signs_reviews_or_ends_before_the_city_has_joined(mayors, contact, city):
    today = timezone.localdate()
    for verb in (
        lambda thing, day: actions.sign(thing, by=contact, signer="Bo", signed_on=day),
        lambda thing, day: actions.note_review(thing, by=contact, reviewed_on=day, result="x"),
        lambda thing, day: actions.end(thing, by=contact, ended_on=day, reason="x"),
    ):
        with pytest.raises(WrongState):
            verb(mayors, today)
        joined = make_joined(contact, city("trafiknamnden"))
        for day in (date(2026, 3, 11), today + timedelta(days=1)):
            with pytest.raises(ValidationError):
                verb(joined, day)


def test_a_review_is_noted_and_the_next_counted_from_it(contact, city):
    joined = make_joined(contact, city("trafiknamnden"), on=date(2020, 3, 12))
    assert joined.next_review_on == date(2024, 3, 12)
    reviewed = actions.note_review(joined, by=contact, reviewed_on=date(2026, 5, 4), result="Fortsätt.")
    assert reviewed.next_review_on == reviewed.matter.due_on == date(2030, 5, 4)
    assert "Fortsätt." in reviewed.note


@pytest.mark.parametrize(("leaves", "status"), [(False, "ended"), (True, "left")])
def test_it_ends_with_a_reason(leaves, status, contact, city):
    ended = actions.end(
        make_joined(contact, city("trafiknamnden")),
        by=contact,
        ended_on=date(2026, 6, 1),
        reason="Texten gäller inte längre.",
        leaves=leaves,
    )
    assert (ended.matter.status, ended.matter.is_open, ended.ended_reason) == (
        status,
        False,
        "Texten gäller inte längre.",
    )


def test_what_the_city_has_joined_is_a_line_for_all_and_a_file_for_some(contact, city, client_of):
    joined = make_joined(contact, city("trafiknamnden"))
    make_declaration(contact, city("trafiknamnden"), title="Bara ett förslag (exempel)")
    page = client_of("other_contact").get(reverse("engagements:declarations")).content.decode()
    assert joined.matter.title in page
    assert joined.get_absolute_url() not in page
    assert "Bara ett förslag" not in page
    assert (
        joined.matter.title
        not in client_of("newcomer").get(reverse("engagements:declarations")).content.decode()
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=policyförbundet", 2),
        ("q=månen", 0),
        ("state=joined", 1),
        ("state=undecided", 1),
        ("state=ended", 0),
        ("year=2026", 1),
        ("year=2025", 0),
        ("body=trafiknamnden", 2),
        ("body=stockholms-hamnar", 0),
        ("body=x&year=y&state=z", 0),
    ],
)
def test_the_list_is_narrowed(query, found, contact, city, client_of):
    make_joined(contact, city("trafiknamnden"))
    make_declaration(contact, city("trafiknamnden"))
    page = client_of(contact).get(f"{reverse('engagements:declarations')}?{query}").context["page"]
    assert len(page) == page.total == found
