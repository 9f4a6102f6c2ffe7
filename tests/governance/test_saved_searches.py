"""Saved searches tell of what is new, and of nothing that the person may not read at that very moment."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagements.actions import create_organisation
from governance import saved_searches
from governance.models import Appointment, Matter, Notice, Person, SavedSearch
from tests.governance.rows import make_matters
from tests.page_policy import PAGES, scene

pytestmark = pytest.mark.django_db
VISITS = "/arenden/?kind=visit"


def visits(city, count: int = 1, **card) -> list[Matter]:
    first = Matter.objects.count() + 1
    return make_matters(count, city("trafiknamnden"), first=first, kind="visit", status="received", **card)


def new_in(search: SavedSearch) -> int:
    saved_searches.look_after()
    search.refresh_from_db()
    return search.new


@pytest.fixture
def search(contact, city) -> SavedSearch:
    visits(city, 3)
    return saved_searches.save(by=contact, name="Besöken", url=VISITS)


def test_what_was_there_is_known_and_what_comes_is_new(search, city, contact) -> None:
    assert new_in(search) == 0
    visits(city, 2)
    make_matters(1, city("trafiknamnden"), first=900)
    make_matters(1, city("miljo-och-halsoskyddsnamnden"), first=901, kind="visit", status="received")
    assert new_in(search) == 2
    notice = Notice.objects.get(person=contact, key__startswith="saved:")
    assert notice.subject_sv == "2 nya träffar i din sparade sökning Besöken"
    assert notice.path == search.get_absolute_url()
    assert notice.matter is None


def test_looking_makes_it_known_and_leads_to_the_list(search, city, client_of) -> None:
    visits(city)
    assert new_in(search) == 1
    answer = client_of("contact").get(search.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (302, VISITS)
    assert new_in(search) == 0


def test_the_same_is_told_once(search, city) -> None:
    visits(city)
    for _again in range(3):
        saved_searches.look_after()
        saved_searches.look_after(timezone.localdate() + timedelta(days=1))
    assert Notice.objects.filter(key__startswith="saved:").count() == 1


def test_what_is_secret_is_new_to_those_let_in_alone(search, city, contact, coordinator) -> None:
    theirs = saved_searches.save(by=coordinator, name="Alla", url=VISITS)
    (secret,) = visits(city, secrecy_ground="OSL 15:1", secrecy_marked_on=timezone.localdate())
    secret.grants.create(person=contact, granted_by=contact)
    assert (new_in(search), new_in(theirs)) == (1, 0)
    assert not Notice.objects.filter(person=coordinator).exists()
    secret.grants.update(ended_at=timezone.now())
    assert new_in(search) == 0


def test_who_has_left_the_office_is_told_nothing(search, city, contact) -> None:
    visits(city)
    Appointment.objects.filter(person=contact).update(until=timezone.localdate() - timedelta(days=1))
    Person.objects.filter(pk=contact.pk).update(rights_as_of=None)
    assert new_in(search) == 0


def test_what_comes_forward_because_newer_rows_went_is_not_new(contact, city, monkeypatch) -> None:
    monkeypatch.setattr(saved_searches, "COMPARED", 3)
    rows = visits(city, 6)
    search = saved_searches.save(by=contact, name="Besöken", url=VISITS)
    Matter.objects.filter(pk__in=[row.pk for row in rows[3:]]).update(kind="membership")
    assert new_in(search) == 0


def test_a_paused_one_is_silent_and_goes_on_from_then(search, city, contact) -> None:
    saved_searches.pause(search, by=contact)
    visits(city)
    assert new_in(search) == 0
    saved_searches.resume(search, by=contact)
    assert new_in(search) == 0
    visits(city)
    assert new_in(search) == 1


def test_what_is_taken_away_can_be_brought_back_for_a_day(search, contact, client_of) -> None:
    client = client_of("contact")
    change = reverse("change_saved_search", args=[search.pk])
    client.post(change, {"act": "remove"})
    page = client.get(reverse("saved_searches"))
    assert list(page.context["searches"]) == []
    assert list(page.context["removed"]) == [search]
    client.post(change, {"act": "restore"})
    assert list(client.get(reverse("saved_searches")).context["searches"]) == [search]
    assert client.post(change, {"act": "nothing"}).status_code == 422
    client.post(change, {"act": "remove"})
    SavedSearch.objects.update(removed_at=timezone.now() - saved_searches.UNDO - timedelta(minutes=1))
    saved_searches.look_after()
    assert not SavedSearch.objects.exists()


def test_nobody_touches_anothers(search, other_contact) -> None:
    for act in (saved_searches.look, saved_searches.pause, saved_searches.remove, saved_searches.restore):
        with pytest.raises(Http404):
            act(search, by=other_contact)


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/logga-ut/",
        "/sok/sparade/",
        "/finns/inte/",
        "https://x.example/arenden/",
        "//x/",
        "/arenden/\x00",
    ],
)
def test_only_lists_of_the_register_are_saved(url, contact, client_of) -> None:
    with pytest.raises(ValidationError):
        saved_searches.save(by=contact, name="X", url=url)
    assert client_of("contact").get(reverse("new_saved_search"), {"vy": url}).status_code == 404


def test_a_person_has_so_many_and_no_more(contact, monkeypatch) -> None:
    monkeypatch.setattr(saved_searches, "MOST", 1)
    saved_searches.save(by=contact, name="En", url=VISITS)
    with pytest.raises(ValidationError):
        saved_searches.save(by=contact, name="Två", url=VISITS)


@pytest.mark.parametrize("name", sorted(settings.SAVED_LISTS))
def test_every_list_that_can_be_saved_has_one(name, city, client_of, coordinator) -> None:
    """The keys are those of the rows on its page."""
    scene()
    query = PAGES[name].query
    search = SavedSearch(person=coordinator, name=name, path=reverse(name), query=query)
    keys = saved_searches.found(search, coordinator, saved_searches.KEPT)
    page = client_of("coordinator").get(f"{reverse(name)}?{query}")
    assert page.status_code == 200
    shown = page.context.get("page")
    if shown is not None:
        assert {row.pk for row in shown.rows} <= set(keys)
        assert len(keys) >= len(shown.rows)


def test_a_narrowed_list_offers_to_be_saved_and_a_whole_one_does_not(client_of, city) -> None:
    client, offer = client_of("contact"), reverse("new_saved_search")
    assert offer not in client.get("/arenden/").content.decode()
    page = client.get("/arenden/?kind=visit&efter=2026-01-01.5").content.decode()
    assert f"{offer}?vy=%2Farenden%2F%3Fkind%3Dvisit&amp;" in page
    assert f"{offer}?vy=%2Fsok%2F%3Fq%3Dabc&amp;" in client.get("/sok/?q=abc").content.decode()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/arenden/?kind=visit&mine=on", "Ärenden: Besöksförfrågan, Mina"),
        ("/sok/?q=spårvagn", "spårvagn"),
        ("/motparter/?q=malmo&kind=city", "Organisationer: malmo, stad eller region"),
    ],
)
def test_a_name_is_proposed_from_the_words_and_the_filters(address, name, client_of, city) -> None:
    client = client_of("contact")
    page = client.get(address).content.decode()
    offered = re.search(rf'href="({reverse("new_saved_search")}[^"]+)"', page)
    form = client.get(unescape(offered[1]))
    assert form.context["form"]["name"].value() == name
    assert form.content.decode().count(">Spara sökningen</h") == 1


def test_a_search_among_the_organisations_tells_of_new_ones(contact, city) -> None:
    create_organisation(by=contact, name="Malmö stad", kind="city", country="SE")
    search = saved_searches.save(by=contact, name="M", url=reverse("engagements:organisations") + "?q=malmo")
    assert len(search.known) == 1
    new = create_organisation(by=contact, name="Malmö universitet", kind="university", country="SE")
    assert saved_searches.look_after() == 1
    assert new.pk in saved_searches.found(search, contact, saved_searches.KEPT)


def test_saving_from_the_page(client_of, contact, city) -> None:
    client = client_of("contact")
    address = reverse("new_saved_search") + "?vy=/sok/%3Fq%3Dtrafik%26kind%3D"
    assert client.get(address).status_code == 200
    answer = client.post(address, {"name": "Trafik", "draft_token": "7d5d2f4e-6f0a-4d3e-9b39-1a2b3c4d5e6f"})
    assert answer["Location"] == "/sok/?q=trafik"
    search = SavedSearch.objects.get(person=contact)
    assert (search.name, search.list_url) == ("Trafik", "/sok/?q=trafik")
    page = client.get(reverse("my_work")).content.decode()
    assert search.get_absolute_url() in page


def test_each_costs_a_bounded_number_of_statements(contact, city) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            saved_searches.look_after()
        return len(captured)

    saved_searches.save(by=contact, name="1", url=VISITS)
    cost()
    one = cost()
    visits(city, 40)
    SavedSearch.objects.update(known=[])
    cost()
    assert cost() <= one
    for number in range(4):
        saved_searches.save(by=contact, name=str(number), url=VISITS)
    assert cost() <= one + 4 * 14
