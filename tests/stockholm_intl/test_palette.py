"""The palette offers just what the person can open, and finds what the search finds."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.models import Matter
from stockholm_intl.palette import BEGIN
from tests.factories import PERSONAS
from tests.governance.rows import make_matters

pytestmark = pytest.mark.django_db
PALETTE = reverse("palette")


def urls(client, **query: str) -> list[str]:
    page = client.get(PALETTE, query).content.decode()
    return [unescape(url) for url in re.findall(r'data-url="([^"]+)"', page)]


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_is_offered_to_begin_is_what_its_form_lets_one(persona, city, client_of) -> None:
    client = client_of(persona)
    offered = {url for url in urls(client) if url in {reverse(each.url_name) for each in BEGIN}}
    opens = {
        reverse(each.url_name) for each in BEGIN if client.get(reverse(each.url_name)).status_code == 200
    }
    assert offered == opens


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_pages_are_those_of_the_menu(persona, city, client_of) -> None:
    client = client_of(persona)
    menu = re.search(r'<nav class="rail".*?</nav>', client.get("/vem-beslutar/").content.decode(), re.S)
    assert menu is not None
    lines = re.findall(r'href="([^"]+)"', menu[0])
    assert [url for url in urls(client) if url in lines] == lines


def test_it_finds_matters_pages_and_beginnings_without_dots(city, client_of) -> None:
    (matter,) = make_matters(1, city("trafiknamnden"), title="Mål för resor", diary_number="KS 2022/100")
    client = client_of("contact")
    assert matter.get_absolute_url() in urls(client, q="ks2022-100")
    found = urls(client, q="resor")
    assert found[0] == reverse("engagements:events")
    assert matter.get_absolute_url() in found
    assert found[-1] == f"{reverse('search')}?q=resor"
    assert reverse("visits:new") in urls(client, q="besok")
    assert urls(client, q="") == urls(client)


def test_a_place_that_is_called_so_comes_first(city, client_of) -> None:
    make_matters(1, city("trafiknamnden"), title="Studiebesök", city="Kuopio", country="FI")
    assert urls(client_of("contact"), q="Kuopio")[0] == reverse("engagements:city", args=["FI", "Kuopio"])
    assert urls(client_of("other_contact"), q="Kuopio") == [f"{reverse('search')}?q=Kuopio"]


def test_it_offers_nothing_secret(city, client_of, contact) -> None:
    (matter,) = make_matters(
        1, city("trafiknamnden"), title="Hemliga planer", secrecy_ground="OSL 15:1",
        secrecy_marked_on=timezone.localdate(),
    )  # fmt: skip
    for persona in ("contact", "coordinator", "auditor"):
        assert urls(client_of(persona), q="hemliga") == [f"{reverse('search')}?q=hemliga"]
        assert matter.get_absolute_url() not in urls(client_of(persona), q=matter.number)
    matter.grants.create(person=contact, granted_by=contact)
    assert matter.get_absolute_url() in urls(client_of("contact"), q="hemliga")


def test_what_was_found_is_escaped(city, client_of) -> None:
    make_matters(1, city("trafiknamnden"), title="Ett <script>alert(1)</script> ord")
    page = client_of("contact").get(PALETTE, {"q": "ord"}).content.decode()
    assert "<script>" not in page
    assert "<mark>ord</mark>" in page


def test_it_costs_the_same_for_three_and_for_sixty(city, client_of) -> None:
    def asked(**query: str) -> int:
        client.get(PALETTE, query)
        with CaptureQueriesContext(connection) as captured:
            client.get(PALETTE, query)
        return len(captured)

    client = client_of("contact")
    make_matters(3, city("trafiknamnden"), title="Resan")
    few = asked(), asked(q="resan")
    make_matters(57, city("trafiknamnden"), first=100, title="Resan")
    assert (asked(), asked(q="resan")) == few
    assert max(few) <= 14
    assert Matter.objects.filter(title="Resan").count() == 60


def test_without_script_its_button_leads_to_the_search(city, client_of) -> None:
    page = client_of("newcomer").get("/vem-beslutar/").content.decode()
    assert re.search(rf'<a class="palette-open" href="{reverse("search")}"', page)
