"""Matters and decisions of the year: by body, by form, by section of the strategy, and what was corrected."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from governance.models import Decision, DecisionEvent, Kind, Matter, Section

from .counting import Breakdown, Figure, Source, Words, Year, bodies, chosen


def _decided(year: Year) -> Q:
    """Decisions that stand: one that was corrected is counted as its correction."""
    return Q(decided_on__range=year.days, superseded_by__isnull=True)


def _not_notified(year: Year) -> Q:
    notified = DecisionEvent.objects.filter(
        decision=OuterRef("pk"), kind=DecisionEvent.Kind.NOTIFIED, happened_on__lte=year.last
    )
    return _decided(year) & Q(form=Decision.Form.DELEGATED) & ~Q(Exists(notified))


def _notified(year: Year) -> Q:
    """Those of the year before too: a delegated decision of December is notified in January."""
    told = DecisionEvent.objects.filter(
        decision=OuterRef("pk"), kind=DecisionEvent.Kind.NOTIFIED, happened_on__range=year.days
    )
    return (_decided(year) | _decided(year.before)) & Q(form=Decision.Form.DELEGATED) & Q(Exists(told))


def sections(values: Iterable[Any]) -> dict[str, Words]:
    """Sections with the version of the strategy they stand in."""
    found = Section.objects.filter(pk__in=list(values)).select_related("strategy")
    return {
        str(section.pk): (
            f"§ {section.number} {section.title_sv} ({section.strategy.key})",
            f"§ {section.number} {section.title_en} ({section.strategy.key})",
        )
        for section in found
    }


MATTERS = Source(
    key="matters",
    rows=lambda: Matter.objects.select_related("body"),
    near=lambda year: Q(opened_on__range=year.days) | Q(closed_on__range=year.days),
    matter="",
    body="body",
    on="opened_on",
    title="title",
)
DECISIONS = Source(
    key="decisions",
    rows=lambda: Decision.objects.select_related("matter__body", "body").defer("payload"),
    near=lambda year: Q(decided_on__range=(year.before.first, year.last)) | Q(recorded_at__year=year.number),
    matter="matter",
    body="matter__body",
    on="decided_on",
    title="matter__title",
)
OPENED = Figure(
    "matters_opened",
    "decisions",
    ("Ärenden som öppnades", "Matters opened"),
    "count",
    MATTERS,
    lambda year: Q(opened_on__range=year.days),
    method=("Ärenden vars öppningsdag ligger i året.", "Matters opened in the year."),
)
DECIDED = Figure(
    "decisions",
    "decisions",
    ("Beslut", "Decisions"),
    "count",
    DECISIONS,
    _decided,
    method=(
        "Beslut som fattades under året. Ett rättat beslut räknas en gång, som rättelsen.",
        "Decisions taken in the year. A corrected decision is counted once, as its correction.",
    ),
    is_main=True,
)
FIGURES = (
    OPENED,
    Figure(
        "matters_closed",
        "decisions",
        ("Ärenden som avslutades", "Matters closed"),
        "count",
        MATTERS,
        lambda year: Q(closed_on__range=year.days),
        method=("Ärenden vars slutdag ligger i året.", "Matters closed in the year."),
    ),
    DECIDED,
    Figure(
        "decisions_delegated",
        "decisions",
        ("Varav på delegation", "Of which by delegated power"),
        "count",
        DECISIONS,
        lambda year: _decided(year) & Q(form=Decision.Form.DELEGATED),
        method=(
            "Beslut som en namngiven person fattade med delegerad beslutanderätt.",
            "Decisions that a named person took by delegated power.",
        ),
    ),
    Figure(
        "decisions_notified",
        "decisions",
        ("Delegationsbeslut som anmäldes under året", "Delegated decisions notified in the year"),
        "count",
        DECISIONS,
        _notified,
        method=(
            "Delegationsbeslut från året eller året före som anmäldes till det delegerande organet under året.",
            "Delegated decisions of the year or the year before, notified to the delegating body in the year.",
        ),
    ),
    Figure(
        "decisions_not_notified",
        "decisions",
        ("Delegationsbeslut som inte anmälts vid årets slut", "Delegated decisions not notified by year-end"),
        "count",
        DECISIONS,
        _not_notified,
        method=(
            "Delegationsbeslut under året utan anmälan till det delegerande organet senast den 31 december.",
            "Delegated decisions of the year not notified to the delegating body by 31 December.",
        ),
        is_defect=True,
    ),
    Figure(
        "decisions_unregulated",
        "decisions",
        ("Beslut där strategin inte säger vem som beslutar", "Decisions where the strategy is silent"),
        "count",
        DECISIONS,
        lambda year: _decided(year) & Q(section__isnull=True),
        method=(
            "Beslut utan stöd i ett avsnitt av strategin; organet beslutade enligt grundregeln.",
            "Decisions without a section of the strategy; the body decided by default.",
        ),
    ),
    Figure(
        "decisions_corrected",
        "decisions",
        ("Rättade beslut", "Corrected decisions"),
        "count",
        DECISIONS,
        lambda year: Q(supersedes__isnull=False, recorded_at__year=year.number),
        method=(
            "Beslut som registrerades under året för att rätta ett tidigare.",
            "Decisions recorded in the year that correct an earlier one.",
        ),
    ),
)
BREAKDOWNS = (
    Breakdown(
        "matters_by_kind",
        ("Öppnade ärenden per slag", "Matters opened by kind"),
        OPENED,
        "kind",
        chosen(Kind),
    ),
    Breakdown("decisions_by_body", ("Beslut per organ", "Decisions by body"), DECIDED, "body", bodies),
    Breakdown(
        "decisions_by_form",
        ("Beslut per form", "Decisions by form"),
        DECIDED,
        "form",
        chosen(Decision.Form),
    ),
    Breakdown(
        "decisions_by_outcome",
        ("Beslut per utfall", "Decisions by outcome"),
        DECIDED,
        "outcome",
        chosen(Decision.Outcome),
    ),
    Breakdown(
        "decisions_by_section",
        ("Beslut per avsnitt i strategin", "Decisions by section of the strategy"),
        DECIDED,
        "section",
        sections,
    ),
)
