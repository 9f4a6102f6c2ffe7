"""A filter that the reader cannot choose empties the list, and says so: no other list stands in its place."""

import pytest

from governance.models import Matter
from tests.governance.rows import make_matters

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(city) -> None:
    make_matters(2, city("trafiknamnden"), kind="visit", status="received")


@pytest.mark.parametrize("value", ["miljo-och-halsoskyddsnamnden", "finns-inte", "\0"])
def test_a_body_that_cannot_be_chosen_gives_no_other_list(value, mine, client_of):
    client = client_of("contact")
    title = Matter.objects.values_list("title", flat=True)[0]
    assert title in client.get("/arenden/").content.decode()
    answer = client.get("/arenden/", {"body": value})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert title not in page
    assert "kan inte väljas här" in page
