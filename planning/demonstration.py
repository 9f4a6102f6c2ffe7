"""Planning in the demonstration, all invented: two years that are over, and the coming one on its way in."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance import access
from governance.models import Body, Matter, Notice, Office, OutboxEntry, Person

from . import planned
from .actions import accounts, handing, rounds, writing
from .models import Account, Plan, PlanLine, Round

Role = Office.Role
# The year that the demonstration's annual report tells of.
REPORTED = 2025
TRANSPORT, ENVIRONMENT, PORTS = "trafiknamnden", "miljo-och-halsoskyddsnamnden", "stockholms-hamnar"
PLANNED = (TRANSPORT, ENVIRONMENT, PORTS)
ASKED = (
    *PLANNED, "exploateringsnamnden", "kulturnamnden", "socialnamnden", "jarva", "kungsholmen", "stockholms-stadshus",
)  # fmt: skip

# Of each body: what it wants, its goal, and what serves it with why.
PLANS: dict[str, tuple[str, str, tuple[tuple[str, str, str, int], ...]]] = {
    TRANSPORT: (
        "Nämnden vill lära av städer som har kommit längre med cykling året runt och med utsläppsfria leveranser.",
        "Fler väljer cykeln även på vintern",
        (
            ("membership", "Nätverk för gator och cykling", "Vi får veta vad andra har prövat innan vi bygger.", 45000),
            ("event", "Studieresa om vintervägar", "Driften behöver se metoden på plats.", 38000),
            ("project", "EU-projekt om leveranser", "Projektet betalar ett försök vi ändå vill göra.", 0),
        ),
    ),
    ENVIRONMENT: (
        "Nämnden vill påverka EU:s luft- och vattenregler och ta hem metoder för renare sjöar.",
        "Friskare sjöar och renare luft",
        (
            ("membership", "Nätverk för vatten i städer", "Andra har redan räknat på de åtgärder vi behöver.", 30000),
            ("other", "Synpunkter till kommissionen om luftdirektivet", "Gränsvärdena styr vårt arbete i tio år.", 0),
        ),
    ),
    PORTS: (
        "Bolaget vill att fartygen ansluts till el vid kaj i alla hamnar de anlöper.",
        "El vid kaj för alla kryssningsfartyg",
        (
            ("cooperation", "Samverkan i Östersjön", "Ett fartyg byter bara om flera hamnar kräver det.", 60000),
        ),
    ),
}  # fmt: skip
GAVE = {
    TRANSPORT: (
        "Påhittat exempel. Studieresan gav en metod för sopsaltning som prövades på två stråk. Nätverket svarade på"
        " fyra frågor inför upphandlingen av nya cykelräknare.",
        "Resor ger mest när driftens egna medarbetare är med.",
    ),
    ENVIRONMENT: (
        "Påhittat exempel. Nämndens synpunkter om mätpunkter finns med i den antagna texten. Tre städer har delat sina"
        " åtgärdsplaner för sjöar.",
        "Det lönar sig att svara tidigt, innan texten är låst.",
    ),
}


@transaction.atomic
def load() -> int:
    """Rounds with plans and accounts. Doing it again changes nothing. Returns how many rounds were opened."""
    by = access.holders(Role.COORDINATOR).order_by("pk").first()
    if by is None or Round.objects.exists():
        return 0
    today = timezone.localdate()
    for year in sorted({REPORTED, today.year}):
        _year_that_is_planned(year, by)
    _accounts(by, today)
    _coming(by, today)
    _forget_old_news()
    return Round.objects.count()


def _round(by: Person, subject: str, year: int, opened_on: date, due_on: date, slugs: Any) -> Round:
    bodies = Body.objects.in_force(timezone.localdate()).filter(slug__in=slugs).order_by("name_sv")
    return rounds.open_round(
        by=by,
        subject=subject,
        year=year,
        opened_on=opened_on,
        due_on=due_on,
        bodies=bodies,
        instruction="Påhittat exempel. Skriv kort: vad, varför och vad det kostar inom egen budget.",
        is_invented=True,
    )


def _handed(asked: Round) -> dict[str, Any]:
    return {each.matter.body.slug: each for each in asked.handed.select_related("matter__body", "round")}


def _year_that_is_planned(year: int, by: Person) -> None:
    """Every plan accepted and locked before the year began."""
    asked = _round(by, "plan", year, date(year - 1, 10, 1), date(year - 1, 11, 15), PLANNED)
    for slug, plan in _handed(asked).items():
        _write(plan, slug)
        _hand_in(plan, date(year - 1, 11, 10))
        handing.accept(plan, by=by, accepted_on=date(year - 1, 12, 1))
        handing.lock_one(plan, by=by, locked_on=date(year - 1, 12, 15))
    rounds.close_round(asked, by=by)


def _write(plan: Plan, slug: str) -> None:
    """The plan with its goal and lines; a line is tied to what the body has of its kind, where it has any."""
    aims, goal, lines = PLANS[slug]
    preparer, budget = _preparer(plan.matter.body), sum(cost for *_line, cost in lines) + 20000
    writing.write(plan, _version(plan), by=preparer, aims=f"Påhittat exempel. {aims}", budget=budget)
    served = writing.add_line(plan, by=preparer, kind="goal", title=goal, why="Det följer av budgeten.")
    free = list(planned.left_out(plan, Matter.objects.filter(secrecy_ground="")).order_by("pk"))
    for kind, title, why, cost in lines:
        matter = next((each for each in free if _line_kind(each) == kind), None)
        writing.add_line(
            plan, by=preparer, matter=matter, kind=kind, title=title, why=why, cost=cost, goal=served
        )
        free = [each for each in free if each != matter]


def _line_kind(matter: Matter) -> str:
    return writing.KIND_OF_LINE.get(matter.kind, PlanLine.Kind.OTHER)  # type: ignore[call-overload]


def _hand_in(handed: Any, submitted_on: date) -> None:
    body = handed.matter.body
    handing.mark_ready(handed, by=_preparer(body))
    handing.submit(handed, by=_head(body), submitted_on=submitted_on)


def _accounts(by: Person, today: date) -> None:
    """The year of the report: two accounts are accepted, the third is late."""
    opened_on, due_on = date(REPORTED + 1, 1, 8), date(REPORTED + 1, 2, 15)
    asked = _round(by, "account", REPORTED, min(opened_on, today), max(due_on, opened_on), PLANNED)
    for slug, account in _handed(asked).items():
        if slug not in GAVE:
            continue
        _account(account, *GAVE[slug])
        _hand_in(account, min(date(REPORTED + 1, 2, 10), today))
        handing.accept(account, by=by, accepted_on=min(date(REPORTED + 1, 2, 28), today))


def _account(account: Account, summary: str, lessons: str) -> None:
    """What the worker counts is counted here, so that it can be handed in at once."""
    preparer = _preparer(account.matter.body)
    accounts.count(OutboxEntry(kind="count_account", subject=account.pk))()
    accounts.write(account, _version(account), by=preparer, summary=summary, lessons=lessons)
    results = ("done", "partly", "done", "moved")
    lines = account.plan.lines.order_by("pk") if account.plan else []
    told = {
        line.pk: {"result": results[place % 4], "text": "Påhittat utfall."}
        for place, line in enumerate(lines)
    }
    accounts.tell_outcomes(account, _version(account), by=preparer, outcomes=told)


def _coming(by: Person, today: date) -> None:
    """Next year: one to review, one marked ready, one to be completed, one without a part, the rest not begun."""
    asked = _round(by, "plan", today.year + 1, today - timedelta(days=40), today + timedelta(days=12), ASKED)
    plans = _handed(asked)
    for slug in PLANNED:
        if slug in plans:
            _write(plans[slug], slug)
    if TRANSPORT in plans:
        handing.mark_ready(plans[TRANSPORT], by=_preparer(plans[TRANSPORT].matter.body))
    if ENVIRONMENT in plans:
        _hand_in(plans[ENVIRONMENT], today - timedelta(days=3))
    if PORTS in plans:
        _hand_in(plans[PORTS], today - timedelta(days=9))
        handing.ask_completion(
            plans[PORTS],
            by=by,
            to_complete="Påhittat exempel. Skriv hur ni ser att målet är nått, och vem som är ansvarig.",
            hand_in_by=today + timedelta(days=10),
        )
    if plan := plans.get("exploateringsnamnden"):
        writing.write(
            plan,
            _version(plan),
            by=_preparer(plan.matter.body),
            has_none=True,
            none_because="Påhittat exempel. Nämnden prioriterar annat under året.",
        )


def _version(handed: Any) -> int:
    return Matter.objects.get(pk=handed.pk).version


def _preparer(body: Body) -> Person:
    for role in (Role.CONTACT_PERSON, Role.SECRETARY):
        if found := access.holders(role, body).order_by("pk").first():
            return found
    raise LookupError(f"nobody prepares the matters of {body.name_sv}")


def _head(body: Body) -> Person:
    for role in (Role.HEAD, Role.SECRETARY):
        if found := access.holders(role, body).order_by("pk").first():
            return found
    raise LookupError(f"nobody submits for {body.name_sv}")


def _forget_old_news() -> None:
    """What happened before the register began is no news to anybody."""
    old = Notice.objects.filter(matter__kind__in=("plan", "account"), matter__closed_on__isnull=False)
    old.filter(read_at=None).update(read_at=timezone.now())
