"""What lights the five lamps of a conference or other event abroad."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from engagements.lifecycle.events import UNDECIDED, Status
from engagements.models import EventAbroad, EventCost
from governance.lamps import Lamps, Rule, Spared, decided, documented
from governance.models import Kind, Lamp

CAME_TO_NOTHING = Spared(Q(status__in=(Status.DECLINED, Status.CANCELLED)), _("The journey was not made."))
TO_COME = Spared(Q(status__in=(*UNDECIDED, Status.APPROVED)), _("The journey has not been made yet."))


def _money(ids: Any) -> QuerySet[Any, Any]:
    """As it became; where that is not known, as it was estimated."""
    amount = Coalesce("actual", "estimated")
    rows = EventCost.objects.filter(event__among=ids).order_by().values("event")
    own = Sum(amount, filter=Q(payer=EventCost.Payer.CITY))
    return rows.annotate(cost=Sum(amount), own=own).values_list("event", "cost", "own")


EVENT_ABROAD = Lamps(
    kind=Kind.EVENT_ABROAD,
    rules={
        Lamp.PLANNED: Rule(
            _("It is written how the journey belongs to the plan."),
            Q(event_abroad__plan_link__gt=""),
            "event",
            (CAME_TO_NOTHING,),
        ),
        Lamp.BUDGETED: Rule(
            _("The cost is estimated, with who pays."),
            Exists(EventCost.objects.filter(event=OuterRef("pk"), estimated__isnull=False)),
            "costs",
            (CAME_TO_NOTHING,),
        ),
        Lamp.DECIDED: decided(),
        Lamp.DOCUMENTED: documented(
            words=_("A document is filed, the decision names the minutes, or the report is written."),
            besides=Q(event_abroad__reported_on__isnull=False),
        ),
        Lamp.FOLLOWED_UP: Rule(
            _("After the journey it is reported what was learnt, who was met and what was promised."),
            Q(event_abroad__reported_on__isnull=False),
            "report",
            (CAME_TO_NOTHING, TO_COME),
        ),
    },
    parts=(EventAbroad, EventCost),
    bound=(Status.APPROVED, Status.CARRIED_OUT),
    money=_money,
)
