"""What lights the five lamps of a visit."""

from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from governance.lamps import DECIDED, Lamps, Rule, Spared, documented
from governance.models import Body, Kind, Lamp

from .lifecycle import CANCELLED, COMING, UNANSWERED, S
from .models import Cost, Visit

NOT_ANSWERED = Spared(Q(status__in=(*UNANSWERED, S.DORMANT)), _("The request has not been accepted yet."))
CAME_TO_NOTHING = Spared(Q(status__in=(S.DECLINED, *CANCELLED)), _("There was no visit."))
TO_COME = Spared(Q(status__in=COMING), _("The visit has not been carried out yet."))
ORDINARY = Spared(
    Q(visit__is_significant=False),
    _(
        "The body that received an ordinary visit handles it. To answer is to execute what is decided already, and"
        " no decision of a body."
    ),
)


def _money(ids: Any) -> QuerySet[Any, Any]:
    rows = Cost.objects.filter(visit__among=ids).order_by().values("visit")
    own = Sum("amount", filter=Q(payer=Visit.Payer.CITY))
    return rows.annotate(cost=Sum("amount"), own=own).values_list("visit", "cost", "own")


VISIT = Lamps(
    kind=Kind.VISIT,
    rules={
        Lamp.PLANNED: Rule(
            _("The days of the visit are settled: it is planned."),
            Q(status__in=(S.PLANNED, S.CARRIED_OUT, S.FOLLOWED_UP))
            | Q(status=S.CLOSED, visit__persons__isnull=False),
            "plan",
            (NOT_ANSWERED, CAME_TO_NOTHING),
        ),
        Lamp.BUDGETED: Rule(
            _("It is said who pays for the visit."),
            Q(visit__payer__gt=""),
            "request",
            (NOT_ANSWERED, CAME_TO_NOTHING),
        ),
        Lamp.DECIDED: Rule(
            _(
                "A significant visit is coordinated by the City Executive Board, or the board has left it to the body"
                " with its reasons."
            ),
            DECIDED
            | Q(visit__is_significant=True, body__kind=Body.Kind.EXECUTIVE_BOARD)
            | Q(visit__is_significant=True, visit__left_to_body__gt=""),
            "ruling",
            (ORDINARY,),
        ),
        Lamp.DOCUMENTED: documented(
            words=_("A letter or another document is filed, or it is written what the city learnt."),
            besides=Q(visit__learnings__gt=""),
        ),
        Lamp.FOLLOWED_UP: Rule(
            _("After the visit it is written what the city learnt from it."),
            Q(status__in=(S.FOLLOWED_UP, S.CLOSED), visit__learnings__gt=""),
            "outcome",
            (NOT_ANSWERED, TO_COME, CAME_TO_NOTHING),
        ),
    },
    parts=(Visit,),
    bound=COMING,
    money=_money,
)
