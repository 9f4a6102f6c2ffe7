"""What a search finds of referrals: those of other bodies that one was asked in, and what the documents say."""

from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.addresses import address_of
from governance.finding import Source
from governance.models import Kind, Matter
from governance.models.matter import SEARCHED
from governance.prepared import Asker

from .lifecycle import UNDERWAY
from .models import SENT, DocumentSection

SORT, PAGE = _("Referrals"), partial(address_of, "referrals:referral")


def _of_others(asker: Asker) -> QuerySet[Matter]:
    """Those of one's own bodies are among the matters."""
    rows = Matter.objects.filter(kind=Kind.REFERRAL).readable_by(asker)
    return rows.exclude(body__among=asker.bodies_with(access.VIEW))


def _sections(asker: Asker) -> QuerySet[DocumentSection]:
    """The document as it was sent; as it is being revised for those who see the work (views.referral)."""
    readable = Matter.objects.filter(kind=Kind.REFERRAL).readable_by(asker)
    seen = Q(edition=SENT) | ~Q(referral__matter__status__in=UNDERWAY)
    seen |= Q(referral__matter__body__among=asker.bodies_with(access.VIEW))
    return DocumentSection.objects.filter(seen, referral__matter__in=readable.order_by())


SOURCES = (
    Source(
        sort=SORT,
        rows=_of_others,
        words=SEARCHED,
        title="title",
        key="number",
        address=PAGE,
        register="referrals:referrals",
    ),
    Source(
        sort=_("Sections of referred documents"),
        rows=_sections,
        words=("title", "text"),
        title="title",
        text="text",
        key="referral__matter__number",
        address=PAGE,
    ),
)
