"""The gist of a matter: what it was about and what came of it, for whom its file opens.

Whoever keeps the matters of a kind knows it (settings.GIST_OF_KIND). A gist is pairs of a label and a text, in the
order in which they are told; what nobody wrote is left out.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from governance.models import Matter

from .models import Agreement, EuProject, EventAbroad, Traveller

Gist = list[tuple[str, str]]


def of(matters: Iterable[Matter]) -> dict[int, Gist]:
    """The gist of each matter of which there is something to tell, by the key of the matter, and whom to ask of it.

    One question to the database per kind, and one for those to ask.
    """
    of_kind: defaultdict[str, list[int]] = defaultdict(list)
    for matter in matters:
        of_kind[matter.kind].append(matter.pk)
    told: dict[int, Gist] = {}
    for kind, path in settings.GIST_OF_KIND.items():
        if kind in of_kind:
            told |= import_string(path)(of_kind[kind])
    asked = Matter.objects.filter(pk__in=[key for keys in of_kind.values() for key in keys])
    to_ask = str(Matter._meta.get_field("responsible").verbose_name)
    for pk, name in asked.exclude(responsible=None).values_list("pk", "responsible__name"):
        told[pk] = [*told.get(pk, []), (to_ask, name)]
    return told


def from_fields(rows: QuerySet[Any], fields: tuple[str, ...]) -> dict[int, Gist]:
    """The fields that are filled in, under their own names, by the key of the row (of a matter's part the matter's)."""
    labels = {name: str(rows.model._meta.get_field(name).verbose_name) for name in fields}
    told: dict[int, Gist] = {}
    for row in rows.values("pk", *fields):
        if gist := [(label, row[name]) for name, label in labels.items() if row[name]]:
            told[row["pk"]] = gist
    return told


def of_journeys(matters: list[int]) -> dict[int, Gist]:
    """Why somebody went, what came of it, and who went."""
    told = from_fields(
        EventAbroad.objects.filter(matter__in=matters), ("purpose", "learnings", "contacts_made")
    )
    travellers: defaultdict[int, list[str]] = defaultdict(list)
    for matter, name in Traveller.objects.filter(event__in=matters).values_list("event", "name"):
        travellers[matter].append(name)
    for matter, names in travellers.items():
        told[matter] = [*told.get(matter, []), (_("who travels"), ", ".join(names))]
    return told


def of_agreements(matters: list[int]) -> dict[int, Gist]:
    fields = ("exchange", "benefit_to_city", "counterpart_contact", "note")
    return from_fields(Agreement.objects.filter(matter__in=matters), fields)


def of_eu_projects(matters: list[int]) -> dict[int, Gist]:
    return from_fields(EuProject.objects.filter(matter__in=matters), ("summary", "partners", "results"))
