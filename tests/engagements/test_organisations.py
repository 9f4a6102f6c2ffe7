"""Partners are found under any name, written down once, and edited without overwriting anybody."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagements import actions
from engagements.models import Organisation, OrganisationName
from governance import matters
from governance.errors import StaleVersion
from tests.factories import PERSONAS

pytestmark = pytest.mark.django_db
WRITERS = {"contact", "other_contact", "company_contact", "secretary", "other_secretary"} | {
    "council_secretary",
    "board_secretary",
    "ib_secretary",
    "coordinator",
}
FORM = {"name": "Europeiska stadsförbundet (exempel)", "kind": "network", "version": "0"}


@pytest.fixture
def league(contact) -> Organisation:
    return actions.create_organisation(
        by=contact,
        name="City Climate League (exempel)",
        acronym="CCL",
        kind="network",
        aliases=[("Städernas klimatförbund", "sv"), ("ccl", ""), ("Ligue climatique des villes", "")],
    )


@pytest.mark.parametrize(
    "text", ["ccl", "City Climate Leage", "stadernas klimatforbund", "KLIMATFÖRBUND", "ligue climatique"]
)
def test_any_name_finds_it_with_forgiven_spelling(text, league, contact, client_of):
    assert league.name in client_of(contact).get("/motparter/", {"q": text}).content.decode()


def test_something_else_does_not_find_it(league, contact, client_of):
    assert league.name not in client_of(contact).get("/motparter/", {"q": "Harbour masters"}).content.decode()


def test_every_name_is_kept_once(league):
    names = sorted(league.names.values_list("name", flat=True))
    assert names == [
        "CCL",
        "City Climate League (exempel)",
        "Ligue climatique des villes",
        "Städernas klimatförbund",
    ]


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_who_prepares_matters_writes_organisations(username, league, person):
    by = person(username)
    if username in WRITERS:
        actions.create_organisation(by=by, name="New (exempel)", kind="city")
        actions.edit_organisation(league, 1, by=by, aliases=[], name="Renamed (exempel)")
    else:
        with pytest.raises(PermissionDenied):
            actions.create_organisation(by=by, name="New (exempel)", kind="city")
        with pytest.raises(PermissionDenied):
            actions.edit_organisation(league, 1, by=by, aliases=[], name="Renamed (exempel)")
        assert Organisation.objects.get().name == league.name


def test_an_old_version_is_refused(league, contact, secretary):
    actions.edit_organisation(league, 1, by=secretary, aliases=[], note="Theirs")
    with pytest.raises(StaleVersion):
        actions.edit_organisation(league, 1, by=contact, aliases=[], note="Mine")


def test_the_form_asks_whether_it_exists_already(league, contact, client_of):
    client = client_of(contact)
    like = FORM | {"name": "City Climate Leage"}
    asked = client.post("/motparter/ny/", like)
    assert asked.status_code == 422
    assert league.name in asked.content.decode()
    assert client.post("/motparter/ny/", like | {"is_another": "on"}).status_code == 302
    assert Organisation.objects.count() == 2
    assert league.name in client.get("/motparter/liknande/", {"name": "climate league"}).content.decode()


def test_a_conflict_shows_both_texts(league, contact, secretary, client_of):
    url = f"/motparter/{league.slug}/andra/"
    client = client_of(contact)
    page = client.get(url)
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    assert "Städernas klimatförbund" in sent["aliases_sv"]
    actions.edit_organisation(league, 1, by=secretary, aliases=[], note="Theirs")
    answer = client.post(url, sent | {"note": "Mine"})
    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()
    assert "Mine" in answer.content.decode()
    page = client.get(url)
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    assert client.post(url, sent | {"note": "Mine again"}).status_code == 302


def test_the_page_gathers_every_dealing_one_may_read(league, contact, other_contact, city, client_of):
    tied = matters.open_matter(
        "visit", by=contact, body=city("trafiknamnden"), title="Tied", status="received"
    )
    actions.tie(tied, league)
    actions.tie(tied, league)
    written = matters.open_matter(
        "visit",
        by=contact,
        body=city("trafiknamnden"),
        title="Written",
        status="received",
        counterpart="cicl",
    )
    actions.edit_organisation(
        league, 1, by=contact, aliases=[("CICL", "")], name=league.name, acronym=league.acronym
    )
    other = matters.open_matter(
        "visit", by=contact, body=city("trafiknamnden"), title="Other", status="received"
    )
    url = league.get_absolute_url()
    mine, theirs = (client_of(who).get(url).content.decode() for who in (contact, other_contact))
    assert tied.number in mine
    assert written.number in mine
    assert other.number not in mine
    assert tied.number not in theirs


def test_the_list_asks_no_more_as_it_grows(league, contact, client_of):
    client = client_of(contact)
    client.get("/motparter/")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/motparter/")
        return len(captured)

    before = queries()
    for n in range(6):
        actions.create_organisation(
            by=contact, name=f"Number {n} (exempel)", kind="city", aliases=[(f"Nr {n}", "")]
        )
    assert queries() == before


@pytest.mark.parametrize(
    "nonsense",
    [
        {"name": "\0"},
        {"name": "x" * 300},
        {"kind": "nothing"},
        {"website": "javascript:alert(1)"},
        {"country": "ZZ"},
        {"aliases_sv": "\n".join(["x" * 300] * 3)},
        {"aliases_other": "\n".join(str(n) for n in range(60))},
        {"note": "x" * 30_000},
        {"version": "one"},
    ],
)
def test_nonsense_is_told_and_never_breaks(nonsense, contact, client_of):
    assert client_of(contact).post("/motparter/ny/", FORM | nonsense).status_code == 422
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "query", [{"q": "\0"}, {"q": "%_'\"--"}, {"kind": "x"}, {"theme": "\0"}, {"q": "x" * 500}]
)
def test_the_filters_forgive_nonsense(query, contact, client_of):
    assert client_of(contact).get("/motparter/", query).status_code == 200
    assert (
        client_of(contact).get("/motparter/liknande/", {"name": query.get("q", ""), "but": "\0"}).status_code
        == 200
    )


def test_the_trigram_index_answers_the_search(league):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT 1 FROM engagements_organisationname WHERE upper(name) %> upper('climate')"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "organisation_name_trgm" in plan
    assert OrganisationName.objects.exists()
