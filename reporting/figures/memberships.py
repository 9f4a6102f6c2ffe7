"""Memberships and posts of trust as of 31 December, and what became of the reviews."""

from django.db.models import Q

from governance.models import Scope
from governance.models import in_force as held
from memberships.lifecycle import CURRENT, Status
from memberships.models import Membership, MembershipReview, Post

from .counting import Breakdown, Figure, Source, Year, bodies, chosen

# A membership that came about; a proposal, a refusal or an approval not yet used is none.
ENTERED = (*CURRENT, Status.LEFT)


def member(year: Year) -> Q:
    """In on 31 December. Where the source gives no first day, the city has been in since before the register."""
    began = Q(joined_on__lte=year.last) | Q(joined_on__isnull=True)
    goes_on = Q(left_on__isnull=True) | Q(left_on__gt=year.last)
    return Q(matter__status__in=ENTERED) & began & goes_on


def joined(year: Year) -> Q:
    return Q(matter__status__in=ENTERED, joined_on__range=year.days)


def left(year: Year) -> Q:
    return Q(matter__status__in=ENTERED, left_on__range=year.days)


def _overdue(year: Year) -> Q:
    """Due before 31 December and then undecided, whether or not it has been decided since, or the city has left."""
    decided_later = MembershipReview.objects.filter(due_on__lt=year.last, decided_on__gt=year.last)
    no_notice_yet = Q(notice_given_on__isnull=True) | Q(notice_given_on__gt=year.last)
    never_reviewed = Q(unreviewed_since__lt=year.last) & no_notice_yet
    due = Q(next_review_on__lt=year.last) | never_reviewed | Q(pk__in=decided_later.values("membership"))
    return member(year) & due


MEMBERSHIPS = Source(
    key="memberships",
    rows=lambda: Membership.objects.select_related("matter__body", "organisation"),
    near=lambda year: Q(),
    matter="matter",
    body="matter__body",
    on="joined_on",
    title="organisation__name",
)
POSTS = Source(
    key="posts",
    rows=lambda: Post.objects.select_related("membership__matter__body"),
    near=lambda year: held(year.last),
    matter="membership__matter",
    body="membership__matter__body",
    on="since",
    title="title",
)
REVIEWS = Source(
    key="reviews",
    rows=lambda: MembershipReview.objects.select_related("matter__body"),
    near=lambda year: Q(decided_on__range=year.days),
    matter="matter",
    body="matter__body",
    on="decided_on",
    title="matter__title",
)
TOTAL = Figure(
    "memberships",
    "networks",
    ("Medlemskap", "Memberships"),
    "count",
    MEMBERSHIPS,
    member,
    method=(
        "Medlemskap i organisationer, nätverk och initiativ som gällde den 31 december. Saknas uppgift om "
        "när staden gick med räknas medlemskapet som äldre än registret.",
        "Memberships in organisations, networks and initiatives in force on 31 December. Where it is not "
        "known when the city joined, the membership counts as older than the register.",
    ),
    is_main=True,
)
FIGURES = (
    TOTAL,
    Figure(
        "memberships_joined",
        "networks",
        ("Nya medlemskap", "Memberships joined"),
        "count",
        MEMBERSHIPS,
        joined,
        method=("Medlemskap vars första dag ligger i året.", "Memberships whose first day is in the year."),
    ),
    Figure(
        "memberships_left",
        "networks",
        ("Avslutade medlemskap", "Memberships left"),
        "count",
        MEMBERSHIPS,
        left,
        method=("Medlemskap som staden lämnade under året.", "Memberships the city left in the year."),
    ),
    Figure(
        "memberships_reviewed",
        "networks",
        ("Omprövade medlemskap", "Memberships reviewed"),
        "count",
        REVIEWS,
        lambda year: Q(decided_on__range=year.days),
        method=("Omprövningar som beslutades under året.", "Reviews decided in the year."),
    ),
    Figure(
        "memberships_overdue",
        "networks",
        ("Försenade omprövningar vid årets slut", "Reviews overdue at year-end"),
        "count",
        MEMBERSHIPS,
        _overdue,
        method=(
            "Medlemskap som gällde den 31 december och vars omprövning då skulle ha varit beslutad.",
            "Memberships in force on 31 December whose review should by then have been decided.",
        ),
        is_defect=True,
    ),
    Figure(
        "posts_of_trust",
        "networks",
        ("Förtroendeposter", "Posts of trust"),
        "count",
        POSTS,
        lambda year: held(year.last) & Q(membership__matter__status__in=ENTERED),
        method=(
            "Poster som staden höll i organisationer och nätverk den 31 december. Poster i ett medlemskap som "
            "bara är föreslaget räknas inte.",
            "Posts that the city held in organisations and networks on 31 December. Posts of a membership that "
            "is only proposed do not count.",
        ),
        is_main=True,
    ),
)
BREAKDOWNS = (
    Breakdown(
        "memberships_by_scope",
        ("Medlemskap per omfattning", "Memberships by scope"),
        TOTAL,
        "matter__scope",
        chosen(Scope),
    ),
    Breakdown(
        "memberships_by_kind",
        ("Medlemskap per form", "Memberships by kind"),
        TOTAL,
        "kind",
        chosen(Membership.Kind),
    ),
    Breakdown(
        "memberships_by_body", ("Medlemskap per organ", "Memberships by body"), TOTAL, "matter__body", bodies
    ),
)
