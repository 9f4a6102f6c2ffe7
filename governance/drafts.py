"""Drafts: what a person has typed in a form and not yet sent, kept so that nothing is lost.

Each showing of a form has a token. When it is sent the token is spent, and what the page still had under way to be
saved is refused however late it comes: a draft does not rise again.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from .editing import EditForm, as_shown
from .models import Draft, Person, SentForm
from .prepared import Asked, Asker, rows_of

TOKEN = "draft_token"  # noqa: S105 - the name of a field
# No answer of a browser is under way so long.
TOKENS_KEPT = timedelta(days=2)

GREATEST_SIZE = 200_000
GREATEST_NUMBER = 50
# Where there is no room, what has lain longer gives way.
LONG = timedelta(days=90)
# Belongs to one rendering of the form, not to what was typed.
NOT_KEPT = {"csrfmiddlewaretoken", "version", "base", TOKEN}


class TooLarge(ValueError):
    """More was typed than a draft keeps."""


class TooMany(ValueError):
    """The person has as many drafts as are kept; another would take the place of one nobody has asked to lose."""


class AlreadySent(ValueError):
    """The form has been sent; what comes from it now is too late."""


def load(person: Person, form: str) -> dict[str, Any]:
    """What was typed, ready to be a form's `initial`; empty when there is no draft."""
    draft = find(person, form)
    return dict(draft.data) if draft else {}


def find(person: Person, form: str) -> Draft | None:
    """The draft itself, for its `saved_at`."""
    found = rows_of(_draft, person, {"form": form})
    return found[0] if found else None


def _draft(asker: Asker, asked: Asked) -> QuerySet[Draft]:
    return Draft.objects.filter(person=asker.pk, form=asked["form"])


def bring(person: Person, key: str, form: EditForm, changed_at: datetime, asked: bool) -> Draft | None:
    """Fill a form with what was typed and not saved. The draft says `is_old` and `is_shown`.

    One from before the thing was last changed comes only when asked for: saved unread it would undo the change.
    """
    draft = find(person, key)
    if draft is None:
        return None
    draft.is_old = draft.saved_at < changed_at
    draft.is_shown = not draft.is_old or asked
    if draft.is_shown:
        typed = {name: value for name, value in draft.data.items() if name in form.fields}
        # What stands is what a conflict compares with, not what was typed over it.
        form.initial = {**form.initial, "base": as_shown(form), **typed}
    return draft


@transaction.atomic
def save(person: Person, form: str, data: QueryDict) -> Draft:
    """Keep what is typed so far, in place of what was kept before. Raises TooLarge, TooMany, AlreadySent."""
    typed = {name: _plain(data.getlist(name)) for name in data if name not in NOT_KEPT}
    if len(json.dumps(typed, ensure_ascii=False)) > GREATEST_SIZE:
        raise TooLarge
    token = token_of(data)
    if token:
        _alone_with(token)
        if SentForm.objects.filter(token=token).exists():
            raise AlreadySent
    _make_room(person, form)
    return Draft.objects.update_or_create(person=person, form=form, defaults={"data": typed})[0]


@transaction.atomic
def discard(person: Person, form: str, posted: QueryDict) -> None:
    """The form has been sent as `posted`, or the person does not want the draft."""
    token = token_of(posted)
    if token:
        _alone_with(token)
        SentForm.objects.bulk_create([SentForm(token=token)], ignore_conflicts=True)
    Draft.objects.filter(person=person, form=form).delete()


@transaction.atomic
def spend(posted: QueryDict) -> None:
    """Whatever is made of the form is made once: called with it, in one transaction. Raises AlreadySent."""
    token = token_of(posted)
    if token is None:
        return
    _alone_with(token)
    if not SentForm.objects.get_or_create(token=token)[1]:
        raise AlreadySent


@contextmanager
def once(posted: QueryDict) -> Iterator[None]:
    """What is done within is done once of each showing of the form. Raises ValidationError the second time."""
    with transaction.atomic():
        try:
            spend(posted)
        except AlreadySent as error:
            message = _("You have sent this form already. Send it again only if you want another one.")
            raise ValidationError(message) from error
        yield


def token_of(data: QueryDict) -> UUID | None:
    """The showing of the form that this came from."""
    try:
        return UUID(data.get(TOKEN, ""))
    except ValueError:
        return None


def forget_sent() -> int:
    """Forget the tokens that nothing can come from any more: how many."""
    return SentForm.objects.filter(sent_at__lt=timezone.now() - TOKENS_KEPT).delete()[0]


def _alone_with(token: UUID) -> None:
    """Saving and sending one form wait for each other: whichever comes second sees what the first has done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(token)])


def _plain(values: list[str]) -> str | list[str]:
    """One value as text, several as a list. PostgreSQL's JSON holds no NUL."""
    clean = [value.replace("\x00", "") for value in values]
    return clean[0] if len(clean) == 1 else clean


def _make_room(person: Person, form: str) -> None:
    """Raises TooMany when the person has no more room and every draft is of late."""
    others = Draft.objects.filter(person=person).exclude(form=form)
    if others.count() < GREATEST_NUMBER:
        return
    others.filter(saved_at__lt=timezone.now() - LONG).delete()
    if others.count() >= GREATEST_NUMBER:
        raise TooMany
