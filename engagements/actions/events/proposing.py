"""From an invitation or an idea to the table of the body that decides."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.actions.organisations import tie_named
from engagements.gates import is_planned
from engagements.lifecycle.events import AT_HOME, Status, after
from engagements.models import EventAbroad, Traveller
from engagements.models.events import attending
from governance import access, acting, casework, matters, plan_lines
from governance.models import Body, Kind, Person
from governance.moves import require_status

from .locking import lock_for

# What is written about the event itself; the rest belongs to the card.
WRITTEN = frozenset(
    "kind role purpose plan_link digital digital_reason on_behalf_of_executive_board is_political".split()
)
ON_THE_CARD = frozenset("title counterpart city country starts_on ends_on theme diary_number".split())


@transaction.atomic
def propose(
    *,
    by: Person,
    body: Body,
    title: str,
    country: str,
    starts_on: date,
    ends_on: date,
    counterpart: str = "",
    city: str = "",
    theme: str = "",
    diary_number: str = "",
    opened_on: date | None = None,
    is_invented: bool = False,
    plan_line: plan_lines.Line | None = None,
    **written: Any,
) -> EventAbroad:
    """Register an event and propose that the city attends. `counterpart` is who arranges it.

    `plan_line` is the line of the body's plan that it serves. It is to be decided before it begins.
    Raises PermissionDenied, ValidationError.
    """
    access.require(by, access.EDIT, body)
    _require_answers(written)
    _require_days(starts_on, ends_on)
    event = EventAbroad(**written)
    event.matter = matters.open_matter(
        Kind.EVENT_ABROAD,
        by=by,
        body=body,
        title=title,
        status=Status.PROPOSED,
        responsible=acting.whose_work(by, body.pk),
        counterpart=counterpart,
        city=city,
        country=country,
        theme=theme,
        diary_number=diary_number,
        starts_on=starts_on,
        ends_on=ends_on,
        due_on=starts_on,
        opened_on=opened_on,
        is_invented=is_invented,
        facts=attending(country, event.on_behalf_of_executive_board),
    )
    event._history_user = by
    event.save(force_insert=True)
    tie_named(event.matter)
    if plan_line:
        plan_lines.known().tie(event.matter, plan_line.ident, by=by)
    return event


@transaction.atomic
def edit(event: EventAbroad, version: int, *, by: Person, **values: Any) -> EventAbroad:
    """Change what is written. Raises StaleVersion when somebody was faster, WrongState once it lies before a body."""
    event = lock_for(event, by, version)
    require_status(event.matter, *AT_HOME)
    unknown = values.keys() - WRITTEN - ON_THE_CARD
    if unknown:
        raise TypeError(f"an event has no {', '.join(sorted(unknown))} to edit")
    card = {name: values.pop(name) for name in ON_THE_CARD & values.keys()}
    for name, value in values.items():
        setattr(event, name, value)
    _require_answers({name: getattr(event, name) for name in WRITTEN})
    for name, value in card.items():
        setattr(event.matter, name, value)
    _require_days(event.matter.starts_on, event.matter.ends_on)
    casework.write(event, by=by, facts=event.facts, due_on=event.matter.starts_on, **card)
    tie_named(event.matter)
    return event


def _require_answers(written: dict[str, Any]) -> None:
    if not written.get("digital") or not str(written.get("digital_reason", "")).strip():
        raise ValidationError(
            {"digital_reason": _("Answer whether it can be attended digitally, and why travel all the same.")}
        )


def _require_days(first: date | None, last: date | None) -> None:
    if first is None or last is None or last < first:
        raise ValidationError({"ends_on": _("The last day comes before the first.")})


@transaction.atomic
def record_advice(
    event: EventAbroad,
    version: int,
    *,
    by: Person,
    advice: str,
    advised_by: str,
    advised_on: date | None,
    checked: Collection[str] = (),
) -> EventAbroad:
    """Note what the City Executive Office advised on a political journey, and what has been checked."""
    event = lock_for(event, by, version)
    require_status(event.matter, *AT_HOME)
    event.advice, event.advised_by, event.advised_on = advice, advised_by, advised_on
    event.checked = [check for check in EventAbroad.Check.values if check in checked]
    casework.write(event, by=by)
    return event


@dataclass(frozen=True)
class Missing:
    """Something that must be there before anybody can decide, and the name of the page where it is written."""

    words: str
    page: str
    field: str = ""


def missing_for_decision(event: EventAbroad) -> list[Missing]:
    """What must be there before anybody can decide. The digital alternative is answered from the start."""
    costs = event.costs.filter(estimated__isnull=False)
    needed = [
        (event.purpose.strip(), Missing(_("Say what the purpose is."), "edit_event", "purpose")),
        (
            is_planned(event.matter, event.plan_link),
            Missing(
                _("Choose the line of the plan that it serves, or say in words what in the plan it serves."),
                "event_plan_line",
            ),
        ),
        (event.travellers.exists(), Missing(_("Name at least one traveller."), "add_traveller")),
        (
            event.legs.exists(),
            Missing(_("Say how the journey is made, so that its CO2 can be worked out."), "add_leg"),
        ),
        (costs.exists(), Missing(_("Estimate the cost."), "add_event_cost")),
    ]
    elected = event.travellers.filter(office=Traveller.Office.ELECTED)
    if not event.is_political:
        needed.append(
            (
                not elected.exists(),
                Missing(
                    _("An elected representative travels: say that the city is politically represented."),
                    "edit_event",
                    "is_political_0",
                ),
            )
        )
    else:
        needed += [
            (
                event.advised_on,
                Missing(
                    _("Note the advice of the City Executive Office, who gave it and when."), "event_advice"
                ),
            ),
            (
                len(event.checked) == len(EventAbroad.Check.values),
                Missing(
                    _("Go through the checklist for journeys with political representation."),
                    "event_advice",
                    "checked_0",
                ),
            ),
        ]
    return [missing for there, missing in needed if not there]


@transaction.atomic
def send(event: EventAbroad, *, by: Person) -> EventAbroad:
    """Send a complete proposal to whoever the ruling names: first the preparatory committee, where it handles it.

    Raises ValidationError with what is missing, RefusedByRule, WrongState.
    """
    event = lock_for(event, by)
    status = after("send", event.matter)
    if missing := missing_for_decision(event):
        raise ValidationError([each.words for each in missing])
    event.handled_on, event.handling = None, ""
    casework.lay_before_its_body(event, status, by=by, in_committee=Status.IN_COMMITTEE)
    return event
