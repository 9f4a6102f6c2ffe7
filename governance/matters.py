"""Matters: open one with its number, change it without overwriting anybody, close it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import priorities
from .authority import strategy_in_force
from .errors import StaleVersion, WrongState
from .models import Body, Matter, MatterParticipant, MatterSeries, Person, SecrecyGrant

# What the card of a matter may be opened with besides kind, owner and title.
CARD = frozenset(
    {
        "before", "city", "closed_on", "counterpart", "country", "diary_number", "directions", "due_on", "ends_on",
        "facts", "internal_title", "is_invented", "opened_on", "responsible", "scope", "sort", "starts_on", "theme",
    }
)  # fmt: skip


@transaction.atomic
def open_matter(kind: str, *, by: Person, body: Body, title: str, status: str, **card: Any) -> Matter:
    """Open a matter on its day with the next number of the year and the strategy then in force."""
    unknown = card.keys() - CARD
    if unknown:
        raise TypeError(f"the card has no {', '.join(sorted(unknown))}")
    opened_on: date = card.pop("opened_on", None) or timezone.localdate()
    matter = Matter(
        kind=kind,
        body=body,
        title=title,
        status=status,
        opened_on=opened_on,
        number=next_number(opened_on.year),
        strategy=strategy_in_force(opened_on),
        **card,
    )
    matter.priority_place = _place(matter)
    _save(matter, by)
    return matter


def _place(matter: Matter) -> str:
    return priorities.first_place(matter.strategy, str(matter.country or ""), matter.city)


def next_number(year: int) -> str:
    """Draw the year's next number, e.g. 2026-00042. The series has no gaps: the row is locked until commit."""
    MatterSeries.objects.bulk_create([MatterSeries(year=year, last=0)], ignore_conflicts=True)
    series = MatterSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{year}-{series.last:05d}"


def lock(matter: Matter | int, version: int | None = None) -> Matter:
    """The matter with its row locked, as it stands now. With `version`: StaleVersion if somebody was faster."""
    pk = matter if isinstance(matter, int) else matter.pk
    current = Matter.objects.select_for_update(of=("self",)).select_related("body", "before").get(pk=pk)
    if version is not None and current.version != version:
        raise StaleVersion(
            _("Somebody else changed %(number)s while you were writing.") % {"number": current.number},
            current,
        )
    return current


def change(matter: Matter, *, by: Person | None, **values: Any) -> Matter:
    """Write new values on a locked card: one version more, one row of history, who did it; None is the register."""
    for field, value in values.items():
        setattr(matter, field, value)
    if not values.keys().isdisjoint(("country", "city")):
        matter.priority_place = _place(matter)
    matter.version += 1
    _save(matter, by)
    if matter.is_secret and (officer := values.get("responsible")):
        _let_in_case_officer(matter, officer, by)
    return matter


def _let_in_case_officer(matter: Matter, person: Person, by: Person | None) -> None:
    """Whoever handles a secret matter is let into it for as long."""
    if not matter.grants.filter(person=person, ended_at=None).update(until=None):
        cause = SecrecyGrant.Cause.CASE_OFFICER
        SecrecyGrant.objects.create(matter=matter, person=person, granted_by=by, cause=cause)


def _save(matter: Matter, by: Person | None) -> None:
    """Raises ValidationError when the body has another matter with the diary number.

    The database is the judge: two who enter the same number at the same moment get the same answer.
    """
    matter._history_user = by
    try:
        with transaction.atomic(savepoint=bool(matter.diary_number)):
            matter.save()
    except IntegrityError as refusal:
        if "diary_number_once_per_body" not in str(refusal):
            raise
        taken = _("The body already has a matter with this diary number.")
        raise ValidationError({"diary_number": taken}) from refusal


def ask_anew(matter: Matter) -> None:
    """Let a locked matter ask another question than the one it has an answer to. Saved with whatever else changes."""
    matter.question += 1
    if matter.decisions.filter(round=matter.round).exists():
        matter.round += 1


def close(matter: Matter, *, by: Person, status: str, day: date | None = None) -> Matter:
    """Close a locked matter: it waits for nobody any more."""
    if not matter.is_open:
        raise WrongState(_("%(number)s is already closed.") % {"number": matter.number})
    return change(matter, by=by, status=status, closed_on=day or timezone.localdate(), before=None)


def let_in(matter: Matter, body: Body, part: str = MatterParticipant.Part.TAKES_PART) -> None:
    """Let a body read the matter: it takes part in it, or passed it on."""
    MatterParticipant.objects.get_or_create(matter=matter, body=body, defaults={"part": part})


def differences(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Field by field what both sides made of the same text, for the page that shows an edit conflict.

    A field only one of them changed is no conflict, but is shown too: `clash` says which need a choice.
    """
    rows = []
    for field in mine:
        if mine[field] != theirs.get(field):
            clash = base.get(field) != mine[field] and base.get(field) != theirs.get(field)
            rows.append(
                {
                    "field": field,
                    "base": base.get(field),
                    "mine": mine[field],
                    "theirs": theirs.get(field),
                    "clash": clash,
                }
            )
    return rows
