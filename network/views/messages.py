"""Messages to the network: the list, one message with who has read it, and writing one."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from engagements.models import theme_label
from governance.choices import Choice
from governance.lists import Bounded, Filters
from governance.models import Person
from governance.prepared import NOTHING, Asked, Asker
from governance.views.list_files import Column
from network import rights
from network.actions import messages as acts
from network.forms.people import MessageForm
from network.models import NetworkMessage, Receipt

from .frame import Asking, Empty, Register, Sheet, crumbs, list_page, row_or_404

STATES = [
    ("", gettext_lazy("all")),
    ("unread", gettext_lazy("to read")),
    ("mine", gettext_lazy("sent by me")),
]


class MessageFilters(Filters):
    state = Choice(label=gettext_lazy("Show"), choices=STATES)


REGISTER = Register(
    kind="messages",
    address="network:messages",
    title=gettext_lazy("Messages to the network"),
    lead=gettext_lazy(
        "What the coordinators and contact persons tell one another. Who has read a message stands beside it."
    ),
    columns=(
        Column(gettext_lazy("Sent"), lambda row: row.written_at.date()),
        Column(gettext_lazy("Subject"), lambda row: row.subject),
        Column(gettext_lazy("From"), lambda row: row.author.name),
        Column(gettext_lazy("To"), lambda row: sent_to(row)),
        Column(gettext_lazy("Sent to"), lambda row: row.count_sent),
        Column(gettext_lazy("Read by"), lambda row: row.count_read),
    ),
    empty=Empty(
        gettext_lazy("No messages yet"),
        gettext_lazy(
            "Write to the whole network, or to those who know a theme. Each is told by mail and here,"
            " and says that it is read."
        ),
        "mail",
    ),
    filter_names="state",
    new=("network:new_message", gettext_lazy("Write a message")),
    order={"key": "written_at", "keyed_by": datetime},
)
SHEET = Sheet(
    model=NetworkMessage,
    form=MessageForm,
    fields=(
        (pgettext_lazy("network", "The message"), ("subject", "text")),
        (gettext_lazy("To whom"), ("theme", "body_kind")),
    ),
    address="network:messages",
    new_title=gettext_lazy("Write a message"),
    edit_title="",
    lead=gettext_lazy("It is sent at once and cannot be changed."),
    done=gettext_lazy("The message is sent."),
    send=gettext_lazy("Send"),
    write=acts.send,
)


def sent_to(message: Any) -> str:
    """To whom a message went, in words."""
    kinds = [theme_label(message.theme)] if message.theme else []
    kinds += [message.get_body_kind_display()] if message.body_kind else []
    return ", ".join(kinds) or _("the whole network")


def _visible(person: Person) -> QuerySet[NetworkMessage]:
    return _sent(person, NOTHING, rights.oversees(person))


def _sent(asker: Asker, asked: Asked, oversees: bool) -> QuerySet[NetworkMessage]:
    """Sent to me or by me; those who lead and audit the network read all."""
    sent = Receipt.objects.filter(message=OuterRef("pk"))
    mine = sent.filter(person=asker.pk)
    found = NetworkMessage.objects.select_related("author").annotate(
        count_sent=Bounded.of(sent),
        count_read=Bounded.of(sent.filter(read_at__isnull=False)),
        is_unread=Exists(mine.filter(read_at=None)),
        is_to_me=Exists(mine),
    )
    if not oversees:
        found = found.filter(Q(is_to_me=True) | Q(author=asker.pk))
    if "unread" in asked:
        found = found.filter(is_unread=True)
    if "mine" in asked:
        found = found.filter(author=asker.pk)
    return found


@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    """The messages sent to me or by me, the latest first."""
    rights.require_reader(request.user)
    filters = MessageFilters(request)
    state = filters.chosen.get("state")
    asked = {state: True} if state else NOTHING
    oversees = rights.oversees(request.user)
    return list_page(request, REGISTER, filters, Asking(_sent, asked, (oversees,)))


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message and who has read it."""
    found = row_or_404(request, _visible(request.user), pk)
    receipts = list(found.receipts.select_related("person").order_by("person__name"))
    context = {
        "message": found,
        "sent_to": sent_to(found),
        "read": [each for each in receipts if each.read_at],
        "unread": [each for each in receipts if not each.read_at],
        "crumbs": crumbs("network:messages"),
    }
    return render(request, "network/message.html", context)


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """I have read it."""
    found = row_or_404(request, _visible(request.user), pk)
    acts.read(found, by=request.user)
    messages.success(request, _("Noted: you have read it."))
    return redirect("network:messages")
