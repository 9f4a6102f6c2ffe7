"""What a matter has told outside its own file: a marking hides nothing of that, and says so before it is made.

The features know theirs, settings.GONE_OUT says where.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import AgendaItem, Decision, Feed, Matter, MeetingFile, Notice


@dataclass(frozen=True)
class Gone:
    """One thing that keeps what it holds: what it is, and from which day where there is one."""

    words: str
    day: date | None = None


def of_matter(matter: Matter) -> list[Gone]:
    """Everything that is known to have gone out; what people have kept for themselves nobody knows."""
    return [each for path in settings.GONE_OUT for each in import_string(path)(matter)]


def known_here(matter: Matter) -> list[Gone]:
    """Agendas, minutes and prints of meetings, decisions recorded, notices mailed, calendars that fetched its days,
    and what everybody could read."""
    at_meetings = [*_prints(matter), *_meetings(matter), *_decisions(matter)]
    return [*at_meetings, *_mails(matter), *_calendars(matter), *_in_the_open(matter)]


def _in_the_open(matter: Matter) -> list[Gone]:
    """The marking takes it away; who has read or fetched it nobody knows."""
    rows = matter.named_in.order_by("published_at", "pk").values_list("published_at", flat=True)
    words = _(
        "The open register, where everybody could read and fetch it. It goes from there with the marking."
    )
    return [Gone(words, timezone.localtime(at).date()) for at in rows[:1]]


def _prints(matter: Matter) -> list[Gone]:
    """A print is kept as it was drawn; those of one item stand in the file of the matter itself."""
    files = MeetingFile.objects.filter(meeting__items__matter=matter, item__isnull=True)
    rows = files.select_related("meeting__body", "document").order_by("pk")
    return [
        Gone(
            _("%(print)s of %(body)s %(day)s, as it was printed")
            % {
                "print": capfirst(MeetingFile.Kind(row.kind).label),
                "body": row.meeting.body.in_a_sentence,
                "day": row.meeting.held_on.isoformat(),
            },
            timezone.localtime(row.document.created_at).date(),
        )
        for row in rows.defer("document__content")
    ]


def _meetings(matter: Matter) -> list[Gone]:
    """Agendas that went out by call, and minutes or notes that were posted, whoever kept them."""
    items = (
        AgendaItem.objects.filter(matter=matter).select_related("meeting__body").order_by("meeting__held_on")
    )
    found = []
    for item in items:
        meeting = item.meeting
        told = {"body": meeting.body.in_a_sentence, "day": meeting.held_on.isoformat()}
        if meeting.called_on:
            found.append(
                Gone(_("The agenda of %(body)s %(day)s, sent with the call") % told, meeting.called_on)
            )
        if meeting.posted_on:
            words = _("The minutes of %(body)s %(day)s, posted on the notice board")
            if not meeting.decides:
                words = _("The notes of %(body)s %(day)s, published")
            found.append(Gone(words % told, meeting.posted_on))
    return found


def _decisions(matter: Matter) -> list[Gone]:
    rows = (
        Decision.objects.filter(matter=matter).select_related("body").only("body_name", "body", "decided_on")
    )
    return [
        Gone(_("%(body)s: the decision, in its minutes") % {"body": row.body_then}, row.decided_on)
        for row in rows.order_by("decided_on", "pk")
    ]


def _mails(matter: Matter) -> list[Gone]:
    count = Notice.objects.filter(matter=matter, mailed_at__isnull=False).count()
    words = ngettext("%(n)d notice that was mailed", "%(n)d notices that were mailed", count)
    return [Gone(words % {"n": count})] if count else []


def _calendars(matter: Matter) -> list[Gone]:
    """Those of its body and of its case officer; when they fetch the next time it is no longer there."""
    reached = Q(body=matter.body_id)
    if matter.responsible_id:
        reached |= Q(body=None, person=matter.responsible_id)
    count = Feed.objects.filter(reached, asked_on__isnull=False).count()
    words = ngettext(
        "%(n)d calendar that subscribes to the register, and may have its title and days until it fetches anew",
        "%(n)d calendars that subscribe to the register, and may have its title and days until they fetch anew",
        count,
    )
    return [Gone(words % {"n": count})] if count else []
