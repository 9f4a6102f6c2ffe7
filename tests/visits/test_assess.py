"""The assessment: every ground answered, the sum the same for everybody, kept with the answer."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.errors import WrongState
from governance.models import Ground
from visits import actions
from visits.models import GroundAnswer
from visits.priority import Priority, Verdict, propose

pytestmark = pytest.mark.django_db


def answer(weight: int, verdict: str) -> SimpleNamespace:
    return SimpleNamespace(ground=SimpleNamespace(name="x", weight=weight), verdict=verdict)


@pytest.mark.parametrize(
    ("verdicts", "priority", "points"),
    [("yyy", "high", 12), ("yyn", "high", 10), ("ynn", "medium", 6), ("pnn", "low", 3), ("nnn", "low", 0)],
)
def test_points_times_weight_propose_the_priority(verdicts: str, priority: str, points: int) -> None:
    words = {"y": Verdict.YES, "p": Verdict.PARTLY, "n": Verdict.NO}
    proposal = propose(answer(w, words[v]) for w, v in zip((3, 2, 1), verdicts, strict=True))
    assert (proposal.priority, proposal.points, proposal.possible) == (priority, points, 12)


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(Verdict.values)), max_size=12))
def test_a_better_answer_never_lowers_the_priority(grounds: list[tuple[int, str]]) -> None:
    order = [Priority.LOW, Priority.MEDIUM, Priority.HIGH]
    before = propose(answer(*ground) for ground in grounds)
    for place in range(len(grounds)):
        better = [*grounds[:place], (grounds[place][0], Verdict.YES), *grounds[place + 1 :]]
        assert order.index(propose(answer(*g) for g in better).priority) >= order.index(before.priority)


def test_the_assessment_is_kept_with_directions_and_its_strategy(log, answers, contact) -> None:
    visit = actions.assess(
        log(contact), by=contact, answers=answers("yes"), supports={"cooperation": "Vi lär av varandra."}
    )
    visit.matter.refresh_from_db()
    assert visit.matter.status == "being_assessed"
    assert visit.matter.directions == ["cooperation"]
    assert visit.proposed_priority == "high"
    assert visit.assessed_under.key == "2016"


def test_an_assessment_can_be_done_again(log, answers, contact) -> None:
    visit = actions.assess(log(contact), by=contact, answers=answers("yes"))
    visit = actions.assess(visit, by=contact, answers=answers("no"))
    assert visit.proposed_priority == "low"
    assert visit.ground_answers.count() == len(answers("no"))


def test_the_history_tells_which_answer_was_changed_and_nothing_of_the_others(
    log, answers, contact, client_of
) -> None:
    visit = actions.assess(log(contact), by=contact, answers=answers("yes"))
    written = answers("yes")
    ground = next(iter(written))
    actions.assess(visit, by=contact, answers={**written, ground: ("no", "Det passar inte nu.")})
    assert GroundAnswer.history.filter(history_type="~").count() == 1
    assert not GroundAnswer.history.filter(history_type="-").exists()
    page = client_of(contact).get(f"/arenden/{visit.matter.number}/historik/").content.decode()
    assert "Det passar inte nu." in page
    assert str(Ground.objects.get(key=ground, strategy=visit.assessed_under_id)) in page


def test_a_ground_without_an_answer_or_a_yes_without_a_reason_is_no_assessment(log, answers, contact) -> None:
    visit = log(contact)
    every = answers("yes")
    key = next(iter(every))
    with pytest.raises(WrongState):
        actions.assess(visit, by=contact, answers={k: v for k, v in every.items() if k != key})
    with pytest.raises(WrongState):
        actions.assess(visit, by=contact, answers={**every, key: ("yes", "  ")})
    with pytest.raises(WrongState):
        actions.assess(visit, by=contact, answers=every, specially_prioritised=True)


def test_no_visit_is_accepted_before_it_is_assessed(log, contact) -> None:
    visit = log(contact)
    visit = actions.ask_guest(visit, by=contact, question="När?")
    visit = actions.guest_answered(visit, by=contact)
    with pytest.raises(WrongState):
        actions.accept(visit, by=contact, reasons="Ja.")
