"""The log of an agreement: what was done under it, or why it still stands although nothing was."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.lifecycle.agreements import CURRENT, TELLING
from engagements.models import Activity, Agreement
from governance import casework
from governance.errors import WrongState
from governance.models import Person
from governance.moves import require_status

from .locking import lock_for
from .schedule import set_days


@transaction.atomic
def log_activity(
    agreement: Agreement,
    *,
    by: Person,
    happened_on: date,
    kind: str,
    what: str,
    people: str = "",
    result: str = "",
) -> Activity:
    """Write down something that was done. An agreement in which something happened lately is dormant no more."""
    agreement = lock_for(agreement, by)
    require_status(agreement.matter, *TELLING)
    if happened_on > timezone.localdate():
        raise ValidationError({"happened_on": _("The date is in the future.")})
    return _log(
        agreement, by, Activity(happened_on=happened_on, kind=kind, what=what, people=people, result=result)
    )


@transaction.atomic
def say_it_stands(agreement: Agreement, *, by: Person, reason: str) -> Activity:
    """Answer why a dormant agreement still stands. That puts the question off as an activity of today would."""
    agreement = lock_for(agreement, by)
    require_status(agreement.matter, *CURRENT)
    require_dormant(agreement)
    answer = Activity(
        happened_on=timezone.localdate(), kind=Activity.Kind.ANSWER, what=_("It still stands"), result=reason
    )
    return _log(agreement, by, answer)


def require_dormant(agreement: Agreement) -> None:
    """Raise WrongState for an agreement of which nobody asks why it still stands."""
    if agreement.dormant_since is None:
        raise WrongState(_("The agreement is not dormant."))


def _log(agreement: Agreement, by: Person, activity: Activity) -> Activity:
    activity.agreement = agreement
    casework.save(activity, by=by)
    due = set_days(agreement, agreement.matter.status)
    casework.write(agreement, by=by, due_on=due)
    return activity
