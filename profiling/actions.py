"""What is done with good examples, key messages and information on the city: written, published, taken down."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, acting, documents, notices
from governance.errors import StaleVersion, WrongState
from governance.models import Body, Document, Office, Person

from . import pictures
from .models import CityInformation, GoodExample, KeyMessage

Row = GoodExample | KeyMessage | CityInformation


def may_write(person: Person, kind: type[Row], body: Body | int | None = None) -> bool:
    """A body's good examples are its own. Key messages are the City Executive Office's; information is both's."""
    if kind is not GoodExample and access.is_coordinator(person):
        return True
    return kind is not KeyMessage and body is not None and access.may(person, access.EDIT, body)


def body_of(row: Row) -> Body | None:
    """The body that owns it; none owns a key message."""
    return None if isinstance(row, KeyMessage) else row.body


def require_writer(person: Person, kind: type[Row], body: Body | None = None) -> None:
    """Raise PermissionDenied, saying who may."""
    if may_write(person, kind, body):
        return
    if body is None:
        raise PermissionDenied(_("Key messages are written by the City Executive Office alone."))
    raise PermissionDenied(access.refusal(access.EDIT, body))


@transaction.atomic
def write(model: type[Row], /, *, by: Person, is_invented: bool = False, **values: Any) -> Row:
    """Write a draft. Raises PermissionDenied, ValidationError by field."""
    require_writer(by, model, values.get("body"))
    row = model(is_invented=is_invented)
    _fill(row, values, by)
    return row


@transaction.atomic
def edit(row: Row, version: int, *, by: Person, **values: Any) -> Row:
    """Change what is written. Raises StaleVersion when somebody was faster, PermissionDenied, ValidationError."""
    row = _lock(row, by, version)
    # To give it to another body one must be of that one too.
    if "body" in values:
        require_writer(by, type(row), values["body"])
    row.version += 1
    _fill(row, values, by)
    return row


@transaction.atomic
def publish(row: Row, *, by: Person, version: int | None = None) -> Row:
    """Show it to everybody from now on, or from its first day. Raises WrongState for what has expired.

    `version` is the one that was read: StaleVersion when it says something else by now.
    """
    row = _lock(row, by, version)
    if row.is_published:
        raise WrongState(_("It is published already."))
    if not isinstance(row, CityInformation) and row.is_expired:
        raise WrongState(_("Its last day has passed. Give it a later one first."))
    row.published_at, row.published_by = timezone.now(), by
    _save(row, by)
    return row


@transaction.atomic
def take_down(row: Row, *, by: Person) -> Row:
    """Show it to nobody any more; it is a draft again."""
    row = _lock(row, by)
    if not row.is_published:
        raise WrongState(_("It is not published."))
    row.published_at = row.published_by = None
    _save(row, by)
    return row


def _fill(row: Row, values: dict[str, Any], by: Person) -> None:
    """Files that came along are kept as documents; a row without them keeps the one it has."""
    picture, file = values.pop("picture", None), values.pop("file", None)
    for name, value in values.items():
        setattr(row, name, value)
    if isinstance(row, GoodExample):
        if picture:
            row.picture = _kept_picture(picture, by)
        if row.picture_id and not (row.alternative_sv and row.alternative_en):
            raise ValidationError(
                {"alternative_sv": _("Say in words, in both languages, what the picture shows.")}
            )
    elif isinstance(row, CityInformation) and file:
        row.document = documents.store(file.read(), file.name, file.content_type or "", None, by)
    _save(row, by)


def _kept_picture(file: Any, by: Person) -> Document:
    content, media_type = pictures.bare(file.read())
    return documents.store(content, file.name, media_type, None, by)


def _lock(row: Row, by: Person, version: int | None = None) -> Row:
    """The row as it stands, locked, for whoever may write it. Raises StaleVersion when `version` is old."""
    current: Row = type(row).objects.select_for_update().get(pk=row.pk)
    require_writer(by, type(row), body_of(current))
    if version is not None and current.version != version:
        raise StaleVersion(
            _("Somebody else changed %(name)s while you were writing.") % {"name": current}, current
        )
    return current


def _save(row: Row, by: Person) -> None:
    row._history_user = by
    row.save()


def tell_what_expires(today: date | None = None) -> int:
    """Tell each owner a month ahead what expires, and the coordinators what was not revised in time. Each once."""
    today = today or timezone.localdate()
    return _tell_of_examples(today) + _tell_of_messages(today) + _tell_of_information(today)


def _tell_of_examples(today: date) -> int:
    rows = GoodExample.objects.expiring(today).select_related("body")
    for row in rows:
        notices.notify(
            access.holders(Office.Role.CONTACT_PERSON, row.body) or access.those_with(access.EDIT, row.body),
            matter=None,
            key=f"example-expires:{row.pk}:{row.until}",
            subject_sv=f"Det goda exemplet ”{row.title_sv}” gäller till {row.until}",
            subject_en=f"The good example “{row.title_en}” is valid until {row.until}",
            sent_to=acting.SentTo(access.roles_with(access.EDIT), row.body_id),
        )
    return len(rows)


def _tell_of_messages(today: date) -> int:
    rows = KeyMessage.objects.expiring(today)
    for row in rows:
        notices.notify(
            access.holders(Office.Role.COORDINATOR),
            matter=None,
            key=f"message-expires:{row.pk}:{row.until}",
            subject_sv=f"Budskapet ”{row.text_sv or row.text_en}” gäller till {row.until}",
            subject_en=f"The key message “{row.text_en}” is valid until {row.until}",
            sent_to=acting.SentTo((Office.Role.COORDINATOR,)),
        )
    return len(rows)


def _tell_of_information(today: date) -> int:
    rows = CityInformation.objects.late(today)
    for row in rows:
        notices.notify(
            access.holders(Office.Role.COORDINATOR),
            matter=None,
            key=f"information-late:{row.pk}:{row.due_on}",
            subject_sv=f"”{row.title_sv or row.title_en}” skulle ha reviderats senast {row.due_on}",
            subject_en=f"“{row.title_en}” was to be revised by {row.due_on}",
            sent_to=acting.SentTo((Office.Role.COORDINATOR,)),
        )
    return len(rows)
