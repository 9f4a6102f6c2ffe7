"""Where a request stands, in the guest's words. What the city thinks of it is nowhere here."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from governance.models import Body, Matter
from visits.actions.step import GUEST
from visits.letters import in_words, span
from visits.lifecycle import ACCEPTED, CANCELLED, COMING, UNANSWERED, Status
from visits.models import Edition, InvitationLetter, InvitationStatus, Letter, ProgrammePrint, Reply, Visit

from . import checks, tokens

S = Status
ASKED = Q(verb="ask_guest")
WRITTEN = Q(verb__in=("guest_answered", "guest_added"), by__username=GUEST)
ENDED = (S.CARRIED_OUT, S.FOLLOWED_UP, S.CLOSED)


@dataclass(frozen=True)
class State:
    """One word for the state with its tone, what it means, and what the city has said beside it."""

    name: str
    tone: str
    text: str
    days: str = ""
    question: str = ""
    said: str = ""
    said_title: str = ""


def state_of(visit: Visit, matter: Matter) -> State:
    """What the guest is told. Of a visit that has been marked secret no more than that the city has it."""
    if matter.is_secret:
        return State(
            _("received"), "info", _("Your request is with us. Please contact us if you want to know more.")
        )
    status = matter.status
    match status:
        case S.RECEIVED:
            return State(_("received"), "info", _answered_by(matter.due_on))
        case S.NEEDS_INFORMATION:
            text = _("We have a question. The time until our answer is paused until you have replied.")
            return State(_("we need more from you"), "waiting", text, question=_question(visit))
        case S.BEING_ASSESSED | S.DORMANT:
            return State(
                _("under assessment"), "info", _answered_by(matter.due_on if status != S.DORMANT else None)
            )
        case S.FORWARDED | S.HANDED_OVER:
            text = _("We are passing your request on to another part of the city. You need not do anything.")
            return State(_("being passed on"), "info", text)
        case S.ACCEPTED | S.ACCEPTED_CHANGED | S.PLANNED:
            return _welcome(visit, matter)
        case S.DECLINED:
            reply = visit.replies.first()
            text = _("We are sorry that we cannot receive you this time.")
            if visit.letters.filter(sent_at__isnull=False).exists():
                text += " " + _("The reasons stand in our letter, below on this page.")
            else:
                text += " " + _(
                    "We are writing you a letter with the reasons. You find it here when it is ready."
                )
            said = reply.alternative if reply else ""
            return State(_("declined"), "neutral", text, said=said, said_title=_("What you can do instead"))
        case S.CANCELLED_BY_GUEST:
            text = _("You have withdrawn your request. You are welcome to ask again another time.")
            return State(_("withdrawn"), "neutral", text)
        case S.CANCELLED_BY_CITY:
            text = _("We have had to cancel the visit. We contact you, or write a letter that you find here.")
            return State(_("cancelled by the city"), "neutral", text)
        case S.NO_SHOW:
            return State(_("did not take place"), "neutral", _("The visit did not take place."))
    return State(_("carried out"), "positive", _("Thank you for your visit."), days=_days(matter))


def road(matter: Matter) -> list[tuple[str, str, str]]:
    """The stops from request to visit; none where the road ended on the way."""
    if matter.is_secret or matter.status in CANCELLED:
        return []
    here = {S.RECEIVED: 0, S.NEEDS_INFORMATION: 1, S.BEING_ASSESSED: 1, S.DORMANT: 1, S.FORWARDED: 1}
    here |= {S.HANDED_OVER: 1, S.DECLINED: 2, **dict.fromkeys(ACCEPTED, 2), S.PLANNED: 3}
    at = here.get(Status(matter.status), 4)
    names = [_("Received"), _("Under assessment"), _("Answered")]
    names += [] if matter.status == S.DECLINED else [_("The visit")]
    over = matter.status == S.DECLINED
    return [
        (name, "done" if place < at or (over and place == at) else "current" if place == at else "ahead", "")
        for place, name in enumerate(names)
    ]


def letters_of(visit: Visit, matter: Matter) -> list[Letter]:
    """The letters that have been sent to this page; none of a visit that has been marked secret."""
    if matter.is_secret:
        return []
    rows = visit.letters.filter(sent_at__isnull=False).select_related("written_by").defer("document__content")
    return list(rows)


def invitations_of(visit: Visit, matter: Matter) -> list[tuple[InvitationLetter, str]]:
    """The invitation letters with the links of their delegates; none of a visit that has been marked secret."""
    if matter.is_secret:
        return []
    letters = list(visit.invitations.select_related("delegate__passport").defer("content"))
    return list(zip(letters, tokens.of_each(letters, "invitation"), strict=True))


def said_before(visit: Visit, matter: Matter) -> list[tuple[str, datetime, str]]:
    """What was asked of the guest and written by them here: (whose words, when, the words), the earliest first. What
    an officer wrote down of an answer is the city's own, and is not among them; nor is the question that waits."""
    if matter.is_secret:
        return []
    rows = list(visit.events.filter(ASKED | WRITTEN).order_by("at", "pk"))
    if matter.status == S.NEEDS_INFORMATION and rows and rows[-1].verb == "ask_guest":
        rows.pop()
    names = {"ask_guest": _("We asked"), "guest_answered": _("You answered"), "guest_added": _("You wrote")}
    return [(names[row.verb], row.at, row.note) for row in rows if row.note]


def of_invitation(letter: InvitationLetter, matter: Matter) -> str:
    """`issued`, `revoked` or `prepared`; `waits` for the city's yes to the visit; `passport`: it ends too early for a
    letter; `none`: there will be no letter. One query where the passport is not at hand."""
    if letter.status in (InvitationStatus.ISSUED, InvitationStatus.REVOKED):
        return str(letter.status)
    if is_unanswered(matter):
        return "waits"
    if matter.status not in COMING:
        return "none"
    passport = getattr(letter.delegate, "passport", None)
    return "passport" if passport and checks.is_too_short(passport, matter) else "prepared"


def programme_of(visit: Visit, matter: Matter) -> ProgrammePrint | None:
    """The guest version of the programme as the officer has last sent it; None before that, and of a marked visit."""
    if matter.is_secret or matter.status not in (*COMING, *ENDED):
        return None
    sent = ProgrammePrint.objects.filter(
        visit=visit.pk, edition=Edition.GUEST, version__mailed_at__isnull=False, document__isnull=False
    )
    return sent.select_related("version", "document").order_by("-version__number").first()


def redirected_to(matter: Matter) -> str:
    """The part of the city that has taken the request over; empty while it lies where it came in."""
    if matter.is_secret or matter.body.kind == Body.Kind.EXECUTIVE_BOARD:
        return ""
    return str(matter.body.name)


def is_unanswered(matter: Matter) -> bool:
    return matter.status in (*UNANSWERED, S.DORMANT)


def _answered_by(due_on: date | None) -> str:
    if due_on is None:
        return _("We come back to you.")
    return _("We answer within %(days)s working days, at the latest on %(day)s.") % {
        "days": settings.VISIT_ANSWER_WORKING_DAYS,
        "day": in_words(due_on),
    }


def _question(visit: Visit) -> str:
    asked = visit.events.filter(verb="ask_guest").only("note").first()
    return asked.note if asked else ""


def _welcome(visit: Visit, matter: Matter) -> State:
    reply: Reply | None = visit.replies.first()
    if visit.letters.filter(sent_at__isnull=False).exists():
        text = _("You are welcome. Our letter, below on this page, tells you more.")
    else:
        text = _(
            "You are welcome. We are writing you a letter. You find it here, and we mail you when it is ready."
        )
    if matter.status == S.PLANNED:
        return State(_("accepted and planned"), "positive", text, days=_days(matter))
    changed = matter.status == S.ACCEPTED_CHANGED
    return State(
        _("accepted with changes") if changed else pgettext("visit request", "accepted"),
        "positive",
        text,
        days=_days(matter),
        said=reply.changes if reply and changed else "",
        said_title=_("What is different from what you asked"),
    )


def _days(matter: Matter) -> str:
    return span(matter.starts_on, matter.ends_on)
