"""The strategies as documents to read: sections, goals, directions, principles, and the table of authority."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import comparing, priorities, residents, strategy_drafts
from ..authority.words import condition, conditions
from ..language import country_name
from ..models import Act, AuthorityRule, Person, Priority, ResidentTable, Strategy


def standing(version: Strategy, day: date) -> tuple[str, str]:
    """Where a version stands on the day, as the tone and the words of a tag: to come, in force or replaced."""
    if version.is_in_force(day):
        return "positive", _("in force")
    if version.since > day:
        return "info", _("adopted, in force from %(day)s") % {"day": version.since.isoformat()}
    return "neutral", _("replaced")


@require_safe
def strategy_list(request: HttpRequest) -> HttpResponse:
    """Every version, the latest first, with where it stands."""
    today = timezone.localdate()
    rows = list(Strategy.objects.order_by("-since"))
    for row in rows:
        row.standing = standing(row, today)
    context = {"strategies": rows, "may_draft": strategy_drafts.may_draft(request.user)}
    return render(request, "governance/strategies.html", context)


@require_safe
def strategy(request: HttpRequest, key: str) -> HttpResponse:
    """One version in full; every section has an address that citations link to."""
    parts = ("sections", "goals", "directions", "principles", "grounds", "priorities")
    found = get_object_or_404(Strategy.objects.prefetch_related(*parts), key=key)
    sections = list(found.sections.all())
    for section in sections:
        section.strategy = found
        for part in parts[1:]:
            section_parts = [row for row in getattr(found, part).all() if row.section_id == section.pk]
            setattr(section, f"its_{part}", section_parts)
    context = {
        "strategy": found,
        "sections": sections,
        "standing": standing(found, timezone.localdate()),
        "acts": authority_table(found),
        "crumbs": [(_("Strategies"), reverse("strategies"))],
    }
    return render(request, "governance/strategy.html", context)


@require_safe
def strategy_priorities(request: HttpRequest) -> HttpResponse:
    """What each version puts first, the newest version first, with what a place means."""
    today = timezone.localdate()
    table = residents.latest()
    versions = [
        (
            found,
            standing(found, today),
            [(row, _meaning(row, table)) for row in priorities.of_version(found)],
        )
        for found in Strategy.objects.order_by("-since")
    ]
    context = {"versions": versions, "table": table, "crumbs": [(_("Strategies"), reverse("strategies"))]}
    return render(request, "governance/priorities.html", context)


def _meaning(row: Priority, table: ResidentTable | None) -> str:
    """Which countries belong to a place, in words; empty for what is no place."""
    codes = residents.many(table) if row.by_residents else row.countries
    names = ", ".join(sorted(country_name(code) for code in codes))
    if row.capitals:
        return _("The capitals of: %(countries)s") % {"countries": names} if names else _("All capitals")
    if row.by_residents:
        return names or _("No table of residents has been loaded.")
    return names


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two versions side by side: which kinds of matter change hands, the principles, and the text word by word."""
    versions = list(Strategy.objects.order_by("since"))
    by_key = {version.key: version for version in versions}
    asked = [by_key.get(request.GET.get(name, "")) for name in ("fran", "till")]
    after = asked[1] or (versions[-1] if versions else None)
    before = asked[0] or _before(versions, after)
    context: dict[str, Any] = {
        "versions": versions[::-1],
        "before": before,
        "after": after,
        "handovers": None,
        "crumbs": [(_("Strategies"), reverse("strategies"))],
    }
    if before and after and before != after:
        context |= comparison(request.user, *map(comparing.of_strategy, (before, after)))
    return render(request, "governance/strategy_compare.html", context)


def comparison(person: Person, before: comparing.Version, after: comparing.Version) -> dict[str, Any]:
    """What part_comparison.html shows: `one` and `other`, with what has changed in between."""
    found = comparing.of_versions(person, before, after)
    shown = [
        (change, _act(change.act), [condition(block) for block in change.when]) for change in found["changes"]
    ]
    return found | {
        "one": before,
        "other": after,
        "handovers": [row for row in shown if row[0].changes_hands],
        "others": [row for row in shown if not row[0].changes_hands],
    }


def _act(code: str) -> str:
    return str(Act(code).label)


def _before(versions: Sequence[Strategy], after: Strategy | None) -> Strategy | None:
    """The version that it took the place of; of the first one the next, so that there is something to compare."""
    place = versions.index(after) if after else 0
    return versions[place - 1] if place else (versions[1] if len(versions) > 1 else None)


def authority_table(found: Strategy) -> list[tuple[str, str, list[AuthorityRule]]]:
    """The version's rules act by act: code, words and rows, each with `cases`, its conditions in words."""
    rows = AuthorityRule.objects.filter(strategy=found).select_related("section").order_by("act", "position")
    by_act = {act: list(rules) for act, rules in groupby(rows, key=lambda rule: rule.act)}
    for rules in by_act.values():
        for rule in rules:
            rule.cases = conditions(rule.when, is_last=rule is rules[-1], is_only=len(rules) == 1)
            if rule.section:
                rule.section.strategy = found
    return [(act.value, str(act.label), by_act[act]) for act in Act if act in by_act]
