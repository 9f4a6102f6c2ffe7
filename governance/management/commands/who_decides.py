"""who_decides: ask the strategy who decides an act, under which section."""

import json
import textwrap
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import authority
from governance.authority import FACTS, Question, Ruling
from governance.authority.facts import Fact
from governance.authority.reports import describe
from governance.commands import SpokenCommand
from governance.language import Language
from governance.models import Act, Decider, Power

# Values are read by the question itself, so that what is wrong is said in words, in the reader's language.
VALUES = ("scope", "counterpart", "external_funding", "areas", "political_level")
FLAGS = ("renewal", "on_behalf_of_executive_board", "adds_resource_burden", "company")


class Command(SpokenCommand):
    help = gettext_lazy(
        "Tells who decides an act, by what right and by which section of the strategy in force."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", metavar=_("ACT"), help=", ".join(Act.values))
        for name in VALUES:
            fact = FACTS[name]
            parser.add_argument(fact.option, metavar=_("VALUE"), help=_help(fact).replace("%", "%%"))
        for name in FLAGS:
            parser.add_argument(FACTS[name].option, action="store_true", help=_help(FACTS[name]))
        place = parser.add_mutually_exclusive_group()
        place.add_argument("--abroad", action="store_true", default=None, help=_("The event is abroad."))
        place.add_argument(
            "--domestic", action="store_false", dest="abroad", help=_("The event is in Sweden.")
        )
        parser.add_argument(
            "--on", metavar=_("DAY"), help=_("The day of the decision, as 2026-11-20; today unless given.")
        )
        parser.add_argument("--json", action="store_true", help=_("Print the ruling as JSON."))

    def do(self, *, lang: Language, act: str, on: str | date | None, **options: Any) -> None:
        try:
            day = _day(on)
            question = Question.read(act, {name: options[name] for name in FACTS})
            ruling = authority.rule(question, on=day)
        except authority.AuthorityError as error:
            raise CommandError(str(error), returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(ruling.as_json(lang), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(_in_words(ruling, lang))


def _help(fact: Fact) -> str:
    """What a fact asks; an option that is a flag is itself the yes to it."""
    return f"{fact.help} {fact.how_to_give}" if fact.choices else str(fact.help)


def _day(given: str | date | None) -> date:
    if given is None or isinstance(given, date):
        return given or timezone.localdate()
    try:
        return date.fromisoformat(given)
    except ValueError:
        message = _("“%(value)s” is no date for --on. Write it as 2026-11-20.") % {"value": given[:80]}
        raise CommandError(message, returncode=2) from None


def _in_words(ruling: Ruling, lang: Language) -> str:
    lines = [
        (_("Question"), describe(ruling.question)),
        (_("Decides"), Decider(ruling.decides).label),
        (_("By what right"), Power(ruling.power).label),
        (_("Prepared by"), _name(ruling.prepared_by)),
        (_("Handled in"), "" if ruling.handled_in == ruling.prepared_by else _name(ruling.handled_in)),
        (_("Consulted"), ", ".join(_name(body) for body in ruling.consult)),
        (_("Reported to"), _name(ruling.report_to)),
        (_("Day"), ruling.on.isoformat()),
        (_("Source"), ruling.citation(lang)),
    ]
    given = [(f"{label}:", value) for label, value in lines if value]
    width = max(len(label) for label, _value in given) + 2
    table = "\n".join(f"{label:<{width}}{value}" for label, value in given)
    return f"{table}\n\n{textwrap.fill(ruling.explanation(lang), 88)}"


def _name(body: str | None) -> str:
    return str(Decider(body).label) if body else ""
