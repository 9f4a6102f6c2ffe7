"""Assess the visit against the strategy, and answer the guest: yes, yes with changes, no, or not now."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import acting, matters
from governance.authority import Ruling, strategy_in_force
from governance.errors import WrongState
from governance.models import Ground, Matter, Person
from visits import clock
from visits.lifecycle import CANCELLED, Status
from visits.models import GroundAnswer, Reply, Visit
from visits.priority import Verdict, propose

from . import parts, step


@transaction.atomic
def begin_assessment(visit: Visit, *, by: Person, on: date | None = None) -> Visit:
    """Take up the assessment; of a request that has rested, with the days that were left when it was put aside."""
    matter, visit, _ruling = step.begin("begin_assessment", visit, by=by)
    due_on = matter.due_on
    if matter.status == Status.DORMANT:
        due_on = clock.restarted(visit, on or timezone.localdate())
    return step.finish(
        "begin_assessment",
        visit,
        matter,
        by=by,
        on=on,
        due_on=due_on,
        responsible=acting.whose_work(by, matter.body_id),
    )


@transaction.atomic
def assess(
    visit: Visit,
    *,
    by: Person,
    answers: Mapping[str, tuple[str, str]],
    supports: Mapping[str, str] | None = None,
    specially_prioritised: bool = False,
    special_reason: str = "",
    free_assessment: str = "",
    version: int | None = None,
    on: date | None = None,
) -> Visit:
    """Answer the grounds of the strategy in force, each key with a verdict and a reason; all must be answered.

    `supports`: the directions the visit supports, each with why. Specially prioritised needs its own reason.
    `version`: of the card that the assessment was written over; StaleVersion when somebody else was faster.
    """
    matters.lock(visit.matter_id, version)
    matter, visit, _ruling = step.begin("assess", visit, by=by)
    day = on or timezone.localdate()
    strategy = strategy_in_force(day)
    rows = [_answered(visit, ground, answers) for ground in Ground.objects.filter(strategy=strategy.pk)]
    if specially_prioritised and not special_reason.strip():
        raise WrongState(_("Say why the visit is specially prioritised."))
    parts.renew(visit.ground_answers, rows, ("ground_id",), by=by)
    visit.assessed_under_id, visit.assessed_on = strategy.pk, day
    visit.proposed_priority = propose(rows).priority if rows else ""
    visit.supports = {key: why.strip() for key, why in (supports or {}).items()}
    visit.specially_prioritised, visit.special_reason = specially_prioritised, special_reason
    visit.free_assessment = free_assessment
    return step.finish(
        "assess", visit, matter, by=by, on=on, directions=sorted(visit.supports), note=visit.proposed_priority
    )


@transaction.atomic
def accept(
    visit: Visit,
    *,
    by: Person,
    reasons: str,
    since: date | None = None,
    until: date | None = None,
    on: date | None = None,
) -> Visit:
    """Answer yes; to which of the days that were wished, where that is known already."""
    matter, visit, ruling = step.begin("accept", visit, by=by)
    days = _days(matter, since, until)
    _reply(visit, matter, ruling, Reply.Outcome.ACCEPTED, by=by, on=on, reasons=reasons)
    return step.finish("accept", visit, matter, by=by, on=on, note=reasons, **days)


@transaction.atomic
def accept_changed(
    visit: Visit,
    *,
    by: Person,
    reasons: str,
    changes: str,
    since: date | None = None,
    until: date | None = None,
    on: date | None = None,
) -> Visit:
    """Answer yes, to something other than what was asked: another day, a smaller group, another place."""
    matter, visit, ruling = step.begin("accept_changed", visit, by=by)
    days = _days(matter, since, until)
    _reply(
        visit, matter, ruling, Reply.Outcome.ACCEPTED_CHANGED, by=by, on=on, reasons=reasons, changes=changes
    )
    return step.finish("accept_changed", visit, matter, by=by, on=on, note=changes, **days)


def _days(matter: Matter, since: date | None, until: date | None) -> dict[str, Any]:
    """What the card says after a yes: the days, and that the next thing that is due is the visit itself."""
    if since is None:
        return {"due_on": matter.ends_on}
    last = until or since
    step.require_order(since, last)
    return {"starts_on": since, "ends_on": last, "due_on": last}


@transaction.atomic
def decline(
    visit: Visit, *, by: Person, reasons: str, alternative: str = "", on: date | None = None
) -> Visit:
    """Answer no, with reasons, and with what the guests can do instead. The matter is closed."""
    matter, visit, ruling = step.begin("decline", visit, by=by)
    _reply(
        visit, matter, ruling, Reply.Outcome.DECLINED, by=by, on=on, reasons=reasons, alternative=alternative
    )
    return step.finish("decline", visit, matter, by=by, on=on, note=reasons, closes=True)


@transaction.atomic
def let_rest(visit: Visit, *, by: Person, until: date, reasons: str, on: date | None = None) -> Visit:
    """Leave the request until a day; on that day it stands in the worklist again, with the days that are left."""
    matter, visit, _ruling = step.begin("let_rest", visit, by=by)
    day = on or timezone.localdate()
    if until <= day:
        raise WrongState(_("The day to take it up again must be in the future."))
    visit.days_left = clock.stopped(matter, day)
    return step.finish("let_rest", visit, matter, by=by, on=on, note=reasons, due_on=until)


@transaction.atomic
def withdraw(visit: Visit, *, by: Person, reasons: str, on: date | None = None) -> Visit:
    """The guest takes the request back before it was answered with a yes. The matter is closed."""
    matter, visit, _ruling = step.begin("withdraw", visit, by=by)
    return step.finish("withdraw", visit, matter, by=by, on=on, note=reasons, closes=True)


@transaction.atomic
def cancel(visit: Visit, *, by: Person, who: str, reasons: str, on: date | None = None) -> Visit:
    """Nothing comes of what was promised: the guest or the city called it off, or nobody came. Closes the matter."""
    matter, visit, _ruling = step.begin("cancel", visit, by=by)
    if who not in CANCELLED:
        raise WrongState(_("Say who called the visit off."))
    return step.finish("cancel", visit, matter, by=by, on=on, note=reasons, closes=True, status=who)


def _answered(visit: Visit, ground: Ground, answers: Mapping[str, tuple[str, str]]) -> GroundAnswer:
    verdict, reason = answers.get(ground.key, ("", ""))
    if verdict not in Verdict.values:
        raise WrongState(_("Answer the ground “%(ground)s”.") % {"ground": ground.name})
    if verdict != Verdict.NO and not reason.strip():
        raise WrongState(_("Give a reason for “%(ground)s”.") % {"ground": ground.name})
    return GroundAnswer(visit=visit, ground=ground, verdict=verdict, reason=reason.strip())


def _reply(
    visit: Visit,
    matter: Matter,
    ruling: Ruling,
    outcome: str,
    *,
    by: Person,
    on: date | None,
    **words: str,
) -> Reply:
    """Keep the answer with the grounds and the ruling as they stand now."""
    day = on or timezone.localdate()
    visit.days_left, visit.answered_on = None, day
    return Reply.objects.create(
        visit=visit,
        outcome=outcome,
        body=matter.body,
        given_by=by,
        given_on=day,
        priority=visit.proposed_priority,
        grounds=_grounds(visit),
        ruling=ruling.as_json(),
        working_days=clock.used(visit, day),
        **words,
    )


def _grounds(visit: Visit) -> list[dict[str, Any]]:
    answers = visit.ground_answers.select_related("ground__section")
    return [
        {
            "ground": answer.ground.key,
            "section": answer.ground.section.number,
            "name_sv": answer.ground.name_sv,
            "name_en": answer.ground.name_en,
            "weight": answer.ground.weight,
            "verdict": answer.verdict,
            "reason": answer.reason,
        }
        for answer in answers
    ]
