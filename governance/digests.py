"""The summary of the morning: what needs one person, by mail, once a day and never when there is nothing.

It is put together when it is sent, with the rights of that minute. What is marked secret is told by its number alone:
mail leaves the house. The addresses in it lead through the ordinary login; there is nothing in them to log in by.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import access, late, outbox, waiting, working_days, worklists
from .models import (
    Appointment,
    Matter,
    Notice,
    NoticeSettings,
    OutboxEntry,
    Person,
    SavedSearch,
    Substitution,
)
from .worklists import Worklist

# Who chose an hour when nobody was at work gets it when somebody is; after this hour it is no morning any more.
LAST_HOUR = 18
MOST_NOTICES = 20
Days = NoticeSettings.Days


@dataclass(frozen=True)
class Line:
    """One thing in the summary: what, where it is done, and what else one needs to know."""

    words: str
    path: str
    why: str = ""

    @property
    def url(self) -> str:
        """Absolute, and never from the address that somebody asked us by."""
        return settings.BASE_URL + self.path


@dataclass(frozen=True)
class Part:
    """Lines of a sort; `more` says how many there are besides."""

    title: str
    lines: list[Line]
    more: str = ""


def ask_for(moment: datetime) -> int:
    """Ask for the summaries that are due: how many. Asking again the same day asks for nothing."""
    local = timezone.localtime(moment)
    today = local.date()
    if not working_days.is_working_day(today) or local.hour > LAST_HOUR:
        return 0
    chosen = Q(notice_settings__digest=True, notice_settings__digest_hour__lte=local.hour)
    if not is_first_of_week(today):
        chosen &= Q(notice_settings__digest_days=Days.WORKING)
    chosen &= Q(notice_settings__digest_asked_on=None) | Q(notice_settings__digest_asked_on__lt=today)
    if local.hour >= NoticeSettings().digest_hour:
        chosen |= Q(notice_settings=None)
    held = Appointment.objects.in_force(today).filter(person=OuterRef("pk"))
    lent = Substitution.objects.in_force(today).filter(substitute=OuterRef("pk"))
    due = Person.objects.filter(chosen, Exists(held) | Exists(lent), is_active=True).exclude(email="")
    count = 0
    for person in due.order_by("pk"):
        NoticeSettings.objects.update_or_create(person=person, defaults={"digest_asked_on": today})
        outbox.ask("mail_digest", f"digest:{person.pk}:{today}", person.pk)
        count += 1
    return count


def is_first_of_week(day: date) -> bool:
    """Whether it is a working day and none of its week came before it."""
    earlier = (day - timedelta(days=back) for back in range(1, day.weekday() + 1))
    return working_days.is_working_day(day) and not any(map(working_days.is_working_day, earlier))


def mail(entry: OutboxEntry) -> outbox.Keep:
    """Send one summary, if there is anything to say. A crash between sending and noting it can send it twice, with the
    same Message-ID."""
    person = Person.objects.select_related("notice_settings").get(pk=entry.subject or 0)
    wishes, moment = person.notice_settings, timezone.now()
    access.keep_rights_current(person)
    rests = bool(person.away) and not wishes.while_away
    if person.is_active and person.email and wishes.digest and not rests:
        with translation.override(person.language):
            if parts := compose(person, wishes, timezone.localdate(moment)):
                message = _written(person, parts)
                message.extra_headers["Message-ID"] = f"<{entry.pk}@{urlsplit(settings.BASE_URL).hostname}>"
                message.send()

    def keep() -> None:
        NoticeSettings.objects.filter(pk=person.pk).update(digest_until=moment)

    return keep


def _written(person: Person, parts: list[Part]) -> EmailMultiAlternatives:
    count = sum(len(part.lines) for part in parts)
    subject = ngettext(
        "The international register: %(n)d thing for you",
        "The international register: %(n)d things for you",
        count,
    )
    context = {
        "person": person,
        "parts": parts,
        "home": settings.BASE_URL + reverse("my_work"),
        "change": settings.BASE_URL + reverse("notice_settings"),
    }
    message = EmailMultiAlternatives(
        subject=subject % {"n": count},
        body=render_to_string("governance/mail/digest.txt", context),
        to=[person.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("governance/mail/digest.html", context), "text/html")
    return message


def compose(person: Person, wishes: NoticeSettings, day: date) -> list[Part]:
    """What needs the person, part by part; those with nothing in them are left out."""
    parts = [Part(_("Waiting for you"), [_of_waiting(each) for each in waiting.of_person(person)])]
    parts.append(_too_long(late.of_person(person)))
    if person.bodies_with(access.RECORD):
        parts.append(_part(_("Waiting for a decision"), worklists.to_decide(person)))
    if person.bodies_with(access.EDIT):
        mine = worklists.mine(person)
        past = [row for row in mine.rows if row.is_late]
        last = day + timedelta(wishes.lead_days)
        near = [row for row in mine.rows if row.due_on and day <= row.due_on <= last]
        parts += [
            _part(_("Offered to take over"), worklists.offered(person)),
            _part(_("Open matters of those you stand in for"), worklists.of_absent(person)),
            Part(_("Late"), [_of_matter(row) for row in past]),
            Part(
                _("Last day within %(n)d days") % {"n": wishes.lead_days}, [_of_matter(row) for row in near]
            ),
            _part(_("Other late matters at my bodies"), worklists.late_of_others(person, day)),
            _assigned(person, last),
        ]
    parts += [_saved(person), _notices(person, wishes)]
    return [part for part in parts if part.lines]


def _part(title: str, found: Worklist) -> Part:
    besides = found.total - len(found.rows)
    more = _("and %(n)d more") % {"n": besides} if besides > 0 else ""
    return Part(title, [_of_matter(row) for row in found.rows], more)


def _too_long(found: late.TooLong) -> Part:
    """What has reached the person's offices: with whom it waits, and how long."""
    lines = []
    for row in found.rows:
        days = ngettext("%(n)d working day", "%(n)d working days", row.days) % {"n": row.days}
        names = ", ".join(each.name for each in row.waits_for) or row.body.name
        why = " · ".join(filter(None, (_for_whom(row), row.words, names, days)))
        if row.matter and row.matter.is_secret:
            lines.append(
                Line(_matter_by_number(row.matter.number), reverse("matter", args=[row.matter.number]))
            )
        else:
            lines.append(Line(row.matter.heading if row.matter else row.words, row.url, why))
    besides = found.total - len(found.rows)
    return Part(
        _("Waits too long with others"), lines, _("and %(n)d more") % {"n": besides} if besides > 0 else ""
    )


def _of_matter(matter: Matter) -> Line:
    why = _("last day %(day)s") % {"day": matter.due_on.isoformat()} if matter.due_on else ""
    why = " · ".join(filter(None, (_for_whom(matter), why)))
    if matter.is_secret:
        return Line(_matter_by_number(matter.number), reverse("matter", args=[matter.number]), why)
    about = f"{matter.number} · {matter.status_label}"
    return Line(matter.heading, reverse("matter", args=[matter.number]), f"{about} · {why}" if why else about)


def _of_waiting(each: waiting.Waiting) -> Line:
    if each.secret:
        return Line(_matter_by_number(each.secret), each.url, _for_whom(each))
    return Line(each.words, each.url, " · ".join(filter(None, (_for_whom(each), each.why))))


def _for_whom(row: Any) -> str:
    """In whose place it waits for the person; empty for the own."""
    name = getattr(row, "acting_for", "")
    return _("for %(who)s") % {"who": name} if name else ""


def _matter_by_number(number: str) -> str:
    return _("Matter %(number)s, marked secret") % {"number": number}


def _assigned(person: Person, last: date) -> Part:
    """What other bodies have asked for and is due. The wording may tell of the matter, so the mail does not have it."""
    rows = [row for row in worklists.assigned(person).rows if row.due_on and row.due_on <= last]
    lines = [
        Line(
            _("An assignment to report"),
            row.get_absolute_url(),
            " · ".join(
                filter(None, (_for_whom(row), _("last day %(day)s") % {"day": row.due_on.isoformat()}))
            ),
        )
        for row in rows
    ]
    return Part(_("Assignments to report"), lines)


def _saved(person: Person) -> Part:
    rows: Iterable[SavedSearch] = person.saved_searches.filter(removed_at=None, paused_at=None, new__gt=0)
    lines = [
        Line(
            each.name,
            each.get_absolute_url(),
            ngettext("%(n)d new hit", "%(n)d new hits", each.new) % {"n": each.new},
        )
        for each in rows
    ]
    return Part(_("Saved searches"), lines)


def _notices(person: Person, wishes: NoticeSettings) -> Part:
    """What has happened since the last summary and was neither read nor mailed."""
    since = wishes.digest_until or timezone.now() - timedelta(days=3)
    rows = Notice.objects.of(person).filter(read_at=None, mailed_at=None, created_at__gt=since)
    rows = rows.exclude(key__startswith="saved:").exclude(Exists(_on_the_way()))
    lines = [_of_notice(each) for each in rows.select_related("matter")[:MOST_NOTICES]]
    return Part(_("New since last time"), lines)


def _on_the_way() -> QuerySet[OutboxEntry]:
    """The mail of a notice that has not been sent yet: it tells of it soon."""
    return OutboxEntry.objects.filter(kind="mail_notice", subject=OuterRef("pk"), done_at=None)


def _of_notice(notice: Notice) -> Line:
    matter = notice.matter
    path = notice.path or (reverse("matter", args=[matter.number]) if matter else reverse("notices"))
    if matter and matter.is_secret:
        return Line(_matter_by_number(matter.number), path)
    return Line(notice.in_words, path, matter.number if matter else "")
