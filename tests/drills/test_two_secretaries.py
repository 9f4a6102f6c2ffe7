"""Drill 9: two people decide the same thing at the same moment, through real HTTP and two server processes."""

import http.client
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from engagements.models import Organisation
from governance import matters, meetings
from governance.models import Body, Decision, Kind, Matter, Meeting, Office, Person
from memberships.models import Membership, MembershipReview
from planning.models import Round
from referrals.models import Referral
from tests.drills.processes import BIN, Program, free_port, running, wait_until
from tests.factories import appoint, make_person
from tests.governance.meetings.sittings import seat
from tests.planning import making as planning
from tests.referrals import making as referrals
from visits.models import Reply, Visit

pytestmark = pytest.mark.django_db(transaction=True)
CSRF = "d" * 32
NETWORK = {"act": "join_membership", "scope": "own_operation", "counterpart": "network"}
VISIT = {"act": "handle_visit", "areas": 1, "political_level": "ordinary"}


@dataclass(frozen=True)
class Route:
    """One way of deciding: how a fresh question comes about, what each of the two sends, what counts as done."""

    question: Callable[[Person, Body], Matter]
    addresses: Callable[[Matter], tuple[str, str]]
    sent: Callable[[Matter], tuple[dict[str, str], dict[str, str]]]
    done: Callable[[Matter], int]
    # The office whose two holders race, and the body it is of.
    office: tuple[str, str] = ("secretary", "trafiknamnden")


def _card(
    by: Person, body: Body, kind: str, status: str, facts: dict[str, object], before: Body | None
) -> Matter:
    return matters.open_matter(
        kind,
        by=by,
        body=body,
        title=f"Övning: {kind}",
        status=status,
        facts=facts,
        before=before,
        responsible=by,
    )


def _membership(by: Person, body: Body, status: str = "before_body") -> Matter:
    matter = _card(by, body, Kind.MEMBERSHIP, status, NETWORK, body)
    organisation, _ = Organisation.objects.get_or_create(
        slug="ovning", defaults={"name": "Övning (exempel)", "kind": "network", "is_invented": True}
    )
    Membership.objects.create(matter=matter, organisation=organisation, kind="network", why="Övning.")
    return matter


def _review(by: Person, body: Body) -> Matter:
    joined = _membership(by, body, "member")
    matter = _card(by, body, Kind.MEMBERSHIP_REVIEW, "before_body", NETWORK | {"renewal": True}, body)
    MembershipReview.objects.create(
        matter=matter, membership=joined.membership, due_on=timezone.localdate(), recommendation="continue",
        reasons="Övning.", goals="x", influence="x", knowledge="x", money="x", alternative="x",
    )  # fmt: skip
    return matter


def _visit(by: Person, body: Body) -> Matter:
    matter = _card(by, body, Kind.VISIT, "being_assessed", VISIT, None)
    day = timezone.localdate()
    Visit.objects.create(
        matter=matter, received_on=day, assessed_on=day, purpose="Övning.", proposed_priority="high"
    )
    return matter


def _decision(outcome: str) -> dict[str, str]:
    return {
        "outcome": outcome, "form": "meeting", "decided_on": timezone.localdate().isoformat(), "paragraph": "1",
        "wording": f"Övning: {outcome}.", "result": "leave" if outcome == "rejected" else "",
    }  # fmt: skip


def _answer(by: Person, body: Body) -> Matter:
    """What a committee answers a referral, which only waits for the board."""
    number = f"KS 2026/{Referral.objects.count() + 1}"
    answer = referrals.answer_of(referrals.sent((body.slug,), diary_number=number), body.slug)
    return referrals.before_the_body(answer, by.username).matter


def _handed_in(by: Person, body: Body) -> Matter:
    """The plan of a body, submitted to the City Executive Office; each round of the drill has a year of its own."""
    year = planning.YEAR + Round.objects.count()
    plan = planning.of(planning.opened(year=year), body.slug)
    return planning.submitted(planning.written(plan, by.username), by.username).matter


def _on_the_agenda(by: Person, body: Body) -> Matter:
    """A membership that the committee has approved at a meeting which only remains to be closed."""
    matter = _membership(by, body)
    secretary = Person.objects.get(username="secretary")
    meeting = meetings.plan(by=secretary, body=body, held_on=timezone.localdate())
    meetings.add_matters(meeting, [matter], by=secretary)
    meetings.begin(meeting, by=secretary)
    seat(meeting, secretary)
    for item in meeting.items.all():
        outcome = "approved" if item.matter_id else "noted"
        meetings.note_outcome(item, item.version, by=secretary, outcome=outcome)
    return matter


def _meeting(matter: Matter) -> Meeting:
    return Meeting.objects.get(items__matter=matter)


def _close(matter: Matter) -> str:
    return reverse("close_meeting", args=[_meeting(matter).pk])


def _version(matter: Matter) -> dict[str, str]:
    meeting = _meeting(matter)
    return {"version": str(meeting.version), "approvers": str(meeting.attendance.get(approves=True).pk)}


def _pages(first: str, second: str) -> Callable[[Matter], tuple[str, str]]:
    return lambda matter: (reverse(first, args=[matter.number]), reverse(second, args=[matter.number]))


def _decided(matter: Matter) -> int:
    return Decision.objects.filter(matter=matter, supersedes=None).count()


def _handed_back(matter: Matter) -> int:
    """How often the plan has been accepted or sent back, by what its card has been."""
    return matter.history.filter(status__in=("accepted", "completion")).count()


BOTH_OUTCOMES = (_decision("approved"), _decision("rejected"))
ANSWER = {"reasons": "Övning.", "alternative": "En annan dag."}
COMPLETION = {"to_complete": "Övning.", "hand_in_by": (timezone.localdate() + timedelta(days=14)).isoformat()}
ROUTES = {
    "membership": lambda: Route(
        _membership, _pages(*["memberships:decide"] * 2), lambda _: BOTH_OUTCOMES, _decided
    ),
    "review": lambda: Route(
        _review, _pages(*["memberships:decide_review"] * 2), lambda _: BOTH_OUTCOMES, _decided
    ),
    "visit": lambda: Route(
        _visit,
        _pages("visits:accept", "visits:decline"),
        lambda _: (ANSWER, ANSWER),
        lambda m: Reply.objects.filter(visit=m.pk).count(),
    ),
    # The one closes the meeting that approved it, the other records at the matter that it was rejected.
    "meeting and matter": lambda: Route(
        _on_the_agenda,
        lambda m: (_close(m), reverse("memberships:decide", args=[m.number])),
        lambda m: (_version(m), _decision("rejected")),
        _decided,
    ),
    "answer to a referral": lambda: Route(
        _answer, _pages(*["referrals:decide_answer"] * 2), lambda _: BOTH_OUTCOMES, _decided
    ),
    "plan": lambda: Route(
        _handed_in,
        _pages("planning:accept", "planning:ask_completion"),
        lambda _: ({"review_note": "Övning."}, COMPLETION),
        _handed_back,
        office=("coordinator", "kommunstyrelsen"),
    ),
    "meeting twice": lambda: Route(
        _on_the_agenda, lambda m: (_close(m),) * 2, lambda m: (_version(m),) * 2, _decided
    ),
}


@pytest.fixture
def rivals(city) -> Callable[[Route], list[Person]]:
    """The two who hold the same office."""

    def of(route: Route) -> list[Person]:
        role, body = route.office
        second = make_person(f"{role}_too", "Sten Snarlik")
        appoint(second, body, Office.Role(role))
        return [Person.objects.get(username=role), second]

    return of


@pytest.mark.parametrize("route", ROUTES)
def test_exactly_one_of_two_decides(route, rivals, client_of, tmp_path, rounds, tell):
    chosen = ROUTES[route]()
    found = race(chosen, "stockholm_intl.wsgi", rivals(chosen), client_of, tmp_path, rounds(20))
    tell(9, route=route, **found)
    assert found["both"] == found["none"] == found["server_errors"] == 0
    assert found["loser_told_who"] == found["rounds"]


def test_control_without_locks_both_decide(rivals, client_of, tmp_path, tell):
    chosen = ROUTES["membership"]()
    with _no_unique_decision():
        found = race(chosen, "tests.drills.unlocked", rivals(chosen), client_of, tmp_path, 40)
        tell(9, control=True, route="membership", **found)
        assert found["both"] > 0
        _forget_doubles()


def race(
    route: Route, application: str, rivals: list[Person], client_of: Callable, folder: Path, rounds: int
) -> dict[str, int]:
    """So many fresh questions, each answered by two people at once; what came of it."""
    contact, body = Person.objects.get(username="contact"), Body.objects.get(slug="trafiknamnden")
    servers, ports = _servers(application, folder)
    count: Counter[str] = Counter()
    with running(*servers):
        lines = [Line(port, client_of(person)) for port, person in zip(ports, rivals, strict=True)]
        for _round in range(rounds):
            matter = route.question(contact, body)
            answers = _at_once(lines, route.addresses(matter), route.sent(matter))
            done = route.done(matter)
            count["both"] += done > 1
            count["none"] += done == 0
            count["server_errors"] += sum(status >= 500 for status, _page in answers)
            # The page has the loser's own name in its frame: it must say the other's.
            (first, page_one), (second, page_two) = answers
            count["loser_told_who"] += (first == 302 and rivals[0].name in page_two) or (
                second == 302 and rivals[1].name in page_one
            )
    return {"rounds": rounds} | {
        key: count[key] for key in ("both", "none", "server_errors", "loser_told_who")
    }


class Line:
    """One person's open connection to one of the servers."""

    def __init__(self, port: int, client: object) -> None:
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        wait_until(self._answers, "the server answers")

    def open(self) -> None:
        """A fresh connection: the server closes those that were quiet for two seconds."""
        self.line.close()
        self.line.connect()

    def post(self, address: str, sent: dict[str, str]) -> tuple[int, str]:
        self.line.request("POST", address, urlencode(sent), self.headers)
        answer = self.line.getresponse()
        return answer.status, answer.read().decode()

    def _answers(self) -> bool:
        try:
            self.line.request("GET", reverse("bodies"), headers=self.headers)
            return self.line.getresponse().read() != b""
        except (OSError, http.client.HTTPException):
            self.line.close()
            return False


def _at_once(
    lines: list[Line], addresses: tuple[str, str], sent: tuple[dict[str, str], dict[str, str]]
) -> list[tuple[int, str]]:
    answers: dict[int, tuple[int, str]] = {}
    barrier = threading.Barrier(len(lines))

    def press(number: int) -> None:
        lines[number].open()
        barrier.wait()
        answers[number] = lines[number].post(addresses[number], sent[number])

    threads = [threading.Thread(target=press, args=[number]) for number in range(len(lines))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in sorted(answers)]


def _servers(application: str, folder: Path) -> tuple[list[Program], list[int]]:
    given = connection.settings_dict
    address = (
        f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    )
    env = {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "stockholm_intl.settings",
        "PYTHONPATH": os.getcwd(),
    }
    ports = [free_port(), free_port()]
    programs = [
        Program(
            [
                str(BIN / "gunicorn"),
                application,
                "--bind",
                f"127.0.0.1:{port}",
                "--threads",
                "2",
                "--no-control-socket",
            ],
            env,
            folder / f"web{port}.log",
        )
        for port in ports
    ]
    return programs, ports


@contextmanager
def _no_unique_decision() -> Iterator[None]:
    """The database's own guard is taken away too; the control shows what the two guard against."""
    index = next(c for c in Decision._meta.constraints if c.name == "one_decision_per_question")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Decision, index)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.add_constraint(Decision, index)


def _forget_doubles() -> None:
    """The doubled decisions must go before the guard comes back; only emptying the table can remove them."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE governance_decision CASCADE")
