"""What was sent to the guest: letters, programmes and mails, each with its way, its state and its words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import OutboxEntry

from . import letters, programme_mail
from .models import (
    Document,
    Edition,
    GuestMail,
    Letter,
    ProgrammePrint,
    ProgrammeProposal,
    ProgrammeVersion,
    TemplateKind,
    Visit,
)


@dataclass(frozen=True)
class Sent:
    """One thing sent: when (when it was asked for, while it waits), by which way, and where it stands."""

    at: datetime | date
    way: str
    address: str
    subject: str
    state: str
    tone: str
    text: str = ""
    language: str = ""
    documents: list[Document] = field(default_factory=list)
    extra: str = ""
    extra_url: str = ""

    @property
    def waits(self) -> bool:
        return self.tone == "waiting"

    @property
    def has_time(self) -> bool:
        return isinstance(self.at, datetime)

    @property
    def order(self) -> tuple[date, time]:
        """A day without an hour stands before the hours of that day."""
        if not isinstance(self.at, datetime):
            return self.at, time.max
        local = timezone.localtime(self.at)
        return local.date(), local.time()


def to_guest(visit: Visit) -> list[Sent]:
    """Newest first; a fixed number of queries."""
    rows = Letter.objects.filter(visit=visit).select_related("document", "written_by")
    written = list(rows.defer("document__content").exclude(sent_at=None, mail_to="", sent_on=None))
    versions = list(visit.programme_versions.exclude(mail_to=""))
    proposals = list(
        ProgrammeProposal.objects.filter(visit=visit).select_related("document").defer("document__content")
    )
    mails = list(GuestMail.objects.filter(request__visit=visit.pk))
    keys = [each.mail_key for each in written]
    keys += [f"mail_programme:{each.pk}" for each in versions] + [f"mail_guest:{each.pk}" for each in mails]
    keys += [each.mail_key for each in proposals]
    entries = {each.key: each for each in OutboxEntry.objects.filter(key__in=keys)}
    prints = ProgrammePrint.objects.filter(version__in=versions, edition=Edition.GUEST)
    papers = {
        each.version_id: each.document
        for each in prints.select_related("document").defer("document__content")
    }
    found = [
        *_letters(written, entries),
        *(_programme(each, entries, papers) for each in versions),
        *(_proposal(each, entries) for each in proposals),
        *(_mail(each, entries) for each in mails),
    ]
    return sorted(found, key=lambda each: each.order, reverse=True)


Entries = dict[str, OutboxEntry]


def _state(sent_at: datetime | None, entry: OutboxEntry | None) -> dict[str, Any]:
    if sent_at:
        return {"at": sent_at, "state": _("sent"), "tone": "positive"}
    asked = entry.created_at if entry else timezone.now()
    if entry and entry.dead_at:
        return {"at": asked, "state": _("could not be sent"), "tone": "danger"}
    return {"at": asked, "state": _("waits to be sent"), "tone": "waiting"}


def _letters(written: list[Letter], entries: Entries) -> Iterator[Sent]:
    for each in written:
        about: dict[str, Any] = {
            "subject": each.subject,
            "text": letters.as_mail(each),
            "language": each.language,
            "documents": [each.document] if each.document else [],
        }
        if each.mail_to:
            state = _state(each.mailed_at, entries.get(each.mail_key))
            yield Sent(way=_("by e-mail"), address=each.mail_to, **about, **state)
        elif each.sent_at:
            yield Sent(way=_("on the guest's own page"), address="", **about, **_state(each.sent_at, None))
        elif each.sent_on:
            noted: dict[str, Any] = {"at": each.sent_on, "state": _("noted as sent"), "tone": "positive"}
            yield Sent(way=_("by the officer"), address="", **about, **noted)


def _programme(version: ProgrammeVersion, entries: Entries, papers: dict[Any, Any]) -> Sent:
    paper = papers.get(version.pk)
    subject, text = programme_mail.words(version.visit, version.number)
    return Sent(
        way=_("by e-mail"),
        address=version.mail_to,
        subject=subject,
        text=text,
        language=letters.default_language(version.visit),
        documents=[paper] if paper else [],
        extra="program.ics",
        extra_url=f"{reverse('visits:programme_calendar', args=[version.visit.matter.number])}?gast={version.number}",
        **_state(version.mailed_at, entries.get(f"mail_programme:{version.pk}")),
    )


def _proposal(proposal: ProgrammeProposal, entries: Entries) -> Sent:
    subject, text = programme_mail.words(proposal.visit, 0)
    return Sent(
        way=_("by e-mail"),
        address=proposal.mail_to,
        subject=subject,
        text=text,
        language=letters.default_language(proposal.visit),
        documents=[proposal.document] if proposal.document else [],
        **_state(proposal.mailed_at, entries.get(proposal.mail_key)),
    )


def _mail(mail: GuestMail, entries: Entries) -> Sent:
    return Sent(
        way=_("by e-mail"),
        address=mail.email,
        subject=str(TemplateKind(f"mail_{mail.kind}").label),
        **_state(mail.sent_at, entries.get(f"mail_guest:{mail.pk}")),
    )
