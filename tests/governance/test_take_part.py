"""Bodies that take part in another's matter find it: in a list of its own, and by its number."""

import pytest
from django.urls import reverse

from governance import matters
from governance.models import Matter
from tests.governance.rows import make_matters

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(city) -> dict[str, Matter]:
    """Matters of the Environment Committee: the Transport Committee is let into one, asked about one, not into one."""
    body = city("miljo-och-halsoskyddsnamnden")
    let_in, asked, other, secret = make_matters(4, body, kind="visit", status="received")
    matters.let_in(let_in, city("trafiknamnden"))
    matters.let_in(secret, city("trafiknamnden"))
    Matter.objects.filter(pk=asked.pk).update(before=city("trafiknamnden"))
    Matter.objects.filter(pk=secret.pk).update(secrecy_ground="OSL 18:1", secrecy_marked_on="2026-01-01")
    for index, matter in enumerate((let_in, asked, other, secret)):
        Matter.objects.filter(pk=matter.pk).update(diary_number=f"MHN 2026/{index}")
    own = make_matters(1, city("trafiknamnden"), first=50)[0]
    return {"let_in": let_in, "asked": asked, "other": other, "secret": secret, "own": own}


def found(client, url: str) -> set[str]:
    return {matter.number for matter in client.get(url).context["page"].rows}


@pytest.mark.parametrize("persona", ["contact", "secretary", "head"])
def test_the_state_lists_what_the_own_body_takes_part_in(persona, shared, client_of):
    url = f"{reverse('matters')}?state=taking_part"
    assert found(client_of(persona), url) == {shared["let_in"].number, shared["asked"].number}


@pytest.mark.parametrize(
    "persona", ["other_contact", "auditor", "company_contact", "newcomer", "administrator"]
)
def test_to_others_it_lists_nothing(persona, shared, client_of):
    assert found(client_of(persona), f"{reverse('matters')}?state=taking_part") == set()


@pytest.mark.parametrize("number", ["number", "diary_number"])
def test_the_search_finds_by_its_whole_number_what_may_be_opened(number, shared, client_of):
    client = client_of("contact")
    for name, matter in shared.items():
        matter.refresh_from_db()
        text = getattr(matter, number).lower()
        expected = {matter.number} if name in ("let_in", "asked", "own") and text else set()
        assert found(client, f"{reverse('search')}?q={text}") == expected, name


def test_an_owner_finds_its_matters_as_before(shared, client_of):
    client = client_of("other_contact")
    assert shared["let_in"].number in found(client, reverse("matters"))
