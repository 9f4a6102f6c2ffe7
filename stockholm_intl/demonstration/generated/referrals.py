"""Writes the referrals of a city: steering documents in sections, every body's answer, and what became of it all."""
# ruff: noqa: S608 (names of tables and columns are our own; whatever comes from outside is a parameter)

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.backends.utils import CursorWrapper

from governance.models import Body, Kind, Matter, MatterParticipant
from referrals.actions.answering import WHOLE
from referrals.lifecycle import ANSWERED, BEFORE_THE_BODY, NOT_SUBMITTED, Answering, Status
from referrals.models import (
    REVISED,
    SENT,
    DocumentSection,
    Referral,
    ReferralAnswer,
    Remark,
    SectionAnswer,
    SectionStance,
    Stance,
)

from . import cards, notable, plan
from .filling import fill, fill_and_remember, highest
from .plan import FIRST_MEETING

# A young register has fewer; a large city asks its bodies some ten times a year.
FEWEST, PER_REFERRAL, ENOUGH, BEYOND = 12, 150, 60, 7_500
# Of each stage that is under way there is one in a small city, and more in a large one.
UNDER_WAY_PER = 60
SECTIONS = 6
DAYS_TO_ANSWER, COMPILED_AFTER, BOARD_AFTER, COUNCIL_AFTER, TOLD_AFTER = 75, 85, 140, 190, 12
MORE_TIME = 21
RECIPIENTS = tuple(kind for kind in Body.OPERATING if kind != Body.Kind.EXECUTIVE_BOARD)


@dataclass(frozen=True)
class Stage:
    """How far a referral is: its status, how many days ago it was sent, and of twenty answers how many stand where."""

    name: str
    status: str
    age: int
    answers: tuple[tuple[str, int], ...] = ()

    def twenty(self) -> list[str]:
        return [status for status, times in self.answers for _ in range(times)]


DONE = ((Answering.REGISTERED, 16), (Answering.UNANSWERED, 2), (Answering.ABSTAINED, 2))
NO_MORE_ANSWERS = (
    (Answering.REGISTERED, 14), (Answering.SUBMITTED, 2), (Answering.ABSTAINED, 2), (Answering.RECEIVED, 1),
    (Answering.DECIDED, 1),
)  # fmt: skip
# Those under way follow on each other, the youngest first; the others are what the past is made of.
UNDER_WAY = (
    Stage("draft", Status.DRAFT, 1),
    Stage("new", Status.OUT, 6, (
        (Answering.RECEIVED, 10), (Answering.ASSIGNED, 5), (Answering.REPORTING, 5),
    )),
    Stage("out", Status.OUT, 45, (
        (Answering.RECEIVED, 3), (Answering.ASSIGNED, 2), (Answering.REPORTING, 3), (Answering.REFERRED_BACK, 1),
        (Answering.READY, 2), (Answering.BEFORE_BODY, 2), (Answering.TABLED, 1), (Answering.DECIDED, 1),
        (Answering.SUBMITTED, 2), (Answering.REGISTERED, 2), (Answering.ABSTAINED, 1),
    )),
    Stage("late", Status.OUT, 85, (
        (Answering.RECEIVED, 2), (Answering.REPORTING, 1), (Answering.REFERRED_BACK, 1), (Answering.BEFORE_BODY, 2),
        (Answering.TABLED, 1), (Answering.DECIDED, 1), (Answering.SUBMITTED, 4), (Answering.REGISTERED, 7),
        (Answering.ABSTAINED, 1),
    )),
    Stage("compiling", Status.COMPILING, 120, (
        (Answering.RECEIVED, 1), (Answering.BEFORE_BODY, 1), (Answering.DECIDED, 1), (Answering.SUBMITTED, 3),
        (Answering.REGISTERED, 13), (Answering.ABSTAINED, 1),
    )),
    Stage("before_board", Status.BEFORE_BOARD, 150, NO_MORE_ANSWERS),
    Stage("before_council", Status.BEFORE_COUNCIL, 180, NO_MORE_ANSWERS),
    Stage("adopted", Status.ADOPTED, 205, NO_MORE_ANSWERS),
)  # fmt: skip
PAST_SINCE = 230
PAST = (
    Stage("fed_back", Status.FED_BACK, 0, DONE),
    Stage("rejected", Status.REJECTED, 0, DONE),
    Stage("withdrawn", Status.WITHDRAWN, 0, (
        (Answering.RECALLED, 10), (Answering.REGISTERED, 9), (Answering.ABSTAINED, 1),
    )),
    # Entered long after it was adopted, as far as the sources go.
    Stage("source", Status.ADOPTED, 0, ((Answering.UNKNOWN, 15), (Answering.REGISTERED, 5))),
)  # fmt: skip


def _listed(values: Iterator[str] | tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


# Of these the remarks have been gathered; of the latter they are answered, and the document written anew.
COMPILED = "('compiling', 'before_board', 'before_council', 'adopted', 'fed_back', 'rejected')"
REWRITTEN = "('before_board', 'before_council', 'adopted', 'fed_back')"
PUT_FORWARD = "('before_council', 'adopted', 'fed_back')"
ADOPTED = "('adopted', 'fed_back')"
AWAITED, CAME, BEFORE = (f"({_listed(states)})" for states in (NOT_SUBMITTED, ANSWERED, BEFORE_THE_BODY))
# Something has been written in these; in the last of them it is the body's.
WRITTEN = f"('reporting', 'ready', 'referred_back', 'before_body', 'tabled', 'decided', {_listed(ANSWERED)})"


def _met(body: str, day: str) -> str:
    """The last meeting of the body that was held by the day."""
    first = f"({FIRST_MEETING.format(body=body)})"
    return f"({first} + 28 * ((({day}) - {first}) / 28))"


# `k` counts from the youngest; the past is spread from half a year ago back to when the register began.
DRAWN = f"""
CREATE TEMP TABLE city_referral AS
SELECT drawn.*, asked_on - 7 AS opened_on, asked_on + {DAYS_TO_ANSWER} AS answer_by,
       CASE WHEN stage IN {COMPILED} THEN asked_on + {COMPILED_AFTER} END AS compiled_on,
       CASE WHEN stage IN {PUT_FORWARD} OR stage = 'rejected'
            THEN {_met("board_id", f"asked_on + {BOARD_AFTER}")} END AS board_on,
       CASE WHEN stage IN {ADOPTED} THEN {_met("council_id", f"asked_on + {COUNCIL_AFTER}")} END AS council_on,
       {cards.STRATEGY.format(day="asked_on - 7")} AS strategy_id
  FROM (SELECT %(beyond)s + k AS id, k, stage.name AS stage, stage.status, stage.answers,
               current_date - CASE WHEN k <= live
                   THEN stage.age + 3 * mod(k - 1, %(each)s)
                   ELSE {PAST_SINCE} + (k - live - 1) * (current_date - {PAST_SINCE} - %(beginning)s::date - 20)
                                       / greatest(1, %(wanted)s - live) END AS asked_on,
               (SELECT id FROM governance_body WHERE kind = 'executive_board' AND until IS NULL) AS board_id,
               (SELECT id FROM governance_body WHERE kind = 'council' AND until IS NULL) AS council_id
          FROM generate_series(1, %(wanted)s) AS k
          CROSS JOIN (SELECT %(each)s * {len(UNDER_WAY)} AS live) counted
          JOIN city_stage stage ON stage.name = CASE
               WHEN k <= live THEN (SELECT name FROM city_stage WHERE place = (k - 1) / %(each)s)
               WHEN k = %(wanted)s THEN 'source' WHEN mod(k, 9) = 0 THEN 'rejected'
               WHEN mod(k, 11) = 0 THEN 'withdrawn' ELSE 'fed_back' END) drawn
"""
# By this day a body has met that decides on its answer.
BY = """least(current_date - 10,
              asked_on + CASE stage WHEN 'withdrawn' THEN 28 ELSE 35 + mod(slot * 11 + k, 40) END)"""
# Every body there was then is asked. `slot` says how it went; the days follow on each other from there.
ASKED = f"""
CREATE TEMP TABLE city_answer AS
SELECT settled.*,
       CASE WHEN stage = 'source' OR without_board THEN ''
            WHEN status IN ('decided', {_listed(ANSWERED)}) THEN 'approved'
            WHEN status IN ('tabled', 'referred_back') THEN status ELSE '' END AS outcome,
       met_on + 5 AS submitted_on,
       CASE WHEN stage IN ('new', 'source') OR status IN ('abstained', 'recalled', 'unanswered')
                 OR status IN {CAME} AND met_on <= asked_on + 25 THEN ''
            WHEN mod(slot + k, 9) = 0 THEN 'granted' WHEN mod(slot + k, 9) = 1 THEN 'refused'
            WHEN mod(slot + k, 9) = 2 AND status IN {AWAITED} THEN 'waits' ELSE '' END AS wish,
       CASE WHEN stage = 'source' OR status IN ('recalled', 'unanswered') THEN ended_on
            WHEN status = 'registered' THEN met_on + 8
            WHEN status = 'abstained' THEN least(current_date, asked_on + 25) END AS closed_on
  FROM (SELECT given.*, status IN {CAME} AND stage <> 'source' AND mod(slot, 10) = 3 AS without_board,
               {_met("body_id", BY)} AS met_on
          FROM (SELECT %(beyond)s + %(wanted)s + row_number() OVER (ORDER BY asked_on, referral.id, body.id) AS id,
                       referral.id AS referral_id, referral.k, stage, asked_on, asked_on AS opened_on, answer_by,
                       referral.strategy_id, body.id AS body_id, slot, answers[1 + mod(slot * 7 + k * 3, 20)] AS status,
                       CASE stage WHEN 'source' THEN asked_on WHEN 'fed_back' THEN council_on + {TOLD_AFTER}
                                  WHEN 'rejected' THEN board_on WHEN 'withdrawn' THEN asked_on + 50 END AS ended_on
                  FROM city_referral referral
                  JOIN LATERAL (SELECT body.id, row_number() OVER (ORDER BY body.id)::int AS slot
                                  FROM governance_body body
                                 WHERE body.kind IN ({_listed(RECIPIENTS)})
                                   AND coalesce(body.since, '-infinity') <= asked_on
                                   AND coalesce(body.until, 'infinity') >= answer_by) body ON true
                 WHERE stage <> 'draft') given) settled;
CREATE UNIQUE INDEX ON city_answer (id);
ANALYZE city_answer
"""
# What the bodies decided, as the decisions of the register are drawn: see spine.decisions.
DECIDED = f"""
INSERT INTO city_asked
SELECT answer.id, answer.id, '{Kind.REFERRAL_ANSWER}', answer.body_id, ruling.decider_id, answer.outcome,
       answer.met_on, ruling.case_id, answer.strategy_id, 1
  FROM city_answer answer
  JOIN city_case ruling ON ruling.kind = 'answer_referral' AND ruling.strategy_id = answer.strategy_id
 WHERE answer.outcome <> ''
UNION ALL
SELECT referral.id, referral.id, '{Kind.REFERRAL}', referral.board_id, ruling.decider_id,
       CASE stage WHEN 'rejected' THEN 'rejected' ELSE 'approved' END,
       CASE asked.round WHEN 1 THEN board_on ELSE council_on END, ruling.case_id, referral.strategy_id, asked.round
  FROM city_referral referral
  CROSS JOIN (VALUES (1, 'propose_steering_document'), (2, 'adopt_eu_policy')) AS asked (round, act)
  JOIN city_case ruling ON ruling.kind = asked.act AND ruling.strategy_id = referral.strategy_id
 WHERE CASE asked.round WHEN 1 THEN board_on ELSE council_on END IS NOT NULL
"""
# What has been before the Council is an EU policy: a strategy that is adopted would be one in force.
DOCUMENT = (
    f"CASE WHEN mod(plan.k, 3) = 0 AND plan.stage NOT IN {PUT_FORWARD} THEN 'strategy' ELSE 'eu_policy' END"
)
CALLS_FOR_A_REPLY = f"said.stance IN ({_listed(('remark', 'question', 'reject'))})"


def write(cursor: CursorWrapper, matters: int) -> int:
    """Referrals with all that hangs on them. A city that has some already keeps them."""
    wanted = 0 if Referral.objects.exists() else _wanted(matters)
    _draw(cursor, wanted)
    return _cards(cursor) + _referrals(cursor) + _answers(cursor) + _remarks(cursor)


def _wanted(matters: int) -> int:
    return min(max(FEWEST, matters // PER_REFERRAL), ENOUGH + matters // BEYOND)


def _draw(cursor: CursorWrapper, wanted: int) -> None:
    stages = [(place, stage) for place, stage in enumerate(UNDER_WAY)] + [(-1, stage) for stage in PAST]
    plan.table(cursor, "city_stage", "place int, name text, status text, age int, answers text[]", (
        (place, stage.name, stage.status, stage.age, stage.twenty()) for place, stage in stages
    ))  # fmt: skip
    given: dict[str, int | date] = {
        "beyond": highest(cursor, Matter), "wanted": wanted, "each": 1 + wanted // UNDER_WAY_PER,
        "beginning": plan.BEGINNING,
    }  # fmt: skip
    cursor.execute(DRAWN, given)
    cursor.execute("CREATE UNIQUE INDEX ON city_referral (id); ANALYZE city_referral")
    for statement in ASKED.split(";\n"):
        cursor.execute(statement, given if "%(" in statement else None)
    cursor.execute(DECIDED)


def _cards(cursor: CursorWrapper) -> int:
    """The Executive Board's card of each, and that of every body that was asked."""
    coordinator = f"{notable.coordinator().pk:d}"
    closed = f"""CASE plan.stage WHEN 'fed_back' THEN plan.council_on + {TOLD_AFTER} WHEN 'rejected' THEN plan.board_on
                                 WHEN 'withdrawn' THEN plan.asked_on + 50 WHEN 'source' THEN plan.opened_on END"""
    twice = f"CASE WHEN plan.stage IN {PUT_FORWARD} THEN 2 ELSE 1 END"
    count = cards.write(
        cursor, "city_referral", kind=f"'{Kind.REFERRAL}'", body="plan.board_id", status="plan.status",
        title=f"""CASE {DOCUMENT} WHEN 'strategy' THEN 'Påhittat förslag till internationell strategi, remiss '
                                  ELSE 'Påhittat förslag till EU-policy, remiss ' END || plan.k""",
        diary_number="'KS påhittad/' || plan.id", scope="'city_wide'", responsible=coordinator,
        due_on=f"CASE WHEN plan.stage NOT IN {ADOPTED} AND ({closed}) IS NULL THEN plan.answer_by END",
        closed_on=closed, round=twice, question=twice,
        before="CASE plan.stage WHEN 'before_board' THEN plan.board_id WHEN 'before_council' THEN plan.council_id END",
        facts=f"""jsonb_build_object('act', CASE WHEN plan.stage IN {PUT_FORWARD} OR plan.stage = 'source'
                                                 THEN 'adopt_eu_policy' ELSE 'propose_steering_document' END)""",
    )  # fmt: skip
    returned = "CASE WHEN plan.status IN ('tabled', 'referred_back') THEN 2 ELSE 1 END"
    return count + cards.write(
        cursor,
        """(SELECT answer.*, referral.title, officer.person_id
              FROM city_answer answer JOIN governance_matter referral ON referral.id = answer.referral_id
              LEFT JOIN city_officer officer ON officer.body_id = answer.body_id AND officer.slot = 0)""",
        kind=f"'{Kind.REFERRAL_ANSWER}'", body="plan.body_id", status="plan.status",
        title="left('Påhittat remissvar: ' || plan.title, 200)", diary_number="'påhittad/' || plan.id",
        responsible="CASE WHEN plan.stage <> 'source' THEN plan.person_id END", round=returned,
        due_on=f"CASE WHEN plan.status IN {AWAITED} THEN {_last_day()} END", closed_on="plan.closed_on",
        before=f"CASE WHEN plan.status IN {BEFORE} THEN plan.body_id END",
        facts="""'{"act": "answer_referral"}'::jsonb""",
    )  # fmt: skip


def _last_day() -> str:
    return f"plan.answer_by + CASE plan.wish WHEN 'granted' THEN {MORE_TIME} ELSE 0 END"


def _referrals(cursor: CursorWrapper) -> int:
    """What each asks and of whom, and its document: as it was sent, and as it is after the answers."""
    count = fill_and_remember(
        cursor, Referral, "city_referral plan ORDER BY plan.id",
        matter="plan.id", document=DOCUMENT, instruction="'Påhittat: svara avsnitt för avsnitt.'",
        contact="'Påhittad samordnare, stadsledningskontoret'", answer_by="plan.answer_by",
        sent_on="CASE WHEN plan.stage NOT IN ('draft', 'source') THEN plan.asked_on END",
        compiled_on="plan.compiled_on", adopted_on="plan.council_on",
        in_force_on=f"CASE WHEN plan.stage = 'before_board' OR plan.stage IN {PUT_FORWARD} "
                    f"THEN plan.asked_on + {COUNCIL_AFTER + 60} END",
        fed_back_on=f"CASE plan.stage WHEN 'fed_back' THEN plan.council_on + {TOLD_AFTER} END",
        note="CASE plan.stage WHEN 'withdrawn' THEN 'Påhittat skäl till att remissen drogs tillbaka.' ELSE '' END",
        source="CASE plan.stage WHEN 'source' THEN 'generate_city' ELSE '' END",
    )  # fmt: skip
    # A draft has chosen whom it will ask, by the bodies there are today.
    count += fill(
        cursor, Referral.recipients.through,
        f"""(SELECT referral_id, body_id FROM city_answer
             UNION ALL SELECT referral.id, body.id FROM city_referral referral CROSS JOIN governance_body body
              WHERE referral.stage = 'draft' AND body.until IS NULL AND body.kind IN ({_listed(RECIPIENTS)})) plan""",
        referral="plan.referral_id", body="plan.body_id",
    )  # fmt: skip
    count += fill(
        cursor, MatterParticipant, "city_answer plan",
        matter="plan.referral_id", body="plan.body_id", part="'takes_part'",
    )  # fmt: skip
    return count + fill_and_remember(
        cursor, DocumentSection,
        f"""city_referral plan CROSS JOIN generate_series({SENT}, {REVISED}) AS edition
            CROSS JOIN generate_series(1, {SECTIONS}) AS section (place)
            WHERE edition = {SENT} OR plan.stage IN {REWRITTEN} ORDER BY plan.id, edition, section.place""",
        referral="plan.id", edition="edition", position="place", number="place::text",
        title="'Påhittat avsnitt ' || place",
        text=f"""repeat('Påhittad text om vad staden vill och vem som gör det. ', 6 + 2 * place)
                 || CASE WHEN edition = {REVISED} AND mod(place, 2) = 0 THEN 'Påhittat tillägg efter remissen.'
                         ELSE '' END""",
    )  # fmt: skip


def _answers(cursor: CursorWrapper) -> int:
    """What every body answers, on the whole and section by section, and the wishes for more time."""
    came = f"plan.status IN {CAME}"
    count = fill_and_remember(
        cursor, ReferralAnswer, "city_answer plan ORDER BY plan.id",
        matter="plan.id", referral="plan.referral_id", answer_by=_last_day(),
        stance=f"""CASE WHEN plan.status IN {WRITTEN} AND plan.status <> 'reporting'
                        THEN (ARRAY[{_listed(tuple(Stance))}])[1 + mod(plan.slot + plan.k, 4)] ELSE '' END""",
        report=f"CASE WHEN plan.status IN {WRITTEN} THEN 'Påhittat tjänsteutlåtande.' ELSE '' END",
        without_board="plan.without_board",
        without_board_reason="CASE WHEN plan.without_board THEN 'Påhittat: nämnden möts för sent.' ELSE '' END",
        submitted_on=f"CASE WHEN {came} THEN plan.submitted_on END",
        registered_on="CASE plan.status WHEN 'registered' THEN plan.submitted_on + 3 END",
        abstained_reason="CASE plan.status WHEN 'abstained' THEN 'Påhittat skäl att avstå.' ELSE '' END",
        extension_asked_on="CASE WHEN plan.wish <> '' THEN plan.asked_on + 20 END",
        extension_asked_to=f"CASE WHEN plan.wish <> '' THEN plan.answer_by + {MORE_TIME} END",
        extension_reason="CASE WHEN plan.wish <> '' THEN 'Påhittat: nämnden möts senare.' ELSE '' END",
        extension_answered_on="CASE WHEN plan.wish IN ('granted', 'refused') THEN plan.asked_on + 25 END",
        extended_to=f"CASE plan.wish WHEN 'granted' THEN plan.answer_by + {MORE_TIME} END",
        extension_reply="CASE plan.wish WHEN 'refused' THEN 'Påhittat: ärendet ska vidare.' ELSE '' END",
        source="CASE plan.stage WHEN 'source' THEN 'generate_city' ELSE '' END",
    )  # fmt: skip
    stance = f"(ARRAY[{_listed(tuple(SectionStance))}])[1 + mod(plan.slot + plan.k + coalesce(section.position, 0), 5)]"
    return count + fill_and_remember(
        cursor, SectionAnswer,
        f"""city_answer plan
            JOIN (SELECT id, referral_id, position, number || ' ' || title AS label
                    FROM {DocumentSection._meta.db_table} WHERE edition = {SENT}
                  UNION ALL SELECT NULL, id, NULL, '{WHOLE}' FROM city_referral) section
              ON section.referral_id = plan.referral_id
             AND (section.id IS NULL OR mod(plan.slot + section.position, 2) = 0)
            WHERE plan.status IN {WRITTEN} ORDER BY plan.id, section.position NULLS FIRST""",
        answer="plan.id", section="section.id", label="section.label", stance=stance,
        text=f"CASE WHEN {stance} IN ('remark', 'reject') THEN 'Påhittad synpunkt på texten.' ELSE '' END",
        proposal=f"CASE WHEN {stance} = 'remark' AND mod(plan.slot, 2) = 0 THEN 'Påhittad lydelse.' ELSE '' END",
        question=f"CASE {stance} WHEN 'question' THEN 'Påhittad fråga om texten?' ELSE '' END",
    )  # fmt: skip


def _remarks(cursor: CursorWrapper) -> int:
    """What calls for a reply of the answers that were compiled; where it is compiled still, a third has none yet."""
    waits = "plan.stage = 'compiling' AND mod(said.id, 3) = 0"
    handling = f"(ARRAY[{_listed(tuple(Remark.Handling))}])[1 + mod(said.id, 4)]"
    return fill_and_remember(
        cursor, Remark,
        f"""city_answer plan JOIN governance_body body ON body.id = plan.body_id
            JOIN {SectionAnswer._meta.db_table} said ON said.answer_id = plan.id
            LEFT JOIN {DocumentSection._meta.db_table} section ON section.id = said.section_id
            WHERE plan.stage IN {COMPILED} AND plan.status IN {CAME} AND {CALLS_FOR_A_REPLY} ORDER BY said.id""",
        referral="plan.referral_id", section_answer="said.id", label="body.name_sv || ', ' || said.label",
        theme="'Påhittat tema ' || mod(said.id, 7)",
        handling=f"CASE WHEN {waits} THEN '' ELSE {handling} END",
        because=f"CASE WHEN {waits} THEN '' ELSE 'Påhittat skäl.' END",
        changed_where=f"""CASE WHEN NOT ({waits}) AND {handling} IN ('accepted', 'partly')
                               THEN coalesce(section.number, '2') ELSE '' END""",
    )  # fmt: skip
