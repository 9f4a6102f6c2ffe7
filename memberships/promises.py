"""What the city has promised as a member: engagements asks for it by settings.PROMISES_OF_KIND."""

from engagements.promises import Promised

from .models import Membership


def of_matters(matters: list[int]) -> list[Promised]:
    """What the city contributes to where it is a member."""
    current = Membership.objects.current().filter(matter__in=matters).exclude(contribution="")
    return [
        Promised(membership.pk, membership.contribution)
        for membership in current.only("matter", "contribution")
    ]
