"""How every row of the network is written and changed: who may, in one transaction, with version and history."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from governance.errors import StaleVersion
from governance.models import Person
from network import rights
from network.models import Written

Row = TypeVar("Row", bound=Written)


@transaction.atomic
def write(model: type[Row], /, *, by: Person, is_invented: bool = False, **values: Any) -> Row:
    """Write a row. Raises PermissionDenied for who is not in the network, ValidationError by field."""
    rights.require_member(by)
    row = model(author=by, is_invented=is_invented, **values)
    save(row, by=by)
    return row


@transaction.atomic
def change(row: Row, version: int, *, by: Person, **values: Any) -> Row:
    """Change what is written. Raises StaleVersion when somebody was faster, PermissionDenied, ValidationError."""
    current = lock(row, version)
    rights.require_change(by, current)
    for name, value in values.items():
        setattr(current, name, value)
    current.version += 1
    save(current, by=by)
    return current


def lock(row: Row, version: int | None = None) -> Row:
    """The row as it stands now, locked. Raises StaleVersion when `version` is old."""
    rows: Any = type(row)._default_manager
    current: Row = rows.select_for_update(of=("self",)).get(pk=row.pk)
    if version is not None and current.version != version:
        raise StaleVersion(
            _("Somebody else changed %(name)s while you were writing.") % {"name": current}, current
        )
    return current


def save(row: Any, *, by: Person) -> None:
    """Save with who did it. What the database forbids is a ValidationError, the last moment's too."""
    row._history_user = by
    row.validate_constraints()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ValidationError(_("There is one like it already.")) from error
