"""Two entries of one partner are found, previewed, made one with everything that points at them, and parted again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from engagements import actions, duplicates, merging
from engagements.actions import eu_questions, persons
from engagements.actions import merging as verbs
from engagements.models import Dealing, LikelyDuplicate, Merger, Organisation
from governance import matters
from governance.errors import StaleVersion, WrongState
from governance.models import Matter
from memberships import actions as memberships
from memberships.models import Membership
from tests.engagements.eu_questions import make_question
from tests.factories import PERSONAS
from visits.models import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def make(contact):
    def made(name: str, **facts) -> Organisation:
        return actions.create_organisation(by=contact, name=name, **{"kind": "city", **facts})

    return made


@pytest.fixture
def turku(make) -> Organisation:
    return make("Åbo stad (exempel)", country="FI", city="Åbo", aliases=[("City of Turku (exempel)", "en")])


@pytest.fixture
def twice(make) -> Organisation:
    return make(
        "Turun kaupunki (exempel)",
        country="FI",
        website="https://turku.example",
        aliases=[("City of Turku (exempel)", "en")],
        identifiers={"pic": ["999993468"]},
    )


def open_with(by, body, *organisations, secret: bool = False) -> Matter:
    matter = matters.open_matter("visit", by=by, body=body, title="Besök", status="received")
    if secret:
        Matter.objects.filter(pk=matter.pk).update(
            secrecy_ground="OSL 15 kap. 1 §", secrecy_marked_on=timezone.localdate()
        )
    for organisation in organisations:
        actions.tie(matter, organisation)
    return matter


def pair() -> LikelyDuplicate:
    return LikelyDuplicate.objects.get()


@pytest.mark.parametrize(
    ("name", "facts", "reasons"),
    [
        ("CITY OF TURKU (EXEMPEL)", {}, ["same_name"]),
        ("City of Turkku (exempel)", {}, ["like_name"]),
        ("Quite another", {"identifiers": {"other": ["05f0yaq80"]}}, ["identifier"]),
        ("Quite another", {"website": "http://turku.example/"}, ["website"]),
        ("Quite another", {"city": "ÅBO", "country": "FI"}, ["city"]),
        ("Quite another", {"city": "Åbo", "country": "SE"}, []),
        ("Quite another", {"city": "Åbo", "country": "FI", "kind": "company"}, []),
    ],
)
def test_what_looks_like_another_is_found_when_it_is_written_down(name, facts, reasons, make):
    make(
        "Åbo stad (exempel)",
        country="FI",
        city="Åbo",
        website="https://www.turku.example",
        aliases=[("City of Turku (exempel)", "en")],
        identifiers={"ror": ["05f0yaq80"]},
    )
    make(name, **facts)
    assert [pair.reasons for pair in LikelyDuplicate.objects.all()] == ([reasons] if reasons else [])


def test_what_is_no_longer_alike_is_no_longer_shown(turku, twice, contact):
    assert pair()
    actions.edit_organisation(twice, 1, by=contact, aliases=[], name="Reval (exempel)")
    assert not LikelyDuplicate.objects.exists()


def test_the_nightly_comparison_finds_what_came_in_another_way(turku, twice):
    LikelyDuplicate.objects.all().delete()
    assert duplicates.compare_all() == 1
    assert duplicates.compare_all() == 1


def test_two_of_one_name_are_told_apart_by_where_they_are(make, coordinator, client_of):
    for country in ("FI", "NO"):
        make("Tvilling (exempel)", country=country)
    client = client_of(coordinator)
    page = client.get(f"/motparter/dubbletter/{pair().pk}/").content.decode()
    assert "Tvilling (exempel) (Norge, stad eller region) går upp i den" in page
    listed = client.get("/motparter/dubbletter/").content.decode()
    assert "Finland<br>Norge" in listed


def test_two_that_are_two_are_not_shown_again(turku, twice, coordinator, contact, client_of):
    client = client_of(coordinator)
    address = f"/motparter/dubbletter/{pair().pk}/"
    assert client.post(address, {"because": ""}).status_code == 422
    assert client.post(address, {"because": "En stad och dess hamn"}).status_code == 302
    actions.edit_organisation(twice, 1, by=contact, aliases=[("City of Turku (exempel)", "en")], note="x")
    duplicates.compare_all()
    assert not client.get("/motparter/dubbletter/").context["page"].rows
    (row,) = client.get("/motparter/dubbletter/", {"state": "parted"}).context["page"].rows
    assert row.parted_because == "En stad och dess hamn"


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_coordinator_merges_parts_and_undoes(username, turku, twice, person):
    by = person(username)
    if username == "coordinator":
        merger = verbs.merge(twice, turku, by=by)
        verbs.undo(merger, by=by)
        verbs.part(pair(), by=by, because="x")
        return
    for verb in (
        lambda: verbs.merge(twice, turku, by=by),
        lambda: verbs.part(pair(), by=by, because="x"),
        lambda: verbs.hold_together(twice, turku, by=by),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    assert Organisation.objects.count() == 2


def foreign_keys() -> set[tuple[str, str]]:
    """Table and column of every foreign key to the table of organisations, as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT con.conrelid::regclass::text, att.attname FROM pg_constraint con
                 JOIN pg_attribute att ON att.attrelid = con.conrelid AND att.attnum = ANY (con.conkey)
                WHERE con.contype = 'f' AND con.confrelid = 'engagements_organisation'::regclass"""
        )
        return set(cursor.fetchall())


def column(pointer: merging.Pointer) -> tuple[str, str]:
    return pointer.model._meta.db_table, pointer.model._meta.get_field(pointer.field).column


def test_no_foreign_key_to_an_organisation_is_forgotten():
    """The control of every merger: the database knows no pointer that merging does not."""
    assert {column(pointer) for pointer in merging.pointers()} == foreign_keys()
    by_hand = {column(merging.Pointer(*each)) for each in merging.BY_HAND}
    assert by_hand <= foreign_keys()
    assert {column(pointer) for pointer in merging.movable()} == foreign_keys() - by_hand


def everything_about(organisation: Organisation, contact, city) -> None:
    """One row of every sort that can point at a partner."""
    body = city("trafiknamnden")
    persons.add_person(by=contact, name="Aino Exempel", why="x", organisation=organisation, title="x")
    memberships.enter_existing(
        by=contact,
        body=body,
        organisation=organisation,
        kind="network",
        scope="own_operation",
        joined_on=None,
    )
    visit = open_with(contact, body, organisation)
    Visit.objects.create(
        matter=visit, organisation=organisation, received_on=timezone.localdate(), purpose="x"
    )
    actions.create_organisation(by=contact, name="Del av det hela", kind="other", parent=organisation)


def test_after_a_merger_nothing_points_at_the_one_that_went(turku, twice, contact, coordinator, city, make):
    everything_about(twice, contact, city)
    earlier = make("Earlier entry of it")
    verbs.merge(earlier, twice, by=coordinator)
    merger = verbs.merge(twice, turku, by=coordinator)
    remembers = {("engagements_merger", "merged_id"), ("engagements_merger", "survivor_id")}
    for table, name in foreign_keys() - remembers:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {name} = %s", [twice.pk])
            assert cursor.fetchone() == (0,), f"{table}.{name}"
    assert Membership.objects.get().organisation == turku
    assert Membership.history.filter(organisation=turku).exists()
    assert "memberships.Membership.organisation" in merger.moved
    earlier.refresh_from_db()
    assert earlier.merged_into == turku


def test_names_identifiers_and_facts_come_along(turku, twice, coordinator):
    verbs.merge(twice, turku, by=coordinator)
    turku.refresh_from_db()
    assert sorted(turku.names.values_list("name", flat=True)) == [
        "City of Turku (exempel)",
        "Turun kaupunki (exempel)",
        "Åbo stad (exempel)",
    ]
    assert turku.identifiers.get().value == "999993468"
    assert turku.website == "https://turku.example"
    assert turku.history.first().history_change_reason == f"Merged with {twice.name}." or "Sammanslagen" in (
        turku.history.first().history_change_reason
    )
    assert Organisation.objects.named("turun kaupunki (exempel)").get() == turku


def test_a_matter_with_both_is_tied_once(turku, twice, contact, coordinator, city):
    both = open_with(contact, city("trafiknamnden"), turku, twice)
    merger = verbs.merge(twice, turku, by=coordinator)
    assert Dealing.objects.get(matter=both).organisation == turku
    verbs.undo(merger, by=coordinator)
    assert set(Dealing.objects.filter(matter=both).values_list("organisation", flat=True)) == {
        turku.pk,
        twice.pk,
    }


def test_the_old_address_leads_to_the_one_that_stayed(turku, twice, coordinator, contact, client_of):
    verbs.merge(twice, turku, by=coordinator)
    client = client_of(contact)
    for page in ("", "tidslinje/", "historik/", "andra/", "personer/"):
        answer = client.get(f"/motparter/{twice.slug}/{page}")
        assert answer["Location"] == f"/motparter/{turku.slug}/{page}"
    assert twice.get_absolute_url() not in client.get("/motparter/").content.decode()


def test_one_that_is_part_of_the_other_takes_its_place(make, coordinator):
    root, other = make("Root"), make("Other part of root")
    middle = make("Middle", parent=root)
    low = make("Low", parent=middle)
    Organisation.objects.filter(pk=other.pk).update(parent=root)
    verbs.merge(root, low, by=coordinator)
    parents = dict(Organisation.objects.values_list("name", "parent__name"))
    assert parents == {"Low": None, "Middle": "Low", "Other part of root": "Low"}


def test_a_merger_is_undone_to_what_was_before(turku, twice, contact, coordinator, city):
    def state() -> list:
        rows = [
            list(pointer.model._base_manager.order_by("pk").values_list("pk", pointer.field))
            for pointer in merging.movable()
        ]
        names = sorted(
            (each.pk, name, language)
            for each in (turku, twice)
            for name, language in each.names.values_list("name", "language")
        )
        facts = list(
            Organisation._base_manager.order_by("pk").values_list("pk", *merging.TAKEN_OVER, "parent")
        )
        return [rows, names, facts]

    everything_about(twice, contact, city)
    before = state()
    merger = verbs.merge(twice, turku, by=coordinator)
    assert state() != before
    verbs.undo(merger, by=coordinator)
    assert state() == before
    with pytest.raises(WrongState):
        verbs.undo(merger, by=coordinator)


def test_after_a_month_it_stands(turku, twice, coordinator):
    merger = verbs.merge(twice, turku, by=coordinator)
    Merger.objects.update(merged_at=timezone.now() - verbs.UNDONE_WITHIN - timedelta(minutes=1))
    with pytest.raises(WrongState):
        verbs.undo(merger, by=coordinator)


def test_what_was_changed_after_the_preview_is_looked_at_again(turku, twice, contact, coordinator):
    actions.edit_organisation(turku, 1, by=contact, aliases=[], note="x")
    with pytest.raises(StaleVersion):
        verbs.merge(twice, turku, by=coordinator, versions=(1, 1))
    verbs.merge(twice, turku, by=coordinator, versions=(1, 2))
    with pytest.raises(WrongState):
        verbs.merge(twice, turku, by=coordinator)


def test_the_preview_tells_how_many_matters_are_secret_and_not_which(
    turku, twice, contact, coordinator, city, client_of
):
    body = city("trafiknamnden")
    shown, secret = open_with(contact, body, twice), open_with(contact, body, twice, secret=True)
    page = client_of(coordinator).get(f"/motparter/dubbletter/{pair().pk}/", {"stays": turku.slug})
    assert page.context["survivor"] == turku
    moving = {part.label: part for part in page.context["moving"]}
    dealings = next(part for part in moving.values() if part.withheld)
    assert (dealings.count, dealings.withheld) == (2, 1)
    assert shown.number in page.content.decode()
    assert secret.number not in page.content.decode()


def test_what_hangs_on_the_file_of_a_secret_matter_is_not_named_either(
    turku, twice, contact, coordinator, city
):
    asked = make_question(contact, city("trafiknamnden"))
    said = {"name": "", "stance": "for", "noted_on": timezone.localdate(), "organisation": twice}
    eu_questions.note_stakeholder(asked, by=contact, **said)

    def stakeholders() -> tuple[list[str], int]:
        parts = {part.label: part for part in merging.preview(twice, turku, coordinator)}
        return parts["Stakeholders"].names, parts["Stakeholders"].withheld

    with translation.override("en"):
        assert stakeholders() == ([str(twice)], 0)
        secret = {"secrecy_ground": "OSL 15 kap. 1 §", "secrecy_marked_on": timezone.localdate()}
        Matter.objects.filter(pk=asked.pk).update(**secret)
        assert stakeholders() == ([], 1)


def test_a_pair_said_to_be_two_stays_so_under_the_new_name(turku, twice, make, coordinator):
    port = make("City of Turku (exempel)s hamn")
    own = LikelyDuplicate.objects.get(first=twice, second=port)
    verbs.part(own, by=coordinator, because="Stad och hamn")
    verbs.merge(twice, turku, by=coordinator)
    kept = LikelyDuplicate.objects.get()
    assert (kept.first, kept.second, kept.parted_because) == (turku, port, "Stad och hamn")


def test_any_two_can_be_held_together(turku, make, coordinator, client_of):
    other = make("Aboa (exempel)")
    client = client_of(coordinator)
    answer = client.post(f"/motparter/{turku.slug}/sammanslagning/", {"other": "aboa (exempel)"})
    assert answer["Location"] == f"/motparter/dubbletter/{LikelyDuplicate.objects.get(second=other).pk}/"
    assert client.get(answer["Location"]).status_code == 200
    refused = client.post(f"/motparter/{turku.slug}/sammanslagning/", {"other": "Nowhere (exempel)"})
    assert refused.status_code == 422


def test_a_city_under_another_of_its_names_is_found(make):
    one = make("Helsingfors stad (exempel)", country="FI", city="Helsingfors")
    other = make("Kaupunki (exempel)", country="FI", city="Helsinki")
    pair = LikelyDuplicate.objects.get(first=one, second=other)
    assert pair.reasons == [LikelyDuplicate.Reason.CITY]


def test_the_page_of_a_partner_names_the_other_until_it_is_judged(
    turku, twice, coordinator, contact, client_of
):
    pair = LikelyDuplicate.objects.get(first=turku, second=twice)
    link = f'href="/motparter/dubbletter/{pair.pk}/"'
    page, form = turku.get_absolute_url(), f"/motparter/{twice.slug}/sammanslagning/"
    client = client_of(coordinator)
    assert link in client.get(page).content.decode()
    assert link in client.get(form).content.decode()
    assert link not in client_of(contact).get(page).content.decode(), "who cannot merge is not asked"
    verbs.part(pair, by=coordinator, because="Stad och hamn")
    assert link not in client.get(page).content.decode()


def test_the_worklist_asks_no_more_as_it_grows(turku, twice, make, coordinator, client_of):
    client = client_of(coordinator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/motparter/dubbletter/")
        return len(captured)

    queries()
    before = queries()
    for n in range(4):
        make(f"City of Turku (exempel) {n}")
    assert queries() == before
