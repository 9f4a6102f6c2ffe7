"""Drafts: what a person has typed in a form and not yet sent, kept so that nothing is lost."""

import json
from typing import Any

from django.http import QueryDict

from .models import Draft, Person

GREATEST_SIZE = 200_000
GREATEST_NUMBER = 50
# Belongs to one rendering of the form, not to what was typed.
NOT_KEPT = {"csrfmiddlewaretoken", "version", "base"}


class TooLarge(ValueError):
    """More was typed than a draft keeps."""


def load(person: Person, form: str) -> dict[str, Any]:
    """What was typed, ready to be a form's `initial`; empty when there is no draft."""
    draft = find(person, form)
    return dict(draft.data) if draft else {}


def find(person: Person, form: str) -> Draft | None:
    """The draft itself, for its `saved_at`."""
    return Draft.objects.filter(person=person, form=form).first()


def save(person: Person, form: str, data: QueryDict) -> Draft:
    """Keep what is typed so far, in place of what was kept before. Raises TooLarge."""
    typed = {name: _plain(data.getlist(name)) for name in data if name not in NOT_KEPT}
    if len(json.dumps(typed)) > GREATEST_SIZE:
        raise TooLarge
    draft, created = Draft.objects.update_or_create(person=person, form=form, defaults={"data": typed})
    if created:
        _forget_the_oldest(person)
    return draft


def discard(person: Person, form: str) -> None:
    """The form has been sent, or the person does not want the draft."""
    Draft.objects.filter(person=person, form=form).delete()


def _plain(values: list[str]) -> str | list[str]:
    """One value as text, several as a list. PostgreSQL's JSON holds no NUL."""
    clean = [value.replace("\x00", "") for value in values]
    return clean[0] if len(clean) == 1 else clean


def _forget_the_oldest(person: Person) -> None:
    kept = Draft.objects.filter(person=person).order_by("-saved_at").values("pk")[:GREATEST_NUMBER]
    Draft.objects.filter(person=person).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
