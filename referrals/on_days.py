"""The last days of referrals: to all who may read them, and of the answers to the bodies that write them."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from governance.days import Group, Source
from governance.models import Kind, Matter
from governance.prepared import Asker


def _referrals(asker: Asker) -> QuerySet[Matter]:
    return Matter.objects.filter(kind=Kind.REFERRAL, due_on__isnull=False).open().readable_by(asker)


def _answers(asker: Asker) -> QuerySet[Matter]:
    return Matter.objects.filter(kind=Kind.REFERRAL_ANSWER, due_on__isnull=False).open().visible_to(asker)


SOURCES = (
    Source(
        key="remiss",
        group=Group.DEADLINES,
        sort=_("Referral: last day to answer"),
        rows=_referrals,
        day="due_on",
        card="",
        for_all=True,
        due=True,
    ),
    Source(
        key="remissvar",
        group=Group.DEADLINES,
        sort=_("Answer to a referral to be submitted"),
        rows=_answers,
        day="due_on",
        card="",
        due=True,
    ),
)
