"""The strategies as documents to read: sections, goals, directions, principles, and the table of authority."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import comparing, priorities, residents
from ..authority import FACTS
from ..language import country_name
from ..models import Act, AuthorityRule, Priority, ResidentTable, Strategy


@require_safe
def strategy_list(request: HttpRequest) -> HttpResponse:
    """Every version, the one in force first."""
    today = timezone.localdate()
    rows = list(Strategy.objects.order_by("-since"))
    for row in rows:
        row.is_current = row.is_in_force(today)
    return render(request, "governance/strategies.html", {"strategies": rows})


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
        "is_current": found.is_in_force(timezone.localdate()),
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
            found.is_in_force(today),
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
        context |= comparing.of_versions(request.user, before, after)
        shown = [
            (change, _act(change.act), [condition(block) for block in change.when])
            for change in context["changes"]
        ]
        context["handovers"] = [row for row in shown if row[0].changes_hands]
        context["others"] = [row for row in shown if not row[0].changes_hands]
    return render(request, "governance/strategy_compare.html", context)


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
            rule.cases = conditions(rule, is_last=rule is rules[-1], is_only=len(rules) == 1)
            if rule.section:
                rule.section.strategy = found
    return [(act.value, str(act.label), by_act[act]) for act in Act if act in by_act]


def conditions(rule: AuthorityRule, *, is_last: bool, is_only: bool) -> list[str]:
    """When a row applies, one line per alternative: "scope: city-wide; counterpart: network"."""
    if rule.when == [{}]:
        return [_("always") if is_only else _("otherwise") if is_last else _("in every other case")]
    return [condition(alternative) or _("otherwise") for alternative in rule.when]


def condition(alternative: Mapping[str, Any]) -> str:
    """One alternative in words; empty for one that always holds."""
    return "; ".join(_condition(name, wanted) for name, wanted in alternative.items())


def _condition(name: str, wanted: Any) -> str:
    fact = FACTS[name]
    label = str(fact.label)
    if isinstance(wanted, Mapping):
        unit = " %" if name == "external_funding" else ""
        if "min" in wanted:
            return _("%(fact)s: at least %(n)s") % {"fact": label, "n": f"{wanted['min']}{unit}"}
        return _("%(fact)s: less than %(n)s") % {"fact": label, "n": f"{wanted['below']}{unit}"}
    if isinstance(wanted, bool):
        answer = _("yes") if wanted else _("no")
        return f"{label}: {answer}"
    values = wanted if isinstance(wanted, list | tuple) else [wanted]
    words = [str(fact.choices(value).label) if fact.choices else str(value) for value in values]
    either = _("or")
    return f"{label}: {f' {either} '.join(words)}"
