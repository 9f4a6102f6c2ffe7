"""Writes the drawn city into governance and engagements: persons, partners, matters, decisions, documents."""
# ruff: noqa: S608 (names of tables and columns are our own; whatever comes from outside is a parameter)

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db.backends.utils import CursorWrapper

from engagements.models import Dealing, Organisation, OrganisationName, PartnerPerson, PartnerPost
from governance import access
from governance.decisions import PAYLOAD_VERSION
from governance.models import (
    Appointment,
    Body,
    Decision,
    DecisionEvent,
    Document,
    Matter,
    MatterParticipant,
    MatterSeries,
    Notice,
    Office,
    Person,
    SecrecyGrant,
)

from .agreements import TYPE
from .europe import INSTITUTION
from .filling import advance, fill, fill_and_remember, highest, remember
from .words import FIRST_NAMES

MARK = "pahittad"
POWER = "Påhittad delegationsordning"
TITLES_OF_OFFICE = {
    "head": ("Förvaltningschef eller verkställande direktör", "Head of department or managing director"),
    "contact_person": ("Internationell kontaktperson", "International contact person"),
    "secretary": ("Sekreterare", "Secretary"),
    "coordinator": ("Samordnare vid stadsledningskontoret", "Coordinator at the City Executive Office"),
}
IN_OFFICE_SINCE = date(2015, 1, 1)

# The bytes of governance.decisions.canonical, written by the database: sorted keys, no spaces. A test compares.
PAYLOAD = (
    """convert_to(format('{"attachments":[],"body":{"name":%%s,"slug":%%s},"decided_on":"%%s","delegate":%%s,'
    '"facts":%%s,"form":"%%s","immediate_approval":false,"matter":{"diary_number":%%s,"number":"%%s","title":%%s},'
    '"minutes":"","outcome":"%%s","paragraph":"%%s","power_source":%%s,"reasons":%%s,"recorded_at":"%%s",'
    '"recorded_by":{"name":%%s,"username":%%s},"reservations":"","round":%%s,"ruling":%%s,"supersedes":null,'
    '"version":"""
    + str(PAYLOAD_VERSION)
    + ""","wording":%%s}', to_json(body.name_sv), to_json(body.slug), plan.decided_on,
    to_json(coalesce(head.name, '')), ruling.facts, plan.form, to_json(matter.diary_number), matter.number,
    to_json(matter.title), plan.outcome, paragraph, to_json(power_source), to_json(reasons),
    to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'), to_json(clerk.name),
    to_json(clerk.username), plan.round, ruling.ruling, to_json(wording)), 'UTF8')"""
)

# Some of what a body decides itself its head decides for it. What is decided in a meeting gets its § of the year.
DECIDED = f"""
(SELECT drawn.*,
        CASE form WHEN 'meeting' THEN row_number() OVER (
            PARTITION BY form, decides, extract(year FROM decided_on) ORDER BY decided_on, n
        )::text ELSE '' END AS paragraph,
        CASE form WHEN 'meeting' THEN '' ELSE '{POWER}' END AS power_source
   FROM (SELECT plan.id, n, round, outcome, decided_on, case_id, strategy_id,
                coalesce(plan.decider_id, plan.body_id) AS decides,
                CASE WHEN plan.kind = 'event_abroad' AND plan.decider_id IS NULL AND mod(plan.n, 3) = 0
                     THEN 'delegated' ELSE 'meeting' END AS form,
                'Beslutet gäller ett påhittat ärende.' AS reasons,
                CASE plan.outcome WHEN 'approved' THEN 'Förslaget bifalls.' WHEN 'tabled' THEN 'Ärendet bordläggs.'
                                  WHEN 'referred_back' THEN 'Ärendet återremitteras.'
                                  ELSE 'Förslaget avslås.' END AS wording,
                plan.decided_on + time '12:00' AT TIME ZONE 'UTC' AS recorded_at
           FROM (SELECT id, n, kind, body_id, decider_id, outcome, decided_on, case_id, strategy_id, 1 AS round
                   FROM city_plan WHERE outcome <> '' AND case_id IS NOT NULL
                 UNION ALL SELECT * FROM city_asked) plan) drawn) plan
JOIN governance_matter matter ON matter.id = plan.id
JOIN governance_body body ON body.id = plan.decides
JOIN city_case ruling ON ruling.case_id = plan.case_id
JOIN city_clerk clerk ON clerk.body_id = body.id
LEFT JOIN city_head head ON head.body_id = body.id AND plan.form = 'delegated'
"""


def people(extra: int) -> int:
    """Whoever is missing of contact persons, secretaries, heads and a coordinator, and `extra` contact persons more."""
    taken = set(Office.objects.filter(appointments__isnull=False).values_list("body_id", "role"))
    bodies = list(Body.objects.exclude(kind="preparatory_committee").order_by("pk"))
    wanted = [
        (body, role)
        for body in bodies
        for role in ("contact_person", "secretary", "head")
        if (body.pk, role) not in taken
    ]
    board = next(body for body in bodies if body.kind == Body.Kind.EXECUTIVE_BOARD)
    wanted += [(board, "coordinator")] if (board.pk, "coordinator") not in taken else []
    wanted += [(body, "contact_person") for body in (bodies * (1 + extra // len(bodies)))[:extra]]
    known = Person.objects.filter(username__startswith=f"{MARK}.").count()
    password = make_password(None)
    for position, (body, role) in enumerate(wanted, start=known + 1):
        person = Person.objects.create(
            username=f"{MARK}.{position}",
            name=f"{FIRST_NAMES[position % len(FIRST_NAMES)]} Påhittad {position}",
            email=f"{MARK}.{position}@stockholm.example",
            password=password,
        )
        title_sv, title_en = TITLES_OF_OFFICE[role]
        office, _ = Office.objects.get_or_create(
            body=body, role=role, defaults={"title_sv": title_sv, "title_en": title_en}
        )
        Appointment.objects.create(office=office, person=person, since=IN_OFFICE_SINCE)
        access.sync_rights(person)
    return len(wanted)


def organisations(cursor: CursorWrapper, first: int) -> int:
    count = fill(
        cursor, Organisation, "city_partner partner",
        id="partner.id", slug=f"'{MARK}-' || partner.id", name="partner.name", kind="partner.kind",
        country="partner.country", city="partner.city", source="'generate_city'", is_invented="true",
    )  # fmt: skip
    fill(cursor, OrganisationName, "city_partner partner", organisation="partner.id", name="partner.name",
         language="'sv'")  # fmt: skip
    fill(cursor, OrganisationName, "city_partner partner", organisation="partner.id", language="'en'",
         name="replace(partner.name, '(påhitta', '(invented: påhitta')")  # fmt: skip
    remember(cursor, Organisation, f"row.id >= {first:d}", by="NULL")
    advance(cursor, Organisation)
    return count + _persons(cursor, first)


def _persons(cursor: CursorWrapper, first: int) -> int:
    """Somebody the city talks to at every other partner; a few have left their post."""
    beyond = highest(cursor, PartnerPerson)
    count = fill_and_remember(
        cursor, PartnerPerson, f"city_partner partner WHERE mod(partner.id, 2) = 0 AND partner.id >= {first:d}",
        name="'Påhittad Kontakt ' || partner.id", why="'Påhittat skäl: samarbetet.'", is_invented="true",
    )  # fmt: skip
    return count + fill_and_remember(
        cursor, PartnerPost,
        f"""{PartnerPerson._meta.db_table} person
            JOIN city_partner partner ON person.name = 'Påhittad Kontakt ' || partner.id
            WHERE person.id > {beyond:d}""",
        person="person.id", organisation="partner.id", title="'Påhittad internationell chef'",
        since="date '2015-01-01' + mod(partner.id, 3000)::int",
        until="CASE WHEN mod(partner.id, 14) = 0 THEN current_date - 400 END",
    )  # fmt: skip


def matters(cursor: CursorWrapper, first: int) -> int:
    """The cards with their numbers, each year's series going on where it stood."""
    board = f"(SELECT id FROM {Body._meta.db_table} WHERE kind = 'executive_board')"
    count = fill(
        cursor, Matter,
        f"""(SELECT plan.*, extract(year FROM opened_on)::int AS year,
                    coalesce(series.last, 0)
                        + row_number() OVER (PARTITION BY extract(year FROM opened_on) ORDER BY n) AS drawn
               FROM city_plan plan
               LEFT JOIN {MatterSeries._meta.db_table} series ON series.year = extract(year FROM opened_on)) plan
            LEFT JOIN city_case ruling ON ruling.case_id = plan.case_id
            ORDER BY plan.n""",
        id="plan.id", kind="plan.kind", title="plan.title", body="plan.body_id", responsible="plan.responsible_id",
        number="plan.year || '-' || lpad(plan.drawn::text, greatest(5, length(plan.drawn::text)), '0')",
        diary_number="CASE WHEN mod(plan.n, 3) = 0 THEN '' ELSE plan.year || '/' || plan.id END",
        scope="plan.scope", status="plan.status", opened_on="plan.opened_on", strategy="plan.strategy_id",
        closed_on="plan.closed_on", due_on="plan.due_on", starts_on="plan.starts_on", ends_on="plan.ends_on",
        priority_place="plan.priority_place",
        sort=f"CASE plan.kind WHEN 'eu_question' THEN {INSTITUTION} WHEN 'agreement' THEN {TYPE} ELSE '' END",
        before=f"CASE plan.before WHEN 'decider' THEN coalesce(plan.decider_id, plan.body_id) "
               f"WHEN 'executive_board' THEN {board} END",
        counterpart="plan.partner", city="plan.place", country="plan.country", theme="plan.theme",
        directions="""ARRAY[(ARRAY['profiling', 'horizon-scanning', 'cooperation', 'advocacy'])[1 + mod(plan.n, 4)]]""",
        facts="coalesce(ruling.facts, '{}')::jsonb",
        secrecy_ground="CASE WHEN mod(plan.n, 211) = 0 THEN 'OSL 15 kap. 1 §' ELSE '' END",
        secrecy_marked_on="CASE WHEN mod(plan.n, 211) = 0 THEN plan.opened_on END",
        secrecy_marked_by="CASE WHEN mod(plan.n, 211) = 0 THEN plan.responsible_id END",
        created_at="plan.opened_on + time '08:00' AT TIME ZONE 'UTC'",
        is_invented="true",
    )  # fmt: skip
    cursor.execute(
        f"""INSERT INTO {MatterSeries._meta.db_table} AS series (year, last)
            SELECT extract(year FROM opened_on)::int, count(*) FROM city_plan GROUP BY 1
            ON CONFLICT (year) DO UPDATE SET last = series.last + excluded.last"""
    )
    advance(cursor, Matter)
    return count


def matter_history(cursor: CursorWrapper, first: int) -> int:
    """Each card as it was opened, and once more as it stands for those that went on."""
    ours = f"row.id >= {first:d}"
    opened = remember(cursor, Matter, ours, by="row.responsible_id", at="row.created_at")
    closed_at = "row.closed_on + time '09:00' AT TIME ZONE 'UTC'"
    return opened + remember(
        cursor,
        Matter,
        f"{ours} AND row.closed_on IS NOT NULL",
        by="row.responsible_id",
        at=closed_at,
        kind="~",
    )


def around(cursor: CursorWrapper, first: int) -> int:
    """Who else takes part, who is let into what is secret, files, and unread notices of open matters."""
    matter = Matter._meta.db_table
    count = fill(
        cursor, MatterParticipant,
        """city_plan plan
           JOIN (SELECT row_number() OVER (ORDER BY id) - 1 AS slot, count(*) OVER () AS count, id
                   FROM governance_body WHERE until IS NULL AND kind IN ('committee', 'company')) other
             ON other.slot = mod(plan.n, other.count)
          WHERE mod(plan.n, 13) = 0 AND other.id <> plan.body_id""",
        matter="plan.id", body="other.id", part="'takes_part'",
    )  # fmt: skip
    count += fill(
        cursor, SecrecyGrant, f"{matter} matter WHERE matter.id >= {first:d} AND matter.secrecy_ground <> ''",
        matter="matter.id", person="matter.responsible_id", granted_by="matter.responsible_id",
    )  # fmt: skip
    count += fill(
        cursor, Document,
        f"""(SELECT *, convert_to('Påhittad handling ' || id, 'UTF8') AS bytes FROM {matter}
              WHERE id >= {first:d} AND mod(id, 20) = 0) matter""",
        sha256="encode(sha256(bytes), 'hex')", name="'pahittad-' || id || '.txt'", media_type="'text/plain'",
        content="bytes", matter="id", created_by="responsible_id",
    )  # fmt: skip
    count += fill(
        cursor, Notice,
        f"""{matter} matter WHERE matter.id >= {first:d} AND matter.closed_on IS NULL
            AND matter.due_on BETWEEN current_date - 30 AND current_date + 30""",
        person="matter.responsible_id", matter="matter.id", key="'generate_city:' || matter.id",
        subject_sv="'Påhittat: ' || matter.number || ' väntar på dig'",
        subject_en="'Invented: ' || matter.number || ' waits for you'",
    )  # fmt: skip
    return count


def decisions(cursor: CursorWrapper) -> int:
    """What the deciding bodies decided, as governance.decisions would have written it, and what became of it."""
    _clerks(cursor)
    beyond = highest(cursor, Decision)
    count = fill(
        cursor, Decision, f"{DECIDED} ORDER BY plan.n",
        matter="plan.id", round="plan.round", question="plan.round", body="body.id", body_name="body.name_sv",
        form="plan.form", outcome="plan.outcome", decided_on="plan.decided_on", paragraph="plan.paragraph",
        wording="plan.wording", reasons="plan.reasons", strategy="plan.strategy_id",
        section="ruling.section_id", rule="ruling.rule_id",
        delegate="head.id", delegate_name="coalesce(head.name, '')", power_source="plan.power_source",
        recorded_by="clerk.id", recorded_at="plan.recorded_at", payload=PAYLOAD,
    )  # fmt: skip
    # The delegated decisions of the last three months have not been notified yet.
    for form, kind, days, still in (
        ("meeting", "minutes_approved", 8, 0), ("meeting", "posted", 9, 0), ("delegated", "notified", 30, 60)
    ):  # fmt: skip
        fill(
            cursor, DecisionEvent,
            f"""{Decision._meta.db_table} decision WHERE decision.id > {beyond:d} AND decision.form = '{form}'
                AND decision.decided_on + {days + still} <= current_date""",
            decision="decision.id", kind=f"'{kind}'", happened_on=f"decision.decided_on + {days}",
            recorded_by="decision.recorded_by_id",
        )  # fmt: skip
    return count


def dealings(cursor: CursorWrapper) -> int:
    """Which matter concerns which organisation."""
    return fill(
        cursor,
        Dealing,
        "city_plan plan",
        matter="plan.id",
        organisation="plan.partner_id",
        kind="plan.kind",
        opened_on="plan.opened_on",
    )


def _clerks(cursor: CursorWrapper) -> None:
    """Who records the decisions of each body, and who decides for it by delegated power."""
    for name, role in (("city_clerk", "secretary"), ("city_head", "head")):
        cursor.execute(
            f"""
            CREATE TEMP TABLE {name} AS
            SELECT DISTINCT ON (body.id) body.id AS body_id, person.id, person.name, person.username
              FROM governance_body body
              JOIN governance_office office ON office.role = '{role}'
              JOIN governance_appointment appointment ON appointment.office_id = office.id
              JOIN governance_person person ON person.id = appointment.person_id
             ORDER BY body.id, office.body_id <> body.id, person.id
            """
        )
