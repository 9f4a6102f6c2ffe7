"""The demonstration's memberships: the real ones as far as sources go, and invented examples of every state.

The invented ones are entered first: the sweeps that open their reviews on past days shall not find the real ones,
which the product's own clock then reviews as it would in the city.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

import engagements.demonstration
from engagements.actions import create_organisation
from engagements.demonstration import preparer, secretary
from engagements.models import Organisation, Theme
from governance import access
from governance.decisions import Record
from governance.models import Body, Decision, Matter, Notice, Office, Person, Scope

from . import actions, schedule
from .models import Membership, MembershipReview

Kind, Role, Outcome = Membership.Kind, Office.Role, Decision.Outcome
# The day the demonstration's register is said to have begun.
BEGAN = date(2024, 1, 8)
# A mayors' initiative is no membership of the city.
NO_MEMBERSHIP = {"oecd-champion-mayors"}
OWNERS = {"polis": "trafiknamnden"}
# title, holder, since, until, note: from the sources of organisations.csv. Where only a year is known it is said.
POSTS: dict[str, list[tuple[str, str, date, date, str]]] = {
    "eurocities": [
        ("Vice ordförande", "Stockholms stad", date(2016, 11, 1), date(2018, 11, 30), "månad känd, inte dag"),
        ("Ordförande", "Stockholms stad", date(2018, 12, 1), date(2020, 12, 31), "slutet känt som år"),
        (
            "Ordförande i arbetsgruppen Smart city logistics and fleet management",
            "Trafikkontoret",
            date(2016, 1, 1),
            date(2016, 12, 31),
            "endast året känt",
        ),
    ],
    "c40": [
        (
            "Ledamot i styrkommittén",
            "Stockholms stad",
            date(2019, 1, 1),
            date(2022, 12, 31),
            "endast åren kända",
        )
    ],
    "ctpn": [("Ordförande", "Stockholms stad", date(2021, 1, 1), date(2021, 12, 31), "endast året känt")],
    "covenant-of-mayors": [
        ("Styrelseledamot", "Stockholms stad", date(2021, 1, 1), date(2021, 12, 31), "endast året känt")
    ],
}


@transaction.atomic
def load() -> int:
    """Organisations, EU projects and memberships. Doing it again changes nothing. Returns how many were created."""
    by = _first(Role.CONTACT_PERSON, "kommunstyrelsen") or _first(Role.COORDINATOR, "kommunstyrelsen")
    if by is None:
        return 0
    created = engagements.demonstration.load(by=by)
    if Membership.objects.exists():
        return created
    _examples()
    _file_old_news()
    for row in engagements.demonstration.rows("organisations.csv"):
        if row["slug"] not in NO_MEMBERSHIP:
            _real(row)
    return created + Membership.objects.count()


def _file_old_news() -> None:
    """What was told of matters that are long closed has been read."""
    old = Notice.objects.filter(matter__closed_on__isnull=False, read_at=None)
    old.update(read_at=timezone.now())


def _real(row: dict[str, str]) -> None:
    """One membership that the sources know. The year of joining is kept as 1 January and marked as a year."""
    body = Body.objects.get(slug=OWNERS.get(row["slug"], "kommunstyrelsen"))
    by = preparer(body)
    membership = actions.enter_existing(
        by=by,
        body=body,
        organisation=Organisation.objects.get(slug=row["slug"]),
        kind=row["kind"],
        scope=row["scope"],
        joined_on=date(int(row["member_since"]), 1, 1) if row["member_since"] else None,
        joined_year_only=bool(row["member_since"]),
        opened_on=BEGAN,
        note="",
        source=row["source"],
    )
    for title, holder, since, until, note in POSTS.get(row["slug"], []):
        actions.add_post(membership, by=by, title=title, holder=holder, since=since, until=until, note=note)
    if row["slug"] == "sef":
        _principals(membership, by)


# Who has the Stockholm Region European Association together with the city, by their names of today and of 2016.
PRINCIPALS = {"Region Stockholm": "Stockholms läns landsting", "Storsthlm": "Kommunförbundet Stockholms län"}


def _principals(membership: Membership, by: Person) -> None:
    """The strategy names the three; it does not say what share each has."""
    source = "förslaget till internationell strategi, dnr 171-482/2016"
    actions.add_co_owner(membership, by=by, organisation=None, role="Huvudman")
    for name, former in PRINCIPALS.items():
        organisation = Organisation.objects.named(name).first() or create_organisation(
            by=by,
            name=name,
            kind="other",
            country="SE",
            city="Stockholm",
            source=source,
            aliases=[(former, "sv")],
        )
        actions.add_co_owner(membership, by=by, organisation=organisation, role="Huvudman")


def _examples() -> None:
    """Invented memberships, one for each thing that can happen to one."""
    _old_ones()
    street = "trafiknamnden"
    climate = "miljo-och-halsoskyddsnamnden"
    board = "kommunstyrelsen"

    _propose(
        street, "Nordic Network for Quiet Streets (exempel)", Theme.CLIMATE, date(2026, 9, 14), until="send"
    )
    _propose(
        board,
        "European Society for Open City Data (exempel)",
        Theme.DIGITAL,
        date(2026, 8, 24),
        until="send",
        kind=Kind.ORGANISATION,
        scope=Scope.CITY_WIDE,
        cost_four_years=Decimal("640000"),
    )
    _propose(street, "Winter Cycling Exchange (exempel)", Theme.CLIMATE, date(2026, 11, 2))
    _propose(climate, "Baltic Water Cities (exempel)", Theme.CLIMATE, date(2026, 10, 5), until="prepare")
    _propose(street, "Kerbside Forum (exempel)", Theme.CITY_DEVELOPMENT, date(2025, 11, 3), until="withdraw")

    joined = _propose(
        climate, "Baltic Urban Climate Exchange (exempel)", Theme.CLIMATE, date(2025, 2, 10), until="send"
    )
    _decide(joined, Outcome.APPROVED, date(2025, 4, 15), "9", "Nämnden beslutar att gå med i nätverket.")
    _live(joined, since=date(2025, 4, 15), fees={2025: 28_000, 2026: 42_000})

    refused = _propose(
        street, "Global Smart Parking Alliance (exempel)", Theme.CLIMATE, date(2025, 8, 18), until="send"
    )
    _decide(
        refused,
        Outcome.REJECTED,
        date(2025, 10, 16),
        "21",
        "Nämnden avslår förslaget.",
        reasons="Kostnaden står inte i rimlig proportion till nyttan.",
    )
    returned = _propose(
        street, "Street Trees Network (exempel)", Theme.CLIMATE, date(2026, 3, 2), until="send"
    )
    _decide(
        returned,
        Outcome.REFERRED_BACK,
        date(2026, 5, 21),
        "12",
        "Nämnden återremitterar ärendet.",
        reasons="Kostnaden för arbetstid ska redovisas.",
    )
    coming = _propose(
        board,
        "Capitals for Night Culture (exempel)",
        Theme.CULTURE,
        date(2026, 6, 1),
        until="send",
        scope=Scope.CITY_WIDE,
        starts_on=schedule.months_after(schedule.today(), 3),
    )
    _decide(
        coming, Outcome.APPROVED, date(2026, 9, 9), "17", "Kommunstyrelsen beslutar att delta i nätverket."
    )


def _old_ones() -> None:
    """Examples from before the register began: overdue, under review, left, leaving, continued."""
    today = schedule.today()
    left = _enter("trafiknamnden", "European Cycle Cities Circle (exempel)", Theme.CLIMATE, date(2020, 9, 15))
    clean_air = _enter(
        "miljo-och-halsoskyddsnamnden", "Cities for Clean Air (exempel)", Theme.CLIMATE, date(2020, 3, 1)
    )
    kept = _enter(
        "trafiknamnden", "Bridge Keepers' Network (exempel)", Theme.CITY_DEVELOPMENT, date(2021, 2, 1)
    )
    leaving = _enter("kommunstyrelsen", "Forum for Capital Housing (exempel)", Theme.SOCIAL, date(2021, 3, 1))
    actions.flag_due_reviews(today=date(2024, 10, 1))
    _review(left, "leave", date(2024, 11, 21), "18")
    _give_notice(left, date(2024, 12, 2), date(2025, 6, 30))
    actions.leave(
        left,
        by=preparer(left.matter.body),
        left_on=date(2025, 6, 30),
        reason="Nätverket har blivit ett forum för företag.",
    )
    _review(kept, "continue", date(2025, 1, 30), "6")
    _review(leaving, "leave", date(2026, 5, 6), "11")
    _give_notice(leaving, date(2026, 6, 1), schedule.months_after(today, 2))
    _live(clean_air, since=date(2020, 3, 1), fees=dict.fromkeys(range(2022, 2027), 30_000))
    _live(kept, since=date(2021, 2, 1), fees={2022: 15_000, 2023: 15_000, 2024: 18_000, 2025: 18_000})

    soon = schedule.months_after(today, -44)
    port = _enter("stockholms-hamnar", "Port Cities Dialogue (exempel)", Theme.CLIMATE, soon)
    answered = _enter(
        "kommunstyrelsen", "Large Cities' Budget Circle (exempel)", Theme.GENERAL, soon, scope=Scope.CITY_WIDE
    )
    actions.flag_due_reviews(today=today - timedelta(days=45))
    _live(port, since=soon, fees=dict.fromkeys(range(soon.year + 1, today.year + 1), 60000))
    _answer(_open_review(answered), "change")
    actions.send_review_for_decision(_open_review(answered), by=preparer(answered.matter.body))


def _organisation(name: str, theme: str, kind: str, by: Person) -> Organisation:
    return create_organisation(
        by=by, name=name, kind=kind, theme=theme, is_invented=True, note="Påhittad organisation."
    )


def _enter(slug: str, name: str, theme: str, joined_on: date, scope: str = Scope.OWN_OPERATION) -> Membership:
    body = Body.objects.get(slug=slug)
    by = preparer(body)
    return actions.enter_existing(
        by=by,
        body=body,
        organisation=_organisation(name, theme, Kind.NETWORK, by),
        kind=Kind.NETWORK,
        scope=scope,
        joined_on=joined_on,
        opened_on=BEGAN,
        is_invented=True,
        why="Påhittat exempel: verksamheten behöver jämföra sig med andra städer.",
        notice_rule="Sex månader, skriftligt.",
    )


def _propose(
    slug: str,
    name: str,
    theme: str,
    opened_on: date,
    *,
    until: str = "",
    kind: str = Kind.NETWORK,
    scope: str = Scope.OWN_OPERATION,
    cost_four_years: Decimal = Decimal("180000"),
    **card: Any,
) -> Membership:
    """A proposal taken as far as `until`: prepare, send or withdraw."""
    body = Body.objects.get(slug=slug)
    by = preparer(body)
    membership = actions.propose(
        by=by,
        body=body,
        organisation=_organisation(name, theme, kind, by),
        kind=kind,
        scope=scope,
        opened_on=opened_on,
        is_invented=True,
        why="Påhittat exempel: frågan står i verksamhetsplanen och andra städer har kommit längre.",
        contribution="Vi leder en arbetsgrupp och delar våra mätningar.",
        benefit="Prövade metoder som kan införas inom två år.",
        cost_four_years=cost_four_years,
        not_enough="De forum som finns behandlar frågan i allmänna drag, inte i praktiken.",
        **card,
    )
    if until in ("prepare", "send"):
        actions.prepare(membership, by=by)
    if until == "send":
        actions.send_for_decision(membership, by=by)
    if until == "withdraw":
        actions.withdraw(membership, by=by, reason="Frågan drivs i ett annat forum.")
    return membership


def _awaited(matter: Matter) -> Body:
    """The body the matter was just sent to."""
    assert matter.before is not None
    return matter.before


def _decide(
    membership: Membership, outcome: str, on: date, paragraph: str, wording: str, reasons: str = ""
) -> None:
    membership = Membership.objects.select_related("matter__body", "matter__before").get(pk=membership.pk)
    body = _awaited(membership.matter)
    record = _record(body, outcome, on, paragraph, wording, reasons)
    actions.decide(membership, record, by=secretary(body))


def _record(body: Body, outcome: str, on: date, paragraph: str, wording: str, reasons: str = "") -> Record:
    return Record(
        body=body,
        outcome=outcome,
        decided_on=on,
        paragraph=paragraph,
        minutes=f"Protokoll {on.month}/{on.year}",
        minutes_approved_on=on + timedelta(days=6),
        posted_on=on + timedelta(days=7),
        wording=wording,
        reasons=reasons,
    )


def _open_review(membership: Membership) -> MembershipReview:
    return membership.reviews.select_related("matter__body", "matter__before").get(is_open=True)


def _answer(review: MembershipReview, recommendation: str) -> None:
    actions.answer_review(
        review,
        review.matter.version,
        by=preparer(review.matter.body),
        goals="Nätverket stöder inriktningen samverkan i strategin.",
        influence="Vi har påverkat ett gemensamt yttrande.",
        knowledge="Två metoder har prövats hos oss.",
        money="Avgift och resor ryms i budget.",
        alternative="Inget annat forum har samma deltagare.",
        recommendation=recommendation,
        reasons="Sammanvägd bedömning av svaren ovan.",
    )


def _review(membership: Membership, recommendation: str, on: date, paragraph: str) -> None:
    review = _open_review(membership)
    _answer(review, recommendation)
    review = actions.send_review_for_decision(review, by=preparer(review.matter.body))
    body = _awaited(review.matter)
    wording = "Medlemskapet avslutas." if recommendation == "leave" else "Medlemskapet fortsätter."
    actions.decide_review(review, _record(body, Outcome.APPROVED, on, paragraph, wording), by=secretary(body))


def _give_notice(membership: Membership, given_on: date, ends_on: date) -> None:
    actions.give_notice(membership, by=preparer(membership.matter.body), given_on=given_on, ends_on=ends_on)


def _live(membership: Membership, since: date, fees: dict[int, int]) -> None:
    """A representative, and what the years cost."""
    membership = Membership.objects.select_related("matter__body").get(pk=membership.pk)
    by = preparer(membership.matter.body)
    actions.add_representative(membership, by=by, name=by.name, role="Kontaktperson i nätverket", since=since)
    for year, amount in fees.items():
        actions.record_fee(
            membership, by=by, year=year, amount=Decimal(amount), note="Två möten och en gemensam studie."
        )


def _first(role: str, slug: str) -> Person | None:
    return access.holders(role, Body.objects.filter(slug=slug).first()).first()
