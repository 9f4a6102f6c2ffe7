"""The life of a meeting, as a table one can read aloud, and the outcomes an item can have."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from governance.errors import WrongState
from governance.models import AgendaItem, Meeting

Status, Outcome, Kind = Meeting.Status, AgendaItem.Outcome, AgendaItem.Kind

# verb: (from these, to this)
MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "call": ((Status.PLANNED,), Status.CALLED),
    "begin": ((Status.PLANNED, Status.CALLED), Status.IN_SESSION),
    "close": ((Status.IN_SESSION,), Status.CLOSED),
    "approve": ((Status.CLOSED,), Status.APPROVED),
    "post": ((Status.APPROVED,), Status.POSTED),
    "cancel": ((Status.PLANNED, Status.CALLED), Status.CANCELLED),
}
# What was approved at the meeting itself can be posted before the rest of the minutes.
POSTING_SOME = (Status.CLOSED, Status.APPROVED)
# What comes onto the agenda once the meeting is called comes late.
LATE_FROM = (Status.CALLED, Status.IN_SESSION)

# What a body may make of a matter that it decides, of one that it only handles, and of anything else.
DECIDED = (Outcome.APPROVED, Outcome.REJECTED, Outcome.REFERRED_BACK, Outcome.TABLED, Outcome.WITHDRAWN)
HANDLED = (
    Outcome.ENDORSED,
    Outcome.ADVISED_AGAINST,
    Outcome.TABLED,
    Outcome.REFERRED_BACK,
    Outcome.INFORMATION,
    Outcome.WITHDRAWN,
)
OF_ANYTHING = (Outcome.NOTED, Outcome.APPROVED, Outcome.REJECTED, Outcome.TABLED, Outcome.WITHDRAWN)
OF_A_LIST = (Outcome.NOTED, Outcome.WITHDRAWN)


def outcomes_of(item: AgendaItem) -> tuple[AgendaItem.Outcome, ...]:
    """What can become of the item at its meeting."""
    if item.kind in (Kind.NOTIFICATION, Kind.FOLLOW_UP):
        return OF_A_LIST
    if not item.meeting.decides:
        return HANDLED
    return DECIDED if item.kind == Kind.MATTER else OF_ANYTHING


def allows(verb: str, meeting: Meeting) -> bool:
    return meeting.status in sources(verb)


def after(verb: str, meeting: Meeting) -> str:
    """The status the verb leads to. Raises WrongState, saying how the meeting stands."""
    require_status(meeting, sources(verb))
    return MOVES[verb][1]


def sources(verb: str) -> tuple[str, ...]:
    """Where the meeting stands when the verb can be done."""
    return MOVES[verb][0]


def require_status(meeting: Meeting, wanted: Collection[str]) -> None:
    """Raise WrongState, saying how the meeting stands, unless it stands in one of these."""
    if meeting.status not in wanted:
        raise WrongState(stands(meeting))


def require_to_come(meeting: Meeting) -> None:
    """Raise WrongState when nothing more is put on the agenda."""
    if not meeting.is_to_come:
        raise WrongState(stands(meeting))


def stands(meeting: Meeting) -> str:
    """How the meeting stands, in a sentence, for whoever comes too early or too late."""
    return _("The meeting of %(day)s: %(status)s. This cannot be done with it now.") % {
        "day": meeting.held_on.isoformat(),
        "status": meeting.status_label,
    }
