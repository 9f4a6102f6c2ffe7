"""What was promised at visits: engagements asks for it by settings.PROMISES_OF_KIND."""

from django.utils import timezone

from engagements.promises import REMEMBERED, Promised, as_text, at_meetings

from .models import Visit


def of_matters(matters: list[int]) -> list[Promised]:
    """What is open, by us and by them; of visits of the last three years also what was told as a text."""
    since = timezone.localdate() - REMEMBERED
    visits = Visit.objects.filter(matter__in=matters, received_on__gte=since).exclude(promises="")
    told = [as_text(visit.pk, visit.promises) for visit in visits.only("matter", "promises")]
    return [*at_meetings(matters), *told]
