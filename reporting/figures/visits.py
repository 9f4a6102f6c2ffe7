"""The year's visits: what was asked, what was answered and how soon, who came."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q

from engagements.models import Theme
from governance.models import Direction
from visits.lifecycle import Status
from visits.models import Event, InvitationLetter, Reply, Visit

from .counting import (
    Breakdown,
    Figure,
    Median,
    Source,
    Words,
    Year,
    added,
    bodies,
    chosen,
    countries_named,
    prioritised_places,
)

CAME = (Status.CARRIED_OUT, Status.FOLLOWED_UP, Status.CLOSED)
YES = (Reply.Outcome.ACCEPTED, Reply.Outcome.ACCEPTED_CHANGED)


def _received(year: Year) -> Q:
    return Q(received_on__range=year.days)


def came(year: Year) -> Q:
    """Carried out, by the first day of the visit."""
    return Q(matter__starts_on__range=year.days, matter__status__in=CAME)


def _passed_on(year: Year, verb: str) -> Q:
    return Q(pk__in=Event.objects.filter(verb=verb, at__year=year.number).values("visit"))


def _answered(year: Year) -> Q:
    return Q(given_on__range=year.days)


def directions(values: Iterable[Any]) -> dict[str, Words]:
    """Directions by their key; the newest strategy that has it names it."""
    found = Direction.objects.filter(key__in=list(values)).order_by("strategy__since")
    return {direction.key: (direction.name_sv, direction.name_en) for direction in found}


def _visits() -> Any:
    return Visit.objects.select_related("matter__body")


REQUESTS = Source("requests", _visits, _received, "matter", "matter__body", "received_on", "matter__title")
FORWARDED = Source(
    "forwarded",
    _visits,
    lambda year: _passed_on(year, "forward") | _passed_on(year, "hand_over_to_ks"),
    "matter",
    "matter__body",
    "received_on",
    "matter__title",
)
REPLIES = Source(
    "replies",
    lambda: Reply.objects.select_related("visit__matter__body"),
    _answered,
    "visit__matter",
    "visit__matter__body",
    "given_on",
    "visit__matter__title",
)
INVITATIONS = Source(
    "invitations",
    lambda: InvitationLetter.objects.select_related("visit__matter__body").defer("content"),
    lambda year: Q(issued_on__range=year.days),
    "visit__matter",
    "visit__matter__body",
    "issued_on",
    "visit__matter__title",
)
VISITS = Source("visits", _visits, came, "matter", "matter__body", "matter__starts_on", "matter__title")

ASKED = Figure(
    "visit_requests",
    "visits",
    ("Besöksförfrågningar", "Visit requests"),
    "count",
    REQUESTS,
    _received,
    method=("Förfrågningar som kom in under året.", "Requests received in the year."),
    is_main=True,
)
CARRIED_OUT = Figure(
    "visits",
    "visits",
    ("Genomförda besök", "Visits carried out"),
    "count",
    VISITS,
    came,
    method=(
        "Besök som genomfördes och vars första dag ligger i året.",
        "Visits carried out whose first day is in the year.",
    ),
    is_main=True,
)
PERSONS = Figure(
    "visit_persons",
    "visits",
    ("Besökande personer", "Persons visiting"),
    "persons",
    VISITS,
    came,
    added("persons"),
    "persons",
    method=("Personer i de genomförda besöken.", "Persons in the visits carried out."),
    is_main=True,
)
FIGURES = (
    ASKED,
    Figure(
        "visits_accepted",
        "visits",
        ("Accepterade", "Accepted"),
        "count",
        REPLIES,
        lambda year: _answered(year) & Q(outcome__in=YES),
        method=(
            "Svar under året där staden tar emot besöket, också med ändringar.",
            "Answers of the year in which the city receives the visit, also with changes.",
        ),
    ),
    Figure(
        "visits_declined",
        "visits",
        ("Avböjda", "Declined"),
        "count",
        REPLIES,
        lambda year: _answered(year) & Q(outcome=Reply.Outcome.DECLINED),
        method=("Svar under året där staden avböjer.", "Answers of the year in which the city declines."),
    ),
    Figure(
        "visits_forwarded",
        "visits",
        ("Vidarebefordrade till ett annat organ", "Forwarded to another body"),
        "count",
        FORWARDED,
        lambda year: _passed_on(year, "forward"),
        method=(
            "Förfrågningar som under året skickades vidare till en annan nämnd eller styrelse.",
            "Requests that were passed on to another committee or board in the year.",
        ),
    ),
    Figure(
        "visits_handed_over",
        "visits",
        ("Överlämnade till kommunstyrelsen", "Handed over to the City Executive Board"),
        "count",
        FORWARDED,
        lambda year: _passed_on(year, "hand_over_to_ks"),
        method=(
            "Förfrågningar som under året lämnades över till kommunstyrelsen för samordning.",
            "Requests handed over to the City Executive Board for coordination in the year.",
        ),
    ),
    Figure(
        "visits_significant",
        "visits",
        ("Betydande besök bland förfrågningarna", "Significant visits among the requests"),
        "count",
        REQUESTS,
        lambda year: _received(year) & Q(is_significant=True),
        method=(
            "Förfrågningar som rör flera verksamhetsområden eller har hög politisk nivå (strategin avsnitt 5).",
            "Requests that touch several areas of operation or have a high political level (section 5).",
        ),
    ),
    Figure(
        "invitation_letters",
        "visits",
        ("Utfärdade inbjudningsbrev", "Invitation letters issued"),
        "count",
        INVITATIONS,
        lambda year: Q(issued_on__range=year.days),
        method=(
            "Inbjudningsbrev till delegater som utfärdades under året, också de som har återkallats sedan.",
            "Invitation letters to delegates issued in the year, also those revoked since.",
        ),
    ),
    Figure(
        "visits_answered_in_time",
        "visits",
        ("Besvarade inom svarstiden", "Answered within the time"),
        "percent",
        REPLIES,
        lambda year: _answered(year) & Q(working_days__lte=settings.VISIT_ANSWER_WORKING_DAYS),
        share_of="visit_answers",
        method=(
            "Andel av årets svar som gavs inom stadens svarstid i arbetsdagar, räknat från den dag förfrågan kom. "
            "Tid då staden väntade på gästen räknas inte; tid då förfrågan vilade räknas.",
            "Share of the year's answers given within the city's answer time in working days, counted from the day "
            "the request came. Time when the city waited for the guest does not count; time when it rested does.",
        ),
    ),
    Figure(
        "visit_answers",
        "visits",
        ("Svar till gäster", "Answers to guests"),
        "count",
        REPLIES,
        _answered,
        method=("Alla svar som gavs under året.", "All answers given in the year."),
    ),
    Figure(
        "visit_response_days",
        "visits",
        ("Svarstid, median", "Response time, median"),
        "days",
        REPLIES,
        _answered,
        lambda condition: Median("working_days", filter=condition),
        "working_days",
        method=(
            "Hälften av svaren gavs inom så här många arbetsdagar.",
            "Half of the answers were given within this many working days.",
        ),
    ),
    CARRIED_OUT,
    Figure(
        "visit_groups",
        "visits",
        ("Grupper", "Groups"),
        "groups",
        VISITS,
        came,
        added("groups"),
        "groups",
        method=(
            "Grupper i de genomförda besöken. Grupper och personer är olika mått.",
            "Groups in the visits carried out. Groups and persons are different measures.",
        ),
    ),
    PERSONS,
    Figure(
        "visit_share_from_abroad",
        "visits",
        ("Andel personer från utlandet", "Share of persons from abroad"),
        "percent",
        VISITS,
        came,
        added("persons_from_abroad"),
        "persons_from_abroad",
        share_of="visit_persons",
        method=(
            "Personer från utlandet som andel av alla personer i de genomförda besöken.",
            "Persons from abroad as a share of all persons in the visits carried out.",
        ),
    ),
    Figure(
        "visit_countries",
        "visits",
        ("Länder", "Countries"),
        "count",
        VISITS,
        came,
        parts_of="visits_by_country",
        method=(
            "Olika länder som gästerna i de genomförda besöken kom från.",
            "Different countries that the guests of the visits carried out came from.",
        ),
    ),
)
BREAKDOWNS = (
    Breakdown(
        "visits_by_place",
        ("Genomförda besök från prioriterade platser", "Visits carried out from prioritised places"),
        CARRIED_OUT,
        "matter__priority_place",
        prioritised_places,
    ),
    Breakdown(
        "requests_by_body", ("Förfrågningar per organ", "Requests by body"), ASKED, "matter__body", bodies
    ),
    Breakdown(
        "requests_by_theme",
        (
            "Förfrågningar per tema (ett besök kan höra till flera)",
            "Requests by theme (a visit may belong to several)",
        ),
        ASKED,
        "themes",
        chosen(Theme),
        is_many=True,
    ),
    Breakdown(
        "requests_by_direction",
        (
            "Förfrågningar per inriktning i strategin (ett besök kan höra till flera)",
            "Requests by direction of the strategy (a visit may belong to several)",
        ),
        ASKED,
        "matter__directions",
        directions,
        is_many=True,
    ),
    Breakdown(
        "visits_by_country",
        (
            "Genomförda besök per land (ett besök kan höra till flera)",
            "Visits carried out by country (a visit may belong to several)",
        ),
        CARRIED_OUT,
        "countries",
        countries_named,
        is_many=True,
    ),
    Breakdown(
        "visits_by_body",
        ("Genomförda besök per organ", "Visits carried out by body"),
        CARRIED_OUT,
        "matter__body",
        bodies,
    ),
)
