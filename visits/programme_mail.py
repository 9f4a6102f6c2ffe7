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
from .models import Edition, ProgrammeProposal, ProgrammeVersion, Visit
from .programme_paper import language_of


def words(visit: Visit, number: int) -> tuple[str, str]:
    """Subject and text of the mail with a version, in the guest's language; `number` 0 is a proposal."""
    officer = visit.matter.responsible
    with override(language_of(visit, Edition.GUEST)):
        about = {
            # As the letters begin and end.
            "greeting": _("Dear %(name)s,") % {"name": visit.contact_name or visit.matter.counterpart},
            "number": number,
            "signed": "\n".join(
                [
                    _("Kind regards,"),
                    *([officer.name] if officer else []),
                    ", ".join([_("City of Stockholm"), visit.matter.body.name]),
                ]
            ),
        }
        if not number:
            return _("Proposed programme of your visit to Stockholm"), _(
                "%(greeting)s\n\nHere is our proposal for the programme of your visit, as a document. Please answer"
                " this e-mail and tell us whether it suits you, or what you would like to change.\n\n%(signed)s\n"
            ) % about
        subject = (
            _("Programme of your visit to Stockholm")
            if number == 1
            else _("Programme of your visit to Stockholm, changed: version %(number)d") % about
        )
        return subject, _(
            "%(greeting)s\n\nHere is the programme of your visit, version %(number)d, as a document and as a calendar"
            " file.\n\n%(signed)s\n"
        ) % about


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
    subject, body = words(visit, version.number)
    officer = visit.matter.responsible
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


def send_proposal(entry: OutboxEntry) -> outbox.Keep:
    """Send a proposal for the guest to say yes to. What has been marked secret since it was asked for goes nowhere."""
    rows = ProgrammeProposal.objects.select_related(
        "visit__matter__responsible", "visit__matter__body", "document", "asked_by"
    )
    proposal = rows.get(pk=entry.subject or 0)
    if proposal.visit.matter.is_secret or proposal.mailed_at:
        return lambda: None
    if proposal.document is None:
        raise LookupError("the proposal is not drawn yet")
    subject, body = words(proposal.visit, 0)
    answer_to = proposal.visit.matter.responsible or proposal.asked_by
    message = EmailMessage(
        subject=subject,
        body=body,
        to=[proposal.mail_to],
        reply_to=[answer_to.email] if answer_to.email else None,
        headers={"Message-ID": f"<{entry.pk}@{urlsplit(settings.BASE_URL).hostname}>"},
    )
    message.attach(proposal.document.name, bytes(proposal.document.content), "application/pdf")
    message.send()

    def keep() -> None:
        ProgrammeProposal.objects.filter(pk=proposal.pk).update(mailed_at=timezone.now())

    return keep
