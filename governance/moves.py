"""Where the verbs of a feature lead a matter's status, and the refusal where they lead nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from . import statuses
from .errors import WrongState
from .language import moment_in_words
from .models import Matter


@dataclass(frozen=True)
class Moves:
    """What each verb of a feature does with the status: from any of these, to this one."""

    of: Mapping[str, tuple[tuple[str, ...], str]]

    def after(self, verb: str, matter: Matter) -> str:
        """The status that the verb leads to from where the matter stands. Raises WrongState."""
        sources, target = self.of[verb]
        require_status(matter, *sources)
        return target

    def sources(self, verb: str) -> tuple[str, ...]:
        """Where the matter stands when the verb can be done."""
        return self.of[verb][0]

    def allows(self, verb: str, matter: Matter) -> bool:
        """Whether the verb can be done where the matter stands."""
        return matter.status in self.sources(verb)


def require_status(matter: Matter, *wanted: str) -> None:
    """Raise WrongState unless the matter stands in one of these."""
    if matter.status not in wanted:
        stands = gettext("%(number)s is in the state “%(status)s”, so this cannot be done.") % {
            "number": matter.number,
            "status": statuses.label(matter.kind, matter.status),
        }
        raise WrongState(f"{stands} {_who_was_faster(matter)}".rstrip())


def _who_was_faster(matter: Matter) -> str:
    """Who brought the matter where it stands, for whoever comes too late; nothing where nobody did."""
    states = matter.history.order_by("history_date", "history_id")
    before = states.exclude(status=matter.status).last()
    since = states.filter(history_date__gte=before.history_date, status=matter.status) if before else states
    first = since.select_related("history_user").first()
    if first is None or first.history_user is None:
        return ""
    return gettext("%(who)s brought it there %(when)s.") % {
        "who": first.history_user.name,
        "when": moment_in_words(first.history_date),
    }
