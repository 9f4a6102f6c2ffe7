"""From what was seen to what is done: observations lifted to an analysis, and the matter in which the city acts."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access
from governance.models import Matter, Person
from network import rights
from network.models import Analysis, Observation

from . import writing


@transaction.atomic
def analyse(
    *, by: Person, observations: Iterable[Observation], is_invented: bool = False, **values: Any
) -> Analysis:
    """Lift observations to an analysis. Raises ValidationError without any, or when one has been lifted."""
    chosen = list(Observation.objects.select_for_update().filter(pk__in=[each.pk for each in observations]))
    if not chosen:
        raise ValidationError({"observations": _("Choose at least one observation to build on.")})
    if any(each.analysis_id for each in chosen):
        raise ValidationError(
            {"observations": _("Somebody has lifted one of them to another analysis meanwhile.")}
        )
    analysis = writing.write(Analysis, by=by, is_invented=is_invented, **values)
    for each in chosen:
        each.analysis = analysis
        each.version += 1
        writing.save(each, by=by)
    return analysis


@transaction.atomic
def act(analysis: Analysis, *, by: Person, number: str) -> Analysis:
    """Name the matter in which the city acts on it: one of the register that the person may read and is not marked."""
    analysis = writing.lock(analysis)
    rights.require_change(by, analysis)
    matter = Matter.objects.filter(number=number).first()
    if matter is None or matter.is_secret or not access.may_view(by, matter):
        raise ValidationError({"number": _("There is no matter with this number that you may link to.")})
    analysis.matter, analysis.acted_on = matter, timezone.localdate()
    analysis.version += 1
    writing.save(analysis, by=by)
    return analysis
