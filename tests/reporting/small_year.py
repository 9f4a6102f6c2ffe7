"""A small year made by hand: every figure of it can be counted on the fingers (see test_figures.py)."""

import itertools
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from engagements.models import (
    Activity,
    Advocacy,
    Agreement,
    AidFinancing,
    AidProject,
    AidReceived,
    Commitment,
    Declaration,
    EuGuideline,
    EuProject,
    EuQuestion,
    EventAbroad,
    EventCost,
    Leg,
    Obligation,
    Organisation,
    Position,
    ProjectMoney,
    Traveller,
)
from governance import matters
from governance.models import (
    AgendaItem,
    Appointment,
    Body,
    Decision,
    DecisionEvent,
    Kind,
    Lamp,
    LampCount,
    Matter,
    Meeting,
    Person,
    Section,
    Strategy,
)
from memberships.models import Fee, Membership, MembershipReview, Post
from network.models import (
    Analysis,
    Mandate,
    NetworkMeeting,
    NetworkQuestion,
    Observation,
    Training,
)
from profiling.models import CityInformation, GoodExample
from referrals.models import Referral, ReferralAnswer
from visits.models import Cost, Event, InvitationLetter, Reply, Visit

YEAR = 2025
_numbers = itertools.count(1)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Europe/Stockholm"))


def body(slug: str) -> Body:
    return Body.objects.get(slug=slug)


def person(username: str) -> Person:
    return Person.objects.get(username=username)


def matter(kind: str, slug: str, title: str, status: str, **card: Any) -> Matter:
    """A card as the features leave it; the features' own verbs have tests of their own."""
    card.setdefault("opened_on", date(2025, 3, 1))
    secrecy = {name: card.pop(name) for name in list(card) if name.startswith("secrecy")}
    made = matters.open_matter(
        kind, by=person("coordinator"), body=body(slug), title=title, status=status, **card
    )
    if secrecy:
        Matter.objects.filter(pk=made.pk).update(**secrecy)
        made.refresh_from_db()
    return made


def membership(name: str, slug: str = "trafiknamnden", status: str = "member", **values: Any) -> Membership:
    card = {key: values.pop(key) for key in ("scope", "closed_on", "opened_on") if key in values}
    secrecy = {key: values.pop(key) for key in list(values) if key.startswith("secrecy")}
    organisation = Organisation.objects.create(slug=f"o{next(_numbers)}", name=name, kind="network")
    values.setdefault("kind", "network")
    return Membership.objects.create(
        matter=matter(Kind.MEMBERSHIP, slug, f"Medlemskap i {name}", status, **card, **secrecy),
        organisation=organisation,
        **values,
    )


def eu_project(
    name: str, starts_on: date, ends_on: date, funding: int | None, slug: str = "trafiknamnden", **values: Any
) -> EuProject:
    status = values.pop("status", "running")
    return EuProject.objects.create(
        matter=matter(Kind.EU_PROJECT, slug, name, status, starts_on=starts_on, ends_on=ends_on),
        role="partner",
        programme=values.pop("programme", "Horizon Europe"),
        eu_funding_to_city=funding,
        **values,
    )


def visit(
    title: str, received_on: date, status: str = "received", slug: str = "trafiknamnden", **values: Any
) -> Visit:
    card = {
        key: values.pop(key)
        for key in ("starts_on", "ends_on", "directions", "country", "theme")
        if key in values
    }
    return Visit.objects.create(
        matter=matter(Kind.VISIT, slug, title, status, opened_on=received_on, **card),
        received_on=received_on,
        purpose="Se hur staden arbetar.",
        **values,
    )


def declaration(
    title: str, slug: str = "trafiknamnden", status: str = "joined", directions: Any = (), **values: Any
) -> Declaration:
    issuer = Organisation.objects.create(
        slug=f"o{next(_numbers)}", name=f"De bakom {title}", kind="initiative"
    )
    values = {"kind": "declaration", "adds_burden": False, **values}
    return Declaration.objects.create(
        matter=matter(Kind.DECLARATION, slug, title, status, directions=list(directions)),
        issuer=issuer,
        origin="invited",
        text="Vi städer.",
        concerns_foreign_policy=False,
        **values,
    )


def published(on: date | None) -> dict[str, Any]:
    return {"published_at": noon(on), "published_by": person("contact")} if on else {}


def example(title: str, published_on: date | None, until: date) -> GoodExample:
    words = ("title_sv", "title_en", "what_sv", "what_en", "result_sv", "result_en")
    return GoodExample.objects.create(
        body=body("trafiknamnden"),
        theme="climate",
        since=date(2024, 1, 1),
        until=until,
        contact_sv="x",
        contact_en="x",
        **dict.fromkeys(words, title),
        **published(published_on),
    )


def aid_project(
    title: str,
    status: str,
    starts_on: date,
    ends_on: date,
    country: str = "UA",
    funder: str = "sida",
    **values: Any,
) -> AidProject:
    """One that costs a million, which one funder pays."""
    partner = Organisation.objects.create(slug=f"o{next(_numbers)}", name=f"De i {title}", kind="city")
    card = {"starts_on": starts_on, "ends_on": ends_on, "country": country}
    made = AidProject.objects.create(
        matter=matter(Kind.AID_PROJECT, "trafiknamnden", title, status, **card),
        partner=partner,
        summary="Expertis.",
        area="neighbourhood",
        total_cost=1_000_000,
        includes_staff_time=True,
        **values,
    )
    AidFinancing.objects.create(project=made, funder=funder, amount=1_000_000, is_requested=True)
    return made


def commitment(
    of: Declaration, text: str, due_on: date, slug: str = "trafiknamnden", **values: Any
) -> Commitment:
    values.setdefault("report", "Gjort." if "closed_on" in values else "")
    return Commitment.objects.create(declaration=of, text=text, owner=body(slug), due_on=due_on, **values)


def reply(to: Visit, outcome: str, given_on: date, working_days: int) -> Reply:
    return Reply.objects.create(
        visit=to,
        outcome=outcome,
        body=to.matter.body,
        given_by=person("contact"),
        given_on=given_on,
        reasons="Strategin stöder det.",
        working_days=working_days,
    )


def decision(
    of: Matter, slug: str, decided_on: date, section: str | None = "5", round: int = 1, **values: Any
) -> Decision:
    values.setdefault("recorded_at", noon(decided_on))
    delegated = values.get("form") == "delegated"
    strategy = Strategy.objects.get(key="2016")
    return Decision.objects.create(
        matter=of,
        round=round,
        body=body(slug),
        body_name=body(slug).name_sv,
        outcome=values.pop("outcome", "approved"),
        decided_on=decided_on,
        paragraph="" if delegated else "7",
        wording="Bifall.",
        strategy=strategy,
        section=Section.objects.get(strategy=strategy, number=section) if section else None,
        recorded_by=person("secretary"),
        payload=b"{}",
        **{"form": "meeting", **values},
    )


def fill() -> None:
    """The small year. What each figure must be stands in test_figures.EXPECTED."""
    _memberships()
    _eu_projects()
    _visits()
    _events()
    _declarations()
    _eu_questions()
    _agreements()
    _aid_projects()
    _profiling()
    _network()
    _referrals()
    _decisions()
    _lamps()


def _lamps() -> None:
    """Counted twice: in November nine were out, at the end of the year four, of what was in force."""
    facts = {"counted_at": timezone.now(), "body": body("trafiknamnden"), "lit": 1, "spared": 0}
    counts = ((date(2025, 11, 30), 9, True), (date(2025, 12, 31), 4, True), (date(2025, 12, 31), 7, False))
    LampCount.objects.bulk_create(
        LampCount(day=day, out=out, is_bound=is_bound, lamp=lamp, **facts)
        for day, out, is_bound in counts
        for lamp in Lamp
    )


def _memberships() -> None:
    old = membership("Eurocities", "kommunstyrelsen", joined_on=date(1995, 1, 1), scope="city_wide")
    unknown = membership("Polis", joined_on=None, next_review_on=date(2025, 6, 1))
    membership("C40", "kommunstyrelsen", joined_on=date(2025, 2, 1), scope="city_wide")
    # Left on the last day of the year: no member then.
    membership("Gamla nätverket", status="left", joined_on=date(2001, 1, 1), left_on=date(2025, 12, 31))
    # Left the year after: still a member.
    leaver = membership("Sena nätverket", status="left", joined_on=date(2001, 1, 1), left_on=date(2026, 2, 1))
    # Came the year after, or never.
    membership("Nya nätverket", joined_on=date(2026, 1, 1))
    membership("Föreslaget", status="proposed")
    membership("Godkänt", status="approved", joined_on=None)
    membership(
        "Hemliga nätverket",
        joined_on=date(2010, 1, 1),
        secrecy_ground="OSL 15:1",
        secrecy_marked_on=date(2020, 1, 1),
    )
    Post.objects.create(
        membership=old, title="Ordförande", holder="A", since=date(2018, 11, 1), until=date(2020, 11, 1)
    )
    Post.objects.create(membership=old, title="Ledamot", holder="B", since=date(2024, 1, 1))
    Post.objects.create(membership=unknown, title="Sekreterare", holder="C", since=date(2025, 12, 31))
    # Decided in time in 2025, and one that was overdue at year-end but has been decided since.
    for of, due, decided in (
        (old, date(2025, 9, 1), date(2025, 5, 1)),
        (leaver, date(2025, 3, 1), date(2026, 1, 9)),
    ):
        MembershipReview.objects.create(
            matter=matter(Kind.MEMBERSHIP_REVIEW, "trafiknamnden", "Omprövning", "continued"),
            membership=of,
            due_on=due,
            decided_on=decided,
            is_open=False,
        )
    for of, year, kronor in ((old, 2025, "100000.40"), (unknown, 2025, "20000.40"), (old, 2024, "90000")):
        Fee.objects.create(membership=of, year=year, amount=Decimal(kronor), amount_sek=Decimal(kronor))


def _eu_projects() -> None:
    shared = eu_project(
        "Två förvaltningar",
        date(2025, 1, 1),
        date(2027, 12, 31),
        35_000_000,
        submitted_on=date(2024, 9, 1),
        applied_amount=40_000_000,
        answered_on=date(2025, 1, 10),
    )
    other = body("miljo-och-halsoskyddsnamnden")
    matters.let_in(shared.matter, other)
    _money(shared, shared.matter.body, "received", 2025, 10_000_000)
    _money(shared, other, "received", 2025, 5_000_000)
    _money(shared, other, "received", 2024, 1_000_000)
    _money(shared, other, "own_share", 2025, 2_000_000)
    eu_project("Slutar i år", date(2020, 1, 1), date(2025, 12, 31), 2_000_000, programme="Interreg")
    eu_project(
        "Slutade i juni", date(2020, 1, 1), date(2025, 6, 30), 1_000_000, "miljo-och-halsoskyddsnamnden"
    )
    national = eu_project(
        "Nationellt bidrag",
        date(2025, 1, 1),
        date(2026, 12, 31),
        None,
        is_eu_money=False,
        submitted_on=date(2025, 1, 1),
        applied_amount=6_000_000,
    )
    _money(national, national.matter.body, "received", 2025, 7_000_000)
    eu_project(
        "Väntar på svar",
        date(2025, 1, 1),
        date(2026, 12, 31),
        None,
        status="submitted",
        submitted_on=date(2025, 5, 1),
        applied_amount=9_000_000,
    )
    eu_project("Nästa år", date(2026, 1, 1), date(2028, 12, 31), 8_000_000, status="granted")


def _money(project: EuProject, of: Body, kind: str, year: int, amount: int) -> None:
    ProjectMoney.objects.create(project=project, body=of, kind=kind, year=year, amount=amount)


def _letters(to: Visit) -> None:
    """Of the year one that holds and one that was revoked, one of the year before; one is asked for."""
    for serial, (status, issued_on) in enumerate(
        [
            ("issued", date(2025, 5, 2)),
            ("revoked", date(2025, 12, 31)),
            ("issued", date(2024, 12, 31)),
            ("requested", None),
        ],
        start=1,
    ):
        InvitationLetter.objects.create(
            visit=to,
            name="Exempel",
            status=status,
            key=f"{serial}",
            token_hash=f"{serial}",
            year=issued_on.year if issued_on else None,
            serial=serial if issued_on else None,
            signer=person("head"),
            body=to.matter.body,
            issued_on=issued_on,
            starts_on=date(2025, 6, 1),
            ends_on=date(2025, 6, 1),
            revoked_on=date(2025, 12, 31) if status == "revoked" else None,
            revoked_because="x" if status == "revoked" else "",
        )


def _visits() -> None:
    helsinki = visit(
        "Besök från Helsingfors",
        date(2025, 1, 2),
        "carried_out",
        starts_on=date(2025, 4, 1),
        ends_on=date(2025, 4, 2),
        groups=2,
        persons=30,
        persons_from_abroad=20,
        countries=["FI", "SE"],
        themes=["climate", "digital"],
        directions=["profiling", "cooperation"],
        is_significant=True,
    )
    oslo = visit(
        "Besök från Oslo",
        date(2024, 12, 30),
        "closed",
        "miljo-och-halsoskyddsnamnden",
        starts_on=date(2025, 12, 31),
        ends_on=date(2026, 1, 2),
        groups=1,
        persons=10,
        persons_from_abroad=10,
        countries=["NO"],
    )
    planned = visit("Besök från Riga", date(2025, 5, 1), "planned", starts_on=date(2025, 6, 1), persons=99)
    no = visit("Besök från Köln", date(2025, 6, 1), "declined", themes=["climate"])
    passed = visit("Besök från Lyon", date(2025, 7, 1), "forwarded")
    reply(helsinki, "accepted", date(2025, 1, 10), 6)
    reply(oslo, "accepted_changed", date(2025, 1, 20), 12)
    reply(planned, "accepted", date(2026, 1, 2), 30)
    reply(no, "declined", date(2025, 6, 12), 8)
    # Passed on twice is one forwarded request.
    for day in (date(2025, 7, 2), date(2025, 7, 20)):
        Event.objects.create(
            visit=passed, verb="forward", status="forwarded", by=person("contact"), at=noon(day)
        )
    Event.objects.create(
        visit=oslo,
        verb="hand_over_to_ks",
        status="handed_over",
        by=person("contact"),
        at=noon(date(2025, 1, 5)),
    )
    _letters(planned)
    Cost.objects.create(visit=helsinki, kind="meals", amount=Decimal("4000"), payer="city")
    Cost.objects.create(visit=helsinki, kind="travel", amount=Decimal("9999"), payer="guest")
    Cost.objects.create(visit=planned, kind="meals", amount=Decimal("5555"), payer="city")


def _events() -> None:
    made = event("Gator i norr", date(2025, 6, 8), "reported", country="FI")
    for name in ("A", "B"):
        Traveller.objects.create(
            event=made, name=name, office="official", body=body("trafiknamnden"), role="speaker"
        )
    for is_actual, kg in ((False, 999), (True, 15)):
        Leg.objects.create(
            event=made,
            is_actual=is_actual,
            origin="Stockholm",
            destination="Helsingfors",
            mode="boat",
            distance_km=800,
            travellers=1,
            co2_kg=kg,
        )
    cost(made, "travel", "city", estimated=2_000, actual=3_000)
    cost(made, "hotel", "organiser", estimated=1_000, actual=4_000)
    # Called off, which cost a little; only approved; made the year before, for nothing.
    cost(event("Inställd", date(2025, 7, 1), "cancelled"), "cancellation", "city", "jarva", actual=900)
    early = date(2023, 5, 1)
    planned = event("Beslutad", date(2025, 8, 1), "approved", opened_on=early)
    cost(planned, "travel", "city", estimated=5_000)
    event("Förra året", date(2024, 6, 8), "carried_out", opened_on=early)


def event(title: str, starts_on: date, status: str, **card: Any) -> EventAbroad:
    made = matter(
        Kind.EVENT_ABROAD, "trafiknamnden", title, status, starts_on=starts_on, ends_on=starts_on, **card
    )
    return EventAbroad.objects.create(
        matter=made, kind="conference", role="speaker", digital="none", digital_reason="x"
    )


def cost(of: EventAbroad, sort: str, payer: str, slug: str = "trafiknamnden", **kronor: int) -> None:
    EventCost.objects.create(event=of, sort=sort, payer=payer, body=body(slug), **kronor)


def _agreements() -> None:
    quiet = agreement(
        "Det tysta",
        "in_force",
        theme="climate",
        opened_on=date(2023, 11, 1),
        starts_on=date(2024, 1, 1),
        signed=date(2023, 12, 15),
        cost_per_year=100_000,
    )
    agreement(
        "Det nya", "in_force", type="letter_of_intent", starts_on=date(2025, 3, 1), signed=date(2025, 2, 1)
    )
    over = agreement(
        "Det avslutade",
        "evaluated",
        opened_on=date(2022, 10, 1),
        closed_on=date(2025, 9, 1),
        starts_on=date(2023, 1, 1),
        signed=date(2022, 12, 1),
        ended_on=date(2025, 6, 30),
        evaluated_on=date(2025, 9, 1),
        total_cost=50_000,
    )
    Activity.objects.create(agreement=over, happened_on=date(2024, 5, 5), kind="meeting", what="Möte")
    agreement("Det osignerade", "approved", sign_by=date(2025, 5, 1))
    agreement("Utkastet", "draft")
    agreement("Det okända", "unclear", opened_on=date(2024, 6, 1))
    twin = agreement("Vänorten", "approved", type="twin_town", facts={"exception": "no-twin-towns"})
    decision(twin.matter, "kommunfullmaktige", date(2025, 10, 1))
    for text, side, closed_on in (
        ("Skicka rapport", "city", None),
        ("Ta emot oss", "counterpart", date(2025, 4, 1)),
    ):
        Obligation.objects.create(
            agreement=quiet,
            text=text,
            side=side,
            written_on=date(2024, 1, 10),
            due_on=date(2025, 11, 30),
            closed_on=closed_on,
            status="done" if closed_on else "open",
            report="Gjort." if closed_on else "",
        )


def agreement(title: str, status: str, signed: date | None = None, **values: Any) -> Agreement:
    names = ("opened_on", "closed_on", "starts_on", "theme", "facts")
    card = {name: values.pop(name) for name in names if name in values}
    with_whom = Organisation.objects.create(
        slug=f"o{next(_numbers)}", name=f"Motparten i {title}", kind="city"
    )
    signatures = {"signed_by_city": "A", "signed_by_counterpart": "B"} if signed else {}
    return Agreement.objects.create(
        matter=matter(Kind.AGREEMENT, "trafiknamnden", title, status, **card),
        organisation=with_whom,
        signed_by_city_on=signed,
        signed_by_counterpart_on=signed,
        **{"type": "cooperation", **signatures, **values},
    )


def _declarations() -> None:
    air = declaration(
        "Luft",
        joined_on=date(2025, 4, 1),
        adds_burden=True,
        burden_amount=Decimal(240_000),
        burden_explanation="En halv tjänst.",
        directions=["profiling", "cooperation"],
    )
    trees = declaration("Träd", kind="initiative", joined_on=date(2025, 12, 31), directions=["cooperation"])
    # Ended on the last day of the year: no longer joined then. Left the year after: still joined.
    declaration(
        "Gammal",
        status="ended",
        joined_on=date(2019, 1, 1),
        ended_on=date(2025, 12, 31),
        ended_reason="Slut.",
    )
    declaration(
        "Sent lämnad",
        "kommunstyrelsen",
        status="left",
        joined_on=date(2019, 1, 1),
        ended_on=date(2026, 2, 1),
        ended_reason="Lämnad.",
    )
    # Joined the year after, or never.
    declaration("Ny", joined_on=date(2026, 1, 1))
    declaration("Föreslagen", status="proposed")
    commitment(air, "Sen", date(2025, 6, 1))
    commitment(trees, "Kvar", date(2026, 6, 1), "miljo-och-halsoskyddsnamnden")
    commitment(air, "Redovisad året efter", date(2025, 12, 31), status="done", closed_on=date(2026, 1, 9))
    commitment(air, "Uppfylld", date(2025, 12, 31), status="done", closed_on=date(2025, 11, 1))
    commitment(air, "Lämnad", date(2025, 12, 31), status="dropped", closed_on=date(2025, 11, 2))


def _referrals() -> None:
    """One of the year before, adopted in the year; one of the year that nobody has adopted. Three answers, one late."""
    former = referral("Riktlinjer", "adopted", date(2024, 10, 1), adopted_on=date(2025, 6, 16))
    current = referral("EU-policy", "out", date(2025, 9, 1))
    answer(former, "trafiknamnden", date(2024, 12, 31))
    answer(former, "jarva", date(2025, 1, 2))
    answer(current, "trafiknamnden", date(2025, 11, 3), without_board=True, without_board_reason="Tiden.")
    answer(current, "jarva", date(2026, 1, 2))
    answer(current, "miljo-och-halsoskyddsnamnden", None)


def referral(title: str, status: str, sent_on: date, **values: Any) -> Referral:
    return Referral.objects.create(
        matter=matter(Kind.REFERRAL, "kommunstyrelsen", title, status, opened_on=date(2024, 9, 1)),
        document="eu_policy",
        contact="Lo",
        sent_on=sent_on,
        answer_by=date(sent_on.year, 12, 31),
        **values,
    )


def answer(asked: Referral, slug: str, submitted_on: date | None, **values: Any) -> ReferralAnswer:
    status = "submitted" if submitted_on else "received"
    return ReferralAnswer.objects.create(
        matter=matter(Kind.REFERRAL_ANSWER, slug, "Remissvar", status, opened_on=date(2024, 9, 1)),
        referral=asked,
        answer_by=asked.answer_by,
        submitted_on=submitted_on,
        stance="agree" if submitted_on else "",
        **values,
    )


def _aid_projects() -> None:
    water = aid_project("Vatten", "running", date(2025, 4, 1), date(2027, 3, 31))
    AidReceived.objects.create(project=water, financing=water.financing.get(), year=2025, amount=300_000)
    AidReceived.objects.create(project=water, financing=water.financing.get(), year=2026, amount=999_000)
    # Over on the last day of the year: still running then, and ended in it.
    aid_project("Korsningar", "closing", date(2024, 2, 1), date(2025, 12, 31), "MD", "world_bank")
    aid_project(
        "Parker",
        "ended",
        date(2023, 1, 1),
        date(2024, 12, 31),
        reported_on=date(2025, 2, 1),
        results="Lyktor.",
        evaluated_on=date(2025, 3, 1),
        evaluation="Bra.",
    )
    # Nobody decided it.
    aid_project("Föreslaget", "proposed", date(2025, 1, 1), date(2026, 12, 31))


def eu_question(title: str, last_day: date, decided: tuple[date, ...] = (), **values: Any) -> EuQuestion:
    """One with a position for each day in `decided`."""
    card = {name: values.pop(name) for name in ("opened_on", "closed_on") if name in values}
    status = "closed" if "closed_on" in card else "decided" if decided else "followed"
    asked = EuQuestion.objects.create(
        matter=matter(Kind.EU_QUESTION, "trafiknamnden", title, status, **card),
        institution="commission",
        process="legislation",
        stage="proposed",
        last_day=last_day,
        concerns_foreign_policy=False,
        cooperation_with="Lo Ledning, stadsledningskontoret",
        cooperation_on=date(2024, 5, 2),
        position_number=len(decided) or None,
        position_on=min(decided, default=None),
    )
    for number, day in enumerate(decided, start=1):
        Position.objects.create(
            eu_question=asked,
            text="Vi anser.",
            question=number,
            number=number,
            status="standing" if number == len(decided) else "former",
            decided_by=body("trafiknamnden"),
            decided_on=day,
        )
    return asked


def advocacy(of: EuQuestion, kind: str, held_on: date, institution: str = "") -> None:
    """What was done, with what a meeting must say."""
    met = {"persons": "En handläggare", "place": "Bryssel"} if institution else {}
    Advocacy.objects.create(
        eu_question=of,
        kind=kind,
        held_on=held_on,
        subject="Luften",
        from_city="Tove Trafik",
        institution=institution,
        **met,
    )


def _eu_questions() -> None:
    air = eu_question("Luft", date(2025, 6, 1), (date(2025, 5, 1), date(2025, 11, 1)))
    # Decided on too late the year before. On the last day of the year nobody had decided on the next.
    sewage = eu_question("Avlopp", date(2024, 10, 1), (date(2024, 12, 1),), opened_on=date(2024, 5, 1))
    eu_question("Missad", date(2025, 12, 31))
    # Closed before its last day: nothing was missed. Entered the year after.
    eu_question("Stängd i tid", date(2025, 6, 1), closed_on=date(2025, 5, 1))
    eu_question("Ny", date(2026, 3, 1), opened_on=date(2026, 1, 2))
    advocacy(air, "meeting", date(2025, 4, 1), "commission")
    advocacy(air, "meeting", date(2025, 12, 31), "parliament")
    advocacy(air, "letter", date(2025, 5, 5))
    advocacy(air, "meeting", date(2026, 1, 2), "commission")
    advocacy(sewage, "seminar", date(2024, 11, 1))
    _guidelines("trafiknamnden", date(2024, 6, 1))
    _guidelines("miljo-och-halsoskyddsnamnden", date(2025, 7, 1))
    _guidelines("stockholms-hamnar", date(2026, 1, 1))


def _guidelines(slug: str, since: date) -> None:
    EuGuideline.objects.create(
        body=body(slug),
        title="Riktlinjer för EU-arbete",
        diary_number="2024-17",
        decided_by="Nämnden",
        decided_on=since,
        since=since,
    )


def _profiling() -> None:
    example("Nytt", date(2025, 5, 1), date(2026, 12, 31))
    example("Utgånget", date(2024, 5, 1), date(2025, 6, 30))
    example("Utkast", None, date(2026, 12, 31))
    for title, published_on, revised_on in (
        ("Gammal", date(2024, 1, 10), date(2023, 6, 1)),
        ("Färsk", date(2024, 1, 10), date(2025, 6, 1)),
        ("Opublicerad", None, date(2020, 6, 1)),
    ):
        CityInformation.objects.create(
            kind="steering_document",
            title_en=title,
            text_en="x",
            body=body("kommunstyrelsen"),
            revised_on=revised_on,
            **published(published_on),
        )


def _network() -> None:
    """Two questions of the year, one answered; a meeting held and one called off; what was seen, and acted on."""
    written = {"author": person("contact"), "written_at": noon(date(2025, 5, 5))}
    NetworkQuestion.objects.create(title="Besvarad", theme="climate", status="answered", **written)
    NetworkQuestion.objects.create(title="Öppen", theme="climate", **written)
    for title, why in (("Vårmöte", ""), ("Inställt", "Få kunde.")):
        begins, ends = noon(date(2025, 6, 3)), noon(date(2025, 6, 4))
        NetworkMeeting.objects.create(
            title=title, starts_at=begins, ends_at=ends, place="x", cancelled_because=why, **written
        )
    Training.objects.create(title="EU", held_on=date(2024, 9, 1), place="x", **written)
    acting = {"matter": Matter.objects.order_by("pk")[0], "acted_on": date(2025, 8, 1)}
    Analysis.objects.create(title="Analys", findings="x", meaning="x", **acting, **written)
    for seen_on in (date(2024, 3, 1), date(2025, 3, 1), date(2025, 4, 1)):
        Observation.objects.create(
            title="Sett", source="x", so_what="x", theme="climate", seen_on=seen_on, **written
        )
    held = Appointment.objects.get(person=person("contact"), office__role="contact_person")
    Mandate.objects.create(appointment=held, accepted_at=noon(date(2025, 2, 1)))


def _met(slug: str, held_on: date, outcomes: dict[Matter, str], **values: Any) -> None:
    """A meeting that took up the matters, each with what became of it."""
    values = {"status": "closed", "closed_on": held_on, **values}
    meeting = Meeting.objects.create(body=body(slug), held_on=held_on, **values)
    for position, (of, outcome) in enumerate(outcomes.items(), 1):
        AgendaItem.objects.create(meeting=meeting, position=position, matter=of, outcome=outcome)


def _decisions() -> None:
    first = matter(Kind.MEMBERSHIP, "trafiknamnden", "Ett ärende", "member", closed_on=date(2025, 11, 1))
    decision(first, "trafiknamnden", date(2025, 3, 10), outcome="referred_back")
    wrong = decision(first, "trafiknamnden", date(2025, 4, 10), round=2)
    decision(
        first,
        "trafiknamnden",
        date(2025, 4, 10),
        round=2,
        supersedes=wrong,
        recorded_at=noon(date(2025, 4, 20)),
    )
    second = matter(Kind.MEMBERSHIP, "kommunstyrelsen", "Ett annat", "member")
    told = decision(
        second,
        "kommunstyrelsen",
        date(2025, 5, 5),
        form="delegated",
        delegate=person("mayor"),
        delegate_name="Bo Borgarråd",
        power_source="Delegation",
    )
    DecisionEvent.objects.create(
        decision=told, kind="notified", happened_on=date(2026, 1, 15), recorded_by=person("board_secretary")
    )
    third = matter(Kind.MEMBERSHIP, "trafiknamnden", "Ett tredje", "left", opened_on=date(2024, 5, 1))
    decision(third, "trafiknamnden", date(2025, 6, 1), section=None)
    fourth = matter(Kind.MEMBERSHIP, "trafiknamnden", "Ett fjärde", "left", opened_on=date(2024, 6, 1))
    early = decision(
        fourth,
        "trafiknamnden",
        date(2024, 12, 20),
        form="delegated",
        delegate=person("mayor"),
        delegate_name="Bo Borgarråd",
        power_source="Delegation",
    )
    DecisionEvent.objects.create(
        decision=early, kind="notified", happened_on=date(2025, 1, 20), recorded_by=person("secretary")
    )
    _met("trafiknamnden", date(2025, 3, 10), {first: "referred_back", third: "withdrawn"})
    _met("trafiknamnden", date(2025, 4, 10), {first: "approved", third: "approved"})
    _met("internationella-beredningen", date(2025, 5, 2), {second: "endorsed", first: "tabled"})
    _met("trafiknamnden", date(2024, 6, 20), {fourth: "approved"})
    # Called, not yet closed: nothing has been taken up.
    _met("trafiknamnden", date(2025, 12, 11), {fourth: ""}, status="called", closed_on=None)
    assert timezone.is_aware(told.recorded_at)
