"""The ruling: an answer that explains itself and always carries its citation."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from governance.language import Language, active_language
from governance.models.authority import Decider, Power
from governance.models.strategy import section_url

from .facts import Question
from .table import Rule, Table


@dataclass(frozen=True)
class Ruling:
    """Who decides, by what right, by which section. Truthy when somebody may decide, falsy when it is refused."""

    question: Question
    on: date
    rule: Rule
    table: Table

    def __bool__(self) -> bool:
        return self.rule.decides != Decider.NOBODY

    @property
    def decides(self) -> str:
        return self.rule.decides

    @property
    def power(self) -> str:
        return self.rule.power

    @property
    def handled_in(self) -> str | None:
        return self.rule.handled_in or None

    @property
    def prepared_by(self) -> str | None:
        return self.rule.prepared_by or None

    @property
    def consult(self) -> tuple[str, ...]:
        return tuple(self.rule.consult)

    @property
    def report_to(self) -> str | None:
        return self.rule.report_to or None

    @property
    def regulated(self) -> bool:
        return bool(self.rule.section)

    @property
    def strategy(self) -> str:
        """The key of the version: "2016"."""
        return self.table.key

    @property
    def section(self) -> str | None:
        return self.rule.section or None

    @property
    def section_url(self) -> str:
        """Where the section can be read; empty when the strategy is silent."""
        return section_url(self.table.key, self.rule.section) if self.rule.section else ""

    @property
    def section_title(self) -> str | None:
        return self._heading(self.rule.section, active_language()) if self.rule.section else None

    @property
    def rule_key(self) -> str:
        return f"{self.table.key}/{self.rule.act}/{self.rule.position}"

    # The rows behind the ruling, for the record of a decision; None when read straight from a policy file.
    @property
    def strategy_id(self) -> int | None:
        return self.table.strategy_id

    @property
    def section_id(self) -> int | None:
        return self.rule.section_id

    @property
    def rule_id(self) -> int | None:
        return self.rule.rule_id

    def citation(self, lang: Language | None = None) -> str:
        """ "internationella strategin 2016, avsnitt 5; jämför avsnitt 4"."""
        lang = lang or active_language()
        title = self.table.short_title_en if lang == "en" else self.table.short_title_sv
        parts = [title]
        if self.rule.section:
            parts = [f"{title}, {self._heading_cited(self.rule.section, lang)}"]
        if self.rule.see_also:
            others = " and " if lang == "en" else " och "
            compared = others.join(self._heading_cited(number, lang) for number in self.rule.see_also)
            parts.append(f"{'compare' if lang == 'en' else 'jämför'} {compared}")
        return "; ".join(parts)

    def explanation(self, lang: Language | None = None) -> str:
        """The reason in one or two sentences, with the citation."""
        lang = lang or active_language()
        text = self.rule.explanation_en if lang == "en" else self.rule.explanation_sv
        return f"{text.rstrip('.')} ({self.citation(lang)})."

    def excepted(self, decides: str, explanation_sv: str, explanation_en: str) -> "Ruling":
        """The same refusal with the way past it: who may decide an exception from the principle it rests on."""
        rule = replace(
            self.rule,
            decides=decides,
            power=Power.OWN,
            explanation_sv=explanation_sv,
            explanation_en=explanation_en,
        )
        return replace(self, rule=rule)

    def as_json(self, lang: Language = "sv") -> dict[str, Any]:
        return {
            "decides": str(self.decides),
            "power": str(self.power),
            "handled_in": self.handled_in,
            "prepared_by": self.prepared_by,
            "consult": list(self.consult),
            "report_to": self.report_to,
            "regulated": self.regulated,
            "strategy": self.strategy,
            "section": self.section,
            "explanation": self.explanation(lang),
        }

    def _heading(self, number: str, lang: Language) -> str:
        return self.table.sections[number][1 if lang == "en" else 0]

    def _heading_cited(self, number: str, lang: Language) -> str:
        """Numbered sections by number; older strategies have headings only."""
        if number[0].isdigit():
            return f"{'section' if lang == 'en' else 'avsnitt'} {number}"
        heading = self._heading(number, lang)
        return f"the section “{heading}”" if lang == "en" else f"avsnittet ”{heading}”"
