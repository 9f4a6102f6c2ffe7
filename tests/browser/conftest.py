"""A real browser for the tests: Chromium of the machine, one page logged in as a persona."""

import os
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from governance.models import Person

# Playwright runs a loop in this thread; Django then takes every query for an accident.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "sv-SE", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def log_in(live_server, city) -> Callable[[BrowserContext, str], None]:
    """`log_in(context, "contact")` gives a browser context the session of that persona."""

    def give(context: BrowserContext, username: str) -> None:
        from_django = Client()
        from_django.force_login(Person.objects.get(username=username))
        value = from_django.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return give


@pytest.fixture
def page_as(page: Page, live_server, log_in) -> Callable[[str, str], Page]:
    """`page_as("contact", "/besok/")` is the page, opened as that persona."""

    def go(username: str, path: str) -> Page:
        log_in(page.context, username)
        page.goto(live_server.url + path)
        return page

    return go
