"""The map of the world: what is counted for whom, that numbers lead to as many lines, and the drawing."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_countries import countries as all_countries

from engagements import timelines, world_map, world_regions
from governance.models import Matter, Person
from tests.factories import PERSONAS
from tests.governance.rows import make_matters
from tests.page_policy import scene

URL = "/karta/"


def counts(person: Person, **asked) -> dict[str, int]:
    return {country.code: country.count for country in world_map.counted(person, asked)}


@pytest.mark.django_db
def test_every_number_leads_to_as_many_lines(city) -> None:
    scene()
    make_matters(7, city("trafiknamnden"), kind="visit", status="received", country="FI")
    make_matters(
        3, city("miljo-och-halsoskyddsnamnden"), first=50, kind="visit", status="received", country="FI"
    )
    make_matters(2, city("trafiknamnden"), first=80, country="SG")
    for persona in PERSONAS:
        person = Person.objects.get(username=persona)
        for code, count in counts(person).items():
            assert count == timelines.listed(person, {"country": code}).count(), (persona, code)
    assert counts(Person.objects.get(username="contact"))["FI"] >= 7
    assert counts(Person.objects.get(username="newcomer")) == {}


@pytest.mark.django_db
def test_what_is_secret_is_counted_for_those_let_in_only(city, contact, coordinator) -> None:
    make_matters(1, city("trafiknamnden"), country="IS")
    assert counts(coordinator) == {"IS": 1}
    Matter.objects.update(secrecy_ground="OSL", secrecy_marked_on=date(2026, 1, 1))
    assert counts(coordinator) == counts(contact) == {}


@pytest.mark.django_db
def test_the_filters_narrow_and_go_along_to_the_country(city, client_of) -> None:
    make_matters(2, city("trafiknamnden"), kind="visit", status="received", country="NO")
    make_matters(1, city("trafiknamnden"), first=9, country="DK")
    client = client_of("contact")
    page = client.get(URL + "?kind=visit&year=2025&body=trafiknamnden").content.decode()
    address = "/platser/NO/?kind=visit&amp;year=2025&amp;body=trafiknamnden"
    # On the map and in the list.
    assert page.count(f'href="{address}"') == 2
    assert "/platser/DK/" not in page
    assert "Norge: 2 ärenden" in page
    assert client.get(URL + "?kind=x&year=9&body=nowhere").status_code == 200


@pytest.mark.django_db
def test_the_map_asks_the_same_for_few_and_many_countries(city, client_of) -> None:
    client = client_of("coordinator")

    def queries() -> int:
        client.get(URL)
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    make_matters(1, city("trafiknamnden"), country="FI")
    few = queries()
    for place, (code, _name) in enumerate(list(all_countries)[:100]):
        make_matters(1, city("trafiknamnden"), first=100 + place, country=code)
    assert queries() == few
    assert few <= 8


@pytest.mark.parametrize("most", [0, 1, 2, 3, 4, 5, 6, 9, 31, 32, 200, 100_000])
def test_the_shades_cover_every_number_once(most: int) -> None:
    ends = world_map.scale(most)
    assert ends == sorted(set(ends))
    assert len(ends) <= world_map.STEPS
    shades = [shade for shade, _words in world_map.legend(most)]
    assert shades == sorted(set(shades))
    assert len(shades) == len(ends)
    assert shades[-1:] == ([world_map.STEPS] if most else [])
    assert all(world_map.shade_of(count, ends) in shades for count in range(1, min(most, 300) + 1))


def test_the_drawing_has_every_country_once_and_stays_within_the_map() -> None:
    drawing = world_map.drawing()
    known = {code for code, _name in all_countries}
    assert set(drawing.countries) | set(drawing.points) <= known
    assert not set(drawing.countries) & set(drawing.points)
    assert len(drawing.countries) + len(drawing.points) >= 230
    for path in (*drawing.countries.values(), drawing.other):
        assert re.fullmatch(r"(M-?\d+ -?\d+l[-\d ]+z)+", path)
        for x, y in points_of(path):
            assert -1 <= x <= drawing.width + 1
            assert -1 <= y <= drawing.height + 1
    # Nothing runs across the map where the degrees begin anew.
    for code in ("RU", "FJ", "US", "NZ"):
        steps = [int(n) for n in re.findall(r"-?\d+", re.sub(r"M\S+ [-\d]+l", "", drawing.countries[code]))]
        assert max(map(abs, steps)) < drawing.width / 5, code
    assert len(json.dumps(drawing.countries)) < 60_000


def test_crimea_is_drawn_as_a_part_of_ukraine() -> None:
    """Simferopol and the land east of it, where the map has them, lie within Ukraine's path and not within Russia's."""
    drawing = world_map.drawing()
    for place in ((1110, 165), (1111, 164)):
        assert lies_in(place, drawing.countries["UA"]), place
        assert not lies_in(place, drawing.countries["RU"]), place


def lies_in(place: tuple[int, int], path: str) -> bool:
    x, y = place
    inside = False
    for one in re.findall(r"M[^M]+", path):
        ring = points_of(one)
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                inside = not inside
    return inside


def points_of(path: str) -> list[tuple[int, int]]:
    found = []
    for begin, rest in re.findall(r"M([-\d ]+)l([-\d ]+)z", path):
        x, y = map(int, begin.split())
        numbers = [int(n) for n in re.findall(r"-?\d+", rest)]
        found.append((x, y))
        for right, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + right, y + down
            found.append((x, y))
    return found


@pytest.mark.django_db
def test_a_country_too_small_to_be_drawn_is_a_point(city, client_of) -> None:
    make_matters(1, city("trafiknamnden"), country="SG")
    page = client_of("contact").get(reverse("engagements:world_map")).content.decode()
    assert re.search(r'<a class="world-\d" href="/platser/SG/"[^>]*>.*?<circle', page)


@pytest.mark.django_db
def test_the_map_opens_on_where_the_most_matters_are_or_on_what_is_asked_for(city, client_of) -> None:
    client = client_of("contact")

    def opened(query: str = "") -> str:
        return client.get(URL + query).context["region"].key

    assert opened() == "europe"
    make_matters(2, city("trafiknamnden"), country="JP")
    make_matters(1, city("trafiknamnden"), first=9, country="FI")
    assert opened() == "asia"
    assert opened("?region=europe") == "europe"
    assert opened("?region=world") == "world"
    assert opened("?region=nowhere") == "asia"
    page = client.get(URL + "?region=europe&kind=visit")
    assert 'viewBox="846 18 328 222"' in page.content.decode()
    assert 'name="region" value="europe"' in page.content.decode()
    counted = client.get(URL).context["regions"]
    assert [(region.key, count) for region, _url, count in counted] == [
        ("europe", 1),
        ("asia", 2),
        ("world", 3),
    ]


def test_every_country_lies_in_the_part_of_the_world_that_is_drawn_with_it() -> None:
    drawing = world_map.drawing()
    codes = {code for region in world_regions.REGIONS for code in region.countries}
    assert codes <= set(dict(all_countries))
    places = {code: first_point(path) for code, path in drawing.countries.items()} | dict(drawing.points)
    # Their first piece of land lies far from them, or beyond the edge of the map.
    for code in places.keys() - set("CK FR GL GS HM KI NO PF PN RU TF".split()):
        left, top, width, height = world_regions.region_of(code).box
        x, y = places[code]
        assert left <= x <= left + width, code
        assert top <= y <= top + height, code


def first_point(path: str) -> tuple[float, float]:
    x, y = re.match(r"M(-?[\d.]+)[ ,]?(-?[\d.]+)", path).groups()
    return float(x), float(y)
