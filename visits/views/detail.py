"""The page of one visit: where it stands, what comes next, and everything known of it."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Func, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance import decisions
from governance.language import active_language, country_name
from governance.models import Body, Decider, Direction, Kind, Matter, MatterParticipant
from governance.views.pages import matter_context
from visits import rules
from visits.duplicates import of_visit
from visits.lifecycle import CANCELLED, ROAD, STEPS, UNANSWERED, Status
from visits.models import Visit
from visits.priority import THRESHOLDS, propose
from visits.views.words import DONE

# Of what has been done the overview shows so much.
LATEST = 30
CARD = Matter.objects.filter(kind=Kind.VISIT).select_related("visit__organisation")


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """A fixed number of queries, however much has happened."""
    context = visit_context(request, number, _with_bodies(CARD))
    visit, matter = context["visit"], context["matter"]
    # What there cannot be yet is not asked for.
    assessed, answered, done = visit.assessed_on, visit.answered_on, visit.persons is not None
    answers = (
        list(visit.ground_answers.select_related("ground__section", "ground__strategy")) if assessed else []
    )
    costs = list(visit.costs.all()) if done else []
    context |= {
        "road": road(matter),
        "answers": answers,
        "proposal": propose(answers) if answers else None,
        "thresholds": THRESHOLDS,
        "supports": _supports(visit),
        "replies": list(visit.replies.select_related("given_by", "body")) if answered else [],
        "letters": list(visit.letters.select_related("written_by", "document").defer("document__content")),
        "costs": costs,
        "cost_sum": sum(cost.amount for cost in costs),
        "countries": ", ".join(country_name(code) for code in visit.countries) if done else "",
        "events": timeline(visit),
        "participants": [(name, MatterParticipant.Part(part).label) for name, part in matter.taking_part],
        "bodies_wanted": matter.wanted,
    }
    return render(request, "visits/detail.html", context)


@require_safe
def similar_visits(request: HttpRequest, number: str) -> HttpResponse:
    """Requests like this one, in any body: a page of its own, and a part that the visit's page fetches."""
    context = matter_context(request, number, "overview", CARD)
    context["duplicates"] = of_visit(context["matter"].visit, request.user)
    return render(request, "visits/duplicates.html" if request.htmx else "visits/similar.html", context)


def visit_context(request: HttpRequest, number: str, rows: QuerySet[Matter] = CARD) -> dict[str, Any]:
    """What every page of a visit needs: the card, the visit, the ruling, the clock, what can be done."""
    context = matter_context(request, number, "overview", rows)
    matter: Matter = context["matter"]
    visit: Visit = matter.visit
    ruling = decisions.ruling_for(matter)
    options = rules.options(visit, matter, request.user, ruling)
    return {
        **context,
        "crumbs": [(_("Visits"), reverse("visits:list"))],
        "visit": visit,
        "ruling": ruling,
        "options": [option for option in options if option],
        "closed_options": _by_reason(options),
        "main_options": [option for option in options if option and option.step.main][:2],
        "handled_by": matter.body.name if ruling.decides == Decider.OWN_BODY else "",
        "may_change": rules.may_change(matter, request.user),
        "awaits_answer": matter.status in UNANSWERED,
        "clock_stands": matter.status == Status.NEEDS_INFORMATION,
    }


def _with_bodies(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    """The names of the bodies the guests wish to meet (`wanted`), and name and part of those taking part."""
    name = f"name_{active_language()}"
    wanted = Body.objects.filter(wished_visits=OuterRef("visit")).order_by(name)
    parts = MatterParticipant.objects.filter(matter=OuterRef("pk")).order_by(f"body__{name}")
    pair = TextArray(f"body__{name}", "part")
    return rows.annotate(
        wanted=ArraySubquery(wanted.values(name)), taking_part=ArraySubquery(parts.values(pair=pair))
    )


class TextArray(Func):
    """Several texts as one PostgreSQL array."""

    template = "ARRAY[%(expressions)s]::text[]"
    output_field = ArrayField(CharField())


def _by_reason(options: list[rules.Option]) -> list[tuple[rules.Option, list[str]]]:
    """The steps that are closed, those with the same reason together: it is said once."""
    closed: dict[str, tuple[rules.Option, list[str]]] = {}
    for option in options:
        if not option:
            closed.setdefault(option.reason, (option, []))[1].append(option.label)
    return list(closed.values())


def road(matter: Matter) -> list[tuple[str, str, str]]:
    """The stops from request to end, each done, current or ahead; a no or a cancellation ends the road there."""
    if matter.status in CANCELLED:
        return []
    stops = ROAD[:3] if matter.status == Status.DECLINED else ROAD
    here = next((place for place, (_label, states) in enumerate(stops) if matter.status in states), 0)
    return [
        (
            str(label),
            "done" if place < here or not matter.is_open else "current" if place == here else "ahead",
            "",
        )
        for place, (label, _states) in enumerate(stops)
    ]


def timeline(visit: Visit) -> list[dict[str, Any]]:
    """What happened, newest first, in words."""
    return [
        {
            "at": event.at,
            "who": event.by.name,
            "body": event.body.name if event.body else "",
            "title": words(event.verb),
            "status": event.status,
            "note": event.note if event.verb != "assess" else "",
        }
        for event in visit.events.select_related("by", "body")[:LATEST]
    ]


def words(verb: str) -> str:
    """What was done, as the timeline says it."""
    return str(DONE.get(verb, STEPS[verb].label if verb in STEPS else verb))


def _supports(visit: Visit) -> list[tuple[str, str]]:
    if not visit.supports:
        return []
    names = {each.key: each.name for each in Direction.objects.filter(strategy=visit.assessed_under_id)}
    return [(names.get(key, key), why) for key, why in visit.supports.items()]
