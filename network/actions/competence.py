"""What one can: entered and taken away by the person alone. Trainings: offered, joined, left."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.errors import WrongState
from governance.models import Person
from network import rights
from network.models import Competence, Participant, Training

from . import writing


@transaction.atomic
def take_away(competence: Competence, *, by: Person) -> None:
    """It is no longer so, or nobody's business any more."""
    current = writing.lock(competence)
    rights.require_change(by, current)
    current._history_user = by
    current.delete()


@transaction.atomic
def join(training: Training, *, by: Person) -> Participant:
    """Take part. Raises WrongState when it has been held or is full."""
    rights.require_member(by)
    training = _to_come(training)
    taken = training.participants.exclude(person=by).count()
    if training.seats is not None and taken >= training.seats:
        raise WrongState(_("Every seat is taken."))
    return Participant.objects.get_or_create(training=training, person=by)[0]


@transaction.atomic
def leave(training: Training, *, by: Person) -> None:
    """Give the seat to somebody else."""
    rights.require_member(by)
    _to_come(training).participants.filter(person=by).delete()


def _to_come(training: Training) -> Training:
    training = writing.lock(training)
    if training.held_on < timezone.localdate():
        raise WrongState(_("The training has been held."))
    return training
