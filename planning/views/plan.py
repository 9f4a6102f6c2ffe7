"""One body's plan of a year: what it wants, its goals and what serves them and why, and what no line is about."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import casework
from governance.models import Direction, Kind, Matter, Person
from governance.views.casework import GET_POST, edit_form, edit_part, small_form_of, small_id
from governance.views.pages import file_context
from planning import content, planned
from planning.actions import handing, writing
from planning.forms import EditLineForm, LineForm, PlanForm, TieForm
from planning.lifecycle import ACCEPTED, WRITABLE
from planning.models import Plan, PlanLine, PlanTie

from .frame import do, next_of, steps_of

CARDS = Matter.objects.filter(kind=Kind.PLAN, plan__isnull=False).select_related("plan__round__opened_by")
# So many matters without a line are shown on the plan's own page; the list has them all.
SHOWN = 10


def plan_context(request: HttpRequest, number: str, tab: str = "overview") -> dict[str, Any]:
    """The matter's frame and the plan, or 404 for whoever may not read it."""
    return file_context(request, number, tab, CARDS, "plan")


_small_form_of = small_form_of(plan_context, "plan")


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """The plan on one page: where it stands, the goals with what serves them, and what is left out."""
    context = plan_context(request, number)
    plan, person = context["plan"], request.user
    context |= {
        "handed": plan,
        "steps": steps_of(plan),
        "next": next_of(person, plan, context["may_edit"]),
        "copies": handing.copies_of(plan),
        "account": plan.accounts.select_related("matter").first(),
        **shown(plan, person),
    }
    return render(request, "planning/plan.html", context)


def shown(plan: Plan, person: Person) -> dict[str, Any]:
    """What the plan says and leaves out, for templates/planning/part_plan.html.

    `contradicted`: it says that the body has no international work, and has not been accepted, while the register has.
    """
    lines = content.lines_of(plan)
    _complete(lines, person)
    left = planned.left_out(plan, Matter.objects.visible_to(person)).order_by("-opened_on", "-pk")
    left_out = list(left.only("number", "kind", "title", "status", "opened_on", "body")[: SHOWN + 1])
    return {
        "groups": _by_goal(lines),
        "count_lines": len(lines),
        "count_untied": sum(not line.is_goal and not line.ties.all() for line in lines),
        "planned_cost": sum(line.cost for line in lines if line.cost is not None),
        "left_out": left_out[:SHOWN],
        "more_left_out": len(left_out) > SHOWN,
        "contradicted": bool(left_out) and plan.has_none and plan.matter.status not in ACCEPTED,
    }


def _complete(lines: list[PlanLine], person: Person) -> None:
    """What of the ties the person may know, and the direction in words."""
    directions = {row.key: row.name for row in Direction.objects.all()} if lines else {}
    for line in lines:
        ties = list(line.ties.all())
        line.told = [tie for tie in ties if PlanTie.told_to(person, tie)]
        line.count_hidden = len(ties) - len(line.told)
        line.direction_label = directions.get(line.direction, line.direction)


def _by_goal(lines: list[PlanLine]) -> list[tuple[PlanLine | None, list[PlanLine]]]:
    """Each goal with what serves it; last what serves none."""
    groups: list[tuple[PlanLine | None, list[PlanLine]]] = [
        (goal, [line for line in lines if line.goal_id == goal.pk]) for goal in lines if goal.is_goal
    ]
    rest = [line for line in lines if not line.is_goal and line.goal_id is None]
    return [*groups, (None, rest)] if rest else groups


@require_http_methods(GET_POST)
def write(request: HttpRequest, number: str) -> HttpResponse:
    """What the body wants. Two who write at once see both texts."""
    context = plan_context(request, number)
    return edit_form(
        request,
        context,
        context["plan"],
        PlanForm,
        writing.write,
        "planning/write.html",
        when=WRITABLE,
        draft=f"plan:{number}",
    )


@require_http_methods(GET_POST)
def add_line(request: HttpRequest, number: str) -> HttpResponse:
    """A new line; of the matter that the address names, or of none yet."""
    context = plan_context(request, number)
    plan = context["plan"]
    matter = _named(request, plan)
    begin: dict[str, Any] = {}
    if matter is not None:
        begin = {
            "kind": writing.KIND_OF_LINE.get(Kind(matter.kind), PlanLine.Kind.OTHER),
            "title": matter.title[:200],
        }
    return _small_form_of(
        request,
        number,
        partial(LineForm, plan=plan),
        partial(writing.add_line, matter=matter),
        when=WRITABLE,
        title=_("Add a line"),
        button=_("Save"),
        lead=_("It is about %(matter)s.") % {"matter": f"{matter.number} {matter.heading}"} if matter else "",
        done=_("The line is added."),
        initial=begin,
    )


def _named(request: HttpRequest, plan: Plan) -> Matter | None:
    """The matter of the address, if the person may read it and it can be tied to a line of this plan."""
    number = request.GET.get("arende", "")
    if not number or "\x00" in number:
        return None
    mine = Matter.objects.visible_to(request.user).filter(body=plan.matter.body_id, number=number)
    found: Matter | None = mine.first()
    return found


def _line_context(request: HttpRequest, number: str, pk: int) -> tuple[dict[str, Any], PlanLine]:
    """The plan's frame and one of its lines, for who prepares the body's matters."""
    context = plan_context(request, number)
    line = PlanLine.objects.filter(plan=context["plan"].pk, pk=small_id(pk)).select_related("goal").first()
    if line is None:
        raise Http404
    line.plan = context["plan"]
    casework.require_edit(request.user, context["matter"])
    return context, line


@require_http_methods(GET_POST)
def edit_line(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write a line anew. Two who write at once see both texts."""
    context, line = _line_context(request, number, pk)
    return edit_part(
        request,
        context,
        line,
        _LineForm(context["plan"], line.pk),
        writing.change_line,
        when=WRITABLE,
        title=_("Plan line %(ident)s") % {"ident": line.ident},
        done=_("The line is saved."),
        lead=_("Its number stays, so that other systems know it."),
    )


class _LineForm:
    """The form of one line, made with the goals of its plan."""

    base_fields = EditLineForm.base_fields

    def __init__(self, plan: Plan, line: int) -> None:
        self.plan, self.line = plan, line

    def __call__(self, *args: Any, **options: Any) -> EditLineForm:
        return EditLineForm(*args, plan=self.plan, line=self.line, **options)


@require_POST
def remove_line(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    context, line = _line_context(request, number, pk)
    act = partial(writing.remove_line, line, by=request.user)
    return do(request, context["plan"], act, _("The line is taken away. Its number is not used again."))


@require_http_methods(GET_POST)
def tie(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say which matter a line is about: those that nothing says is planned come first."""
    _context, line = _line_context(request, number, pk)
    rows = planned.to_tie(line, Matter.objects.readable_by(request.user))
    return _small_form_of(
        request,
        number,
        partial(TieForm, matters=rows.order_by("lamp_planned", "-opened_on", "-pk")),
        writing.tie,
        done_to=line,
        when=WRITABLE,
        title=_("Which matter is the line about?"),
        button=_("Tie"),
        lead=str(line),
        done=_("The line is tied to the matter, whose lamp “planned” is lit."),
    )


@require_POST
def untie(request: HttpRequest, number: str, pk: int, tie_pk: int) -> HttpResponse:
    context, line = _line_context(request, number, pk)
    tied = PlanTie.objects.filter(line=line, pk=small_id(tie_pk)).select_related("matter").first()
    if tied is None or not PlanTie.told_to(request.user, tied):
        raise Http404
    tied.line = line
    act = partial(writing.untie, tied, by=request.user)
    return do(request, context["plan"], act, _("The line is no longer tied to the matter."))
