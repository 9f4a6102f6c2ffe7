"""How every verb begins: the card locked, the right asked for, and the verb allowed where the matter stands."""

from governance import access, casework
from governance.models import Office, Person
from governance.notices import notify
from referrals.lifecycle import ANSWER_MOVES, MOVES
from referrals.models import Referral, ReferralAnswer


def begin(verb: str, referral: Referral, by: Person, version: int | None = None) -> tuple[Referral, str]:
    """The locked referral and the status the verb leads to, for who prepares the Executive Board's matters.

    Raises StaleVersion, PermissionDenied, WrongState.
    """
    referral = casework.lock(Referral, referral, version)
    casework.require_edit(by, referral.matter)
    return referral, MOVES.after(verb, referral.matter)


def begin_answer(
    verb: str, answer: ReferralAnswer, by: Person, version: int | None = None
) -> tuple[ReferralAnswer, str]:
    """The same for an answer, for who prepares the matters of the body that answers."""
    answer = lock_answer(answer, version)
    casework.require_edit(by, answer.matter)
    return answer, ANSWER_MOVES.after(verb, answer.matter)


def lock_answer(answer: ReferralAnswer | int, version: int | None = None) -> ReferralAnswer:
    """The answer as it stands, locked. Raises StaleVersion when `version` is old."""
    return casework.lock(ReferralAnswer, answer, version, "referral__matter__body")


def tell_coordinators(answer: ReferralAnswer, key: str, subject_sv: str, subject_en: str) -> None:
    """Tell those who coordinate the referral of something in an answer."""
    told = casework.those_concerned(answer.referral.matter)
    if not told.exists():
        told = access.holders(Office.Role.COORDINATOR)
    notify(told, matter=answer.matter, key=key, subject_sv=subject_sv, subject_en=subject_en)


def tell_body(answer: ReferralAnswer, key: str, subject_sv: str, subject_en: str) -> bool:
    """Tell the body that answers: its case officer, else its contact persons, else its secretaries.

    False when there is nobody at the body to tell.
    """
    told = casework.those_concerned(answer.matter)
    if not told.exists():
        told = access.holders(Office.Role.SECRETARY, answer.matter.body)
    return bool(notify(told, matter=answer.matter, key=key, subject_sv=subject_sv, subject_en=subject_en))
