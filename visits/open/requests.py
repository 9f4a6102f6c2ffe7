"""Which link opens which request, and how long."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from visits.models import OpenRequest

from . import tokens

WITH_VISIT = OpenRequest.objects.select_related("visit__matter__body", "visit__matter__before")


def opened_by(token: str) -> OpenRequest | None:
    """The request of a link that holds today. What never was, is over or was renewed gets the same answer: None."""
    found: OpenRequest | None = tokens.find(WITH_VISIT.all(), token)
    return found if found is not None and holds(found) else None


def opened_by_each(links: Sequence[str]) -> list[tuple[OpenRequest, str]]:
    """The requests of several links, each with its link and in their order; without those that open nothing."""
    hashes = {tokens.hashed(each): each for each in links}
    found = {row.token_hash: row for row in WITH_VISIT.filter(token_hash__in=hashes)} if hashes else {}
    return [(found[each], link) for each, link in hashes.items() if each in found and holds(found[each])]


def holds(request: OpenRequest) -> bool:
    """A draft for a month after it was last written on; a request until some time after its visit is closed."""
    today = timezone.localdate()
    if request.visit is None:
        return request.saved_at > timezone.now() - timedelta(days=settings.OPEN_DRAFT_DAYS)
    closed_on = request.visit.matter.closed_on
    last = closed_on + timedelta(days=settings.OPEN_LINK_DAYS) if closed_on else today
    return today <= max(last, request.link_until or last)


def of_address(email: str) -> QuerySet[OpenRequest]:
    """The requests of an address, the latest first; of drafts those alone that are kept still."""
    since = timezone.now() - timedelta(days=settings.OPEN_DRAFT_DAYS)
    return WITH_VISIT.filter(Q(saved_at__gt=since) | ~Q(visit=None), email__iexact=email).order_by("-pk")


def hold_on(request: OpenRequest) -> None:
    """A link that was asked for again holds for a while, also of a visit long closed."""
    if not holds(request):
        request.link_until = timezone.localdate() + timedelta(days=settings.OPEN_LINK_DAYS)
        request.save(update_fields=["link_until"])


def forget_drafts() -> int:
    """Drafts that nobody has written on for a month."""
    before = timezone.now() - timedelta(days=settings.OPEN_DRAFT_DAYS)
    return OpenRequest.objects.filter(visit=None, saved_at__lt=before).delete()[0]
