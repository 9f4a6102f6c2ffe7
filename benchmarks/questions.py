"""P4: the ten questions, each against a bare page; and what its statements take against SQL written by hand for it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from engagements.models import Organisation
from governance.lists import COUNT_LIMIT
from governance.models import Kind, Matter
from reporting.questions.register import QUESTIONS
from stockholm_intl.demonstration.generated import notable

from .clock import take_turns
from .results import Result
from .visitor import BARE, Visitor

ROUNDS = 40
GOAL, GOAL_SQL = 8.0, 1.5
# Every page asks these: the session, the person, the standing.
FRAME = 3

# What each asks for, written by hand for the same rows: no names of columns that nobody shows, nothing but the answer.
# Named parameters: bodies (those the person reads), day, until, year, country, places, since, numbers.
ROWS = (
    "m.id, m.number, m.kind, m.title, m.status, m.body_id, m.starts_on, m.ends_on, m.opened_on, m.changed_at"
)
OPEN = "m.body_id = ANY(%(bodies)s) AND m.secrecy_ground = ''"
BOUND = """((m.kind, m.status) IN (('membership','member'),('membership','leaving'),('agreement','in_force'),
  ('agreement','under_review'),('agreement','amending'),('declaration','joined'),('eu_project','granted'),
  ('eu_project','running'),('aid_project','approved'),('aid_project','running')))"""
DECISION = """LEFT JOIN LATERAL (SELECT d.body_name, d.decided_on, d.paragraph FROM governance_decision d
  WHERE d.matter_id = m.id ORDER BY d.decided_on DESC, d.id DESC LIMIT 1) d ON true"""
WITHHELD = """(SELECT count(*) FROM (SELECT 1 FROM governance_matter w WHERE w.secrecy_ground <> ''
  AND w.body_id = ANY(%(bodies)s) LIMIT 101) w) AS withheld"""


def _counted(where: str) -> str:
    """How many there are, as far as a list counts; and how many are withheld, which every answer says."""
    counted = f"SELECT 1 FROM governance_matter m WHERE {where} LIMIT {COUNT_LIMIT + 1}"
    return f"(SELECT count(*) FROM ({counted}) n) AS n, {WITHHELD}"


MEMBERS_DUE = f"""{OPEN} AND m.kind = 'membership' AND m.status = 'member' AND m.closed_on IS NULL
  AND m.due_on <= %(until)s"""
LETTERS_DUE = f"""{OPEN} AND m.kind = 'agreement' AND m.sort = 'letter_of_intent' AND m.closed_on IS NULL
  AND m.status IN ('in_force','under_review','amending') AND m.due_on <= %(until)s"""
MET = f"""{OPEN} AND m.country = %(country)s AND upper(m.city) = ANY(%(places)s) AND m.opened_on >= %(since)s
  AND ((m.kind = 'visit' AND m.status IN ('carried_out','followed_up','closed'))
    OR (m.kind = 'event_abroad' AND m.status IN ('carried_out','reported')))"""
IN_ON_THE_LAST_DAY = f"""{OPEN} AND m.kind = 'membership' AND m.status IN ('member','leaving','left')
  AND COALESCE(m.starts_on, '0001-01-01') <= make_date(%(year)s, 12, 31)
  AND (m.ends_on IS NULL OR m.ends_on > make_date(%(year)s, 12, 31))"""
PLAIN = {
    "commitments": f"""SELECT m.*, d.* FROM (SELECT {ROWS}, {_counted(f"{OPEN} AND {BOUND}")} FROM governance_matter m
      WHERE {OPEN} AND {BOUND} ORDER BY m.opened_on DESC, m.id DESC LIMIT 26) m {DECISION}""",
    "undecided": f"""SELECT {ROWS}, m.facts, m.before_id, {_counted(f"{OPEN} AND {BOUND} AND m.lamp_decided = 0")}
      FROM governance_matter m WHERE {OPEN} AND {BOUND} AND m.lamp_decided = 0
      ORDER BY m.opened_on DESC, m.id DESC LIMIT 26""",
    "costs": f"""SELECT body_id, sort, sum(kronor) FILTER (WHERE year = %(year)s),
      sum(kronor) FILTER (WHERE year = %(year)s - 1), {WITHHELD} FROM reporting_costcount
      WHERE year IN (%(year)s, %(year)s - 1) AND body_id = ANY(%(bodies)s) GROUP BY 1, 2""",
    "reviews": f"""(SELECT {ROWS}, m.due_on, {_counted(MEMBERS_DUE)} FROM governance_matter m WHERE {MEMBERS_DUE}
        ORDER BY m.due_on, m.id LIMIT 26)
      UNION ALL (SELECT {ROWS}, m.due_on, {_counted(LETTERS_DUE)} FROM governance_matter m WHERE {LETTERS_DUE}
        ORDER BY m.due_on, m.id LIMIT 26)""",
    "meetings": f"""SELECT {ROWS}, v.hosts, v.promises, {_counted(MET)} FROM governance_matter m
      LEFT JOIN visits_visit v ON v.matter_id = m.id WHERE {MET} ORDER BY m.opened_on DESC, m.id DESC LIMIT 26""",
    "numbers": f"""SELECT {ROWS}, o.name, {_counted(IN_ON_THE_LAST_DAY)} FROM governance_matter m
      JOIN memberships_membership s ON s.matter_id = m.id
      JOIN engagements_organisation o ON o.id = s.organisation_id WHERE {IN_ON_THE_LAST_DAY}
      ORDER BY COALESCE(m.starts_on, '0001-01-01') DESC, m.id DESC LIMIT 26""",
}  # fmt: skip


def measure(size: str) -> Iterator[Result]:
    person = notable.coordinator()
    visitor, asked, parameters = Visitor(person), _addresses(), _parameters(person)
    medians = take_turns(
        {BARE: visitor.getting(BARE)} | {name: visitor.getting(path) for name, path in asked.items()}, ROUNDS
    )
    for name, path in asked.items():
        note = f"{visitor.queries(path)} queries"
        yield Result(
            f"question: {name}", size, medians[name], limit=medians[BARE], goal=GOAL, goal_key="P4", note=note
        )
    for name, sql in PLAIN.items():
        own, plain = _again(_statements(visitor, asked[name])), _again([(sql, parameters)])
        found = take_turns({"own": own, "plain": plain}, ROUNDS)
        yield Result(
            f"question: {name}, its statements", size, found["own"], limit=found["plain"],
            limit_is="plain SQL", goal=GOAL_SQL, goal_key="P4",
        )  # fmt: skip


def _addresses() -> dict[str, str]:
    """Each question where it has something to answer with: what is chosen is what stands first in its list."""
    visits = Matter.objects.filter(kind=Kind.VISIT, secrecy_ground="")
    no, yes = (
        visits.filter(status=status).order_by("-opened_on", "-pk").values_list("number", flat=True).first()
        for status in ("declined", "closed")
    )
    member = Matter.objects.filter(kind=Kind.MEMBERSHIP, status="member", secrecy_ground="")
    queries = {
        "membership": f"number={member.order_by('-opened_on', '-pk').values_list('number', flat=True)[0]}",
        "meetings": f"partner={_city().slug}",
        "comparison": f"a={no}&b={yes}",
        "numbers": f"figure=memberships&year={timezone.localdate().year - 1}",
    }
    return {
        question.name: f"{reverse(question.url_name)}?{queries.get(question.name, '')}".rstrip("?")
        for question in QUESTIONS
    }


def _city() -> Any:
    """A city that is met more often than most."""
    return Organisation.objects.filter(kind=Organisation.Kind.CITY).order_by("pk")[0]


def _parameters(person: Any) -> dict[str, Any]:
    today, city = timezone.localdate(), _city()
    return {
        "bodies": list(person.bodies_with("view_matters")),
        "until": today.replace(year=today.year + 1, day=min(today.day, 28)),
        "since": today.replace(year=today.year - 3, day=min(today.day, 28)),
        "year": today.year - 1,
        "country": str(city.country),
        "places": sorted(
            {name.upper() for name in (*city.names.values_list("name", flat=True), city.city) if name}
        ),
    }


def _statements(visitor: Visitor, path: str) -> list[tuple[str, Any]]:
    """What the page asks beside what every page asks."""
    found: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    visitor.get(path)
    with connection.execute_wrapper(note):
        visitor.get(path)
    return found[FRAME:]


def _again(statements: list[tuple[str, Any]]) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            for sql, params in statements:
                cursor.execute(sql, params)
                cursor.fetchall()

    return run
