"""Persons at partners: kept for a reason, with their posts over time, told what is kept, and erased without a trace."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagements import actions
from engagements.actions import persons
from engagements.models import Erasure, Organisation, PartnerPerson, PartnerPost
from engagements.models.persons import KEPT_MONTHS
from governance.errors import StaleVersion
from tests.engagements.test_organisations import WRITERS
from tests.factories import PERSONAS

pytestmark = pytest.mark.django_db
ERASE = {"reason": "asked", "disposal_decision": "KS 2026/1", "is_sure": "on"}


@pytest.fixture
def turku(contact) -> Organisation:
    return actions.create_organisation(by=contact, name="Åbo stad (exempel)", kind="city")


@pytest.fixture
def add(contact, turku):
    def added(name: str = "Aino Exempel", **post) -> PartnerPerson:
        post = {"title": "Director of traffic", "email": "aino@turku.example", "phone": "+358 1", **post}
        return persons.add_person(
            by=contact, name=name, why="Joint project", **{"organisation": turku, **post}
        )

    return added


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_who_prepares_matters_writes_about_persons(username, add, turku, person):
    by, aino = person(username), add()
    post = aino.posts.get()
    verbs = (
        lambda: persons.add_person(by=by, name="x", why="x", organisation=turku, title="x"),
        lambda: persons.edit_person(aino, 1, by=by, name="y", why="y"),
        lambda: persons.add_post(aino, by=by, organisation=turku, title="x"),
        lambda: persons.end_post(post, by=by, until=date(2026, 1, 1)),
    )
    for verb in verbs:
        if username in WRITERS:
            verb()
        else:
            with pytest.raises(PermissionDenied):
                verb()


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_coordinator_erases_and_hands_out(username, add, person):
    by, aino = person(username), add()
    if username == "coordinator":
        assert persons.kept_on(aino, by=by)["name"] == aino.name
        persons.erase(aino, by=by, reason="asked", disposal_decision="KS 2026/1")
        return
    with pytest.raises(PermissionDenied):
        persons.kept_on(aino, by=by)
    with pytest.raises(PermissionDenied):
        persons.erase(aino, by=by, reason="asked", disposal_decision="KS 2026/1")
    assert PartnerPerson.objects.exists()


def test_a_person_is_added_and_followed_from_post_to_post(turku, contact, client_of):
    client = client_of(contact)
    sent = {"name": "Aino Exempel", "title": "Engineer", "since": "2020-01-01", "why": "Joint project"}
    assert client.post(f"/motparter/{turku.slug}/personer/ny/", sent).status_code == 302
    aino = PartnerPerson.objects.get()
    post = aino.posts.get()
    ended = {"until": "2024-05-31"}
    assert client.post(f"{aino.get_absolute_url()}befattning/{post.pk}/slut/", ended).status_code == 302
    other = actions.create_organisation(by=contact, name="Tallinns hamn (exempel)", kind="company")
    further = {"organisation": "tallinns hamn (exempel)", "title": "Director", "since": "2024-06-01"}
    assert client.post(f"{aino.get_absolute_url()}ny-befattning/", further).status_code == 302
    page = text_of(client.get(aino.get_absolute_url()))
    assert page.index("Director") < page.index("Engineer")
    here, there = (text_of(client.get(f"/motparter/{each.slug}/personer/")) for each in (turku, other))
    assert 'id="earlier"' in here
    assert 'id="in-post"' in there


def test_nobody_is_kept_without_a_reason(turku, contact, client_of):
    sent = {"name": "Aino Exempel", "title": "Engineer", "why": ""}
    answer = client_of(contact).post(f"/motparter/{turku.slug}/personer/ny/", sent)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"why"}
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerPerson.objects.create(name="x", why="")


def test_when_a_post_ends_the_way_to_reach_somebody_goes_with_it(add, contact):
    aino = add()
    persons.end_post(aino.posts.get(), by=contact, until=date(2026, 1, 31))
    post = aino.posts.get()
    assert (post.until, post.email, post.phone) == (date(2026, 1, 31), "", "")
    assert set(PartnerPost.history.values_list("email", "phone")) == {("", "")}


def test_a_period_runs_forward(add, contact):
    aino = add(since=date(2026, 2, 1))
    with pytest.raises(ValidationError):
        persons.end_post(aino.posts.get(), by=contact, until=date(2026, 1, 31))


def test_an_old_version_is_refused_and_both_texts_are_shown(add, contact, secretary, client_of):
    aino, client = add(), client_of(contact)
    form = client.get(f"{aino.get_absolute_url()}andra/").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    persons.edit_person(aino, 1, by=secretary, name="Aino Theirs", why="Joint project")
    with pytest.raises(StaleVersion):
        persons.edit_person(aino, 1, by=contact, name="x", why="x")
    answer = client.post(f"{aino.get_absolute_url()}andra/", sent | {"name": "Aino Mine"})
    assert answer.status_code == 409
    assert "Aino Theirs" in text_of(answer)
    assert "Aino Mine" in text_of(answer)


def test_what_is_kept_is_handed_out_whole(add, contact, coordinator, client_of):
    aino = add()
    persons.edit_person(aino, 1, by=contact, name="Aino Exempelsson", why="New project")
    answer = client_of(coordinator).get(f"{aino.get_absolute_url()}registerutdrag/")
    kept = answer.json()
    assert "attachment" in answer["Content-Disposition"]
    assert kept["posts"][0]["email"] == "aino@turku.example"
    assert [change["name"] for change in kept["changes"] if "name" in change] == [
        "Aino Exempel",
        "Aino Exempelsson",
    ]


def test_an_erased_person_leaves_no_trace(add, contact, coordinator, client_of):
    aino, other = add(), add("Bo Exempel")
    persons.end_post(
        persons.add_post(aino, by=contact, organisation=aino.posts.get().organisation, title="Earlier"),
        by=contact,
        until=date(2020, 1, 1),
    )
    address = aino.get_absolute_url()
    client = client_of(coordinator)
    assert client.post(f"{address}gallra/", ERASE | {"is_sure": ""}).status_code == 422
    assert client.post(f"{address}gallra/", ERASE | {"disposal_decision": ""}).status_code == 422
    assert client.post(f"{address}gallra/", ERASE).status_code == 302
    assert client.get(address).status_code == 404
    assert list(PartnerPerson.objects.all()) == [other]
    assert set(PartnerPerson.history.values_list("id", flat=True)) == {other.pk}
    assert set(PartnerPost.history.values_list("person", flat=True)) == {other.pk}
    erasure = Erasure.objects.get()
    assert (erasure.posts, erasure.erased_by, erasure.disposal_decision) == (2, coordinator, "KS 2026/1")
    assert not any("Aino" in str(value) for value in vars(erasure).values())


def test_who_left_long_ago_is_listed_to_be_erased(add, contact, client_of):
    today = timezone.localdate()
    long_ago = today - timedelta(days=31 * (KEPT_MONTHS + 1))
    add("Still Exempel")
    add("Lately Exempel", until=today - timedelta(days=40))
    gone = add("Gone Exempel", until=long_ago)
    client = client_of(contact)
    for state, names in (
        ("in_post", ["Still"]),
        ("without_post", ["Gone", "Lately"]),
        ("to_erase", ["Gone"]),
        ("", ["Gone", "Lately", "Still"]),
    ):
        rows = client.get("/motparter/personer/", {"state": state}).context["rows"]
        assert [person.name for person in rows] == [f"{name} Exempel" for name in names]
    assert "To be erased" in text_of(client.get(gone.get_absolute_url())) or "Ska gallras" in text_of(
        client.get(gone.get_absolute_url())
    )


def test_a_person_is_found_by_a_part_of_the_name(add, contact, client_of):
    add(), add("Bo Exempel")
    rows = client_of(contact).get("/motparter/personer/", {"q": "AINO"}).context["rows"]
    assert [person.name for person in rows] == ["Aino Exempel"]


@pytest.mark.parametrize("query", [{"q": "\0"}, {"q": "%"}, {"state": "x"}, {"efter": "x.1"}])
def test_the_filters_forgive_nonsense(query, add, contact, client_of):
    add()
    assert client_of(contact).get("/motparter/personer/", query).status_code == 200


def test_the_pages_ask_no_more_as_they_grow(add, turku, contact, client_of):
    client, aino = client_of(contact), add()
    pages = ("/motparter/personer/", f"/motparter/{turku.slug}/personer/", aino.get_absolute_url())

    def queries() -> list[int]:
        counted = []
        for page in pages:
            with CaptureQueriesContext(connection) as captured:
                client.get(page)
            counted.append(len(captured))
        return counted

    queries()
    before = queries()
    for n in range(5):
        add(f"Number {n}")
        persons.add_post(aino, by=contact, organisation=turku, title=f"Post {n}")
    assert queries() == before
