"""What lights the five lamps of an aid-like project."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from engagements.lifecycle.aid_projects import UNDECIDED, Status
from engagements.models import AidFinancing, AidProject
from governance.lamps import TODAY, Lamps, Rule, Spared, decided, documented
from governance.models import Kind, Lamp

CAME_TO_NOTHING = Spared(Q(status__in=(Status.REJECTED, Status.WITHDRAWN)), _("The project was never begun."))
TO_COME = Spared(
    Q(status__in=(*UNDECIDED, Status.APPROVED, Status.RUNNING))
    & (Q(aid_project__report_by__isnull=True) | Q(aid_project__report_by__gte=TODAY)),
    _("The project has not come to its report yet."),
)


def _money(ids: Any) -> QuerySet[Any, Any]:
    """The whole cost, and what the funders leave to the city."""
    rows = AidProject.objects.filter(matter__among=ids).order_by()
    external = Coalesce(Sum("financing__amount"), 0, output_field=AidProject._meta.get_field("total_cost"))
    return rows.annotate(own=F("total_cost") - external).values_list("matter", "total_cost", "own")


AID_PROJECT = Lamps(
    kind=Kind.AID_PROJECT,
    rules={
        Lamp.PLANNED: Rule(
            _("It is written what is done, and the first and last day are settled."),
            Q(aid_project__summary__gt="", starts_on__isnull=False, ends_on__isnull=False),
            "facts",
            (CAME_TO_NOTHING,),
        ),
        Lamp.BUDGETED: Rule(
            _("It is written what it costs, and who pays."),
            Exists(AidFinancing.objects.filter(project=OuterRef("pk"))),
            "money",
            (CAME_TO_NOTHING,),
        ),
        Lamp.DECIDED: decided(),
        Lamp.DOCUMENTED: documented(),
        Lamp.FOLLOWED_UP: Rule(
            _("The funder has its report, and the city has evaluated the project."),
            Q(aid_project__evaluated_on__isnull=False),
            "facts",
            (CAME_TO_NOTHING, TO_COME),
        ),
    },
    parts=(AidProject, AidFinancing),
    bound=(Status.APPROVED, Status.RUNNING, Status.CLOSING, Status.REPORTED),
    money=_money,
)
