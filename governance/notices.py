"""Notices: tell a person something of a matter, in the product and by mail."""

from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from . import access, acting, outbox
from .models import Matter, Notice, NoticeSettings, OutboxEntry, Person, Substitution
from .notice_kinds import is_told_anyway, kind_of


@transaction.atomic(savepoint=False)
def notify(
    persons: Iterable[Person],
    *,
    matter: Matter | None,
    key: str,
    subject_sv: str,
    subject_en: str,
    path: str = "",
    sent_to: acting.SentTo | None = None,
) -> list[Notice]:
    """Write one notice per person, and the mail to send as outbox entries. The same key is told once: all or nobody.

    Whoever stands in for one of them, in an office it is of, is told for them. Of a secret matter only those are told
    who have been let in to it; the notices that were written are returned. How the key begins says of what kind it is
    (notice_kinds), and each is told in the ways they have chosen for it.

    `sent_to` says of one of no matter to which offices it is: without it no substitute is told.
    `path` is where that is read which is of no matter, or elsewhere than on the matter's own page.
    The subject must hold nothing secret and no private person's name: mail leaves the house.
    """
    meant = list(persons)
    told = access.who_may_know(matter, meant) if matter else list(meant)
    lent = _stood_in_for(meant, matter, key, sent_to)
    for_whom = _substitutes(lent, told, matter)
    told += for_whom
    reached = {row.appointment.person_id for row in lent if row.substitute in told}
    wishes = {row.person_id: row for row in NoticeSettings.objects.filter(person__in=told)}
    kind, notices = kind_of(key), []
    for person in told:
        wish = wishes.get(person.pk) or NoticeSettings()
        is_hidden = kind in wish.no_notice and not (kind in wish.no_mail and is_told_anyway(key))
        is_silent = not wish.while_away and person.pk in reached
        notice, created = Notice.objects.get_or_create(
            key=f"{key}:{person.pk}",
            defaults={
                "person": person,
                "matter": matter,
                "path": path,
                "for_name": for_whom.get(person, ""),
                "subject_sv": _one_line(subject_sv),
                "subject_en": _one_line(subject_en),
                # Kept among all notices, and not shown as unread to who does not want to see the kind.
                "read_at": timezone.now() if is_hidden or is_silent else None,
            },
        )
        if created and person.email and kind not in wish.no_mail and not is_silent:
            outbox.ask("mail_notice", f"mail:{notice.key}", notice.pk)
        notices.append(notice)
    return notices


def _stood_in_for(
    persons: list[Person], matter: Matter | None, key: str, sent_to: acting.SentTo | None
) -> list[Substitution]:
    """Who stands in today for those it is to, in the office that it is of."""
    rows = acting.standing_in(persons, timezone.localdate())
    return [row for row in rows if acting.concerns(row, matter, key, sent_to)]


def _substitutes(lent: list[Substitution], told: list[Person], matter: Matter | None) -> dict[Person, str]:
    """Those it reaches besides, each with whom it is for. Secret matters do not follow an office by themselves."""
    known = set(told)
    found = {row.substitute: row.absent.name for row in reversed(lent) if row.substitute not in known}
    allowed = access.who_may_know(matter, found) if matter else list(found)
    return {person: found[person] for person in allowed}


def mailed(persons: Collection[Person], key: str) -> set[int]:
    """Those (ids) of the persons whom a notice of this kind reaches by mail as well."""
    wishes = {row.person_id: row for row in NoticeSettings.objects.filter(person__in=persons)}
    kind = kind_of(key)
    return {
        person.pk
        for person in persons
        if person.email and kind not in (wishes.get(person.pk) or NoticeSettings()).no_mail
    }


def mail(entry: OutboxEntry) -> outbox.Keep:
    """Send one notice. A crash between sending and noting it can send a reminder twice, with the same Message-ID."""
    notice = Notice.objects.select_related("person", "matter").get(pk=entry.subject or 0)
    if notice.matter and not access.who_may_know(notice.matter, [notice.person]):
        return lambda: None  # marked secret since: what was to be told is told to nobody but those let in
    with translation.override(notice.person.language):
        path = notice.path or (f"/arenden/{notice.matter.number}/" if notice.matter else "/")
        message = EmailMessage(
            subject=notice.subject,
            body=_("%(subject)s\n\nOpen it here:\n%(address)s\n")
            % {"subject": notice.in_words, "address": settings.BASE_URL + path},
            to=[notice.person.email],
            headers={"Message-ID": f"<{entry.pk}@{urlsplit(settings.BASE_URL).hostname}>"},
        )
    message.send()

    def keep() -> None:
        Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())

    return keep


def _one_line(text: str) -> str:
    """A subject is one line: a line break in a title would begin a new header of the mail."""
    return " ".join(text.split())[:200]
