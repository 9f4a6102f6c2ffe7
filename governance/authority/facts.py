"""The question: an act and the facts of the case, and which facts each act knows."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, fields
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import TYPE_CHECKING, Any, Self

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.models.authority import Act, Counterpart, PoliticalLevel, Scope

from .errors import BadFact, UnknownAct, UnknownFact

if TYPE_CHECKING:
    from .table import Table


@dataclass(frozen=True)
class Fact:
    """One fact of a case: its name in code, form and address, its option on the command line, its words."""

    name: str
    option: str
    label: str | Promise
    help: str | Promise
    choices: type[TextChoices] | None = None
    is_flag: bool = False

    def __str__(self) -> str:
        """The fact as the form calls it, and as the command line does."""
        return gettext("“%(label)s” (%(option)s)") % {"label": self.label, "option": self.option}

    @property
    def how_to_give(self) -> str:
        if self.choices:
            return gettext("Give one of these: %(values)s.") % {"values": ", ".join(self.choices.values)}
        return str(self.help)


FACTS = {
    fact.name: fact
    for fact in (
        Fact("scope", "--scope", _("Scope"), _("How much of the city does the matter touch?"), Scope),
        Fact("counterpart", "--counterpart", _("Counterpart"), _("Who is it with?"), Counterpart),
        Fact(
            "renewal",
            "--renewal",
            _("Renewal"),
            _("Yes if it prolongs something the city already has."),
            is_flag=True,
        ),
        Fact(
            "abroad", "--abroad|--domestic", _("Abroad"), _("Say whether the event is abroad or in Sweden.")
        ),
        Fact(
            "on_behalf_of_executive_board",
            "--on-behalf-of-executive-board",
            _("On the City Executive Board's behalf"),
            _("Yes if the participants represent the City Executive Board."),
            is_flag=True,
        ),
        Fact(
            "adds_resource_burden",
            "--adds-resource-burden",
            _("Added resource burden"),
            _("Yes if it costs the city money or working time beyond what is already planned."),
            is_flag=True,
        ),
        Fact(
            "external_funding",
            "--external-funding",
            _("External funding"),
            _("Give a percentage of the whole cost, from 0 to 100."),
        ),
        Fact(
            "areas",
            "--areas",
            _("Areas of operation"),
            _("Give the number of areas of the city's operations that the visit touches, at least 1."),
        ),
        Fact(
            "political_level",
            "--political-level",
            _("Political level"),
            _("Is the visit at high political level?"),
            PoliticalLevel,
        ),
        Fact(
            "company",
            "--company",
            _("Company"),
            _("Yes if the matter belongs to one of the city's companies."),
            is_flag=True,
        ),
    )
}

AGREEMENT = ("scope", "counterpart", "renewal")

# Some facts are known though no version's table asks for them: the person who asks knows them, and a
# later version may. The same question can be put to every version.
ACT_FACTS: dict[str, tuple[str, ...]] = {
    Act.ADOPT_STRATEGY: (),
    Act.ADOPT_EU_POLICY: (),
    Act.PROPOSE_STEERING_DOCUMENT: (),
    Act.ANSWER_REFERRAL: (),
    Act.PLAN_YEAR: (),
    Act.REPORT_YEAR: (),
    Act.RECEIVE_REPORT: (),
    Act.JOIN_MEMBERSHIP: ("scope", "counterpart", "renewal"),
    Act.LEAVE_MEMBERSHIP: ("scope", "counterpart"),
    Act.TAKE_POSITION: ("scope",),
    Act.EU_POLICY_QUESTION: ("scope",),
    Act.ADVOCATE_EU: ("scope", "company"),
    Act.RUN_EU_PROJECT: ("scope",),
    Act.ATTEND_EVENT: ("abroad", "on_behalf_of_executive_board"),
    Act.JOIN_DECLARATION: ("scope", "adds_resource_burden"),
    Act.SIGN_COOPERATION_AGREEMENT: AGREEMENT,
    Act.SIGN_LETTER_OF_INTENT: AGREEMENT,
    Act.SIGN_TWIN_TOWN_AGREEMENT: AGREEMENT,
    Act.HANDLE_VISIT: ("areas", "political_level"),
    Act.ISSUE_INVITATION_LETTER: (),
    Act.RUN_AID_PROJECT: ("scope", "external_funding"),
    Act.APPOINT_CONTACT_PERSON: ("company",),
    Act.ACT_IN_FOREIGN_POLICY: (),
}


@dataclass(frozen=True)
class Question:
    """Who decides this act, in a case with these facts? None is unknown; a flag that is not given is no."""

    act: str
    _: KW_ONLY
    scope: str | None = None
    counterpart: str | None = None
    renewal: bool = False
    abroad: bool | None = None
    on_behalf_of_executive_board: bool = False
    adds_resource_burden: bool = False
    external_funding: Decimal | int | None = None
    areas: int | None = None
    political_level: str | None = None
    company: bool = False

    @classmethod
    def read(cls, act: str, given: Mapping[str, Any]) -> Self:
        """From the words of a form, an address, a command line or stored JSON; empty is not given.

        Raises BadFact for a word that cannot be read, UnknownFact for a name that is no fact at all.
        """
        read = {name: _read(name, value) for name, value in given.items() if value not in (None, "")}
        return cls(act, **read)

    @classmethod
    def about(cls, act: str, given: Mapping[str, Any]) -> Self:
        """Like `read`, but leaves out the facts that the act does not know: for callers who know the whole case."""
        known = ACT_FACTS.get(act, ())
        return cls.read(act, {name: value for name, value in given.items() if name in known})

    def given(self) -> dict[str, Any]:
        """The facts that are given, by name; a flag only when it is yes."""
        values = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "act"}
        return {
            name: value
            for name, value in values.items()
            if value is not None and not (FACTS[name].is_flag and value is False)
        }

    def check(self) -> None:
        """Raises UnknownAct, UnknownFact or BadFact."""
        if self.act not in ACT_FACTS:
            raise UnknownAct(act=self.act, acts=list(ACT_FACTS))
        known = ACT_FACTS[self.act]
        for name, value in self.given().items():
            if name not in known:
                raise UnknownFact(
                    [FACTS[name]],
                    act=Act(self.act).label,
                    fact=FACTS[name],
                    known=[FACTS[other] for other in known],
                )
            if not _is_good(name, value):
                raise bad_fact(name, value)


@dataclass(frozen=True)
class AskedFact:
    """A fact an act knows; `matters` tells whether this strategy's table asks for it."""

    fact: Fact
    matters: bool


def facts_of(act: str, table: "Table | None" = None) -> list[AskedFact]:
    """What to ask about an act, in order. Without a table every known fact matters. Raises UnknownAct."""
    if act not in ACT_FACTS:
        raise UnknownAct(act=act, acts=list(ACT_FACTS))
    asked = table.asks(act) if table else set(ACT_FACTS[act])
    return [AskedFact(FACTS[name], name in asked) for name in ACT_FACTS[act]]


def bad_fact(name: str, value: Any) -> BadFact:
    return BadFact([FACTS[name]], value=value)


YES_AND_NO = {True: True, False: False, "true": True, "false": False, "on": True, "yes": True, "no": False}


def _read(name: str, value: Any) -> Any:
    if name not in FACTS:
        raise UnknownFact(fact=name, known=[fact.option for fact in FACTS.values()])
    if name == "external_funding":
        return _read_percentage(value)
    if name == "areas":
        return _read_number(value)
    if FACTS[name].choices:
        return str(value)
    try:
        return YES_AND_NO[value.lower() if isinstance(value, str) else value]
    except (KeyError, TypeError):
        raise bad_fact(name, value) from None


def _read_percentage(value: Any) -> Decimal:
    try:
        return Decimal(str(value).replace("%", "").replace(",", ".").strip())
    except InvalidOperation:
        raise bad_fact("external_funding", value) from None


def _read_number(value: Any) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise bad_fact("areas", value) from None


def _is_good(name: str, value: Any) -> bool:
    if choices := FACTS[name].choices:
        return value in choices.values
    if name not in ("areas", "external_funding"):
        return isinstance(value, bool)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not isfinite(value):
        return False
    return 0 <= value <= 100 if name == "external_funding" else value >= 1 and value == int(value)
