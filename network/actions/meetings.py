"""Meetings of the network: called, moved, called off; who is called says whether they come."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import notices
from governance.errors import WrongState
from governance.language import moment_in_words
from governance.models import Person
from network import members, rights
from network.models import MeetingReply, NetworkMeeting

from . import writing


@transaction.atomic
def call(*, by: Person, is_invented: bool = False, **values: Any) -> NetworkMeeting:
    """Call the whole network to a meeting."""
    meeting = writing.write(NetworkMeeting, by=by, is_invented=is_invented, **values)
    called = list(members.all_of_them(timezone.localdate()).order_by("pk"))
    MeetingReply.objects.bulk_create(
        MeetingReply(meeting=meeting, person=person, comes=True if person.pk == by.pk else None)
        for person in called
    )
    if not meeting.is_over:  # one that was held is written down, and nobody called
        _tell(meeting, "called", "Kallelse till nätverksmöte", "Call to a meeting of the network", by)
    return meeting


@transaction.atomic
def change(meeting: NetworkMeeting, version: int, *, by: Person, **values: Any) -> NetworkMeeting:
    """Change what is written of it; who was called is told when it is moved."""
    before = writing.lock(meeting, version)
    _require_called(before)
    changed = writing.change(meeting, version, by=by, **values)
    if (before.starts_at, before.place) != (changed.starts_at, changed.place) and not changed.is_over:
        _tell(
            changed,
            f"moved:{changed.version}",
            "Nätverksmöte flyttas",
            "A meeting of the network is moved",
            by,
        )
    return changed


@transaction.atomic
def call_off(meeting: NetworkMeeting, *, by: Person, reason: str) -> NetworkMeeting:
    """It is not held, and why. Raises WrongState when it has been held."""
    meeting = writing.lock(meeting)
    rights.require_change(by, meeting)
    _require_to_come(meeting)
    meeting.cancelled_because = reason
    meeting.version += 1
    writing.save(meeting, by=by)
    _tell(meeting, "cancelled", "Nätverksmöte ställs in", "A meeting of the network is called off", by)
    return meeting


@transaction.atomic
def reply(meeting: NetworkMeeting, *, by: Person, comes: bool) -> MeetingReply:
    """Whether one comes. Who joined the network after the call says so too."""
    rights.require_member(by)
    meeting = writing.lock(meeting)
    _require_to_come(meeting)
    return MeetingReply.objects.update_or_create(meeting=meeting, person=by, defaults={"comes": comes})[0]


def _tell(meeting: NetworkMeeting, what: str, words_sv: str, words_en: str, by: Person) -> None:
    notices.notify(
        Person.objects.filter(pk__in=meeting.replies.values("person")).exclude(pk=by.pk),
        matter=None,
        key=f"network-meeting:{meeting.pk}:{what}",
        subject_sv=f"{words_sv}: {meeting.title}, {_day(meeting)}",
        subject_en=f"{words_en}: {meeting.title}, {_day(meeting)}",
        path=meeting.get_absolute_url(),
    )


def _day(meeting: NetworkMeeting) -> str:
    return timezone.localtime(meeting.starts_at).date().isoformat()


def _require_called(meeting: NetworkMeeting) -> None:
    if meeting.is_cancelled:
        raise WrongState(_("The meeting is called off."))


def _require_to_come(meeting: NetworkMeeting) -> None:
    _require_called(meeting)
    if meeting.is_over:
        raise WrongState(
            _("The meeting was held until %(moment)s.") % {"moment": moment_in_words(meeting.ends_at)}
        )
