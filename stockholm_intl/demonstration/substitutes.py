"""The demonstration's substitute: one contact person is on holiday, and another stands in."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from governance import substitutes
from governance.models import Appointment, Notice, Office, OutboxEntry, Person, Substitution

ABSENT, SUBSTITUTE = "elin.exploatering", "mika.miljo"
DAYS = timedelta(days=20)


@transaction.atomic
def load() -> int:
    """Name one where nobody stands in for anybody. Returns how many were named."""
    today = timezone.localdate()
    held = Appointment.objects.in_force(today).filter(
        person__username=ABSENT, office__role=Office.Role.CONTACT_PERSON
    )
    appointment, substitute = held.first(), Person.objects.filter(username=SUBSTITUTE).first()
    if appointment is None or substitute is None or Substitution.objects.not_over(today).exists():
        return 0
    row = substitutes.name(
        appointment,
        by=appointment.person,
        substitute=substitute,
        since=today,
        until=min(today + DAYS, appointment.until or today + DAYS),
        reason=Substitution.Reason.HOLIDAY,
    )
    # Nobody gets mail about what is invented.
    told = Notice.objects.filter(key__startswith="substitute-", key__contains=f":{row.pk}:")
    OutboxEntry.objects.filter(kind="mail_notice", subject__in=told.values("pk")).delete()
    return 1
