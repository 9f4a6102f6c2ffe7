"""Subscriptions: the days of the register in a person's own calendar.

What is in a feed is what the person may read when it is fetched. It lies in another system from then on, so that what
is secret is never in one, whoever has been let into it.
"""

import hashlib
import secrets
from datetime import UTC, date, datetime, time

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import access, days
from .days import Entry, WithoutSecrets
from .icalendar import Event, calendar_file
from .models import Body, Feed, Person
from .working_days import months_after

# How far back and ahead a feed reaches, in months, and how many of a sort it has at most: the latest.
BACK, AHEAD, MOST = 12, 24, 500
# How often a calendar is told to ask.
HOURS = 4


@transaction.atomic
def subscribe(person: Person, body: Body | None = None) -> tuple[Feed, str]:
    """Make the feed, or give it another address: the old one leads nowhere from now on. Raises PermissionDenied.

    The second is the secret part of the address, which is told now and never again.
    """
    if body is not None:
        access.require(person, access.VIEW, body)
    token = secrets.token_urlsafe(32)
    feed, _made = Feed.objects.update_or_create(
        person=person,
        body=body,
        defaults={"token_hash": hash_of(token), "made_at": timezone.now(), "asked_on": None},
    )
    return feed, token


@transaction.atomic
def end(feed: Feed, *, by: Person) -> None:
    """The address leads nowhere from now on. Raises PermissionDenied for another's."""
    if feed.person_id != by.pk:
        raise PermissionDenied(_("A subscription is ended by the person who made it."))
    feed.delete()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def found(token: str) -> Feed | None:
    """The feed with the address, of somebody who may still log in."""
    rows = Feed.objects.select_related("person", "body")
    return rows.filter(token_hash=hash_of(token), person__is_active=True).first()


@transaction.atomic
def fetched(feed: Feed) -> None:
    """Note the day. Not more often, or every calendar would write all day."""
    today = timezone.localdate()
    Feed.objects.filter(pk=feed.pk).exclude(asked_on=today).update(asked_on=today)


def file_of(feed: Feed) -> bytes:
    """The calendar, the same all day as long as nothing changes. In the language that is active."""
    access.keep_rights_current(feed.person)
    today = timezone.localdate()
    asked = days.asked_of(
        feed.person,
        months_after(today, -BACK),
        months_after(today, AHEAD),
        feed.body_id,
        mine=feed.body_id is None,
    )
    listed = days.entries(WithoutSecrets(feed.person), asked, most=MOST, by_day=False)
    made = datetime.combine(today, time(), tzinfo=UTC)
    name = feed.body.name if feed.body else _("My days")
    events = [_event(entry) for entry in listed if not entry.is_secret]
    title = _("%(calendar)s – International Register") % {"calendar": name}
    return calendar_file(events, made, name=title, hours=HOURS)


def _event(entry: Entry) -> Event:
    begins, ends = _when(entry)
    body = entry.body.name if entry.body else ""
    return Event(
        key=entry.key,
        title=f"{entry.source.sort}: {entry.title}",
        path=entry.url,
        begins=begins,
        ends=ends,
        sequence=None if entry.version is None else entry.version - 1,
        words="\n".join(part for part in (entry.about, body) if part and part != entry.title),
        category=days.group_label(entry.source.group),
    )


def _when(entry: Entry) -> tuple[date | datetime, date | datetime | None]:
    if entry.begins is not None:
        return entry.begins, entry.ends
    if entry.at is not None:
        return datetime.combine(entry.day, entry.at, tzinfo=timezone.get_default_timezone()), None
    return entry.day, entry.last
