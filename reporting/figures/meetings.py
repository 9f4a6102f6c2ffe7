"""What meetings took up: matters on the agendas of closed meetings, and what the preparatory committee handled."""

from django.db.models import Q

from governance.models import AgendaItem, Body

from .counting import Breakdown, Figure, Source, Year, bodies

COMMITTEE = Body.Kind.PREPARATORY_COMMITTEE


def _taken_up(year: Year) -> Q:
    """Matters of meetings held in the year and closed; what was withdrawn from the agenda was not taken up."""
    held = Q(meeting__held_on__range=year.days, meeting__closed_on__isnull=False, matter__isnull=False)
    return held & ~Q(outcome=AgendaItem.Outcome.WITHDRAWN)


def _by_those_that_decide(year: Year) -> Q:
    return _taken_up(year) & ~Q(meeting__body__kind=COMMITTEE)


def _handled(year: Year) -> Q:
    return _taken_up(year) & Q(meeting__body__kind=COMMITTEE, outcome__in=AgendaItem.HANDLED)


ITEMS = Source(
    key="agenda_items",
    rows=lambda: AgendaItem.objects.select_related("matter__body", "meeting__body"),
    near=_taken_up,
    matter="matter",
    body="meeting__body",
    on="meeting__held_on",
    title="matter__title",
)
TAKEN_UP = Figure(
    "meeting_items",
    "decisions",
    ("Ärenden som sammanträden tog upp", "Matters taken up at meetings"),
    "count",
    ITEMS,
    _by_those_that_decide,
    method=(
        "Ärenden på föredragningslistan vid årets avslutade sammanträden i nämnder, bolagsstyrelser,"
        " kommunstyrelsen och kommunfullmäktige. Ett ärende som togs upp två gånger räknas två gånger.",
        "Matters on the agenda of the year's closed meetings of committees, company boards, the City Executive Board"
        " and the City Council. A matter that was taken up twice is counted twice.",
    ),
)
FIGURES = (
    Figure(
        "meetings",
        "decisions",
        ("Sammanträden som tog upp internationella ärenden", "Meetings that took up international matters"),
        "count",
        ITEMS,
        _by_those_that_decide,
        distinct="meeting",
        method=(
            "Avslutade sammanträden under året med minst ett ärende ur registret på föredragningslistan.",
            "Closed meetings of the year with at least one matter of the register on the agenda.",
        ),
    ),
    TAKEN_UP,
    Figure(
        "committee_items",
        "decisions",
        ("Ärenden som internationella beredningen behandlade", "Matters the preparatory committee handled"),
        "count",
        ITEMS,
        _handled,
        method=(
            "Ärenden som internationella beredningen tillstyrkte eller avstyrkte under året.",
            "Matters that the international affairs preparatory committee endorsed or advised against in the year.",
        ),
    ),
)
BREAKDOWNS = (
    Breakdown(
        "meeting_items_by_body",
        ("Ärenden på sammanträden per organ", "Matters at meetings by body"),
        TAKEN_UP,
        "meeting__body",
        bodies,
    ),
)
