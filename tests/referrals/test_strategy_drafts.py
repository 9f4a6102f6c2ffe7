"""The whole way of a draft of the strategy: referred, changed after the answers, adopted, in force, and who is told."""

import json
from datetime import datetime, time, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from governance import decisions, outbox, strategy_drafts
from governance.decisions import Record
from governance.errors import WrongState
from governance.models import Matter, Notice, OutboxEntry, Strategy, StrategyDraft
from referrals import actions
from referrals.models import Referral
from tests.governance.rows import make_matters
from tests.governance.strategy_draft_rows import ACT, begun, with_another_decider
from tests.referrals.making import (
    ASKED,
    LATER,
    TODAY,
    answer_of,
    body,
    fresh,
    letter_of_draft,
    person,
    record,
    referred,
    submitted,
)

pytestmark = pytest.mark.django_db
State = StrategyDraft.State
DECLARATION = {"act": ACT, "scope": "own_operation", "adds_resource_burden": False}


def state(draft: StrategyDraft) -> str:
    return StrategyDraft.objects.get(pk=draft.pk).state


def read(draft: StrategyDraft) -> StrategyDraft:
    return StrategyDraft.objects.select_related("matter__body", "based_on").get(pk=draft.pk)


def compiled_from(draft: StrategyDraft, **given) -> Referral:
    """Two have answered, and each remark has its reply."""
    referral = referred(draft, **given)
    submitted(answer_of(referral))
    submitted(answer_of(referral, ASKED[1]), "other_contact", "other_secretary")
    referral = fresh(actions.compile_answers(referral, by=person("coordinator")))
    for remark in referral.remarks.select_related("referral"):
        version = Matter.objects.get(pk=referral.pk).version
        actions.reply(remark, version, by=person("coordinator"), handling="noted", because="Noterat.")
    return fresh(referral)


def decided(referral: Referral, slug: str, by: str, outcome: str = "approved") -> Referral:
    actions.deciding.decide(referral, record(body(slug), outcome), by=person(by))
    return fresh(referral)


def before_council(referral: Referral) -> Referral:
    referral = fresh(actions.lay_before_board(referral, by=person("coordinator"), in_force_on=LATER))
    return decided(referral, "kommunstyrelsen", "board_secretary")


def adopted_from(draft: StrategyDraft) -> Referral:
    return decided(before_council(compiled_from(draft)), "kommunfullmaktige", "council_secretary")


def who_decides(day, *words: str) -> dict:
    out = StringIO()
    call_command(
        "who_decides", ACT, "--scope", "own_operation", "--on", str(day), "--json", *words, stdout=out
    )
    return json.loads(out.getvalue())


def test_a_draft_goes_all_the_way_and_the_new_decider_decides_from_the_day(city):
    draft, coordinator = begun(), person("coordinator")
    referral = referred(draft)
    submitted(answer_of(referral))
    with pytest.raises(WrongState):
        with_another_decider(read(draft))
    referral = fresh(actions.compile_answers(referral, by=coordinator))
    # After the answers the table is still to be changed, until it lies before the board.
    draft = with_another_decider(read(draft))
    for remark in referral.remarks.select_related("referral"):
        version = Matter.objects.get(pk=referral.pk).version
        actions.reply(remark, version, by=coordinator, handling="noted", because="Noterat.")
    referral = before_council(fresh(referral))
    with pytest.raises(WrongState):
        strategy_drafts.change_principle(
            draft, draft.version, "within-budget", by=coordinator, if_it_fails="stop"
        )
    referral = decided(referral, "kommunfullmaktige", "council_secretary")
    draft = read(draft)
    assert (draft.state, draft.strategy) == (State.ADOPTED, referral.strategy)
    assert who_decides(LATER - timedelta(days=1))["decides"] == "mayor"
    after = who_decides(LATER)
    assert (after["decides"], after["strategy"], after["prepared_by"]) == (
        "council",
        str(LATER.year),
        "executive_board",
    )


def test_the_version_has_the_principles_and_intervals_of_the_draft_and_the_text_of_the_referral(city):
    coordinator, draft = person("coordinator"), begun()
    draft = strategy_drafts.change_frame(
        draft,
        1,
        by=coordinator,
        title_sv="Ny",
        title_en="New",
        review_interval_months=36,
        review_lead_months=3,
    )
    draft = strategy_drafts.change_principle(
        draft, draft.version, "within-budget", by=coordinator, if_it_fails="stop", text_en="Within it."
    )
    referral = compiled_from(draft)
    first, *others = referral.edition(1)
    version = Matter.objects.get(pk=referral.pk).version
    revised = [actions.drafting.Section(each.number, each.title, each.text) for each in (first, *others)]
    actions.revise(
        referral, version, by=coordinator, sections=[revised[0]._replace(text="Ny text."), *revised[1:]]
    )
    draft = actions.texts_to_draft(fresh(referral), by=coordinator)
    draft = strategy_drafts.change_section(
        draft, draft.version, 1, by=coordinator, title_en="Background", text_en="New text."
    )
    with pytest.raises(WrongState):
        strategy_drafts.change_section(draft, draft.version, 1, by=coordinator, text_sv="Annat.")
    with pytest.raises(WrongState):
        strategy_drafts.remove_section(draft, draft.version, "2", by=coordinator)
    new = decided(before_council(fresh(referral)), "kommunfullmaktige", "council_secretary").strategy
    assert (new.title_en, new.review_interval_months, new.review_lead_months) == ("New", 36, 3)
    section = new.sections.first()
    assert (section.text_sv, section.title_en, section.text_en) == ("Ny text.", "Background", "New text.")
    principle = new.principles.get(key="within-budget")
    assert (principle.if_it_fails, principle.text_en) == ("stop", "Within it.")
    assert new.rules.count() == Strategy.objects.get(key="2016").rules.count()


def test_the_draft_stands_where_its_referral_does(city):
    draft = begun()
    referral = letter_of_draft(draft)
    assert state(draft) == State.REFERRED
    actions.withdraw(fresh(referral), by=person("coordinator"), reason="Görs om.")
    assert (state(draft), read(draft).matter) == (State.OPEN, None)
    referral = compiled_from(read(draft), diary_number="KS 2026/701")
    assert state(draft) == State.REFERRED
    referral = before_council(referral)
    assert state(draft) == State.LOCKED
    referral = decided(referral, "kommunfullmaktige", "council_secretary", "referred_back")
    assert state(draft) == State.REFERRED
    referral = fresh(actions.lay_before_board(referral, by=person("coordinator"), in_force_on=LATER))
    decided(referral, "kommunstyrelsen", "board_secretary", "rejected")
    assert state(draft) == State.OPEN


def test_a_draft_is_referred_once_and_by_the_coordinator(city):
    draft = begun()
    letter_of_draft(draft)
    with pytest.raises(WrongState):
        letter_of_draft(draft, "KS 2026/702")
    for persona in ("board_secretary", "contact", "administrator"):
        with pytest.raises(PermissionDenied):
            actions.refer_draft(
                begun(), by=person(persona), title="x", answer_by=LATER, contact="x", instruction="x"
            )


def test_the_database_refuses_a_referred_draft_without_its_referral(city):
    with pytest.raises(IntegrityError), transaction.atomic():
        StrategyDraft.objects.filter(pk=begun().pk).update(state=State.LOCKED)


def test_those_who_are_asked_read_what_would_move_as_it_was_sent_to_them(city, client_of):
    draft = begun()
    url = reverse("compare_strategy_draft", args=[draft.pk])
    referral = letter_of_draft(draft)
    assert client_of("contact").get(url).status_code == 403
    actions.choose_recipients(
        referral, referral.matter.version, by=person("coordinator"), recipients=[body(slug) for slug in ASKED]
    )
    referral = fresh(actions.send(fresh(referral), by=person("coordinator")))
    page = client_of("contact").get(reverse("referrals:referral", args=[referral.matter.number]))
    assert url in page.content.decode()
    assert draft.get_absolute_url() + '"' not in page.content.decode()
    submitted(answer_of(referral))
    actions.compile_answers(referral, by=person("coordinator"))
    with_another_decider(read(draft))
    shown = {who: client_of(who).get(url).context["handovers"] for who in ("contact", "coordinator")}
    assert shown["contact"] == []
    assert [change.act for change, _act, _cases in shown["coordinator"]] == [ACT]
    since = client_of("coordinator").get(url, {"mot": "remiss"})
    assert since.context["against_sent"]
    assert [change.act for change, _act, _cases in since.context["handovers"]] == [ACT]
    assert client_of("newcomer").get(url).status_code == 403


def test_a_secret_matter_is_not_told_of_in_the_comparison(city, client_of):
    make_matters(
        1, city("trafiknamnden"), facts=DECLARATION, secrecy_ground="OSL 15:1", secrecy_marked_on=TODAY
    )
    draft = with_another_decider(begun())
    page = client_of("coordinator").get(reverse("compare_strategy_draft", args=[draft.pk]))
    assert page.context["shift_count"] == 0


# --- In force ---------------------------------------------------------------------------------------


def moved(city) -> tuple[Matter, Matter, Matter]:
    """One that waits, one that is decided, and one under secrecy, all of the Transport Committee."""
    waiting, answered, secret = make_matters(
        3, city("trafiknamnden"), kind="declaration", status="before_body", facts=DECLARATION
    )
    Matter.objects.filter(pk=secret.pk).update(secrecy_ground="OSL 15:1", secrecy_marked_on=TODAY)
    entry = Record(
        city("kommunstyrelsen"), "approved", TODAY, "Ja.",
        form="delegated", delegate=person("mayor"), power_source="Strategin",
    )  # fmt: skip
    decisions.record(answered, entry, by=person("board_secretary"))
    return waiting, answered, secret


def run_due() -> int:
    """What the sweep does: everything that is due."""
    return sum(outbox.run(pk) for pk in outbox.waiting_entries("work") if _is_ours(pk))


def _is_ours(pk) -> bool:
    return OutboxEntry.objects.get(pk=pk).kind == "tell_strategy"


def at(day, hour: int = 8) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


@pytest.mark.parametrize("late", [0, 12])
def test_on_its_day_who_is_responsible_is_told_once_however_late_and_often(city, late):
    waiting, answered, secret = moved(city)
    new = adopted_from(with_another_decider(begun())).strategy
    with time_machine.travel(at(LATER - timedelta(days=1), 23), tick=False):
        assert run_due() == 0
    with time_machine.travel(at(LATER + timedelta(days=late)), tick=False):
        assert run_due() == 1
        assert run_due() == 0
        OutboxEntry.objects.filter(kind="tell_strategy").update(done_at=None)
        assert run_due() == 1
    told = Notice.objects.filter(key__startswith="changes hands:")
    assert [(notice.matter, notice.person) for notice in told] == [(waiting, person("contact"))]
    subject = told.get().subject_sv
    assert "kommunfullmäktige beslutar nu" in subject
    assert "finansborgarrådet" in subject
    assert "avsnitt" in subject
    assert waiting.title not in subject
    summary = Notice.objects.get(key__startswith=f"in force:{new.key}")
    assert summary.person == person("coordinator")
    assert summary.path == f"/strategier/jamfor/?fran=2016&till={new.key}"
    assert not Notice.objects.filter(key__startswith="changes hands:", matter__in=[answered, secret]).exists()
    assert OutboxEntry.objects.filter(key__startswith="mail:changes hands:").count() == 1


def test_a_secret_matter_is_told_of_to_those_who_were_let_in_and_nothing_of_what_it_is_about(city):
    _waiting, _answered, secret = moved(city)
    secret.grants.create(person=person("contact"), granted_by=person("contact"))
    adopted_from(with_another_decider(begun()))
    with time_machine.travel(at(LATER), tick=False):
        run_due()
    notice = Notice.objects.get(key__startswith="changes hands:", matter=secret)
    assert notice.person == person("contact")
    assert secret.title not in notice.subject_sv


def test_decided_matters_keep_their_version(city):
    waiting, answered, _secret = moved(city)
    adopted_from(with_another_decider(begun()))
    with time_machine.travel(at(LATER), tick=False):
        assert decisions.ruling_for(Matter.objects.get(pk=waiting.pk)).decides == "council"
    decision = answered.decisions.get()
    assert decision.strategy.key == "2016"


def test_versions_from_before_the_register_are_told_to_nobody(city):
    assert not OutboxEntry.objects.filter(kind="tell_strategy").exists()
