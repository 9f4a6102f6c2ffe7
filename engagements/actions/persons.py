"""What is done with persons at partners: write down, give a post, end it, tell what is kept, erase."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import Erasure, Organisation, PartnerPerson, PartnerPost
from governance import access
from governance.errors import StaleVersion
from governance.models import Person

from .organisations import require_writer


def may_read(person: Person) -> bool:
    """Whoever holds an office at one of the city's bodies works with its partners."""
    return bool(person.offices)


def require_reader(person: Person) -> None:
    """Raise PermissionDenied for who holds no office."""
    if not may_read(person):
        raise PermissionDenied(
            _("Only those appointed at one of the city's bodies read about persons at partners.")
        )


def may_erase(person: Person) -> bool:
    """The City Executive Office answers for the register, and so for what is kept on people in it."""
    return access.is_coordinator(person)


def require_eraser(person: Person) -> None:
    """Raise PermissionDenied for who is no coordinator."""
    if not may_erase(person):
        raise PermissionDenied(
            _(
                "Only the coordinator at the City Executive Office hands out what is kept on a person, or erases it."
            )
        )


@transaction.atomic
def add_person(*, by: Person, name: str, why: str, is_invented: bool = False, **post: Any) -> PartnerPerson:
    """Write down somebody at a partner, with the post they hold there: organisation, title, since and so on."""
    require_writer(by)
    person = PartnerPerson(name=name, why=why, is_invented=is_invented)
    person._history_user = by
    _save(person)
    add_post(person, by=by, **post)
    return person


@transaction.atomic
def edit_person(person: PartnerPerson, version: int, *, by: Person, name: str, why: str) -> PartnerPerson:
    """Correct the name, or say anew why it is kept. Raises StaleVersion when somebody else was faster."""
    require_writer(by)
    current = PartnerPerson.objects.select_for_update().get(pk=person.pk)
    if current.version != version:
        raise StaleVersion(
            _("Somebody else changed %(name)s while you were writing.") % {"name": current}, current
        )
    current.name, current.why = name, why
    current.version += 1
    current._history_user = by
    _save(current)
    return current


@transaction.atomic
def add_post(
    person: PartnerPerson,
    *,
    by: Person,
    organisation: Organisation,
    title: str,
    since: date | None = None,
    until: date | None = None,
    email: str = "",
    phone: str = "",
) -> PartnerPost:
    """Note what the person is at a partner, and how to reach them there."""
    require_writer(by)
    post = PartnerPost(
        person=person,
        organisation=organisation,
        title=title,
        since=since,
        until=until,
        email=email,
        phone=phone,
    )
    post._history_user = by
    _save(post)
    return post


@transaction.atomic
def end_post(post: PartnerPost, *, by: Person, until: date) -> PartnerPost:
    """The person has left the post. How to reach them there is of no use any more, and goes."""
    require_writer(by)
    current = PartnerPost.objects.select_for_update().get(pk=post.pk)
    current.until, current.email, current.phone = until, "", ""
    current._history_user = by
    _save(current)
    PartnerPost.history.filter(id=current.pk).update(email="", phone="")
    return current


@transaction.atomic
def erase(person: PartnerPerson, *, by: Person, reason: str, disposal_decision: str) -> Erasure:
    """Take the person, the posts and all their history out of the register. That it was done is kept, not who."""
    require_eraser(by)
    current = PartnerPerson.objects.select_for_update().get(pk=person.pk)
    posts = list(current.posts.values_list("pk", flat=True))
    erasure = Erasure(reason=reason, disposal_decision=disposal_decision, posts=len(posts), erased_by=by)
    _save(erasure)
    ever = PartnerPost.history.filter(person=current.pk).values("id")
    PartnerPost.objects.filter(pk__in=posts).delete()
    PartnerPost.history.filter(id__in=list(ever.values_list("id", flat=True))).delete()
    current.delete()
    PartnerPerson.history.filter(id=person.pk).delete()
    return erasure


def kept_on(person: PartnerPerson, *, by: Person) -> dict[str, Any]:
    """All that the register of partners keeps on a person, as the person may ask to have it (article 15)."""
    require_eraser(by)
    posts = person.posts.select_related("organisation")
    return {
        "name": person.name,
        "why_kept": person.why,
        "posts": [
            {
                "organisation": post.organisation.name,
                "title": post.title,
                "since": post.since,
                "until": post.until,
                "email": post.email,
                "phone": post.phone,
            }
            for post in posts
        ],
        "changes": [
            *_changes(PartnerPerson.history.filter(id=person.pk), ("name", "why")),
            *_changes(
                PartnerPost.history.filter(person=person.pk), ("title", "since", "until", "email", "phone")
            ),
        ],
    }


def _changes(rows: Any, fields: tuple[str, ...]) -> list[dict[str, Any]]:
    """Each saved state, the oldest first."""
    return [
        {"at": row.history_date, **{field: getattr(row, field) for field in fields}}
        for row in rows.order_by("history_date", "history_id")
    ]


def _save(row: PartnerPerson | PartnerPost | Erasure) -> None:
    """What the database would refuse is told at its field first."""
    row.full_clean(validate_unique=False)
    row.save()
