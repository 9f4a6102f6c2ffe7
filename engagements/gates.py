"""The gates an agreement passes before a body can decide on it: each a principle of the strategy, with its section.

A gate that is shut says what to do, which section says so, and who may decide past it. What only warns never stops.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from governance import principles
from governance.models import Body, Matter, Principle
from governance.models.authority import Decider
from governance.models.organisation import the_body

from .models import Agreement

Failure = Principle.Failure
Type = Agreement.Type


@dataclass(frozen=True)
class Gate:
    """One check of an agreement. `field` is where the form mends it; `who_may` is empty when nobody decides past it."""

    name: str
    principle: Principle
    is_open: bool
    what_to_do: str
    field: str = ""
    stops: bool = True
    who_may: str = ""

    @property
    def section(self) -> str:
        return self.principle.section.number

    @property
    def strategy(self) -> str:
        return self.principle.strategy.key

    @property
    def section_url(self) -> str:
        return self.principle.section.get_absolute_url()


def is_planned(matter: Matter, in_words: str) -> bool:
    """Whether the plan says so: in the words of the one who proposes, or by a line that is tied to the matter."""
    return bool(in_words.strip()) or matter.plan_ties.exists()


def of(agreement: Agreement, day: date) -> list[Gate]:
    """Every gate of the principles in force on the day, in the order one would read them."""
    checks = principles.checks(day)
    return [
        *_concrete(agreement, checks.get("agreement_is_concrete")),
        *_counterpart(agreement, checks.get("letter_of_intent_counterpart")),
        *_forums(agreement, checks.get("existing_forums_first")),
        *_twin_towns(agreement, checks.get("twin_towns"), day),
        *_foreign_relations(agreement, checks.get("foreign_policy")),
    ]


def shut(agreement: Agreement, day: date) -> list[Gate]:
    """Those that stop the agreement from being sent for decision."""
    return [gate for gate in of(agreement, day) if gate.stops and not gate.is_open]


def _concrete(agreement: Agreement, principle: Principle | None) -> Iterator[Gate]:
    if principle is None:
        return
    card = agreement.matter
    yield Gate(
        _("One theme"), principle, bool(card.theme), _("Choose the theme the agreement is about."), "theme"
    )
    yield Gate(
        _("A concrete exchange"),
        principle,
        bool(agreement.exchange.strip()),
        _("Describe what is to be exchanged: who does what with whom."),
        "exchange",
    )
    yield Gate(
        _("Benefit to both sides"),
        principle,
        bool(agreement.benefit_to_city.strip() and agreement.benefit_to_counterpart.strip()),
        _("Describe the benefit to the city and the benefit to the counterpart."),
        "benefit_to_counterpart" if agreement.benefit_to_city.strip() else "benefit_to_city",
    )
    starts, ends = card.starts_on, card.ends_on
    needs_end = agreement.type != Type.LETTER_OF_INTENT
    yield Gate(
        _("First and last day") if needs_end else _("First day"),
        principle,
        bool(starts and (not ends or ends > starts) and (ends or not needs_end)),
        _("Give the first day and a last day after it.") if needs_end else _("Give the first day."),
        "ends_on" if starts and needs_end else "starts_on",
    )


def _counterpart(agreement: Agreement, principle: Principle | None) -> Iterator[Gate]:
    if principle is None or agreement.type != Type.LETTER_OF_INTENT:
        return
    yield Gate(
        _("A counterpart that letters of intent are signed with"),
        principle,
        agreement.counterpart in principle.settings["counterparts"],
        _(
            "Name the international initiative that the letter belongs to, or propose a cooperation agreement instead:"
            " a letter of intent is signed with an international organisation or network, or within an initiative."
        ),
        "initiative",
    )


def _forums(agreement: Agreement, principle: Principle | None) -> Iterator[Gate]:
    if principle is None:
        return
    found = agreement.findings.get("found")
    yield Gate(
        _("Existing forums looked at"),
        principle,
        bool(agreement.findings) and (not found or bool(agreement.not_enough.strip())),
        _("Say why the forums that the register found are not enough."),
        "not_enough",
    )


def _twin_towns(agreement: Agreement, principle: Principle | None, day: date) -> Iterator[Gate]:
    if principle is None:
        return
    if agreement.type == Type.TWIN_TOWN:
        is_asked = agreement.matter.facts.get(principles.EXCEPTION) == principle.key
        yield Gate(
            _("No twin-town agreement"),
            principle,
            is_asked and bool(agreement.exception_reasons.strip()),
            _("Make it a cooperation agreement, or ask for an exception and give the reasons."),
            "exception_reasons",
            who_may=who_may_decide_past(principle, day),
        )
        return
    words = twin_town_words(agreement, principle)
    yield Gate(
        _("No words of twin towns"),
        principle,
        not words,
        _("The text says %(words)s. Say what the agreement is about in other words.")
        % {"words": ", ".join(f"“{word}”" for word in words)},
        "exchange",
        stops=False,
    )


def twin_town_words(agreement: Agreement, principle: Principle) -> list[str]:
    """The words for twin towns, Swedish and English, that title and text contain."""
    text = "\n".join(
        [
            agreement.matter.title,
            agreement.exchange,
            agreement.benefit_to_city,
            agreement.benefit_to_counterpart,
        ]
    )
    words = [*principle.settings["words_sv"], *principle.settings["words_en"]]
    return [word for word in words if re.search(rf"\b{_spelt(word)}", text, re.IGNORECASE)]


def _spelt(word: str) -> str:
    """A word of two is found with a hyphen too."""
    return re.escape(word).replace(r"\ ", r"[\s-]+")


def _foreign_relations(agreement: Agreement, principle: Principle | None) -> Iterator[Gate]:
    if principle is None:
        return
    yield Gate(
        _("Nothing of Sweden’s foreign relations"),
        principle,
        not agreement.touches_foreign_relations,
        _(
            "Refer the question to the City Executive Office. The agreement can go on once its text no longer touches"
            " Sweden’s relations with another state."
        ),
        "touches_foreign_relations",
    )


def who_may_decide_past(principle: Principle, day: date) -> str:
    """The body that may decide an exception, in words; empty when none is foreseen."""
    if not principle.exception_by:
        return ""
    body = the_body(principle.exception_by, day)
    return body.in_a_sentence if body else str(Body.Kind(Decider(principle.exception_by)).label)
