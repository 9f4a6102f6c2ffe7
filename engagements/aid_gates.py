"""The gate of an aid-like project: somebody else pays everything; an older strategy asks for more.

What is asked stands in the principle of the strategy in force on the day: a new version needs data only.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from governance import principles
from governance.language import choice_label
from governance.models import Principle

from .gates import Gate, who_may_decide_past
from .models import AidFinancing, AidProject


def of(project: AidProject, day: date) -> list[Gate]:
    """Every gate of the principle in force on the day. A strategy without it leaves all to its table of rules."""
    principle = principles.checks(day).get("external_funding")
    if principle is None:
        return []
    who_may = who_may_decide_past(principle, day)
    return [
        Gate(name, principle, is_open, what_to_do, field, who_may=who_may)
        for name, is_open, what_to_do, field in _asked(project, principle)
    ]


def shut(project: AidProject, day: date) -> list[Gate]:
    """Those that stop the project."""
    return [gate for gate in of(project, day) if not gate.is_open]


def refusal(gate: Gate) -> str:
    """What a shut gate asks for, by which section, and who may decide past it."""
    who = (
        _("An exception can be decided by %(body)s alone.") % {"body": gate.who_may}
        if gate.who_may
        else _("The strategy foresees no exception: nobody may decide past it.")
    )
    cited = _("strategy %(strategy)s, section %(section)s") % {
        "strategy": gate.strategy,
        "section": gate.principle.section.number,
    }
    return f"{gate.name}: {gate.what_to_do} ({cited}) {who}"


def _asked(project: AidProject, principle: Principle) -> Iterator[tuple[str, bool, str, str]]:
    """Name, whether it is in order, what to do, and the field that mends it."""
    settings, parts = principle.settings, list(project.financing.all())
    if settings.get("funder_is_named"):
        yield _("The funder is named"), bool(parts), _("Say who pays, with name and amount."), "financing"
    own = project.own_cost
    yield (
        _("Somebody else pays the whole cost"),
        project.external_percent >= settings["percent"] and own >= 0,
        _("The funders pay more than the project costs. Correct an amount.")
        if own < 0
        else _("%(own)s kr is left for the city to pay. Find a funder for it, or lower the cost.")
        % {"own": f"{own:,.0f}".replace(",", "\u00a0")},
        "total_cost",
    )
    if settings.get("staff_time_is_own_cost"):
        yield (
            _("The city’s working time is counted"),
            project.includes_staff_time,
            _("Count the city’s working time into the cost: it is a cost that somebody else pays too."),
            "includes_staff_time",
        )
    if askers := settings.get("requested_by"):
        yield (
            _("A funder has asked for it"),
            any(part.is_requested and part.funder in askers for part in parts),
            _("It must be requested by %(askers)s, as a funder of it.")
            % {"askers": _one_of(askers, AidFinancing.Funder)},
            "financing",
        )
    if areas := settings.get("areas"):
        yield (
            _("It goes to a listed area"),
            project.area in areas,
            _("It must go to %(areas)s.") % {"areas": _one_of(areas, AidProject.Area)},
            "area",
        )


def _one_of(keys: list[str], choices: type[TextChoices]) -> str:
    """ "Sida, the European Union or the United Nations"."""
    words = [choice_label(choices, key) for key in keys]
    if len(words) == 1:
        return words[0]
    return _("%(first)s or %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
