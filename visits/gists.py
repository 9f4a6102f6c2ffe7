"""The gist of visits: engagements asks for it by settings.GIST_OF_KIND."""

from django.utils.translation import gettext as _

from engagements.gists import Gist, from_fields

from .models import Visit


def of_visits(matters: list[int]) -> dict[int, Gist]:
    """Who led the delegation, what they came for, and what came of it."""
    visits = Visit.objects.filter(matter__in=matters)
    told: dict[int, Gist] = {}
    for matter, name, title in visits.values_list("matter", "head_of_delegation", "head_title"):
        if name:
            told[matter] = [(_("head of delegation"), ", ".join(filter(None, (name, title))))]
    for matter, gist in from_fields(visits, ("purpose", "learnings", "contacts_made")).items():
        told[matter] = [*told.get(matter, []), *gist]
    return told
