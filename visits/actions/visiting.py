"""The visit itself: plan it, note what happened, follow it up, close the matter."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.actions import promises as promising
from governance import matters
from governance.errors import WrongState
from governance.models import Person
from visits.lifecycle import Status
from visits.models import Cost, Visit

from . import parts, step


@transaction.atomic
def plan(
    visit: Visit,
    *,
    by: Person,
    since: date,
    until: date,
    hosts: str = "",
    place: str = "",
    version: int | None = None,
    on: date | None = None,
) -> Visit:
    """Set the days, the hosts and the place. May be done again: StaleVersion when somebody else was faster."""
    matters.lock(visit.matter_id, version)
    matter, visit, _ruling = step.begin("plan", visit, by=by)
    step.require_order(since, until)
    visit.hosts, visit.place = hosts, place
    return step.finish(
        "plan",
        visit,
        matter,
        by=by,
        on=on,
        note=_span(since, until),
        starts_on=since,
        ends_on=until,
        due_on=until,
    )


@transaction.atomic
def carry_out(
    visit: Visit,
    *,
    by: Person,
    since: date,
    until: date,
    groups: int,
    persons: int,
    persons_from_abroad: int,
    countries: Iterable[str] = (),
    hosts: str = "",
    hours: Decimal | None = None,
    costs: Iterable[tuple[str, Decimal, str]] = (),
    on: date | None = None,
) -> Visit:
    """Note what happened: days, groups, persons, countries, hosts, hours, costs as (kind, amount, paid by).

    Groups and persons are different figures and the annual report gives both. The follow-up is then due.
    """
    matter, visit, _ruling = step.begin("carry_out", visit, by=by)
    _require_took_place(since, until, on)
    _note(visit, by, groups, persons, persons_from_abroad, countries, hours, costs)
    visit.hosts = hosts or visit.hosts
    return step.finish(
        "carry_out",
        visit,
        matter,
        by=by,
        on=on,
        note=_span(since, until),
        starts_on=since,
        ends_on=until,
        due_on=_follow_up_due(until),
    )


@transaction.atomic
def correct_outcome(
    visit: Visit,
    *,
    by: Person,
    reason: str,
    since: date,
    until: date,
    groups: int,
    persons: int,
    persons_from_abroad: int,
    countries: Iterable[str] = (),
    hosts: str = "",
    hours: Decimal | None = None,
    costs: Iterable[tuple[str, Decimal, str]] = (),
    version: int | None = None,
    on: date | None = None,
) -> Visit:
    """Put right what was noted of the visit, also when it is followed up or closed; the reason stands among its events.

    All of it is given anew, and the history tells what changed. A frozen annual report keeps the figures it has.
    Raises StaleVersion, WrongState.
    """
    matters.lock(visit.matter_id, version)
    matter, visit, _ruling = step.begin("correct_outcome", visit, by=by)
    if not reason.strip():
        raise WrongState(_("Say why it is corrected."))
    _require_took_place(since, until, on)
    _note(visit, by, groups, persons, persons_from_abroad, countries, hours, costs)
    visit.hosts = hosts
    return step.finish(
        "correct_outcome",
        visit,
        matter,
        by=by,
        on=on,
        note=reason,
        starts_on=since,
        ends_on=until,
        due_on=_follow_up_due(until) if matter.status == Status.CARRIED_OUT else matter.due_on,
    )


def _note(
    visit: Visit,
    by: Person,
    groups: int,
    persons: int,
    persons_from_abroad: int,
    countries: Iterable[str],
    hours: Decimal | None,
    costs: Iterable[tuple[str, Decimal, str]],
) -> None:
    if persons_from_abroad > persons:
        raise WrongState(_("No more people can have come from abroad than came in all."))
    visit.groups, visit.persons, visit.persons_from_abroad = groups, persons, persons_from_abroad
    country = str(visit.matter.country)
    visit.countries = sorted(set(countries) or ({country} if country else set()))
    visit.hours = hours
    spent = [Cost(visit=visit, kind=kind, amount=amount, payer=payer) for kind, amount, payer in costs]
    parts.renew(visit.costs, spent, ("kind", "payer"), by=by)


def _follow_up_due(until: date) -> date:
    return until + timedelta(days=settings.VISIT_FOLLOW_UP_DAYS)


@transaction.atomic
def follow_up(
    visit: Visit,
    *,
    by: Person,
    learnings: str,
    contacts_made: str = "",
    promises: Iterable[promising.Said] = (),
    version: int | None = None,
    on: date | None = None,
) -> Visit:
    """Write down what we learnt, whom we met, and what was promised. May be done again, as a plan may: what was
    promised is then added to what stands there."""
    matters.lock(visit.matter_id, version)
    matter, visit, _ruling = step.begin("follow_up", visit, by=by)
    visit.learnings, visit.contacts_made = learnings, contacts_made
    promising.note(matter, promises, by=by)
    return step.finish("follow_up", visit, matter, by=by, on=on, due_on=None)


@transaction.atomic
def close(visit: Visit, *, by: Person, on: date | None = None) -> Visit:
    """Close a visit that has been followed up."""
    matter, visit, _ruling = step.begin("close", visit, by=by)
    return step.finish("close", visit, matter, by=by, on=on, closes=True)


def _require_took_place(since: date, until: date, on: date | None) -> None:
    step.require_order(since, until)
    if until > (on or timezone.localdate()):
        raise WrongState(_("The visit has not taken place yet."))


def _span(since: date, until: date) -> str:
    return since.isoformat() if since == until else f"{since.isoformat()} – {until.isoformat()}"
