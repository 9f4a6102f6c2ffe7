"""Decisions: those of one matter, the register of all, what became of them, and what waits to be notified."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.contrib.postgres.aggregates import ArrayAgg
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.language import active_language, choice_label

from .. import access, acting, authority, decisions, drafts, finding, search
from ..authority.table import Table
from ..choices import Choice
from ..errors import WrongState
from ..forms import DecisionForm, EventForm, NotificationForm, missing_events, record_as_initial
from ..lists import (
    PAGE_SIZE,
    Bodies,
    BodyFilters,
    all_bodies,
    bodies_by_name,
    or_all,
    page_of,
    picked,
    readable_bodies,
    whole_year,
    with_bodies,
    years,
)
from ..models import (
    AgendaItem,
    Body,
    Decider,
    Decision,
    DecisionEvent,
    Matter,
    Meeting,
    MeetingFile,
    Person,
    Section,
)
from ..models.matter import name_then
from ..models.strategy import anchor, section_url
from ..prepared import Asked, Asker, Given, Statement, rows_of
from ..texts import TextField
from .pages import HEADS, matter_context

GET_POST = ["GET", "HEAD", "POST"]
# What nobody reads beside a decision: the texts of the strategy it rests on, the rest of the card of who recorded it.
NOT_SHOWN = (
    "section__text_sv section__text_en strategy__note_sv strategy__note_en strategy__adopted_by_sv"
    " strategy__adopted_by_en rule__when recorded_by__password recorded_by__email"
).split()
# What a row of the register shows: of the decision, and of its matter as bare words instead of a whole object.
ROW = "body body_name form outcome decided_on paragraph delegate_name section_id".split()
OF_THE_MATTER = {"number": F("matter__number"), "title": F("matter__title"), "kind": F("matter__kind")}
# So many decisions of one matter are shown in full; of a longer row the earlier ones stand as lines.
MOST_IN_FULL = 12
IN_SHORT = "pk body body_name outcome decided_on paragraph delegate_name supersedes".split()
IN_FULL = [
    *"body body_name form outcome decided_on paragraph minutes immediate_approval wording reasons".split(),
    *"reservations delegate_name power_source section rule recorded_by__name recorded_at supersedes payload".split(),
]
# At most this many delegated decisions are offered for one meeting; of other bodies' a page is shown beside them.
ONE_MEETING = 50


@require_safe
def matter_decisions(request: HttpRequest, number: str) -> HttpResponse:
    """Every decision of a matter with its section, what became of it and its checksum; the latest first."""
    context = matter_context(request, number, "decisions", HEADS)
    asked = {"matter": context["matter"].pk}
    most = None if "alla" in request.GET else MOST_IN_FULL
    rows = _in_full(most).run(request.user, asked)
    beyond = _in_short(most).run(request.user, asked) if len(rows) == most else []
    with_bodies(rows, request.user)
    corrections = {decision.supersedes_id: decision.pk for decision in rows}
    corrections |= {supersedes: pk for pk, *_others, supersedes in beyond}
    _tell(rows, asked, corrections, request.user)
    context |= {"decisions": rows, "earlier": _lines(beyond, corrections, all_bodies(request.user))}
    return render(request, "governance/matter_decisions.html", context)


def _tell(
    rows: Sequence[Decision], asked: Asked, corrections: Mapping[int | None, int], reader: Person
) -> None:
    """Give decisions what is shown in full beside them. Sections and rules are few and kept in memory."""
    tables = authority.book().tables if rows else ()
    rules = {rule.rule_id: rule for table in tables for act in table.rules.values() for rule in act}
    explanation = f"explanation_{active_language()}"
    events: dict[int, list[DecisionEvent]] = {}
    for event in _events().run(reader, asked) if rows else ():
        events.setdefault(event.decision_id, []).append(event)
    _cite(rows, tables)
    stands_in = _minutes_of(rows, reader)
    for decision in rows:
        decision.stands_in = stands_in.get(decision.pk, StandsIn())
        decision.corrected_by = corrections.get(decision.pk)
        decision.is_superseded = decision.corrected_by is not None
        decision.noted = events.get(decision.pk, [])
        decision.checksum = decisions.checksum(decision)
        decision.explanation = getattr(rules.get(decision.rule_id), explanation, "")
        rule = rules.get(decision.rule_id)
        decision.is_the_mayors = bool(decision.delegate_name and rule and rule.decides == Decider.MAYOR)
        decision.may_record = access.may(reader, access.RECORD, decision.body_id)
        decision.may_get_events = decision.may_record and bool(missing_events(decision))


class StandsIn(NamedTuple):
    """Where the minutes and the excerpt of a decision are read, and who had a conflict of interest."""

    minutes_url: str = ""
    excerpt_url: str = ""
    absent: Sequence[str] = ()


def _minutes_of(rows: Sequence[Decision], reader: Person) -> dict[int, StandsIn]:
    """Where the decisions (by id) stand in minutes that the reader may open."""
    at_meetings = [decision.pk for decision in rows if decision.form == Decision.Form.MEETING]
    if not at_meetings:
        return {}
    items = AgendaItem.objects.filter(
        decision__in=at_meetings, meeting__body__among=reader.bodies_with(access.VIEW)
    )
    names = ArrayAgg(
        "conflicts__attendance__name", distinct=True, filter=Q(conflicts__isnull=False), default=Value([])
    )
    excerpt = Max("files__document", filter=Q(files__kind=MeetingFile.Kind.EXCERPT))
    found = items.annotate(absent=names, excerpt=excerpt).order_by("pk")
    return {
        decision: StandsIn(
            f"{reverse('meeting_minutes', args=[meeting])}#p{item}",
            reverse("document", args=[number, drawn]) if drawn else "",
            absent,
        )
        for decision, meeting, item, number, drawn, absent in found.values_list(
            "decision", "meeting", "pk", "matter__number", "excerpt", "absent"
        )
    }


class Line(NamedTuple):
    """A decision told in a line."""

    pk: int
    decided_on: date
    body_then: str
    outcome_label: str
    paragraph: str
    delegate_name: str
    is_superseded: bool


def _lines(
    rows: Sequence[Any], corrections: Mapping[int | None, int], bodies: Mapping[int, Body]
) -> list[Line]:
    labels = {outcome.value: choice_label(Decision.Outcome, outcome) for outcome in Decision.Outcome}
    return [
        Line(
            pk,
            day,
            name_then(name, bodies.get(body)),
            labels[outcome],
            paragraph,
            delegate,
            pk in corrections,
        )
        for pk, body, name, outcome, day, paragraph, delegate, _supersedes in rows
    ]


@cache
def _in_full(most: int | None) -> Statement[Decision]:
    """The latest decisions of a matter with all a page shows that is their own."""
    rows = Decision.objects.filter(matter=Given("matter")).select_related("recorded_by")
    rows = rows.annotate(recorded_for=acting.in_whose_name(Decision._meta.db_table, "pk"))
    return Statement(rows.only(*IN_FULL)[:most])


@cache
def _in_short(beyond: int | None) -> Statement[Any]:
    """The decisions of a matter before these, as plain values."""
    return Statement(Decision.objects.filter(matter=Given("matter")).values_list(*IN_SHORT)[beyond:])


@cache
def _events() -> Statement[DecisionEvent]:
    """What became of the decisions of a matter."""
    rows = DecisionEvent.objects.filter(decision__matter=Given("matter"))
    return Statement(rows.only("decision", "kind", "happened_on", "paragraph"))


def of_matter(matter: Matter) -> QuerySet[Decision]:
    """A matter's decisions with all that is told of one where it is changed, in two queries."""
    rows = matter.decisions.select_related("strategy", "section", "rule", "recorded_by", "body")
    return rows.defer(*NOT_SHOWN).prefetch_related("events")


@require_safe
def decision_record(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The record itself, byte for byte: what the checksum is computed on."""
    matter = matter_context(request, number, "decisions", HEADS)["matter"]
    decision = get_object_or_404(matter.decisions, pk=pk)
    response = HttpResponse(bytes(decision.payload), content_type="application/json")
    name = f"{matter.number}-beslut-{decision.pk}.json"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_http_methods(GET_POST)
def decision_event(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Note that the minutes were approved or posted, that the decision was notified or appealed."""
    context = matter_context(request, number, "decisions")
    decision = get_object_or_404(of_matter(context["matter"]), pk=pk)
    access.require(request.user, access.RECORD, decision.body)
    posted = request.POST if request.method == "POST" else None
    form = EventForm(posted, decision=decision, initial={"happened_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        entered = form.cleaned_data
        decisions.add_event(
            decision,
            entered["kind"],
            by=request.user,
            day=entered["happened_on"],
            paragraph=entered["paragraph"],
        )
        messages.success(request, gettext("The event is noted."))
        return redirect("matter_decisions", number)
    context |= {"form": form, "decision": decision}
    return render(request, "governance/decision_event.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_POST)
def decision_correct(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record anew what was recorded wrongly. The first record stays readable, struck and linked."""
    context = matter_context(request, number, "decisions")
    decision = get_object_or_404(of_matter(context["matter"]), pk=pk)
    access.require(request.user, access.RECORD, decision.body)
    draft = f"decision-correct:{decision.pk}"
    initial = record_as_initial(decision) | drafts.load(request.user, draft)
    posted = request.POST if request.method == "POST" else None
    form = DecisionForm(posted, body=decision.body, matter=context["matter"], initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            decisions.correct(decision, form.record(decision.body), by=request.user)
        except WrongState as refusal:
            at_outcome = form.cleaned_data["outcome"] != decision.outcome
            form.add_error("outcome" if at_outcome else "decided_on", str(refusal))
        else:
            drafts.discard(request.user, draft, request.POST)
            messages.success(
                request, gettext("The correction is recorded. The earlier record is kept, struck through.")
            )
            return redirect("matter_decisions", number)
    context |= {"form": form, "decision": decision, "draft": draft}
    return render(request, "governance/decision_correct.html", context, status=422 if form.errors else 200)


class DecisionFilters(BodyFilters):
    """What the register of decisions can be narrowed by."""

    q = TextField(label=_("Words of the matter"), max_length=200, required=False)
    body = Choice(label=_("Decided by"))
    year = Choice(label=_("Year"))
    section = Choice(label=_("Section"))
    form = Choice(label=_("How it was decided"), choices=[("", _("all")), *Decision.Form.choices])
    outcome = Choice(label=_("Outcome"), choices=[("", _("all")), *Decision.Outcome.choices])

    def __init__(self, request: HttpRequest, bodies: Bodies, strategies: Sequence[Table]) -> None:
        super().__init__(request, bodies)
        self.strategies = strategies
        self.fields["year"].choices = lambda: or_all(years())
        self.fields["section"].choices = lambda: or_all(
            (key, heading) for key, (_strategy, _number, heading) in self.sections.items()
        )

    @cached_property
    def sections(self) -> dict[str, tuple[int, str, str]]:
        """Id of the strategy, number and heading of each section, by its value in the address."""
        return _sections(self.strategies)

    @property
    def offers(self) -> Hashable:
        return (
            super().offers,
            tuple((table.key, *table.sections.items()) for table in self.strategies),
        )

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `_listed` reads it."""
        chosen = self.chosen
        asked = picked(chosen, "form", "outcome")
        if "body" in chosen:
            asked["body"] = self.bodies.ids[chosen["body"]]
        if "section" in chosen:
            strategy, number, _words = self.sections[chosen["section"]]
            asked["section"] = get_object_or_404(Section, strategy=strategy, number=number).pk
        if "year" in chosen:
            asked["first"], asked["last"] = whole_year(int(chosen["year"]))
        if "q" in chosen:
            person = self.request.user
            asked |= finding.asked(person, Matter.objects.visible_to(person), chosen["q"])
        return asked


@require_safe
def decision_list(request: HttpRequest) -> HttpResponse:
    """The register of decisions, latest first."""
    tables = authority.book().tables
    filters = DecisionFilters(request, readable_bodies(request.user), tables)
    asked = filters.asked
    shown = page_of(request, _listed, asked, key="decided_on", keys=_listed if "body" in asked else None)
    with_bodies(shown.rows, request.user)
    _cite(shown.rows, tables)
    bodies = all_bodies(request.user)
    for decision in shown.rows:
        decision.body = bodies[decision.body_id]
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": shown,
        "list_url": reverse("decisions"),
        "waiting": waiting_for_notification(request.user).count()
        if request.user.bodies_with(access.RECORD)
        else 0,
    }
    return render(request, "governance/decisions.html", context)


def _listed(asker: Asker, asked: Asked) -> QuerySet[Decision]:
    rows = visible_decisions(asker)
    rows = rows.filter(**picked(asked, "form", "outcome", "body", "section"))
    if "first" in asked:
        rows = rows.filter(decided_on__range=(asked["first"], asked["last"]))
    if search.is_in(asked):
        rows = rows.filter(matter__in=search.within(Matter.objects.order_by(), asked).values("pk"))
    # By its key: of an EXISTS the planner may think that all corrections of the register are best read first.
    corrections = Decision.objects.filter(supersedes=OuterRef("pk")).order_by()
    return rows.only(*ROW).annotate(is_superseded=Subquery(corrections.values("pk")[:1]), **OF_THE_MATTER)


def _cite(rows: Sequence[Decision], tables: Sequence[Table]) -> None:
    """Tell each decision the strategy, number and address of its section, which are few and kept in memory."""
    cited = {
        pk: (table.key, number, section_url(table.key, number))
        for table in tables
        for pk, number in table.section_numbers.items()
    }
    for decision in rows:
        decision.cited = cited.get(decision.section_id)


@require_http_methods(GET_POST)
def to_notify(request: HttpRequest) -> HttpResponse:
    """Delegated decisions that the delegating body has not been notified of; its secretary notes the meeting."""
    mine = request.user.bodies_with(access.RECORD)
    own, others = _untold(request.user, mine)
    asked = {"decisions": [*own[:ONE_MEETING], *others[:PAGE_SIZE]]}
    found = {decision.pk: decision for decision in rows_of(_waiting, request.user, asked, keep_plan=True)}
    waiting = [found[pk] for pk in asked["decisions"] if pk in found]
    with_bodies(waiting, request.user)
    _cite(waiting, authority.book().tables if waiting else ())
    for decision in waiting:
        decision.may_record = decision.body_id in mine
        # The body is told at its next meeting. One whose meetings are not in the register is taken to meet in time.
        within = timedelta(days=settings.NOTIFICATION_DAYS)
        decision.tell_by = decision.next_meeting or decision.decided_on + within
    notable = [decision for decision in waiting if decision.may_record]
    posted = request.POST if request.method == "POST" else None
    form = NotificationForm(posted, waiting=notable, initial={"happened_on": timezone.localdate()})
    if request.method == "POST":
        if not mine:
            raise PermissionDenied(gettext("Only the secretary of the delegating body notes this."))
        if form.is_valid():
            count = _notify(form, request.user)
            text = ngettext(
                "%(n)s decision is noted as notified.", "%(n)s decisions are noted as notified.", count
            )
            messages.success(request, text % {"n": count})
            return redirect("decisions_to_notify")
    chosen = request.POST.getlist("decisions")
    for decision in waiting:
        decision.is_chosen = str(decision.pk) in chosen
    context = {
        "form": form,
        "waiting": waiting,
        "may_note": bool(notable),
        "most": ONE_MEETING,
        "more_own": len(own) > ONE_MEETING,
        "few": PAGE_SIZE,
        "more_others": len(others) > PAGE_SIZE,
    }
    return render(request, "governance/decisions_to_notify.html", context, status=422 if form.errors else 200)


def _untold(person: Person, mine: Collection[int]) -> tuple[list[int], list[int]]:
    """The keys of those that wait for the own bodies and for others: by the body's name, the earliest first."""
    place = {body.pk: position for position, body in enumerate(bodies_by_name(person))}
    rows = sorted((place[body], day, pk, body) for pk, body, day in rows_of(_keys_of_untold, person))
    own = [pk for _place, _day, pk, body in rows if body in mine]
    return own, [pk for _place, _day, pk, body in rows if body not in mine]


def _keys_of_untold(asker: Asker, _asked: Asked) -> QuerySet[Any, Any]:
    """Of all that wait, to put them in order."""
    return visible_decisions(asker).to_notify().order_by().values_list("pk", "body_id", "decided_on")


def _waiting(_asker: Asker, asked: Asked) -> QuerySet[Decision]:
    rows = Decision.objects.filter(pk__among=asked["decisions"]).order_by()
    meetings = Meeting.objects.filter(body=OuterRef("body"), held_on__gt=OuterRef("decided_on"))
    following = meetings.exclude(status=Meeting.Status.CANCELLED).order_by("held_on").values("held_on")[:1]
    return rows.annotate(next_meeting=Subquery(following)).select_related("matter").defer("payload")


@transaction.atomic
def _notify(form: NotificationForm, by: Person) -> int:
    for decision in form.chosen:
        decisions.add_event(
            decision,
            DecisionEvent.Kind.NOTIFIED,
            by=by,
            day=form.cleaned_data["happened_on"],
            paragraph=form.cleaned_data["paragraph"],
        )
    return len(form.chosen)


def visible_decisions(person: Asker) -> QuerySet[Decision]:
    """The decisions in the matters that the person may read."""
    rows = Decision.objects.unmarked_for(person)
    return rows.filter(owner__among=person.bodies_with(access.VIEW))


def waiting_for_notification(person: Person) -> QuerySet[Decision]:
    """What the bodies one is secretary of have not yet been notified of."""
    rows = Decision.objects.to_notify().unmarked_for(person)
    return rows.filter(body__among=person.bodies_with(access.RECORD))


def _sections(strategies: Sequence[Table]) -> dict[str, tuple[int, str, str]]:
    """Each section of each strategy, the latest first: id of the strategy, number and heading, by a short key."""
    swedish = active_language() == "sv"
    return {
        f"{table.key}-{anchor(number)}": (
            table.strategy_id or 0,
            number,
            f"{table.key}: {_heading(number, title_sv if swedish else title_en)}",
        )
        for table in reversed(strategies)
        for number, (title_sv, title_en) in table.sections.items()
    }


def _heading(number: str, title: str) -> str:
    return f"§ {number} {title}" if number[0].isdigit() else title
