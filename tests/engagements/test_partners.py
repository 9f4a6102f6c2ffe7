"""Partners stand in a tree, bear the identifiers of other registers, and are named in every language."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from engagements import actions, trees
from engagements.models import Identifier, Organisation

pytestmark = pytest.mark.django_db
FORM = {"name": "Åbo stad (exempel)", "kind": "city", "version": "0"}


@pytest.fixture
def make(contact):
    def made(name: str, **facts) -> Organisation:
        return actions.create_organisation(
            by=contact, name=f"{name} (exempel)", **{"kind": "organisation", **facts}
        )

    return made


@pytest.fixture
def tree(make) -> list[Organisation]:
    root = make("Ministry of Bridges")
    agency = make("Agency for Ropes", parent=root)
    return [root, agency, make("Knot Laboratory", parent=agency), make("Archive of Anchors", parent=root)]


def test_a_tree_is_read_from_the_root_down_by_name(tree):
    root, agency, laboratory, archive = tree
    assert trees.above(laboratory) == [root, agency]
    assert [(place.organisation, place.depth) for place in trees.around(agency)] == [
        (root, 0),
        (agency, 1),
        (laboratory, 2),
    ]
    assert [place.organisation for place in trees.below(root)] == [agency, laboratory, archive]
    assert trees.with_parts(agency) == [agency.pk, laboratory.pk]


def test_the_page_shows_the_tree_and_the_list_what_each_is_part_of(tree, contact, client_of):
    root, agency, laboratory, _archive = tree
    page = client_of(contact).get(agency.get_absolute_url()).content.decode()
    assert root.get_absolute_url() in page
    assert laboratory.get_absolute_url() in page
    listed = client_of(contact).get("/motparter/").content.decode()
    assert f"del av {agency.name}" in listed or f"part of {agency.name}" in listed


def test_what_lies_below_cannot_lie_above(tree, contact, client_of):
    root, _agency, laboratory, _archive = tree
    with pytest.raises(ValidationError):
        actions.edit_organisation(root, 1, by=contact, aliases=[], parent=laboratory)
    sent = FORM | {"name": root.name, "kind": root.kind, "version": "1", "parent": laboratory.name}
    sent["is_another"] = "on"
    answer = client_of(contact).post(f"/motparter/{root.slug}/andra/", sent)
    assert answer.status_code == 422
    assert "parent" in answer.context["form"].errors


def test_the_database_refuses_a_circle_whoever_writes_it(tree):
    root, _agency, laboratory, _archive = tree
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=root.pk).update(parent=laboratory)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=root.pk).update(parent=root)


def test_a_parent_is_named_by_any_of_its_names(make, contact, client_of):
    make("European Rivers", aliases=[("Europas floder", "sv")])
    client = client_of(contact)
    assert client.post("/motparter/ny/", FORM | {"parent": "europas FLODER"}).status_code == 302
    assert Organisation.objects.get(name=FORM["name"]).parent.name == "European Rivers (exempel)"
    other = FORM | {"name": "Something else entirely (exempel)", "parent": "Europas florder"}
    refused = client.post("/motparter/ny/", other)
    assert refused.status_code == 422
    assert "European Rivers (exempel)" in str(refused.context["form"].errors["parent"])


def test_names_in_every_language_are_written_and_shown_again(contact, client_of):
    client = client_of(contact)
    sent = FORM | {"aliases_en": "City of Turku (exempel)", "aliases_other": "fi: Turun kaupunki\nAboa"}
    assert client.post("/motparter/ny/", sent).status_code == 302
    turku = Organisation.objects.get()
    assert set(turku.names.values_list("name", "language")) == {
        (FORM["name"], ""),
        ("City of Turku (exempel)", "en"),
        ("Turun kaupunki", "fi"),
        ("Aboa", ""),
    }
    form = client.get(f"/motparter/{turku.slug}/andra/").context["form"]
    assert sorted(form["aliases_other"].value().splitlines()) == ["Aboa", "fi: Turun kaupunki"]
    assert '<li lang="fi">Turun kaupunki' in client.get(turku.get_absolute_url()).content.decode()


def test_identifiers_are_written_as_their_registers_write_them(contact, client_of):
    sent = FORM | {
        "identifier_ror": "https://ror.org/05F0YAQ80",
        "identifier_pic": "999 993 468",
        "identifier_lei": "5493001kjtiigc8y1r12",
        "identifier_number": "0204819-8, 212000-0142",
    }
    assert client_of(contact).post("/motparter/ny/", sent).status_code == 302
    assert set(Identifier.objects.values_list("kind", "value")) == {
        ("ror", "05f0yaq80"),
        ("pic", "999993468"),
        ("lei", "5493001KJTIIGC8Y1R12"),
        ("number", "0204819-8"),
        ("number", "212000-0142"),
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"identifier_ror": "ror"},
        {"identifier_pic": "12"},
        {"identifier_oid": "E1"},
        {"identifier_lei": "5493001KJTIIGC8Y1R13"},
        {"identifier_number": "x" * 90},
        {"parent": "\0"},
        {"parent": "Nowhere at all"},
    ],
)
def test_what_cannot_be_one_is_told_at_its_field(wrong, contact, client_of):
    answer = client_of(contact).post("/motparter/ny/", FORM | wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)


def test_an_identifier_belongs_to_one(make, contact, client_of):
    first = make("First", identifiers={"pic": ["999993468"]})
    answer = client_of(contact).post("/motparter/ny/", FORM | {"identifier_pic": "999993468"})
    assert answer.status_code == 422
    assert first.name in str(answer.context["form"].errors["identifier_pic"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Identifier.objects.create(organisation=make("Second"), kind="pic", value="999993468")


def test_an_edit_that_says_nothing_of_identifiers_leaves_them(make, contact):
    first = make("First", identifiers={"pic": ["999993468"]})
    actions.edit_organisation(first, 1, by=contact, aliases=[], note="x")
    assert first.identifiers.count() == 1
    actions.edit_organisation(first, 2, by=contact, aliases=[], identifiers={})
    assert first.identifiers.count() == 0


def test_the_history_of_a_partner_tells_who_changed_what(make, contact, secretary, client_of):
    first = make("First")
    actions.edit_organisation(first, 1, by=secretary, aliases=[], city="Turku")
    page = client_of(contact).get(f"/motparter/{first.slug}/historik/").content.decode()
    assert secretary.name in page
    assert "Turku" in page
