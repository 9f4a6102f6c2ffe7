"""The guest version to the guest's contact person, by mail: the words, the PDF and the calendar file."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from governance import outbox
from governance.models import OutboxEntry

from . import programme_calendar
from .models import Edition, ProgrammeVersion
from .programme_paper import language_of


def send(entry: OutboxEntry) -> outbox.Keep:
    """Send one version. What has been marked secret since it was confirmed is sent to nobody."""
    rows = ProgrammeVersion.objects.select_related("visit__matter__responsible", "visit__matter__body")
    version = rows.get(pk=entry.subject or 0)
    visit = version.visit
    if visit.matter.is_secret or version.mailed_at:
        return lambda: None
    drawing = version.prints.select_related("document").get(edition=Edition.GUEST)
    if drawing.document is None:
        raise LookupError("the guest version is not drawn yet")
    officer = visit.matter.responsible
    with override(language_of(visit, Edition.GUEST)):
        subject = (
            _("Programme of your visit to Stockholm")
            if version.number == 1
            else _("Programme of your visit to Stockholm, changed: version %(number)d")
            % {"number": version.number}
        )
        body = _(
            "%(greeting)s,\n\nHere is the programme of your visit, version %(number)d, as a document and as a calendar"
            " file.\n\n%(signed)s\n"
        ) % {
            "greeting": visit.contact_name or visit.matter.counterpart,
            "number": version.number,
            "signed": "\n".join(
                [
                    *([officer.name] if officer else []),
                    ", ".join([_("City of Stockholm"), visit.matter.body.name]),
                ]
            ),
        }
    message = EmailMessage(
        subject=subject,
        body=body,
        to=[version.mail_to],
        reply_to=[officer.email] if officer and officer.email else None,
        headers={"Message-ID": f"<{entry.pk}@{urlsplit(settings.BASE_URL).hostname}>"},
    )
    message.attach(drawing.document.name, bytes(drawing.document.content), "application/pdf")
    versions = list(visit.programme_versions.filter(number__lte=version.number))
    # Without an address: the register does not open for the guests.
    message.attach("program.ics", programme_calendar.whole(versions, path="").decode(), "text/calendar")
    message.send()

    def keep() -> None:
        ProgrammeVersion.objects.filter(pk=version.pk).update(mailed_at=timezone.now())

    return keep
