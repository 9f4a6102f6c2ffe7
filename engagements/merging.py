"""Merging: everything in the register that points at a partner, found from the models themselves.

A new foreign key to Organisation is moved without a word here; tests/engagements/test_merging.py holds this against the
database. What cannot simply be moved stands in BY_HAND.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, ForeignKey, Model, OuterRef, QuerySet, UniqueConstraint
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalChanges

from governance.models import Matter, Person

from . import timelines
from .models import LikelyDuplicate, Merger, Organisation, OrganisationName

# Names are joined to one list, pairs are held against one another anew, and a merger stays what it was.
BY_HAND = {
    (OrganisationName, "organisation"),
    (LikelyDuplicate, "first"),
    (LikelyDuplicate, "second"),
    (Merger, "survivor"),
    (Merger, "merged"),
}
MOST_SHOWN = 20
PARTS, MERGED_BEFORE = _("parts"), _("organisations merged into it before")


@dataclass(frozen=True)
class Pointer:
    """One foreign key to Organisation."""

    model: type[Model]
    field: str

    @property
    def label(self) -> str:
        """How a merger remembers it: engagements.Dealing.organisation."""
        return f"{self.model._meta.label}.{self.field}"

    @property
    def words(self) -> str:
        """What the rows are called; of organisations, what they are to the one they point at."""
        if self.model is Organisation:
            return str(capfirst(PARTS if self.field == "parent" else MERGED_BEFORE))
        return str(capfirst(self.model._meta.verbose_name_plural))

    @property
    def has_history(self) -> bool:
        return hasattr(self.model, "history")

    def rows(self, organisation: Organisation) -> QuerySet[Any]:
        """What points at the organisation, also what other lists leave out."""
        return self.model._base_manager.filter(**{self.field: organisation})

    def clashing(self, merged: Organisation, survivor: Organisation) -> QuerySet[Any]:
        """The rows of the one that cannot be moved: the other has the like already, and the database allows one."""
        clashes = self.rows(merged).none()
        for fields, constraint in self._unique():
            mine, theirs = self.rows(merged), self.rows(survivor)
            if constraint is not None and constraint.condition is not None:
                mine, theirs = mine.filter(constraint.condition), theirs.filter(constraint.condition)
            for number, field in enumerate(fields):
                name = f"unique_{number}"
                mine = mine.annotate(**{name: field})
                theirs = theirs.annotate(**{name: field}).filter(**{name: OuterRef(name)})
            clashes = clashes | self.rows(merged).filter(pk__in=mine.filter(Exists(theirs)).values("pk"))
        return clashes

    def _unique(self) -> Iterator[tuple[list[Any], UniqueConstraint | None]]:
        """What beside the organisation must be unique, one rule at a time."""
        options = self.model._meta
        if options.get_field(self.field).unique:  # type: ignore[union-attr]
            yield [], None
        for names in options.unique_together:
            if self.field in names:
                yield [F(name) for name in names if name != self.field], None
        for constraint in options.constraints:
            if isinstance(constraint, UniqueConstraint):
                parts: list[Any] = [F(name) for name in constraint.fields] or [*constraint.expressions]
                if F(self.field) in parts:
                    yield [part for part in parts if part != F(self.field)], constraint


@dataclass(frozen=True)
class Moving:
    """What of one sort would be moved; `withheld` of them this person may not read, and they are not named."""

    label: str
    names: list[str]
    count: int
    withheld: int
    dropped: int

    @property
    def more(self) -> int:
        return self.count - self.withheld - len(self.names)


def pointers() -> list[Pointer]:
    """Every foreign key to Organisation, of all apps and of the tables between two models; not of history."""
    return [
        Pointer(model, field.name)
        for model in apps.get_models(include_auto_created=True)
        if not issubclass(model, HistoricalChanges)
        for field in model._meta.local_concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is Organisation
    ]


def movable() -> list[Pointer]:
    """Those that a merger moves as they are."""
    return [pointer for pointer in pointers() if (pointer.model, pointer.field) not in BY_HAND]


def preview(merged: Organisation, survivor: Organisation, person: Person) -> list[Moving]:
    """All that a merger would move, sort by sort; of matters that the person may not read only how many."""
    names = list(merged.names.values_list("name", flat=True))
    found = [Moving(str(capfirst(OrganisationName._meta.verbose_name_plural)), names, len(names), 0, 0)]
    for pointer in movable():
        rows = pointer.rows(merged)
        if count := rows.count():
            shown = _told(rows, pointer.model, person)
            found.append(
                Moving(
                    label=pointer.words,
                    names=[_name_of(row) for row in shown.order_by("-pk")[:MOST_SHOWN]],
                    count=count,
                    withheld=count - shown.count(),
                    dropped=pointer.clashing(merged, survivor).count(),
                )
            )
    return found


def _told(rows: QuerySet[Any], model: type[Model], person: Person) -> QuerySet[Any]:
    """Without the rows of matters that the person is not told of."""
    field = _way_to_matter(model)
    if not field:
        return rows.select_related(*(each.name for each in model._meta.fields if each.related_model))
    return rows.filter(**{f"{field}__in": timelines.told(Matter.objects.all(), person)}).select_related(field)


def _way_to_matter(model: Any) -> str:
    """From a row to its matter, directly or by the file it hangs on; empty for what is of no matter."""
    for each in model._meta.fields:
        if each.related_model is Matter:
            return each.name
        if isinstance(each, ForeignKey) and each.related_model._meta.pk.name == "matter":
            return f"{each.name}__matter"
    return ""


def _name_of(row: Any) -> str:
    """A matter by its number and title, anything else as it calls itself."""
    matter = getattr(row, "matter", None)
    return f"{matter.number} {matter.heading}" if matter else str(row)


# What the survivor takes over where it says nothing itself.
TAKEN_OVER = ("acronym", "country", "city", "website", "theme", "note", "source")


def taken_over(merged: Organisation, survivor: Organisation) -> dict[str, Any]:
    """The facts that the survivor lacks and the other has."""
    return {
        name: getattr(merged, name)
        for name in TAKEN_OVER
        if getattr(merged, name) and not getattr(survivor, name)
    }
