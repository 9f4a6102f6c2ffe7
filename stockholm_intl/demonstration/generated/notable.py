"""What no average city has and every measurement wants: a matter, an agreement, a journey and a meeting that are very
long, and one very busy person."""
# ruff: noqa: S608 (names of tables and columns are our own; whatever comes from outside is a parameter)

from django.db.backends.utils import CursorWrapper

from engagements.models import Activity, Leg, Obligation, Traveller
from governance.models import AgendaItem, Body, Decision, Document, Kind, Matter, Meeting, Person

from .filling import fill, fill_and_remember

LONG = "Påhittat ärende med lång historia"
DECISIONS, HISTORY, DOCUMENTS, OPEN_MATTERS = 50, 200, 30, 2000
AGREEMENT, JOURNEY, MEETING = (
    "Påhittat avtal med mycket i",
    "Påhittad resa med många resenärer",
    "Påhittat långt möte",
)
OBLIGATIONS, TRAVELLERS, ITEMS = 60, 60, 60


def write(cursor: CursorWrapper, matters: int) -> int:
    """The first visit of the Executive Board becomes long; the board's first contact person becomes busy."""
    board = Body.objects.get(kind=Body.Kind.EXECUTIVE_BOARD)
    person = busy_person()
    long = (
        Matter.objects.filter(body=board, kind=Kind.VISIT, is_invented=True, secrecy_ground="")
        .order_by("-pk")
        .first()
    )
    count = _lengthen(cursor, long, person) + _burden(cursor, board, person, min(OPEN_MATTERS, matters // 5))
    return count + _full_agreement(cursor) + _full_journey(cursor) + _full_meeting(cursor, board)


def busy_person() -> Person:
    """The contact person of the Executive Board who has the whole board's work on the table."""
    held = Person.objects.filter(
        appointments__office__role="contact_person",
        appointments__office__body__kind=Body.Kind.EXECUTIVE_BOARD,
    )
    return held.order_by("pk")[0]


def coordinator() -> Person:
    """Reads the matters of every body."""
    return Person.objects.filter(appointments__office__role="coordinator").order_by("pk")[0]


def long_matter() -> Matter:
    return Matter.objects.filter(title=LONG).latest("pk")


def full_agreement() -> Matter:
    return Matter.objects.filter(title=AGREEMENT).latest("pk")


def full_journey() -> Matter:
    return Matter.objects.filter(title=JOURNEY).latest("pk")


def full_meeting() -> Meeting:
    return Meeting.objects.filter(note=MEETING).latest("pk")


def _full_agreement(cursor: CursorWrapper) -> int:
    """Sixty obligations and as many activities."""
    pk = _renamed(Kind.AGREEMENT, "in_force", AGREEMENT)
    if pk is None:
        return 0
    parts = f"generate_series(1, {OBLIGATIONS}) AS k"
    count = fill_and_remember(
        cursor, Obligation, parts, agreement=f"{pk:d}", text="'Påhittat åtagande i raden ' || k",
        side="CASE mod(k, 2) WHEN 0 THEN 'city' ELSE 'counterpart' END", written_on="current_date - 100",
        due_on="current_date + 10 * k",
    )  # fmt: skip
    return count + fill_and_remember(
        cursor, Activity, parts, agreement=f"{pk:d}", happened_on="current_date - 3 * k", kind="'meeting'",
        what="'Påhittad aktivitet i raden ' || k",
    )  # fmt: skip


def _full_journey(cursor: CursorWrapper) -> int:
    """Sixty travellers, each with a way of their own."""
    pk = _renamed(Kind.EVENT_ABROAD, "reported", JOURNEY)
    if pk is None:
        return 0
    travellers = (
        f"governance_matter card CROSS JOIN generate_series(1, {TRAVELLERS}) AS k WHERE card.id = {pk:d}"
    )
    count = fill_and_remember(
        cursor, Traveller, travellers, event="card.id", name="'Påhittad Medresenär ' || k", body="card.body_id",
        office="'official'", role="'delegate'",
    )  # fmt: skip
    return count + fill_and_remember(
        cursor, Leg, travellers, event="card.id", is_actual="mod(k, 2) = 0", origin="'Stockholm'",
        destination="card.city", mode="'train'", distance_km="600", travellers="1", co2_kg="21.0",
    )  # fmt: skip


def _full_meeting(cursor: CursorWrapper, board: Body) -> int:
    """Sixty items more than it had, on the next meeting of the Executive Board."""
    meeting = Meeting.objects.to_come().filter(body=board).order_by("held_on", "pk").first()
    if meeting is None:
        return 0
    meeting.note = MEETING
    meeting.save()
    return fill_and_remember(
        cursor, AgendaItem, f"generate_series(1, {ITEMS}) AS k", meeting=f"{meeting.pk:d}",
        position=f"{meeting.items.count():d} + k", kind="'other'", title="'Påhittad punkt ' || k",
    )  # fmt: skip


def _renamed(kind: str, status: str, title: str) -> int | None:
    """The latest matter of the kind in the state, which everybody may read, under this title."""
    found = Matter.objects.filter(kind=kind, status=status, is_invented=True, secrecy_ground="")
    pk = found.order_by("-pk").values_list("pk", flat=True).first()
    if pk is not None:
        Matter.objects.filter(pk=pk).update(title=title)
    return pk


def _lengthen(cursor: CursorWrapper, matter: Matter | None, person: Person) -> int:
    if matter is None:
        return 0
    decided = matter.decisions.count()
    table, history = Decision._meta.db_table, Matter.history.model
    Matter.objects.filter(pk=matter.pk).update(
        title=LONG, round=DECISIONS, closed_on=None, status="being_assessed"
    )
    count = fill(
        cursor, Decision,
        f"""(SELECT * FROM {table} ORDER BY id LIMIT 1) pattern
            CROSS JOIN generate_series({decided + 1:d}, {DECISIONS}) AS asked""",
        matter=f"{matter.pk:d}", round="asked", body=f"{matter.body_id:d}", body_name="pattern.body_name",
        form="'meeting'", outcome="'tabled'", decided_on=f"date '{matter.opened_on}' + asked::int",
        paragraph="asked::text", wording="'Ärendet bordläggs.'", strategy="pattern.strategy_id",
        section="pattern.section_id", rule="pattern.rule_id", recorded_by="pattern.recorded_by_id",
        recorded_at="pattern.recorded_at", payload="pattern.payload",
    )  # fmt: skip
    columns = {
        field.name: f"row.{field.column}"
        for field in Matter._meta.concrete_fields
        if field.name in {one.name for one in history._meta.concrete_fields} - {"version", "title"}
    }
    count += fill(
        cursor, history,
        f"governance_matter row CROSS JOIN generate_series(2, {HISTORY}) AS edition WHERE row.id = {matter.pk:d}",
        history_date="row.created_at + edition * interval '7 hours'", history_type="'~'",
        history_user=f"{person.pk:d}", version="edition", title="'Påhittat ärende, lydelse ' || edition", **columns,
    )  # fmt: skip
    return count + fill(
        cursor, Document, f"generate_series(1, {DOCUMENTS}) AS part",
        sha256="encode(sha256(part::text::bytea), 'hex')", name="'pahittad-bilaga-' || part || '.txt'",
        media_type="'text/plain'", content="part::text::bytea", matter=f"{matter.pk:d}", created_by=f"{person.pk:d}",
    )  # fmt: skip


def _burden(cursor: CursorWrapper, board: Body, person: Person, count: int) -> int:
    """Open matters of all kinds, newest first, are given to one person of the Executive Board."""
    cursor.execute(
        f"""UPDATE {Matter._meta.db_table} matter SET responsible_id = %s, body_id = %s
             WHERE id IN (SELECT id FROM {Matter._meta.db_table}
                           WHERE closed_on IS NULL AND is_invented AND due_on IS NOT NULL AND diary_number = ''
                             AND secrecy_ground = '' ORDER BY id DESC LIMIT %s)""",
        [person.pk, board.pk, count],
    )
    given = cursor.rowcount
    if given < count:
        cursor.execute(
            f"""UPDATE {Matter._meta.db_table} matter
                   SET responsible_id = %s, body_id = %s, closed_on = NULL, due_on = current_date + mod(id, 90)::int
                 WHERE id IN (SELECT id FROM {Matter._meta.db_table}
                               WHERE is_invented AND responsible_id <> %s AND diary_number = ''
                                 AND secrecy_ground = '' ORDER BY id DESC LIMIT %s)""",
            [person.pk, board.pk, person.pk, count - given],
        )
    return count
