"""With whom an owner must work before it advocates or is decided on: the rule of the strategy, and what is missing."""

from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.models import EuQuestion
from governance import decisions
from governance.authority import Question, Ruling, rule
from governance.errors import RefusedByRule
from governance.models.authority import Decider


def ruling_on_advocacy(eu_question: EuQuestion) -> Ruling | None:
    """Who answers for advocacy in the question, and with whom, by the strategy in force today.

    None where it is decided outside the European Union: the strategy speaks of advocacy towards the Union alone.
    """
    if not eu_question.is_of_the_union:
        return None
    card = eu_question.matter
    question = Question("advocate_eu", scope=card.scope, company=card.body.is_company)
    return rule(question, on=timezone.localdate())


def missing_cooperation(eu_question: EuQuestion, ruling: Ruling | None = None) -> dict[str, str]:
    """What the strategy asks for and nobody has answered yet, by field. Nothing where it asks nothing."""
    ruling = ruling or ruling_on_advocacy(eu_question)
    if ruling is None:
        return {}
    missing = {}
    if Decider.EXECUTIVE_BOARD in ruling.consult and not eu_question.cooperation_with:
        missing["cooperation_with"] = _("Say with whom at the City Executive Office you cooperate, by name.")
    asks = eu_question.asks_group_board and Decider.GROUP_BOARD in ruling.consult
    if asks and eu_question.group_board_needed is None:
        missing["group_board_needed"] = _("Say whether the Group Board of Stockholms Stadshus AB is needed.")
    return missing


def require_cooperation(eu_question: EuQuestion) -> None:
    """Raise RefusedByRule, with the section, while the cooperation that the strategy asks for is not there.

    And for a question of foreign policy, which is referred: the city speaks for no position of its own in it.
    """
    if eu_question.concerns_foreign_policy:
        refused = decisions.ruling_for(eu_question.matter)
        raise RefusedByRule(refused.explanation(), refused)
    ruling = ruling_on_advocacy(eu_question)
    missing = missing_cooperation(eu_question, ruling)
    if ruling is not None and missing:
        begins = _("Advocacy does not begin yet.")
        raise RefusedByRule(" ".join([begins, *missing.values(), ruling.explanation()]), ruling)
