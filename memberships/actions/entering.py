"""A membership that began before the register: entered as it is, without a decision that nobody can show."""

from datetime import date
from typing import Any

from django.db import transaction

from engagements import actions as engagements
from engagements.models import Organisation
from governance import access, matters
from governance.models import Body, Kind, Person
from memberships import schedule
from memberships.lifecycle import Status
from memberships.models import Membership


@transaction.atomic
def enter_existing(
    *,
    by: Person,
    body: Body,
    organisation: Organisation,
    kind: str,
    scope: str,
    joined_on: date | None,
    opened_on: date | None = None,
    is_invented: bool = False,
    diary_number: str = "",
    **written: Any,
) -> Membership:
    """Enter what the city already is a member of. Without a joining date no review can be counted."""
    access.require(by, access.EDIT, body)
    membership = Membership(
        organisation=organisation, kind=kind, joined_on=joined_on, predates_register=True, **written
    )
    schedule.set_next_review(membership, opened_on or schedule.today())
    matter = matters.open_matter(
        Kind.MEMBERSHIP,
        by=by,
        body=body,
        title=organisation.name,
        status=Status.MEMBER,
        scope=scope,
        diary_number=diary_number,
        starts_on=joined_on,
        due_on=membership.next_review_on,
        opened_on=opened_on,
        is_invented=is_invented,
        counterpart=organisation.name,
        city=organisation.city,
        country=organisation.country,
        theme=organisation.theme,
        facts={"act": "join_membership", "scope": scope, "counterpart": kind},
    )
    membership.matter = matter
    membership._history_user = by
    membership.save(force_insert=True)
    engagements.tie(matter, organisation)
    return membership
