"""A frozen report goes on: the City Executive Board reports it, the City Council receives it, each at its meeting."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from governance import meetings
from governance.decisions import Record
from governance.errors import AlreadyDecided, RefusedByRule, WrongState
from governance.models import Body, Decision, Matter, Notice, Person
from governance.models.lamps import LIT, OUT, SPARED
from reporting import actions, deciding
from reporting.models import AnnualReport
from tests.governance.meetings.sittings import seat

pytestmark = pytest.mark.django_db


def answer(body: str, outcome: str = "approved", on: date | None = None) -> Record:
    return Record(
        Body.objects.get(slug=body), outcome, on or timezone.localdate(), "Rapporten godkänns.", paragraph="4"
    )


def by(username: str) -> Person:
    return Person.objects.get(username=username)


def board(report: AnnualReport, outcome: str = "approved") -> Decision:
    return deciding.decide(report.pk, answer("kommunstyrelsen", outcome), by=by("board_secretary"))


def council(report: AnnualReport, outcome: str = "approved") -> Decision:
    return deciding.decide(report.pk, answer("kommunfullmaktige", outcome), by=by("council_secretary"))


def card(report: AnnualReport) -> tuple[str, str]:
    """Where the matter stands, and before whom."""
    matter = Matter.objects.select_related("before").get(pk=report.pk)
    return matter.status, matter.before.slug if matter.before else ""


def test_frozen_it_lies_before_the_board_whose_secretary_is_told(frozen):
    assert card(frozen) == ("frozen", "kommunstyrelsen")
    assert Notice.objects.filter(matter=frozen.pk, person=by("board_secretary")).exists()


def test_the_board_reports_it_and_the_council_receives_it(frozen):
    board(frozen)
    assert card(frozen) == ("reported", "kommunfullmaktige")
    assert Notice.objects.filter(matter=frozen.pk, person=by("council_secretary")).exists()
    council(frozen)
    assert card(frozen) == ("received", "")
    assert not Matter.objects.get(pk=frozen.pk).is_open
    assert Decision.objects.filter(matter=frozen.pk).count() == 2


def test_the_lamp_is_lit_when_the_board_has_reported_it_and_not_before(frozen):
    matter = Matter.objects.get(pk=frozen.pk)
    assert matter.lamp_decided == OUT
    board(frozen)
    matter.refresh_from_db()
    assert matter.lamp_decided == LIT


def test_the_lamp_is_not_asked_for_until_the_report_is_frozen(assembled):
    assert Matter.objects.get(pk=assembled.pk).lamp_decided == SPARED


@pytest.mark.parametrize("decide", [board, council])
def test_tabled_it_stays_where_it_lay(decide, frozen):
    if decide is council:
        board(frozen)
    stood = card(frozen)
    decide(frozen, "tabled")
    assert card(frozen) == stood
    decide(frozen)
    assert card(frozen) != stood


@pytest.mark.parametrize("outcome", ["rejected", "referred_back"])
def test_sent_back_it_is_put_right_in_a_new_version(outcome, frozen, coordinator):
    board(frozen, outcome)
    assert card(frozen) == ("returned", "")
    actions.correct(frozen, "Kostnaderna saknade mottagningarna.", by=coordinator)
    assert card(frozen) == ("replaced", "")


def test_what_is_corrected_before_the_board_has_met_lies_before_it_no_more(frozen, coordinator):
    actions.correct(frozen, "Fel land.", by=coordinator)
    assert card(frozen) == ("replaced", "")
    with pytest.raises(WrongState):
        board(frozen)


def test_the_council_does_not_report_and_the_board_does_not_receive(frozen):
    with pytest.raises(RefusedByRule) as refusal:
        deciding.decide(frozen.pk, answer("kommunfullmaktige"), by=by("council_secretary"))
    assert refusal.value.ruling.section == "5"
    board(frozen)
    with pytest.raises((RefusedByRule, AlreadyDecided)):
        board(frozen)
    assert card(frozen) == ("reported", "kommunfullmaktige")


@pytest.mark.parametrize("who", "contact secretary coordinator head mayor auditor administrator".split())
def test_nobody_else_records_it(who, frozen):
    with pytest.raises(PermissionDenied):
        deciding.decide(frozen.pk, answer("kommunstyrelsen"), by=by(who))


def test_what_is_not_frozen_is_not_decided(assembled):
    with pytest.raises(WrongState):
        board(assembled)


@pytest.mark.parametrize(
    ("slug", "who", "status"),
    [
        ("kommunstyrelsen", "board_secretary", "reported"),
        ("kommunfullmaktige", "council_secretary", "received"),
    ],
)
def test_it_is_taken_up_at_a_meeting(slug, who, status, frozen):
    if status == "received":
        board(frozen)
    secretary, today = by(who), timezone.localdate()
    meeting = meetings.plan(by=secretary, body=Body.objects.get(slug=slug), held_on=today)
    meetings.add_matters(meeting, [Matter.objects.get(pk=frozen.pk)], by=secretary)
    meetings.begin(meeting, by=secretary)
    for item in meeting.items.all():
        meetings.note_outcome(item, item.version, by=secretary, outcome="approved")
    seat(meeting, secretary)
    meeting.refresh_from_db()
    meetings.close(meeting, meeting.version, by=secretary)
    assert card(frozen)[0] == status


def test_the_page_leads_each_secretary_to_the_decision(frozen, client_of):
    page = reverse("reporting:version", args=[frozen.year, 1])
    deciding_page = reverse("reporting:decide", args=[frozen.year, 1])
    assert deciding_page in client_of("board_secretary").get(page).content.decode()
    assert deciding_page not in client_of("council_secretary").get(page).content.decode()
    entered = {
        "outcome": "approved", "form": "meeting", "decided_on": timezone.localdate().isoformat(),
        "paragraph": "4", "wording": "Kommunstyrelsen redovisar rapporten.",
    }  # fmt: skip
    assert client_of("board_secretary").post(deciding_page, entered).status_code == 302
    page = client_of("council_secretary").get(page).content.decode()
    assert deciding_page in page
    assert "redovisad till kommunfullmäktige" in page
