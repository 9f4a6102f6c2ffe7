"""P4: the ten questions, each against a bare page; and what its statements take against SQL written by hand for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from engagements import timelines
from engagements.models import Organisation
from governance import prepared
from governance.lists import COUNT_LIMIT
from governance.models import Kind, Matter
from reporting.questions.meeting import BESIDE, PART
from reporting.questions.register import QUESTIONS
from stockholm_intl.demonstration.generated import notable

from .clock import take_turns
from .results import Result
from .visitor import BARE, Visitor

ROUNDS = 40
# What the page of meetings fetches when it stands.
LATER = "meetings, what comes later"
GOAL, GOAL_SQL = 8.0, 1.5
# Every page asks these: the session, the person, the standing.
FRAME = 3

# What each tells, written by hand: the same rows with what stands beside them, no names of columns that nobody shows.
# Named parameters: bodies (those the person reads), granted (the secret matters one is let into), day, until, year,
# country, places, named, since, partner.
ROWS = (
    "m.id, m.number, m.kind, m.title, m.status, m.body_id, m.starts_on, m.ends_on, m.opened_on, m.changed_at"
)
UNMARKED = "(m.secrecy_ground = '' OR m.id = ANY(%(granted)s))"
OPEN = f"m.body_id = ANY(%(bodies)s) AND {UNMARKED}"
BOUND = """((m.kind, m.status) IN (('membership','member'),('membership','leaving'),('agreement','in_force'),
  ('agreement','under_review'),('agreement','amending'),('declaration','joined'),('eu_project','granted'),
  ('eu_project','running'),('aid_project','approved'),('aid_project','running')))"""
DECISION = """LEFT JOIN LATERAL (SELECT d.body_name, d.decided_on, d.paragraph FROM governance_decision d
  WHERE d.matter_id = m.id AND d.outcome NOT IN ('deferred', 'returned')
    AND NOT EXISTS (SELECT 1 FROM governance_decision s WHERE s.supersedes_id = d.id)
  ORDER BY d.decided_on DESC, d.id DESC LIMIT 1) d ON true"""
MONEY = """LEFT JOIN LATERAL (
  (SELECT f.amount_sek AS cost, f.amount_sek AS own FROM memberships_fee f
    WHERE m.kind = 'membership' AND f.membership_id = m.id ORDER BY f.year DESC LIMIT 1)
  UNION ALL SELECT a.cost_per_year, a.cost_per_year FROM engagements_agreement a
    WHERE m.kind = 'agreement' AND a.matter_id = m.id
  UNION ALL SELECT COALESCE(p.eu_funding_to_city, 0) + COALESCE(p.own_share, 0), p.own_share
    FROM engagements_euproject p
    WHERE m.kind = 'eu_project' AND p.matter_id = m.id
  UNION ALL SELECT c.burden_amount, c.burden_amount FROM engagements_declaration c
    WHERE m.kind = 'declaration' AND c.matter_id = m.id
  UNION ALL SELECT h.total_cost, h.total_cost - (SELECT COALESCE(sum(n.amount), 0) FROM engagements_aidfinancing n
      WHERE n.project_id = h.matter_id) FROM engagements_aidproject h
    WHERE m.kind = 'aid_project' AND h.matter_id = m.id) money ON true"""
WITHHELD = """(SELECT count(*) FROM (SELECT 1 FROM governance_matter w WHERE w.secrecy_ground <> ''
  AND w.body_id = ANY(%(bodies)s) AND w.id <> ALL(%(granted)s) LIMIT 101) w) AS withheld"""
# What has the place on its card, or is with a partner there.
THERE = """({0}.country = %(country)s AND (upper({0}.city) = ANY(%(places)s)
    OR {0}.city = '' AND upper({0}.counterpart) ~ ANY(%(named)s))
  OR {0}.id = ANY(ARRAY(SELECT g.matter_id FROM engagements_dealing g JOIN engagements_organisation o
    ON o.id = g.organisation_id WHERE o.merged_into_id IS NULL AND o.country = %(country)s
    AND upper(o.city) = ANY(%(places)s){1})))"""
WITHHELD_THERE = f"""(SELECT count(*) FROM (SELECT 1 FROM governance_matter w WHERE w.secrecy_ground <> ''
  AND {THERE.format("w", "")} AND w.id <> ALL(%(granted)s) LIMIT 101) w) AS withheld"""


def _counted(where: str, withheld: str = WITHHELD) -> str:
    """How many there are, as far as a list counts; and how many are withheld, which every answer says."""
    counted = f"SELECT 1 FROM governance_matter m WHERE {where} LIMIT {COUNT_LIMIT + 1}"
    return f"(SELECT count(*) FROM ({counted}) n) AS n, {withheld}"


MEMBERS_DUE = f"""{OPEN} AND m.kind = 'membership' AND m.status = 'member' AND m.closed_on IS NULL
  AND m.due_on <= %(until)s"""
AGREEMENTS_DUE = f"""{OPEN} AND m.kind = 'agreement' AND m.closed_on IS NULL
  AND m.status IN ('in_force','under_review','amending') AND m.due_on <= %(until)s
  AND EXISTS (SELECT 1 FROM engagements_agreement a WHERE a.matter_id = m.id
    AND COALESCE(a.review_due_on, a.next_review_on) <= %(until)s)"""
LETTERS_DUE = f"{AGREEMENTS_DUE} AND m.sort = 'letter_of_intent'"
OTHERS_DUE = f"{AGREEMENTS_DUE} AND m.sort <> 'letter_of_intent'"
MET = f"""(m.body_id = ANY(%(bodies)s) OR m.before_id = ANY(%(bodies)s) OR EXISTS (SELECT 1
    FROM governance_matterparticipant t WHERE t.matter_id = m.id AND t.body_id = ANY(%(bodies)s)))
  AND {UNMARKED} AND m.opened_on >= %(since)s
  AND {THERE.format("m", " AND g.opened_on >= %(since)s AND g.kind IN ('visit','event_abroad')")}
  AND ((m.kind = 'visit' AND m.status IN ('carried_out','followed_up','closed'))
    OR (m.kind = 'event_abroad' AND m.status IN ('carried_out','reported')))"""
IN_ON_THE_LAST_DAY = f"""{OPEN} AND m.kind = 'membership' AND m.status IN ('member','leaving','left')
  AND COALESCE(m.starts_on, '0001-01-01') <= make_date(%(year)s, 12, 31)
  AND (m.ends_on IS NULL OR m.ends_on > make_date(%(year)s, 12, 31))"""
PLAIN = {
    "commitments": f"""SELECT m.*, d.*, money.* FROM (SELECT {ROWS}, {_counted(f"{OPEN} AND {BOUND}")}
        FROM governance_matter m WHERE {OPEN} AND {BOUND} ORDER BY m.opened_on DESC, m.id DESC LIMIT 26) m
      {DECISION} {MONEY}""",
    "undecided": f"""SELECT m.*, d.*, money.* FROM (SELECT {ROWS}, m.facts, m.before_id,
          {_counted(f"{OPEN} AND {BOUND} AND m.lamp_decided = 0")} FROM governance_matter m
        WHERE {OPEN} AND {BOUND} AND m.lamp_decided = 0 ORDER BY m.opened_on DESC, m.id DESC LIMIT 26) m
      {DECISION} {MONEY}""",
    "costs": f"""SELECT body_id, sort, sum(kronor) FILTER (WHERE year = %(year)s),
      sum(kronor) FILTER (WHERE year = %(year)s - 1), max(counted_at), {WITHHELD} FROM reporting_costcount
      WHERE year IN (%(year)s, %(year)s - 1) AND body_id = ANY(%(bodies)s) GROUP BY 1, 2""",
    "reviews": f"""SELECT m.*, p.name, c.names, r.number FROM (
        (SELECT {ROWS}, m.responsible_id, m.due_on, {_counted(MEMBERS_DUE)} FROM governance_matter m
          WHERE {MEMBERS_DUE} ORDER BY m.due_on, m.id LIMIT 26)
        UNION ALL (SELECT {ROWS}, m.responsible_id, m.due_on, {_counted(LETTERS_DUE)} FROM governance_matter m
          WHERE {LETTERS_DUE} ORDER BY m.due_on, m.id LIMIT 26)
        UNION ALL (SELECT {ROWS}, m.responsible_id, m.due_on, {_counted(OTHERS_DUE)} FROM governance_matter m
          WHERE {OTHERS_DUE} ORDER BY m.due_on, m.id LIMIT 26)) m
      LEFT JOIN governance_person p ON p.id = m.responsible_id
      LEFT JOIN (SELECT o.body_id, string_agg(s.name, ', ' ORDER BY a.since, a.id) AS names FROM governance_office o
        JOIN governance_appointment a ON a.office_id = o.id JOIN governance_person s ON s.id = a.person_id
        WHERE o.role = 'contact_person' AND s.is_active AND (a.since IS NULL OR a.since <= %(day)s)
          AND (a.until IS NULL OR a.until >= %(day)s) GROUP BY 1) c ON c.body_id = m.body_id
      LEFT JOIN LATERAL (SELECT o.number FROM memberships_membershipreview v JOIN governance_matter o
        ON o.id = v.matter_id WHERE v.is_open AND v.membership_id = m.id) r ON true""",
    "meetings": f"""SELECT m.*, v.hosts, v.head_of_delegation, v.contact_name, v.promises, e.contacts_made,
        e.promises, p.*, t.*
      FROM (SELECT {ROWS},
          array(SELECT t.body_id FROM governance_matterparticipant t WHERE t.matter_id = m.id) AS parts,
          {_counted(MET, WITHHELD_THERE)} FROM governance_matter m WHERE {MET}
        ORDER BY m.opened_on DESC, m.id DESC LIMIT 26) m
      LEFT JOIN visits_visit v ON v.matter_id = m.id LEFT JOIN engagements_eventabroad e ON e.matter_id = m.id
      LEFT JOIN LATERAL (SELECT array_agg(ARRAY[p.text, p.side, p.due_on::text, p.kept_on::text, p.dropped_on::text])
        AS promised FROM engagements_promise p WHERE p.matter_id = m.id) p ON true
      LEFT JOIN LATERAL (SELECT string_agg(t.name, ', ' ORDER BY t.name) AS travelled FROM engagements_traveller t
        WHERE t.event_id = m.id) t ON true""",
    "numbers": f"""SELECT {ROWS}, o.name, {_counted(IN_ON_THE_LAST_DAY)},
        (SELECT r.figures FROM reporting_annualreport r WHERE r.year = %(year)s ORDER BY r.version DESC LIMIT 1),
        (SELECT f.value FROM reporting_publishedfigure f WHERE f.year = %(year)s AND f.figure = 'memberships')
      FROM governance_matter m JOIN memberships_membership s ON s.matter_id = m.id
      JOIN engagements_organisation o ON o.id = s.organisation_id WHERE {IN_ON_THE_LAST_DAY}
      ORDER BY COALESCE(m.starts_on, '0001-01-01') DESC, m.id DESC LIMIT 26""",
}  # fmt: skip
# What a question looks up before it can ask.
BEFORE = {
    "meetings": """SELECT o.id, o.name, o.kind, o.country, o.city, array(SELECT n.name
      FROM engagements_organisationname n WHERE n.organisation_id = o.id) FROM engagements_organisation o
      WHERE o.slug = %(partner)s"""
}


def measure(size: str) -> Iterator[Result]:
    person = notable.coordinator()
    visitor, asked, parameters = Visitor(person), _addresses(), _parameters(person)
    pages = {name: visitor.getting(path, part=name == LATER) for name, path in asked.items()}
    medians = take_turns({BARE: visitor.getting(BARE)} | pages, ROUNDS)
    for name, path in asked.items():
        note = f"{visitor.queries(path, part=name == LATER)} queries"
        yield Result(
            f"question: {name}", size, medians[name], limit=medians[BARE], goal=GOAL, goal_key="P4", note=note
        )
    for name, sql in PLAIN.items():
        before = [BEFORE[name]] if name in BEFORE else []
        own = _again(_statements(visitor, asked[name]))
        plain = _again([Said(written, parameters) for written in (*before, sql)])
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
    } | {LATER: f"{reverse('questions:meetings')}?partner={_city().slug}&{PART}={BESIDE}"}


def _city() -> Any:
    """A city that is met more often than most."""
    return Organisation.objects.filter(kind=Organisation.Kind.CITY).order_by("pk")[0]


def _parameters(person: Any) -> dict[str, Any]:
    today, city = timezone.localdate(), _city()
    return {
        "bodies": list(person.bodies_with("view_matters")),
        "granted": list(person.secret_matters),
        "day": today,
        "partner": city.slug,
        "until": today.replace(year=today.year + 1, day=min(today.day, 28)),
        "since": today.replace(year=today.year - 3, day=min(today.day, 28)),
        "year": today.year - 1,
        **timelines.meetings_with(city, city.names.values_list("name", flat=True)),
    }


@dataclass(frozen=True)
class Said:
    """A statement with its values, and whether the page asks the server to keep its plan."""

    sql: str
    params: Any
    keeps_plan: bool = False


def _statements(visitor: Visitor, path: str) -> list[Said]:
    """What the page asks beside what every page asks."""
    found: list[Said] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append(Said(sql, params, prepared.keeps_plans(context["cursor"])))
        return execute(sql, params, many, context)

    visitor.get(path)
    with connection.execute_wrapper(note):
        visitor.get(path)
    return found[FRAME:]


def _again(statements: list[Said]) -> Callable[[], None]:
    def run() -> None:
        for said in statements:
            with prepared.kept_cursor() if said.keeps_plan else connection.cursor() as cursor:
                cursor.execute(said.sql, said.params)
                cursor.fetchall()

    return run
