"""What lights the five lamps of a declaration or initiative."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from engagements.lifecycle import CommitmentStatus
from engagements.lifecycle.declarations import UNDECIDED, Status
from engagements.models import Commitment, Declaration
from governance.lamps import TODAY, Lamps, Rule, Spared, decided, documented
from governance.models import Kind, Lamp

CAME_TO_NOTHING = Spared(
    Q(status__in=(Status.DECLINED, Status.REFERRED, Status.WITHDRAWN)), _("The city did not join.")
)
NOT_YET = Spared(Q(status__in=UNDECIDED), _("The city has not joined yet."))
PROMISES = Commitment.objects.filter(declaration=OuterRef("pk"))
LATE = Exists(PROMISES.filter(status=CommitmentStatus.OPEN, due_on__lt=TODAY))
KEPT = Exists(PROMISES.filter(status=CommitmentStatus.DONE))
NOT_OVERDUE = Q(declaration__next_review_on__isnull=True) | Q(declaration__next_review_on__gte=TODAY)


def _money(ids: Any) -> QuerySet[Any, Any]:
    rows = Declaration.objects.filter(matter__among=ids, burden_amount__isnull=False).order_by()
    return rows.annotate(own=F("burden_amount")).values_list("matter", "burden_amount", "own")


DECLARATION = Lamps(
    kind=Kind.DECLARATION,
    rules={
        Lamp.PLANNED: Rule(
            _("It is written what the city gains by it, and which directions of the strategy it serves."),
            Q(declaration__benefit__gt="", directions__len__gt=0),
            "declaration",
            (CAME_TO_NOTHING,),
        ),
        Lamp.BUDGETED: Rule(
            _("The added burden is written in kronor, with what it is."),
            Q(declaration__adds_burden=True, declaration__burden_amount__isnull=False),
            "declaration",
            (Spared(Q(declaration__adds_burden=False), _("It adds no burden.")),),
        ),
        Lamp.DECIDED: decided(),
        Lamp.DOCUMENTED: documented(
            words=_("The text that the city stands behind can be read here, or a document is filed."),
            besides=Q(declaration__text__gt="") | Q(declaration__link__gt=""),
        ),
        Lamp.FOLLOWED_UP: Rule(
            _(
                "It has been reviewed, or a commitment is fulfilled, and nothing of it is overdue; or it has ended."
            ),
            Q(declaration__ended_on__isnull=False)
            | Q(
                Q(declaration__last_reviewed_on__isnull=False) | KEPT,
                NOT_OVERDUE,
                ~LATE,
                status=Status.JOINED,
            ),
            "commitments",
            (
                CAME_TO_NOTHING,
                NOT_YET,
                Spared(Q(NOT_OVERDUE, ~LATE, status=Status.JOINED), _("Nothing in it is due yet.")),
            ),
        ),
    },
    parts=(Declaration, Commitment),
    bound=(Status.JOINED,),
    money=_money,
)
