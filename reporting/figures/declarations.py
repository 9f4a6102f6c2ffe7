"""Declarations and initiatives as of 31 December, what they cost, and what the city has promised there."""

from django.db.models import Q

from engagements.models import Commitment, Declaration

from .counting import Breakdown, Figure, Source, Year, added, bodies, chosen
from .visits import directions


def joined_by(year: Year) -> Q:
    """The city stands behind it on the last day of the year."""
    return Q(joined_on__lte=year.last) & (Q(ended_on__isnull=True) | Q(ended_on__gt=year.last))


def _joined(year: Year) -> Q:
    return Q(joined_on__range=year.days)


def _ended(year: Year) -> Q:
    return Q(ended_on__range=year.days)


def _burdened(year: Year) -> Q:
    return joined_by(year) & Q(adds_burden=True)


def _promised(year: Year) -> Q:
    """Written down by the end of the year and not closed by then."""
    return Q(declaration__joined_on__lte=year.last) & (Q(closed_on__isnull=True) | Q(closed_on__gt=year.last))


def _late(year: Year) -> Q:
    return _promised(year) & Q(due_on__lte=year.last)


def _fulfilled(year: Year) -> Q:
    return Q(status="done", closed_on__range=year.days)


DECLARATIONS = Source(
    key="declarations",
    rows=lambda: Declaration.objects.select_related("matter__body"),
    near=lambda year: Q(joined_on__lte=year.last) & (Q(ended_on__isnull=True) | Q(ended_on__gte=year.first)),
    matter="matter",
    body="matter__body",
    on="joined_on",
    title="matter__title",
)
COMMITMENTS = Source(
    key="commitments",
    rows=lambda: Commitment.objects.select_related("declaration__matter__body", "owner"),
    near=lambda year: (
        Q(declaration__joined_on__lte=year.last) & (Q(closed_on__isnull=True) | Q(closed_on__gte=year.first))
    ),
    matter="declaration__matter",
    body="owner",
    on="due_on",
    title="text",
)
JOINED = Figure(
    "declarations_joined",
    "declarations",
    (
        "Deklarationer och initiativ som staden anslöt sig till under året",
        "Declarations and initiatives joined in the year",
    ),
    "count",
    DECLARATIONS,
    _joined,
    method=(
        "Deklarationer och initiativ där beslutet att ansluta sig är fattat under året.",
        "Declarations and initiatives that it was decided to join in the year.",
    ),
)
STANDING = Figure(
    "declarations",
    "declarations",
    ("Deklarationer och initiativ vid årets slut", "Declarations and initiatives at year-end"),
    "count",
    DECLARATIONS,
    joined_by,
    method=(
        "Deklarationer och initiativ som staden har anslutit sig till och som gäller den 31 december.",
        "Declarations and initiatives that the city has joined and that stand on 31 December.",
    ),
)
OPEN = Figure(
    "commitments_open",
    "declarations",
    ("Åtaganden att uppfylla vid årets slut", "Commitments to be fulfilled at year-end"),
    "count",
    COMMITMENTS,
    _promised,
    method=(
        "Åtaganden i deklarationer och initiativ som varken är uppfyllda eller lämnade den 31 december.",
        "Commitments in declarations and initiatives that are neither fulfilled nor dropped on 31 December.",
    ),
)
FIGURES = (
    STANDING,
    JOINED,
    Figure(
        "declarations_ended",
        "declarations",
        (
            "Deklarationer och initiativ som upphörde eller lämnades under året",
            "Declarations and initiatives ended or left in the year",
        ),
        "count",
        DECLARATIONS,
        _ended,
        method=(
            "Deklarationer och initiativ som upphörde eller som staden lämnade under året.",
            "Declarations and initiatives that ended or that the city left in the year.",
        ),
    ),
    Figure(
        "declarations_with_burden",
        "declarations",
        ("Varav med ökad resursbörda", "Of these with an added resource burden"),
        "count",
        DECLARATIONS,
        _burdened,
        method=(
            "De gällande deklarationer och initiativ som enligt förslaget ökar stadens resursbörda.",
            "Those that stand at year-end and by their proposal add to the city's resource burden.",
        ),
    ),
    Figure(
        "declarations_cost",
        "declarations",
        ("Beräknad kostnad för ökad resursbörda", "Estimated cost of the added burden"),
        "kr",
        DECLARATIONS,
        _burdened,
        added("burden_amount"),
        "burden_amount",
        method=(
            "Kostnaden som den beräknades när staden anslöt sig, för hela tiden, i de gällande.",
            "The cost as estimated when the city joined, for the whole time, of those that stand at year-end.",
        ),
    ),
    OPEN,
    Figure(
        "commitments_late",
        "declarations",
        ("Varav försenade", "Of these late"),
        "count",
        COMMITMENTS,
        _late,
        method=(
            "Åtaganden som inte var uppfyllda den 31 december fast dagen hade passerat.",
            "Commitments not fulfilled on 31 December though their day had passed.",
        ),
        is_defect=True,
    ),
    Figure(
        "commitments_fulfilled",
        "declarations",
        ("Åtaganden som uppfylldes under året", "Commitments fulfilled in the year"),
        "count",
        COMMITMENTS,
        _fulfilled,
        method=(
            "Åtaganden som ansvarigt organ har redovisat som uppfyllda under året.",
            "Commitments that the responsible body has reported as fulfilled in the year.",
        ),
    ),
)
BREAKDOWNS = (
    Breakdown(
        "declarations_by_kind",
        ("Anslutna vid årets slut per slag", "Joined at year-end by kind"),
        STANDING,
        "kind",
        chosen(Declaration.Kind),
    ),
    Breakdown(
        "declarations_by_direction",
        (
            "Anslutna vid årets slut per inriktning i strategin (en kan stödja flera)",
            "Joined at year-end by direction of the strategy (one may support several)",
        ),
        STANDING,
        "matter__directions",
        directions,
        is_many=True,
    ),
    Breakdown(
        "declarations_by_body",
        ("Anslutna vid årets slut per organ", "Joined at year-end by body"),
        STANDING,
        "matter__body",
        bodies,
    ),
    Breakdown(
        "commitments_by_body",
        ("Åtaganden att uppfylla per ansvarigt organ", "Commitments to be fulfilled by responsible body"),
        OPEN,
        "owner",
        bodies,
    ),
)
