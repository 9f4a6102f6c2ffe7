"""An account: its text, what came of each line, and its figures, which the worker counts."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from governance import casework, matters, outbox
from governance.models import OutboxEntry, Person
from planning.lifecycle import WRITABLE, after_writing
from planning.models import Account, LineOutcome

from .locking import begin_writing

WRITTEN = frozenset(("summary", "lessons"))


@transaction.atomic
def write(account: Account, version: int, *, by: Person, **values: Any) -> Account:
    """Write what the work gave and what was learnt. Raises StaleVersion, WrongState."""
    if unknown := values.keys() - WRITTEN:
        raise TypeError(f"an account has no {', '.join(unknown)} to write")
    account = begin_writing(account, by, version)
    for name, value in values.items():
        setattr(account, name, value)
    _keep(account, by)
    return account


@transaction.atomic
def tell_outcomes(
    account: Account, version: int, *, by: Person, outcomes: Mapping[int, Mapping[str, str]]
) -> Account:
    """What came of the lines, by the key of the line: a result and a text. Without a result nothing is told of it."""
    account = begin_writing(account, by, version)
    there = {row.line_id: row for row in account.outcomes.all()}
    lines = set(account.plan.lines.values_list("pk", flat=True)) if account.plan else set()
    for line, said in outcomes.items():
        if line not in lines:
            continue
        row = there.get(line) or LineOutcome(account=account, line_id=line)
        if not said["result"]:
            if row.pk:
                row._history_user = by
                row.delete()
            continue
        if (row.result, row.text) != (said["result"], said["text"]):
            row.result, row.text = said["result"], said["text"]
            casework.save(row, by=by)
    _keep(account, by)
    return account


@transaction.atomic
def count_again(account: Account, *, by: Person) -> Account:
    """Count the figures anew: something was registered after they were counted. Raises WrongState."""
    account = begin_writing(account, by)
    account.counting += 1
    account.counted_at = None
    _keep(account, by)
    ask_to_count(account)
    return account


def ask_to_count(account: Account) -> None:
    """The worker counts: in a large city it takes longer than somebody waits for a page."""
    outbox.ask("count_account", f"count_account:{account.pk}:{account.counting}", account.pk)


def count(entry: OutboxEntry) -> outbox.Keep:
    """Count the figures of the body in the year. Who counts them, settings say: planning knows no figure."""
    account = Account.objects.select_related("round", "matter").get(pk=entry.subject)
    counting = account.counting
    figures = import_string(settings.FIGURES_OF_BODY)(account.matter.body_id, account.year)

    def keep() -> None:
        matters.lock(account.pk)
        current = Account.objects.select_for_update(of=("self",)).select_related("matter").get(pk=account.pk)
        if current.counting != counting or current.matter.status not in WRITABLE:
            return  # counted anew meanwhile, or handed in
        current.figures, current.counted_at = figures, timezone.now()
        casework.save(current, by=None)

    return keep


def _keep(account: Account, by: Person) -> None:
    casework.write(account, by=by, status=after_writing(account.matter.status))
