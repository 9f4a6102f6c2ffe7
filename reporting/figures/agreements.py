"""Cooperation agreements and letters of intent as of 31 December: in force, silent, late, ended, and exceptions."""

from datetime import date

from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from engagements.actions.agreements.schedule import DORMANT_AFTER
from engagements.lifecycle.agreements import CURRENT, Status
from engagements.models import Activity, Agreement, Obligation, Theme
from engagements.models.agreements import months_before
from governance import principles
from governance.models import Body, Decision, Kind

from .counting import Breakdown, Figure, Source, Year, added, bodies, chosen, prioritised_places

ENTERED = (*CURRENT, Status.ENDED, Status.EVALUATED)
SIGNATURES = ("signed_by_city_on", "signed_by_counterpart_on")
DECIDED = (Status.APPROVED, Status.SIGNED, *ENTERED)


def in_force(year: Year) -> Q:
    """Begun and signed by 31 December, and not over. What is not known to be in force is not counted."""
    return _began_by(year.last) & (Q(ended_on__isnull=True) | Q(ended_on__gt=year.last))


def _began_by(day: date) -> Q:
    signed = [Q(**{f"{side}__isnull": True}) | Q(**{f"{side}__lte": day}) for side in SIGNATURES]
    began = Q(matter__starts_on__isnull=True) | Q(matter__starts_on__lte=day)
    return Q(matter__status__in=ENTERED) & began & signed[0] & signed[1]


def _signed(year: Year) -> Q:
    """The second of the signatures is of the year."""
    both = Q(signed_by_city_on__lte=year.last, signed_by_counterpart_on__lte=year.last)
    return both & (Q(signed_by_city_on__gte=year.first) | Q(signed_by_counterpart_on__gte=year.first))


def _dormant(year: Year) -> Q:
    """By what was done and not by what was marked, so that the figure stays when somebody wakes the agreement."""
    since = months_before(year.last, DORMANT_AFTER)
    done = Activity.objects.filter(happened_on__gt=since, happened_on__lte=year.last).values("agreement")
    reviewed = Q(last_reviewed_on__gt=since, last_reviewed_on__lte=year.last)
    known = Q(matter__opened_on__lte=since)
    return in_force(year) & _began_by(since) & known & ~reviewed & ~Q(pk__in=done)


def _unsigned(year: Year) -> Q:
    missing = [Q(**{f"{side}__isnull": True}) | Q(**{f"{side}__gt": year.last}) for side in SIGNATURES]
    return Q(matter__status__in=DECIDED, sign_by__lte=year.last) & (missing[0] | missing[1])


def _open(year: Year) -> Q:
    """Written down by 31 December and not closed by then."""
    return Q(written_on__lte=year.last) & (Q(closed_on__isnull=True) | Q(closed_on__gt=year.last))


AGREEMENTS = Source(
    key="agreements",
    rows=lambda: Agreement.objects.select_related("matter__body"),
    near=lambda year: Q(),
    matter="matter",
    body="matter__body",
    on="matter__starts_on",
    title="matter__title",
)
OBLIGATIONS = Source(
    key="obligations",
    rows=lambda: Obligation.objects.select_related("agreement__matter__body"),
    near=lambda year: Q(written_on__lte=year.last),
    matter="agreement__matter",
    body="agreement__matter__body",
    on="due_on",
    title="text",
)
# Each is told with its paragraph.
EXCEPTIONS = Source(
    key="agreement_exceptions",
    rows=lambda: (
        Decision.objects.standing()
        .select_related("matter__body", "body")
        .annotate(told=Concat(F("matter__title"), Value(", § "), F("paragraph")))
    ),
    near=lambda year: Q(decided_on__range=year.days, matter__kind=Kind.AGREEMENT),
    matter="matter",
    body="body",
    on="decided_on",
    title="told",
)
IN_FORCE = Figure(
    "agreements_in_force",
    "agreements",
    ("Gällande avtal och intentionsavtal", "Agreements and letters of intent in force"),
    "count",
    AGREEMENTS,
    in_force,
    method=(
        "Undertecknade av båda, med en första dag som har varit, och inte upphörda den 31 december. Avtal som ingen "
        "vet om de gäller räknas inte.",
        "Signed by both sides, begun, and not ended on 31 December. Agreements that nobody knows to be in force are "
        "not counted.",
    ),
    is_main=True,
)
FIGURES = (
    IN_FORCE,
    Figure(
        "agreements_signed",
        "agreements",
        ("Avtal som undertecknades under året", "Agreements signed in the year"),
        "count",
        AGREEMENTS,
        _signed,
        method=(
            "Avtal vars andra underskrift är från året.",
            "Agreements whose second signature is of the year.",
        ),
    ),
    Figure(
        "agreements_ended",
        "agreements",
        ("Avtal som upphörde under året", "Agreements ended in the year"),
        "count",
        AGREEMENTS,
        lambda year: Q(ended_on__range=year.days),
        method=("Avtal som upphörde under året.", "Agreements that ended in the year."),
    ),
    Figure(
        "agreements_evaluated",
        "agreements",
        ("Avtal som utvärderades under året", "Agreements evaluated in the year"),
        "count",
        AGREEMENTS,
        lambda year: Q(evaluated_on__range=year.days),
        method=("Upphörda avtal som utvärderades under året.", "Ended agreements evaluated in the year."),
    ),
    Figure(
        "agreements_dormant",
        "agreements",
        ("Vilande avtal", "Dormant agreements"),
        "count",
        AGREEMENTS,
        _dormant,
        method=(
            "Gällande avtal där inget har hänt på tolv månader: ingen aktivitet och ingen omprövning.",
            "Agreements in force in which nothing has happened in twelve months: no activity and no review.",
        ),
    ),
    Figure(
        "agreements_unsigned_late",
        "agreements",
        ("Avtal som inte undertecknades i tid", "Agreements not signed in time"),
        "count",
        AGREEMENTS,
        _unsigned,
        method=(
            "Beslutade avtal vars dag för underskrift har passerat den 31 december utan att båda har skrivit under.",
            "Decided agreements whose day to sign has passed by 31 December without both signatures.",
        ),
        is_defect=True,
    ),
    Figure(
        "agreements_cost_per_year",
        "agreements",
        ("Kostnad per år för gällande avtal", "Cost per year of agreements in force"),
        "kr",
        AGREEMENTS,
        in_force,
        added("cost_per_year"),
        "cost_per_year",
        method=(
            "Summan av de gällande avtalens beräknade kostnad per år. Den ingår inte i registrerade kostnader.",
            "The sum of what the agreements in force are estimated to cost a year. Not part of the recorded costs.",
        ),
    ),
    Figure(
        "agreements_cost_evaluated",
        "agreements",
        ("Vad de utvärderade avtalen kostade", "What the evaluated agreements cost"),
        "kr",
        AGREEMENTS,
        lambda year: Q(evaluated_on__range=year.days),
        added("total_cost"),
        "total_cost",
        method=(
            "Vad avtalen som utvärderades under året kostade i allt, enligt utvärderingen.",
            "What the agreements evaluated in the year cost in all, by their evaluation.",
        ),
    ),
    Figure(
        "obligations_open",
        "agreements",
        ("Åtaganden i avtal som återstår", "Obligations of agreements still open"),
        "count",
        OBLIGATIONS,
        _open,
        method=(
            "Antecknade åtaganden, stadens och motpartens, som inte var avslutade den 31 december.",
            "Obligations written down, the city's and the counterpart's, not closed on 31 December.",
        ),
    ),
    Figure(
        "obligations_late",
        "agreements",
        ("Åtaganden i avtal som är försenade", "Obligations of agreements that are late"),
        "count",
        OBLIGATIONS,
        lambda year: _open(year) & Q(due_on__lte=year.last),
        method=(
            "De som återstod den 31 december och skulle ha varit gjorda.",
            "Those open on 31 December that should have been done.",
        ),
        is_defect=True,
    ),
    Figure(
        "obligations_done",
        "agreements",
        ("Åtaganden i avtal som gjordes under året", "Obligations of agreements done in the year"),
        "count",
        OBLIGATIONS,
        lambda year: Q(status="done", closed_on__range=year.days),
        method=("Åtaganden som gjordes under året.", "Obligations done in the year."),
    ),
    Figure(
        "twin_town_exceptions",
        "agreements",
        ("Undantag för vänortsavtal", "Exceptions for twin-town agreements"),
        "count",
        EXCEPTIONS,
        lambda year: Q(
            matter__facts__has_key=principles.EXCEPTION,
            matter__agreement__isnull=False,
            outcome=Decision.Outcome.APPROVED,
            body__kind=Body.Kind.COUNCIL,
            decided_on__range=year.days,
            question=1,
        ),
        method=(
            "Vänortsavtal som kommunfullmäktige har beslutat om som undantag från principen, med beslutets dag och "
            "paragraf. Staden tecknar annars inte vänortsavtal.",
            "Twin-town agreements that the City Council has decided as exceptions from the principle, with the day "
            "and paragraph of the decision. Otherwise the city signs none.",
        ),
    ),
)
BREAKDOWNS = (
    Breakdown(
        "agreements_by_place",
        ("Gällande avtal med prioriterade platser", "Agreements in force with prioritised places"),
        IN_FORCE,
        "matter__priority_place",
        prioritised_places,
    ),
    Breakdown(
        "agreements_by_type",
        ("Gällande avtal efter typ", "Agreements in force by type"),
        IN_FORCE,
        "type",
        chosen(Agreement.Type),
    ),
    Breakdown(
        "agreements_by_theme",
        ("Gällande avtal efter tema", "Agreements in force by theme"),
        IN_FORCE,
        "matter__theme",
        chosen(Theme),
    ),
    Breakdown(
        "agreements_by_body",
        ("Gällande avtal per organ", "Agreements in force by body"),
        IN_FORCE,
        "matter__body",
        bodies,
    ),
)
