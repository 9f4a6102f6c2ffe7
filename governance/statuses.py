"""What a matter's status is called. Each feature owns its statuses; settings say where they stand."""

from functools import cache, lru_cache
from importlib import import_module

from django.conf import settings
from django.db.models import TextChoices
from django.utils.module_loading import import_string
from django.utils.translation import get_language


@cache
def statuses_of(kind: str) -> type[TextChoices] | None:
    """The statuses a kind of matter can have, in the order of its life; None for a kind without a feature."""
    path = settings.STATUSES_OF_KIND.get(kind)
    return import_string(path) if path else None


def label(kind: str, status: str) -> str:
    """The status in words; a code that its feature no longer knows is shown as it is."""
    return _label(kind, status, get_language())


@lru_cache(maxsize=512)
def _label(kind: str, status: str, _language: str | None) -> str:
    statuses = statuses_of(kind)
    if statuses is None or status not in statuses.values:
        return status.replace("_", " ")
    return str(statuses(status).label)


@cache
def tones_of(kind: str) -> dict[str, str]:
    """The tones a feature gives its statuses: `TONES` beside the statuses; without it ui.py's own by name."""
    path = settings.STATUSES_OF_KIND.get(kind)
    return getattr(import_module(path.rpartition(".")[0]), "TONES", {}) if path else {}


def choices(kind: str = "") -> list[tuple[str, str]]:
    """The statuses of one kind in the order of its life, or of every kind by name; for filters."""
    if kind in settings.STATUSES_OF_KIND:
        return [(status.value, str(status.label)) for status in statuses_of(kind) or ()]
    found: dict[str, str] = {}
    for each in settings.STATUSES_OF_KIND:
        for value, words in choices(each):
            found.setdefault(value, words)
    return sorted(found.items(), key=lambda pair: pair[1])
