"""Makes a scene larger without knowing what is in it: every row of every table, so many times over."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

# Tables of the frame, and what a person may do: more of these is another city, not more of the same.
OTHER_APPS = {"admin", "auth", "contenttypes", "sessions", "guardian"}
FIRST, STEP = 700_000, 1_000
Copies = dict[tuple[type[models.Model], Any, int], models.Model]


def grow(first: int, count: int) -> dict[str, int]:
    """Add copies `first` to `first + count` of every row there is. Returns how many came to be, by model.

    A copy hangs on what its original hangs on, so that everything gets more parts; only where there can be one part
    does it hang on the copy. What a constraint forbids twice is not copied.
    """
    copies: Copies = {}
    made: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or what cannot be copied would be told at the end
    for model in _parents_first():
        for row in list(model._base_manager.all()):
            if not _is_first(row):
                continue
            for number in range(first, first + count):
                copy = _copy(row, number, copies)
                if copy is not None:
                    copies[model, row.pk, number] = copy
                    made[model.__name__] = made.get(model.__name__, 0) + 1
    return made


def _parents_first() -> Iterator[type[models.Model]]:
    """Every table of the product, after those that its one-to-one keys lead to."""
    done: set[type[models.Model]] = set()

    def visit(model: type[models.Model]) -> Iterator[type[models.Model]]:
        if model in done:
            return
        done.add(model)
        for field in model._meta.concrete_fields:
            if isinstance(field, models.OneToOneField):
                yield from visit(field.related_model)
        yield model

    for model in apps.get_models():
        if model._meta.app_label not in OTHER_APPS and model._meta.managed:
            yield from visit(model)


def _is_first(row: models.Model) -> bool:
    """Whether the row is of the scene itself, and no copy."""
    return not (isinstance(row.pk, int) and row.pk >= FIRST)


def _copy(row: models.Model, number: int, copies: Copies) -> models.Model | None:
    copy = type(row)(**{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields})
    for field in row._meta.concrete_fields:
        if isinstance(field, models.OneToOneField):
            parent = copies.get((field.related_model, getattr(row, field.attname), number))
            if parent is None and getattr(row, field.attname) is not None:
                return None
            setattr(copy, field.attname, parent and parent.pk)
        elif field.primary_key and isinstance(field, models.AutoField):
            copy.pk = FIRST + number * STEP + row.pk
        elif field.unique or field.name in _once_together(type(row)):
            setattr(copy, field.attname, _other(field, getattr(row, field.attname), number))
    _hang_on_copies(copy, row, number, copies)
    try:
        with transaction.atomic():
            type(row)._base_manager.bulk_create([copy])
    except DatabaseError:
        return None
    return copy


@cache
def _once_together(model: type[models.Model]) -> frozenset[str]:
    """The plain fields of which a constraint allows each combination once."""
    return frozenset(
        name
        for names in _combinations(model)
        for name in names
        if not model._meta.get_field(name).is_relation and not model._meta.get_field(name).choices
    )


def _combinations(model: type[models.Model]) -> list[set[str]]:
    found = []
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            named = {name for each in constraint.expressions for name in _named(each)}
            found.append(named | set(constraint.fields))
    return found


def _named(expression: Any) -> Iterator[str]:
    if isinstance(expression, models.F):
        yield expression.name
    else:
        for part in expression.get_source_expressions():
            yield from _named(part)


def _hang_on_copies(copy: models.Model, row: models.Model, number: int, copies: Copies) -> None:
    """Where only keys are in a combination, the last of them leads to a copy: another matter on the same agenda."""
    for names in _combinations(type(row)):
        fields = [row._meta.get_field(name) for name in names]
        if names & _once_together(type(row)) or not all(field.is_relation for field in fields):
            continue
        for field in sorted(fields, key=lambda each: each.name, reverse=True):
            target = copies.get((field.related_model, getattr(row, field.attname), number))
            if target is not None:
                setattr(copy, field.attname, target.pk)
                break


def _other(field: models.Field, value: Any, number: int) -> Any:
    """A value as good as the one that may stand there once."""
    if isinstance(field, models.UUIDField):
        return uuid4()
    if isinstance(value, str) and value:
        tail = f"-{number}"
        return value[: (field.max_length or 60) - len(tail)] + tail
    if isinstance(value, date):
        return value + timedelta(days=number)
    return value + number * 10 if isinstance(value, int) and not isinstance(value, bool) else value
