"""Erasure: what a delegate told for a letter, the letter itself, food and access needs go when the visit is over."""

import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from governance.models import Matter
from visits import invitations
from visits.actions.open import erase_after
from visits.models import (
    Delegate,
    GuestErasure,
    InvitationLetter,
    InvitationList,
    OpenRequest,
    PassportDetails,
)

log = logging.getLogger(__name__)

SENSITIVE = ~Q(diet="") | ~Q(access_needs="") | Q(passport__isnull=False)


def erase_what_is_due() -> int:
    """Erase visit by visit what is due today, by the days the visit has now: of how many delegates.

    That it was done is written down with its numbers. Whom it was about is written nowhere.
    """
    visits = set(Delegate.objects.filter(SENSITIVE).values_list("visit", flat=True))
    for papers in (InvitationLetter.objects.filter(issued_on__isnull=False), InvitationList.objects.all()):
        visits |= set(papers.filter(erased_on=None).values_list("visit", flat=True))
    visits |= set(OpenRequest.objects.exclude(access_needs="").values_list("visit", flat=True))
    return sum(_erase(pk) for pk in sorted(pk for pk in visits if pk))


@transaction.atomic
def _erase(visit: int) -> int:
    matter = Matter.objects.select_for_update(of=("self",)).get(pk=visit)
    due = erase_after(matter)
    passports = PassportDetails.objects.filter(delegate__visit=visit)
    if due >= timezone.localdate():
        passports.exclude(erase_after=due).update(erase_after=due)  # the visit has been moved
        return 0
    delegates = Delegate.objects.filter(SENSITIVE, visit=visit)
    touched, erased = delegates.values("pk").distinct().count(), passports.count()
    passports.delete()
    papers = invitations.erase(visit)
    Delegate.objects.filter(visit=visit).update(diet="", access_needs="", key=None, token_hash=None)
    OpenRequest.objects.filter(visit=visit).update(access_needs="")
    if touched or papers:
        GuestErasure.objects.create(
            visit_id=visit, erased_on=timezone.localdate(), passports=erased, papers=papers, delegates=touched
        )
    log.info("erased details of %s delegates and %s letters of visit %s", touched, papers, matter.number)
    return touched
