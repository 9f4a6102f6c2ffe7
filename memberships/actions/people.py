"""Who speaks for the city, which posts it holds, and what each year cost."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from engagements.models import Organisation
from governance import casework, matters
from governance.models import Person
from governance.moves import require_status
from memberships.lifecycle import NOTED
from memberships.models import CoOwner, Fee, Held, Membership, Post, Representative

from .locking import lock


def _open_for_notes(membership: Membership, by: Person, version: int | None = None) -> Membership:
    membership = lock(membership, version)
    casework.require_edit(by, membership.matter)
    require_status(membership.matter, *NOTED)
    return membership


def _keep(row: Held | Fee, membership: Membership, by: Person) -> None:
    """Save a row and let the matter know: its version goes up, so that a stale form is found out."""
    row.full_clean(exclude=["membership"])
    casework.save(row, by=by)
    matters.change(membership.matter, by=by)


@transaction.atomic
def add_representative(
    membership: Membership, *, by: Person, name: str, role: str, since: date | None, until: date | None = None
) -> Representative:
    membership = _open_for_notes(membership, by)
    row = Representative(membership=membership, name=name, role=role, since=since, until=until)
    _keep(row, membership, by)
    return row


@transaction.atomic
def end_representative(representative: Representative, *, by: Person, until: date) -> Representative:
    membership = _open_for_notes(representative.membership, by)
    representative = Representative.objects.get(pk=representative.pk)
    representative.until = until
    _keep(representative, membership, by)
    return representative


@transaction.atomic
def add_co_owner(
    membership: Membership,
    *,
    by: Person,
    organisation: Organisation | None,
    role: str,
    share: Decimal | None = None,
    since: date | None = None,
    until: date | None = None,
) -> CoOwner:
    """Note who has the organisation together with others; None is the city itself. Raises ValidationError."""
    membership = _open_for_notes(membership, by)
    beside = list(membership.co_owners.filter(_at_once(since, until)))
    if share and sum((row.share or Decimal(0) for row in beside), share) > 100:
        raise ValidationError({"share": _("The shares come to more than 100 per cent.")})
    if any(row.organisation_id == (organisation.pk if organisation else None) for row in beside):
        raise ValidationError({"name": _("It is a co-owner already.")})
    row = CoOwner(
        membership=membership, organisation=organisation, role=role, share=share, since=since, until=until
    )
    _keep(row, membership, by)
    return row


def _at_once(since: date | None, until: date | None) -> Q:
    """Those whose period has a day in common with this one. An end that lies ahead is still to come."""
    not_over = Q() if since is None else Q(until__isnull=True) | Q(until__gte=since)
    begun = Q() if until is None else Q(since__isnull=True) | Q(since__lte=until)
    return not_over & begun


@transaction.atomic
def end_co_owner(owner: CoOwner, *, by: Person, until: date) -> CoOwner:
    membership = _open_for_notes(owner.membership, by)
    owner = CoOwner.objects.get(pk=owner.pk)
    owner.until = until
    _keep(owner, membership, by)
    return owner


@transaction.atomic
def add_post(
    membership: Membership,
    *,
    by: Person,
    title: str,
    holder: str,
    since: date | None,
    until: date | None = None,
    elected_on: date | None = None,
    note: str = "",
) -> Post:
    membership = _open_for_notes(membership, by)
    row = Post(
        membership=membership,
        title=title,
        holder=holder,
        since=since,
        until=until,
        elected_on=elected_on,
        note=note,
    )
    _keep(row, membership, by)
    return row


@transaction.atomic
def end_post(post: Post, *, by: Person, until: date) -> Post:
    membership = _open_for_notes(post.membership, by)
    post = Post.objects.get(pk=post.pk)
    post.until = until
    _keep(post, membership, by)
    return post


@transaction.atomic
def record_fee(
    membership: Membership,
    *,
    by: Person,
    year: int,
    amount: Decimal,
    currency: str = "SEK",
    amount_sek: Decimal | None = None,
    note: str = "",
    version: int | None = None,
    seen: bool = True,
) -> Fee:
    """Enter what a year cost, or correct it. A fee in another currency needs its worth in kronor.

    `version`: StaleVersion when somebody else was faster. `seen`: whether the fee the year has was before the eyes of
    who replaces it; if not, it is not replaced.
    """
    membership = _open_for_notes(membership, by, version)
    if currency != "SEK" and amount_sek is None:
        raise ValidationError({"amount_sek": _("Give the amount in kronor too.")})
    fee = Fee.objects.filter(membership=membership, year=year).first() or Fee(
        membership=membership, year=year
    )
    if fee.pk and not seen:
        raise ValidationError({"year": _("The year has a fee already. Open that one to change it.")})
    fee.amount, fee.currency, fee.note = amount, currency, note
    fee.amount_sek = amount_sek if currency != "SEK" and amount_sek is not None else amount
    _keep(fee, membership, by)
    return fee
