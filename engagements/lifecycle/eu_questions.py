"""The life of an EU question: followed, a position decided by the right body, advocated, and closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.models import Decision
from governance.moves import Moves

Outcome = Decision.Outcome


class EuQuestionStatus(models.TextChoices):
    """Where an EU question stands with the city."""

    FOLLOWED = "followed", pgettext_lazy("EU question", "being followed")
    BEFORE_BODY = "before_body", pgettext_lazy("EU question", "position before the deciding body")
    TABLED = "tabled", pgettext_lazy("EU question", "position tabled")
    REFERRED_BACK = "referred_back", pgettext_lazy("EU question", "position referred back")
    DECIDED = "decided", pgettext_lazy("EU question", "position decided")
    REFERRED = "referred", pgettext_lazy("EU question", "referred to the City Executive Office")
    CLOSED = "closed", pgettext_lazy("EU question", "closed")


Status = EuQuestionStatus
TONES = {
    Status.FOLLOWED: "info",
    Status.BEFORE_BODY: "waiting",
    Status.TABLED: "waiting",
    Status.REFERRED_BACK: "waiting",
    Status.DECIDED: "positive",
    Status.REFERRED: "neutral",
    Status.CLOSED: "neutral",
}

# At home with whoever prepares it. A question with a position can be asked anew, for another.
AT_HOME = (Status.FOLLOWED, Status.REFERRED_BACK, Status.DECIDED)
WAITING_FOR_A_DECISION = (Status.BEFORE_BODY, Status.TABLED)
OPEN = (*AT_HOME, *WAITING_FOR_A_DECISION)

# verb: (from these, to this)
MOVES = Moves(
    {
        "send_for_decision": (AT_HOME, Status.BEFORE_BODY),
        # Back home: with the position that stands, if one does.
        "take_back": (WAITING_FOR_A_DECISION, Status.FOLLOWED),
        "refer": (AT_HOME, Status.REFERRED),
        "advocate": (OPEN, Status.FOLLOWED),
        "close": (AT_HOME, Status.CLOSED),
    }
)
after, allows = MOVES.after, MOVES.allows

# outcome of a decision: where the question goes. One that is rejected comes home too, and can be asked otherwise.
AFTER_DECISION = {
    Outcome.APPROVED: Status.DECIDED,
    Outcome.REJECTED: Status.FOLLOWED,
    Outcome.TABLED: Status.TABLED,
    Outcome.REFERRED_BACK: Status.REFERRED_BACK,
}


class PositionStatus(models.TextChoices):
    """Where a position stands."""

    DRAFT = "draft", pgettext_lazy("position", "being written")
    PROPOSED = "proposed", pgettext_lazy("position", "before the deciding body")
    STANDING = "standing", pgettext_lazy("position", "stands")
    FORMER = "former", pgettext_lazy("position", "replaced by a later one")
    REJECTED = "rejected", pgettext_lazy("position", "rejected")


POSITION_TONES = {
    PositionStatus.DRAFT: "info",
    PositionStatus.PROPOSED: "waiting",
    PositionStatus.STANDING: "positive",
    PositionStatus.FORMER: "neutral",
    PositionStatus.REJECTED: "neutral",
}


class Stage(models.TextChoices):
    """How far the file has come where it is decided."""

    EXPECTED = "expected", _("announced, not yet out")
    CONSULTATION = "consultation", _("open consultation")
    PROPOSED = "proposed", _("proposal published")
    PARLIAMENT_AND_COUNCIL = "parliament_and_council", _("before the European Parliament and the Council")
    TRILOGUE = "trilogue", _("negotiations between the institutions")
    ADOPTED = "adopted", _("adopted")
    NATIONAL = "national", _("being carried out in Sweden")
    DROPPED = "dropped", _("withdrawn or dropped")
