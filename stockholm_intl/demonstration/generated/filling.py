"""Fills a table from a SELECT, set-based: what the recipe does not name gets the model's own default."""
# ruff: noqa: S608 (names of tables and columns are our own; whatever comes from outside is a parameter)

from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper


def fill(cursor: CursorWrapper, model: type[models.Model], source: str, /, **columns: str) -> int:
    """INSERT ... SELECT into the model's table; returns the number of rows.

    `source` is what follows FROM, `columns` are SQL expressions by field name. A field that is not named takes
    its default, now() or NULL; one that has none of these must be named.
    """
    targets, values, defaults = [], [], []
    for field in model._meta.concrete_fields:
        value = columns.pop(field.name, None)
        if value is None:
            value, default = _default(field)
            defaults += default
        if value is not None:
            targets.append(connection.ops.quote_name(str(field.column)))
            values.append(value)
    if columns:
        raise TypeError(f"{model.__name__} has no {', '.join(sorted(columns))}")
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({', '.join(targets)}) SELECT {', '.join(values)} FROM {source}",
        defaults,
    )
    return cursor.rowcount


def remember(
    cursor: CursorWrapper,
    model: type[models.Model],
    where: str,
    *,
    by: str,
    at: str = "now()",
    kind: str = "+",
) -> int:
    """One history row for every row the condition lets through. `where`, `by` and `at` are SQL over `row`."""
    history = model.history.model  # type: ignore[attr-defined]
    kept = {field.name for field in history._meta.concrete_fields}
    columns = {
        field.name: f"row.{connection.ops.quote_name(str(field.column))}"
        for field in model._meta.concrete_fields
        if field.name in kept
    }
    source = f"{model._meta.db_table} row WHERE {where}"
    return fill(
        cursor, history, source, history_date=at, history_type=f"'{kind}'", history_user=by, **columns
    )


def fill_and_remember(
    cursor: CursorWrapper, model: type[models.Model], source: str, /, **columns: str
) -> int:
    """As `fill`, with a history row for each."""
    key, beyond = connection.ops.quote_name(str(model._meta.pk.column)), highest(cursor, model)
    count = fill(cursor, model, source, **columns)
    remember(cursor, model, f"row.{key} > {beyond:d}", by="NULL")
    return count


def highest(cursor: CursorWrapper, model: type[models.Model]) -> int:
    """The highest key in use, 0 in an empty table."""
    key = connection.ops.quote_name(str(model._meta.pk.column))
    cursor.execute(f"SELECT coalesce(max({key}), 0) FROM {model._meta.db_table}")
    return int(cursor.fetchone()[0])


def advance(cursor: CursorWrapper, model: type[models.Model]) -> None:
    """Let the table's own numbering go on after keys that were given by us."""
    table, key = model._meta.db_table, model._meta.pk.column
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence(%s, %s), greatest(max({key}), 1)) FROM {table}",
        [table, key],
    )


def _default(field: "models.Field[Any, Any]") -> tuple[str | None, list[Any]]:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return "now()", []
    if field.primary_key and not field.has_default() and not field.is_relation:
        return None, []
    if field.has_default():
        return "%s", [field.get_db_prep_save(field.get_default(), connection)]
    if field.null:
        return None, []
    if field.empty_strings_allowed:
        return "''", []
    raise TypeError(f"{field.model.__name__}.{field.name} must be given")
