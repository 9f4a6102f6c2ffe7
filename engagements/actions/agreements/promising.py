"""What each side is to do by an agreement: written down, done with what shows it, or dropped with the reason."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.lifecycle.agreements import PROMISING, TELLING
from engagements.models import Agreement, Obligation
from governance import casework, documents
from governance.errors import WrongState
from governance.models import Person
from governance.moves import require_status

from .locking import lock_for
from .schedule import set_days


@transaction.atomic
def add_obligation(
    agreement: Agreement, *, by: Person, text: str, side: str, due_on: date, responsible: str = ""
) -> Obligation:
    """Write down what one of the sides is to do, and by when."""
    agreement = lock_for(agreement, by)
    require_status(agreement.matter, *PROMISING)
    obligation = Obligation(
        agreement=agreement,
        text=text,
        side=side,
        due_on=due_on,
        responsible=responsible,
        written_on=timezone.localdate(),
    )
    casework.save(obligation, by=by)
    _write(agreement, by)
    return obligation


@transaction.atomic
def close_obligation(
    obligation: Obligation, *, by: Person, status: str, closed_on: date, report: str, proof: Any = None
) -> Obligation:
    """It is done, and this shows it (a text, and an uploaded file if there is one); or it is dropped, for a reason."""
    agreement = lock_for(obligation.agreement_id, by)
    require_status(agreement.matter, *TELLING)
    obligation = Obligation.objects.get(pk=obligation.pk)
    if not obligation.is_open:
        raise WrongState(_("This obligation has already been closed."))
    if closed_on > timezone.localdate():
        raise ValidationError({"closed_on": _("The date is in the future.")})
    obligation.status, obligation.closed_on, obligation.report = status, closed_on, report
    obligation.proof = documents.uploaded(proof, agreement.matter, by)
    casework.save(obligation, by=by)
    _write(agreement, by)
    return obligation


def _write(agreement: Agreement, by: Person) -> None:
    due = set_days(agreement, agreement.matter.status)
    casework.write(agreement, by=by, due_on=due)
