"""What the tests of EU questions begin with, the rows of the page policy for them, and what these speak of."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from engagements.actions import eu_guidelines
from engagements.actions import eu_questions as actions
from engagements.models import Advocacy, EuQuestion
from governance.models import Body, Person

from .agreements import decision_of

MEETING: dict[str, Any] = {
    "kind": "meeting",
    "held_on": date(2026, 4, 21),
    "subject": "Nattleveranser",
    "institution": "commission",
    "unit": "DG MOVE",
    "persons": "Eva Exempel",
    "posts": "handläggare",
    "from_city": "Tove Trafik",
    "place": "Bryssel",
    "papers": "Ståndpunkten på en sida",
}
STAKEHOLDER: dict[str, Any] = {"name": "Åkarna (exempel)", "stance": "against", "noted_on": date(2026, 4, 1)}
GUIDELINES: dict[str, Any] = {
    "title": "Riktlinjer för EU-arbete (exempel)",
    "diary_number": "EX 17",
    "decided_by": "Trafiknämnden",
    "decided_on": date(2026, 1, 14),
    "since": date(2026, 2, 1),
}


def make_question(by: Person, body: Body, **facts: Any) -> EuQuestion:
    """A file that the body follows in its own operation, unless `facts` say otherwise."""
    given = {
        "title": "Nattleveranser i städer (exempel)",
        "reference": "COM(2026) 123",
        "institution": "commission",
        "process": "legislation",
        "stage": "proposed",
        "since": date(2026, 1, 12),
        "scope": "own_operation",
        "last_day": timezone.localdate() + timedelta(days=90),
        "interest": "Tystare nätter.",
        "concerns_foreign_policy": False,
    }
    return actions.enter(by=by, body=body, **(given | facts))


def cooperate(asked: EuQuestion, by: Person, **answers: Any) -> EuQuestion:
    given = {
        "cooperation_with": "Lo Ledning, stadsledningskontoret",
        "cooperation_on": date(2026, 2, 2),
        **answers,
    }
    return actions.cooperate(asked, fresh(asked).matter.version, by=by, **given)


def write(
    asked: EuQuestion, by: Person, text: str = "Leveranser på natten ska få ske med tysta fordon."
) -> EuQuestion:
    actions.write_position(
        asked, fresh(asked).matter.version, by=by, text=text, in_line="Den följer stadens EU-policy."
    )
    return fresh(asked)


def make_complete(by: Person, body: Body, **facts: Any) -> EuQuestion:
    """One with all that a body needs before it decides."""
    answers = {"group_board_needed": False} if body.kind == Body.Kind.COMPANY else {}
    return write(cooperate(make_question(by, body, **facts), by, **answers), by)


def make_sent(by: Person, body: Body, **facts: Any) -> EuQuestion:
    return actions.send_for_decision(make_complete(by, body, **facts), by=by)


def make_decided(by: Person, body: Body, secretary: Person, on: date = date(2026, 3, 12)) -> EuQuestion:
    asked = make_sent(by, body)
    actions.decide(asked, decision_of(body, on=on), by=secretary)
    return fresh(asked)


def log(asked: EuQuestion, by: Person, **facts: Any) -> Advocacy:
    return actions.advocate(asked, by=by, **(MEETING | facts))


def fresh(asked: EuQuestion) -> EuQuestion:
    return EuQuestion.objects.select_related("matter__body", "matter__before").get(pk=asked.pk)


def eu_question_pages(
    page: Callable[..., Any], only: Any, read: Any, record: Any, preparing: Any, proposers: Any
) -> dict[str, Any]:
    """Who may read and record is the same as for memberships: the caller's own words for it."""
    nobody_gets, today = dict.fromkeys(read, 405), timezone.localdate().isoformat()
    keepers = only(("contact", "secretary"))

    def verb(*args: str, answer: int = 302, **data: Any) -> Any:
        shown = preparing(answer if answer in (403, 409) else 200)
        return page(args, get=shown, post=preparing(answer), data=data)

    def button(*args: str, answer: int = 302) -> Any:
        return page(args, get=nobody_gets, post=preparing(answer))

    guideline = {name: str(value) for name, value in GUIDELINES.items()}
    return {
        "engagements:eu_questions": page(query="state=missed&institution=commission&theme=climate&q=luft"),
        "engagements:new_eu_question": page(get=only(proposers), post=only(proposers, 422)),
        "engagements:new_eu_question_ruling": page(
            get=only(proposers), query="scope=city_wide&institution=commission"
        ),
        "engagements:new_eu_question_others": page(get=only(proposers), query="reference=COM(2026) 123"),
        "engagements:eu_meetings": page(query="year=2026&institution=commission&body=trafiknamnden"),
        "engagements:eu_guidelines": page(query="state=missing"),
        "engagements:body_eu_guidelines": page(("body",)),
        "engagements:new_eu_guideline": page(
            ("body",), get=keepers, post=only(("contact", "secretary"), 302), data=guideline
        ),
        "engagements:edit_eu_guideline": page(
            ("body", "eu_guideline"), get=keepers, post=only(("contact", "secretary"), 422)
        ),
        # The guidelines of the scene have a diary number and no file.
        "engagements:eu_guideline_document": page(("body", "eu_guideline"), get=dict.fromkeys(read, 404)),
        "engagements:eu_question": page(("eu_question",), get=read),
        "engagements:edit_eu_question": verb("eu_question", answer=422),
        "engagements:cooperate_eu_question": verb("eu_question", answer=422),
        "engagements:write_eu_position": verb("eu_question", answer=422),
        "engagements:send_eu_question": button("complete_question"),
        "engagements:take_back_eu_position": button("sent_question"),
        "engagements:decide_eu_question": page(
            ("sent_question",), get=read, post=record | {"secretary": 422}
        ),
        # It concerns no other state: there is nothing to refer.
        "engagements:refer_eu_question": button("eu_question", answer=409),
        "engagements:note_eu_stage": verb("eu_question", stage="adopted", since=today),
        "engagements:join_eu_question": verb("eu_question", body="jarva"),
        "engagements:add_stakeholder": verb("eu_question", name="x", stance="for", noted_on=today),
        "engagements:edit_stakeholder": verb("decided_question", "stakeholder", answer=422),
        # Without cooperation the strategy's own rule refuses even those who prepare it.
        "engagements:log_advocacy": verb("eu_question", answer=403, **{**MEETING, "held_on": "2026-04-21"}),
        "engagements:edit_advocacy": verb("decided_question", "advocacy", answer=422),
        "engagements:close_eu_question": verb("eu_question", result="x", learning="x"),
    }


def eu_question_scene() -> dict[str, Any]:
    """Four questions of the Transport Committee: followed, complete, before it and decided, and its guidelines."""
    by, committee = Person.objects.get(username="contact"), Body.objects.get(slug="trafiknamnden")
    secretary = Person.objects.get(username="secretary")
    decided = make_decided(by, committee, secretary)
    return {
        "eu_question": make_question(by, committee).matter.number,
        "complete_question": make_complete(by, committee).matter.number,
        "sent_question": make_sent(by, committee).matter.number,
        "decided_question": decided.matter.number,
        "stakeholder": actions.note_stakeholder(decided, by=by, **STAKEHOLDER).pk,
        "advocacy": log(decided, by).pk,
        "eu_guideline": eu_guidelines.lay_down(
            committee, by=by, **(GUIDELINES | {"decided_on": date(2020, 1, 1), "since": date(2020, 2, 1)})
        ).pk,
    }
