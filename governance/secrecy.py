"""The secrecy marking of a matter: given, re-examined and lifted, and who is let in meanwhile.

A marking is a warning and no decision. It says that somebody has seen a reason for secrecy, which, when and why, and
when it is looked at again; each request for the papers is assessed anew. Openness is the main rule, so every marking
has a day on which it is re-examined, and one that nobody can open any more finds its way to somebody who can.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from . import access, acting, casework, matters, notices, publishing
from .errors import WrongState
from .language import bilingual
from .models import (
    ActedFor,
    Appointment,
    Body,
    BodyUserObjectPermission,
    Matter,
    Office,
    Person,
    SecrecyGrant,
    SecrecyMarking,
    Substitution,
)
from .policy_files import FOLDER
from .prepared import Asked, Asker, rows_of
from .waiting import Waiting

Act, Cause = SecrecyMarking.Act, SecrecyGrant.Cause
# What is proposed when nothing else is said.
PROPOSED_TIME = timedelta(days=365)
# So many that fall due stand on the start page, each by itself.
MOST_WAITING = 5


@dataclass(frozen=True)
class SecrecyGround:
    """A section of the act that a marking can rest on, and what harm it asks for."""

    law: str
    name_sv: str
    name_en: str
    harm_sv: str
    harm_en: str
    name = bilingual("name")
    harm = bilingual("harm")

    def __str__(self) -> str:
        return f"{self.law} {self.name}"


@cache
def grounds() -> tuple[SecrecyGround, ...]:
    """Those that are met in international work; another can be written by hand."""
    read = tomllib.loads((FOLDER / "secrecy.toml").read_text(encoding="utf-8"))
    return tuple(SecrecyGround(**row) for row in read["grounds"])


def ground_of(law: str) -> SecrecyGround | None:
    """The ground as the list has it; None for one written by hand."""
    return next((ground for ground in grounds() if ground.law == law), None)


def proposed_day() -> date:
    return timezone.localdate() + PROPOSED_TIME


def may_read_but_for_the_mark(matter: Matter) -> QuerySet[Person]:
    """Those to whom the file opens by their rights: of its owner, of whose act is awaited, and of who takes part."""
    bodies = [matter.body_id, *([matter.before_id] if matter.before_id else [])]
    taking_part = matter.participations.values("body")
    rights = BodyUserObjectPermission.objects.filter(permission__codename=access.VIEW)
    held = rights.filter(content_object__in=bodies) | rights.filter(content_object__in=taking_part)
    return Person.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name", "pk")


@dataclass(frozen=True)
class Reader:
    """Somebody to whom the file opens but for the mark, and the offices that say who that is."""

    person: Person
    offices: str

    def __str__(self) -> str:
        return f"{self.person.name} – {self.offices}" if self.offices else self.person.name


def readers(matter: Matter) -> list[Reader]:
    """Everybody who may read the matter but for the mark, by name. Three statements."""
    persons = list(may_read_but_for_the_mark(matter))
    held: dict[int, list[str]] = {}
    rows = Appointment.objects.in_force(timezone.localdate()).filter(person__in=persons)
    for row in rows.select_related("office__body").order_by("office__body__name_sv", "office__role"):
        held.setdefault(row.person_id, []).append(f"{row.office.title}, {row.office.body.name}")
    # One who stands in for somebody is let in by name, like everybody else.
    lent = Substitution.objects.in_force(timezone.localdate()).filter(substitute__in=persons)
    for each in lent.with_names().order_by("pk"):
        words = _("for %(who)s") % {"who": each.said}
        held.setdefault(each.substitute_id, []).append(f"{words}, {each.appointment.office.body.name}")
    return [Reader(person, "; ".join(held.get(person.pk, ()))) for person in persons]


def let_in_with_the_mark(matter: Matter, by: Person) -> list[tuple[Person, str]]:
    """Those who are let in whatever is chosen: who marks it and who handles it, each with the cause."""
    found = [(by, Cause.MARKED)]
    officer = matter.responsible_id
    if (
        officer
        and officer != by.pk
        and (person := may_read_but_for_the_mark(matter).filter(pk=officer).first())
    ):
        found.append((person, Cause.CASE_OFFICER))
    return [(person, str(cause)) for person, cause in found]


def proposed_beside(matter: Matter, by: Person) -> list[Person]:
    """Whom the form has ticked: the owner's secretary, who is asked for papers, and whose act is awaited."""
    bodies = [matter.body, *([matter.before] if matter.before_id and matter.before else [])]
    found = {person for body in bodies for person in access.those_with(access.RECORD, body)}
    always = {person.pk for person, _cause in let_in_with_the_mark(matter, by)}
    return sorted((each for each in found if each.pk not in always), key=lambda each: each.name)


@transaction.atomic
def mark(
    matter: Matter,
    version: int,
    *,
    by: Person,
    ground: str,
    motive: str,
    reexamine_on: date,
    also: Iterable[Person] = (),
) -> Matter:
    """Mark the matter secret. Who marks it and who handles it are let in, and those chosen besides.

    Raises StaleVersion, PermissionDenied, WrongState, ValidationError.
    """
    matter = matters.lock(matter)
    if matter.is_secret:
        raise WrongState(_("%(number)s is secrecy marked already.") % {"number": matter.number})
    matter = matters.lock(matter, version)
    casework.require_edit(by, matter)
    ground = _said(ground, "ground", _("Say which legal ground it rests on."))
    motive = _said(motive, "motive", _("Say why."))
    _require_day_ahead(reexamine_on)
    let_in_now = _of_the_first_day(matter, by, also)
    today = timezone.localdate()
    matters.change(
        matter,
        by=by,
        secrecy_ground=ground,
        secrecy_marked_on=today,
        secrecy_marked_by=by,
        secrecy_reexamine_on=reexamine_on,
    )
    _write(matter, Act.MARKED, by, motive)
    publishing.end_for_secrecy(matter, by=by)
    loan = lent_to(matter, by)
    for person, cause in let_in_now:
        # Who handles the matter goes on doing so when the substitute does not.
        ends = loan if person.pk != matter.responsible_id else None
        _grant(matter, person, by, ends, cause=cause)
    _forget_standing(by)
    _tell_let_in(matter, (person for person, _cause in let_in_now if person.pk != by.pk))
    return matter


def _of_the_first_day(matter: Matter, by: Person, also: Iterable[Person]) -> list[tuple[Person, str]]:
    always = let_in_with_the_mark(matter, by)
    taken = {person.pk for person, _cause in always}
    chosen = sorted({person for person in also if person.pk not in taken}, key=lambda each: each.pk)
    for person in chosen:
        _require_reader(matter, person, "also")
    return [*always, *((person, str(Cause.CHOSEN)) for person in chosen)]


@transaction.atomic
def let_in(
    matter: Matter, *, by: Person, person: Person, reason: str, until: date | None = None
) -> SecrecyGrant:
    """Let a person in who may read the matter but for the mark, for a reason, for good or until a day.

    Whoever lets in in another's name does it for as long as they stand there, and not for longer.
    """
    matter = _begin(matter, by)
    reason = _said(reason, "reason", _("Say why."))
    _require_reader(matter, person, "person")
    if until is not None and until < timezone.localdate():
        raise ValidationError({"until": _("The day has passed.")})
    loan = lent_to(matter, by)
    if loan is not None and until is not None and until > loan.until:
        told = _("You stand in until %(day)s yourself, and let nobody in for longer.")
        raise ValidationError({"until": told % {"day": loan.until.isoformat()}})
    for former in matter.grants.filter(person=person, ended_at=None):
        if former.is_standing:
            told = _("%(name)s has been let in since %(day)s. End that first, if something is to change.")
            day = timezone.localtime(former.granted_at).date().isoformat()
            raise ValidationError({"person": told % {"name": person.name, "day": day}})
        _end(former, by)
    grant = _grant(matter, person, by, loan, reason=reason, until=until)
    _forget_standing(person)
    _tell_let_in(matter, [person])
    return grant


def lent_to(matter: Matter, by: Person) -> Substitution | None:
    """By which row the person handles the matter in another's name; None in their own. Asks nothing of most."""
    held = acting.chosen_office(by, {matter.body_id}, access.EDIT)
    return Substitution.objects.get(pk=held.substitution_id) if held is not None else None


def _grant(
    matter: Matter,
    person: Person,
    by: Person,
    loan: Substitution | None,
    *,
    until: date | None = None,
    **said: str,
) -> SecrecyGrant:
    """Write a grant; one given in another's name ends on the last day of the loan at the latest."""
    if loan is not None:
        until = min(until or loan.until, loan.until)
    grant = SecrecyGrant.objects.create(matter=matter, person=person, granted_by=by, until=until, **said)
    if loan is not None:
        acting.note(grant, by, {matter.body_id}, access.EDIT)
    return grant


def end_with(loans: Iterable[int], *, by: Person | None = None) -> int:
    """End what was given in another's name by these substitutions, which run no more: how many grants.

    What the last day of the loan has ended by itself is left as it is.
    """
    given = ActedFor.objects.filter(table=SecrecyGrant._meta.db_table, substitution__in=list(loans))
    rows = SecrecyGrant.objects.standing(timezone.localdate()).filter(pk__in=given.values("row"))
    rows = rows.exclude(person=F("matter__responsible"))  # let in by now as who handles the matter
    return SecrecyGrant.objects.filter(pk__in=rows.values("pk")).update(ended_at=timezone.now(), ended_by=by)


def _end_forsaken(day: date) -> None:
    """The loans that have ended otherwise than by somebody's ending them: the office was lost, or an account."""
    over = Substitution.objects.of_dates(day).exclude(pk__in=Substitution.objects.in_force(day).values("pk"))
    end_with(over.values_list("pk", flat=True))


@transaction.atomic
def end(grant: SecrecyGrant, *, by: Person) -> SecrecyGrant:
    """Shut a person out again. Nobody shuts out the case officer or themselves: who can re-examine it stays."""
    matter = _begin(grant.matter, by)
    grant = SecrecyGrant.objects.select_related("person").select_for_update(of=("self",)).get(pk=grant.pk)
    if not grant.is_standing:
        raise WrongState(_("%(name)s is not let in any more.") % {"name": grant.person.name})
    if reason := why_it_stays(grant, matter, by):
        raise WrongState(reason)
    return _end(grant, by)


def why_it_stays(grant: SecrecyGrant, matter: Matter, by: Person) -> str:
    """Why this person does not end the grant; empty where they may. Asks the database nothing."""
    if grant.person_id == by.pk:
        return _("Nobody shuts themselves out. Ask somebody else who is let in.")
    if grant.person_id == matter.responsible_id:
        return _("%(name)s handles the matter, and must be able to open it.") % {"name": grant.person.name}
    return ""


@transaction.atomic
def keep(matter: Matter, version: int, *, by: Person, motive: str, reexamine_on: date | None) -> Matter:
    """The reasons for secrecy still hold: say why, and when it is looked at again."""
    matter = _begin(matter, by, version)
    motive = _said(motive, "motive", _("Say why."))
    _require_day_ahead(reexamine_on)
    matters.change(matter, by=by, secrecy_reexamine_on=reexamine_on)
    _write(matter, Act.KEPT, by, motive)
    return matter


@transaction.atomic
def lift(matter: Matter, version: int, *, by: Person, motive: str) -> Matter:
    """The matter is open again to those who may read it. What was marked and who was let in stays in its history."""
    matter = _begin(matter, by, version)
    motive = _said(motive, "motive", _("Say why."))
    # Nothing comes back by itself, also where the marking did not come through here.
    publishing.end_for_secrecy(matter, by=by)
    _write(matter, Act.LIFTED, by, motive)
    matters.change(
        matter,
        by=by,
        secrecy_ground="",
        secrecy_marked_on=None,
        secrecy_marked_by=None,
        secrecy_reexamine_on=None,
    )
    matter.grants.filter(ended_at=None).update(ended_at=timezone.now(), ended_by=by)
    return matter


def as_secret_as(matter: Matter, other: Matter, *, by: Person) -> None:
    """Mark a matter that has just been opened as secret as another, whose words it repeats: the same are let in."""
    if not other.is_secret:
        return
    names = ("secrecy_ground", "secrecy_marked_on", "secrecy_marked_by", "secrecy_reexamine_on")
    matters.change(matter, by=by, **{name: getattr(other, name) for name in names})
    if last := other.markings.first():
        _write(matter, Act.MARKED, last.by, last.motive)
    former = list(other.grants.standing(timezone.localdate()))
    written = SecrecyGrant.objects.bulk_create(
        SecrecyGrant(
            matter=matter,
            person_id=grant.person_id,
            granted_by_id=grant.granted_by_id,
            cause=grant.cause,
            reason=grant.reason,
            until=grant.until,
        )
        for grant in former
    )
    # What ends with a loan there ends with it here.
    acting.note_as(written, former)


def look_after(day: date | None = None) -> int:
    """Find markings that nobody can re-examine a successor, and tell of those that fall due. How many were looked at.

    The day of the marking stands in the key of the notice: however often and late this runs, each is told of once.
    """
    day = day or timezone.localdate()
    _end_forsaken(day)
    marked = Matter.objects.exclude(secrecy_ground="").order_by("pk")
    forsaken = list(marked.filter(~Exists(_keepers(day))).values_list("pk", flat=True))
    due = list(marked.filter(secrecy_reexamine_on__lte=day).values_list("pk", flat=True))
    for pk in forsaken:
        _find_successor(pk, day)
    for pk in due:
        _tell_due(pk, day)
    return len({*forsaken, *due})


def _keepers(day: date) -> QuerySet[SecrecyGrant]:
    """The grants of those who prepare the matters of the owner."""
    prepares = BodyUserObjectPermission.objects.filter(
        permission__codename=access.EDIT,
        user=OuterRef("person"),
        content_object=OuterRef("matter__body"),
    )
    rows = SecrecyGrant.objects.standing(day).filter(matter=OuterRef("pk"), person__is_active=True)
    return rows.filter(Exists(prepares))


@transaction.atomic
def _find_successor(pk: int, day: date) -> None:
    """Let in the owner's secretaries or, where it has none, its contact persons or coordinators."""
    matter = matters.lock(pk)
    still = Matter.objects.filter(~Exists(_keepers(day)), pk=pk).exclude(secrecy_ground="")
    if not still.exists():
        return
    for role in (
        Office.Role.SECRETARY,
        Office.Role.IB_SECRETARY,
        Office.Role.CONTACT_PERSON,
        Office.Role.COORDINATOR,
    ):
        if found := list(access.holders(role, matter.body, day).filter(is_active=True).order_by("pk")):
            break
    else:
        return
    known = {grant.person_id: grant for grant in matter.grants.filter(person__in=found, ended_at=None)}
    found = [person for person in found if person.pk not in known or not known[person.pk].is_standing]
    matter.grants.filter(person__in=found, ended_at=None).update(ended_at=timezone.now())
    SecrecyGrant.objects.bulk_create(
        SecrecyGrant(matter=matter, person=person, granted_by=None, cause=Cause.SUCCESSOR) for person in found
    )
    _tell_let_in(matter, found)


@transaction.atomic
def _tell_due(pk: int, day: date) -> None:
    matter = matters.lock(pk)
    if not matter.is_secret or matter.secrecy_reexamine_on is None or matter.secrecy_reexamine_on > day:
        return
    body, number = matter.body, matter.number
    told = set(casework.those_concerned(matter)) & set(access.those_with(access.EDIT, body))
    notices.notify(
        access.who_may_know(matter, told)
        or access.who_may_know(matter, access.those_with(access.EDIT, body)),
        matter=matter,
        key=f"secrecy-due:{number}:{matter.secrecy_reexamine_on}",
        subject_sv=f"{number}: en markering ska omprövas senast {matter.secrecy_reexamine_on}",
        subject_en=f"{number}: a marking is to be re-examined by {matter.secrecy_reexamine_on}",
        path=reverse("matter_secrecy", args=[number]),
    )


def of_person(person: Person) -> list[Waiting]:
    """The markings to re-examine of those the person has been let into and may re-examine: on the start page."""
    if not person.secret_matters or not person.bodies_with(access.EDIT):
        return []
    rows = rows_of(_due, person, {"day": timezone.localdate()}, keep_plan=True)
    return [
        Waiting(
            _("Re-examine the secrecy marking of %(number)s %(title)s")
            % {"number": row.number, "title": row.heading},
            reverse("reexamine_secrecy", args=[row.number]),
            _("It was to be re-examined by %(day)s.") % {"day": row.secrecy_reexamine_on.isoformat()},
            secret=row.number,
        )
        for row in rows
    ]


def _due(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    rows = Matter.objects.filter(
        pk__among=asker.secret_matters,
        body__among=asker.bodies_with(access.EDIT),
        secrecy_reexamine_on__lte=asked["day"],
    )
    rows = rows.only("number", "kind", "title", "secrecy_reexamine_on")
    return rows.order_by("secrecy_reexamine_on", "pk")[:MOST_WAITING]


def _begin(matter: Matter, by: Person, version: int | None = None) -> Matter:
    """The marked matter locked, for who prepares the owner's matters and is let in."""
    matter = matters.lock(matter)
    if not matter.is_secret:
        raise WrongState(_("%(number)s is not secrecy marked.") % {"number": matter.number})
    casework.require_edit(by, matter)
    return matters.lock(matter, version)


def _write(matter: Matter, act: str, by: Person | None, motive: str) -> None:
    written = SecrecyMarking.objects.create(
        matter=matter,
        act=act,
        ground=matter.secrecy_ground,
        motive=motive,
        reexamine_on=None if act == Act.LIFTED else matter.secrecy_reexamine_on,
        body=matter.body,
        by=by,
        done_on=timezone.localdate(),
    )
    acting.note(written, by, {matter.body_id}, access.EDIT)


def _end(grant: SecrecyGrant, by: Person) -> SecrecyGrant:
    grant.ended_at, grant.ended_by = timezone.now(), by
    grant.save(update_fields=["ended_at", "ended_by"])
    _forget_standing(grant.person)
    return grant


def _tell_let_in(matter: Matter, persons: Iterable[Person]) -> None:
    number = matter.number
    notices.notify(
        persons,
        matter=matter,
        key=f"let-in:{number}:{timezone.now().isoformat()}",
        subject_sv=f"{number}: du har fått behörighet till ärendet",
        subject_en=f"{number}: you have been let into the matter",
    )


def _said(text: str, name: str, message: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError({name: message})
    return text


def _require_day_ahead(day: date | None) -> None:
    if day is None or day <= timezone.localdate():
        raise ValidationError({"reexamine_on": _("Give a day ahead: a marking is looked at again.")})


def _require_reader(matter: Matter, person: Person, name: str) -> None:
    """Whoever has no right to read the body's matters is not given one by being let into a secret one."""
    if not may_read_but_for_the_mark(matter).filter(pk=person.pk).exists():
        told = _("%(name)s may not read the matters of %(body)s, marked or not.")
        body: Body = matter.body
        raise ValidationError({name: told % {"name": person.name, "body": body.in_a_sentence}})


def _forget_standing(person: Any) -> None:
    """What is known of the person from before is read anew."""
    person.__dict__.pop("standing", None)
