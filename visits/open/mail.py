"""Mail to the guest: asked for in the transaction of what it tells, sent by the worker, in the guest's language.

It holds the number and the link and nothing else: no name, no purpose, no word somebody typed.
"""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from governance import outbox
from governance.models import Matter, OutboxEntry, Person
from visits import wordings
from visits.models import GuestMail, OpenRequest, Visit

from . import requests, tokens

Kind = GuestMail.Kind
# What an officer does that the guest is told of.
TOLD = {
    "ask_guest": Kind.QUESTION,
    "accept": Kind.NEWS,
    "accept_changed": Kind.NEWS,
    "decline": Kind.NEWS,
    "take_forwarded": Kind.NEWS,
    "take_over": Kind.NEWS,
    "plan": Kind.NEWS,
    "cancel": Kind.NEWS,
}
# Of one address so many requests are named in a mail with links.
MOST_LINKS = 10


def ask(kind: str, request: OpenRequest) -> None:
    """Ask for one mail about a request, to its own address."""
    _ask(GuestMail(kind=kind, request=request, email=request.email, language=request.language))


def ask_for_links(email: str, language: str) -> None:
    """Ask for a mail with the links of an address, known or not: it is looked for when the mail is made."""
    _ask(GuestMail(kind=Kind.LINK, email=email, language=language))


def _ask(row: GuestMail) -> None:
    row.save()
    outbox.ask("mail_guest", f"mail_guest:{row.pk}", row.pk)


def tell(verb: str, visit: Visit, *, by: Person) -> None:
    """After a step: one mail to a guest who asked on the open pages."""
    if verb not in TOLD or visit.channel != Visit.Channel.FORM or by.username.startswith("guest:"):
        return
    request = OpenRequest.objects.filter(visit=visit.pk).first()
    if request is not None and not visit.matter.is_secret:
        ask(TOLD[verb], request)


def send(entry: OutboxEntry) -> Callable[[], None]:
    """Outbox: send one mail. Of a visit that has been marked secret since nothing leaves the house."""
    row = GuestMail.objects.select_related("request__visit__matter").filter(pk=entry.subject or 0).first()
    if row is None:  # the draft has been forgotten since, and its mail with it
        return lambda: None
    matter = row.request.visit.matter if row.request and row.request.visit else None
    with override(row.language):
        words = None if matter and matter.is_secret else _words(row, matter)
        if words is not None:
            EmailMessage(
                subject=words[0],
                body=words[1],
                to=[row.email],
                headers={
                    "Message-ID": f"<{entry.pk}@{urlsplit(settings.BASE_URL).hostname}>",
                    "Auto-Submitted": "auto-generated",
                },
            ).send()

    def keep() -> None:
        GuestMail.objects.filter(pk=row.pk).update(sent_at=timezone.now())

    return keep


def address(name: str, language: str, *args: str) -> str:
    """An absolute address of the open pages."""
    return settings.BASE_URL + reverse(f"open:{name}", args=[language, *args])


def _words(row: GuestMail, matter: Matter | None) -> tuple[str, str] | None:
    """Subject and text; None when there is nothing to say any more."""
    if row.kind == Kind.LINK:
        return _links(row)
    request = row.request
    if request is None:
        return None
    token = tokens.of(request, "request")
    link = address("own", row.language, token)
    # Without a number there is a draft, and its mail.
    kind = row.kind if matter or row.kind == Kind.CONFIRM else Kind.DRAFT
    days = settings.OPEN_DRAFT_DAYS if kind == Kind.DRAFT else settings.VISIT_ANSWER_WORKING_DAYS
    if kind == Kind.CONFIRM:
        link = address("confirm", row.language, token, tokens.proof(request))
    told = {"number": matter.number if matter else "", "link": link, "days": str(days)}
    return _filled(kind, row.language, told)


def _filled(kind: str, language: str, told: dict[str, str]) -> tuple[str, str]:
    """The city's wording of the mail with what it tells, signed."""
    template = wordings.wording(f"mail_{kind}", language)
    text = wordings.fill(template.text, told)
    return wordings.fill(template.subject, told), f"{text}\n\n{_signed()}\n"


def _links(row: GuestMail) -> tuple[str, str] | None:
    """The links of one address; None, and no mail, where there are none. What has ended is opened again for a while."""

    found = requests.of_address(row.email)[:MOST_LINKS]
    lines = []
    for each in found:
        if each.visit is not None and each.visit.matter.is_secret:
            continue
        requests.hold_on(each)
        link = address("own", row.language, tokens.of(each, "request"))
        name = each.visit.matter.number if each.visit else _("not sent yet")
        lines.append(f"{name}: {link}")
    if not lines:
        return None
    return _filled(row.kind, row.language, {"links": "\n\n".join(lines)})


def _signed() -> str:
    """Who writes, and how one knows that the link is ours."""
    ours = _("Links from us begin with %(address)s/. Open no others.") % {"address": settings.BASE_URL}
    return "\n\n".join([ours, _("City of Stockholm, the City Executive Office")])


def forget() -> int:
    """Mail that was asked for three months ago: addresses are not kept longer than they are of use."""
    return GuestMail.objects.filter(asked_at__lt=timezone.now() - timedelta(days=90)).delete()[0]
