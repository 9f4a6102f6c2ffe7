"""What may be done with a visit now, by whom, and why not: asked by the page and, under lock, by every action."""

from dataclasses import dataclass
from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, decisions
from governance.authority import Question, Ruling, rule
from governance.errors import RefusedByRule, WrongState
from governance.models import Act, Body, Decider, Matter, Person

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
    S.ACCEPTED: "plan",
    S.ACCEPTED_CHANGED: "plan",
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
        case S.PLANNED:
            has_begun = matter.starts_on is not None and matter.starts_on <= timezone.localdate()
            return "carry_out" if has_begun else ""
    return NEXT.get(matter.status, "")


def _is_done(step: Step, visit: Visit, matter: Matter) -> bool:
    return visit.assessed_on is not None if step.verb == "assess" else matter.status == step.target


def require(verb: str, visit: Visit, matter: Matter, person: Person) -> Ruling:
    """Raise what stands in the way of the step; give the ruling that was asked. The matter must be locked."""
    step = STEPS[verb]
    if not access.may_view(person, matter):
        raise PermissionDenied(access.refusal(access.VIEW, matter.body))
    ruling = decisions.ruling_for(matter)
    if matter.status not in step.sources:
        # Access first: the state of a matter is nobody's business who may not touch it.
        _require_access(step, matter, person)
        state = _("%(number)s is %(status)s; this cannot be done now.") % {
            "number": matter.number,
            "status": lifecycle.label(matter.status),
        }
        raise WrongState(f"{state} {_last_step(visit)}".strip())
    refusal = _refusal(step, visit, matter, person, ruling)
    if refusal:
        _raise(step, matter, person, *refusal)
    return ruling


def _last_step(visit: Visit) -> str:
    """Who was faster, and when: what one wants to know when the page one had open no longer holds."""
    event = visit.events.select_related("by").first()
    if event is None:
        return ""
    return _("The last step was taken by %(who)s, %(when)s.") % {
        "who": event.by.name,
        "when": f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}",
    }


def may_change(matter: Matter, person: Person) -> bool:
    """Whether the person may edit the request: the owner's contact person or secretary, while it is open."""
    return matter.is_open and access.may_edit(person, matter)


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
    if not _has_access(step, matter, person):
        return _access_refusal(step, matter), None
    if step.verb in ANSWERS and not _coordinated_rightly(visit, matter.body, ruling):
        return ruling.explanation(), ruling
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
        return matter.before_id is not None and access.may(person, access.EDIT, matter.before_id)
    return access.may_edit(person, matter)


def _access_refusal(step: Step, matter: Matter) -> str:
    body = matter.before if step.by_receiver and matter.before else matter.body
    return access.refusal(access.EDIT, body)


def _require_access(step: Step, matter: Matter, person: Person) -> None:
    if not _has_access(step, matter, person):
        raise PermissionDenied(_access_refusal(step, matter))


def _raise(step: Step, matter: Matter, person: Person, reason: str, ruling: Ruling | None) -> NoReturn:
    if ruling is not None:
        raise RefusedByRule(reason, ruling, matter.body)
    if not _has_access(step, matter, person):
        raise PermissionDenied(reason)
    raise WrongState(reason)
