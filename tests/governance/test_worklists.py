"""The start page says each matter once: what is late stands where it waits for me, else among what else is late."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from governance import worklists
from governance.models import Person
from tests.factories import PERSONAS
from tests.governance.rows import make_matters
from tests.page_policy import scene

pytestmark = pytest.mark.django_db
LATE = date(2026, 1, 1)


def test_what_else_is_late_is_neither_mine_nor_before_my_body(city):
    me, committee = Person.objects.get(username="secretary"), city("trafiknamnden")
    (mine,) = make_matters(1, committee, first=1, responsible=me, due_on=LATE)
    (to_decide,) = make_matters(1, committee, first=2, before=committee, due_on=LATE)
    (offered,) = make_matters(
        1, committee, first=3, kind="visit", status="forwarded", before=committee, due_on=LATE
    )
    (elsewhere,) = make_matters(1, committee, first=4, before=city("kommunstyrelsen"), due_on=LATE)
    (other,) = make_matters(1, committee, first=5, due_on=LATE, kind="agreement", status="in_force")
    for matter in (mine, to_decide, offered, elsewhere):
        type(matter).objects.filter(pk=matter.pk).exclude(kind="visit").update(kind="agreement")
    today = timezone.localdate()
    assert worklists.totals(me, today)[1].total == 5
    assert {row.pk for row in worklists.late_of_others(me, today).rows} == {elsewhere.pk, other.pk}


def test_a_late_matter_of_mine_stands_once_on_the_start_page(city, client_of):
    me, committee = Person.objects.get(username="contact"), city("trafiknamnden")
    card = {"kind": "agreement", "status": "in_force", "due_on": LATE}
    (mine,) = make_matters(1, committee, first=1, responsible=me, **card)
    (other,) = make_matters(1, committee, first=2, **card)
    page = client_of("contact").get(reverse("my_work")).content.decode()
    main = page[page.index('id="mine"') : page.index('id="notices"')]
    assert [main.count(f'{each.number}/"') for each in (mine, other)] == [1, 1]
    assert main.index(mine.number) < main.index('id="late"') < main.index(other.number)


def counting_links(page: str) -> dict[str, int]:
    """Every number of the start page that leads to a list: the address and the number."""
    main = page[page.index("<main") : page.index("</main>")]
    figures = re.findall(
        r'figure-label"><a href="([^"]+)">[^<]+</a></p><p class="figure-value">([^<]+)<', main
    )
    waiting = re.findall(r'<li><a href="([^"]+\?[^"]*)">(\d+) [^<]*</a>', main)
    return {unescape(url): int(number) for url, number in [*figures, *waiting]}


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_number_of_the_start_page_leads_to_just_so_many(persona, city, client_of):
    scene()
    for first, slug in enumerate(("kommunstyrelsen", "kommunfullmaktige", "trafiknamnden", "jarva")):
        card = {"kind": "agreement", "status": "in_force", "due_on": LATE}
        make_matters(first + 1, city(slug), first=20 * first, **card)
        make_matters(1, city(slug), first=20 * first + 10, kind="agreement", before=city(slug))
    client = client_of(persona)
    start = client.get(reverse("my_work")).content.decode()
    for url, number in counting_links(start).items():
        if url.startswith("#"):
            panel = start[start.index(f'id="{url[1:]}"') :].split("</section>")[0]
            assert len(re.findall(r'<tr[ >].*?<th scope="row"', panel)) == number, url
        else:
            page = client.get(url).context["page"]
            assert (page.total or len(page.rows)) == number, url


def test_the_numbers_are_found_on_the_page(city, client_of):
    """The test above compares what it finds."""
    found = counting_links(client_of("secretary").get(reverse("my_work")).content.decode())
    assert len(found) == 4
