"""The invented city is marked, whole and written as the product itself would have written it."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, QuerySet
from django.utils import timezone

from engagements import models as engagements
from governance import decisions, matters, priorities, statuses
from governance import models as governance
from governance.models import (
    AgendaItem,
    Assignment,
    Body,
    Decision,
    DecisionEvent,
    Kind,
    Matter,
    MinutesSeries,
    Person,
)
from network import models as network
from planning import models as planning
from profiling import models as profiling
from referrals import models as referrals
from reporting import models as reporting
from stockholm_intl.demonstration.generated import generate, notable
from tests.factories import make_person
from tests.kept_rows import once

pytestmark = pytest.mark.django_db
MATTERS = 400
BESIDES = (Kind.PLAN, Kind.ACCOUNT, Kind.REFERRAL, Kind.REFERRAL_ANSWER, Kind.ANNUAL_REPORT)
FILES = {
    Kind.VISIT: "visit", Kind.MEMBERSHIP: "membership", Kind.MEMBERSHIP_REVIEW: "membership_review",
    Kind.AGREEMENT: "agreement", Kind.EU_PROJECT: "eu_project", Kind.EU_QUESTION: "eu_question",
    Kind.EVENT_ABROAD: "event_abroad", Kind.DECLARATION: "declaration", Kind.AID_PROJECT: "aid_project",
    Kind.PLAN: "plan", Kind.ACCOUNT: "account", Kind.REFERRAL: "referral", Kind.REFERRAL_ANSWER: "referral_answer",
    Kind.ANNUAL_REPORT: "annual_report",
}  # fmt: skip
PARTS = (
    engagements.Obligation, engagements.Activity, engagements.Commitment, engagements.AidFinancing,
    engagements.AidReceived, engagements.ProjectReport, engagements.GrantCondition, engagements.ProjectMoney,
    engagements.Position, engagements.EuStage, engagements.Stakeholder, engagements.Advocacy, engagements.EuGuideline,
    engagements.Traveller, engagements.Leg, engagements.EventCost, engagements.PartnerPost, governance.Meeting,
    governance.Attendance, governance.Assignment, governance.Reception, governance.DelegatedPower,
    governance.Residents, network.NetworkMessage, network.Receipt, network.NetworkQuestion, network.Observation,
    network.Analysis, network.CityProfile, network.IndicatorValue, network.RankingPlace, network.MeetingReply,
    network.Participant, network.Competence, referrals.DocumentSection, referrals.SectionAnswer, referrals.Remark,
    reporting.PublishedFigure, planning.Round, planning.PlanLine, planning.PlanTie, planning.LineOutcome,
    profiling.GoodExample, profiling.KeyMessage, profiling.CityInformation,
)  # fmt: skip


def drawn() -> QuerySet[Matter]:
    """What was asked for; every body's plans and accounts, the referrals and the annual reports come besides."""
    return Matter.objects.exclude(kind__in=BESIDES)


@pytest.fixture
def generated(city) -> None:
    once("generated city", lambda: generate(MATTERS, seed=7))


def test_every_matter_is_marked_as_invented(generated):
    assert drawn().count() == MATTERS
    assert not Matter.objects.filter(is_invented=False).exists()
    assert (
        not Matter.objects.exclude(title__startswith="Påhittat")
        .exclude(title__startswith="Påhittad")
        .exists()
    )


def test_the_city_has_every_kind_of_matter_at_many_bodies(generated):
    assert set(Matter.objects.values_list("kind", flat=True)) == set(Kind)
    assert Matter.objects.aggregate(bodies=Count("body", distinct=True))["bodies"] > 20


def test_the_city_has_some_of_everything(generated):
    assert [model.__name__ for model in PARTS if not model.objects.exists()] == []


def test_every_matter_has_the_file_of_its_kind_and_one_of_its_statuses(generated):
    for kind, relation in FILES.items():
        assert not Matter.objects.filter(kind=kind, **{f"{relation}__isnull": True}).exists(), kind
    for kind, status in Matter.objects.values_list("kind", "status").distinct():
        assert status in statuses.statuses_of(kind).values, (kind, status)


def test_a_card_names_the_place_that_its_strategy_puts_first(generated):
    for matter in Matter.objects.select_related("strategy")[:100]:
        assert matter.priority_place == priorities.first_place(
            matter.strategy, str(matter.country), matter.city
        )


def test_what_the_lists_ask_of_the_row_alone_is_what_the_rows_beside_it_say(generated):
    told = DecisionEvent.objects.filter(kind=DecisionEvent.Kind.NOTIFIED).values("decision")
    waiting = Decision.objects.standing().filter(form=Decision.Form.DELEGATED).exclude(pk__in=told)
    assert set(Decision.objects.to_notify()) == set(waiting)
    beside = {
        "given_by": F("item__meeting__body"),
        "given_on": F("item__meeting__held_on"),
        "matter": F("item__matter"),
    }
    assert not Assignment.objects.exclude(**beside).exists()
    assert (
        not Matter.objects.filter(kind=Kind.EU_QUESTION).exclude(sort=F("eu_question__institution")).exists()
    )


def test_what_a_meeting_decided_stands_on_its_agenda_with_its_paragraph(generated):
    decided = Decision.objects.filter(form=Decision.Form.MEETING)
    assert decided.exists()
    for decision in decided.exclude(matter=notable.long_matter()).select_related("agenda_item__meeting"):
        item = decision.agenda_item
        assert (item.matter_id, str(item.paragraph)) == (decision.matter_id, decision.paragraph)
        assert (item.meeting.body_id, item.meeting.held_on) == (decision.body_id, decision.decided_on)
    for series in MinutesSeries.objects.filter(last_paragraph__gt=0).select_related("body")[:20]:
        given = AgendaItem.objects.filter(
            meeting__body=series.body, meeting__held_on__year=series.year
        ).exclude(paragraph=None)
        assert sorted(given.values_list("paragraph", flat=True)) == [*range(1, given.count() + 1)]


def test_nothing_was_decided_before_the_matter_was_opened_or_after_today(generated):
    decided = Decision.objects.exclude(matter=notable.long_matter())
    assert not decided.filter(decided_on__lt=F("matter__opened_on")).exists()
    assert not decided.filter(decided_on__gt=timezone.localdate()).exists()


def test_no_matter_belongs_to_a_body_that_had_ended(generated):
    for matter in Matter.objects.exclude(responsible=notable.busy_person()).select_related("body"):
        assert matter.body.is_in_force(matter.opened_on), matter


def test_every_matter_has_its_history(generated):
    unremembered = Matter.objects.exclude(pk__in=Matter.history.values("id"))
    assert not unremembered.exists()


def test_a_generated_decision_is_in_the_canonical_form_of_a_recorded_one(generated):
    some = list(Decision.objects.all()[:50])
    assert some
    for decision in some:
        payload = json.loads(bytes(decision.payload))
        assert decisions.canonical(payload) == bytes(decision.payload)


def test_a_generated_decision_says_what_a_recorded_one_says(generated, secretary, contact):
    matter = matters.open_matter(
        Kind.VISIT, by=contact, body=Body.objects.get(slug="trafiknamnden"), title="Besök", status="being_assessed",
        facts={"act": "handle_visit", "areas": 1, "political_level": "ordinary"},
    )  # fmt: skip
    entry = decisions.Record(matter.body, "approved", matter.opened_on, "Bifall.", paragraph="1")
    recorded = json.loads(decisions.record(matter, entry, by=secretary).payload)
    invented = json.loads(bytes(Decision.objects.filter(matter__is_invented=True)[0].payload))
    assert recorded.keys() == invented.keys()
    assert recorded["ruling"].keys() == invented["ruling"].keys()
    assert recorded["matter"].keys() == invented["matter"].keys()


def test_the_series_of_numbers_goes_on_where_the_city_ended(generated, contact):
    matter = matters.open_matter(
        Kind.VISIT, by=contact, body=Body.objects.get(slug="trafiknamnden"), title="Nästa", status="received"
    )
    year = Matter.objects.filter(opened_on__year=matter.opened_on.year)
    assert matter.number == f"{matter.opened_on.year}-{year.count():05d}"


def test_the_long_matter_is_long_and_the_busy_person_busy(generated):
    long = notable.long_matter()
    assert long.decisions.count() == notable.DECISIONS
    assert long.history.count() >= notable.HISTORY
    assert long.documents.count() >= notable.DOCUMENTS
    assert Matter.objects.open().filter(responsible=notable.busy_person()).count() >= MATTERS // 5


def test_generated_persons_can_be_told_from_real_ones_and_cannot_log_in(generated):
    invented = Person.objects.filter(username__startswith="pahittad.")
    assert invented
    assert not any(person.has_usable_password() for person in invented)
    assert all("Påhittad" in person.name for person in invented)


def test_a_register_with_real_matters_is_left_alone(city, contact):
    call_command("generate_city", "--matters", "5", stdout=StringIO())
    matters.open_matter(Kind.VISIT, by=contact, body=city("jarva"), title="På riktigt", status="received")
    with pytest.raises(CommandError, match="--add"):
        call_command("generate_city", "--matters", "5", stdout=StringIO())
    call_command("generate_city", "--matters", "5", "--add", stdout=StringIO())
    assert drawn().filter(is_invented=True).count() == 10


def test_a_second_city_goes_beside_the_first(generated):
    generate(50, seed=8)
    assert drawn().count() == MATTERS + 50
    assert make_person("efter", "Efter Åt").pk
