"""The register of memberships, and the reviews that come in the next four years."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engagements.models import Organisation
from governance import access
from governance.choices import Choice
from governance.lists import Bodies, Filters, bounded_count, operating_bodies, page, years
from governance.models import Kind, Matter, Person, Scope
from memberships.forms import bodies_that_may_propose
from memberships.lifecycle import CURRENT, Status
from memberships.models import Membership, in_register_for
from memberships.schedule import months_after

YEARS_AHEAD = 4
# A list longer than this is read in the register with a filter.
MOST_AHEAD = 100
MOST_OVERDUE = 25
MOST_COUNTED = 200
# What a row of the register shows, and a row of the calendar.
ROW = (
    "number diary_number kind title status scope opened_on secrecy_ground body_id before_id body__name_sv"
    " body__name_en membership__kind membership__joined_on membership__joined_year_only membership__left_on"
    " membership__next_review_on membership__organisation__acronym"
).split()
CALENDAR_ROW = (
    "next_review_on matter__number matter__kind matter__title matter__status matter__body_id matter__before_id"
    " matter__body__name_sv matter__body__name_en"
).split()


class MembershipFilters(Filters):
    """What the register can be narrowed by."""

    STATES = [
        ("", _("all")),
        ("current", _("the city is a member")),
        ("undecided", _("not yet decided")),
        ("ended", _("ended or never begun")),
    ]
    REVIEWS = [
        ("", _("all")),
        ("overdue", _("overdue")),
        ("open", _("open")),
        ("year", _("due within a year")),
        ("unknown", _("no date")),
    ]

    q = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    body = Choice(label=_("Body"))
    kind = Choice(label=_("Form"), choices=[("", _("all")), *Membership.Kind.choices])
    scope = Choice(label=_("Scope"), choices=[("", _("all")), *Scope.choices])
    state = Choice(label=_("State"), choices=STATES)
    review = Choice(label=_("Review"), choices=REVIEWS)
    year = Choice(label=_("Member in"))
    due = Choice(label=_("Review due in"))

    def __init__(self, request: HttpRequest, bodies: Bodies) -> None:
        super().__init__(request)
        self.bodies = bodies
        everything = [("", _("all"))]
        this = timezone.localdate().year
        ahead = [(str(year), str(year)) for year in range(this, this + YEARS_AHEAD + 2)]
        self.fields["body"].choices = [*everything, *bodies.choices]
        self.fields["year"].choices = [*everything, *years()]
        self.fields["due"].choices = [*everything, *ahead]

    def narrow(self, rows: QuerySet[Matter]) -> QuerySet[Matter]:
        """The cards that every good filter lets through."""
        chosen = self.chosen
        if text := chosen.get("q"):
            rows = rows.filter(membership__organisation__in=list(Organisation.objects.named_like(text)))
        if slug := chosen.get("body"):
            rows = rows.filter(body=self.bodies.ids[slug])
        if kind := chosen.get("kind"):
            rows = rows.filter(membership__kind=kind)
        if scope := chosen.get("scope"):
            rows = rows.filter(scope=scope)
        if state := chosen.get("state"):
            rows = rows.filter(status__in=STATUSES_OF_STATE[state])
        if review := chosen.get("review"):
            rows = rows.filter(_review_state(review, timezone.localdate()))
        if year := chosen.get("year"):
            rows = rows.filter(_member_in(int(year)))
        if due := chosen.get("due"):
            rows = rows.filter(membership__next_review_on__year=int(due))
        return rows


STATUSES_OF_STATE = {
    "current": CURRENT,
    "undecided": (
        Status.PROPOSED,
        Status.PREPARED,
        Status.BEFORE_BODY,
        Status.TABLED,
        Status.REFERRED_BACK,
        Status.APPROVED,
    ),
    "ended": (Status.LEFT, Status.REJECTED, Status.WITHDRAWN),
}


def _review_state(state: str, day: date) -> Q:
    current = Q(status__in=CURRENT)
    if state == "overdue":
        return current & Q(membership__next_review_on__lt=day)
    if state == "year":
        return current & Q(membership__next_review_on__range=(day, months_after(day, 12)))
    if state == "unknown":
        return Q(
            status=Status.MEMBER,
            membership__next_review_on__isnull=True,
            membership__joined_on__isnull=True,
        )
    return current & Q(membership__reviews__is_open=True)


def _member_in(year: int) -> Q:
    """Members on some day of the year; who joined on an unknown day counts from the beginning."""
    begun = Q(membership__joined_on__isnull=True) | Q(membership__joined_on__lte=date(year, 12, 31))
    still = Q(membership__left_on__isnull=True) | Q(membership__left_on__gte=date(year, 1, 1))
    return Q(status__in=[*CURRENT, Status.LEFT]) & begun & still


@require_safe
def membership_list(request: HttpRequest) -> HttpResponse:
    """Every membership of the city as a line; the file opens for those who may read it."""
    person: Person = request.user
    filters = MembershipFilters(request, operating_bodies(person))
    rows = filters.narrow(lines_for(person)).select_related("body", "membership__organisation")
    found = page(request, rows.only(*ROW))
    _say_who_may_open(found.rows, person)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": found,
        "list_url": reverse("memberships:list"),
        "today": timezone.localdate(),
        "may_propose": bodies_that_may_propose(person).exists(),
        "has_appointment": bool(person.offices),
    }
    return render(request, "memberships/list.html", context)


def lines_for(person: Person) -> QuerySet[Matter]:
    """The cards of the memberships that the person may see in the register: none without an appointment."""
    cards = Matter.objects.filter(kind=Kind.MEMBERSHIP, membership__isnull=False)
    return cards.filter(in_register_for(person)) if person.offices else cards.none()


def _say_who_may_open(rows: Iterable[Matter], person: Person) -> None:
    """A line leads on only where the file does. Read from the rights at hand, without a query a row."""
    readable = person.bodies_with(access.VIEW)
    for matter in rows:
        matter.may_open = matter.body_id in readable or matter.before_id in readable


@require_safe
def review_calendar(request: HttpRequest) -> HttpResponse:
    """What is overdue, then what comes, year by year for four years."""
    today = timezone.localdate()
    horizon = months_after(today, 12 * YEARS_AHEAD)
    current = Membership.objects.current() if request.user.offices else Membership.objects.none()
    rows = current.in_register_for(request.user).filter(next_review_on__isnull=False)
    past, coming = rows.filter(next_review_on__lt=today), rows.filter(next_review_on__range=(today, horizon))
    overdue, ahead = _with_reviews(past, MOST_OVERDUE), _with_reviews(coming, MOST_AHEAD)
    whole = len(ahead) < MOST_AHEAD
    readable = request.user.bodies_with(access.VIEW)
    for membership in (*overdue, *ahead):
        card = membership.matter
        membership.may_open = card.body_id in readable or card.before_id in readable
    context = {
        "today": today,
        "horizon": horizon,
        "overdue": overdue,
        "overdue_total": _counted(past) if len(overdue) == MOST_OVERDUE else str(len(overdue)),
        "more_overdue": len(overdue) == MOST_OVERDUE,
        "years": [_year(year, ahead, coming, whole) for year in range(today.year, horizon.year + 1)],
        "crumbs": [(_("Memberships"), reverse("memberships:list"))],
    }
    return render(request, "memberships/reviews.html", context)


def _with_reviews(rows: QuerySet[Membership], most: int) -> list[Any]:
    """The memberships in the order they fall due, each with the number of its open review."""
    rows = rows.select_related("matter__body").only(*CALENDAR_ROW).order_by("next_review_on", "pk")
    found: list[Any] = list(rows[:most])
    opened = {
        membership: (number, status)
        for membership, number, status in Matter.objects.filter(
            membership_review__membership__in=[row.pk for row in found], membership_review__is_open=True
        ).values_list("membership_review__membership", "number", "status")
    }
    for row in found:
        row.open_review, row.open_review_status = opened.get(row.pk, ("", ""))
    return found


def _year(
    year: int, ahead: list[Any], coming: QuerySet[Membership], whole: bool
) -> tuple[int, str, list[Any], bool]:
    """The year, how many fall due in it in words, those shown, and whether there are more."""
    shown = [row for row in ahead if row.next_review_on.year == year]
    if whole:
        return year, str(len(shown)), shown, False
    count = _counted(coming.filter(next_review_on__range=(date(year, 1, 1), date(year, 12, 31))))
    return year, count, shown, count != str(len(shown))


def _counted(rows: QuerySet[Membership]) -> str:
    count, capped = bounded_count(rows, MOST_COUNTED)
    return f"> {count}" if capped else str(count)
