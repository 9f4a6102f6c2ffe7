"""A declaration is proposed with the test of added burden, and sent to whoever the ruling names."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from engagements.actions import create_organisation
from engagements.actions import declarations as actions
from engagements.models import Declaration
from governance.errors import RefusedByRule, StaleVersion, WrongState
from governance.models import Body, Decision, Document, Draft, Matter, Notice, Person
from memberships import actions as memberships
from tests.engagements.declaration_rows import BURDEN, decided_by, make_declaration, make_joined
from tests.forms import over

pytestmark = pytest.mark.django_db
FORM = {
    "title": "Deklaration om träd (exempel)",
    "name": "Trädstäderna (exempel)",
    "issuer_kind": "network",
    "kind": "declaration",
    "origin": "invited",
    "text": "Vi planterar träd.",
    "concerns_foreign_policy": "no",
    "scope": "city_wide",
    "adds_burden": "no",
    "benefit": "Skugga.",
    "signer": "Bo Borgarråd",
    "body": "trafiknamnden",
}


def test_a_proposal_is_a_matter_with_the_facts_of_the_question(contact, city):
    matter = make_declaration(contact, city("trafiknamnden")).matter
    assert (matter.kind, matter.status, matter.counterpart) == (
        "declaration",
        "proposed",
        "Policyförbundet (exempel)",
    )
    facts = {"act": "join_declaration", "scope": "own_operation", "adds_resource_burden": False}
    assert matter.facts == facts
    assert matter.history.get().history_user == contact
    assert matter.declaration.history.get().history_user == contact
    assert matter.dealings.get().organisation == matter.declaration.issuer


@pytest.mark.parametrize("scope", ["own_operation", "several_bodies", "city_wide"])
def test_a_cost_without_a_burden_is_refused_with_the_section_and_who_may_decide(scope, contact, city):
    with pytest.raises(ValidationError) as refusal:
        make_declaration(contact, city("trafiknamnden"), scope=scope, burden_amount=Decimal("0.01"))
    told = refusal.value.message_dict["burden_amount"][0]
    assert "avsnitt 5" in told
    assert (
        "Nämnden eller bolagsstyrelsen" if scope == "own_operation" else "Kommunstyrelsen beslutar"
    ) in told
    assert not Declaration.objects.exists()


def test_nor_does_an_edit_make_it_one(contact, city):
    proposal = make_declaration(contact, city("trafiknamnden"))
    with pytest.raises(ValidationError):
        actions.edit(proposal, 1, by=contact, burden_amount=Decimal(1))


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("declaration_that_costs_is_a_burden", {"burden_amount": 1}),
        ("declaration_burden_is_explained", {"adds_burden": True, "burden_amount": 1}),
        ("declaration_burden_is_explained", {"adds_burden": True, "burden_explanation": "x"}),
        ("declaration_text_can_be_read", {"text": ""}),
        (
            "declaration_is_no_foreign_policy",
            {"concerns_foreign_policy": True, "joined_on": date(2026, 1, 1)},
        ),
        ("declaration_ends_after_it_is_joined", {"ended_on": date(2026, 1, 1), "ended_reason": "x"}),
        ("declaration_is_joined_before_it_is_signed", {"signed_on": date(2026, 1, 1)}),
    ],
)
def test_the_database_itself_refuses(constraint, values, contact, city):
    proposal = make_declaration(contact, city("trafiknamnden"))
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Declaration.objects.filter(pk=proposal.pk).update(**values)


@pytest.mark.parametrize(
    ("facts", "before", "told"),
    [
        ({}, "internationella-beredningen", "ib_secretary"),
        ({"scope": "city_wide"}, "internationella-beredningen", "ib_secretary"),
        ({"scope": "city_wide", **BURDEN}, "kommunstyrelsen", "board_secretary"),
        ({"scope": "several_bodies", **BURDEN}, "kommunstyrelsen", "board_secretary"),
        (BURDEN, "trafiknamnden", "secretary"),
    ],
)
def test_it_is_sent_to_whoever_the_ruling_names(facts, before, told, contact, city, person):
    sent = actions.send_for_decision(make_declaration(contact, city("trafiknamnden"), **facts), by=contact)
    assert (sent.matter.status, sent.matter.before.slug) == ("before_body", before)
    assert Notice.objects.filter(matter=sent.matter, person=person(told)).count() == 1


@pytest.mark.parametrize("field", ["benefit", "signer"])
def test_what_is_missing_is_told_before_it_is_sent(field, contact, city):
    proposal = make_declaration(contact, city("trafiknamnden"), **{field: ""})
    with pytest.raises(ValidationError) as refusal:
        actions.send_for_decision(proposal, by=contact)
    assert list(refusal.value.message_dict) == [field]


def test_foreign_policy_is_stopped_with_its_section_and_referred(contact, city, coordinator):
    proposal = make_declaration(contact, city("trafiknamnden"), concerns_foreign_policy=True)
    with pytest.raises(RefusedByRule) as refusal:
        actions.send_for_decision(proposal, by=contact)
    assert refusal.value.ruling.section == "4"
    matter = actions.refer(proposal, by=contact).matter
    assert (matter.status, matter.is_open) == ("referred", False)
    assert Notice.objects.filter(matter=matter, person=coordinator).exists()


def test_what_is_no_foreign_policy_is_not_referred(contact, city):
    with pytest.raises(WrongState):
        actions.refer(make_declaration(contact, city("trafiknamnden")), by=contact)


def test_an_edit_over_somebody_elses_shows_both(contact, secretary, city, client_of):
    proposal = make_declaration(contact, city("trafiknamnden"))
    client, address = (
        client_of(contact),
        reverse("engagements:edit_declaration", args=[proposal.matter.number]),
    )
    shown = over(client, address)
    actions.edit(proposal, 1, by=secretary, benefit="Sekreterarens")
    with pytest.raises(StaleVersion):
        actions.edit(proposal, 1, by=contact, benefit="Min")
    answer = client.post(address, {**FORM, **shown, "benefit": "Min"})
    assert answer.status_code == 409
    assert "Sekreterarens" in answer.content.decode()
    assert Declaration.objects.get().benefit == "Sekreterarens"


def test_changing_the_burden_changes_the_question(contact, city):
    proposal = make_declaration(contact, city("trafiknamnden"))
    actions.edit(proposal, 1, by=contact, **BURDEN)
    sent = actions.send_for_decision(proposal, by=contact)
    assert sent.matter.before.slug == "trafiknamnden"


def test_what_was_decided_on_stands_once_the_city_has_joined(contact, city):
    joined = make_joined(contact, city("trafiknamnden"))
    edited = actions.edit(
        joined,
        Matter.objects.get(pk=joined.pk).version,
        by=contact,
        text="Annat",
        benefit="Mer",
        scope="city_wide",
    )
    assert (edited.text, edited.benefit) == ("Vi städer ska dela våra mätningar.", "Mer")
    assert edited.matter.scope == "own_operation"


def test_a_withdrawn_proposal_is_closed_with_its_reason(contact, city):
    withdrawn = actions.withdraw(
        make_declaration(contact, city("trafiknamnden")), by=contact, reason="Inaktuell"
    )
    assert (withdrawn.matter.status, withdrawn.matter.is_open, withdrawn.note) == (
        "withdrawn",
        False,
        "Inaktuell",
    )


@pytest.mark.parametrize(
    "username", ["other_contact", "head", "auditor", "mayor", "ib_secretary", "newcomer"]
)
def test_only_who_prepares_the_bodys_matters_proposes_edits_sends_and_withdraws(
    username, contact, city, person
):
    stranger, body = person(username), city("trafiknamnden")
    with pytest.raises(PermissionDenied):
        make_declaration(stranger, body)
    proposal = make_declaration(contact, body)
    for verb in (
        lambda: actions.edit(proposal, 1, by=stranger, benefit="x"),
        lambda: actions.send_for_decision(proposal, by=stranger),
        lambda: actions.refer(proposal, by=stranger),
        lambda: actions.withdraw(proposal, by=stranger, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    assert Matter.objects.get(pk=proposal.pk).version == 1


def test_the_form_makes_issuer_proposal_and_document_together(client_of, contact):
    file = SimpleUploadedFile("text.pdf", b"%PDF-1.7", content_type="application/pdf")
    answer = client_of(contact).post(reverse("engagements:new_declaration"), {**FORM, "file": file})
    declaration = Declaration.objects.select_related("issuer", "matter").get()
    assert answer["Location"] == declaration.get_absolute_url()
    assert (declaration.issuer.name, declaration.issuer.kind) == ("Trädstäderna (exempel)", "network")
    assert Document.objects.get().matter == declaration.matter


def test_the_form_refuses_a_cost_without_a_burden_at_the_field(client_of, contact):
    answer = client_of(contact).post(
        reverse("engagements:new_declaration"), {**FORM, "burden_amount": "5 000"}
    )
    assert answer.status_code == 422
    assert "avsnitt 5" in answer.context["form"].errors["burden_amount"][0]
    assert answer.context["fails_burden_test"]
    assert answer.context["deciding_body"].slug == "kommunstyrelsen"
    assert not Declaration.objects.exists()


@pytest.mark.parametrize(
    ("asked", "decides"),
    [
        ("scope=city_wide&adds_burden=no", "mayor"),
        ("scope=city_wide&adds_burden=yes", "executive_board"),
        ("scope=own_operation&adds_burden=yes", "own_body"),
        ("scope=city_wide&adds_burden=no&burden_amount=1", "executive_board"),
        ("concerns_foreign_policy=yes", "nobody"),
        ("scope=x&adds_burden=no", None),
    ],
)
def test_who_decides_is_told_while_one_writes(asked, decides, client_of, contact):
    answer = client_of(contact).get(f"{reverse('engagements:new_declaration_ruling')}?{asked}")
    ruling = answer.context["ruling"]
    assert (ruling.decides if ruling is not None else None) == decides


def test_what_is_typed_is_kept_as_a_draft_until_it_is_sent(client_of, contact):
    client = client_of(contact)
    token = {"draft_token": str(uuid4())}
    client.post(reverse("save_draft", args=["declarations:new"]), {"title": "Halvskrivet", **token})
    page = client.get(reverse("engagements:new_declaration"))
    assert page.context["form"]["title"].value() == "Halvskrivet"
    client.post(reverse("engagements:new_declaration"), {**FORM, **token})
    assert not Draft.objects.exists()


@pytest.mark.parametrize("name", ["Ett\0namn", "x" * 201, ""])
def test_what_no_field_can_hold_is_told_at_the_field(name, client_of, contact):
    answer = client_of(contact).post(
        reverse("engagements:new_declaration"),
        {**FORM, "name": name, "organisation": "9" * 30, "link": "javascript:x"},
    )
    assert answer.status_code == 422
    assert {"name", "link"} <= answer.context["form"].errors.keys()


def test_nothing_is_decided_that_was_not_sent(contact, secretary, city):
    proposal = make_declaration(contact, city("trafiknamnden"), **BURDEN)
    with pytest.raises(WrongState):
        actions.decide(proposal, decided_by(city("trafiknamnden")), by=secretary)
    assert not Decision.objects.exists()


def test_forums_like_an_initiative_are_kept_as_proof_and_want_an_answer_before_it_is_sent(contact, city):
    standing = make_joined_membership(contact, city("trafiknamnden"))
    proposal = make_declaration(contact, city("trafiknamnden"), kind="initiative")
    assert [found["number"] for found in proposal.findings["found"]] == [standing]
    with pytest.raises(ValidationError) as refusal:
        actions.send_for_decision(proposal, by=contact)
    assert list(refusal.value.message_dict) == ["not_enough"]
    answered = actions.edit(proposal, 1, by=contact, not_enough="Det är bredare.")
    assert actions.send_for_decision(answered, by=contact).matter.status == "before_body"


def make_joined_membership(by: Person, body: Body) -> str:
    """A membership that the city has, of the organisation behind the declarations: the number of its matter."""
    organisation = create_organisation(
        by=by, name="Policyförbundet (exempel)", kind="network", is_invented=True
    )
    number: str = memberships.enter_existing(
        by=by,
        body=body,
        organisation=organisation,
        kind="network",
        scope="own_operation",
        joined_on=date(2024, 1, 1),
    ).matter.number
    return number


def test_existing_forums_are_shown_while_one_writes(client_of, contact, city):
    number = make_joined_membership(contact, city("trafiknamnden"))
    address = reverse("engagements:new_declaration_forums")
    shown = client_of(contact).get(address, {"name": "Policyforbundet"})
    assert [found.number for found in shown.context["found"]] == [number]


def test_what_the_city_joined_before_the_register_is_entered_without_a_decision(contact, city):
    issuer = make_declaration(contact, city("trafiknamnden")).issuer
    entered = actions.enter_existing(
        by=contact,
        body=city("trafiknamnden"),
        issuer=issuer,
        title="Gammal deklaration",
        scope="city_wide",
        joined_on=date(2016, 1, 1),
        kind="declaration",
        origin="invited",
        text="Vi städer.",
        adds_burden=False,
        concerns_foreign_policy=False,
    )
    assert (entered.matter.status, entered.next_review_on) == ("joined", date(2020, 1, 1))
    assert entered.predates_register
    assert not entered.matter.decisions.exists()
