"""What may be done with a visit now, by whom, and why not: asked by the page and, under lock, by every action."""

from dataclasses import dataclass
from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, decisions
from governance.authority import Question, Ruling, rule
from governance.errors import RefusedByRule, WrongState
from governance.language import moment_in_words
from governance.models import Act, Body, Decider, Matter, Person, the_body

from . import lifecycle
from .lifecycle import STEPS, S, Step
from .models import Visit

ANSWERS = ("accept", "accept_changed", "decline")
# Where the state alone says what comes next; elsewhere _next_verb looks closer.
NEXT: dict[str, str] = {
    S.NEEDS_INFORMATION: "guest_answered",
    S.FORWARDED: "take_forwarded",
    S.HANDED_OVER: "take_over",
    S.DORMANT: "begin_assessment",
    S.CARRIED_OUT: "follow_up",
    S.FOLLOWED_UP: "close",
}


def facts(areas: int, political_level: str) -> dict[str, object]:
    """What the strategy is asked about a visit; kept on the card. A visit touches at least one area."""
    return {"act": Act.HANDLE_VISIT.value, "areas": max(1, areas), "political_level": political_level}


def is_significant(ruling: Ruling) -> bool:
    """The strategy gives the coordination of significant visits to the Executive Board."""
    return bool(ruling.decides == Decider.EXECUTIVE_BOARD)


def rule_on(matter_facts: dict[str, object], matter: Matter) -> Ruling:
    """The ruling on facts that are not yet on the card, by the strategy of the day the request came."""
    return rule(Question(**matter_facts), on=matter.opened_on)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Option:
    """One step on one visit for one person: open, or refused with the reason (and the ruling behind it).

    `comes_next`: what the ruling and the state of the visit say is to be done now.
    """

    step: Step
    reason: str = ""
    ruling: Ruling | None = None
    comes_next: bool = False
    label: str = ""

    def __bool__(self) -> bool:
        return not self.reason


def options(visit: Visit, matter: Matter, person: Person, ruling: Ruling) -> list[Option]:
    """What could be done in this state, open or not, the natural next thing first."""
    here = [step for step in STEPS.values() if matter.status in step.sources and _fits(step, visit, ruling)]
    next_verb = _next_verb(visit, matter, ruling)
    found = [
        Option(
            step,
            *(_refusal(step, visit, matter, person, ruling) or ("", None)),
            comes_next=step.verb == next_verb,
            label=str(step.again if step.again and _is_done(step, visit, matter) else step.label),
        )
        for step in here
    ]
    return sorted(found, key=lambda option: (not option, not option.comes_next, not option.step.main))


def _next_verb(visit: Visit, matter: Matter, ruling: Ruling) -> str:
    """The one step that is next on the road: what another must coordinate is handed over, the rest assessed."""
    match matter.status:
        case S.RECEIVED | S.BEING_ASSESSED if not _coordinated_rightly(visit, matter.body, ruling):
            return "hand_over_to_ks"
        case S.RECEIVED | S.BEING_ASSESSED:
            return "accept" if visit.assessed_on and matter.status == S.BEING_ASSESSED else "assess"
        case S.ACCEPTED | S.ACCEPTED_CHANGED if matter.starts_on is None:
            return "plan"
        case S.ACCEPTED | S.ACCEPTED_CHANGED | S.PLANNED:
            # Until then it is the programme that is built, on pages of its own.
            return "carry_out" if has_begun(matter) else ""
    return NEXT.get(matter.status, "")


def has_begun(matter: Matter) -> bool:
    """Whether the first day of the visit has come."""
    return matter.starts_on is not None and matter.starts_on <= timezone.localdate()


def _is_done(step: Step, visit: Visit, matter: Matter) -> bool:
    return visit.assessed_on is not None if step.verb == "assess" else matter.status == step.target


def require(verb: str, visit: Visit, matter: Matter, person: Person) -> Ruling:
    """Raise what stands in the way of the step; give the ruling that was asked. The matter must be locked."""
    step = STEPS[verb]
    if not access.may_view(person, matter):
        raise PermissionDenied(access.refusal(access.VIEW, matter.body))
    ruling = decisions.ruling_for(matter)
    if matter.status not in step.sources:
        # Access first: the state of a matter is nobody's business who may not touch it. Whoever is to take it may.
        if not (_has_access(step, matter, person) or _lies_before(matter, person)):
            raise _no_access(step, visit, matter, ruling)
        state = _("%(number)s is %(status)s; this cannot be done now.") % {
            "number": matter.number,
            "status": lifecycle.label(matter.status),
        }
        raise WrongState(f"{state} {_last_step(visit)}".strip())
    refusal = _refusal(step, visit, matter, person, ruling)
    if refusal:
        _raise(step, visit, matter, person, ruling, *refusal)
    return ruling


def _last_step(visit: Visit) -> str:
    """Who was faster, and when: what one wants to know when the page one had open no longer holds."""
    event = visit.events.select_related("by").first()
    if event is None:
        return ""
    return _("The last step was taken by %(who)s, %(when)s.") % {
        "who": event.by.name,
        "when": moment_in_words(event.at),
    }


def may_change(matter: Matter, person: Person) -> bool:
    """Whether the person may edit the request: the owner's contact person or secretary, while it is open."""
    return matter.is_open and access.may_edit(person, matter)


def not_an_editor(matter: Matter) -> RefusedByRule:
    """The refusal to who may read the visit but not write in it: who may, by name, and by which section."""
    message, ruling = access.refusal(access.EDIT, matter.body), decisions.ruling_for(matter)
    return RefusedByRule(message, ruling, matter.body, whose=matter.body, right=access.EDIT)


def _fits(step: Step, visit: Visit, ruling: Ruling) -> bool:
    """Steps that would only confuse are not offered: what is ordinary is not handed over."""
    if step.verb == "hand_over_to_ks":
        return is_significant(ruling) and not _coordinated_rightly(visit, visit.matter.body, ruling)
    if step.verb == "begin_assessment":  # from received, assessing begins it
        return visit.matter.status == lifecycle.Status.DORMANT
    return True


def _refusal(
    step: Step, visit: Visit, matter: Matter, person: Person, ruling: Ruling
) -> tuple[str, Ruling | None] | None:
    if step.verb in ANSWERS and not _coordinated_rightly(visit, matter.body, ruling):
        return ruling.explanation(), ruling
    if not _has_access(step, matter, person):
        return access.only(access.EDIT, _whose_turn(step, matter)), None
    if step.verb == "hand_over_to_ks" and not is_significant(ruling):
        return ruling.explanation(), ruling
    if step.verb in ("accept", "accept_changed") and not visit.assessed_on:
        return _("Assess the visit against the strategy first."), None
    return None


def _coordinated_rightly(visit: Visit, body: Body, ruling: Ruling) -> bool:
    """A significant visit is answered by the Executive Board, or by the body it has left it to."""
    return not is_significant(ruling) or body.kind == Body.Kind.EXECUTIVE_BOARD or bool(visit.left_to_body)


def _has_access(step: Step, matter: Matter, person: Person) -> bool:
    if step.by_receiver:
        return _lies_before(matter, person)
    return access.may_edit(person, matter)


def _lies_before(matter: Matter, person: Person) -> bool:
    return matter.before_id is not None and access.may(person, access.EDIT, matter.before_id)


def _whose_turn(step: Step, matter: Matter) -> Body:
    return matter.before if step.by_receiver and matter.before else matter.body


def _no_access(step: Step, visit: Visit, matter: Matter, ruling: Ruling) -> RefusedByRule:
    """Who may instead, by name. What is to be handed over still is says so, with those who will take it over."""
    body = _whose_turn(step, matter)
    message = access.refusal(access.EDIT, body)
    if not step.by_receiver and not _coordinated_rightly(visit, body, ruling):
        board = the_body(Body.Kind.EXECUTIVE_BOARD, timezone.localdate())
        message += " " + _to_be_handed_over(board)
        body = board
    return RefusedByRule(message, ruling, matter.body, whose=body, right=access.EDIT)


def _to_be_handed_over(board: Body) -> str:
    return _(
        "The visit is significant: the body that received it hands it over to %(board)s, and then a coordinator or"
        " the secretary there assesses and answers it, or leaves it to the body."
    ) % {"board": board.in_a_sentence}


def _raise(
    step: Step,
    visit: Visit,
    matter: Matter,
    person: Person,
    ruling: Ruling,
    reason: str,
    ruled_out: Ruling | None,
) -> NoReturn:
    if not _has_access(step, matter, person):
        raise _no_access(step, visit, matter, ruling)
    if ruled_out is None:
        raise WrongState(reason)
    if not is_significant(ruling):
        raise RefusedByRule(reason, ruling, matter.body, whose=matter.body, right=access.EDIT)
    board = the_body(Body.Kind.EXECUTIVE_BOARD, timezone.localdate())
    raise RefusedByRule(_to_be_handed_over(board), ruling, matter.body, whose=board, right=access.EDIT)
