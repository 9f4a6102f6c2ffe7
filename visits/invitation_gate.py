"""What must hold before the invitation letters of a visit are issued, each with its section and who may lift it.

The two conditions of the strategy are read from its principle: which they are is data, and this module knows how each
is looked at. A strategy that has no such principle asks for neither.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, principles
from governance.authority import Ruling
from governance.models import Matter, Person, Principle

from . import invitation_rights
from .lifecycle import COMING
from .models import InvitationBasis, Visit

CHECK = "invitation_letter"
PAID_BY_THE_CITY = (Visit.Payer.CITY, Visit.Payer.SHARED)


@dataclass(frozen=True)
class Condition:
    """One condition: open or shut, what to do about it, who may, and the section it follows from.

    `basis`: it is mended on the page of the basis of the letters.
    """

    name: str
    is_open: bool
    what_to_do: str
    who_may: str = ""
    section: str = ""
    strategy: str = ""
    section_url: str = ""
    section_title: str = ""
    stops: bool = True
    basis: bool = False


def of(visit: Visit, matter: Matter, basis: InvitationBasis | None, ruling: Ruling) -> list[Condition]:
    """Every condition that holds for all letters of the visit, in the order one would read them.

    `ruling`: who handles the visit.
    """
    today = timezone.localdate()
    editors = _names(access.those_with(access.EDIT, matter.body))
    return [
        *of_the_strategy(visit, matter, ruling, editors),
        _days(matter, today, editors),
        *_payment(visit, basis, editors),
        _signer(matter, today),
    ]


def of_the_strategy(visit: Visit, matter: Matter, ruling: Ruling, editors: str = "") -> list[Condition]:
    """That the visit is accepted, and what the principle asks for. Needs no query where the strategy is known."""
    return [_accepted(matter, ruling, editors), *_principle(visit, timezone.localdate(), editors)]


def shut(conditions: list[Condition]) -> list[Condition]:
    return [each for each in conditions if each.stops and not each.is_open]


def _accepted(matter: Matter, ruling: Ruling, editors: str) -> Condition:
    return Condition(
        _("The visit is accepted"),
        matter.status in COMING,
        _("An invitation goes to a visit that is accepted and still to come."),
        editors,
        **_cited(ruling),
    )


def _cited(ruling: Ruling) -> dict[str, Any]:
    return {
        "section": ruling.section or "",
        "strategy": ruling.strategy,
        "section_url": ruling.section_url,
        "section_title": ruling.section_title or "",
    }


def _principle(visit: Visit, day: date, editors: str) -> Iterator[Condition]:
    principle = principles.checks(day).get(CHECK)
    if principle is None:
        return
    for key in principle.settings.get("requires", ()):
        name, is_open, what_to_do = LOOKED_AT.get(key, _unknown)(visit)
        yield Condition(
            name,
            is_open,
            what_to_do,
            editors,
            section=principle.section.number,
            strategy=principle.strategy.key,
            section_url=principle.section.get_absolute_url(),
            section_title=principle.section.title,
            stops=principle.if_it_fails == Principle.Failure.STOP,
            basis=key in LOOKED_AT,
        )


def _specially_prioritised(visit: Visit) -> tuple[str, bool, str]:
    return (
        _("Specially prioritised for the operation"),
        visit.specially_prioritised and bool(visit.special_reason.strip()),
        _("Mark the visit as specially prioritised, and say why."),
    )


def _supported_by_direction(visit: Visit) -> tuple[str, bool, str]:
    return (
        _("Supported by the strategy"),
        any(reason.strip() for reason in visit.supports.values()),
        _("Name a direction of the strategy that the visit supports, and say how."),
    )


def _unknown(_visit: Visit) -> tuple[str, bool, str]:
    """A later strategy asks for something nobody has taught the register to look at: then it stays shut."""
    name = _("A condition of the strategy that the register cannot look at")
    return name, False, _("Read the section, and tell the administrator.")


# How each condition a principle can name is looked at.
LOOKED_AT: dict[str, Callable[[Visit], tuple[str, bool, str]]] = {
    "specially_prioritised": _specially_prioritised,
    "supported_by_direction": _supported_by_direction,
}


def _days(matter: Matter, today: date, editors: str) -> Condition:
    return Condition(
        _("The days of the visit"),
        matter.starts_on is not None and matter.ends_on is not None and matter.ends_on >= today,
        _("Plan the visit: the letter says from which day to which, and they lie ahead."),
        editors,
    )


def _payment(visit: Visit, basis: InvitationBasis | None, editors: str) -> Iterator[Condition]:
    """The letter promises nothing by mistake: what the city pays is said in words, with the decision."""
    if visit.payer in PAID_BY_THE_CITY:
        yield Condition(
            _("What the city pays has been decided"),
            basis is not None and bool(basis.city_pays.strip()),
            _("The request says that the city pays. Say what, and by which decision, or change who pays."),
            editors,
            basis=True,
        )


def _signer(matter: Matter, today: date) -> Condition:
    names = _names(invitation_rights.signers(matter, today))
    return Condition(
        _("Somebody may sign"),
        bool(names),
        _("Nobody holds an office that may sign for the body today."),
        names,
        **_cited(invitation_rights.ruling_on(today)),
    )


def _names(persons: list[Person]) -> str:
    return ", ".join(person.name for person in persons)
