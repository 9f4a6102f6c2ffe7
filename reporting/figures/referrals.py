"""Steering documents that were referred in the year, what bodies answered and in what time, and what was adopted."""

from django.db.models import F, Q

from referrals.models import Referral, ReferralAnswer

from .counting import Figure, Source, Year


def _sent(year: Year) -> Q:
    return Q(sent_on__range=year.days)


def _adopted(year: Year) -> Q:
    return Q(adopted_on__range=year.days)


def _submitted(year: Year) -> Q:
    return Q(submitted_on__range=year.days)


def _late(year: Year) -> Q:
    return _submitted(year) & Q(submitted_on__gt=F("answer_by"))


def _without_board(year: Year) -> Q:
    return _submitted(year) & Q(without_board=True)


REFERRALS = Source(
    key="referrals",
    rows=lambda: Referral.objects.select_related("matter__body"),
    near=lambda year: Q(matter__opened_on__lte=year.last),
    matter="matter",
    body="matter__body",
    on="sent_on",
    title="matter__title",
)
ANSWERS = Source(
    key="referral_answers",
    rows=lambda: ReferralAnswer.objects.select_related("matter__body"),
    near=lambda year: Q(submitted_on__lte=year.last),
    matter="matter",
    body="matter__body",
    on="submitted_on",
    title="matter__title",
)
FIGURES = (
    Figure(
        "referrals_sent",
        "decisions",
        ("Styrdokument som skickades på remiss", "Steering documents referred"),
        "count",
        REFERRALS,
        _sent,
        method=("Remisser som skickades ut under året.", "Referrals that were sent out in the year."),
    ),
    Figure(
        "referrals_adopted",
        "decisions",
        ("Styrdokument som antogs efter remiss", "Steering documents adopted after referral"),
        "count",
        REFERRALS,
        _adopted,
        method=(
            "Remitterade styrdokument som kommunfullmäktige antog under året.",
            "Referred steering documents that the City Council adopted in the year.",
        ),
    ),
    Figure(
        "referral_answers",
        "decisions",
        ("Remissvar från nämnder och bolag", "Answers to referrals from committees and companies"),
        "count",
        ANSWERS,
        _submitted,
        method=("Remissvar som lämnades in under året.", "Answers to referrals submitted in the year."),
    ),
    Figure(
        "referral_answers_late",
        "decisions",
        ("Varav efter sista svarsdag", "Of these after the last day to answer"),
        "count",
        ANSWERS,
        _late,
        method=(
            "Remissvar som lämnades in under året efter den dag de skulle ha kommit, med den tid som har beviljats.",
            "Answers submitted in the year after their day, any more time that was granted included.",
        ),
    ),
    Figure(
        "referral_answers_without_board",
        "decisions",
        ("Varav kontorets svar utan nämndbeslut", "Of these the office's answer without the board"),
        "count",
        ANSWERS,
        _without_board,
        method=(
            "Remissvar som kontoret lämnade in under året utan att nämnden eller styrelsen hade beslutat.",
            "Answers that the office submitted in the year without a decision of the committee or board.",
        ),
    ),
)
