"""Notices: tell a person something of a matter, in the product and by mail."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from . import access, outbox
from .models import Matter, Notice, NoticeSettings, OutboxEntry, Person
from .notice_kinds import kind_of


@transaction.atomic(savepoint=False)
def notify(
    persons: Iterable[Person],
    *,
    matter: Matter | None,
    key: str,
    subject_sv: str,
    subject_en: str,
    path: str = "",
) -> list[Notice]:
    """Write one notice per person, and the mail to send as outbox entries. The same key is told once: all or nobody.

    Of a secret matter only those are told who have been let in to it; the notices that were written are returned.
    How the key begins says of what kind it is (notice_kinds), and each is told in the ways they have chosen for it.

    `path` is where that is read which is of no matter, or elsewhere than on the matter's own page.
    The subject must hold nothing secret and no private person's name: mail leaves the house.
    """
    told = access.who_may_know(matter, persons) if matter else list(persons)
    wishes = {row.person_id: row for row in NoticeSettings.objects.filter(person__in=told)}
    kind, notices = kind_of(key), []
    for person in told:
        wish = wishes.get(person.pk) or NoticeSettings()
        notice, created = Notice.objects.get_or_create(
            key=f"{key}:{person.pk}",
            defaults={
                "person": person,
                "matter": matter,
                "path": path,
                "subject_sv": _one_line(subject_sv),
                "subject_en": _one_line(subject_en),
                # Kept among all notices, and not shown as unread to who does not want to see the kind.
                "read_at": timezone.now() if kind in wish.no_notice else None,
            },
        )
        if created and person.email and kind not in wish.no_mail:
            outbox.ask("mail_notice", f"mail:{notice.key}", notice.pk)
        notices.append(notice)
    return notices


def mail(entry: OutboxEntry) -> outbox.Keep:
    """Send one notice. A crash between sending and noting it can send a reminder twice, with the same Message-ID."""
    notice = Notice.objects.select_related("person", "matter").get(pk=entry.subject or 0)
    if notice.matter and not access.who_may_know(notice.matter, [notice.person]):
        return lambda: None  # marked secret since: what was to be told is told to nobody but those let in
    with translation.override(notice.person.language):
        path = notice.path or (f"/arenden/{notice.matter.number}/" if notice.matter else "/")
        message = EmailMessage(
            subject=notice.subject,
            body=_("%(subject)s\n\nOpen it here: %(address)s\n")
            % {"subject": notice.subject, "address": settings.BASE_URL + path},
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
