"""The menu as data, and what every page's frame needs to know about who is looking."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stockholm_intl import mail_shelf

THEMES = ("light", "dark")
EVERYBODY: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One line of the menu. `roles`: shown to those who hold one of these offices; none means everybody."""

    label: Any
    url_name: str
    icon: str
    roles: tuple[str, ...] = EVERYBODY


@dataclass(frozen=True)
class Group:
    """Lines that belong together, under a small heading (the first group has none)."""

    label: Any
    items: tuple[Item, ...]


MENU: tuple[Group, ...] = (
    Group("", (Item(_("My work"), "my_work", "home"), Item(_("Calendar"), "calendar", "calendar"))),
    Group(
        _("Register"),
        (
            Item(_("Matters"), "matters", "document"),
            Item(_("Visits"), "visits:list", "visit"),
            Item(_("Receptions"), "receptions", "reception"),
            Item(_("Memberships"), "memberships:list", "member"),
            Item(_("Agreements"), "engagements:agreements", "edit"),
            Item(_("EU projects"), "engagements:eu_projects", "euro"),
            Item(_("EU questions and advocacy"), "engagements:eu_questions", "advocacy"),
            Item(_("Journeys and conferences"), "engagements:events", "suitcase"),
            Item(_("Declarations"), "engagements:declarations", "speech"),
            Item(_("Commitments"), "engagements:commitments", "flag"),
            Item(_("Aid-like projects"), "engagements:aid_projects", "hand"),
            Item(_("Organisations"), "engagements:organisations", "partners"),
            Item(_("World map"), "engagements:world_map", "map"),
        ),
    ),
    Group(
        _("Governance"),
        (
            Item(_("Who decides?"), "who_decides", "ruling"),
            Item(_("Meetings"), "meetings", "meeting"),
            Item(_("Decisions"), "decisions", "check"),
            Item(_("Assignments"), "assignments", "waiting"),
            Item(_("Strategies"), "strategies", "section"),
            Item(_("Referrals"), "referrals:referrals", "mail"),
            Item(_("Bodies and persons"), "bodies", "body"),
        ),
    ),
    Group(
        _("The international network"),
        (
            Item(_("Contact persons and messages"), "network:directory", "person"),
            Item(_("Horizon scanning"), "network:observations", "search"),
        ),
    ),
    Group(
        _("Profiling"),
        (
            Item(_("Good examples"), "profiling:examples", "star"),
            Item(_("Key messages"), "profiling:messages", "quote"),
            Item(_("Information on the city"), "profiling:information", "info"),
        ),
    ),
    Group(
        _("Follow-up"),
        (
            Item(_("Ten questions"), "questions:list", "question"),
            Item(_("Plans and accounts"), "planning:rounds", "plan"),
            Item(_("Five lamps"), "lamps", "lamp"),
            Item(_("Diversity perspective"), "diversity", "diversity"),
            Item(_("Annual report"), "reporting:list", "report"),
            Item(_("Publishing"), "publishing", "publish", roles=("coordinator",)),
            Item(_("Administration"), "admin:index", "settings", roles=("administrator",)),
            Item(_("Jobs that have stopped"), "stopped_jobs", "stop", roles=("administrator",)),
        ),
    ),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`navigation` (the menu, drawn), `theme` (light, dark, empty); for the banner `demo`, `mail_shelf`."""
    theme = request.COOKIES.get("theme", "")
    return {
        "demo": settings.DEMO,
        "mail_shelf": mail_shelf.is_there(),
        "navigation": SimpleLazyObject(lambda: menu_for(request)),
        "theme": theme if theme in THEMES else "",
    }


def menu_for(request: HttpRequest) -> SafeString:
    """The menu for one person on one page; empty for who is not logged in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return SafeString("")
    roles = frozenset(user.roles)
    urls = tuple(url for _group, items in _reversed() for _item, url in items)
    path = getattr(request, "menu_path", request.path)
    return _drawn(get_language() or "sv", roles, _current(path, urls))


def _current(path: str, urls: tuple[str, ...]) -> str:
    """The menu address that the page lies under: the longest that begins its path."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(under, key=len, default="")


@lru_cache(maxsize=1)
def _reversed() -> tuple[tuple[Group, tuple[tuple[Item, str], ...]], ...]:
    return tuple((group, tuple(_addresses(group))) for group in MENU)


def _addresses(group: Group) -> Iterator[tuple[Item, str]]:
    for item in group.items:
        try:
            yield item, reverse(item.url_name)
        except NoReverseMatch:
            continue  # a feature that is not switched on has no line in the menu


def pages_of(roles: frozenset[str]) -> Iterator[tuple[Item, str]]:
    """The lines of the menu that somebody with these roles has, each with its address."""
    for _group, items in _reversed():
        for item, url in items:
            if not item.roles or roles.intersection(item.roles):
                yield item, url


# Drawn once per language, set of roles and current line: the frame of a page must cost next to nothing.
@lru_cache(maxsize=512)
def _drawn(language: str, roles: frozenset[str], current: str) -> SafeString:
    groups = []
    for group, items in _reversed():
        shown = [
            {"label": item.label, "icon": item.icon, "url": url, "current": url == current}
            for item, url in items
            if not item.roles or roles.intersection(item.roles)
        ]
        if shown:
            groups.append({"label": group.label, "items": shown})
    return render_to_string("partials/menu.html", {"groups": groups})
