"""The life of a visit request, as one table that can be read aloud."""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(TextChoices):
    """Status. Where a visit request stands."""

    RECEIVED = "received", pgettext_lazy("visit", "received")
    NEEDS_INFORMATION = "needs_information", pgettext_lazy("visit", "waiting for the guest")
    BEING_ASSESSED = "being_assessed", pgettext_lazy("visit", "being assessed")
    FORWARDED = "forwarded", pgettext_lazy("visit", "forwarded, not yet taken")
    HANDED_OVER = "handed_over", pgettext_lazy("visit", "handed over, not yet taken")
    DORMANT = "dormant", pgettext_lazy("visit", "dormant")
    ACCEPTED = "accepted", pgettext_lazy("visit", "accepted")
    ACCEPTED_CHANGED = "accepted_changed", pgettext_lazy("visit", "accepted with changes")
    DECLINED = "declined", pgettext_lazy("visit", "declined")
    # The programme may still be empty: what is known is when they come.
    PLANNED = "planned", pgettext_lazy("visit", "days settled")
    CARRIED_OUT = "carried_out", pgettext_lazy("visit", "carried out")
    FOLLOWED_UP = "followed_up", pgettext_lazy("visit", "followed up")
    CLOSED = "closed", pgettext_lazy("visit", "closed")
    CANCELLED_BY_GUEST = "cancelled_by_guest", pgettext_lazy("visit", "withdrawn by the guest")
    CANCELLED_BY_CITY = "cancelled_by_city", pgettext_lazy("visit", "cancelled by the city")
    NO_SHOW = "no_show", pgettext_lazy("visit", "the guest did not come")


S = Status

# Red is kept for what is late. A no is neutral: nothing is wrong with it.
TONES = {
    S.RECEIVED: "info",
    S.NEEDS_INFORMATION: "neutral",
    S.BEING_ASSESSED: "waiting",
    S.FORWARDED: "waiting",
    S.HANDED_OVER: "waiting",
    S.DORMANT: "neutral",
    S.ACCEPTED: "positive",
    S.ACCEPTED_CHANGED: "positive",
    S.DECLINED: "neutral",
    S.PLANNED: "info",
    S.CARRIED_OUT: "positive",
    S.FOLLOWED_UP: "positive",
    S.CLOSED: "neutral",
    S.CANCELLED_BY_GUEST: "neutral",
    S.CANCELLED_BY_CITY: "neutral",
    S.NO_SHOW: "neutral",
}

UNANSWERED = (S.RECEIVED, S.NEEDS_INFORMATION, S.BEING_ASSESSED, S.FORWARDED, S.HANDED_OVER)
ACCEPTED = (S.ACCEPTED, S.ACCEPTED_CHANGED)
COMING = (*ACCEPTED, S.PLANNED)
WELCOMED = (*COMING, S.CARRIED_OUT, S.FOLLOWED_UP, S.CLOSED)
CANCELLED = (S.CANCELLED_BY_GUEST, S.CANCELLED_BY_CITY, S.NO_SHOW)


@dataclass(frozen=True)
class Step:
    """One thing that can be done with a visit: from which states, to which, by whom.

    `by_receiver`: done by the body the matter lies before, otherwise by the owner. `slug` is its address.
    `main`: on the road from request to end, shown as a button. `again`: what it is called when it has been taken.
    """

    verb: str
    slug: str
    label: Any
    sources: tuple[Status, ...]
    target: Status | None
    by_receiver: bool = False
    main: bool = False
    help: Any = ""
    again: Any = ""


STEPS = {
    step.verb: step
    for step in (
        Step(
            "begin_assessment",
            "borja-bedoma",
            _("Begin the assessment"),
            (S.RECEIVED, S.DORMANT),
            S.BEING_ASSESSED,
            main=True,
        ),
        Step(
            "assess",
            "bedomning",
            _("Assess"),
            (S.RECEIVED, S.BEING_ASSESSED),
            S.BEING_ASSESSED,
            main=True,
            help=_("Answer the strategy's grounds. The priority is counted the same way for everybody."),
            again=_("Change the assessment"),
        ),
        Step(
            "accept",
            "acceptera",
            _("Accept"),
            (S.BEING_ASSESSED,),
            S.ACCEPTED,
            main=True,
        ),
        Step(
            "accept_changed",
            "acceptera-med-andring",
            _("Accept with changes"),
            (S.BEING_ASSESSED,),
            S.ACCEPTED_CHANGED,
        ),
        Step(
            "decline",
            "avboj",
            _("Decline"),
            (S.RECEIVED, S.NEEDS_INFORMATION, S.BEING_ASSESSED, S.DORMANT),
            S.DECLINED,
        ),
        Step(
            "ask_guest",
            "fraga-gasten",
            _("Ask the guest"),
            (S.RECEIVED, S.BEING_ASSESSED),
            S.NEEDS_INFORMATION,
            help=_("The answer clock stops until the guest has answered."),
        ),
        Step(
            "guest_answered",
            "gasten-har-svarat",
            _("The guest has answered"),
            (S.NEEDS_INFORMATION,),
            S.BEING_ASSESSED,
            main=True,
        ),
        Step(
            "forward",
            "vidarebefordra",
            _("Forward to another body"),
            (S.RECEIVED, S.BEING_ASSESSED),
            S.FORWARDED,
            help=_("The other body must accept. Until then the request is yours, and the clock runs."),
        ),
        Step(
            "hand_over_to_ks",
            "lamna-over",
            _("Hand over to the City Executive Board"),
            (S.RECEIVED, S.BEING_ASSESSED),
            S.HANDED_OVER,
            main=True,
        ),
        Step(
            "take_forwarded",
            "ta-emot",
            _("Accept the request"),
            (S.FORWARDED,),
            S.RECEIVED,
            by_receiver=True,
            main=True,
        ),
        Step(
            "take_over",
            "ta-over",
            _("Take over the coordination"),
            (S.HANDED_OVER,),
            S.BEING_ASSESSED,
            by_receiver=True,
            main=True,
        ),
        Step(
            "return_forwarded",
            "lamna-tillbaka",
            _("Return it"),
            (S.FORWARDED, S.HANDED_OVER),
            S.BEING_ASSESSED,
            by_receiver=True,
        ),
        Step(
            "let_rest",
            "lat-vila",
            _("Let it rest until a date"),
            (S.BEING_ASSESSED,),
            S.DORMANT,
        ),
        Step(
            "plan",
            "planera",
            _("Settle days, place and hosts"),
            COMING,
            S.PLANNED,
            main=True,
            again=_("Change days, place and hosts"),
        ),
        Step(
            "carry_out",
            "genomfort",
            _("Mark as carried out"),
            COMING,
            S.CARRIED_OUT,
            main=True,
        ),
        Step(
            "follow_up",
            "folj-upp",
            _("Follow up"),
            (S.CARRIED_OUT, S.FOLLOWED_UP),
            S.FOLLOWED_UP,
            main=True,
            again=_("Change the follow-up"),
        ),
        Step(
            "correct_outcome",
            "ratta-utfallet",
            _("Correct what was noted"),
            (S.CARRIED_OUT, S.FOLLOWED_UP, S.CLOSED),
            None,
            help=_(
                "Days, figures and costs, with the reason. What stood there before is kept in the history."
            ),
        ),
        Step("close", "avsluta", _("Close"), (S.FOLLOWED_UP,), S.CLOSED, main=True),
        Step(
            "withdraw",
            "aterta",
            _("The guest has withdrawn"),
            (S.RECEIVED, S.NEEDS_INFORMATION, S.BEING_ASSESSED, S.DORMANT),
            S.CANCELLED_BY_GUEST,
        ),
        # What nobody has promised cannot be called off: until then the guest withdraws, or the city declines.
        Step("cancel", "stall-in", _("Cancel the visit"), COMING, None),
    )
}

# What the page shows as the road from request to end; each stop with the states that mean "here".
ROAD = (
    (pgettext_lazy("visit", "Received"), (S.RECEIVED, S.NEEDS_INFORMATION, S.FORWARDED, S.HANDED_OVER)),
    (pgettext_lazy("visit", "Assessment"), (S.BEING_ASSESSED, S.DORMANT)),
    (pgettext_lazy("visit", "Answer settled"), (*ACCEPTED, S.DECLINED)),
    (pgettext_lazy("visit", "Programme"), (S.PLANNED,)),
    (pgettext_lazy("visit", "Carried out"), (S.CARRIED_OUT,)),
    (pgettext_lazy("visit", "Followed up"), (S.FOLLOWED_UP,)),
    (pgettext_lazy("visit", "Closed"), (S.CLOSED,)),
)


def label(status: str) -> str:
    """The words for a status; a word we do not know is shown as it is."""
    return str(Status(status).label) if status in Status.values else status


def tone(status: str) -> str:
    return TONES[Status(status)] if status in Status.values else "neutral"
