"""The parts of a visit that are entered anew as a whole, such as its costs: the history tells only what changed."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from simple_history.utils import bulk_create_with_history

from governance.models import Person


def renew(standing: Any, rows: Iterable[models.Model], same: tuple[str, ...], *, by: Person) -> None:
    """Let the rows stand instead of those that do. One that is of the `same` thing is changed, or left as it is."""
    model: Any = standing.model
    fields = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    left: dict[tuple[Any, ...], list[Any]] = {}
    for row in standing.all():
        left.setdefault(_values(row, same), []).append(row)
    new = []
    for row in rows:
        of_it = left.get(_values(row, same))
        if not of_it:
            new.append(row)
        elif _values(old := of_it.pop(0), fields) != _values(row, fields):
            for name in fields:
                setattr(old, name, getattr(row, name))
            old._history_user = by
            old.save()
    for gone in (row for rows_left in left.values() for row in rows_left):
        gone._history_user = by
        gone.delete()
    bulk_create_with_history(new, model, default_user=by)


def _values(row: models.Model, names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)
