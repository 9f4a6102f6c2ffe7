"""The page of one visit: where it stands, what comes next, and everything known of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import takewhile
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Func, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.models import Organisation
from engagements.views.promises import promises_context
from governance import acting, decisions
from governance.authority import Ruling, Table, book
from governance.language import active_language, country_name
from governance.lists import all_bodies, bodies_by_name, with_bodies
from governance.models import Decider, Kind, Matter, MatterParticipant, Person
from governance.models.standing import acting_for
from governance.prepared import Given, Statement
from governance.views.pages import matter_context
from visits import invitation_gate, rules
from visits.duplicates import of_visit
from visits.letters import ANSWERS
from visits.lifecycle import ACCEPTED, CANCELLED, COMING, ROAD, STEPS, UNANSWERED, Status
from visits.models import Cost, Event, GroundAnswer, Letter, Reply, Visit
from visits.priority import THRESHOLDS, propose
from visits.views import programme
from visits.views.words import DONE

# Of what has been done the overview shows so much.
LATEST = 30
# So long after it was closed the guest of a request still waits for the answer.
STILL_WAITS = timedelta(days=30)
VISITS = Matter.objects.filter(kind=Kind.VISIT)
CARD = VISITS.select_related("visit__organisation")


class TextArray(Func):
    """Several texts as one PostgreSQL array."""

    template = "ARRAY[%(expressions)s]::text[]"
    output_field = ArrayField(CharField())


# With what the overview tells beside: ids of the bodies the guests wish to meet (`wanted`), id and part of those taking
# part, and where the organisation is found. The bodies themselves are few and kept in memory.
WHOLE = VISITS.select_related("visit").annotate(
    wanted=ArraySubquery(Visit.bodies_wanted.through.objects.filter(visit=OuterRef("pk")).values("body")),
    taking_part=ArraySubquery(
        MatterParticipant.objects.filter(matter=OuterRef("pk")).values(pair=TextArray("body", "part"))
    ),
    organisation_slug=Subquery(
        Organisation.objects.filter(pk=OuterRef("visit__organisation")).values("slug")
    ),
)


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """A fixed number of queries, however much has happened."""
    context = visit_context(request, number, WHOLE)
    visit, matter = context["visit"], context["matter"]
    bodies = bodies_by_name(request.user)
    parts = {int(body): part for body, part in matter.taking_part}
    # What there cannot be yet is not asked for.
    assessed, answered, done = visit.assessed_on, visit.answered_on, visit.persons is not None
    asked = {"visit": visit.pk}
    answers = _answers().run(request.user, asked) if assessed else []
    under = _assessed_under(visit, context["ruling"]) if assessed else None
    replies = _replies().run(request.user, asked) if answered else []
    with_bodies(replies, request.user)
    costs = _costs().run(request.user, asked) if done else []
    events = timeline(visit, request.user)
    context |= {
        "answers": answers,
        "proposal": propose(answers) if answers else None,
        "thresholds": THRESHOLDS,
        "assessed_under": under,
        "supports": _supports(visit, under) if under else [],
        "replies": replies,
        "letters": (written := _letters().run(request.user, asked)),
        "untold": _untold(matter, visit, written),
        "costs": costs,
        "cost_sum": sum(cost.amount for cost in costs),
        "countries": ", ".join(country_name(code) for code in visit.countries) if done else "",
        "events": events,
        # What the guest has written, until somebody does something about it.
        "guest_wrote": list(takewhile(lambda each: each.verb == "guest_added", events)),
        "participants": [
            (body.name, MatterParticipant.Part(parts[body.pk]).label) for body in bodies if body.pk in parts
        ],
        "bodies_wanted": [body.name for body in bodies if body.pk in matter.wanted],
    }
    context["programme_state"] = state = programme.state_of(matter, visit, request.user)
    context["road"] = road(matter, _how_far(state))
    # What is to be done stands first; the request is read through when it is answered, and folded after that.
    context["is_folded"] = visit.answered_on is not None
    context["programme_href"] = reverse("visits:programme", args=[matter.number])
    context["builds"] = (
        matter.status in COMING
        and matter.starts_on is not None
        and not rules.has_begun(matter)
        and context["may_edit"]
    )
    context |= promises_context(matter, request.user, context["may_edit"])
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
        "main_options": [
            option
            for option in options
            if option and option.step.main and (option.step.verb != "carry_out" or rules.has_begun(matter))
        ][:2],
        "handled_by": matter.body.name if ruling.decides == Decider.OWN_BODY else "",
        "may_change": rules.may_change(matter, request.user),
        "invitations_shut": [
            each.name for each in invitation_gate.shut(invitation_gate.of_the_strategy(visit, matter, ruling))
        ],
        "clock_stands": matter.status == Status.NEEDS_INFORMATION,
        "comes_first": _comes_first(visit, matter),
    }


def _comes_first(visit: Visit, matter: Matter) -> date | None:
    """The first day that the guest wishes, where it comes before the answer is due: who waits so long is too late."""
    first = min((since for since, _until in visit.wished_periods), default=None)
    is_soon = first and matter.due_on and matter.status in UNANSWERED and first <= matter.due_on
    return first if is_soon else None


def _by_reason(options: list[rules.Option]) -> list[tuple[rules.Option, list[str]]]:
    """The steps that are closed, those with the same reason together: it is said once."""
    closed: dict[str, tuple[rules.Option, list[str]]] = {}
    for option in options:
        if not option:
            closed.setdefault(option.reason, (option, []))[1].append(option.label)
    return list(closed.values())


def road(matter: Matter, programme_note: str = "") -> list[tuple[str, str, str]]:
    """The stops from request to end, each done, current or ahead; a no or a cancellation ends the road there.

    `programme_note`: how far the programme has come, told while the visit is to come.
    """
    if matter.status in CANCELLED:
        return []
    stops = ROAD[:3] if matter.status == Status.DECLINED else ROAD
    here = next((place for place, (_label, states) in enumerate(stops) if matter.status in states), 0)
    return [
        (
            str(label),
            "done" if place < here or not matter.is_open else "current" if place == here else "ahead",
            programme_note if Status.PLANNED in states and matter.status in COMING else "",
        )
        for place, (label, states) in enumerate(stops)
    ]


@dataclass(frozen=True)
class Done:
    """One thing that was done with a visit, in words."""

    at: datetime
    who: str
    title: str
    note: str
    verb: str


def timeline(visit: Visit, reader: Person) -> list[Done]:
    """What happened, newest first."""
    bodies = all_bodies(reader)
    return [
        Done(
            at=at,
            who=_who(who, whom, bodies[body].name if body in bodies else ""),
            title=words(verb),
            note=note if verb != "assess" else "",
            verb=verb,
        )
        for at, verb, note, who, body, whom in _events().run(reader, {"visit": visit.pk})
    ]


def _who(name: str, whom: Any, body: str) -> str:
    """ "X, body"; of a substitute "X for Y (office), body"."""
    said = acting_for(name, acting.told_of(whom))
    return f"{said}, {body}" if body else said


def _how_far(state: dict[str, Any] | None) -> str:
    """How far the programme has come, in the words of its panel."""
    if not state or not state["slots"]:
        return _("not begun")
    if not state["version"]:
        return _("being built")
    return _("changed, not confirmed yet") if state["is_changed"] else _("confirmed")


def _untold(matter: Matter, visit: Visit, written: list[Letter]) -> tuple[Letter | None] | None:
    """The letter with the answer that waits to be sent, or none where it is not written; None: the guest is told."""
    if (
        matter.status not in (*ACCEPTED, Status.PLANNED, Status.DECLINED)
        or visit.channel == Visit.Channel.FORM
    ):
        return None
    if _is_long_over(matter):
        return None
    answers = [each for each in written if each.kind in ANSWERS]
    return None if any(each.is_sent for each in answers) else (answers[0] if answers else None,)


def _is_long_over(matter: Matter) -> bool:
    """What was answered before letters were noted as sent is asked about no more when the guest has come, or no longer
    waits."""
    today = timezone.localdate()
    came = matter.starts_on is not None and matter.starts_on < today
    return came or (matter.closed_on is not None and matter.closed_on < today - STILL_WAITS)


@cache
def _answers() -> Statement[GroundAnswer]:
    shown = "verdict reason ground__name_sv ground__name_en ground__weight ground__section".split()
    rows = GroundAnswer.objects.filter(visit=Given("visit")).select_related("ground")
    return Statement(rows.only(*shown))


@cache
def _replies() -> Statement[Reply]:
    shown = "outcome body given_by__name given_on working_days reasons changes alternative".split()
    return Statement(Reply.objects.filter(visit=Given("visit")).select_related("given_by").only(*shown))


@cache
def _costs() -> Statement[Cost]:
    return Statement(Cost.objects.filter(visit=Given("visit")))


@cache
def _events() -> Statement[Any]:
    rows = Event.objects.filter(visit=Given("visit"))
    rows = rows.annotate(whom=acting.in_whose_name(Event._meta.db_table, "pk"))
    return Statement(rows.values_list("at", "verb", "note", "by__name", "body", "whom")[:LATEST])


@cache
def _letters() -> Statement[Letter]:
    rows = Letter.objects.filter(visit=Given("visit"))
    return Statement(
        rows.only("kind", "language", "written_on", "document", "sent_at", "mail_to", "mailed_at", "sent_on")
    )


def words(verb: str) -> str:
    """What was done, as the timeline says it."""
    return str(DONE.get(verb, STEPS[verb].label if verb in STEPS else verb))


def _assessed_under(visit: Visit, ruling: Ruling) -> Table:
    """The strategy the grounds were those of: mostly the one that rules today."""
    if visit.assessed_under_id in (None, ruling.table.strategy_id):
        return ruling.table
    return book().table_of(visit.assessed_under_id)


def _supports(visit: Visit, under: Table) -> list[tuple[str, str]]:
    """The directions the visit supports by their names, and why."""
    english = active_language() == "en"
    return [(under.directions.get(key, (key, key))[english], why) for key, why in visit.supports.items()]
