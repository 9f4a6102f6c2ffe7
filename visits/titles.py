"""The title a visit gets when nobody gave it one: Swedish in the register, and in English to who reads English."""

from functools import cache

from django.utils.translation import override

from engagements.models import Theme

BEGINS = "Besök från "


def proposed(organisation: str, themes: list[str]) -> str:
    """A title for the register, in Swedish as the register is."""
    about = f" om {_in_swedish()[themes[0]]}" if themes else ""
    return f"{BEGINS}{organisation}{about}"[:200]


def in_english(title: str) -> str:
    """A title that was proposed with a theme; empty for one that somebody has written."""
    for theme, words in _in_swedish().items():
        about = f" om {words}"
        if title.startswith(BEGINS) and title.endswith(about):
            with override("en"):
                return f"Visit from {title[len(BEGINS) : -len(about)]} about {Theme(theme).label}"
    return ""


@cache
def _in_swedish() -> dict[str, str]:
    with override("sv"):
        return {theme.value: str(theme.label) for theme in Theme}
