"""The gist of memberships: engagements asks for it by settings.GIST_OF_KIND."""

from engagements.gists import Gist, from_fields

from .models import Membership


def of_memberships(matters: list[int]) -> dict[int, Gist]:
    """Why the city takes part and what it is to have of it."""
    return from_fields(Membership.objects.filter(matter__in=matters), ("why", "benefit", "note"))
