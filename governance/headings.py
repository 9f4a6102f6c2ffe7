"""Titles the register makes itself, always in Swedish, said in the reader's language. What somebody wrote stays."""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from .language import active_language

# By the kind of matter: how such a title begins and ends, and how English says it.
MADE_TITLES = {
    "membership_review": ("Omprövning: ", "", _("Review: %(what)s")),
    "referral_answer": ("Remissvar: ", "", _("Answer to the referral: %(what)s")),
    "plan": ("Plan ", " för internationellt arbete", _("Plan for international work %(what)s")),
    "account": (
        "Redovisning av internationellt arbete ",
        "",
        _("Account of international work %(what)s"),
    ),
    "annual_report": (
        "Årsrapport ",
        " om stadens internationella arbete",
        _("Annual report %(what)s on the city’s international work"),
    ),
}


# Kinds whose titles are names, in no language.
NAMES = ("membership",)


def heading(kind: str, title: str) -> str:
    """The title as a page says it."""
    if active_language() == "sv":
        return title
    if kind in MADE_TITLES:
        begin, end, words = MADE_TITLES[kind]
        is_made = title.startswith(begin) and title.endswith(end)
        return words % {"what": title.removeprefix(begin).removesuffix(end)} if is_made else title
    say = _own_words(kind)
    return say(title) or title if say else title


def lang(kind: str, heading: str, title: str) -> str:
    """The attribute for a title that stays as it was written, which is in Swedish, on a page in another language."""
    return ' lang="sv"' if is_swedish(kind, heading, title) and active_language() != "sv" else ""


def is_swedish(kind: str, heading: str, title: str) -> bool:
    """Whether a page in another language says the title as it was written, in Swedish."""
    return heading == title and kind not in NAMES


@cache
def _own_words(kind: str) -> Any:
    """What the kind's feature says of its titles in English; settings say where it stands."""
    path = settings.ENGLISH_TITLES_OF_KIND.get(kind)
    return import_string(path) if path else None
