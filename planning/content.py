"""What a plan or an account says, as one value with one byte form: the locked copy is that value.

Of matters under secrecy it tells how many there are, and no more.
"""

import hashlib
from typing import Any

from governance.decisions import canonical

from .models import Account, Handed, Plan, PlanLine

FORM = 1


def of(handed: Handed) -> dict[str, Any]:
    """Everything it says."""
    body = handed.matter.body
    return {
        "form": FORM,
        "number": handed.matter.number,
        "year": handed.year,
        "version": handed.edition,
        "because": handed.reopened_because,
        "body": {"slug": body.slug, "sv": body.name_sv, "en": body.name_en},
        "submitted_on": _day(handed.submitted_on),
        "accepted_on": _day(handed.accepted_on),
        **_said(handed),
    }


def _said(handed: Handed) -> dict[str, Any]:
    """What the body has written, without where it stands."""
    return _of_plan(handed) if isinstance(handed, Plan) else _of_account(handed)  # type: ignore[arg-type]


def as_returned(handed: Handed) -> str:
    """What tells later whether anything was written since it came back to the body."""
    return checksum(_said(handed))


def is_unchanged(handed: Handed) -> bool:
    """Whether it came back to the body and says what it said then."""
    return bool(handed.returned_as) and handed.returned_as == as_returned(handed)


def _of_plan(plan: Plan) -> dict[str, Any]:
    return {
        "kind": "plan",
        "aims": plan.aims,
        "has_none": plan.has_none,
        "none_because": plan.none_because,
        "budget": _kronor(plan.budget),
        "lines": [_line(line) for line in lines_of(plan)],
    }


def lines_of(plan: Plan) -> list[PlanLine]:
    """The lines in their order, with their goals and the matters they are about."""
    return list(plan.lines.select_related("goal").prefetch_related("ties__matter").order_by("pk"))


def _line(line: PlanLine) -> dict[str, Any]:
    return {
        "id": line.ident,
        "kind": line.kind,
        "title": line.title,
        "why": line.why,
        "goal": line.goal.ident if line.goal else "",
        "direction": line.direction,
        "measure": line.measure,
        "cost": _kronor(line.cost),
        "budget_line": line.budget_line,
        "owner": line.owner,
        "until": _day(line.until),
        "matters": [
            {"number": tie.matter.number, "title": tie.matter.title}
            for tie in line.ties.all()
            if not tie.matter.is_secret
        ],
        "withheld": sum(tie.matter.is_secret for tie in line.ties.all()),
    }


def _of_account(account: Account) -> dict[str, Any]:
    rows = account.outcomes.select_related("line").order_by("line")
    return {
        "kind": "account",
        "plan": account.plan.matter.number if account.plan else "",
        "summary": account.summary,
        "lessons": account.lessons,
        "figures": account.figures,
        "counted_at": account.counted_at.isoformat() if account.counted_at else "",
        "outcomes": [
            {
                "id": row.line.ident,
                "kind": row.line.kind,
                "title": row.line.title,
                "result": row.result,
                "text": row.text,
            }
            for row in rows
        ],
    }


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _kronor(amount: Any) -> str:
    """As text: the record holds no floats."""
    return "" if amount is None else f"{amount:.2f}"


def checksum(value: dict[str, Any]) -> str:
    """SHA-256 of the canonical bytes."""
    return hashlib.sha256(canonical(value)).hexdigest()
