"""What lights the five lamps of a referral, and of a body's answer to one."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.lamps import ALWAYS, Lamps, Rule, Spared, decided, documented
from governance.models import Kind, Lamp

from .lifecycle import ANSWERED, NOT_SUBMITTED, Answering, Status
from .models import Referral, ReferralAnswer

NEVER = Q(pk__isnull=True)
NO_MONEY = Rule(
    _("A referral has no money of its own."),
    NEVER,
    spared=(Spared(ALWAYS, _("To ask and to answer is ordinary work; it costs nothing of its own.")),),
)
CAME_TO_NOTHING = Spared(
    Q(status__in=(Status.WITHDRAWN, Status.REJECTED)), _("The document was withdrawn or rejected.")
)
UNDER_WAY = Spared(
    Q(status__in=(Status.DRAFT, Status.OUT, Status.COMPILING, Status.BEFORE_BOARD, Status.BEFORE_COUNCIL)),
    _("The document is not adopted yet."),
)
OLD = Spared(Q(referral__source__gt=""), _("Adopted before there was a register."))
NO_ANSWER = Spared(
    Q(status__in=(Answering.ABSTAINED, Answering.UNANSWERED, Answering.UNKNOWN, Answering.RECALLED)),
    _("The body gave no answer, or the sources do not have it."),
)
BEFORE_THE_REGISTER = Spared(Q(referral_answer__source__gt=""), _("Answered before there was a register."))
NOT_YET = Spared(Q(status__in=NOT_SUBMITTED), _("The answer is not submitted yet."))

REFERRAL = Lamps(
    kind=Kind.REFERRAL,
    rules={
        Lamp.PLANNED: Rule(
            _("The letter says what those who answer are to look at, and by when."),
            Q(referral__instruction__gt=""),
            "letter",
            (CAME_TO_NOTHING, OLD),
        ),
        Lamp.BUDGETED: NO_MONEY,
        Lamp.DECIDED: decided(CAME_TO_NOTHING, UNDER_WAY, OLD),
        Lamp.DOCUMENTED: documented(
            OLD,
            Spared(Q(status__in=(Status.DRAFT, Status.OUT)), _("The answers are not compiled yet.")),
            words=_("The answers are compiled, or a document is filed."),
            besides=Q(referral__compiled_on__isnull=False),
        ),
        Lamp.FOLLOWED_UP: Rule(
            _("Those who answered have been told what came of their remarks."),
            Q(referral__fed_back_on__isnull=False),
            "answers",
            (CAME_TO_NOTHING, UNDER_WAY, OLD),
        ),
    },
    parts=(Referral,),
)

ANSWER = Lamps(
    kind=Kind.REFERRAL_ANSWER,
    rules={
        Lamp.PLANNED: Rule(
            _("An officer of the body has the task."),
            Q(responsible__isnull=False),
            "referral",
            (NO_ANSWER, Spared(Q(status__in=ANSWERED), _("The answer is submitted."))),
        ),
        Lamp.BUDGETED: NO_MONEY,
        Lamp.DECIDED: decided(
            NO_ANSWER,
            NOT_YET,
            Spared(Q(referral_answer__without_board=True), _("The office answered, without the board.")),
            BEFORE_THE_REGISTER,
        ),
        Lamp.DOCUMENTED: documented(
            NO_ANSWER,
            NOT_YET,
            words=_("The officer’s report can be read here, or a document is filed."),
            besides=Q(referral_answer__report__gt="", status__in=ANSWERED),
        ),
        Lamp.FOLLOWED_UP: Rule(
            _("The answer is registered at the Executive Board."),
            Q(referral_answer__registered_on__isnull=False),
            "referral",
            (NO_ANSWER, NOT_YET, BEFORE_THE_REGISTER),
        ),
    },
    parts=(ReferralAnswer,),
)
