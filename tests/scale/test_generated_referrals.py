"""The referrals, annual reports and assignments of the invented city: in every state, and as the product has them."""

from collections.abc import Iterator

import pytest
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from governance import access
from governance.models import Assignment, Body, Kind, Matter
from referrals.lifecycle import ANSWERED, NOT_SUBMITTED, Answering, AnswerStatus, ReferralStatus
from referrals.models import (
    IS_HERE,
    Category,
    Referral,
    ReferralAnswer,
    Remark,
    SectionAnswer,
    SectionStance,
    category_of,
)
from reporting import content
from reporting.models import AnnualReport
from stockholm_intl.demonstration.generated import generate, notable
from tests.kept_rows import once

pytestmark = pytest.mark.django_db


@pytest.fixture
def generated(city) -> None:
    once("generated city", lambda: generate(400, seed=7))


def _statuses(kind: str) -> set[str]:
    return set(Matter.objects.filter(kind=kind).values_list("status", flat=True))


def test_referrals_stand_in_every_state_and_are_whole(generated):
    assert _statuses(Kind.REFERRAL) == set(ReferralStatus)
    assert _statuses(Kind.REFERRAL_ANSWER) == set(AnswerStatus)
    assert set(SectionAnswer.objects.values_list("stance", flat=True)) == set(SectionStance)
    answers = ReferralAnswer.objects.select_related("matter__body", "referral")
    assert {category_of(answer.matter.body) for answer in answers} == set(Category)
    assert all(answer.referral.recipients.contains(answer.matter.body) for answer in answers[:50])
    wishes = [
        Q(extended_to__isnull=False),
        Q(extension_answered_on__isnull=False, extended_to=None),
        Q(extension_asked_on__isnull=False, extension_answered_on=None, matter__status__in=NOT_SUBMITTED),
    ]
    assert all(answers.filter(wish).exists() for wish in wishes)
    assert any(answer.is_late for answer in answers)
    assert Referral.objects.filter(sections__edition=2).exists()

    # What is here is told by the answer as by its card; what a body has answered it has decided, or says why not.
    assert set(answers.filter(IS_HERE)) == set(answers.filter(matter__status__in=ANSWERED))
    decided = answers.filter(
        matter__status__in=(*ANSWERED, Answering.DECIDED), source="", without_board=False
    )
    assert decided.exists()
    assert not decided.filter(matter__decisions=None).exists()
    assert (
        not Referral.objects.exclude(adopted_on=None)
        .exclude(matter__decisions__decided_on=F("adopted_on"))
        .exists()
    )
    open_ones = (*NOT_SUBMITTED, Answering.SUBMITTED)
    assert not answers.filter(matter__status__in=open_ones, matter__closed_on__isnull=False).exists()
    assert not answers.exclude(matter__status__in=open_ones).filter(matter__closed_on=None).exists()
    assert not answers.filter(submitted_on__gt=timezone.localdate()).exists()
    remarks = Remark.objects.select_related("section_answer")
    assert remarks.filter(handling="").exists()
    assert all(each.section_answer.calls_for_a_reply for each in remarks)


def test_the_committee_has_given_assignments_and_years_are_reported(generated):
    given = Assignment.objects.filter(given_by__kind=Body.Kind.PREPARATORY_COMMITTEE)
    assert given.filter(status=Assignment.Status.RECEIVED).exists()
    assert given.late(timezone.localdate()).exists()
    assert set(Assignment.objects.values_list("status", flat=True)) == set(Assignment.Status)
    reports = list(AnnualReport.objects.select_related("matter"))
    assert {report.matter.status for report in reports} == {"assembled", "reported"}
    assert all(report.is_counted and report.charts["sv"] for report in reports)
    assert all(
        report.checksum == content.checksum(content.of(report)) for report in reports if report.is_frozen
    )


def _addresses() -> Iterator[str]:
    """The lists, and of every kind a file of each state."""
    yield from (
        reverse(name)
        for name in ("referrals:referrals", "referrals:answers", "reporting:list", "assignments")
    )
    yield f"{reverse('referrals:referrals')}?body=kungsholmen&state=adopted"
    for kind in (Kind.REFERRAL, Kind.REFERRAL_ANSWER):
        for status in _statuses(kind):
            yield Matter.objects.filter(kind=kind, status=status).latest("pk").get_absolute_url()
    yield from (report.get_absolute_url() for report in AnnualReport.objects.all())
    referral = Matter.objects.filter(kind=Kind.REFERRAL, status=ReferralStatus.FED_BACK).latest("pk").number
    for name in ("matrix", "compilation", "remarks", "differences"):
        yield reverse(f"referrals:{name}", args=[referral])
    for status in Assignment.Status:
        yield Assignment.objects.filter(status=status).latest("pk").get_absolute_url()
    for question in ("committee", "boards"):
        yield reverse(f"questions:{question}")
    yield f"{reverse('questions:numbers')}?year={timezone.localdate().year - 2}"
    for name in "analyses cities indicators rankings meetings trainings competences".split():
        yield reverse(f"network:{name}")


def test_the_coordinator_can_open_what_was_generated(generated, client_of):
    coordinator = notable.coordinator()
    access.sync_rights(coordinator)  # held since before the city got all its bodies
    client = client_of(coordinator)
    refused = {address: client.get(address).status_code for address in _addresses()}
    assert {address: code for address, code in refused.items() if code != 200} == {}
    year = AnnualReport.objects.earliest("year").year
    page = client.get(f"{reverse('questions:numbers')}?year={year}").content.decode()
    assert f"årsrapport {year}, version 1" in page or f"annual report {year}, version 1" in page
