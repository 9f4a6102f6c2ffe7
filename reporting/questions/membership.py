"""Question 4: what a membership has cost and what came of it, year by year, with a record behind every line."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements import timelines
from engagements.lifecycle.events import SPENT
from engagements.models import Dealing, EventCost, Organisation
from governance.choices import Choice
from governance.language import choice_label
from governance.lists import Filters, with_bodies
from governance.models import Kind, Matter, Office, Person
from governance.prepared import Asked, Asker, rows_of
from governance.texts import TextField
from memberships.lifecycle import CURRENT
from memberships.models import Fee, Membership, MembershipReview, Post, Representative

from . import columns
from .answers import Answer, Column, Empty, Figure, Listing, Table
from .question import Question

Role = Office.Role
ROW = "number kind title status opened_on due_on starts_on body_id before_id secrecy_ground".split()
CARD = (*ROW, "ends_on", "responsible_id")
YEARS = 5
# So many dealings are counted and no more: "more than" is said then.
MOST_COUNTED = 300
SHOWN = 25
NOTHING = Decimal(0)


class MembershipFilters(Filters):
    """Which membership, and how far back."""

    q = TextField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("In any language; spelling is forgiven."),
    )
    number = TextField(label=_("The membership’s number"), max_length=20, required=False)
    years = Choice(
        label=_("Years"),
        choices=[("", _("the last 5 years")), ("10", _("the last 10 years")), ("20", _("the last 20 years"))],
    )

    @cached_property
    def since(self) -> date:
        """The first day that is told of."""
        years = int(self.chosen.get("years") or YEARS)
        return date(timezone.localdate().year - years + 1, 1, 1)

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What the list to choose from is narrowed to."""
        text = self.chosen.get("q")
        return (
            {"organisations": [found.pk for found in Organisation.objects.named_like(text)]} if text else {}
        )


def _members(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """The memberships that the city is in, of the bodies whose files one reads: what came of it stands in the file."""
    rows = Matter.objects.filter(kind=Kind.MEMBERSHIP, status__in=CURRENT).visible_to(asker)
    if "organisations" in asked:
        rows = rows.filter(membership__organisation__among=asked["organisations"])
    return rows.only(*ROW)


def _one(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    rows = Matter.objects.filter(kind=Kind.MEMBERSHIP, number=asked["number"]).readable_by(asker)
    return rows.select_related("membership__organisation").only(
        *CARD,
        *(
            f"membership__{name}"
            for name in "joined_on joined_year_only left_on benefit contribution why".split()
        ),
        "membership__organisation__name",
        "membership__organisation__slug",
    )


def _address(number: str) -> str:
    return f"{reverse('questions:membership')}?{urlencode({'number': number})}"


TO_CHOOSE = Listing(
    key="memberships",
    title=_("Memberships to choose from"),
    columns=(
        columns.NUMBER,
        Column(
            _("Membership"),
            lambda matter: matter.heading,
            link=lambda matter: _address(matter.number),
            under=lambda matter: matter.number,
        ),
        columns.OWNER,
        columns.KIND_AND_STATUS,
        columns.STATUS,
        Column(_("Member since"), lambda matter: matter.starts_on, css="nowrap"),
        Column(_("Next review"), lambda matter: matter.due_on, css="nowrap"),
    ),
    build=_members,
)


@dataclass
class Year:
    """What one year cost, and what there was of it."""

    year: int
    fee: Decimal | None = None
    note: str = ""
    travel: Decimal | None = None
    hours: Decimal | None = None
    dealt: Counter[str] = field(default_factory=Counter)
    posts: int = 0


def given(request: HttpRequest, filters: MembershipFilters) -> Answer:
    """One membership, or the list to choose from."""
    person, number = request.user, filters.chosen.get("number")
    if not number:
        table = TO_CHOOSE.of(request, filters.asked, lambda rows: with_bodies(rows, person))
        return Answer(
            [table],
            notes=[_("Choose a membership to see what it has cost and what came of it.")],
            empty=None if table.rows else _none_to_choose(),
        )
    found = rows_of(_one, person, {"number": number})
    if not found:
        return Answer(empty=_not_found())
    return _account(person, found[0], filters.since)


def _account(person: Person, matter: Any, since: date) -> Answer:
    with_bodies([matter], person)
    asked = {"membership": matter.pk, "since": since}
    fees = rows_of(_fees, person, {"membership": matter.pk, "first": since.year}, keep_plan=True)
    posts = rows_of(_posts, person, asked, keep_plan=True)
    people = rows_of(_representatives, person, asked, keep_plan=True)
    reviews = rows_of(_reviews, person, {"membership": matter.pk}, keep_plan=True)
    of_partner = {"organisation": matter.membership.organisation_id, "own": matter.pk, "since": since}
    dealt = rows_of(_dealings, person, of_partner)
    years = _by_year(since, fees, posts, dealt)
    shown = timelines.as_matters(dealt[:SHOWN], person)
    paid = [year.fee for year in years if year.fee is not None]
    # Where nobody has written a fee, nobody knows that it cost nothing.
    money = sum(paid, NOTHING) if paid else gettext("no fee recorded")
    travel = sum((year.travel or NOTHING for year in years), NOTHING)
    capped = len(dealt) > MOST_COUNTED
    organisation = matter.membership.organisation
    return Answer(
        [
            Table("years", _("Year by year"), YEAR_COLUMNS, years),
            Table("posts", _("Posts of trust"), POST_COLUMNS, posts, nothing=_("The city has held no post.")),
            Table(
                "people",
                _("Those who speak for the city"),
                PEOPLE_COLUMNS,
                people,
                nothing=_("Nobody is named."),
            ),
            Table(
                "dealt",
                _("Visits and matters with the organisation"),
                DEALT_COLUMNS,
                shown,
                more=len(dealt) > SHOWN,
                nothing=_("No visit, journey or other matter in these years that you may read."),
                of_file=lambda most: timelines.as_matters(dealt[:most], person),
            ),
            Table(
                "reviews", _("Reviews"), REVIEW_COLUMNS, reviews, nothing=_("It has not been reviewed yet.")
            ),
        ],
        figures=[
            Figure(gettext("Fees since %(year)s") % {"year": since.year}, money),
            Figure(_("Journeys, paid by the city"), travel),
            Figure(_("Posts of trust held"), len(posts)),
            Figure(
                _("Visits and matters"),
                f"> {MOST_COUNTED}" if capped else len(dealt),
                reverse("engagements:organisation", args=[organisation.slug]),
            ),
        ],
        above=[
            (f"{matter.number} {matter.heading}", matter.get_absolute_url()),
            (_("Choose another"), reverse("questions:membership")),
        ],
        notes=[*_claims(matter.membership), *([_CAPPED % {"most": MOST_COUNTED}] if capped else ()), _METHOD],
        chosen=[f"{matter.number} {matter.heading}"],
    )


_CAPPED = _("There are more than %(most)s visits and matters: the years are counted from the latest of them.")
_METHOD = _(
    "Hours are those that were noted of visits, and journeys what they came to for the city. Working time besides is"
    " not written down, so it is not told. No points are given: whether it was worth its money is for the review."
)


def _claims(membership: Membership) -> list[str]:
    """What was expected of it, in the words it was written in."""
    said = (
        (_("Expected benefit"), membership.benefit),
        (_("What the city contributes"), membership.contribution),
    )
    return [f"{label}: {words}" for label, words in said if words]


def _fees(_asker: Asker, asked: Asked) -> QuerySet[Fee]:
    return Fee.objects.filter(membership=asked["membership"], year__gte=asked["first"]).order_by("-year")


def _held(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    rows = rows.filter(membership=asked["membership"])
    return rows.filter(Q(until__isnull=True) | Q(until__gte=asked["since"]))


def _posts(_asker: Asker, asked: Asked) -> QuerySet[Post]:
    return _held(Post.objects.all(), asked)


def _representatives(_asker: Asker, asked: Asked) -> QuerySet[Representative]:
    return _held(Representative.objects.all(), asked)


def _reviews(_asker: Asker, asked: Asked) -> QuerySet[MembershipReview]:
    rows = MembershipReview.objects.filter(membership=asked["membership"], matter__secrecy_ground="")
    rows = rows.select_related("matter").order_by("-due_on", "-pk")
    return rows.only(
        "due_on",
        "decided_on",
        "result",
        "recommendation",
        "reasons",
        "matter__number",
        "matter__kind",
        "matter__status",
    )


def _dealings(asker: Asker, asked: Asked) -> QuerySet[Dealing]:
    """What the person may be told of that concerns the organisation, but for the membership and its reviews."""
    rows = timelines.listed(asker, {"organisation": asked["organisation"]})
    rows = rows.filter(opened_on__gte=asked["since"]).exclude(matter=asked["own"])
    rows = rows.exclude(kind=Kind.MEMBERSHIP_REVIEW)
    paid = EventCost.objects.filter(
        event=OuterRef("matter"), payer=EventCost.Payer.CITY, event__matter__status__in=SPENT
    )
    paid = paid.order_by().values("event").annotate(added=Sum("actual")).values("added")
    rows = rows.annotate(hours=F("matter__visit__hours"), travel=Subquery(paid))
    return rows.order_by("-opened_on", "-pk")[: MOST_COUNTED + 1]


def _by_year(since: date, fees: Iterable[Fee], posts: Iterable[Post], dealt: Sequence[Any]) -> list[Year]:
    """A line for each year to this one, the latest first."""
    years = {year: Year(year) for year in range(timezone.localdate().year, since.year - 1, -1)}
    for fee in fees:
        if fee.year in years:
            years[fee.year].fee, years[fee.year].note = fee.amount_sek, fee.note
    for post in posts:
        for year, line in years.items():
            began = post.since is None or post.since.year <= year
            line.posts += began and (post.until is None or post.until.year >= year)
    for row in dealt[:MOST_COUNTED]:
        line = years.get(row.opened_on.year)
        if line is None:
            continue
        line.dealt[row.matter.kind] += 1
        if row.hours is not None:
            line.hours = (line.hours or NOTHING) + row.hours
        if row.travel is not None:
            line.travel = (line.travel or NOTHING) + row.travel
    return list(years.values())


def _others(year: Year) -> int:
    return sum(year.dealt.values()) - year.dealt[Kind.VISIT] - year.dealt[Kind.EVENT_ABROAD]


YEAR_COLUMNS = (
    Column(_("Year"), lambda year: str(year.year)),
    Column(_("Fee, kronor"), lambda year: year.fee, css="num"),
    Column(_("The year in short"), lambda year: year.note),
    Column(_("Posts held"), lambda year: year.posts, css="num"),
    Column(_("Visits"), lambda year: year.dealt[Kind.VISIT], css="num"),
    Column(
        _("Hours on visits"), lambda year: float(year.hours) if year.hours is not None else None, css="num"
    ),
    Column(_("Journeys"), lambda year: year.dealt[Kind.EVENT_ABROAD], css="num"),
    Column(_("Journeys, kronor"), lambda year: year.travel, css="num"),
    Column(_("Other matters"), _others, css="num"),
)
PERIOD = (
    Column(_("From"), lambda held: held.since, css="nowrap"),
    Column(_("Until"), lambda held: held.until, css="nowrap"),
)
POST_COLUMNS = (
    Column(_("Post"), lambda post: post.title, under=lambda post: post.note),
    Column(_("Held by"), lambda post: post.holder),
    *PERIOD,
)
PEOPLE_COLUMNS = (
    Column(_("Name"), lambda person: person.name),
    Column(_("Role"), lambda person: person.role),
    *PERIOD,
)
DEALT_COLUMNS = (
    columns.NUMBER,
    columns.TITLE,
    columns.KIND_AND_STATUS,
    columns.KIND,
    columns.STATUS,
    columns.OWNER,
    Column(_("Opened"), lambda matter: matter.opened_on, css="nowrap"),
)
REVIEW_COLUMNS = (
    Column(
        _("Review"),
        lambda review: review.matter.number,
        link=lambda review: review.matter.get_absolute_url(),
    ),
    Column(_("Due"), lambda review: review.due_on, css="nowrap"),
    Column(_("Decided on"), lambda review: review.decided_on, css="nowrap"),
    Column(
        _("Result"),
        lambda review: (
            capfirst(choice_label(MembershipReview.Recommendation, review.result))
            or capfirst(review.matter.status_label)
        ),
    ),
    Column(_("Reasons"), lambda review: review.reasons),
)


def _none_to_choose() -> Empty:
    return Empty(
        _("No membership to choose"),
        _(
            "Memberships of the bodies whose matters you may read stand here, from the day the city is a member."
        ),
        "member",
        reverse("memberships:list"),
        _("See the register of memberships"),
    )


def _not_found() -> Empty:
    return Empty(
        _("No such membership that you may read"),
        _("The number may be wrong, or the file may belong to a body whose matters you do not read."),
        "member",
        reverse("questions:membership"),
        _("Choose from the list"),
        whatever_is_asked=True,
    )


QUESTIONS = (
    Question(
        number=4,
        name="membership",
        slug="medlemskapets-varde",
        words=_("What has a membership given for its money?"),
        short=_("What a membership has given"),
        lead=_(
            "Choose one: fees, posts, people, visits, journeys and reviews, year by year, each with its record."
        ),
        roles=frozenset({Role.AUDITOR, Role.HEAD, Role.CONTACT_PERSON}),
        filters=MembershipFilters,
        names="q number years",
        answer=given,
    ),
)
