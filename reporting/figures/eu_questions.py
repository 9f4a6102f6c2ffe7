"""EU questions as of 31 December: positions decided, advocacy, meetings with institutions, last days missed."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from engagements.models import Advocacy, EuGuideline, EuQuestion, Institution, Position
from engagements.models.eu_guidelines import SHOULD_HAVE
from governance.models import in_force

from . import coverage
from .counting import Breakdown, Figure, Source, Year, bodies, chosen


def _open(year: Year) -> Q:
    lasts = Q(matter__closed_on__isnull=True) | Q(matter__closed_on__gt=year.last)
    return Q(matter__opened_on__lte=year.last) & lasts


def _opened(year: Year) -> Q:
    return Q(matter__opened_on__range=year.days)


def _missed(year: Year) -> Q:
    """Its last day is in the year and past, it was followed by then, and no body had decided on a position."""
    last = min(year.last, timezone.localdate() - timedelta(days=1))
    followed = Q(matter__closed_on__isnull=True) | Q(matter__closed_on__gt=F("last_day"))
    decided_late = Q(position_on__isnull=True) | Q(position_on__gt=F("last_day"))
    stops = Q(concerns_foreign_policy=True)
    return Q(last_day__range=(year.first, last)) & followed & decided_late & ~stops


def _decided(year: Year) -> Q:
    return Q(number__isnull=False, decided_on__range=year.days)


def _done(year: Year) -> Q:
    return Q(held_on__range=year.days)


def _met(year: Year) -> Q:
    return _done(year) & Q(kind=Advocacy.Kind.MEETING)


QUESTIONS = Source(
    key="eu_questions",
    rows=lambda: EuQuestion.objects.select_related("matter__body"),
    near=lambda year: (
        Q(matter__opened_on__lte=year.last)
        & (Q(matter__closed_on__isnull=True) | Q(matter__closed_on__gte=year.first))
        | Q(last_day__range=year.days)
    ),
    matter="matter",
    body="matter__body",
    on="matter__opened_on",
    title="matter__title",
)
POSITIONS = Source(
    key="positions",
    rows=lambda: Position.objects.select_related("eu_question__matter__body", "decided_by"),
    near=_decided,
    matter="eu_question__matter",
    body="decided_by",
    on="decided_on",
    title="eu_question__matter__title",
)
ADVOCACY = Source(
    key="advocacy",
    rows=lambda: Advocacy.objects.select_related("eu_question__matter__body"),
    near=_done,
    matter="eu_question__matter",
    body="eu_question__matter__body",
    on="held_on",
    title="subject",
)
OPEN = Figure(
    "eu_questions_open",
    "legislation",
    ("EU-frågor som staden följde vid årets slut", "EU questions that the city followed at year-end"),
    "count",
    QUESTIONS,
    _open,
    method=(
        "EU-frågor och andra internationella frågor som är inlagda och inte avslutade den 31 december.",
        "EU questions and other international ones that are entered and not closed on 31 December.",
    ),
)
DECIDED = Figure(
    "eu_positions_decided",
    "legislation",
    ("Ståndpunkter som beslutades under året", "Positions decided in the year"),
    "count",
    POSITIONS,
    _decided,
    method=(
        "Ståndpunkter som rätt organ beslutade under året. En senare ståndpunkt i samma fråga räknas för sig.",
        "Positions that the right body decided in the year. A later position in the same question counts too.",
    ),
    is_main=True,
)
ACTIONS = Figure(
    "eu_advocacy",
    "legislation",
    ("Påverkansinsatser under året", "Advocacy in the year"),
    "count",
    ADVOCACY,
    _done,
    method=(
        "Möten med institutioner, svar på samråd, besök, gemensamma brev och seminarier som är loggade.",
        "Meetings with institutions, answers to consultations, visits, joint letters and seminars logged.",
    ),
)
MEETINGS = Figure(
    "eu_meetings",
    "legislation",
    ("Varav möten med institutioner", "Of these meetings with institutions"),
    "count",
    ADVOCACY,
    _met,
    method=(
        "De möten med institutioner som står i stadens mötesförteckning.",
        "The meetings with institutions that stand in the city's log of meetings.",
    ),
)
FIGURES = (
    OPEN,
    Figure(
        "eu_questions_opened",
        "legislation",
        ("EU-frågor som lades in under året", "EU questions entered in the year"),
        "count",
        QUESTIONS,
        _opened,
        method=(
            "EU-frågor vars ärende öppnades under året.",
            "EU questions whose matter was opened in the year.",
        ),
    ),
    DECIDED,
    ACTIONS,
    MEETINGS,
    Figure(
        "eu_questions_missed",
        "legislation",
        (
            "EU-frågor där sista dag att agera passerade utan ståndpunkt",
            "EU questions whose last day to act passed without a position",
        ),
        "count",
        QUESTIONS,
        _missed,
        method=(
            "EU-frågor som följdes, vars sista dag att agera inföll under året, utan beslutad ståndpunkt den dagen.",
            "EU questions followed whose last day to act fell in the year and that then had no decided position.",
        ),
        is_defect=True,
    ),
)
# Of bodies, so it is counted with the other things that bodies lack.
GUIDELINES = (
    Figure(
        "eu_guidelines_missing",
        "legislation",
        (
            "Nämnder och bolag utan egna riktlinjer för EU-arbete",
            "Committees and companies without guidelines of their own for EU policy",
        ),
        "bodies",
        coverage.SOURCE,
        lambda year: in_force(year.last) & Q(kind__in=SHOULD_HAVE) & ~_has_guidelines(year),
        method=(
            "Facknämnder och bolag som fanns den 31 december och då inte hade egna riktlinjer i kraft.",
            "Specialist committees and companies that existed on 31 December with no guidelines in force.",
        ),
        is_defect=True,
    ),
)


def _has_guidelines(year: Year) -> Q:
    return Q(Exists(EuGuideline.objects.filter(in_force(year.last), body=OuterRef("pk"))))


BREAKDOWNS = (
    Breakdown(
        "eu_questions_by_body",
        ("EU-frågor vid årets slut per organ", "EU questions at year-end by body"),
        OPEN,
        "matter__body",
        bodies,
    ),
    Breakdown(
        "eu_positions_by_body",
        ("Beslutade ståndpunkter per organ som beslutade", "Positions decided by the body that decided"),
        DECIDED,
        "decided_by",
        bodies,
    ),
    Breakdown(
        "eu_advocacy_by_kind",
        ("Påverkansinsatser per slag", "Advocacy by kind"),
        ACTIONS,
        "kind",
        chosen(Advocacy.Kind),
    ),
    Breakdown(
        "eu_advocacy_by_body",
        ("Påverkansinsatser per organ", "Advocacy by body"),
        ACTIONS,
        "eu_question__matter__body",
        bodies,
    ),
    Breakdown(
        "eu_meetings_by_institution",
        ("Möten per institution", "Meetings by institution"),
        MEETINGS,
        "institution",
        chosen(Institution),
    ),
)
