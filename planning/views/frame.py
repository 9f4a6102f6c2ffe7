"""What the pages of planning share: the tabs of the lists, who reads them, the road of a plan, one button."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from engagements.views.roads import Step, road
from governance import access
from governance.models import Person
from governance.views.casework import say_all
from planning import content, offices
from planning.actions.locking import may_coordinate
from planning.lacking import missing
from planning.lifecycle import HANDED_IN, MOVES, Status
from planning.models import Handed
from planning.offices import reads

# What is said when something is done: words, or what makes them of what came of it.
Done = str | Callable[[Any], str]
LISTS = (
    (gettext_lazy("Rounds"), "planning:rounds"),
    (gettext_lazy("Plans"), "planning:plans"),
    (gettext_lazy("Plan lines"), "planning:lines"),
    (gettext_lazy("Matters without a line"), "planning:unplanned"),
    (gettext_lazy("Accounts"), "planning:accounts"),
)
PLACE = {
    Status.OPEN: 0,
    Status.DRAFT: 1,
    Status.READY: 1,
    Status.COMPLETION: 1,
    Status.REOPENED: 1,
    Status.SUBMITTED: 2,
    Status.REVIEWED: 2,
    Status.ACCEPTED: 4,
    Status.LOCKED: 5,
}


def tabs(address: str) -> list[tuple[Any, str, bool, None]]:
    """The lists of planning side by side."""
    return [(label, reverse(name), name == address, None) for label, name in LISTS]


def require_reader(person: Person) -> None:
    if not reads(person):
        raise PermissionDenied(_("Only those who hold an office that reads matters see the rounds."))


def steps_of(handed: Handed) -> list[Step]:
    """The road from the empty sheet to the kept copy."""
    stations = (
        (_("Opened"), handed.round.opened_on),
        (pgettext("planning", "Written"), None),
        (pgettext("planning", "Submitted"), handed.submitted_on),
        (pgettext("planning", "Reviewed and accepted"), handed.accepted_on),
        (pgettext("planning", "Locked"), handed.locked_on),
    )
    place = PLACE[Status(handed.matter.status)]
    return road(stations, 3 if place == 2 and handed.submitted_on else place)


def next_of(person: Person, handed: Handed, may_edit: bool) -> dict[str, Any]:
    """Which buttons to offer this person, and what is missing where somebody writes."""
    matter, coordinates = handed.matter, may_coordinate(person)
    held = offices.of_body(matter.body)
    submits = offices.may_submit(person, matter.body, held)
    vacancy = offices.vacancy(held) if handed.is_awaited else ""

    def may(verb: str, who: bool) -> bool:
        return who and MOVES.allows(verb, matter)

    return {
        "may_write": may_edit and handed.is_awaited,
        "vacancy": vacancy,
        "way_on": offices.way_on(matter.body, held) if vacancy else "",
        "may_appoint": bool(vacancy and not held.writing) and access.may(person, access.APPOINT, matter.body),
        "submits_itself": may_edit and submits,
        "is_unchanged": handed.is_awaited and content.is_unchanged(handed),
        "missing": missing(handed) if handed.is_awaited else [],
        "may_mark_ready": may("mark_ready", may_edit),
        "may_take_back": may("take_back", may_edit),
        "may_submit": may("submit", submits),
        "waits_for_head": matter.status == Status.READY,
        "may_begin_review": may("begin_review", coordinates),
        "may_review": may("accept", coordinates),
        "without_head": matter.status in HANDED_IN and coordinates and offices.is_without_head(handed),
        "may_lock": may("lock", coordinates),
        "may_reopen": may("reopen", coordinates),
    }


def do(request: HttpRequest, back: Any, act: Callable[[], Any], done: Done) -> HttpResponse:
    """One button, one verb: do it, say so or say what is missing, and go back."""
    try:
        result = act()
    except ValidationError as error:
        say_all(request, error)
    else:
        messages.success(request, done(result) if callable(done) else done)
    return redirect(back)


def saying_who(done: str) -> Callable[[Handed], str]:
    """What was done, and who has really been told of it."""
    return lambda handed: f"{done} {who_was_told(handed)}"


def who_was_told(handed: Handed) -> str:
    if names := ", ".join(person.name for person in handed.told):
        return _("A notice has gone to %(names)s.") % {"names": names}
    return _("Nobody has been told: no other person at %(body)s holds an office for it.") % {
        "body": handed.matter.body.in_a_sentence
    }


def made_ready(handed: Handed, person: Person) -> str:
    """Who submits it now: others, who have been told; oneself; or oneself for want of a head."""
    done, body = _("It is marked ready."), handed.matter.body
    held = offices.of_body(body)
    if not held.submitting:
        vacant = _("%(body)s has neither head nor secretary, so you submit it yourself.") % {
            "body": body.name
        }
        return f"{done} {vacant} {who_was_told(handed)}"
    if handed.told:
        return f"{done} {who_was_told(handed)}"
    return f"{done} " + (_("You submit it yourself.") if person in held.submitting else who_was_told(handed))
