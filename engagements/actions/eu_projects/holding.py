"""From the answer of the funder to the final report: conditions, reports, money, and how long papers are kept."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.lifecycle.eu_projects import EDITABLE, HELD, WITH_MONEY, Status, after, status_on
from engagements.models import EuProject, GrantCondition, ProjectMoney, ProjectReport
from governance import casework, matters
from governance.models import Body, Person
from governance.moves import require_status

from .locking import due_on, lock_for


@transaction.atomic
def note_answer(
    project: EuProject,
    *,
    by: Person,
    is_granted: bool,
    answered_on: date,
    amount: Decimal | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    reference: str = "",
    answer: str = "",
) -> EuProject:
    """Note the funder's answer. Granted, with amount and period, it is the city's project; refused, the matter closes.

    Raises ValidationError by field, WrongState.
    """
    project = lock_for(project, by)
    matter = project.matter
    status = after("note_grant" if is_granted else "note_refusal", matter)
    _refuse_future("answered_on", answered_on)
    if project.submitted_on and answered_on < project.submitted_on:
        raise ValidationError({"answered_on": _("The answer cannot come before the application.")})
    project.answered_on, project.answer = answered_on, answer
    if not is_granted:
        casework.save(project, by=by)
        matters.close(matter, by=by, status=status, day=max(answered_on, matter.opened_on))
        return project
    first, last = _granted_period(project, amount, starts_on, ends_on)
    project.grant_reference = reference
    project.eu_funding_to_city = amount if project.is_eu_money else None
    status = status_on(timezone.localdate(), first, last)
    # Over before the answer came: it is still to be reported.
    status = Status.CLOSING if status == Status.ENDED else status
    casework.write(project, by=by, status=status, starts_on=first, ends_on=last, due_on=None)
    return project


def _granted_period(
    project: EuProject, amount: Decimal | None, starts_on: date | None, ends_on: date | None
) -> tuple[date, date]:
    """The first and the last day. Raises ValidationError with what a grant must say and does not."""
    wrong = {}
    if amount is None and project.is_eu_money:
        wrong["amount"] = _("Say how much was granted to the city.")
    if starts_on is None:
        wrong["starts_on"] = _("Give the first day of the project.")
    if ends_on is None:
        wrong["ends_on"] = _("Give the last day of the project.")
    elif starts_on and ends_on <= starts_on:
        wrong["ends_on"] = _("The last day must come after the first.")
    if wrong or starts_on is None or ends_on is None:
        raise ValidationError(wrong)
    return starts_on, ends_on


@transaction.atomic
def take_part(project: EuProject, *, by: Person, body: Body) -> None:
    """Another body takes part: it may read the project, which is still counted once, with the body that leads it."""
    project = lock_for(project, by)
    require_status(project.matter, *EDITABLE)
    if body.pk == project.matter.body_id:
        raise ValidationError({"body": _("This body leads the project.")})
    matters.let_in(project.matter, body)
    casework.write(project, by=by)


@transaction.atomic
def add_report(project: EuProject, *, by: Person, title: str, due_on: date, owner: str = "") -> ProjectReport:
    """Enter a report that the funder asks for."""
    project = lock_for(project, by)
    require_status(project.matter, *HELD)
    report = ProjectReport(project=project, title=title, due_on=due_on, owner=owner)
    _save(report, project, by)
    return report


@transaction.atomic
def note_report(
    report: ProjectReport, *, by: Person, sent_on: date, approved_on: date | None = None, note: str = ""
) -> ProjectReport:
    """Note that a report was sent, and when the funder approved it."""
    project = lock_for(report.project, by)
    require_status(project.matter, *WITH_MONEY)
    report = ProjectReport.objects.get(pk=report.pk)
    _refuse_future("sent_on", sent_on)
    if approved_on:
        _refuse_future("approved_on", approved_on)
        if approved_on < sent_on:
            raise ValidationError({"approved_on": _("It cannot be approved before it was sent.")})
    report.sent_on, report.approved_on, report.note = sent_on, approved_on, note
    _save(report, project, by)
    return report


@transaction.atomic
def add_condition(project: EuProject, *, by: Person, text: str, due_on: date | None = None) -> GrantCondition:
    """Enter a condition of the grant."""
    project = lock_for(project, by)
    require_status(project.matter, *HELD)
    condition = GrantCondition(project=project, text=text, due_on=due_on)
    _save(condition, project, by)
    return condition


@transaction.atomic
def meet_condition(condition: GrantCondition, *, by: Person, met_on: date, proof: str) -> GrantCondition:
    """Note that a condition is met, and how it is shown."""
    project = lock_for(condition.project, by)
    require_status(project.matter, *HELD)
    condition = GrantCondition.objects.get(pk=condition.pk)
    _refuse_future("met_on", met_on)
    condition.met_on, condition.proof = met_on, proof
    _save(condition, project, by)
    return condition


@transaction.atomic
def record_money(
    project: EuProject, *, by: Person, body: Body, kind: str, year: int, amount: Decimal, note: str = ""
) -> ProjectMoney:
    """Say what a body received, or put in itself, in a year. Said again for the same year it takes the place.

    Raises ValidationError for a body that does not take part, and for a national grant called EU money.
    """
    project = lock_for(project, by)
    matter = project.matter
    require_status(matter, *WITH_MONEY)
    if body.pk != matter.body_id and not matter.participations.filter(body=body).exists():
        raise ValidationError({"body": _("This body does not take part in the project.")})
    if year > timezone.localdate().year:
        raise ValidationError({"year": _("The year has not come yet.")})
    row = ProjectMoney.objects.filter(project=project, body=body, kind=kind, year=year).first()
    row = row or ProjectMoney(project=project, body=body, kind=kind, year=year)
    row.amount, row.note = amount, note
    _save(row, project, by)
    return row


@transaction.atomic
def finish(
    project: EuProject, *, by: Person, results: str, keep_until: date, final_payment_on: date | None = None
) -> EuProject:
    """The project is reported and paid: say what came of it and how long its papers are kept. The matter closes.

    Raises ValidationError while a report is not sent or a condition not met.
    """
    project = lock_for(project, by)
    status = after("finish", project.matter)
    left = [str(report) for report in project.reports.filter(sent_on__isnull=True)]
    left += [str(condition) for condition in project.conditions.filter(met_on__isnull=True)]
    if left:
        raise ValidationError(_("This is still to be done: %(what)s.") % {"what": ", ".join(left)})
    if project.matter.ends_on and keep_until <= project.matter.ends_on:
        raise ValidationError({"keep_until": _("Papers are kept after the last day of the project.")})
    if final_payment_on:
        _refuse_future("final_payment_on", final_payment_on)
    project.results, project.keep_until, project.final_payment_on = results, keep_until, final_payment_on
    casework.save(project, by=by)
    project.matter.due_on = None
    matters.close(project.matter, by=by, status=status)
    return project


def _save(row: ProjectReport | GrantCondition | ProjectMoney, project: EuProject, by: Person) -> None:
    """The row, and the card with the day it is due by now."""
    casework.save(row, by=by)
    casework.write(project, by=by, due_on=due_on(project))


def _refuse_future(field: str, day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError({field: _("The date is in the future.")})
