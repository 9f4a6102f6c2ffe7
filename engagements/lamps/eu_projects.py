"""What lights the five lamps of an EU project."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from engagements.lifecycle.eu_projects import APPLYING, HELD, Status
from engagements.models import EuProject, ProjectMoney, ProjectReport
from governance.lamps import TODAY, Lamps, Rule, Spared, decided, documented
from governance.models import Kind, Lamp

CAME_TO_NOTHING = Spared(
    Q(status__in=(Status.REJECTED, Status.NOT_GRANTED, Status.WITHDRAWN)), _("The project was never begun.")
)
NOT_YET = Spared(Q(status__in=APPLYING), _("The project has not been granted yet."))
REPORTS = ProjectReport.objects.filter(project=OuterRef("pk"))
SENT = Exists(REPORTS.filter(sent_on__isnull=False))
LATE = Exists(REPORTS.filter(sent_on__isnull=True, due_on__lt=TODAY))


def _money(ids: Any) -> QuerySet[Any, Any]:
    """What runs through the city: the grant to it and its own contribution."""
    known = Q(eu_funding_to_city__isnull=False) | Q(own_share__isnull=False)
    rows = EuProject.objects.filter(known, matter__among=ids).order_by()
    cost = Coalesce("eu_funding_to_city", 0, output_field=EuProject._meta.get_field("own_share"))
    own = Coalesce("own_share", 0, output_field=EuProject._meta.get_field("own_share"))
    return rows.annotate(cost=cost + own, own=F("own_share")).values_list("matter", "cost", "own")


EU_PROJECT = Lamps(
    kind=Kind.EU_PROJECT,
    rules={
        Lamp.PLANNED: Rule(
            _("It is written which planned development the project serves."),
            Q(eu_project__plan_link__gt=""),
            "facts",
            (CAME_TO_NOTHING,),
        ),
        Lamp.BUDGETED: Rule(
            _("The own contribution is written, with where it comes from; or it is nought."),
            Q(eu_project__own_share=0)
            | Q(eu_project__own_share__gt=0, eu_project__own_share_source__gt="")
            | Exists(ProjectMoney.objects.filter(project=OuterRef("pk"), kind=ProjectMoney.Kind.OWN_SHARE)),
            "facts",
            (CAME_TO_NOTHING,),
        ),
        Lamp.DECIDED: decided(),
        Lamp.DOCUMENTED: documented(),
        Lamp.FOLLOWED_UP: Rule(
            _(
                "A report has been sent to the funder and none is late; an ended project has its results written."
            ),
            Q(Q(SENT), ~LATE, status__in=HELD) | Q(status=Status.ENDED, eu_project__results__gt=""),
            "reports",
            (
                CAME_TO_NOTHING,
                NOT_YET,
                Spared(Q(~LATE, status__in=HELD), _("No report to the funder is due yet.")),
            ),
        ),
    },
    parts=(EuProject, ProjectReport, ProjectMoney),
    bound=HELD,
    money=_money,
)
