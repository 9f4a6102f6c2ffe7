"""From a proposal to the table of the body that decides."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements import actions as engagements
from engagements import forums
from engagements.models import Organisation
from governance import access, acting, casework, matters
from governance.models import Body, Kind, Person
from governance.moves import require_status
from memberships import schedule
from memberships.lifecycle import CURRENT, EDITABLE, Status, after
from memberships.models import Membership

from .locking import lock

# What the proposer writes about the membership itself; the rest belongs to the card.
WRITTEN = [
    "kind",
    "why",
    "contribution",
    "benefit",
    "cost_four_years",
    "currency",
    "not_enough",
    "notice_rule",
    "note",
    "joined_on",
    "joined_year_only",
    "review_interval_months",
    "review_lead_months",
]
ON_THE_CARD = ("title", "diary_number", "scope", "starts_on")


@transaction.atomic
def propose(
    *,
    by: Person,
    body: Body,
    organisation: Organisation,
    kind: str,
    scope: str,
    title: str = "",
    diary_number: str = "",
    starts_on: date | None = None,
    opened_on: date | None = None,
    is_invented: bool = False,
    **written: Any,
) -> Membership:
    """Propose a membership for the body. `starts_on` is when it is planned to begin.

    The register looks for existing forums and keeps what it found; then the reasons why they are not enough
    (`not_enough`) are demanded. Raises PermissionDenied, ValidationError.
    """
    access.require(by, access.EDIT, body)
    found = forums.existing(organisation.name, organisation.theme)
    _demand_reasons(found, written.get("not_enough", ""))
    matter = matters.open_matter(
        Kind.MEMBERSHIP,
        by=by,
        body=body,
        title=title or organisation.name,
        status=Status.PROPOSED,
        responsible=acting.whose_work(by, body.pk),
        diary_number=diary_number,
        scope=scope,
        starts_on=starts_on,
        opened_on=opened_on,
        is_invented=is_invented,
        counterpart=organisation.name,
        city=organisation.city,
        country=organisation.country,
        theme=organisation.theme,
        facts={"act": "join_membership", "scope": scope, "counterpart": kind},
    )
    membership = Membership(
        matter=matter,
        organisation=organisation,
        kind=kind,
        findings=forums.proof(organisation.name, organisation.theme, found),
        **written,
    )
    membership._history_user = by
    membership.save(force_insert=True)
    engagements.tie(matter, organisation)
    return membership


@transaction.atomic
def edit(membership: Membership, version: int, *, by: Person, **values: Any) -> Membership:
    """Change what is written. Raises StaleVersion when somebody was faster, WrongState before a body.

    Once the membership is decided its scope and kind stand: they are what was decided on.
    """
    membership = lock(membership, version)
    matter = membership.matter
    casework.require_edit(by, matter)
    require_status(matter, *EDITABLE)
    card = {name: values.pop(name) for name in ON_THE_CARD if name in values}
    if matter.status in (Status.APPROVED, *CURRENT):
        values.pop("kind", None)
        card.pop("scope", None)
    for name, value in values.items():
        if name not in WRITTEN:
            raise TypeError(f"a membership has no {name} to edit")
        setattr(membership, name, value)
    if matter.status not in (Status.APPROVED, *CURRENT):
        organisation = membership.organisation
        found = forums.existing(organisation.name, organisation.theme, exclude=matter.pk)
        _demand_reasons(found, membership.not_enough)
        membership.findings = forums.proof(organisation.name, organisation.theme, found)
        card["facts"] = {**membership.facts, "scope": card.get("scope", matter.scope)}
    if matter.status == Status.MEMBER:
        has_open = membership.reviews.filter(is_open=True).exists()
        schedule.set_next_review(membership, timezone.localdate(), has_open)
        card |= {"starts_on": membership.joined_on, "due_on": membership.next_review_on}
    casework.write(membership, by=by, **card)
    return membership


@transaction.atomic
def prepare(membership: Membership, *, by: Person) -> Membership:
    """Say that the proposal is complete. Raises ValidationError with what is missing, by field."""
    membership = lock(membership)
    casework.require_edit(by, membership.matter)
    status = after("prepare", membership.matter)
    missing = missing_for_decision(membership)
    if missing:
        raise ValidationError(missing)
    casework.write(membership, by=by, status=status)
    return membership


def missing_for_decision(membership: Membership) -> dict[str, str]:
    """What must be written before a body can decide, by field."""
    needed = {
        "why": _("Say why the membership is prioritised."),
        "contribution": _("Say what the city contributes: the strategy asks for active efforts."),
        "benefit": _("Say what benefit is expected."),
        "cost_four_years": _("Give the cost for four years; 0 when there is none."),
    }
    missing = {name: text for name, text in needed.items() if getattr(membership, name) in ("", None)}
    if membership.findings.get("found") and not membership.not_enough.strip():
        missing["not_enough"] = _not_enough()
    return missing


@transaction.atomic
def send_for_decision(membership: Membership, *, by: Person) -> Membership:
    """Lay a prepared proposal before the body that the ruling names. Raises RefusedByRule, WrongState."""
    membership = lock(membership)
    casework.require_edit(by, membership.matter)
    status = after("send_for_decision", membership.matter)
    casework.lay_before_its_body(membership, status, by=by)
    return membership


@transaction.atomic
def complete_and_send(membership: Membership, *, by: Person) -> Membership:
    """Both steps at once. Raises ValidationError with what is missing, RefusedByRule, WrongState."""
    return send_for_decision(prepare(membership, by=by), by=by)


@transaction.atomic
def withdraw(membership: Membership, *, by: Person, reason: str) -> Membership:
    """Take the proposal back; the matter closes and can be read."""
    membership = lock(membership)
    casework.require_edit(by, membership.matter)
    status = after("withdraw", membership.matter)
    membership.note = "\n\n".join(part for part in (membership.note, reason) if part)
    casework.save(membership, by=by)
    matters.close(membership.matter, by=by, status=status)
    return membership


def _demand_reasons(found: list[forums.Forum], reasons: str) -> None:
    if found and not reasons.strip():
        raise ValidationError({"not_enough": _not_enough()})


def _not_enough() -> str:
    return _("The city already has forums like this. Say why they are not enough.")
