"""One timeline over all bodies: what one may read, what stands in a register, and that the rest is withheld."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagements import actions, timelines, world_map
from engagements.models import Agreement, Organisation
from governance import matters
from governance.models import Matter, SecrecyGrant
from tests.engagements.agreements import make_agreement
from tests.engagements.eu_projects import make_idea
from tests.factories import PERSONAS
from tests.workbooks import words

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def turku(contact) -> Organisation:
    return actions.create_organisation(
        by=contact,
        name="Åbo stad (exempel)",
        kind="city",
        country="FI",
        city="Åbo",
        aliases=[("Turku", "fi"), ("Åbo", "sv")],
    )


@pytest.fixture
def open_with(contact, city):
    """`open_with(turku, "trafiknamnden", ...)` is a matter of the body with the partner."""

    def make(organisation: Organisation | None, body: str = "trafiknamnden", **card) -> Matter:
        values = {"kind": "visit", "title": f"Matter {body}", "status": "received", "opened_on": DAY}
        secrecy = card.pop("secrecy_ground", "")
        matter = matters.open_matter(by=contact, body=city(body), **{**values, **card})
        if secrecy:
            Matter.objects.filter(pk=matter.pk).update(secrecy_ground=secrecy, secrecy_marked_on=DAY)
        if organisation:
            actions.tie(matter, organisation)
        return matter

    return make


def url(organisation: Organisation) -> str:
    return f"{organisation.get_absolute_url()}tidslinje/"


def shown(answer) -> set[str]:
    return {matter.number for matter in answer.context["page"].rows}


def test_everybody_reads_what_is_theirs_and_is_told_how_much_is_not(turku, open_with, person, client_of):
    own = open_with(turku)
    other = open_with(turku, "miljo-och-halsoskyddsnamnden")
    member = open_with(turku, "stockholms-hamnar", kind="membership", status="member")
    proposed = open_with(turku, "stockholms-hamnar", kind="membership", status="proposed")
    secret = open_with(turku, secrecy_ground="OSL 15 kap. 1 §")
    everything = {own, other, member, proposed, secret}
    told = {
        "contact": {own, member},
        "other_contact": {other, member},
        "company_contact": {member, proposed},
        "secretary": {own, member},
        "other_secretary": {other, member},
        "head": {own, member},
        "administrator": {member},
        "newcomer": set(),
    }
    for username in PERSONAS:
        expected = told.get(username, {own, other, member, proposed})
        answer = client_of(username).get(url(turku))
        assert shown(answer) == {matter.number for matter in expected}, username
        assert answer.context["withheld"].count == len(everything - expected), username
        assert secret.number not in answer.content.decode()


def test_a_file_that_does_not_open_is_a_line_and_no_link(turku, open_with, client_of):
    member = open_with(turku, "stockholms-hamnar", kind="membership", status="member")
    mine, theirs = (client_of(who).get(url(turku)).content.decode() for who in ("company_contact", "contact"))
    assert f'href="{member.get_absolute_url()}"' in mine
    assert member.number in theirs
    assert f'href="{member.get_absolute_url()}"' not in theirs


def test_who_takes_part_may_open_it(turku, open_with, city, client_of):
    matter = open_with(turku, "miljo-och-halsoskyddsnamnden")
    matters.let_in(matter, city("trafiknamnden"))
    answer = client_of("contact").get(url(turku))
    assert f'href="{matter.get_absolute_url()}"' in answer.content.decode()
    assert not answer.context["withheld"]


def test_who_is_let_into_a_secret_reads_it(turku, open_with, contact, secretary, client_of):
    secret = open_with(turku, secrecy_ground="OSL 15 kap. 1 §")
    SecrecyGrant.objects.create(matter=secret, person=contact, granted_by=secretary)
    answer = client_of(contact).get(url(turku))
    assert shown(answer) == {secret.number}
    assert not answer.context["withheld"]
    assert client_of(secretary).get(url(turku)).context["withheld"].count == 1


def test_a_filter_never_tells_what_is_withheld(turku, open_with, client_of):
    """Asked kind by kind, year by year or body by body, the answer is the same number."""
    open_with(turku, secrecy_ground="OSL 15 kap. 1 §")
    open_with(turku)
    client = client_of("contact")
    for query in ({"kind": "visit"}, {"kind": "agreement"}, {"year": "2025"}, {"body": "trafiknamnden"}):
        assert client.get(url(turku), query).context["withheld"].count == 1


def test_the_filters_stand_in_the_address(turku, open_with, coordinator, client_of):
    visit = open_with(turku)
    older = open_with(turku, opened_on=date(2025, 5, 5))
    member = open_with(turku, "stockholms-hamnar", kind="membership", status="member")
    client = client_of(coordinator)
    for query, expected in (
        ({"kind": "membership"}, {member}),
        ({"year": "2025"}, {older}),
        ({"body": "trafiknamnden"}, {visit, older}),
        ({"body": "nowhere"}, set()),
        ({"kind": "\0", "year": "x"}, set()),
    ):
        assert shown(client.get(url(turku), query)) == {matter.number for matter in expected}


def test_the_parts_come_along_when_asked_for(turku, open_with, contact, client_of):
    port = actions.create_organisation(by=contact, name="Åbo hamn (exempel)", kind="company", parent=turku)
    own, below, both = open_with(turku), open_with(port), open_with(turku)
    actions.tie(both, port)
    client = client_of(contact)
    assert shown(client.get(url(turku))) == {own.number, both.number}
    answer = client.get(url(turku), {"with_parts": "on"})
    assert [row.number for row in answer.context["page"].rows] == [both.number, below.number, own.number]
    assert "Åbo hamn (exempel)" in answer.content.decode()


def test_a_long_timeline_is_turned_page_by_page(turku, open_with, contact, client_of):
    made = [open_with(turku, opened_on=DAY + timedelta(days=n % 7)).number for n in range(60)]
    client, address, seen = client_of(contact), url(turku), []
    while address:
        page = client.get(address).context["page"]
        seen += [matter.number for matter in page.rows]
        address = page.next_url
    assert sorted(seen) == sorted(made)


def test_a_city_is_the_same_under_any_name(turku, open_with, contact, client_of):
    one = open_with(None, city="Turku", country="FI")
    two = open_with(None, city="ÅBO", country="FI")
    elsewhere = open_with(None, city="Åbo", country="SE")
    client = client_of(contact)
    for name in ("Åbo", "Turku", "turku"):
        assert shown(client.get(f"/platser/FI/{name}/")) == {one.number, two.number}
    assert shown(client.get("/platser/FI/")) == {one.number, two.number}
    assert shown(client.get("/platser/SE/")) == {elsewhere.number}
    assert turku.get_absolute_url() in client.get("/platser/FI/").content.decode()


def test_a_country_lists_the_cities_that_one_may_be_told_of(turku, open_with, contact, client_of):
    open_with(None, city="Esbo", country="FI")
    open_with(None, city="ESPOO", country="FI")
    open_with(None, city="Vasa/Umeå", country="FI")
    open_with(None, city="Hangö", country="FI", secrecy_ground="OSL 15 kap. 1 §")
    open_with(None, "miljo-och-halsoskyddsnamnden", city="Björneborg", country="FI")
    answer = client_of(contact).get("/platser/FI/")
    first, second = answer.context["cities"]()
    assert (first in ("Esbo", "ESPOO"), second) == (True, "Åbo")
    assert "/platser/FI/%C3%85bo/" in answer.content.decode()


def test_what_is_with_a_partner_there_belongs_to_its_place_and_country_wherever_it_happens(
    contact, open_with, client_of
) -> None:
    port = actions.create_organisation(
        by=contact, name="Hamnen (exempel)", kind="company", country="EE", city="Tallinn"
    )
    project = open_with(port, country="ES", city="Madrid")
    open_with(None, country="LV", city="Riga")
    client = client_of(contact)
    for address in ("/platser/EE/", "/platser/EE/Tallinn/", "/platser/ES/", "/platser/ES/Madrid/"):
        assert shown(client.get(address)) == {project.number}, address
    counted = {country.code: country.count for country in world_map.counted(contact, {})}
    assert counted == {"EE": 1, "ES": 1, "LV": 1}


def test_a_city_that_a_project_names_among_its_partners_tells_of_the_project(
    contact, city, client_of
) -> None:
    one = actions.create_organisation(
        by=contact, name="Helsingfors stad (exempel)", kind="city", country="FI", city="Helsingfors"
    )
    facts = {"partners": "Göteborg (exempel) och Helsinki (exempel)", "summary": "Sista kilometern."}
    project = make_idea(contact, city("trafiknamnden"), **facts)
    make_idea(contact, city("trafiknamnden"), partners="Helsingborg (exempel)")
    client = client_of(contact)
    for address in (url(one), "/platser/FI/Helsingfors/", "/platser/FI/Helsinki/"):
        assert shown(client.get(address)) == {project.matter.number}, address
    found = client.get("/sok/", {"q": "kilometern"}).context["besides"]
    assert [hit.url for each in found for hit in each.hits] == [project.matter.get_absolute_url()]
    for register in ("/eu-projekt/", "/arenden/"):
        for text in ("kilometern", "Helsingfors"):
            assert shown(client.get(register, {"q": text})) == {project.matter.number}, (register, text)
    # Others see the line of the project, but not what its file says.
    others = client_of("company_contact")
    assert project.matter.number in shown(others.get("/eu-projekt/"))
    assert shown(others.get("/eu-projekt/", {"q": "kilometern"})) == set()


def test_a_city_that_is_registered_twice_tells_the_same_under_both_names(contact, open_with, client_of):
    once = actions.create_organisation(
        by=contact, name="Helsingfors stad (exempel)", kind="city", country="FI", city="Helsingfors"
    )
    twice = actions.create_organisation(
        by=contact, name="Helsingin kaupunki (exempel)", kind="city", country="FI", city="Helsinki"
    )
    linked = open_with(once, country="SE")
    there = open_with(None, country="FI", city="Helsinki")
    for organisation in (once, twice):
        assert shown(client_of(contact).get(url(organisation))) == {linked.number, there.number}


def test_a_city_leads_to_the_briefing_pack_of_its_partner(turku, open_with, contact, client_of):
    open_with(turku, city="Åbo", country="FI")
    pack = reverse("engagements:new_briefing", args=[turku.slug])
    assert pack in client_of(contact).get("/platser/FI/Turku/").content.decode()
    assert pack not in client_of(contact).get("/platser/FI/").content.decode()


def test_a_city_that_is_no_partner_yet_says_how_to_get_a_pack(open_with, contact, client_of) -> None:
    open_with(None, city="Tallinn", country="EE")
    client = client_of(contact)
    page = client.get("/platser/EE/Tallinn/").content.decode()
    form = f"{reverse('engagements:new_organisation')}?name=Tallinn&amp;kind=city&amp;city=Tallinn&amp;country=EE"
    assert form in page
    shown_form = client.get(form.replace("&amp;", "&")).content.decode()
    assert '<option value="EE" selected>' in shown_form
    assert form not in client_of("auditor").get("/platser/EE/Tallinn/").content.decode()


def test_a_place_tells_what_is_withheld_too(open_with, contact, client_of):
    open_with(None, city="Tallinn", country="EE", secrecy_ground="OSL 15 kap. 1 §")
    open_with(None, "miljo-och-halsoskyddsnamnden", city="Tallinn", country="EE")
    for address in ("/platser/EE/", "/platser/EE/Tallinn/"):
        answer = client_of(contact).get(address)
        assert shown(answer) == set()
        assert answer.context["withheld"].count == 2


@pytest.mark.parametrize(
    "address", ["/platser/XX/", "/platser/fi/", "/platser/FI/%00/", f"/platser/FI/{'x' * 200}/"]
)
def test_a_place_that_is_none_is_not_found(address, contact, client_of):
    assert client_of(contact).get(address).status_code == 404


def test_the_prepared_statement_finds_what_the_queryset_finds(turku, open_with, person):
    for body in ("trafiknamnden", "miljo-och-halsoskyddsnamnden", "stockholms-hamnar"):
        open_with(turku, body, country="FI", city="Åbo")
        open_with(turku, body, country="FI", city="Åbo", secrecy_ground="OSL 15 kap. 1 §")
    for subject in (
        {"organisation": turku.pk},
        {"organisations": [turku.pk]},
        {"country": "FI"},
        {"country": "FI", "places": ["ÅBO"]},
    ):
        for username in PERSONAS:
            by = person(username)
            rows = timelines.listed(by, subject).order_by("-opened_on", "-pk")[:8]
            wanted = timelines.as_matters(rows, by)
            assert timelines.latest(by, subject, 8) == wanted
            everything = timelines.of_subject(subject).count()
            assert timelines.withheld(by, subject) == everything - len(wanted)


@pytest.mark.parametrize("username", ["contact", "coordinator"])
def test_the_pages_ask_no_more_as_they_grow(username, turku, open_with, client_of):
    client = client_of(username)
    pages = (turku.get_absolute_url(), url(turku), "/platser/FI/", "/platser/FI/Åbo/")
    open_with(turku, country="FI", city="Åbo")

    def queries() -> list[int]:
        counted = []
        for page in pages:
            with CaptureQueriesContext(connection) as captured:
                client.get(page)
            counted.append(len(captured))
        return counted

    queries()
    before = queries()
    for n in range(6):
        open_with(turku, country="FI", city="Åbo", opened_on=timezone.localdate() - timedelta(days=n))
    assert queries() == before
    # Three of them for what is of a city's place and tied to nobody.
    assert max(before) <= 18


def test_a_dealing_keeps_the_day_of_its_matter(turku, open_with):
    matter = open_with(turku)
    matter.opened_on = date(2024, 4, 4)
    matter.save()
    assert turku.dealings.get().opened_on == date(2024, 4, 4)


def test_a_first_day_of_which_only_the_year_is_known_is_told_as_the_year(
    secretary, coordinator, city, client_of
):
    agreement = make_agreement(secretary, city("trafiknamnden"), name="Uppköping (exempel)")
    Matter.objects.filter(pk=agreement.pk).update(starts_on=date(1997, 1, 1))
    partner = agreement.organisation
    client = client_of(coordinator)
    assert "1997-01-01" in client.get(url(partner)).content.decode()
    Agreement.objects.filter(pk=agreement.pk).update(starts_year_only=True)
    for page in (url(partner), partner.get_absolute_url()):
        told = client.get(page).content.decode()
        assert "1997-01-01" not in told
        assert '<time datetime="1997">1997</time>' in told


def test_of_a_city_its_own_timeline_and_that_of_its_place_tell_the_same(turku, open_with, contact, client_of):
    linked = open_with(turku, city="Stockholm", country="SE")
    there = open_with(None, city="Turku", country="FI")
    by_name = open_with(None, country="FI", counterpart="Staden Åbo, trafikkontoret")
    both = open_with(turku, city="Åbo", country="FI")
    open_with(None, city="Esbo", country="FI")
    hidden = open_with(None, city="Åbo", country="FI", secrecy_ground="OSL 15 kap. 1 §")
    client = client_of(contact)
    everything = {linked.number, there.number, by_name.number, both.number}
    for address in (url(turku), "/platser/FI/%C3%85bo/"):
        answer = client.get(address)
        assert shown(answer) == everything
        assert answer.context["withheld"].count == 1
        told = words(client.get(f"{address}?fil=xlsx"))
        assert [number for number in everything if number not in told] == []
        assert hidden.number not in told
    latest = client.get(turku.get_absolute_url()).context["latest"]
    assert {matter.number for matter in latest} == everything
