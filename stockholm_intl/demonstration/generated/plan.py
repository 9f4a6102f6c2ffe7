"""Draws the invented city: temporary tables that say of every matter to come what it is, whose and how it went."""
# ruff: noqa: S608 (names of tables and columns are our own; whatever comes from outside is a parameter)

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.backends.utils import CursorWrapper

from engagements.models import Organisation
from governance import priorities
from governance.authority import AuthorityError, Question, book
from governance.decisions import canonical
from governance.models import Act, Body, Counterpart, Decider, Kind, Person, Scope, Strategy

from . import days
from .words import FRESH_FOR, PARTNERS, PLACES, STATES, SYLLABLES, THEMES, TITLES, shares

BEGINNING = date(2006, 1, 1)
SCOPES = (("own_operation", 0.8), ("several_bodies", 0.12), ("city_wide", 0.08))
# What the partner is to the question who decides.
COUNTERPARTS = {
    Organisation.Kind.NETWORK: Counterpart.NETWORK,
    Organisation.Kind.INITIATIVE: Counterpart.INITIATIVE,
    Organisation.Kind.CITY: Counterpart.CITY,
}

# A body meets every fourth week, always on the same weekday: what is decided is decided on one of these days.
FIRST_MEETING = "date '2006-01-02' + mod({body}, 5)::int + 7 * mod({body} / 5, 4)::int"
_FIRST = FIRST_MEETING.format(body="coalesce(ruling.decider_id, owners.body_id)")
# The last of them that a matter can have waited for, and that has been.
DECIDED_ON = (
    f"({_FIRST}) + 28 * ((least(current_date, opened_on + 48 + floor(r4 * 60)::int) - ({_FIRST})) / 28)"
)

# As much of `city_plan` as a decision is written from, and which round of the matter it ends.
ASKED = """id bigint, n bigint, kind text, body_id bigint, decider_id bigint, outcome text, decided_on date,
           case_id int, strategy_id bigint, round int"""

PLAN = f"""
CREATE TEMP TABLE city_plan AS
WITH draw AS MATERIALIZED (
    SELECT n, %(first)s + n - 1 AS id,
           (%(beginning)s::date + floor(%(days)s * power((n - 1)::float8 / %(matters)s, 0.75))::int) AS opened_on,
           CASE WHEN n = 1 THEN %(member)s ELSE random() END AS r1, random() AS r2, random() AS r3, random() AS r4,
           CASE WHEN n = 1 THEN 0 ELSE random() END AS r5, random() AS r6
      FROM generate_series(1, %(matters)s) AS n
), kinds AS (
    SELECT draw.*, kind.kind, kind.title, %(today)s - opened_on > kind.fresh_for AS is_settled,
           extract(year FROM opened_on)::int * 2 + (extract(month FROM opened_on) > 6)::int AS half
      FROM draw JOIN city_kind kind ON r1 >= kind.low AND r1 < kind.high
), owners AS (
    SELECT kinds.*, owner.body_id, partner.id AS partner_id, partner.name AS partner, partner.counterpart,
           place.name AS place, place.country, scope.scope, floor(r6 * %(themes)s)::int AS theme_slot
      FROM kinds
      JOIN city_slots slots ON slots.half = kinds.half
      JOIN city_owner owner ON owner.half = kinds.half AND owner.slot = floor(r2 * slots.count)::int
      JOIN city_partner partner ON partner.slot = floor(r3 * r3 * %(partners)s)::int
      JOIN city_place place ON place.slot = partner.place
      JOIN city_scope scope ON r4 >= scope.low AND r4 < scope.high
), drawn AS (
SELECT owners.id, n, owners.kind, opened_on, owners.body_id, partner_id, partner, place, country, owners.scope,
       owners.counterpart, theme.key AS theme, r4, r5, r6,
       strategy.id AS strategy_id, ruling.case_id, ruling.decider_id, state.status, state.outcome,
       state.is_closed, state.before, officer.person_id AS responsible_id,
       left(replace(replace(replace(title, '{{place}}', place), '{{theme}}', theme.words), '{{partner}}', partner), 190)
           || ' ' || n AS title,
       greatest(opened_on, {DECIDED_ON}) AS decided_on, coalesce(priority.key, '') AS priority_place,
       least(%(today)s, opened_on + 110 + floor(r6 * 50)::int) AS settled_on
  FROM owners
  JOIN city_theme theme ON theme.slot = theme_slot
  JOIN city_state state ON state.kind = owners.kind AND state.is_settled = owners.is_settled
                       AND r5 >= state.low AND r5 < state.high
  JOIN governance_strategy strategy ON opened_on BETWEEN strategy.since AND coalesce(strategy.until, 'infinity')
  LEFT JOIN city_case ruling ON ruling.kind = owners.kind AND ruling.scope = owners.scope
                       AND ruling.counterpart = owners.counterpart AND ruling.strategy_id = strategy.id
  JOIN city_officers officers ON officers.body_id = owners.body_id
  JOIN city_officer officer ON officer.body_id = owners.body_id AND officer.slot = mod(n, officers.count)
  LEFT JOIN city_priority priority ON priority.strategy_id = strategy.id AND priority.city = owners.place
), begun AS (
    SELECT drawn.*, {days.by_kind(days.STARTS)} AS starts_on FROM drawn
), ended AS (
    SELECT begun.*, {days.by_kind(days.ENDS)} AS ends_on FROM begun
)
SELECT ended.*, CASE WHEN NOT is_closed THEN {days.by_kind(days.DUE)} END AS due_on,
       CASE WHEN is_closed THEN {days.by_kind(days.CLOSED, "settled_on")} END AS closed_on
  FROM ended ORDER BY n
"""


def draw(
    cursor: CursorWrapper, matters: int, first: int, mix: dict[str, float], partners: int, today: date
) -> None:
    """Make `city_plan`: one row per matter. The same seed (set on the connection) draws the same city.

    Beside it `city_asked`, for the questions that bodies decide in what is drawn later: a question for each round.
    """
    _kinds(cursor, mix)
    _owners(cursor, today)
    _cases(cursor)
    _priorities(cursor)
    cursor.execute("ANALYZE city_owner; ANALYZE city_partner; ANALYZE city_officer; ANALYZE city_case")
    cursor.execute(
        PLAN,
        {
            "first": first,
            "matters": matters,
            "beginning": BEGINNING,
            "days": (today - BEGINNING).days + 1,
            "today": today,
            "themes": len(THEMES),
            # The first of all is a membership that lasts, so that every review has something to ask about.
            "member": _slice_of(Kind.MEMBERSHIP, mix),
            "partners": partners,
        },
    )
    cursor.execute("CREATE UNIQUE INDEX ON city_plan (id); ANALYZE city_plan")
    table(cursor, "city_asked", ASKED, ())


def partners(cursor: CursorWrapper, first: int, count: int) -> None:
    """Make `city_partner`: invented organisations in real places, kinds and places as often as their weights say."""
    _places(cursor)
    table(cursor, "city_partner_kind", "kind text, counterpart text, pattern text, low float8, high float8", (
        (kind, COUNTERPARTS.get(kind, Counterpart.ORGANISATION), pattern, low, high)
        for (kind, pattern, _weight), (low, high) in zip(PARTNERS, shares([p[2] for p in PARTNERS]), strict=True)
    ))  # fmt: skip
    cursor.execute(
        """
        CREATE TEMP TABLE city_partner AS
        WITH draw AS MATERIALIZED (
            SELECT slot, random() AS r1, random() AS r2 FROM generate_series(0, %s) AS slot
        )
        SELECT draw.slot, %s + draw.slot AS id, kind.kind, kind.counterpart, place.slot AS place, place.name AS city,
               place.country,
               replace(replace(kind.pattern, '{place}', place.name), '{word}', initcap(
                   syllables[1 + mod(draw.slot, 21)] || syllables[1 + mod(draw.slot / 21 + 7, 21)]
                   || syllables[1 + mod(draw.slot / 441 + draw.slot + 3, 21)])) AS name
          FROM draw
          CROSS JOIN (SELECT %s::text[] AS syllables) syllable
          JOIN city_partner_kind kind ON r1 >= kind.low AND r1 < kind.high
          JOIN city_place place ON r2 >= place.low AND r2 < place.high
        """,
        [count - 1, first, list(SYLLABLES)],
    )


def forget(cursor: CursorWrapper) -> None:
    """Drop every table of ours now: the transaction may be one of several cities."""
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relname LIKE 'city\\_%%' AND relpersistence = 't' AND relkind = 'r'",
        [],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP TABLE {name}")


def table(cursor: CursorWrapper, name: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """A small temporary table of ours with these rows."""
    cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name} ({columns})")
    marks = ", ".join(["%s"] * (columns.count(",") + 1))
    cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", [tuple(row) for row in rows])


def _kinds(cursor: CursorWrapper, mix: dict[str, float]) -> None:
    slices = zip(mix, shares(list(mix.values())), strict=True)
    table(cursor, "city_kind", "kind text, title text, fresh_for int, low float8, high float8",
          ((kind, TITLES[Kind(kind)], FRESH_FOR[Kind(kind)], low, high) for kind, (low, high) in slices))  # fmt: skip
    slices = zip((scope for scope, _ in SCOPES), shares([weight for _, weight in SCOPES]), strict=True)
    table(cursor, "city_scope", "scope text, low float8, high float8",
          ((scope, low, high) for scope, (low, high) in slices))  # fmt: skip
    table(
        cursor,
        "city_theme",
        "slot int, key text, words text",
        ((slot, *row) for slot, row in enumerate(THEMES)),
    )
    rows = []
    for kind, states in STATES.items():
        for is_settled in (True, False):
            chosen = [state for state in states if state.settled is is_settled]
            for state, (low, high) in zip(chosen, shares([s.weight for s in chosen]), strict=True):
                rows.append(
                    (kind, is_settled, state.status, state.closed, state.before, state.outcome, low, high)
                )
    table(
        cursor,
        "city_state",
        "kind text, is_settled bool, status text, is_closed bool, before text, outcome text, low float8, high float8",
        rows,
    )


def _places(cursor: CursorWrapper) -> None:
    slices = enumerate(zip(PLACES, shares([float(weight) for *_, weight in PLACES]), strict=True))
    table(cursor, "city_place", "slot int, name text, country text, low float8, high float8",
          ((slot, name, country, low, high) for slot, ((name, country, _), (low, high)) in slices))  # fmt: skip


def _owners(cursor: CursorWrapper, today: date) -> None:
    """Who may own a matter in which half-year, so that no record names a body that was not there."""
    bodies = list(Body.objects.operating().order_by("pk"))
    rows, counts = [], []
    for year in range(BEGINNING.year, today.year + 1):
        for late in (0, 1):
            begin = date(year, 7, 1) if late else date(year, 1, 1)
            end = date(year, 12, 31) if late else date(year, 6, 30)
            there = [body for body in bodies if body.is_in_force(begin) and body.is_in_force(end)]
            # Some bodies meet the world more than others; the Executive Board most of all.
            weighted = [
                body for body in there for _ in range(1 + body.pk % 3 + 5 * (body.kind == "executive_board"))
            ]
            rows += [(year * 2 + late, slot, body.pk) for slot, body in enumerate(weighted)]
            counts.append((year * 2 + late, len(weighted)))
    table(cursor, "city_owner", "half int, slot int, body_id bigint", rows)
    table(cursor, "city_slots", "half int, count int", counts)
    # The officers appointed today handle what their body, or the one before it, has ever handled.
    officers: dict[int, list[int]] = {}
    for body, person in _officers(today):
        officers.setdefault(body, []).append(person)
    anybody = [person for persons in officers.values() for person in persons]
    table(cursor, "city_officer", "body_id bigint, slot int, person_id bigint", (
        (body.pk, slot, person)
        for body in bodies for slot, person in enumerate(officers.get(body.pk, anybody[:1]))
    ))  # fmt: skip
    table(cursor, "city_officers", "body_id bigint, count int",
          ((body.pk, len(officers.get(body.pk, anybody[:1]))) for body in bodies))  # fmt: skip


def _officers(today: date) -> Iterable[tuple[int, int]]:
    held = Person.objects.filter(
        appointments__office__role__in=("contact_person", "coordinator"), appointments__since__lte=today
    )
    return held.order_by("pk").values_list("appointments__office__body_id", "pk").distinct()


def _cases(cursor: CursorWrapper) -> None:
    """What the strategies rule for every kind of question the city can ask, asked of the real rulings."""
    rulings, bodies = book(), _deciding_bodies()
    rows: list[Any] = []
    for strategy in Strategy.objects.order_by("since"):
        day = max(strategy.since, BEGINNING) + timedelta(days=1)
        for kind, scope, counterpart, question in _questions():
            try:
                ruling = rulings.rule(question, day)
            except AuthorityError:
                continue
            if ruling.decides not in bodies:
                continue
            facts = canonical({"act": str(question.act), **_plain(question.given())}).decode()
            rows.append((len(rows), kind, scope, counterpart, strategy.pk, ruling.section_id, ruling.rule_id,
                         bodies[ruling.decides], facts, canonical(ruling.as_json()).decode()))  # fmt: skip
    table(
        cursor,
        "city_case",
        "case_id int, kind text, scope text, counterpart text, strategy_id bigint, section_id bigint,"
        " rule_id bigint, decider_id bigint, facts text, ruling text",
        rows,
    )


def _questions() -> Iterator[tuple[str, str, str, Question]]:
    """Of every kind with every scope and counterpart; then those where nothing but the act says who decides."""
    for kind in STATES:
        for scope, _weight in SCOPES:
            for counterpart in ("organisation", "network", "initiative", "city"):
                yield kind, scope, counterpart, _question(kind, scope, counterpart)
    for act in WITHOUT_FACTS:
        yield act, Scope.CITY_WIDE, "", Question.about(act, {})


def _priorities(cursor: CursorWrapper) -> None:
    """Which of the places each strategy puts first."""
    table(cursor, "city_priority", "strategy_id bigint, city text, key text", (
        (strategy.pk, name, key)
        for strategy in Strategy.objects.all() for name, country, _weight in PLACES
        if (key := priorities.first_place(strategy, country, name))
    ))  # fmt: skip


def _slice_of(kind: str, mix: dict[str, float]) -> float:
    """A draw that gives this kind; any draw when the city has none of it."""
    slices = dict(zip(mix, shares(list(mix.values())), strict=True))
    return slices.get(kind, (0.0, 0.0))[0]


ACTS = {
    Kind.VISIT: Act.HANDLE_VISIT,
    Kind.MEMBERSHIP: Act.JOIN_MEMBERSHIP,
    Kind.MEMBERSHIP_REVIEW: Act.JOIN_MEMBERSHIP,
    Kind.EU_PROJECT: Act.RUN_EU_PROJECT,
    Kind.AGREEMENT: Act.SIGN_COOPERATION_AGREEMENT,
    Kind.EU_QUESTION: Act.TAKE_POSITION,
    Kind.EVENT_ABROAD: Act.ATTEND_EVENT,
    Kind.DECLARATION: Act.JOIN_DECLARATION,
    Kind.AID_PROJECT: Act.RUN_AID_PROJECT,
}
# What is asked of referrals and annual reports.
WITHOUT_FACTS = (Act.ANSWER_REFERRAL, Act.PROPOSE_STEERING_DOCUMENT, Act.ADOPT_EU_POLICY, Act.REPORT_YEAR,
                 Act.RECEIVE_REPORT)  # fmt: skip


def _question(kind: str, scope: str, counterpart: str) -> Question:
    """What is asked of a matter of the kind. With a city there are letters of intent within an initiative."""
    is_city = counterpart == Counterpart.CITY
    facts = {"scope": scope, "counterpart": Counterpart.NETWORK if is_city else counterpart,
             "areas": 1 if scope == Scope.OWN_OPERATION else 3, "political_level": "ordinary", "abroad": True,
             "external_funding": Decimal(100)}  # fmt: skip
    act = ACTS[Kind(kind)]
    if act == Act.SIGN_COOPERATION_AGREEMENT and is_city:
        act, facts["counterpart"] = Act.SIGN_LETTER_OF_INTENT, Counterpart.INITIATIVE
    if act == Act.TAKE_POSITION and scope == Scope.OWN_OPERATION:
        act = Act.EU_POLICY_QUESTION
    return Question.about(act, facts)


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, bool | int) else str(value) for name, value in facts.items()}


def _deciding_bodies() -> dict[str, int | None]:
    """Decider to body; None is the owner. Those that decide by delegated power alone are left out."""
    single = {
        body.kind: body.pk
        for body in Body.objects.filter(kind__in=("council", "executive_board", "group_board"))
    }
    return {
        Decider.OWN_BODY: None,
        Decider.COUNCIL: single["council"],
        Decider.EXECUTIVE_BOARD: single["executive_board"],
        Decider.GROUP_BOARD: single.get("group_board"),
    }
