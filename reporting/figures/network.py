"""The international network and horizon scanning: what it asked, met about and learnt, and what it saw abroad."""

from django.db.models import Q
from django.db.models.functions import TruncDate
from django.urls import reverse

from governance.models import Appointment, Office, in_force
from network.models import Analysis, NetworkMeeting, NetworkQuestion, Observation, Training

from .counting import Figure, Source, Year


def _waits(year: Year) -> Q:
    """In force on the last day of the year and not accepted by then."""
    accepted = Q(mandate__accepted_at__date__lte=year.last)
    return in_force(year.last) & (Q(mandate__isnull=True) | ~accepted)


MANDATES = Source(
    key="network_mandates",
    rows=lambda: Appointment.objects.filter(office__role=Office.Role.CONTACT_PERSON),
    near=lambda year: in_force(year.last),
    matter="",
    body="office__body",
    on="since",
    title="person__name",
    page=lambda pk: reverse("network:mandate", args=[pk]),
)
QUESTIONS = Source(
    key="network_questions",
    rows=lambda: NetworkQuestion.objects.annotate(asked_on=TruncDate("written_at")),
    near=lambda year: Q(asked_on__range=year.days),
    matter="",
    body="",
    on="asked_on",
    title="title",
    page=lambda pk: reverse("network:question", args=[pk]),
    for_readers=True,
)
MEETINGS = Source(
    key="network_meetings",
    rows=lambda: NetworkMeeting.objects.annotate(held_on=TruncDate("starts_at")),
    near=lambda year: Q(held_on__range=year.days),
    matter="",
    body="",
    on="held_on",
    title="title",
    page=lambda pk: reverse("network:meeting", args=[pk]),
    for_readers=True,
)
TRAININGS = Source(
    key="network_trainings",
    rows=lambda: Training.objects.all(),
    near=lambda year: Q(held_on__range=year.days),
    matter="",
    body="",
    on="held_on",
    title="title",
    page=lambda pk: reverse("network:training", args=[pk]),
    for_readers=True,
)
OBSERVATIONS = Source(
    key="observations",
    rows=lambda: Observation.objects.all(),
    near=lambda year: Q(seen_on__range=year.days),
    matter="",
    body="",
    on="seen_on",
    title="title",
    page=lambda pk: reverse("network:observation", args=[pk]),
    for_readers=True,
)
ANALYSES = Source(
    key="analyses",
    rows=lambda: Analysis.objects.annotate(written_on=TruncDate("written_at")),
    near=lambda year: Q(written_on__range=year.days) | Q(acted_on__range=year.days),
    matter="",
    body="",
    on="written_on",
    title="title",
    page=lambda pk: reverse("network:analysis", args=[pk]),
    for_readers=True,
)
FIGURES = (
    Figure(
        "network_mandates_unaccepted",
        "coverage",
        (
            "Kontaktpersoner som inte har tackat ja till sitt mandat",
            "Contact persons who have not accepted their mandate",
        ),
        "count",
        MANDATES,
        _waits,
        method=(
            "Förordnanden som kontaktperson som gällde den 31 december och som personen inte hade tackat ja till.",
            "Appointments as contact person in force on 31 December that the person had not accepted.",
        ),
        is_defect=True,
    ),
    Figure(
        "network_meetings",
        "coverage",
        ("Nätverksmöten", "Meetings of the network"),
        "count",
        MEETINGS,
        lambda year: Q(held_on__range=year.days, cancelled_because=""),
        method=(
            "Möten i det internationella nätverket under året som inte ställdes in.",
            "Meetings of the international network in the year that were not called off.",
        ),
    ),
    Figure(
        "network_questions",
        "coverage",
        ("Frågor till nätverket", "Questions to the network"),
        "count",
        QUESTIONS,
        lambda year: Q(asked_on__range=year.days),
        method=("Frågor som ställdes under året.", "Questions asked in the year."),
    ),
    Figure(
        "network_questions_answered",
        "coverage",
        ("Därav besvarade eller avslutade", "Of these answered or closed"),
        "count",
        QUESTIONS,
        lambda year: Q(asked_on__range=year.days) & ~Q(status=NetworkQuestion.Status.OPEN),
        method=(
            "Årets frågor som har fått svar eller är avslutade när rapporten räknas.",
            "Questions of the year that have an answer or are closed when the report is counted.",
        ),
    ),
    Figure(
        "network_trainings",
        "coverage",
        ("Utbildningar för nätverket", "Trainings for the network"),
        "count",
        TRAININGS,
        lambda year: Q(held_on__range=year.days),
        method=("Utbildningar som hölls under året.", "Trainings held in the year."),
    ),
    Figure(
        "observations",
        "horizon",
        ("Observationer", "Observations"),
        "count",
        OBSERVATIONS,
        lambda year: Q(seen_on__range=year.days),
        method=("Observationer med en dag under året.", "Observations of a day in the year."),
    ),
    Figure(
        "analyses",
        "horizon",
        ("Analyser", "Analyses"),
        "count",
        ANALYSES,
        lambda year: Q(written_on__range=year.days),
        method=("Analyser som skrevs under året.", "Analyses written in the year."),
    ),
    Figure(
        "analyses_acted_on",
        "horizon",
        ("Analyser som ledde till ett ärende", "Analyses that led to a matter"),
        "count",
        ANALYSES,
        lambda year: Q(acted_on__range=year.days),
        method=(
            "Analyser som under året länkades till det ärende där staden gör något åt dem.",
            "Analyses linked in the year to the matter in which the city acts on them.",
        ),
    ),
)
