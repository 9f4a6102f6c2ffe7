"""Loading a version of the strategy, or adopting one: once, whole, and never changed behind anybody's back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from . import coming_into_force, policy_data, policy_files
from .errors import WrongState
from .models import (
    Act,
    AuthorityRule,
    Body,
    Decision,
    Direction,
    Goal,
    Ground,
    Principle,
    Priority,
    Section,
    Strategy,
)
from .policy_files import Policy, PolicyError

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class NewVersion:
    """A version on its way: what it says, its name and its day."""

    content: Mapping[str, Any]
    title_sv: str
    title_en: str
    since: date
    diary_number: str = ""


@transaction.atomic
def load(policy: Policy, *, replace_unused: bool = False) -> bool:
    """Write a version's rows and fit it between its neighbours; False when it is loaded already.

    Raises PolicyError when the version is loaded with other content, unless `replace_unused` is given and
    no matter or decision has been made under it; or when another version begins on the same day.
    """
    _wait_for_turn()
    loaded = {strategy.key: strategy for strategy in Strategy.objects.all()}
    if earlier := loaded.pop(policy.key, None):
        if earlier.checksum == policy.checksum:
            return False
        _make_room(earlier, replace_unused)
    if any(other.since == policy.since for other in loaded.values()):
        raise PolicyError(f"{policy.key}: another version begins on {policy.since.isoformat()}")
    strategy = _write(policy, until=_end_each_before_the_next(policy.since))
    # What came into force before the register had it is no news.
    if policy.since >= timezone.localdate():
        coming_into_force.tell_on_its_day(strategy)
    return True


def _wait_for_turn() -> None:
    """Two processes may start at once: the second waits here and finds the work done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('governance.strategies.load'))")


def _make_room(earlier: Strategy, replace_unused: bool) -> None:
    if not replace_unused:
        raise PolicyError(
            f"{earlier.key}: the file has changed since the version was loaded. An adopted version is not"
            " edited: give a new strategy a file of its own. (--replace-unused replaces one nothing was decided under.)"
        )
    try:
        with transaction.atomic():
            for model in (AuthorityRule, Priority, Ground, Principle, Direction, Goal, Section):
                model.objects.filter(strategy=earlier).delete()
            earlier.delete()
    except ProtectedError as error:
        raise PolicyError(
            f"{earlier.key}: matters or decisions were made under this version; it stays."
        ) from error


def _end_each_before_the_next(since: date) -> date | None:
    """Let every loaded version end on the eve of the next; the last day of one that begins on `since`."""
    starts = sorted([since, *Strategy.objects.values_list("since", flat=True)])
    last_days = dict(zip(starts, [start - ONE_DAY for start in starts[1:]] + [None], strict=True))
    for strategy in Strategy.objects.all():
        strategy.until = last_days[strategy.since]
        strategy.save(update_fields=["until"])
    return last_days[since]


def _write(policy: Policy, until: date | None) -> Strategy:
    """The one place that writes the rows of a version, whether it was loaded or adopted."""
    strategy = Strategy.objects.create(**policy.strategy, until=until, checksum=policy.checksum)
    sections = {
        row.number: row
        for row in Section.objects.bulk_create(
            Section(strategy=strategy, position=position, **fields)
            for position, fields in enumerate(policy.sections, start=1)
        )
    }

    def placed(rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        for position, fields in enumerate(rows, start=1):
            yield {
                **fields,
                "strategy": strategy,
                "position": position,
                "section": sections[fields["section"]],
            }

    Goal.objects.bulk_create(Goal(**row) for row in placed(policy.goals))
    Direction.objects.bulk_create(Direction(**row) for row in placed(policy.directions))
    Principle.objects.bulk_create(Principle(**row) for row in placed(policy.principles))
    Ground.objects.bulk_create(Ground(**row) for row in placed(policy.grounds))
    Priority.objects.bulk_create(Priority(**row) for row in placed(policy.priorities))
    AuthorityRule.objects.bulk_create(
        AuthorityRule(
            strategy=strategy,
            act=row.act,
            position=row.position,
            when=list(row.when),
            decides=row.decides,
            power=row.power,
            handled_in=row.handled_in,
            prepared_by=row.prepared_by,
            consult=list(row.consult),
            report_to=row.report_to,
            regulated=bool(row.section),
            section=sections.get(row.section),
            see_also=list(row.see_also),
            explanation_sv=row.explanation_sv,
            explanation_en=row.explanation_en,
        )
        for rows in policy.table.rules.values()
        for row in rows
    )
    return strategy


@transaction.atomic
def adopt(new: NewVersion, decision: Decision) -> Strategy:
    """Bring a version into force on its day by a decision of the City Council; the one before it ends on the eve.

    Raises WrongState for a decision that does not adopt a strategy, and where the version cannot be.
    """
    _wait_for_turn()
    _require_adoption(decision)
    if new.since < decision.decided_on:
        raise WrongState(_("A strategy does not come into force before it is adopted."))
    if Strategy.objects.filter(since__gte=new.since).exists():
        raise WrongState(_("Another version is in force from that day, or from a later one."))
    day, paragraph = decision.decided_on.isoformat(), decision.paragraph
    data = policy_data.named(
        new.content,
        key=_free_key(new.since.year),
        since=new.since,
        title_sv=new.title_sv,
        title_en=new.title_en,
        short_title_sv=f"internationella strategin {new.since.year}",
        short_title_en=f"International strategy {new.since.year}",
        adopted_by_sv=f"Kommunfullmäktige {day} § {paragraph}",
        adopted_by_en=f"City Council {day} § {paragraph}",
        diary_number=new.diary_number,
    )
    try:
        policy = policy_files.prove(data)
    except PolicyError as error:
        raise WrongState(error.words) from error
    strategy = _write(policy, until=_end_each_before_the_next(new.since))
    coming_into_force.tell_on_its_day(strategy)
    return strategy


def lacking(numbers: Sequence[str]) -> str:
    """What to say of sections that are missing."""
    return _(
        "The table of authority and the principles cite sections that the document does not have: %(numbers)s."
    ) % {"numbers": ", ".join(numbers)}


def _require_adoption(decision: Decision) -> None:
    adopts = decision.matter.facts.get("act") == Act.ADOPT_STRATEGY
    by_council = decision.body.kind == Body.Kind.COUNCIL and decision.outcome == Decision.Outcome.APPROVED
    if not (adopts and by_council):
        raise WrongState(_("Only a decision of the City Council brings a strategy into force."))


def _free_key(year: int) -> str:
    """The year it comes into force; with a letter where the year has one already."""
    taken = set(Strategy.objects.filter(key__startswith=str(year)).values_list("key", flat=True))
    return next(key for letter in ("", *"bcdefgh") if (key := f"{year}{letter}") not in taken)
