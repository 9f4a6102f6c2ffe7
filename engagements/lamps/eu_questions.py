"""What lights the five lamps of an EU question."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.lifecycle.eu_questions import OPEN, Status
from engagements.models import EuQuestion
from governance.lamps import DECIDED, Lamps, Rule, Spared, documented
from governance.models import Kind, Lamp

REFERRED = Spared(Q(status=Status.REFERRED), _("The question is the nation’s and was referred."))

EU_QUESTION = Lamps(
    kind=Kind.EU_QUESTION,
    rules={
        Lamp.PLANNED: Rule(
            _("It is written what the city’s interest is, and the last day to act."),
            Q(eu_question__interest__gt="", eu_question__last_day__isnull=False),
            "file",
            (REFERRED,),
        ),
        Lamp.BUDGETED: Rule(
            _("A question has no money of its own."),
            Q(pk__isnull=True),
            spared=(
                Spared(Q(pk__isnull=False), _("A position costs nothing; meetings are journeys or visits.")),
            ),
        ),
        Lamp.DECIDED: Rule(
            _("A position decided by the right body stands."),
            DECIDED & Q(eu_question__position_number__isnull=False),
            "position",
            (
                REFERRED,
                Spared(
                    Q(status=Status.CLOSED, eu_question__position_number__isnull=True),
                    _("The question was closed without a position."),
                ),
            ),
        ),
        Lamp.DOCUMENTED: documented(
            words=_(
                "The file can be read by its link, a document is filed, or the decision names the minutes."
            ),
            besides=Q(eu_question__link__gt=""),
        ),
        Lamp.FOLLOWED_UP: Rule(
            _("It is written what came of it and what the city learnt."),
            Q(eu_question__result__gt="", status=Status.CLOSED),
            "advocacy",
            (REFERRED, Spared(Q(status__in=OPEN), _("The question is still open."))),
        ),
    },
    parts=(EuQuestion,),
    bound=(Status.DECIDED,),
)
