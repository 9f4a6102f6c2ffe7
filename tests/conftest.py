"""What every test may ask for: the small city, its persons, and a client logged in as one of them."""

from collections.abc import Callable

import pytest
from django.test import Client

from governance.models import Body, Person
from tests.factories import PERSONAS, load_small_city


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load_small_city()


@pytest.fixture
def city(db) -> Callable[[str], Body]:
    """`city("trafiknamnden")` is the body. A test with real transactions empties the database: it is refilled."""
    load_small_city()
    return lambda slug: Body.objects.get(slug=slug)


@pytest.fixture
def person(city) -> Callable[[str], Person]:
    """`person("contact")` is the persona, fresh from the database."""
    return lambda username: Person.objects.get(username=username)


def _persona(username: str):
    @pytest.fixture(name=username)
    def fixture(person) -> Person:
        return person(username)

    return fixture


for _username in PERSONAS:
    globals()[_username] = _persona(_username)


@pytest.fixture
def client_of(client: Client) -> Callable[[Person | str], Client]:
    """`client_of(contact)` is a test client logged in as that person."""

    def log_in(who: Person | str) -> Client:
        made = Client()
        made.force_login(who if isinstance(who, Person) else Person.objects.get(username=who))
        return made

    return log_in
