"""A membership is proposed with the system's own findings beside the reasons, prepared, and sent to the right body."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from engagements import forums
from governance.errors import StaleVersion, WrongState
from governance.models import Matter, Notice
from memberships import actions
from memberships.models import Membership

from .conftest import COMPLETE, make_organisation, make_proposal, send

pytestmark = pytest.mark.django_db


def test_a_proposal_is_a_matter_of_its_body_with_the_facts_of_the_question(proposal, contact):
    matter = proposal.matter
    assert (matter.kind, matter.status, matter.responsible) == ("membership", "proposed", contact)
    assert matter.body.slug == "trafiknamnden"
    assert matter.counterpart == "Nordic Streets (exempel)"
    assert matter.facts == {"act": "join_membership", "scope": "own_operation", "counterpart": "network"}
    assert matter.history.get().history_user == contact
    assert [dealing.organisation for dealing in matter.dealings.all()] == [proposal.organisation]


def test_the_findings_are_kept_with_their_time(contact, other_contact, city):
    make_proposal(other_contact, city("miljo-och-halsoskyddsnamnden"), name="Nordic Street Forum (exempel)")
    mine = make_proposal(contact, city("trafiknamnden"), name="Nordic Strets (exempel)")
    kept = Membership.objects.get(pk=mine.pk).findings
    assert kept["looked_at"].startswith("20")
    assert [forum["organisation"] for forum in kept["found"]] == ["Nordic Street Forum (exempel)"]
    assert [forum.because for forum in forums.of_proof(kept)] == ["name"]


def test_without_reasons_a_proposal_beside_existing_forums_is_refused(contact, other_contact, city):
    make_proposal(other_contact, city("miljo-och-halsoskyddsnamnden"))
    with pytest.raises(ValidationError) as refusal:
        make_proposal(contact, city("trafiknamnden"), not_enough=" ")
    assert "not_enough" in refusal.value.message_dict
    assert Membership.objects.count() == 1


def test_forums_are_found_by_alias_in_another_language_and_by_theme(contact, other_contact, city):
    make_organisation(
        other_contact,
        "City Climate League (exempel)",
        aliases=[("Städernas klimatförbund", "sv")],
        theme="climate",
    )
    make_proposal(other_contact, city("miljo-och-halsoskyddsnamnden"), name="City Climate League (exempel)")
    by_alias = forums.existing("stadernas klimatforbund")
    assert [(forum.organisation, forum.because) for forum in by_alias] == [
        ("City Climate League (exempel)", "name")
    ]
    assert [forum.because for forum in forums.existing("Something else", "climate")] == ["theme"]
    assert forums.existing("Something else", "culture") == []


def test_words_that_half_of_all_networks_have_make_nothing_alike(contact, city):
    make_proposal(contact, city("trafiknamnden"), name="European Network of Quiet Cities (exempel)")
    assert forums.existing("European Network of Harbour Cities") == []


def test_a_secret_forum_is_never_told(contact, city):
    hidden = make_proposal(contact, city("trafiknamnden"))
    Matter.objects.filter(pk=hidden.pk).update(secrecy_ground="15:1", secrecy_marked_on=date(2026, 1, 1))
    assert forums.existing("Nordic Streets (exempel)", "climate") == []


@pytest.mark.parametrize("field", ["why", "contribution", "benefit", "cost_four_years"])
def test_what_is_missing_is_told_by_field_before_it_can_be_prepared(contact, city, field):
    proposal = make_proposal(
        contact, city("trafiknamnden"), **{field: None if field == "cost_four_years" else ""}
    )
    with pytest.raises(ValidationError) as refusal:
        actions.prepare(proposal, by=contact)
    assert list(refusal.value.message_dict) == [field]


def test_sent_for_decision_it_lies_before_the_body_and_its_secretary_is_told(before_body, secretary):
    matter = Matter.objects.get(pk=before_body.pk)
    assert (matter.status, matter.before.slug) == ("before_body", "trafiknamnden")
    assert Notice.objects.filter(matter=matter, person=secretary).count() == 1


def test_a_city_wide_organisation_goes_to_the_council(contact, city, council_secretary):
    proposal = make_proposal(contact, city("trafiknamnden"), kind="organisation", scope="city_wide")
    send(proposal, contact)
    assert Matter.objects.get(pk=proposal.pk).before.slug == "kommunfullmaktige"
    assert Notice.objects.filter(person=council_secretary).exists()


def test_an_unprepared_proposal_cannot_be_sent(proposal, contact):
    with pytest.raises(WrongState):
        actions.send_for_decision(proposal, by=contact)


def test_what_lies_before_a_body_cannot_be_rewritten(before_body, contact):
    with pytest.raises(WrongState):
        actions.edit(before_body, Matter.objects.get(pk=before_body.pk).version, by=contact, why="Other")


def test_an_edit_over_somebody_elses_is_found_out(proposal, contact, secretary):
    actions.edit(proposal, 1, by=secretary, why="The secretary's")
    with pytest.raises(StaleVersion) as stale:
        actions.edit(proposal, 1, by=contact, why="Mine")
    assert stale.value.current.version == 2
    assert Membership.objects.get(pk=proposal.pk).why == "The secretary's"


def test_changing_the_scope_changes_the_question(proposal, contact):
    actions.edit(proposal, 1, by=contact, scope="city_wide", kind="organisation")
    send(proposal, contact)
    assert Matter.objects.get(pk=proposal.pk).before.slug == "kommunfullmaktige"


def test_a_withdrawn_proposal_is_closed_and_readable(before_body, contact):
    actions.withdraw(before_body, by=contact, reason="Another way was found.")
    matter = Matter.objects.get(pk=before_body.pk)
    assert (matter.status, matter.before, matter.is_open) == ("withdrawn", None, False)
    assert "Another way" in Membership.objects.get(pk=before_body.pk).note


@pytest.mark.parametrize(
    "number",
    [
        "006-1137/2007",
        "006- 1137/2007",
        "171-482/2016",
        "KS 314-331-2004",
        "171-1890/2015",
        "Dnr 220/00",
        "2017-0192.01.05",
        "T 2010-313-01743",
        "1.2.4-182-2013",
        "7-742-2011",
        "2006-152-307",
        "KS 2022/100",
        "Utlåtande 2017:19 RI",
        "PM 2016:122 RIX",
        "KFS 2019:05",
        "J.nr. ØU 385/2003",
        "0523/16",
    ],
)
def test_every_diary_number_the_city_writes_is_kept_to_the_letter_and_once_per_body(
    contact, other_contact, city, number
):
    first = make_proposal(contact, city("trafiknamnden"), diary_number=number)
    assert Matter.objects.get(pk=first.pk).diary_number == number
    make_proposal(other_contact, city("miljo-och-halsoskyddsnamnden"), diary_number=number)
    with pytest.raises(ValidationError):
        make_proposal(contact, city("trafiknamnden"), diary_number=number.lower())
    second = make_proposal(contact, city("trafiknamnden"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.filter(pk=second.pk).update(diary_number=number.lower())


def test_the_database_refuses_a_negative_cost(proposal):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=proposal.pk).update(cost_four_years=-1)
    assert COMPLETE["cost_four_years"] > 0


def test_a_word_in_common_is_enough_and_what_is_only_proposed_is_told_apart(contact, other_contact, city):
    winter = make_proposal(contact, city("trafiknamnden"), name="Winter Cycle Exchange (exempel)")
    actions.enter_existing(
        by=other_contact,
        body=city("miljo-och-halsoskyddsnamnden"),
        organisation=make_organisation(other_contact, "European Cycle Cities Circle (exempel)"),
        kind="network",
        scope="own_operation",
        joined_on=date(2020, 1, 1),
    )
    found = forums.existing("European Cycle Logistics Network")
    assert [(forum.organisation, forum.because, forum.status) for forum in found] == [
        ("European Cycle Cities Circle (exempel)", "word", "member"),
        ("Winter Cycle Exchange (exempel)", "word", winter.matter.status),
    ]
    assert found[0].standing != found[1].standing
