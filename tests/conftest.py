"""What every test may ask for: the small city, its persons, and a client logged in as one of them."""

import gc
import time
import warnings
from collections.abc import Callable

import pytest
from django.db import connection
from django.template.base import Template
from django.template.context import Context
from django.test import Client
from django.test.signals import template_rendered

from governance.models import Body, Person
from tests.factories import PERSONAS, load_small_city
from tests.kept_rows import rows_come_back

# Each of them keeps a core busy for long, and needs no database of the tests.
LONGEST = ("tests/embedded/test_run.py", "tests/stockholm_intl/test_first_use.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begin, so that no core waits for them at the end; the rest stays as pytest-django sorts it."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish() -> None:
    """Code and tests stay until the end: the garbage collector need not look through them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def context_of_the_page(django_test_environment) -> None:
    """`answer.context` is that of the page; those of the hundreds of parts of a page cost more than the page."""

    def render(template: Template, context: Context) -> str:
        if context.template is template:
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    Template._render = render  # as Django's own for tests, which its end takes away again


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load_small_city()
    with rows_come_back(django_db_blocker):
        yield
    with django_db_blocker.unblock():
        wait_until_alone()


def wait_until_alone(patience: float = 5) -> None:
    """Who is still connected keeps the database from being deleted, and is told by what they asked last."""
    others = "datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    end, left = time.monotonic() + patience, [()]
    with connection.cursor() as cursor:
        while left and time.monotonic() < end:
            cursor.execute(f"SELECT state, left(query, 300) FROM pg_stat_activity WHERE {others}")
            left = cursor.fetchall()
            time.sleep(0.05 if left else 0)
    if left:
        warnings.warn(f"Connections that a test left open: {left}", stacklevel=1)


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
