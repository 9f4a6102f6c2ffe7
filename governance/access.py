"""Access: who may see or edit what. Rights are guardian rows on bodies, given and taken by appointments.

Access is one question, authority another (authority.py): a secretary may record what the board decided
without having any say in it.
"""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Appointment, Body, BodyUserObjectPermission, Matter, Office, Person, Substitution

VIEW, EDIT, RECORD, APPOINT = "view_matters", "edit_matters", "record_decisions", "appoint"
Role = Office.Role

# What an office gives on its own body, and on every body of the city. An administrator gets nothing: keeping
# the organisation is not reading its matters. A coordinator advises and coordinates, so reads all.
ON_OWN_BODY: dict[str, tuple[str, ...]] = {
    Role.CONTACT_PERSON: (VIEW, EDIT),
    Role.SECRETARY: (VIEW, EDIT, RECORD),
    Role.HEAD: (VIEW, APPOINT),
    Role.COORDINATOR: (VIEW, EDIT),
    Role.MAYOR: (VIEW,),
    Role.IB_SECRETARY: (VIEW, EDIT, RECORD),
    Role.AUDITOR: (),
    Role.ADMINISTRATOR: (),
}
ON_EVERY_BODY: dict[str, tuple[str, ...]] = {
    Role.COORDINATOR: (VIEW,),
    Role.AUDITOR: (VIEW,),
    Role.MAYOR: (VIEW,),
    Role.IB_SECRETARY: (VIEW,),
}
# The secretaries of the City Council and the Executive Board record decisions in matters of any body.
CITY_LEVEL = (Body.Kind.COUNCIL, Body.Kind.EXECUTIVE_BOARD)


@transaction.atomic
def sync_rights(person: Person, day: date | None = None) -> None:
    """Bring the person's rows in line with the appointments in force on the day. Safe to run any time."""
    day = day or timezone.localdate()
    _sync(person, day)
    # What somebody has in this person's name ends with what this person has.
    lent = Substitution.objects.of_dates(day).filter(appointment__person=person)
    for substitute in Person.objects.filter(stands_in__in=lent).distinct():
        _sync(substitute, day)


def _sync(person: Person, day: date) -> None:
    Person.objects.select_for_update().get(pk=person.pk)
    wanted = _rights_due(person, day) if person.is_active else set()
    rows = BodyUserObjectPermission.objects.filter(user=person)
    held = {(row.permission_id, row.content_object_id): row.pk for row in rows}
    rows.filter(pk__in=[pk for key, pk in held.items() if key not in wanted]).delete()
    BodyUserObjectPermission.objects.bulk_create(
        BodyUserObjectPermission(user=person, permission_id=right, content_object_id=body)
        for right, body in sorted(wanted - held.keys())
    )
    Person.objects.filter(pk=person.pk).update(rights_as_of=day)
    person.rights_as_of = day
    person.__dict__.pop("standing", None)


def _rights_due(person: Person, day: date) -> set[tuple[int, int]]:
    ids = dict(
        Permission.objects.filter(
            content_type__app_label="governance", content_type__model="body"
        ).values_list("codename", "pk")
    )
    bodies = list(Body.objects.values_list("pk", flat=True))
    wanted = set()
    for office in _offices_of(person, day):
        wanted |= {(ids[right], office.body_id) for right in ON_OWN_BODY[office.role]}
        everywhere = on_every_body(office.role, office.body.kind)
        wanted |= {(ids[right], body) for right in everywhere for body in bodies}
    return wanted


def _offices_of(person: Person, day: date) -> list[Office]:
    """The offices held on the day, and those of others in which the person stands in."""
    held = Appointment.objects.in_force(day).filter(person=person)
    lent = Substitution.objects.in_force(day).filter(substitute=person)
    rows = Office.objects.filter(
        Q(pk__in=held.values("office")) | Q(pk__in=lent.values("appointment__office"))
    )
    return list(rows.select_related("body"))


def on_every_body(role: str, body_kind: str) -> tuple[str, ...]:
    """What an office at a body of the kind gives on every body of the city."""
    if role == Role.SECRETARY and body_kind in CITY_LEVEL:
        return (VIEW,)
    return ON_EVERY_BODY.get(role, ())


def keep_rights_current(person: Person) -> None:
    """At the first request of a day: a period that began or ended at midnight counts at once."""
    if person.rights_as_of != timezone.localdate():
        sync_rights(person)


def may(person: Person, right: str, body: Body | int) -> bool:
    """Whether the person has the right on the body, as of this request."""
    return (body if isinstance(body, int) else body.pk) in person.bodies_with(right)


def may_view(person: Person, matter: Matter) -> bool:
    """The file opens for its owner, for the body whose act is awaited and for the bodies taking part."""
    if matter.is_secret and matter.pk not in person.secret_matters:
        return False
    bodies = person.bodies_with(VIEW)
    if matter.body_id in bodies or matter.before_id in bodies:
        return True
    return bool(bodies.intersection(p.body_id for p in matter.participations.all()))


def may_edit(person: Person, matter: Matter) -> bool:
    """The owner's contact person or secretary."""
    return may(person, EDIT, matter.body_id) and may_view(person, matter)


def require(person: Person, right: str, body: Body) -> None:
    """Raise PermissionDenied, saying which right on which body is missing and who holds it."""
    if not may(person, right, body):
        raise PermissionDenied(refusal(right, body))


def refusal(right: str, body: Body) -> str:
    """What one would have to be, and who is so today."""
    if right == VIEW:
        return only(right, body)
    names = ", ".join([person.name for person in those_with(right, body)] + those_standing_in(right, body))
    return f"{only(right, body)} " + (
        _("Today: %(names)s.") % {"names": names} if names else _("Nobody is appointed today.")
    )


def only(right: str, body: Body) -> str:
    """One sentence: what one would have to be. Asks the database nothing."""
    needed = {
        VIEW: _(
            "Only those appointed at %(body)s, the City Executive Office and the auditors may read this."
        ),
        EDIT: _editors(body),
        RECORD: _("Only the secretary of %(body)s records its decisions."),
        APPOINT: _("Only the head of %(body)s appoints its contact person."),
    }
    return needed[right] % {"body": body.in_a_sentence}


def _editors(body: Body) -> str:
    """Visits and other matters are handled by contact persons, at the Executive Board by the coordinators."""
    if body.kind == Body.Kind.EXECUTIVE_BOARD:
        return _("Only a coordinator or the secretary of %(body)s may change this.")
    return _("Only the contact person or the secretary of %(body)s may change this.")


def roles_with(right: str) -> list[str]:
    """The roles that give the right at the own body."""
    return [role for role, rights in ON_OWN_BODY.items() if right in rights]


def those_with(right: str, body: Body) -> list[Person]:
    """Those whose office at the body gives them the right today, by name."""
    roles = roles_with(right)
    held = Appointment.objects.in_force(timezone.localdate()).filter(
        office__body=body, office__role__in=roles
    )
    return list(Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("name"))


def offices_with(right: str, body: Body) -> list[Appointment]:
    """The same as they hold it: each with the person and the office, by name."""
    held = Appointment.objects.in_force(timezone.localdate()).filter(
        office__body=body, office__role__in=roles_with(right), person__is_active=True
    )
    return list(held.select_related("person", "office").order_by("person__name"))


def those_standing_in(right: str, body: Body) -> list[str]:
    """Those who have the right at the body today in another's name, as one says it."""
    roles = roles_with(right)
    rows = Substitution.objects.in_force(timezone.localdate()).filter(
        appointment__office__body=body, appointment__office__role__in=roles
    )
    return [row.in_words for row in rows.with_names()]


def has_role(person: Person, *roles: str) -> bool:
    return bool(person.roles.intersection(roles))


def only_administrators(person: Person, what: str) -> str:
    """Why the person is refused `what` an administrator does, who may, and whose rule it is. For a refusal."""
    told = [what]
    if any(held.for_name and held.role == Role.ADMINISTRATOR for held in person.offices):
        told.append(
            _(
                "Whoever stands in for an administrator sees to the jobs that have stopped and to nothing else:"
                " persons, offices and accounts are not lent (the register’s own rule of least power)."
            )
        )
    names = ", ".join(holders(Role.ADMINISTRATOR).order_by("name").values_list("name", flat=True))
    told.append(_("Today: %(names)s.") % {"names": names} if names else _("Nobody is appointed today."))
    return " ".join(told)


def is_coordinator(person: Person) -> bool:
    return has_role(person, Role.COORDINATOR)


def who_may_know(matter: Matter, persons: Iterable[Person]) -> list[Person]:
    """Those of the persons who may be told of the matter at all: of a secret one, who has a grant to it."""
    told = sorted(set(persons), key=lambda person: person.pk)
    if not matter.is_secret:
        return told
    granted = set(matter.grants.standing(timezone.localdate()).values_list("person", flat=True))
    return [person for person in told if person.pk in granted]


def holders(role: str, body: Body | None = None, day: date | None = None, kind: str = "") -> QuerySet[Person]:
    """Those who hold the role (at the body, or at a body of the kind) on the day."""
    appointments = Appointment.objects.in_force(day or timezone.localdate()).filter(office__role=role)
    if body is not None:
        appointments = appointments.filter(office__body=body)
    if kind:
        appointments = appointments.filter(office__body__kind=kind)
    return Person.objects.filter(pk__in=appointments.values("person"))
