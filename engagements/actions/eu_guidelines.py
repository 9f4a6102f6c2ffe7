"""What is done with a body's guidelines for EU policy: entered, which ends those before, and mended."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.models import EuGuideline
from governance import access, casework, documents
from governance.errors import StaleVersion
from governance.models import Body, Person


@transaction.atomic
def lay_down(body: Body, *, by: Person, is_invented: bool = False, **written: Any) -> EuGuideline:
    """Enter guidelines the body has decided on. Those in force until then end the day before.

    Raises PermissionDenied, ValidationError by field.
    """
    access.require(by, access.EDIT, body)
    Body.objects.select_for_update().get(pk=body.pk)
    _keep_file(written, by)
    _require_order(written)
    since: date = written["since"]
    for former in body.eu_guidelines.in_force(since).filter(until=None, since__lt=since):
        former.until = since - timedelta(days=1)
        former.version += 1
        casework.save(former, by=by)
    guideline = EuGuideline(body=body, is_invented=is_invented, **written)
    _save(guideline, by)
    return guideline


@transaction.atomic
def edit(guideline: EuGuideline, version: int, *, by: Person, **written: Any) -> EuGuideline:
    """Mend what is written, or say that they have ended. Raises StaleVersion when somebody was faster."""
    guideline = EuGuideline.objects.select_for_update().select_related("body").get(pk=guideline.pk)
    access.require(by, access.EDIT, guideline.body)
    if guideline.version != version:
        raise StaleVersion(_("Somebody else changed the guidelines while you were writing."), guideline)
    _keep_file(written, by)
    _require_order({"document": guideline.document, **written})
    for name, value in written.items():
        setattr(guideline, name, value)
    guideline.version += 1
    _save(guideline, by)
    return guideline


def _keep_file(written: dict[str, Any], by: Person) -> None:
    """The file that came along becomes the document; without one the document is left as it is."""
    file = written.pop("file", None)
    if file:
        written["document"] = documents.uploaded(file, None, by)


def _require_order(written: dict[str, Any]) -> None:
    since, until = written["since"], written.get("until")
    if written["decided_on"] > timezone.localdate():
        raise ValidationError({"decided_on": _("The date is in the future.")})
    if since < written["decided_on"]:
        raise ValidationError({"since": _("They cannot be in force before they are decided on.")})
    if until and until < since:
        raise ValidationError({"until": _("The last day must come after the first.")})
    if not any(written.get(name) for name in ("document", "link", "diary_number")):
        raise ValidationError({"file": _("Give the document, a link to it, or its diary number.")})


def _save(guideline: EuGuideline, by: Person) -> None:
    """The database is the judge of two that would be in force at once."""
    try:
        with transaction.atomic():
            casework.save(guideline, by=by)
    except IntegrityError as refusal:
        if "one_eu_guideline_at_a_time" not in str(refusal):
            raise
        message = _("The body has other guidelines in that time. End those first, or choose another day.")
        raise ValidationError({"since": message}) from refusal
