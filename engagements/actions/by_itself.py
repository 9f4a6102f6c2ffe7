"""What the register does by itself with engagements whose day has come: moved one by one, told of once."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from governance import casework, notices
from governance.models import Matter


def move_each(
    rows: QuerySet[Any], lock: Callable[[int], Any], status: str, then: Callable[[Any], Any] | None = None
) -> int:
    """Bring each of the rows to the status, and do `then` with it. How many were moved.

    One transaction for each; one that has moved on in the meantime is left as it is.
    """
    moved = 0
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            file = lock(pk)
            if not rows.filter(pk=pk).exists():
                continue
            casework.write(file, by=None, status=status)
            if then:
                then(file)
            moved += 1
    return moved


def tell_once(matter: Matter, key: str, words_sv: str, words_en: str) -> bool:
    """Tell those concerned, with the number before the words; False when they have been told before."""
    if matter.notices.filter(key__startswith=f"{key}:").exists():
        return False
    notices.notify(
        casework.those_concerned(matter),
        matter=matter,
        key=key,
        subject_sv=f"{matter.number}: {words_sv}",
        subject_en=f"{matter.number}: {words_en}",
    )
    return True
