"""What a plan or an account still lacks before it is ready, in words; and of all of a round with few queries."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Account, Handed, LineOutcome, Plan, PlanLine


def missing(handed: Handed) -> list[str]:
    """What must be there before it can be marked ready."""
    return of_all([handed])[handed.pk]


def of_all(handed: Collection[Any]) -> dict[int, list[str]]:
    """What each lacks, by its key: two queries for all of them."""
    plans = [each for each in handed if isinstance(each, Plan)]
    accounts = [each for each in handed if isinstance(each, Account)]
    return {**_of_plans(plans), **_of_accounts(accounts)}


def _of_plans(plans: Collection[Plan]) -> dict[int, list[str]]:
    if not plans:
        return {}
    rows = PlanLine.objects.filter(plan__in=[plan.pk for plan in plans]).order_by().values("plan")
    rows = rows.annotate(goals=Count("pk", filter=Q(kind="goal")), all=Count("pk"))
    counted = {row["plan"]: row for row in rows}
    return {plan.pk: list(_of_plan(plan, counted.get(plan.pk))) for plan in plans}


def _of_plan(plan: Plan, counted: Any) -> Iterable[str]:
    if plan.has_none:
        return
    if not plan.aims.strip():
        yield _("Write what the body wants with its international work, or that it has none in the year.")
    if not counted or not counted["goals"]:
        yield _("Write at least one goal.")
    if not counted or counted["all"] == counted["goals"]:
        yield _("Write at least one membership, project or event that is given priority, and why.")
    if plan.budget is None:
        yield _("Say what the body’s own budget has for it, if only nothing.")


def _of_accounts(accounts: Collection[Account]) -> dict[int, list[str]]:
    if not accounts:
        return {}
    keys = [account.pk for account in accounts]
    plans = [account.plan_id for account in accounts if account.plan_id]
    lines = dict(_counted(PlanLine.objects.filter(plan__in=plans), "plan"))
    told = dict(_counted(LineOutcome.objects.filter(account__in=keys), "account"))
    return {
        account.pk: list(_of_account(account, lines.get(account.plan_id, 0) - told.get(account.pk, 0)))
        for account in accounts
    }


def _counted(rows: Any, by: str) -> Any:
    return rows.order_by().values(by).annotate(n=Count("pk")).values_list(by, "n")


def _of_account(account: Account, untold: int) -> Iterable[str]:
    if account.counted_at is None:
        yield _("The figures are not counted yet.")
    if not account.summary.strip():
        yield _("Write what the international work gave in the year.")
    if untold > 0:
        words = ngettext(
            "Say what came of %(n)d line of the plan.", "Say what came of %(n)d lines of the plan.", untold
        )
        yield words % {"n": untold}
