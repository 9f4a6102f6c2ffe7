"""What the city does to be heard: stakeholders with their stance, meetings, answers, letters, and whom it met."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.actions.organisations import tie
from engagements.models import Advocacy, EuQuestion, Organisation, Stakeholder
from governance import casework
from governance.models import Person

from .cooperation import require_cooperation
from .locking import begin, refuse_future

# What a meeting with an institution must say, besides what every action does.
OF_A_MEETING = ("institution", "persons", "place")


@transaction.atomic
def note_stakeholder(
    eu_question: EuQuestion,
    *,
    by: Person,
    name: str,
    stance: str,
    noted_on: date,
    note: str = "",
    organisation: Organisation | None = None,
) -> Stakeholder:
    """Write down who has a say in the file and what they think; one of the register is tied to the matter."""
    eu_question = begin("advocate", eu_question, by)
    refuse_future("noted_on", noted_on)
    stakeholder = Stakeholder(
        eu_question=eu_question,
        organisation=organisation,
        name=organisation.name if organisation else name,
        stance=stance,
        noted_on=noted_on,
        note=note,
    )
    casework.save(stakeholder, by=by)
    if organisation:
        tie(eu_question.matter, organisation)
    casework.write(eu_question, by=by)
    return stakeholder


@transaction.atomic
def edit_stakeholder(
    stakeholder: Stakeholder, version: int, *, by: Person, stance: str, noted_on: date, note: str
) -> Stakeholder:
    """Note what they think by now. Raises StaleVersion when somebody was faster."""
    eu_question = begin("advocate", stakeholder.eu_question, by, version)
    refuse_future("noted_on", noted_on)
    stakeholder = Stakeholder.objects.get(pk=stakeholder.pk)
    stakeholder.stance, stakeholder.noted_on, stakeholder.note = stance, noted_on, note
    casework.save(stakeholder, by=by)
    casework.write(eu_question, by=by)
    return stakeholder


@transaction.atomic
def advocate(eu_question: EuQuestion, *, by: Person, **entered: Any) -> Advocacy:
    """Log what was done. Raises RefusedByRule before the cooperation is there, ValidationError by field."""
    eu_question = begin("advocate", eu_question, by)
    require_cooperation(eu_question)
    advocacy = Advocacy(eu_question=eu_question)
    _write(advocacy, entered, by)
    casework.write(eu_question, by=by)
    return advocacy


@transaction.atomic
def edit_advocacy(advocacy: Advocacy, version: int, *, by: Person, **entered: Any) -> Advocacy:
    """Correct what was logged. Raises StaleVersion when somebody was faster."""
    eu_question = begin("advocate", advocacy.eu_question, by, version)
    advocacy = Advocacy.objects.get(pk=advocacy.pk)
    _write(advocacy, entered, by)
    casework.write(eu_question, by=by)
    return advocacy


def _write(advocacy: Advocacy, entered: dict[str, Any], by: Person) -> None:
    refuse_future("held_on", entered["held_on"])
    if missing := missing_of_a_meeting(entered):
        raise ValidationError(missing)
    for name, value in entered.items():
        setattr(advocacy, name, value)
    casework.save(advocacy, by=by)


def missing_of_a_meeting(entered: dict[str, Any]) -> dict[str, str]:
    """What a transparency register asks of a meeting and was not given, by field."""
    if entered.get("kind") != Advocacy.Kind.MEETING:
        return {}
    words = {
        "institution": _("Say which institution was met."),
        "persons": _("Say who was met."),
        "place": _("Say where; online is a place too."),
    }
    return {name: words[name] for name in OF_A_MEETING if not str(entered.get(name, "")).strip()}
