"""Substitutes: named for an office from a day until a day, and ended early. Rights follow by themselves.

What the substitute may do is what the office gives (`access.sync_rights`); nobody needs to do anything when the days
have passed. The substitute is told and need not accept, for work that waits cannot wait for a yes, but may end it.
"""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from . import access, acting, authority, notices, secrecy
from .errors import WrongState
from .models import Appointment, AuthorityRule, Decider, DelegatedPower, Office, Person, Substitution

Role = Office.Role
# Whoever is away for longer is followed by an appointment.
LONGEST = timedelta(days=366)


def may_name(person: Person, appointment: Appointment) -> bool:
    """Who holds the office, the head of its body, the administrator; no substitute in the office that was lent."""
    if appointment.office.role in acting.PERSONAL:
        return False
    if appointment.person_id == person.pk:
        return True
    if any(held.for_id == appointment.person_id for held in acting.offices_of(person)):
        return False
    return _looks_after(person, appointment)


def _looks_after(person: Person, appointment: Appointment) -> bool:
    return access.may(person, access.APPOINT, appointment.office.body_id) or access.has_role(
        person, Role.ADMINISTRATOR
    )


def may_end(person: Person, row: Substitution) -> bool:
    """Both of them, the head of the body and the administrator."""
    return person.pk in (row.substitute_id, row.appointment.person_id) or _looks_after(
        person, row.appointment
    )


def require_naming(person: Person, appointment: Appointment) -> None:
    """Raise PermissionDenied, saying why or who may."""
    if may_name(person, appointment):
        return
    if appointment.office.role in acting.PERSONAL:
        raise PermissionDenied(personal_words())
    words = _("A substitute is named by the person who is away, the head of %(body)s or the administrator.")
    raise PermissionDenied(
        access.only_administrators(person, words % {"body": appointment.office.body.in_a_sentence})
    )


def personal_words() -> str:
    """Why nobody stands in for an auditor."""
    return _(
        "Nobody can stand in here: the City Council elects each auditor in person, who examines independently"
        " (the Local Government Act, chapter 12)."
    )


@transaction.atomic
def name(
    appointment: Appointment, *, by: Person, substitute: Person, since: date, until: date, reason: str
) -> Substitution:
    """Let somebody stand in for the holder of an office. Rights follow at once, or when the day comes.

    Raises PermissionDenied, ValidationError at the field that is wrong.
    """
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("person", "office__body")
    appointment = rows.get(pk=appointment.pk)
    require_naming(by, appointment)
    # Both are locked in one order, so that two who name each other's substitutes wait instead of both finding nothing.
    pair = Person.objects.select_for_update().filter(pk__in=(appointment.person_id, substitute.pk))
    substitute = {each.pk: each for each in pair.order_by("pk")}[substitute.pk]
    _require_person(appointment, substitute, by, since, until)
    _require_days(appointment, since, until)
    _require_free(appointment, substitute, since, until)
    _require_within_loan(appointment, by, until)
    row = Substitution(
        appointment=appointment,
        substitute=substitute,
        since=since,
        until=until,
        reason=reason,
        named_by=by,
    )
    _save(row, by)
    access.sync_rights(substitute)
    _tell_named(row, by)
    return row


def _require_person(
    appointment: Appointment, substitute: Person, by: Person, since: date, until: date
) -> None:
    wrong = ""
    told = {"name": substitute.name, "office": appointment.office.title}
    if substitute.pk == appointment.person_id:
        wrong = _("Nobody stands in for themselves. Choose another person.")
    elif substitute.pk == by.pk:
        wrong = _("Nobody names themselves. The head of the body or the administrator can name you.")
    elif not substitute.is_active:
        wrong = _("%(name)s can not log in any more. Choose another person.")
    elif _holds(appointment.office, substitute, since, until):
        wrong = _("%(name)s holds the same office and needs no naming.")
    elif _is_personal(substitute, since, until):
        wrong = _("%(name)s is an auditor, and cannot act for those who are audited.")
    if wrong:
        raise ValidationError({"substitute": wrong % told})


def _require_within_loan(appointment: Appointment, by: Person, until: date) -> None:
    """Whoever names in another's place binds nobody for longer than they stand there themselves."""
    if appointment.person_id == by.pk:
        return
    lent = acting.chosen_office(by, (appointment.office.body_id,), access.APPOINT)
    if lent is None:
        return
    own = Substitution.objects.get(pk=lent.substitution_id)
    if until > own.until:
        told = _("You stand in until %(day)s yourself, and name nobody for longer.")
        raise ValidationError({"until": told % {"day": own.until.isoformat()}})


def _holds(office: Office, person: Person, since: date, until: date) -> bool:
    rows = office.appointments.filter(person=person, since__lte=since)
    return rows.filter(Q(until=None) | Q(until__gte=until)).exists()


def _is_personal(person: Person, since: date, until: date) -> bool:
    """Whether the person holds an office of one alone on any of the days."""
    rows = person.appointments.filter(office__role__in=acting.PERSONAL, since__lte=until)
    return rows.filter(Q(until=None) | Q(until__gte=since)).exists()


def _require_days(appointment: Appointment, since: date, until: date) -> None:
    today = timezone.localdate()
    if since < today:
        raise ValidationError({"since": _("The first day has passed. Begin today or later.")})
    if until < since:
        raise ValidationError({"until": _("The last day is before the first.")})
    if until - since > LONGEST:
        raise ValidationError(
            {"until": _("At most a year. For whoever is away longer, somebody else is appointed.")}
        )
    if since < appointment.since:
        told = _("%(name)s holds the office from %(day)s only.")
        words = told % {"name": appointment.person.name, "day": appointment.since.isoformat()}
        raise ValidationError({"since": words})
    if appointment.until and until > appointment.until:
        told = _("%(name)s holds the office until %(day)s, and nobody stands in after that.")
        words = told % {"name": appointment.person.name, "day": appointment.until.isoformat()}
        raise ValidationError({"until": words})


def _require_free(appointment: Appointment, substitute: Person, since: date, until: date) -> None:
    """No two for one office at a time, and no substitute of a substitute, whichever of the two is named first."""
    rows = Substitution.objects.filter(ended_on=None, since__lte=until, until__gte=since).with_names()
    absent = appointment.person
    if other := rows.filter(appointment=appointment).first():
        raise ValidationError(
            {"since": _("%(name)s stands in %(days)s already. End that first.") % _told(other)}
        )
    if other := rows.filter(appointment__person=substitute).first():
        words = _("%(absent)s is away %(days)s, and %(name)s stands in. A substitute has no substitute.")
        raise ValidationError({"substitute": words % _told(other)})
    if other := rows.filter(substitute=absent).first():
        words = _(
            "%(name)s stands in for %(absent)s %(days)s. A substitute has no substitute: end that first."
        )
        raise ValidationError({"since": words % _told(other)})


def _told(row: Substitution) -> dict[str, str]:
    return {"name": row.substitute.name, "absent": row.absent.name, "days": days_of(row)}


def days_of(row: Substitution) -> str:
    """From when until when, as it stands in a sentence."""
    return f"{row.since.isoformat()} – {row.until.isoformat()}"


@transaction.atomic
def end(row: Substitution, *, by: Person) -> Substitution:
    """Let it end now, whatever its last day is. Raises PermissionDenied, WrongState."""
    row = Substitution.objects.select_for_update(of=("self",)).with_names().get(pk=row.pk)
    if not may_end(by, row):
        raise PermissionDenied(
            _("It is ended by the two it concerns, the head of %(body)s or the administrator.")
            % {"body": row.appointment.office.body.in_a_sentence}
        )
    today = timezone.localdate()
    if row.ended_on or row.until < today:
        raise WrongState(_("It has ended already."))
    row.ended_on, row.ended_by = today, by
    _save(row, by)
    access.sync_rights(row.substitute)
    secrecy.end_with([row.pk], by=by)
    office = row.appointment.office
    notices.notify(
        [each for each in (row.substitute, row.absent) if each.pk != by.pk],
        matter=None,
        key=f"substitute-ended:{row.pk}",
        subject_sv=f"Uppdraget som ersättare är avslutat: {office.title_sv}, {office.body.name_sv}",
        subject_en=f"No longer a substitute: {office.title_en}, {office.body.name_en}",
        path=reverse("substitutes"),
    )
    return row


def _save(row: Substitution, by: Person) -> None:
    row._history_user = by  # type: ignore[attr-defined]
    row.save()


def _tell_named(row: Substitution, by: Person) -> None:
    """Both, and the heads of the body: what is done in its office's name is theirs to know."""
    office = row.appointment.office
    days = days_of(row)
    notices.notify(
        [row.substitute],
        matter=None,
        key=f"substitute-named:{row.pk}",
        subject_sv=f"Du är ersättare {days}: {office.title_sv}, {office.body.name_sv}",
        subject_en=f"You stand in {days}: {office.title_en}, {office.body.name_en}",
        path=reverse("substitutes"),
    )
    heads = access.holders(Role.HEAD, office.body)
    concerned = {*heads, row.absent} - {row.substitute, by}
    notices.notify(
        sorted(concerned, key=lambda person: person.pk),
        matter=None,
        key=f"substitute-told:{row.pk}",
        subject_sv=f"En ersättare är utsedd {days}: {office.title_sv}, {office.body.name_sv}",
        subject_en=f"A substitute is named {days}: {office.title_en}, {office.body.name_en}",
        path=reverse("body", args=[office.body.slug]),
    )


def of_body(body_id: int, day: date) -> list[Substitution]:
    """Those of a body that run or are to come, and no others. One statement."""
    rows = Substitution.objects.not_over(day).filter(appointment__office__body=body_id)
    return running_first(rows, day)


def running_first(rows: QuerySet[Substitution], day: date) -> list[Substitution]:
    """With names, and with `runs` and `is_without_office` for a page."""
    held = Appointment.objects.in_force(day)
    found = list(rows.with_names().order_by("since", "pk"))  # type: ignore[attr-defined]
    own = set(
        Person.objects.filter(pk__in=[row.substitute_id for row in found])
        .filter(pk__in=held)
        .values_list("pk", flat=True)
    )
    for row in found:
        row.runs = runs(row, day)
        row.is_without_office = row.substitute_id not in own
    return found


def runs(row: Substitution, day: date) -> bool:
    """As `in_force`, of a row that was read with its names."""
    appointment = row.appointment
    return (
        row.since <= day <= row.until
        and (row.ended_on is None or day < row.ended_on)
        and appointment.since <= day
        and (appointment.until is None or day <= appointment.until)
        and appointment.person.is_active
        and row.substitute.is_active
    )


def powers_beside(office: Office, day: date) -> tuple[list[DelegatedPower], list[DelegatedPower]]:
    """The delegated powers of the office: those whose row names the substitute too, and those of the holder alone."""
    rows = list(DelegatedPower.objects.in_force(day).filter(office=office))
    return [row for row in rows if row.names_substitute], [row for row in rows if not row.names_substitute]


def mayors_rule(day: date) -> AuthorityRule | None:
    """By what the Mayor decides: the rule that delegates it, of the strategy in force."""
    strategy = authority.strategy_in_force(day)
    rows = AuthorityRule.objects.filter(strategy=strategy, decides=Decider.MAYOR)
    return rows.select_related("section__strategy").order_by("pk").first()
