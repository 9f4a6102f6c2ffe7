"""What tests of planning begin with: a round, a plan with its lines, an account, in each of their states."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from governance.models import Body, Matter, OutboxEntry, Person
from planning.actions import accounts, handing, rounds, writing
from planning.models import Account, Plan, PlanLine, Round
from tests.memberships.conftest import make_proposal

TODAY = timezone.localdate()
YEAR = TODAY.year
SOON = TODAY + timedelta(days=30)
TRANSPORT, ENVIRONMENT, PORTS = "trafiknamnden", "miljo-och-halsoskyddsnamnden", "stockholms-hamnar"


def person(username: str) -> Person:
    return Person.objects.get(username=username)


def body(slug: str = TRANSPORT) -> Body:
    return Body.objects.get(slug=slug)


def opened(subject: str = "plan", year: int = YEAR, **given: Any) -> Round:
    values: dict[str, Any] = {"due_on": SOON, "instruction": "Skriv kort."}
    return rounds.open_round(by=person("coordinator"), subject=subject, year=year, **(values | given))


def of(asked: Round, slug: str = TRANSPORT) -> Any:
    """The plan or account of a body, as it stands."""
    return asked.handed.select_related("matter__body", "round").get(matter__body__slug=slug)


def fresh(handed: Any) -> Any:
    return type(handed).objects.select_related("matter__body", "round").get(pk=handed.pk)


def version(handed: Any) -> int:
    return Matter.objects.get(pk=handed.pk).version


def goal(plan: Plan, by: str = "contact", **given: Any) -> PlanLine:
    values = {"kind": "goal", "title": "Fossilfria leveranser", "why": "Klimatplanen kräver det."}
    return writing.add_line(plan, by=person(by), **(values | given))


def line(plan: Plan, by: str = "contact", matter: Matter | None = None, **given: Any) -> PlanLine:
    values = {"kind": "membership", "title": "Polis", "why": "Vi lär oss av andra städers trafik."}
    return writing.add_line(plan, by=person(by), matter=matter, **(values | given))


def written(plan: Plan, by: str = "contact") -> Plan:
    """A plan with all it needs."""
    writing.write(plan, version(plan), by=person(by), aims="Lära av andra städer.", budget=120000)
    served = goal(plan, by)
    line(plan, by, goal=served, cost=40000, budget_line="B-17", direction="cooperation")
    return fresh(plan)


def ready(handed: Any, by: str = "contact") -> Any:
    return fresh(handing.mark_ready(handed, by=person(by)))


def submitted(handed: Any, by: str = "contact", head: str = "head") -> Any:
    return fresh(handing.submit(ready(handed, by), by=person(head)))


def accepted(handed: Any, by: str = "contact", head: str = "head") -> Any:
    return fresh(handing.accept(submitted(handed, by, head), by=person("coordinator")))


def locked(handed: Any, by: str = "contact", head: str = "head") -> Any:
    return fresh(handing.lock_one(accepted(handed, by, head), by=person("coordinator")))


def count(account: Account) -> Account:
    """What the worker does."""
    entry = OutboxEntry.objects.filter(kind="count_account", subject=account.pk).order_by("created_at").last()
    assert entry is not None
    accounts.count(entry)()
    return fresh(account)


def accounted(account: Account, by: str = "contact") -> Account:
    """An account with all it needs."""
    account = count(account)
    accounts.write(account, version(account), by=person(by), summary="Vi tog över en metod från Oslo.")
    if account.plan:
        told = {
            pk: {"result": "done", "text": "Klart."} for pk in account.plan.lines.values_list("pk", flat=True)
        }
        accounts.tell_outcomes(fresh(account), version(account), by=person(by), outcomes=told)
    return fresh(account)


def membership(by: str = "contact", slug: str = TRANSPORT, **given: Any) -> Matter:
    """A proposed membership of the body, whose lamp "planned" nothing lights yet."""
    proposed = make_proposal(person(by), body(slug), why="", **given)
    return Matter.objects.get(pk=proposed.pk)
