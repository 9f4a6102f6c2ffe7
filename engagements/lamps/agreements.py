"""What lights the five lamps of a cooperation agreement or letter of intent."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from engagements.lifecycle.agreements import CURRENT, UNDECIDED, Status
from engagements.models import Agreement
from governance.lamps import TODAY, Lamps, Rule, Spared, decided, documented
from governance.models import Kind, Lamp

CAME_TO_NOTHING = Spared(
    Q(status__in=(Status.REJECTED, Status.WITHDRAWN)), _("There was no agreement in the end.")
)
NOT_YET = Spared(
    Q(status__in=(*UNDECIDED, Status.APPROVED, Status.SIGNED)), _("The agreement is not in force yet.")
)
NOT_DUE = Spared(
    Q(status__in=CURRENT, agreement__dormant_since__isnull=True)
    & (Q(agreement__review_due_on__isnull=True) | Q(agreement__review_due_on__gte=TODAY)),
    _("It is followed up when it is reviewed or ends, and neither is due."),
)


def _money(ids: Any) -> QuerySet[Any, Any]:
    """A year of it. What the counterpart spends is not the city's to tell."""
    rows = Agreement.objects.filter(matter__among=ids, cost_per_year__isnull=False).order_by()
    return rows.annotate(own=F("cost_per_year")).values_list("matter", "cost_per_year", "own")


AGREEMENT = Lamps(
    kind=Kind.AGREEMENT,
    rules={
        Lamp.PLANNED: Rule(
            _(
                "It is written what is to be exchanged, and the first day is settled; the last one too, but of a letter"
                " of intent."
            ),
            Q(agreement__exchange__gt="", starts_on__isnull=False)
            & (Q(ends_on__isnull=False) | Q(agreement__type=Agreement.Type.LETTER_OF_INTENT)),
            "agreement",
            (CAME_TO_NOTHING,),
        ),
        Lamp.BUDGETED: Rule(
            _("It is written what the agreement costs a year, if only that it costs nothing."),
            Q(agreement__cost_per_year__isnull=False),
            "agreement",
            (CAME_TO_NOTHING,),
        ),
        Lamp.DECIDED: decided(),
        Lamp.DOCUMENTED: documented(
            words=_("The signed copy or another document is filed, or the decision names the minutes."),
            besides=Q(agreement__signed_copy__isnull=False),
        ),
        Lamp.FOLLOWED_UP: Rule(
            _("It has been reviewed and no review is late, or it has ended and been evaluated."),
            Q(agreement__evaluated_on__isnull=False)
            | Q(
                status__in=CURRENT,
                agreement__last_reviewed_on__isnull=False,
                agreement__review_due_on__isnull=True,
            )
            | Q(
                status__in=CURRENT,
                agreement__last_reviewed_on__isnull=False,
                agreement__review_due_on__gte=TODAY,
            ),
            "followed-up",
            (CAME_TO_NOTHING, NOT_YET, NOT_DUE),
        ),
    },
    parts=(Agreement,),
    bound=(Status.SIGNED, *CURRENT),
    money=_money,
)
