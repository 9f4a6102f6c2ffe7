"""The mails that a demonstration has sent: written as files instead of being sent, and read by whoever tries it.

In a demonstration mail goes to invented persons and to those who try the open pages, and nobody has a server for it.
Where invented persons cannot be chosen without a password there is no such page, nor where mail is really sent.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

BACKEND = "django.core.mail.backends.filebased.EmailBackend"
MOST = 50
# What Django writes after each mail of a file; the next one begins with its type.
BETWEEN = re.compile(rb"\n-{79}\n(?=Content-Type: |\Z)")
NAME = re.compile(r"(?P<file>[0-9]{8}-[0-9]{6}-[0-9]+)-(?P<place>[0-9]{1,4})", re.ASCII)


@dataclass(frozen=True)
class Mail:
    """One mail as it was written: where it lies, and what its reader would have seen first."""

    name: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def to(self) -> str:
        return str(self.message["To"] or "")

    @property
    def sent_at(self) -> datetime:
        """As written; Django writes the time of UTC as that of an unknown zone."""
        found = parsedate_to_datetime(str(self.message["Date"]))
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    @property
    def text(self) -> str:
        """The words alone: no picture is fetched and nothing runs."""
        body = self.message.get_body(("plain",))
        return str(body.get_content()) if body else ""


def is_there() -> bool:
    """Only where one becomes an invented person without a password, and mail is kept instead of sent."""
    return settings.DEMO and settings.EMAIL_BACKEND == BACKEND


@login_not_required
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The latest mails, the newest first."""
    return render(request, "mail_shelf/mails.html", {"mails": list(_latest()), "most": MOST})


@login_not_required
@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One of them, with links that work."""
    found = NAME.fullmatch(name)
    shelf = _shelf()
    if found is None:
        raise Http404
    try:
        written = _in_file(shelf / f"{found['file']}.log")[int(found["place"])]
    except (OSError, IndexError) as error:
        raise Http404 from error
    return render(request, "mail_shelf/mail.html", {"mail": written})


def _shelf() -> Path:
    if not is_there():
        raise Http404
    return Path(settings.EMAIL_FILE_PATH)


def _latest() -> Iterator[Mail]:
    """A file is named by the moment it was begun, and holds its mails in order."""
    told = 0
    for file in sorted(_shelf().glob("*.log"), reverse=True):
        for written in reversed(_in_file(file)):
            if told == MOST:
                return
            told += 1
            yield written


def _in_file(file: Path) -> list[Mail]:
    parts = [part for part in BETWEEN.split(file.read_bytes()) if part.strip()]
    return [
        Mail(f"{file.stem}-{place}", message_from_bytes(part, policy=policy.default))
        for place, part in enumerate(parts)
    ]
