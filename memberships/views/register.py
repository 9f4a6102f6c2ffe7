"""The register of memberships, and the reviews that come in the next four years."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engagements.models import Organisation
from engagements.views.registers import SCOPE, card_columns, cards_of, day_or_year, in_state, register_page
from governance.choices import Choice
from governance.lists import (
    BodyFilters,
    Bounded,
    first_of,
    operating_bodies,
    or_all,
    picked,
    say_who_may_open,
    whole_year,
    with_bodies,
    years,
)
from governance.models import BEGUN, Kind, Matter, Person, Scope
from governance.prepared import Asked, Asker, rows_of
from governance.texts import TextField
from governance.views.list_files import Column
from memberships.lifecycle import CURRENT, Status
from memberships.models import Membership, MembershipReview, in_register_for
from memberships.schedule import months_after

YEARS_AHEAD = 4
# A list longer than this is read in the register with a filter.
MOST_AHEAD = 100
MOST_OVERDUE = 25
MOST_COUNTED = 200
# What a row of the register shows, and a row of the calendar.
ROW = (
    "number diary_number kind title status scope opened_on due_on secrecy_ground body_id before_id membership__kind"
    " membership__joined_on membership__joined_year_only membership__left_on membership__organisation__acronym"
).split()
COLUMNS = (
    *card_columns(lambda matter: matter.membership.joined_year_only),
    Column(_("Form"), lambda matter: matter.membership.get_kind_display()),
    SCOPE,
    Column(
        _("Member since"),
        lambda matter: day_or_year(matter.membership.joined_on, matter.membership.joined_year_only),
    ),
    Column(_("Left"), lambda matter: matter.membership.left_on),
    Column(_("Next review"), lambda matter: matter.due_on if matter.status == Status.MEMBER else None),
)
CALENDAR_ROW = "number kind title status due_on body_id before_id".split()
# The memberships that have a review to come: the card is due the day it is.
DATED = Q(status=Status.MEMBER, closed_on__isnull=True, due_on__isnull=False)


class MembershipFilters(BodyFilters):
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

    q = TextField(label=_("Organisation"), max_length=200, required=False)
    kind = Choice(label=_("Form"), choices=[("", _("all")), *Membership.Kind.choices])
    scope = Choice(label=_("Scope"), choices=[("", _("all")), *Scope.choices])
    state = Choice(label=_("State"), choices=STATES)
    review = Choice(label=_("Review"), choices=REVIEWS)
    year = Choice(label=_("Member in"), choices=lambda: or_all(years()))
    due = Choice(label=_("Review due in"), choices=lambda: or_all(_years_ahead()))

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `narrow` reads it."""
        chosen, today = self.chosen, timezone.localdate()
        asked = picked(chosen, "kind", "scope")
        if text := chosen.get("q"):
            asked["organisations"] = [found.pk for found in Organisation.objects.named_like(text)]
        if slug := chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        if state := chosen.get("state"):
            asked[state] = True
        if review := chosen.get("review"):
            asked[f"review_{review}"] = today
        if year := chosen.get("year"):
            asked["member_from"], asked["member_to"] = whole_year(int(year))
        if due := chosen.get("due"):
            asked["due_from"], asked["due_to"] = whole_year(int(due))
        if chosen.get("review") == "year":
            asked["in_a_year"] = months_after(today, 12)
        return asked

    @property
    def order(self) -> dict[str, Any]:
        """How `lists.page` orders what is narrowed: by what was asked for, so that the answer begins with it."""
        if "due" in self.chosen or self.chosen.get("review") in ("overdue", "year"):
            return {"key": "due_on", "ascending": True}
        return {"key": "begun"} if "year" in self.chosen else {}


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


def _years_ahead() -> list[tuple[str, str]]:
    this = timezone.localdate().year
    return [(str(year), str(year)) for year in range(this, this + YEARS_AHEAD + 2)]


def narrow(rows: QuerySet[Matter], asked: Asked) -> QuerySet[Matter]:
    """The cards that every filter asked for lets through."""
    rows = rows.filter(**picked(asked, "body", "scope")).annotate(begun=BEGUN)
    if "kind" in asked:
        # The card knows it too, as a fact of who decides, and keeps those of one form in order.
        rows = rows.annotate(form=KT("facts__counterpart")).filter(form=asked["kind"])
    if "organisations" in asked:
        rows = rows.filter(membership__organisation__among=asked["organisations"])
    rows = in_state(rows, asked, STATUSES_OF_STATE)
    if "member_from" in asked:
        rows = rows.filter(_member_between(asked["member_from"], asked["member_to"]))
    if "due_from" in asked:
        rows = rows.filter(DATED, due_on__range=(asked["due_from"], asked["due_to"]))
    return rows.filter(_review_state(asked))


def _review_state(asked: Asked) -> Q:
    if "review_overdue" in asked:
        return DATED & Q(due_on__lt=asked["review_overdue"])
    if "review_year" in asked:
        return DATED & Q(due_on__range=(asked["review_year"], asked["in_a_year"]))
    if "review_unknown" in asked:
        return Q(status=Status.MEMBER, closed_on__isnull=True, due_on__isnull=True, starts_on__isnull=True)
    if "review_open" in asked:
        return Q(status__in=CURRENT, membership__reviews__is_open=True)
    return Q()


def _member_between(first: Any, last: Any) -> Q:
    """Members on some day between; who joined on an unknown day counts from the beginning."""
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=first)
    return Q(status__in=[*CURRENT, Status.LEFT], begun__lte=last) & still


@require_safe
def membership_list(request: HttpRequest) -> HttpResponse:
    """Every membership of the city as a line; the file opens for those who may read it."""
    filters = MembershipFilters(request, operating_bodies(request.user))
    asked = filters.asked
    return register_page(
        request,
        "memberships/list.html",
        filters,
        _listed,
        address="memberships:list",
        title=gettext("Memberships"),
        columns=COLUMNS,
        asked=asked,
        keys=_narrowed,
        context={"today": timezone.localdate()},
        **filters.order,
    )


def _listed(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return _narrowed(asker, asked).select_related("membership__organisation").only(*ROW)


def _narrowed(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return narrow(lines_for(asker), asked)


def lines_for(person: Asker) -> QuerySet[Matter]:
    """The cards of the memberships that the person may see in the register."""
    return cards_of(Kind.MEMBERSHIP, in_register_for, person)


@require_safe
def review_calendar(request: HttpRequest) -> HttpResponse:
    """What is overdue, then what comes, year by year for four years. The card's due day is that of the review."""
    today = timezone.localdate()
    horizon = months_after(today, 12 * YEARS_AHEAD)
    person: Person = request.user
    overdue, late, many_late = first_of(
        person, _overdue, {"today": today}, most=MOST_OVERDUE, limit=MOST_COUNTED
    )
    between = {"today": today, "horizon": horizon}
    ahead, total, _many = first_of(person, _coming, between, most=MOST_AHEAD, limit=MOST_COUNTED)
    span = range(today.year, horizon.year + 1)
    counts = _by_year(person, between, span) if total > len(ahead) else {}
    shown = [*overdue, *ahead]
    with_bodies(shown, request.user)
    say_who_may_open(shown, request.user)
    _with_reviews(shown, person)
    context = {
        "today": today,
        "horizon": horizon,
        "overdue": overdue,
        "overdue_total": _in_words(late, many_late),
        "more_overdue": late > len(overdue),
        "years": [_year(year, [card for card in ahead if card.due_on.year == year], counts) for year in span],
        "crumbs": [(_("Memberships"), reverse("memberships:list"))],
    }
    return render(request, "memberships/reviews.html", context)


def _by_review(asker: Asker) -> QuerySet[Matter]:
    return lines_for(asker).filter(DATED).order_by("due_on", "pk").only(*CALENDAR_ROW)


def _overdue(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return _by_review(asker).filter(due_on__lt=asked["today"])


def _coming(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return _by_review(asker).filter(due_on__range=(asked["today"], asked["horizon"]))


def _with_reviews(cards: Iterable[Any], person: Person) -> None:
    """Tell each card the number of the review that is open."""
    opened = dict(rows_of(_open_reviews, person, {"memberships": [card.pk for card in cards]}))
    for card in cards:
        card.open_review = opened.get(card.pk, "")


def _open_reviews(_asker: Asker, asked: Asked) -> QuerySet[Any]:
    rows = MembershipReview.objects.filter(membership__among=asked["memberships"], is_open=True).order_by()
    return rows.values_list("membership", "matter__number")


def _by_year(person: Person, between: Asked, years: Iterable[int]) -> dict[int, int]:
    """How many fall due in each year, counted no further than needed, in one statement."""
    years = tuple(years)
    (counts,) = rows_of(_counts, person, between, years) or [(0,) * len(years)]
    return dict(zip(years, counts, strict=True))


def _counts(asker: Asker, asked: Asked, years: tuple[int, ...]) -> QuerySet[Any]:
    coming = _coming(asker, asked)
    counts = {
        f"in_{year}": Bounded.of(coming.filter(due_on__range=whole_year(year)), MOST_COUNTED)
        for year in years
    }
    return coming.annotate(**counts).values_list(*counts)[:1]


def _year(year: int, shown: list[Any], counts: dict[int, int]) -> tuple[int, str, list[Any], bool]:
    """The year, how many fall due in it in words, those shown, and whether there are more."""
    count = counts.get(year, len(shown))
    return year, _in_words(min(count, MOST_COUNTED), count > MOST_COUNTED), shown, count > len(shown)


def _in_words(count: int, capped: bool) -> str:
    return f"> {count}" if capped else str(count)
