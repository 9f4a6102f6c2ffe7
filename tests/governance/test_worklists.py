"""The start page says each matter once: what is late stands where it waits for me, else among what else is late."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from governance import worklists
from governance.models import Person
from tests.governance.rows import make_matters

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
