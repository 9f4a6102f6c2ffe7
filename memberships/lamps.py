"""What lights the five lamps of a membership, and of its reviews."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from governance.lamps import ALWAYS, TODAY, Lamps, Rule, Spared, decided, documented
from governance.models import Kind, Lamp

from .lifecycle import CURRENT, UNDECIDED, ReviewStatus, Status
from .models import Fee, Membership, MembershipReview

CAME_TO_NOTHING = Spared(
    Q(status__in=(Status.REJECTED, Status.WITHDRAWN)), _("The city did not become a member.")
)
NOT_YET = Spared(Q(status__in=(*UNDECIDED, Status.APPROVED)), _("The city is not a member yet."))
OPEN_REVIEW = Spared(
    Q(status__in=[status for status in ReviewStatus if status not in ("continued", "ended")]),
    _("The review is not decided yet."),
)


def _money(ids: Any) -> QuerySet[Any, Any]:
    """The fee of the last year that has one. It is all the city's own."""
    rows = (
        Fee.objects.filter(membership__among=ids).order_by("membership_id", "-year").distinct("membership_id")
    )
    return rows.annotate(own=F("amount_sek")).values_list("membership", "amount_sek", "own")


MEMBERSHIP = Lamps(
    kind=Kind.MEMBERSHIP,
    rules={
        Lamp.PLANNED: Rule(
            _("It is written why the membership is prioritised, as the plan of its body has to say."),
            Q(membership__why__gt=""),
            "membership",
            (CAME_TO_NOTHING,),
        ),
        Lamp.BUDGETED: Rule(
            _("A fee is recorded, or what the membership is to cost for four years."),
            Q(membership__cost_four_years__isnull=False)
            | Exists(Fee.objects.filter(membership=OuterRef("pk"))),
            "fees",
            (CAME_TO_NOTHING,),
        ),
        Lamp.DECIDED: decided(),
        Lamp.DOCUMENTED: documented(),
        Lamp.FOLLOWED_UP: Rule(
            _("The membership has been reviewed, and the next review is not overdue."),
            Q(membership__last_reviewed_on__isnull=False, membership__next_review_on__gte=TODAY)
            | Q(membership__last_reviewed_on__isnull=False, membership__next_review_on__isnull=True),
            "reviews",
            (
                CAME_TO_NOTHING,
                NOT_YET,
                Spared(
                    Q(status=Status.MEMBER, membership__next_review_on__gte=TODAY),
                    _("The first review is not due yet."),
                ),
                Spared(
                    Q(status__in=(Status.LEAVING, Status.LEFT)),
                    _("The city leaves, or has left, before a review was due."),
                ),
            ),
        ),
    },
    parts=(Membership, Fee),
    bound=CURRENT,
    money=_money,
)
REVIEW = Lamps(
    kind=Kind.MEMBERSHIP_REVIEW,
    rules={
        Lamp.PLANNED: Rule(_("The review has a day when it is due."), ALWAYS),
        Lamp.BUDGETED: Rule(
            _("The money is the membership’s."),
            Q(pk__isnull=True),
            spared=(
                Spared(ALWAYS, _("A review costs nothing of its own; the fee stands on the membership.")),
            ),
        ),
        Lamp.DECIDED: decided(),
        Lamp.DOCUMENTED: documented(
            words=_("The evidence shown to the body is kept, or a document is filed."),
            besides=Q(membership_review__evidence__has_key="day"),
        ),
        Lamp.FOLLOWED_UP: Rule(
            _("It is decided whether to stay, and the membership has its next day or its end."),
            Q(status__in=(ReviewStatus.CONTINUED, ReviewStatus.ENDED)),
            spared=(OPEN_REVIEW,),
        ),
    },
    parts=(MembershipReview,),
)
