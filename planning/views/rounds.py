"""The rounds: the list, one round with who is late and who lacks what, and what the coordinator does with it."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagements.forms import capitalised
from engagements.views.registers import yes_or_no
from governance import access, drafts
from governance.choices import Choice
from governance.errors import WrongState
from governance.forms import add_errors
from governance.lists import Filters, in_order, or_all, page
from governance.models import Body, Person
from governance.views import list_files, rows
from governance.views.casework import GET_POST, posted, small_form, small_id
from governance.views.list_files import Column
from planning import lacking, offices
from planning.actions import reminding
from planning.actions import rounds as acts
from planning.actions.locking import may_coordinate, require_coordinator
from planning.forms import BodyForm, EditRoundForm, ReasonForm, RoundForm
from planning.lifecycle import ACCEPTED, HANDED_IN, WRITABLE, Status
from planning.models import Handed, Round, Subject
from planning.offices import reads

from .frame import Done, require_reader, saying_who, tabs

ROUND_COLUMNS = (
    Column(gettext_lazy("Round"), str),
    Column(gettext_lazy("Opened"), lambda row: row.opened_on),
    Column(gettext_lazy("Last day to submit"), lambda row: row.due_on),
    Column(gettext_lazy("Asked"), lambda row: row.count_asked),
    Column(pgettext_lazy("planning", "Awaited"), lambda row: row.count_awaited),
    Column(pgettext_lazy("planning", "Accepted"), lambda row: row.count_accepted),
    Column(gettext_lazy("Locked"), lambda row: row.locked_on),
)
COLUMNS = (
    Column(gettext_lazy("Body"), lambda row: row.matter.body.name),
    Column(gettext_lazy("Matter"), lambda row: "" if row.is_withheld else row.matter.number),
    Column(gettext_lazy("Status"), lambda row: "" if row.is_withheld else capfirst(row.matter.status_label)),
    Column(gettext_lazy("Last day to submit"), lambda row: None if row.is_withheld else row.hand_in_by),
    Column(pgettext_lazy("planning", "Submitted"), lambda row: None if row.is_withheld else row.submitted_on),
    Column(gettext_lazy("Late"), lambda row: "" if row.is_withheld else yes_or_no(row.is_late)),
    Column(gettext_lazy("What is missing"), lambda row: " ".join((row.vacancy, *row.lacks)).strip()),
)


class RoundFilters(Filters):
    """What the list of rounds can be narrowed by."""

    subject = Choice(
        label=gettext_lazy("What is asked for"),
        choices=lambda: or_all(capitalised(Subject.choices)),
    )


class StandingFilters(Filters):
    """What the bodies of one round can be narrowed by."""

    STATES = [
        ("", gettext_lazy("all")),
        ("awaited", pgettext_lazy("planning", "awaited")),
        ("late", gettext_lazy("late")),
        ("handed_in", gettext_lazy("to review")),
        ("accepted", Status.ACCEPTED.label),
        ("none", gettext_lazy("without international work")),
    ]
    state = Choice(label=gettext_lazy("State"), choices=STATES)

    def narrow(self, handed: QuerySet[Any], asked: Round) -> QuerySet[Any]:
        today = timezone.localdate()
        conditions = {
            "awaited": Q(matter__status__in=WRITABLE),
            "late": Q(matter__status__in=WRITABLE, hand_in_by__lt=today),
            "handed_in": Q(matter__status__in=HANDED_IN),
            "accepted": Q(matter__status__in=ACCEPTED),
            "none": Q(has_none=True) if asked.subject == Subject.PLAN else Q(plan__has_none=True),
        }
        state = self.chosen.get("state")
        return handed.filter(conditions[state]) if state else handed


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """Every round with how many bodies are awaited, the latest first."""
    filters = RoundFilters(request)
    found = Round.objects.all() if reads(request.user) else Round.objects.none()
    if subject := filters.chosen.get("subject"):
        found = found.filter(subject=subject)
    if list_files.is_asked(request):
        listing = list_files.Listing(
            _("Rounds"), list_files.said(filters), ROUND_COLUMNS, found.order_by(*in_order()), _count
        )
        return list_files.as_file(request, listing)
    shown = page(request, found)
    _count(shown.rows)
    context = {
        "tabs": tabs("planning:rounds"),
        "filters": filters,
        "chips": filters.chips(),
        "page": shown,
        "list_url": reverse("planning:rounds"),
        "may_open": may_coordinate(request.user),
        "has_appointment": bool(request.user.offices),
    }
    return render(request, "planning/rounds.html", context)


def _count(rounds: Sequence[Any]) -> None:
    """How far the bodies are: two queries for all rows."""
    keys = [each.pk for each in rounds]
    counted: dict[int, dict[str, int]] = {}
    for name in ("plans", "accounts"):
        found = Round.objects.filter(pk__in=keys, subject=name[:-1]).order_by().values("pk")
        for row in found.annotate(
            asked=Count(name),
            awaited=Count(name, filter=Q(**{f"{name}__matter__status__in": WRITABLE})),
            accepted=Count(name, filter=Q(**{f"{name}__matter__status__in": ACCEPTED})),
        ):
            counted[row["pk"]] = row
    for each in rounds:
        row = counted[each.pk]
        each.count_asked, each.count_awaited, each.count_accepted = (
            row["asked"],
            row["awaited"],
            row["accepted"],
        )


def _found(request: HttpRequest, pk: int) -> Round:
    """The round, for who reads the matters of some body. Raises PermissionDenied, Http404."""
    require_reader(request.user)
    asked = Round.objects.filter(pk=small_id(pk)).select_related("opened_by").first()
    if asked is None:
        raise Http404
    return asked


def _coordinated(request: HttpRequest, pk: int) -> Round:
    asked = _found(request, pk)
    require_coordinator(request.user)
    return asked


def _crumbs(asked: Round | None = None) -> list[tuple[Any, str]]:
    trail = [(_("Rounds"), reverse("planning:rounds"))]
    return [*trail, (str(asked), asked.get_absolute_url())] if asked else trail


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The round body by body: who has submitted, who is late, and who lacks what; as a file too."""
    asked, person = _found(request, pk), request.user
    filters = StandingFilters(request)
    standing = asked.handed.select_related("matter__body", "round").order_by("matter__body__name_sv", "pk")
    narrowed = filters.narrow(standing, asked)
    complete = partial(_complete, person=person)
    if list_files.is_asked(request):
        listing = list_files.Listing(str(asked), list_files.said(filters), COLUMNS, narrowed, complete)
        return list_files.as_file(request, listing)
    all_rows = list(standing)
    kept = set(narrowed.values_list("pk", flat=True)) if filters.chosen else {row.pk for row in all_rows}
    shown = [row for row in all_rows if row.pk in kept]
    complete(shown)
    coordinates = may_coordinate(person)
    context = {
        "round": asked,
        "crumbs": _crumbs(),
        "filters": filters,
        "chips": filters.chips(),
        "list_url": request.path,
        "rows": shown,
        "figures": _figures(all_rows),
        "coordinates": coordinates,
        "may_change": coordinates and not asked.is_locked,
        "is_plan": asked.subject == Subject.PLAN,
    }
    return render(request, "planning/round.html", context)


def _figures(handed: Sequence[Handed]) -> list[tuple[str, int, str]]:
    """How many bodies stand where, with the state that lists them."""
    return [
        (_("Asked"), len(handed), ""),
        (pgettext("planning", "Awaited"), sum(row.is_awaited for row in handed), "awaited"),
        (_("Late"), sum(row.is_awaited and row.is_late for row in handed), "late"),
        (_("To review"), sum(row.matter.status in HANDED_IN for row in handed), "handed_in"),
        (pgettext("planning", "Accepted"), sum(row.matter.status in ACCEPTED for row in handed), "accepted"),
    ]


def _complete(handed: Sequence[Any], person: Person) -> None:
    """What each lacks, and whether its file opens. Of one under secrecy only that the body is asked is told.

    Where nobody can write or submit it, `vacancy` says so; what the City Executive Office asked for stands first.
    """
    held = offices.of_bodies({row.matter.body_id for row in handed})
    readable, let_in = person.bodies_with(access.VIEW), set(person.secret_matters)
    lacks = lacking.of_all(handed)
    for row in handed:
        row.is_withheld = row.matter.is_secret and row.matter_id not in let_in
        row.may_open = not row.is_withheld and row.matter.body_id in readable
        # Of what nobody has begun, that says it all.
        begun = row.is_awaited and row.matter.status != Status.OPEN
        row.lacks = lacks[row.pk] if begun and not row.is_withheld else []
        if row.matter.status == Status.COMPLETION and not row.is_withheld:
            row.lacks = [row.to_complete, *row.lacks]
        row.vacancy = offices.vacancy(held[row.matter.body_id]) if row.is_awaited else ""


@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    """Open a round: every body with an operation of its own is asked."""
    require_coordinator(request.user)
    form = RoundForm(posted(request), initial={"year": timezone.localdate().year + 1})
    if form.is_bound and form.is_valid():
        try:
            with drafts.once(request.POST):
                asked = acts.open_round(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            n = asked.handed.count()
            words = ngettext(
                "The round is open: %(n)d body is asked.", "The round is open: %(n)d bodies are asked.", n
            )
            messages.success(request, words % {"n": n})
            _say_untold(request, asked.untold)
            return redirect(asked)
    context = {"form": form, "crumbs": _crumbs()}
    return render(request, "planning/round_new.html", context, status=422 if form.is_bound else 200)


def _say_untold(request: HttpRequest, bodies: Iterable[Body]) -> None:
    """Name the bodies where nobody holds an office that could be told."""
    if names := ", ".join(sorted(body.name for body in bodies)):
        words = _("Nobody could be told at: %(bodies)s. Nobody there holds an office.")
        messages.warning(request, words % {"bodies": names})


@require_http_methods(GET_POST)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another deadline or instruction. Two who write at once see both."""
    asked = _coordinated(request, pk)
    if asked.is_locked and request.method != "POST":
        raise WrongState(_("The round is locked. It can be opened again, with a reason."))
    context = {
        "title": _("Change the round"),
        "lead": str(asked),
        "crumbs": _crumbs(asked),
        "back": asked.get_absolute_url(),
        "fieldsets": [(_("The round"), ("due_on", "instruction"))],
    }
    return rows.edit_form(
        request,
        asked,
        EditRoundForm,
        partial(acts.edit_round, by=request.user),
        context,
        stands=lambda row: {"due_on": row.due_on, "instruction": row.instruction},
        url=lambda row: row.get_absolute_url(),
    )


def _small(
    request: HttpRequest, asked: Round, form: Any, act: Any, *, title: str, button: str, lead: str, done: Done
) -> HttpResponse:
    return small_form(
        request,
        {"crumbs": _crumbs(asked)},
        form,
        act,
        when=None,
        title=title,
        button=button,
        lead=lead,
        done=done,
        back=asked.get_absolute_url(),
        template="planning/small_form.html",
    )


@require_http_methods(GET_POST)
def add_body(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one more body."""
    asked = _coordinated(request, pk)
    if asked.is_locked:
        raise WrongState(_("The round is locked. It can be opened again, with a reason."))
    there = asked.handed.values("matter__body")
    bodies = Body.objects.operating().in_force(timezone.localdate()).exclude(pk__in=there)
    return _small(
        request,
        asked,
        partial(BodyForm, bodies=bodies.order_by("name_sv")),
        partial(acts.add_body, asked, by=request.user),
        title=_("Ask one more body"),
        button=_("Ask"),
        lead=_("A body that began after the round was opened."),
        done=saying_who(_("The body is asked.")),
    )


@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind all who are awaited, now."""
    asked = _coordinated(request, pk)
    awaited = reminding.remind_now(asked, by=request.user)
    n = sum(bool(each.told) for each in awaited)
    words = ngettext("%(n)d body is reminded.", "%(n)d bodies are reminded.", n)
    messages.success(request, words % {"n": n})
    _say_untold(request, [each.matter.body for each in awaited if not each.told])
    return redirect(asked)


@require_POST
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock the round: what is accepted is kept word for word."""
    asked = _coordinated(request, pk)
    n = acts.close_round(asked, by=request.user)
    words = ngettext(
        "The round is locked, and %(n)d is kept word for word.",
        "The round is locked, and %(n)d are kept word for word.",
        n,
    )
    messages.success(request, words % {"n": n})
    return redirect(asked)


@require_http_methods(GET_POST)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a locked round again, with a reason."""
    asked = _coordinated(request, pk)
    if not asked.is_locked:
        raise WrongState(_("The round is not locked."))
    return _small(
        request,
        asked,
        ReasonForm,
        partial(acts.reopen_round, asked, by=request.user),
        title=_("Open the round again"),
        button=_("Open again"),
        lead=_("Its deadline can then be changed and bodies added. What is locked stays locked."),
        done=_("The round is open again."),
    )


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What was changed about the round, when and by whom."""
    asked = _found(request, pk)
    return rows.history_page(request, asked, {"crumbs": _crumbs(asked)})
