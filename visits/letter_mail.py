"""A letter to the guest's contact person by e-mail: its words, with the letter as PDF."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from governance import outbox
from governance.models import OutboxEntry

from . import letters
from .models import Letter


def send(entry: OutboxEntry) -> outbox.Keep:
    """Outbox: send one letter. What has been marked secret since it was asked for is sent to nobody."""
    rows = Letter.objects.select_related("visit__matter", "written_by", "document")
    letter = rows.get(pk=entry.subject or 0)
    # What could not be sent and was then sent by hand is not asked for any more.
    if letter.mailed_at or not letter.mail_to:
        return lambda: None
    if letter.visit.matter.is_secret:
        return lambda: _not_sent(letter)
    if letter.document is None:
        raise LookupError("the letter is not drawn yet")
    message = EmailMessage(
        subject=letter.subject,
        body=letters.as_mail(letter),
        to=[letter.mail_to],
        reply_to=[letter.written_by.email] if letter.written_by.email else None,
        headers={"Message-ID": f"<{entry.pk}@{urlsplit(settings.BASE_URL).hostname}>"},
    )
    message.attach(letter.document.name, bytes(letter.document.content), "application/pdf")
    message.send()

    def keep() -> None:
        letter.mailed_at = timezone.now()
        letter.save_without_historical_record(update_fields=["mailed_at"])  # type: ignore[attr-defined]

    return keep


def _not_sent(letter: Letter) -> None:
    """The guest has not had it, and the visit's page says so."""
    letter.mail_to = ""
    letter.save_without_historical_record(update_fields=["mail_to"])  # type: ignore[attr-defined]
