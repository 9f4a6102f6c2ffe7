"""What was promised at visits: engagements asks for it by settings.PROMISES_OF_KIND."""

from datetime import timedelta

from django.utils import timezone

from engagements.promises import Promise

from .models import Visit

# What was said so long ago is kept, or forgotten by both.
REMEMBERED = timedelta(days=3 * 365)


def of_matters(matters: list[int]) -> list[Promise]:
    """By us and by them, at visits of the last three years."""
    since = timezone.localdate() - REMEMBERED
    visits = Visit.objects.filter(matter__in=matters, received_on__gte=since).exclude(promises="")
    return [Promise(visit.pk, visit.promises) for visit in visits.only("matter", "promises")]
