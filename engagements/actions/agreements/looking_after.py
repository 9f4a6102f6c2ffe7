"""What the register does with agreements by itself every day: each thing once, however often it looks."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from engagements.lifecycle.agreements import CURRENT, PROMISING, STANDING, Status
from engagements.models import Agreement, Obligation
from engagements.models.agreements import months_before
from governance import casework, notices
from governance.authority import strategy_in_force

from .ending import note_end
from .locking import lock
from .reviewing import answer_by, begin_review
from .schedule import months_until_dormant
from .signing import come_into_force

# So long before the last day to give notice somebody is told of it.
NOTICE_AHEAD = timedelta(days=30)
# Months in which the owner of a dormant agreement says whether it still stands; then it is reviewed.
ANSWERED_WITHIN = 3
Reason = Agreement.ReviewReason


def look_after_agreements(today: date | None = None) -> int:
    """Bring into force, remind, open reviews and end what is past its last day. How many were moved or told of."""
    today = today or timezone.localdate()
    lead = months_before(today, -strategy_in_force(today).review_lead_months)
    to_review = Q(next_review_on__lte=lead) | Q(matter__ends_on__lte=lead) & (
        Q(last_reviewed_on__isnull=True) | Q(last_reviewed_on__lt=F("matter__ends_on") - (lead - today))
    )
    still, unanswered = Q(matter__status=Status.IN_FORCE), months_before(today, ANSWERED_WITHIN)
    return (
        _each(Q(matter__status=Status.SIGNED, matter__starts_on__lte=today), _begin, today)
        + _each(Q(matter__status__in=STANDING, matter__ends_on__lt=today), _end, today)
        + _each(still & to_review, _open_review, today)
        + _each(still & Q(dormant_since__lte=unanswered), _review_dormant, today)
        + _each(still & Q(dormant_on__lte=today, dormant_since=None), _find_dormant, today)
        + _each(Q(matter__status=Status.APPROVED, sign_by__lt=today), _remind_to_sign, today)
        + _each(Q(matter__status__in=CURRENT, notice_months__isnull=False), _remind_of_notice, today)
        + _remind_of_obligations(today)
    )


def _each(which: Q, do: Callable[[Agreement, date], bool], today: date) -> int:
    """One transaction for each; one that has moved on in the meantime is left as it is."""
    done = 0
    for pk in _found(which):
        with transaction.atomic():
            agreement = lock(pk)
            if Agreement.objects.filter(which, pk=pk).exists():
                done += do(agreement, today)
    return done


def _found(which: Q) -> Iterable[int]:
    return list(Agreement.objects.filter(which).order_by("pk").values_list("pk", flat=True))


def _begin(agreement: Agreement, today: date) -> bool:
    come_into_force(agreement, today, by=None)
    return True


def _end(agreement: Agreement, today: date) -> bool:
    """One whose longer term lies before a body waits for that decision."""
    note_end(agreement, agreement.matter.ends_on or today, Status.ENDED, by=None)
    return _tell(
        agreement,
        f"ended:{agreement.ended_on}",
        "har upphört och ska utvärderas",
        "has ended, to be evaluated",
    )


def _open_review(agreement: Agreement, today: date) -> bool:
    ends_on, review_on = agreement.matter.ends_on, agreement.next_review_on
    is_expiry = ends_on is not None and (review_on is None or ends_on <= review_on)
    due_on = ends_on if is_expiry else review_on
    return _begin_review(agreement, Reason.EXPIRY if is_expiry else Reason.INTERVAL, due_on or today)


def _begin_review(agreement: Agreement, reason: str, due: date) -> bool:
    begin_review(agreement, reason, due, by=None)
    return _tell(
        agreement,
        f"review:{due}",
        f"ett avtal ska omprövas senast {due}",
        f"an agreement is to be reviewed by {due}",
    )


def _find_dormant(agreement: Agreement, today: date) -> bool:
    """The owner is asked whether it still stands."""
    agreement.dormant_since = today
    casework.write(agreement, by=None)
    months = months_until_dormant(today)
    return _tell(
        agreement,
        f"dormant:{today}",
        f"inget har hänt på {months} månader, gäller avtalet fortfarande?",
        f"nothing has happened in {months} months, does the agreement still stand?",
    )


def _review_dormant(agreement: Agreement, today: date) -> bool:
    return _begin_review(agreement, Reason.DORMANT, answer_by(today))


def _remind_to_sign(agreement: Agreement, today: date) -> bool:
    return _tell(
        agreement,
        f"unsigned:{agreement.sign_by}",
        f"skulle ha undertecknats senast {agreement.sign_by}",
        f"was to be signed by {agreement.sign_by}",
    )


def _remind_of_notice(agreement: Agreement, today: date) -> bool:
    day = agreement.last_day_of_notice
    if day is None or not today <= day <= today + NOTICE_AHEAD:
        return False
    return _tell(
        agreement,
        f"notice:{day}",
        f"ska sägas upp senast {day}, om det ska sägas upp",
        f"last day of notice {day}",
    )


def _remind_of_obligations(today: date) -> int:
    """Tell once of each thing that should have been done: by the city, or to the city."""
    late = Obligation.objects.late(today).filter(reminded_on=None, agreement__matter__status__in=PROMISING)
    return sum(_remind_of_obligation(*keys, today) for keys in list(late.values_list("agreement", "pk")))


@transaction.atomic
def _remind_of_obligation(agreement_pk: int, pk: int, today: date) -> bool:
    agreement = lock(agreement_pk)
    obligation = Obligation.objects.get(pk=pk)
    if obligation.reminded_on or not obligation.is_open:
        return False
    obligation.reminded_on = today
    obligation.save_without_historical_record(update_fields=["reminded_on"])
    is_ours, due = obligation.side == Obligation.Side.CITY, obligation.due_on
    return _tell(
        agreement,
        f"obligation:{pk}",
        f"{'staden' if is_ours else 'motparten'} skulle ha gjort något enligt avtalet senast {due}",
        f"{'the city' if is_ours else 'the counterpart'} was to do something by the agreement by {due}",
    )


def _tell(agreement: Agreement, key: str, words_sv: str, words_en: str) -> bool:
    """Tell those concerned once; False when they have been told before."""
    matter = agreement.matter
    if matter.notices.filter(key__startswith=f"agreement:{matter.pk}:{key}:").exists():
        return False
    notices.notify(
        casework.those_concerned(matter),
        matter=matter,
        key=f"agreement:{matter.pk}:{key}",
        subject_sv=f"{matter.number}: {words_sv}",
        subject_en=f"{matter.number}: {words_en}",
    )
    return True
