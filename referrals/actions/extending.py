"""More time: a body asks for it, and the City Executive Office answers."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, casework
from governance.errors import WrongState
from governance.models import Person
from governance.moves import require_status
from referrals.lifecycle import ANSWER_MOVES, NOT_SUBMITTED
from referrals.models import ReferralAnswer

from .locking import lock_answer, tell_body, tell_coordinators


@transaction.atomic
def ask_for_time(answer: ReferralAnswer, *, by: Person, asked_to: date, reason: str) -> ReferralAnswer:
    """Ask to answer later, with the reason. Raises ValidationError, WrongState."""
    answer = lock_answer(answer)
    casework.require_edit(by, answer.matter)
    ANSWER_MOVES.after("ask_for_time", answer.matter)
    if answer.waits_for_time:
        raise WrongState(
            _("More time has been asked for already; the City Executive Office has not answered yet.")
        )
    if asked_to <= max(answer.answer_by, timezone.localdate()):
        raise ValidationError({"asked_to": _("Give a later day than the one the body has.")})
    answer.extension_asked_on, answer.extension_asked_to = timezone.localdate(), asked_to
    answer.extension_reason, answer.extension_reply = reason, ""
    answer.extension_answered_on = answer.extended_to = None
    casework.write(answer, by=by)
    body, number = answer.matter.body, answer.matter.number
    tell_coordinators(
        answer,
        f"time:{number}:{answer.matter.version}",
        f"{number}: {body.in_a_sentence_sv} ber om mer tid för remissvaret, till {asked_to}",
        f"{number}: {body.in_a_sentence_en} asks for more time for its answer, until {asked_to}",
    )
    return answer


@transaction.atomic
def answer_wish(
    answer: ReferralAnswer, *, by: Person, granted_to: date | None, reply: str = ""
) -> ReferralAnswer:
    """Grant more time until a day, or refuse it with the reason. Raises ValidationError, WrongState."""
    answer = lock_answer(answer)
    owner = answer.referral.matter.body
    if not access.may(by, access.EDIT, owner):
        raise PermissionDenied(access.refusal(access.EDIT, owner))
    require_status(answer.matter, *NOT_SUBMITTED)
    if not answer.waits_for_time:
        raise WrongState(_("Nobody waits for an answer about more time here."))
    if granted_to is None and not reply.strip():
        raise ValidationError({"reply": _("Say why there is no more time.")})
    if granted_to is not None and granted_to <= answer.answer_by:
        raise ValidationError({"granted_to": _("Give a later day than the one the body has.")})
    answer.extension_answered_on, answer.extension_reply = timezone.localdate(), reply
    answer.extended_to = granted_to
    card = {}
    if granted_to is not None:
        answer.answer_by = granted_to
        card = {"due_on": granted_to}
    casework.write(answer, by=by, **card)
    number = answer.matter.number
    said = (f"mer tid till {granted_to}", f"more time until {granted_to}")
    sv, en = said if granted_to else ("ingen mer tid", "no more time")
    tell_body(
        answer,
        f"time answered:{number}:{answer.matter.version}",
        f"{number}: stadsledningskontoret ger {sv} för remissvaret",
        f"{number}: the City Executive Office gives {en} for the answer",
    )
    return answer
