"""The ruling as a paragraph for an officer's report (tjänsteutlåtande)."""

from typing import Any

from django.utils.translation import gettext, override

from governance.language import Language, active_language
from governance.models.authority import Act

from .facts import FACTS, Question
from .rulings import Ruling


def explain_for_report(question: Question, ruling: Ruling, lang: Language | None = None) -> str:
    """What was asked, who decides and why, and by which version: ready to paste."""
    lang = lang or active_language()
    with override(lang):
        asked = gettext("The question is who decides on the following: %(act)s.") % {
            "act": describe(question)
        }
        version = gettext("The assessment applies the strategy in force on %(day)s: %(title)s%(diary)s.") % {
            "day": ruling.on.isoformat(),
            "title": ruling.table.title_en if lang == "en" else ruling.table.title_sv,
            "diary": _diary(ruling),
        }
    return f"{asked} {ruling.explanation(lang)} {version}"


def describe(question: Question) -> str:
    """The act and its facts in words of the active language: "join a network (scope: city-wide)"."""
    act = str(Act(question.act).label)
    facts = [_describe(name, value) for name, value in question.given().items()]
    text = act[:1].lower() + act[1:]
    return f"{text} ({'; '.join(facts)})" if facts else text


def _describe(name: str, value: Any) -> str:
    fact = FACTS[name]
    label = str(fact.label)
    label = label[:1].lower() + label[1:]
    if fact.choices:
        return f"{label}: {fact.choices(value).label}"
    if fact.is_flag:
        return label
    if name == "abroad":
        return label if value else gettext("in Sweden")
    return f"{label}: {value} %" if name == "external_funding" else f"{label}: {value}"


def _diary(ruling: Ruling) -> str:
    number = ruling.table.diary_number
    return " " + gettext("(diary number %(number)s)") % {"number": number} if number else ""
