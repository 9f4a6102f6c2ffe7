"""What a matter has told outside its file is listed before it is marked secret: each feature knows its own."""

from datetime import date

import pytest
from django.utils import timezone, translation

from governance import feeds, gone_out
from governance.models import Document, Matter, MeetingFile
from memberships.models import Membership, MembershipReview
from planning.models import KeptCopy
from reporting.models import AnnualReport
from tests.governance.meetings.sittings import before_it, close, fresh, in_session, note_all
from tests.governance.rows import make_matters
from tests.visits.conftest import REQUEST
from visits import actions as visits
from visits.models import Letter

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def matter(city) -> Matter:
    return make_matters(1, city("trafiknamnden"))[0]


def told(matter: Matter) -> list[tuple[str, date | None]]:
    return [(each.words, each.day) for each in gone_out.of_matter(matter)]


def test_a_letter_to_the_guest(contact, city):
    visit = visits.log(REQUEST, by=contact, body=city("trafiknamnden"))
    Letter.objects.create(
        visit=visit, kind="question", language="sv", subject="Vilka kommer?", text="x", written_by=contact,
        sender="x", written_on=date(2026, 5, 4),
    )  # fmt: skip
    assert told(visit.matter) == [("The letter “Vilka kommer?”", date(2026, 5, 4))]


def test_the_calendars_that_have_fetched_the_days_of_its_body(matter, contact, head, city):
    kept, _token = feeds.subscribe(contact, matter.body)
    feeds.subscribe(head, matter.body)
    mine, _token = feeds.subscribe(contact)
    assert told(matter) == []
    feeds.fetched(kept)
    feeds.fetched(mine)
    assert [words.split(" ")[0] for words, _day in told(matter)] == ["1"]
    matter.responsible = contact
    assert [words.split(" ")[0] for words, _day in told(matter)] == ["2"]


def test_a_kept_copy_of_a_plan_that_names_it(matter, city, contact):
    plan = make_matters(1, city("trafiknamnden"), first=50, kind="plan")[0]

    def keep(edition: int, number: str) -> None:
        lines = [{"matters": []}, {"matters": [{"number": "2020-00001"}, {"number": number}]}]
        KeptCopy.objects.create(
            matter=plan, edition=edition, content={"year": 2026, "lines": lines}, checksum="x",
            locked_on=date(2026, 1, edition), locked_by=contact,
        )  # fmt: skip

    keep(1, "2020-00002")
    assert told(matter) == []
    keep(2, matter.number)
    assert told(matter) == [
        ("The plan for 2026 of the Transport Committee, version 2, locked", date(2026, 1, 2))
    ]


@pytest.mark.parametrize("state", ["frozen", "counted"])
def test_a_frozen_report_that_names_it(state, matter, city, coordinator):
    card = make_matters(1, city("kommunstyrelsen"), first=50, kind="annual_report")[0]
    rows = [{"number": matter.number, "name": "x"}]
    AnnualReport.objects.create(
        matter=card, year=2025, state=state, figures={"lists": {"memberships": {"rows": rows}}}, checksum="x",
        opened_by=coordinator, frozen_by=coordinator, frozen_at=timezone.now(),
    )  # fmt: skip
    named = [("The annual report of 2025, version 1, frozen", TODAY)]
    assert told(matter) == (named if state == "frozen" else [])
    assert told(card) == []


def test_the_call_the_minutes_and_the_decision_of_a_meeting(city, secretary):
    membership = before_it()
    meeting = in_session(membership)
    type(meeting).objects.filter(pk=meeting.pk).update(called_on=date(2026, 3, 5))
    note_all(meeting)
    close(fresh(meeting))
    type(meeting).objects.filter(pk=meeting.pk).update(
        approved_on=date(2026, 3, 20), posted_on=date(2026, 3, 21)
    )
    document = Document.objects.create(sha256="x", name="x", media_type="application/pdf", content=b"x")
    MeetingFile.objects.create(meeting=meeting, kind="agenda", document=document, of_version=1)
    assert told(Matter.objects.get(pk=membership.pk)) == [
        ("Agenda of the Transport Committee 2026-03-12, as it was printed", TODAY),
        ("The agenda of the Transport Committee 2026-03-12, sent with the call", date(2026, 3, 5)),
        ("The minutes of the Transport Committee 2026-03-12, posted on the notice board", date(2026, 3, 21)),
        ("Transport Committee: the decision, in its minutes", date(2026, 3, 12)),
    ]


def test_a_review_of_a_membership_stays_open(city):
    member = before_it()
    card = make_matters(1, city("trafiknamnden"), first=50, kind="membership_review")[0]
    MembershipReview.objects.create(
        matter=card, membership=Membership.objects.get(pk=member.pk), due_on=TODAY
    )
    assert [words for words, _day in told(member.matter)] == [
        f"The review {card.number} is a matter of its own and stays open. Mark it too, if it needs it."
    ]
    Matter.objects.filter(pk=card.pk).update(secrecy_ground="OSL 15:1", secrecy_marked_on=TODAY)
    assert told(member.matter) == []
