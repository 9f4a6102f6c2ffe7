"""The days of journeys, agreements, declarations, EU projects and questions, and of what has been promised."""

from functools import partial

from django.db.models import DateField, F, Func, IntegerField, Q, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from governance.days import Group, Source
from governance.models import Kind, Matter
from governance.prepared import Asker

from . import timelines
from .lifecycle import CommitmentStatus
from .lifecycle.agreements import CURRENT, Status
from .lifecycle.declarations import Status as DeclarationStatus
from .lifecycle.events import Status as EventStatus
from .models import (
    Commitment,
    Obligation,
    Promise,
    agreements_in_register_for,
    declarations_in_register_for,
)
from .models.registers import unmarked


class MonthsBefore(Func):
    """The same day some months earlier, as PostgreSQL counts them: the last of a shorter month."""

    template = "(%(expressions)s))::date"
    arg_joiner = " - make_interval(months => "
    output_field = DateField()


LAST_DAY_OF_NOTICE = MonthsBefore("ends_on", Cast("agreement__notice_months", IntegerField()))


def _cards(kind: str, asker: Asker, in_register: Q) -> QuerySet[Matter]:
    """As the register has them: for whoever holds an office."""
    cards = Matter.objects.filter(kind=kind)
    return cards.filter(in_register) if asker.offices else cards.none()


def _journeys(asker: Asker) -> QuerySet[Matter]:
    over = (EventStatus.DECLINED, EventStatus.CANCELLED)
    cards = _cards(Kind.EVENT_ABROAD, asker, unmarked(asker))
    return cards.filter(starts_on__isnull=False).exclude(status__in=over)


def _agreements(asker: Asker) -> QuerySet[Matter]:
    return _cards(Kind.AGREEMENT, asker, agreements_in_register_for(asker)).filter(status__in=CURRENT)


def _ending(asker: Asker) -> QuerySet[Matter]:
    return _agreements(asker).filter(ends_on__isnull=False)


def _to_give_notice_of(asker: Asker) -> QuerySet[Matter]:
    has_notice = Q(agreement__notice_months__isnull=False, agreement__notice_given_on__isnull=True)
    return _ending(asker).filter(has_notice)


def _to_sign(asker: Asker) -> QuerySet[Matter]:
    cards = Matter.objects.filter(kind=Kind.AGREEMENT, status=Status.APPROVED).visible_to(asker)
    return cards.filter(agreement__sign_by__isnull=False)


def _declarations(asker: Asker) -> QuerySet[Matter]:
    cards = _cards(Kind.DECLARATION, asker, declarations_in_register_for(asker))
    return cards.filter(status=DeclarationStatus.JOINED, declaration__next_review_on__isnull=False)


def _due(kind: str, asker: Asker) -> QuerySet[Matter]:
    return Matter.objects.filter(kind=kind, due_on__isnull=False).open().visible_to(asker)


def _promises(asker: Asker) -> QuerySet[Promise]:
    return timelines.told(Promise.objects.open(), asker, "matter__", in_registers=False)


def _obligations(asker: Asker) -> QuerySet[Obligation]:
    """Those of the files that open: what an agreement asks for is told on its page."""
    rows = Obligation.objects.open().filter(agreement__matter__body__among=asker.bodies_with("view_matters"))
    return rows.filter(unmarked(asker, "agreement__matter__"))


def _commitments(asker: Asker) -> QuerySet[Commitment]:
    rows = Commitment.objects.filter(status=CommitmentStatus.OPEN)
    if not asker.offices:
        return rows.none()
    return rows.filter(declarations_in_register_for(asker, "declaration__matter__"))


SOURCES = (
    Source(
        key="resa",
        group=Group.JOURNEYS,
        sort=_("Journey or conference"),
        rows=_journeys,
        day="starts_on",
        until=Coalesce(F("ends_on"), F("starts_on")),
        card="",
    ),
    Source(
        key="reserapport",
        group=Group.DEADLINES,
        sort=_("Last day of the journey’s next step"),
        rows=partial(_due, Kind.EVENT_ABROAD),
        day="due_on",
        card="",
        due=True,
    ),
    Source(
        key="eu-fraga",
        group=Group.DEADLINES,
        sort=_("Last day in the EU question"),
        rows=partial(_due, Kind.EU_QUESTION),
        day="due_on",
        card="",
        due=True,
    ),
    Source(
        key="eu-projekt",
        group=Group.DEADLINES,
        sort=_("Report or condition of the EU project"),
        rows=partial(_due, Kind.EU_PROJECT),
        day="due_on",
        card="",
        due=True,
    ),
    Source(
        key="bistandsprojekt",
        group=Group.DEADLINES,
        sort=_("Next day of the aid-like project"),
        rows=partial(_due, Kind.AID_PROJECT),
        day="due_on",
        card="",
        due=True,
    ),
    Source(
        key="avtal-underskrift",
        group=Group.DEADLINES,
        sort=_("Agreement to be signed"),
        rows=_to_sign,
        day="agreement__sign_by",
        card="",
        due=True,
    ),
    Source(
        key="avtal-omprovning",
        group=Group.REVIEWS,
        sort=_("Agreement to be reviewed"),
        rows=_agreements,
        day=Coalesce("agreement__review_due_on", "agreement__next_review_on"),
        card="",
        due=True,
        ahead=True,
    ),
    Source(
        key="avtal-uppsagning",
        group=Group.REVIEWS,
        sort=_("Last day to give notice of the agreement"),
        rows=_to_give_notice_of,
        day=LAST_DAY_OF_NOTICE,
        card="",
        ahead=True,
    ),
    Source(
        key="avtal-slut",
        group=Group.REVIEWS,
        sort=_("Agreement’s last day"),
        rows=_ending,
        day="ends_on",
        card="",
        ahead=True,
    ),
    Source(
        key="deklaration-omprovning",
        group=Group.REVIEWS,
        sort=_("Declaration to be reviewed"),
        rows=_declarations,
        day="declaration__next_review_on",
        card="",
        due=True,
        ahead=True,
    ),
    Source(
        key="lofte",
        group=Group.PROMISES,
        sort=_("Promise to be kept"),
        rows=_promises,
        day="due_on",
        title="text",
        card="matter__",
        anchor="#promises",
        for_all=True,
        due=True,
    ),
    Source(
        key="avtalsatagande",
        group=Group.PROMISES,
        sort=_("Obligation of an agreement"),
        rows=_obligations,
        day="due_on",
        title="text",
        card="agreement__matter__",
        anchor="#obligations",
        due=True,
    ),
    Source(
        key="atagande",
        group=Group.PROMISES,
        sort=_("Commitment in a declaration"),
        rows=_commitments,
        day="due_on",
        title="text",
        card="declaration__matter__",
        anchor="#commitments",
        due=True,
    ),
)
