"""What lights the five lamps of a plan and an account, and how a line in a plan lights the lamp of what it is about."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.lamps import ALWAYS, DECIDED, Besides, Lamps, Rule, Spared, documented
from governance.models import Kind, Lamp, Matter

from .lifecycle import ACCEPTED, HANDED_IN, Status
from .models import Account, Plan, PlanTie

NEVER = Q(pk__isnull=True)
# What a body plans, in the order of the plan. A visit is asked for by others; a review belongs to its membership.
PLANNED_KINDS = (
    Kind.MEMBERSHIP,
    Kind.EU_PROJECT,
    Kind.AID_PROJECT,
    Kind.EVENT_ABROAD,
    Kind.AGREEMENT,
    Kind.DECLARATION,
    Kind.EU_QUESTION,
)
# Its copy is kept in the transaction that locks it.
COPIED = Q(status=Status.LOCKED)
NOT_LOCKED = Spared(~Q(status=Status.LOCKED), _("It is not locked yet."))
IN_ANOTHER_SYSTEM = Rule(
    _("The decision of the body is recorded."),
    DECIDED,
    "decisions",
    (Spared(ALWAYS, _("The body decides it with its activity plan, in the city’s system for planning.")),),
)


def _lines_about(matter: Matter) -> str:
    return f"{reverse('planning:lines')}?matter={matter.number}"


# Joined to the rule that each kind has of its own: one lamp, whichever of the two lights it.
TIED = Besides(
    lamp=Lamp.PLANNED,
    kinds=PLANNED_KINDS,
    words=_("Or it is tied to a line in the plan of a body."),
    lit=Exists(PlanTie.objects.filter(matter=OuterRef("pk"))),
    part=PlanTie,
    label=_("Lines in plans about the matter"),
    url=_lines_about,
)

PLAN = Lamps(
    kind=Kind.PLAN,
    rules={
        Lamp.PLANNED: Rule(
            _("The plan is submitted."),
            Q(status__in=(*HANDED_IN, *ACCEPTED)),
            "plan",
            (Spared(Q(status=Status.REOPENED), _("The plan is being corrected.")),),
        ),
        Lamp.BUDGETED: Rule(
            _("It is written what the body’s own budget has for it."),
            Q(plan__budget__isnull=False),
            "plan",
            (Spared(Q(plan__has_none=True), _("There is nothing to pay for.")),),
        ),
        Lamp.DECIDED: IN_ANOTHER_SYSTEM,
        Lamp.DOCUMENTED: documented(
            NOT_LOCKED, words=_("A locked copy is kept, or a document is filed."), besides=COPIED
        ),
        Lamp.FOLLOWED_UP: Rule(
            _("The plan is followed up in the body’s account of the year."),
            NEVER,
            spared=(Spared(ALWAYS, _("The account is a matter of its own.")),),
        ),
    },
    parts=(Plan,),
)
ACCOUNT = Lamps(
    kind=Kind.ACCOUNT,
    rules={
        Lamp.PLANNED: Rule(_("The strategy asks for a report every year."), ALWAYS),
        Lamp.BUDGETED: Rule(
            _("An account has no money of its own."),
            NEVER,
            spared=(Spared(ALWAYS, _("To account for the year is ordinary work.")),),
        ),
        Lamp.DECIDED: IN_ANOTHER_SYSTEM,
        Lamp.DOCUMENTED: documented(
            NOT_LOCKED, words=_("A locked copy is kept, or a document is filed."), besides=COPIED
        ),
        Lamp.FOLLOWED_UP: Rule(
            _("The account is accepted: the year is followed up."),
            Q(status__in=ACCEPTED),
            "account",
            (Spared(ALWAYS, _("The account is not accepted yet.")),),
        ),
    },
    parts=(Account,),
)
