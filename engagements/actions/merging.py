"""What is done with duplicates: said to be two, made one, parted again."""

from datetime import timedelta
from typing import Any

from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements import duplicates, merging, trees
from engagements.models import LikelyDuplicate, Merger, Organisation, OrganisationName
from governance import access
from governance.errors import StaleVersion, WrongState
from governance.models import Person

from .organisations import tie_written

# Afterwards too much has been built on it.
UNDONE_WITHIN = timedelta(days=30)


def may_merge(person: Person) -> bool:
    """The City Executive Office keeps the register of partners in order."""
    return access.is_coordinator(person)


def require_merger(person: Person) -> None:
    """Raise PermissionDenied for who is no coordinator."""
    if not may_merge(person):
        raise PermissionDenied(
            _("Only the coordinator at the City Executive Office says which organisations are one.")
        )


@transaction.atomic
def hold_together(one: Organisation, other: Organisation, *, by: Person) -> LikelyDuplicate:
    """A pair to look at that the register did not find by itself."""
    require_merger(by)
    if one == other:
        raise WrongState(_("It is the same organisation."))
    first, second = sorted((one.pk, other.pk))
    pair, _created = LikelyDuplicate.objects.get_or_create(
        first_id=first, second_id=second, defaults={"reasons": [], "likeness": "000"}
    )
    return pair


@transaction.atomic
def part(pair: LikelyDuplicate, *, by: Person, because: str) -> LikelyDuplicate:
    """Say that they are two, and why: they are not shown again."""
    require_merger(by)
    current = LikelyDuplicate.objects.select_for_update().get(pk=pair.pk)
    current.parted_at, current.parted_by, current.parted_because = timezone.now(), by, because
    current.save()
    return current


@transaction.atomic
def merge(
    merged: Organisation, survivor: Organisation, *, by: Person, versions: tuple[int, int] | None = None
) -> Merger:
    """Move everything from one to the other and lead whoever asks for it there.

    `versions` are those of the merged and of the survivor that the preview showed.
    """
    require_merger(by)
    merged, survivor = _both(merged, survivor)
    if versions not in (None, (merged.version, survivor.version)):
        raise StaleVersion(
            _("Somebody changed one of them meanwhile. Look at what moves once more."), survivor
        )
    _require_movable(merged, survivor)
    merger = Merger(survivor=survivor, merged=merged, merged_by=by)
    merger.before = _join(merged, survivor) | _stand_in_tree(merged, survivor, by)
    for pointer in merging.movable():
        _move(pointer, merger, by)
    _forget_pairs(merger)
    merged.merged_into, merged.parent = survivor, None
    _save(merged, by, _("Merged into %(name)s.") % {"name": survivor.name})
    _save(survivor, by, _("Merged with %(name)s.") % {"name": merged.name})
    merger.save()
    tie_written(survivor)
    duplicates.compare(survivor)
    return merger


@transaction.atomic
def undo(merger: Merger, *, by: Person) -> Organisation:
    """Part again what was made one: what was moved and has not been moved on goes back."""
    require_merger(by)
    merger = Merger.objects.select_for_update().get(pk=merger.pk)
    if not may_be_undone(merger):
        raise WrongState(_("The merger cannot be undone any more."))
    survivor = Organisation._base_manager.select_for_update().get(pk=merger.survivor_id)
    merged = Organisation._base_manager.select_for_update().get(pk=merger.merged_id)
    merged.merged_into, merged.parent_id = None, merger.before["merged_parent"]
    if survivor.parent_id == merger.before["parent_given"]:
        survivor.parent_id = merger.before["survivor_parent"]
    for name, value in merger.before["facts"].items():
        if str(getattr(survivor, name) or "") == value:
            setattr(survivor, name, "")
    _save(survivor, by, _("Merger with %(name)s undone.") % {"name": merged.name})
    for pointer in merging.movable():
        rows = pointer.rows(survivor).filter(pk__in=merger.moved.get(pointer.label, ()))
        _point(pointer, rows, merged, by)
    for dropped in merger.dropped.values():
        for row in serializers.deserialize("python", dropped):
            row.save()
    _save(merged, by, _("Merger with %(name)s undone.") % {"name": survivor.name})
    _name_apart(merger, merged, survivor)
    merger.undone_at, merger.undone_by = timezone.now(), by
    merger.save()
    duplicates.compare(merged)
    duplicates.compare(survivor)
    return merged


def may_be_undone(merger: Merger) -> bool:
    """For a month, and as long as the survivor has not itself been merged."""
    return (
        merger.undone_at is None
        and merger.survivor.merged_into_id is None
        and timezone.now() - merger.merged_at < UNDONE_WITHIN
    )


def _both(merged: Organisation, survivor: Organisation) -> tuple[Organisation, Organisation]:
    """The two, locked in the order of their ids; each must still stand for itself."""
    if merged == survivor:
        raise WrongState(_("It is the same organisation."))
    rows = Organisation.objects.select_for_update().filter(pk__in=(merged.pk, survivor.pk)).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise WrongState(_("One of them has been merged already."))
    return found[merged.pk], found[survivor.pk]


def _require_movable(merged: Organisation, survivor: Organisation) -> None:
    """Where both have what only one can have, somebody must say first which of them is right."""
    for pointer in merging.movable():
        if pointer.has_history and pointer.clashing(merged, survivor).exists():
            raise WrongState(
                _("Both have their own %(things)s, and one organisation can have one. Remove one first.")
                % {"things": pointer.model._meta.verbose_name}
            )


def _join(merged: Organisation, survivor: Organisation) -> dict[str, Any]:
    """Names and facts of the one go to the other; what it says itself stands. What was before, to be undone."""
    known = {name.upper() for name in survivor.names.values_list("name", flat=True)}
    names = list(merged.names.values_list("name", "language"))
    added = [(name, language) for name, language in names if name.upper() not in known]
    merged.names.all().delete()
    OrganisationName.objects.bulk_create(
        OrganisationName(organisation=survivor, name=name, language=language) for name, language in added
    )
    facts = merging.taken_over(merged, survivor)
    for name, value in facts.items():
        setattr(survivor, name, value)
    return {
        "names": names,
        "added": added,
        "facts": {name: str(value) for name, value in facts.items()},
        "merged_parent": merged.parent_id,
        "survivor_parent": survivor.parent_id,
    }


def _stand_in_tree(merged: Organisation, survivor: Organisation, by: Person) -> dict[str, Any]:
    """Where the one is part of the other, the survivor takes its place: its parts come below it afterwards."""
    parent = survivor.parent_id
    if merged in trees.above(survivor) or (parent is None and survivor not in trees.above(merged)):
        parent = merged.parent_id
    if parent != survivor.parent_id:
        survivor.parent_id = parent
        survivor._history_user = by
        survivor.save()
    return {"parent_given": parent}


def _move(pointer: merging.Pointer, merger: Merger, by: Person) -> None:
    """What points at the one points at the other; what the other has already is dropped, and kept in the merger."""
    clashing = list(pointer.clashing(merger.merged, merger.survivor))
    if clashing:
        merger.dropped[pointer.label] = serializers.serialize("python", clashing)
        pointer.rows(merger.merged).filter(pk__in=[row.pk for row in clashing]).delete()
    rows = pointer.rows(merger.merged)
    if moved := list(rows.values_list("pk", flat=True)):
        merger.moved[pointer.label] = moved
        _point(pointer, rows, merger.survivor, by)


def _point(pointer: merging.Pointer, rows: Any, organisation: Organisation, by: Person) -> None:
    if not pointer.has_history:
        rows.update(**{pointer.field: organisation})
        return
    for row in rows:
        setattr(row, pointer.field, organisation)
        row._history_user = by
        row.save(update_fields=[pointer.field])


def _forget_pairs(merger: Merger) -> None:
    """What was said of the one and others is said of the survivor and them."""
    pairs = LikelyDuplicate.objects.filter(Q(first=merger.merged) | Q(second=merger.merged))
    for pair in pairs:
        other = pair.second_id if pair.first_id == merger.merged_id else pair.first_id
        if pair.parted_at and other != merger.survivor_id:
            first, second = sorted((other, merger.survivor_id))
            LikelyDuplicate.objects.update_or_create(
                first_id=first,
                second_id=second,
                defaults={
                    name: getattr(pair, name)
                    for name in "reasons likeness parted_at parted_by parted_because".split()
                },
            )
    pairs.delete()


def _name_apart(merger: Merger, merged: Organisation, survivor: Organisation) -> None:
    own = {survivor.name.upper(), survivor.acronym.upper()}
    for name, _language in merger.before["added"]:
        if name.upper() not in own:
            survivor.names.filter(name=name).delete()
    OrganisationName.objects.bulk_create(
        OrganisationName(organisation=merged, name=name, language=language)
        for name, language in merger.before["names"]
    )


def _save(organisation: Organisation, by: Person, reason: str) -> None:
    organisation.version += 1
    organisation._history_user = by
    organisation._change_reason = reason[:100]
    organisation.save()
