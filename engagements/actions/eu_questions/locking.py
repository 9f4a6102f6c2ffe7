"""How every verb on an EU question begins, where it is at home, and the day its card is due."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.lifecycle.eu_questions import Status, after
from engagements.models import EuQuestion
from governance import casework
from governance.models import Person


def lock(eu_question: EuQuestion | int, version: int | None = None) -> EuQuestion:
    """The question as it stands, locked. Raises StaleVersion when `version` is old."""
    return casework.lock(EuQuestion, eu_question, version)


def begin(verb: str, eu_question: EuQuestion, by: Person, version: int | None = None) -> EuQuestion:
    """The locked question, for who prepares the owner's matters, where the verb can be done.

    Raises PermissionDenied, saying who may, WrongState, and StaleVersion when `version` is old.
    """
    eu_question = lock(eu_question, version)
    casework.require_edit(by, eu_question.matter)
    after(verb, eu_question.matter)
    return eu_question


def home(eu_question: EuQuestion) -> str:
    """The status of a question that waits for nobody."""
    return Status.DECIDED if eu_question.has_position else Status.FOLLOWED


def due_on(eu_question: EuQuestion) -> date | None:
    """The card is due by the last day to act, until the city has a position."""
    return None if eu_question.has_position else eu_question.last_day


def refuse_future(field: str, day: date) -> None:
    """Raise ValidationError at the field for a day that has not been."""
    if day > timezone.localdate():
        raise ValidationError({field: _("The date is in the future.")})
