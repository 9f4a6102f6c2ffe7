"""The register of memberships, and the reviews that come in the next four years."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engagements.models import Organisation
from governance import access
from governance.lists import Filters, page, years
from governance.models import Body, Kind, Matter, Person, Scope
from memberships.forms import bodies_that_may_propose
from memberships.lifecycle import CURRENT, Status
from memberships.models import Membership, in_register_for
from memberships.schedule import months_after

YEARS_AHEAD = 4
# A list longer than this is read in the register with a filter.
MOST_AHEAD = 300
MOST_OVERDUE = 50


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
    body = forms.ChoiceField(label=_("Body"), required=False)
    kind = forms.ChoiceField(
        label=_("Form"), choices=[("", _("all")), *Membership.Kind.choices], required=False
    )
    scope = forms.ChoiceField(label=_("Scope"), choices=[("", _("all")), *Scope.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    review = forms.ChoiceField(label=_("Review"), choices=REVIEWS, required=False)
    year = forms.ChoiceField(label=_("Member in"), required=False)
    due = forms.ChoiceField(label=_("Review due in"), required=False)

    def __init__(self, request: HttpRequest, bodies: Iterable[Body]) -> None:
        super().__init__(request)
        self.bodies = {body.slug: body for body in bodies}
        everything = [("", _("all"))]
        this = timezone.localdate().year
        ahead = [(str(year), str(year)) for year in range(this, this + YEARS_AHEAD + 2)]
        self.fields["body"].choices = [
            *everything,
            *((slug, body.name) for slug, body in self.bodies.items()),
        ]
        self.fields["year"].choices = [*everything, *years()]
        self.fields["due"].choices = [*everything, *ahead]

    def narrow(self, rows: QuerySet[Matter]) -> QuerySet[Matter]:
        """The cards that every good filter lets through."""
        chosen = self.chosen
        if text := chosen.get("q"):
            rows = rows.filter(membership__organisation__in=list(Organisation.objects.named_like(text)))
        if slug := chosen.get("body"):
            rows = rows.filter(body=self.bodies[slug])
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
        return Q(status=Status.MEMBER, membership__next_review_on__isnull=True)
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
    filters = MembershipFilters(request, _bodies())
    rows = filters.narrow(lines_for(person)).select_related("body", "membership__organisation")
    found = page(request, rows)
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


def _bodies() -> list[Body]:
    return list(Body.objects.operating().only("slug", "name_sv", "name_en"))


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
    overdue = _with_reviews(rows.filter(next_review_on__lt=today), MOST_OVERDUE)
    ahead = _with_reviews(rows.filter(next_review_on__range=(today, horizon)), MOST_AHEAD)
    counts = _count_by_year(rows.filter(next_review_on__range=(today, horizon)))
    readable = request.user.bodies_with(access.VIEW)
    for membership in (*overdue, *ahead):
        card = membership.matter
        membership.may_open = card.body_id in readable or card.before_id in readable
    context = {
        "today": today,
        "horizon": horizon,
        "overdue": overdue,
        "overdue_total": rows.filter(next_review_on__lt=today).count()
        if len(overdue) == MOST_OVERDUE
        else len(overdue),
        "years": [
            (year, counts.get(year, 0), [row for row in ahead if row.next_review_on.year == year])
            for year in range(today.year, horizon.year + 1)
        ],
        "unknown": current.in_register_for(request.user)
        .filter(next_review_on__isnull=True, matter__status=Status.MEMBER)
        .count(),
        "crumbs": [(_("Memberships"), reverse("memberships:list"))],
    }
    return render(request, "memberships/reviews.html", context)


def _with_reviews(rows: QuerySet[Membership], most: int) -> list[Any]:
    """The memberships in the order they fall due, each with the number of its open review."""
    rows = rows.select_related("matter__body", "organisation").order_by("next_review_on", "pk")
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


def _count_by_year(rows: QuerySet[Membership]) -> dict[int, int]:
    grouped = rows.order_by().values(year=ExtractYear("next_review_on")).annotate(count=Count("pk"))
    return {row["year"]: row["count"] for row in grouped}
