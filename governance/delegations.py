"""Delegated powers: a body's secretary keeps the rows, and a delegated decision outside them is refused."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import access
from .models import Appointment, Body, DelegatedPower, Kind, Matter, Office, Person, Substitution, in_force

# Who can decide by delegated power: the presidium and officials. A contact person represents the body but cannot
# bind it; auditors and administrators stand outside what they examine and keep.
DELEGATES = (Office.Role.HEAD, Office.Role.MAYOR, Office.Role.COORDINATOR, Office.Role.SECRETARY)


def keeps_register(body: Body, day: date) -> bool:
    """Whether the body has written down its powers. One that has not decides by delegation as its source says."""
    return DelegatedPower.objects.in_force(day).filter(body=body).exists()


def power_for(
    matter: Matter, body: Body, delegate: Person | None, day: date, amount: Decimal | None
) -> DelegatedPower | None:
    """The row by which the delegate decided; None where the body keeps no register.

    Raises ValidationError, saying what the register gives, when no row covers the kind of matter, the delegate, the
    day and the amount.
    """
    if not keeps_register(body, day):
        return None
    rows = DelegatedPower.objects.in_force(day).filter(body=body, kind=matter.kind).select_related("office")
    held = Appointment.objects.in_force(day).filter(person=delegate).values("office")
    lent = stood_in(delegate, body, day)
    offices = [each.appointment.office_id for each in lent]
    row = rows.filter(Q(office__in=held) | Q(office__in=offices, names_substitute=True)).first()
    if row is None and (kept := rows.filter(office__in=offices).first()):
        raise ValidationError(_holder_alone(kept, lent))
    if row is None:
        raise ValidationError(_no_row(rows, matter, body, day))
    if row.limit is not None and (amount is None or amount > row.limit):
        raise ValidationError(
            _("%(source)s gives %(office)s at most %(limit)s kr. %(what)s")
            % {
                "source": row.source,
                "office": row.office.title,
                "limit": _figure(row.limit),
                "what": _("Say what the decision costs.")
                if amount is None
                else _("The body decides what costs more, and this costs %(amount)s kr.")
                % {"amount": _figure(amount)},
            }
        )
    return row


def stood_in(person: Person | None, body: Body, day: date) -> list[Substitution]:
    """In whose place the person acted at the body on the day, in offices that power can be delegated to."""
    if person is None:
        return []
    of_day = Substitution.objects.in_force if day >= timezone.localdate() else Substitution.objects.of_dates
    rows = of_day(day).filter(
        in_force(day, "appointment__since", "appointment__until"),
        substitute=person,
        appointment__office__body=body,
        appointment__office__role__in=DELEGATES,
    )
    return list(rows.with_names().order_by("pk"))


def _holder_alone(row: DelegatedPower, lent: list[Substitution]) -> str:
    """A substitute decides only where the schedule names the substitute."""
    text = _(
        "%(source)s gives this to %(office)s alone and names no substitute, so %(who)s cannot decide it."
    )
    who = next(each for each in lent if each.appointment.office_id == row.office_id)
    return text % {"source": row.source, "office": row.office.title, "who": who.in_words}


def _figure(amount: Decimal) -> str:
    return f"{amount:,.2f}".removesuffix(".00").replace(",", "\N{NO-BREAK SPACE}")


def _no_row(rows: object, matter: Matter, body: Body, day: date) -> str:
    """Who has the power instead; nobody, where the body has kept it."""
    given = ", ".join(f"{row.office.title} ({row.source})" for row in rows)  # type: ignore[attr-defined]
    text = _(
        "The register of %(body)s gave the delegate no power over matters of this kind (%(kind)s) on %(day)s."
    )
    message = text % {"body": body.in_a_sentence, "kind": Kind(matter.kind).label, "day": day.isoformat()}
    instead = _("It gave it to: %(given)s.") % {"given": given} if given else ""
    kept = _("%(body)s decides itself in a meeting.") % {"body": capfirst(body.in_a_sentence)}
    return f"{message} {instead or kept}"


@transaction.atomic
def give(
    body: Body,
    *,
    by: Person,
    kind: str,
    office: Office,
    source: str,
    since: date,
    until: date | None = None,
    limit: Decimal | None = None,
    conditions: str = "",
    names_substitute: bool = False,
) -> DelegatedPower:
    """Write a row of the body's schedule of delegation, as the body has decided it."""
    access.require(by, access.RECORD, body)
    Body.objects.select_for_update().get(pk=body.pk)
    if office.body_id != body.pk or office.role not in DELEGATES:
        raise ValidationError({"office": _("Power is delegated to one office of the body that can bind it.")})
    if until is not None and until < since:
        raise ValidationError({"until": _("The period ends before it begins.")})
    _require_free(body, kind, office, since, until)
    row = DelegatedPower(
        body=body,
        kind=kind,
        office=office,
        source=source,
        since=since,
        until=until,
        limit=limit,
        conditions=conditions,
        names_substitute=names_substitute,
    )
    row._history_user = by  # type: ignore[attr-defined]
    row.save()
    return row


def _require_free(body: Body, kind: str, office: Office, since: date, until: date | None) -> None:
    rows = DelegatedPower.objects.filter(body=body, kind=kind, office=office)
    for row in rows:
        begins_before = until is None or row.since <= until
        if begins_before and (row.until is None or row.until >= since):
            message = _("%(source)s gives the office this from %(day)s. End it first.")
            told = message % {"source": row.source, "day": row.since.isoformat()}
            raise ValidationError({"since": told})


@transaction.atomic
def end(power: DelegatedPower, *, by: Person, until: date) -> DelegatedPower:
    """The row is in force until a day. What was decided by it before stands."""
    power = DelegatedPower.objects.select_for_update(of=("self",)).select_related("body").get(pk=power.pk)
    access.require(by, access.RECORD, power.body)
    if until < power.since:
        raise ValidationError({"until": _("The period ends before it begins.")})
    if power.until is not None and power.until < timezone.localdate():
        raise ValidationError({"until": _("The row has ended already.")})
    power.until = until
    power._history_user = by  # type: ignore[attr-defined]
    power.save()
    return power
