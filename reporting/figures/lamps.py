"""The five lamps as they were counted last in the year: how many commitments in force lacked one."""

from django.db.models import Q, Subquery, Sum

from governance.models import Lamp, LampCount

from .counting import Figure, Source, Year

WORDS = {
    Lamp.PLANNED: ("Åtaganden som inte är planerade", "Commitments that are not planned"),
    Lamp.BUDGETED: ("Åtaganden som inte är budgeterade", "Commitments that are not budgeted"),
    Lamp.DECIDED: (
        "Åtaganden utan registrerat beslut av rätt organ",
        "Commitments without a recorded decision by the right body",
    ),
    Lamp.DOCUMENTED: ("Åtaganden som inte är dokumenterade", "Commitments that are not documented"),
    Lamp.FOLLOWED_UP: ("Åtaganden som inte är uppföljda i tid", "Commitments not followed up in time"),
}


def _counted(year: Year) -> Q:
    days = LampCount.objects.filter(day__range=year.days).order_by("-day").values("day")
    return Q(day=Subquery(days[:1]), is_bound=True)


SOURCE = Source(
    key="lamps",
    rows=lambda: LampCount.objects.select_related("body"),
    near=_counted,
    matter="",
    body="body",
    on="day",
    title="body__name_sv",
)
FIGURES = tuple(
    Figure(
        f"lamps_out_{lamp.value}",
        "decisions",
        WORDS[lamp],
        "matters",
        SOURCE,
        # The name is kept: each figure counts its own lamp.
        lambda year, lamp=lamp: _counted(year) & Q(lamp=lamp),  # type: ignore[misc]
        lambda condition: Sum("out", filter=condition),
        "out",
        method=(
            "Det som staden var bunden av den sista dag på året då lamporna räknades, och som lampan var släckt för. "
            "Ärenden med sekretess räknas inte. Reglerna står på sidan Fem lampor.",
            "What the city was bound by on the last day of the year when the lamps were counted, and whose lamp was "
            "out. Matters under secrecy are not counted. The rules stand on the page Five lamps.",
        ),
    )
    for lamp in Lamp
)
