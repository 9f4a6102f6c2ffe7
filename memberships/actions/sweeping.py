"""The sweep: opens every review that is due to open, set-based, each once, however often it runs.

One statement opens a batch of reviews with numbers, history, notices and mail. Batches keep the locks short and
the memory constant; an advisory lock lets one sweep work at a time, so a second one finds nothing left to do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import AutoField, Model, QuerySet
from django.utils import timezone

from governance.authority import strategy_in_force
from governance.models import Kind, Lamp, Matter, Office, OutboxEntry, Strategy
from governance.models.lamps import LIT, SPARED
from memberships.lifecycle import ReviewStatus, Status
from memberships.models import MembershipReview

from .reviewing import TITLE_BEGINS

BATCH = 5000
# Any number, the same in every process: who holds it sweeps.
LOCK = 2016_11_14_04


@dataclass(frozen=True)
class Opened:
    """What a sweep opened. `reviews` reads the rows when asked; there may be very many."""

    day: date
    count: int
    moment: datetime

    @property
    def reviews(self) -> QuerySet[MembershipReview]:
        opened = MembershipReview.objects.filter(opened_by_rule_at=self.moment)
        return opened.select_related(
            "matter__body", "membership__matter", "membership__organisation"
        ).order_by("due_on", "pk")

    def __iter__(self) -> Iterator[MembershipReview]:
        return iter(self.reviews.iterator(chunk_size=2000))

    def __len__(self) -> int:
        return self.count


def flag_due_reviews(through: date | None = None, *, today: date | None = None) -> Opened:
    """Open the reviews that are to be open by the day `through` (default: today). Late days are made up for.

    `through` only says which: ahead of today they open early, before it some wait. What is opened is opened, numbered
    and counted as of `today`, the real one unless history is written, as in the demonstration.
    """
    today = today or timezone.localdate()
    through = through or today
    terms = strategy_in_force(today)
    # The rule goes forward only: history that is written later leaves the terms in force alone.
    is_current = terms.since >= strategy_in_force(timezone.localdate()).since
    moment = timezone.now()
    count = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '60s'")  # another sweep may be at work: wait for it
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            if is_current and not count:
                _apply_terms(cursor, terms)
            cursor.execute(*_statement(through, today, moment, terms))
            taken, opened = cursor.fetchone()
        count += opened
        if taken < BATCH:
            return Opened(through, count, moment)


def _apply_terms(cursor: Any, terms: Strategy) -> None:
    """When another strategy has come into force, count every coming review by its terms.

    The index on `terms` answers both halves of the comparison, so a day without news costs next to nothing.
    The cards follow without history rows of their own: nobody changed the membership, the rule changed.
    """
    cursor.execute(
        """
        WITH counted AS (
            UPDATE memberships_membership m
            SET terms_id = %(terms)s, next_review_on = new.due,
                review_opens_on = CASE WHEN m.review_opens_on IS NOT NULL THEN new.opens END
            FROM (
                SELECT matter_id, due,
                    (due - make_interval(months => coalesce(review_lead_months, %(lead)s)))::date AS opens
                FROM (
                    SELECT matter_id, review_lead_months,
                        (coalesce(last_reviewed_on, joined_on) + make_interval(
                            months => coalesce(review_interval_months, %(interval)s)))::date AS due
                    FROM memberships_membership
                    WHERE next_review_on IS NOT NULL AND (terms_id < %(terms)s OR terms_id > %(terms)s)
                ) dates
            ) new
            WHERE m.matter_id = new.matter_id
            RETURNING m.matter_id, m.next_review_on
        )
        UPDATE governance_matter card SET due_on = counted.next_review_on
        FROM counted WHERE card.id = counted.matter_id AND card.due_on IS DISTINCT FROM counted.next_review_on
        """,
        {
            "terms": terms.pk,
            "interval": terms.review_interval_months,
            "lead": terms.review_lead_months,
        },
    )


# What the card of a review says; every other column has its model's default, so that a new one needs no change.
CARD = {
    "id": "due.id",
    "number": "due.number",
    "kind": "%(kind)s",
    "title": "left(%(title_begins)s || card.title, 200)",
    "body_id": "card.body_id",
    "responsible_id": "card.responsible_id",
    "scope": "card.scope",
    "status": "%(status)s",
    "opened_on": "%(day)s",
    "due_on": "due.next_review_on",
    "counterpart": "card.counterpart",
    "city": "card.city",
    "country": "card.country",
    "theme": "card.theme",
    "priority_place": "card.priority_place",
    "strategy_id": "%(strategy)s",
    "facts": "jsonb_build_object('act', 'join_membership', 'scope', card.scope,"
    " 'counterpart', due.kind, 'renewal', true)",
    "secrecy_ground": "card.secrecy_ground",
    "secrecy_marked_on": "card.secrecy_marked_on",
    "secrecy_marked_by_id": "card.secrecy_marked_by_id",
    "secrecy_reexamine_on": "card.secrecy_reexamine_on",
    "is_invented": "card.is_invented",
    # As memberships.lamps has them of a review that nobody has written in yet.
    Lamp.PLANNED.column: str(LIT),
    Lamp.BUDGETED.column: str(SPARED),
    Lamp.FOLLOWED_UP.column: str(SPARED),
    "created_at": "%(moment)s",
    "changed_at": "%(moment)s",
}
REVIEW = {
    "matter_id": "due.id",
    "membership_id": "due.matter_id",
    "due_on": "due.next_review_on",
    "opened_by_rule_at": "%(moment)s",
}
MAIL = {
    "id": "gen_random_uuid()",
    "kind": "'mail_notice'",
    "key": "'mail:' || notices.key",
    "subject": "notices.id",
    "created_at": "%(moment)s",
    "not_before": "%(moment)s",
}

# A card gets its key before it is written, so that what belongs to it need not be joined to it again: nobody can
# tell the planner how many rows a CTE will write, and for one it would compare each with each.
STATEMENT = """
WITH locked AS MATERIALIZED (
    SELECT m.matter_id, m.kind, m.next_review_on, m.organisation_id
    FROM memberships_membership m
    WHERE m.review_opens_on <= %(through)s
        AND NOT EXISTS (
            SELECT FROM memberships_membershipreview r
            WHERE r.membership_id = m.matter_id AND (r.is_open OR r.due_on = m.next_review_on)
        )
    ORDER BY m.review_opens_on, m.matter_id
    LIMIT %(batch)s
    FOR UPDATE OF m SKIP LOCKED
), counted AS MATERIALIZED (
    SELECT locked.*, count(*) OVER () AS total,
        row_number() OVER (ORDER BY locked.next_review_on, locked.matter_id) AS place
    FROM locked JOIN governance_matter card ON card.id = locked.matter_id
    WHERE card.status = %(member)s
), series AS (
    INSERT INTO governance_matterseries AS s (year, last)
    SELECT %(year)s, total FROM counted LIMIT 1
    ON CONFLICT (year) DO UPDATE SET last = s.last + excluded.last
    RETURNING last
), due AS MATERIALIZED (
    SELECT counted.*, {number} AS number,
        nextval(pg_get_serial_sequence('governance_matter', 'id')) AS id
    FROM counted CROSS JOIN series
), opened AS (
    INSERT INTO governance_matter ({card})
    SELECT {card_values} FROM due JOIN governance_matter card ON card.id = due.matter_id
    RETURNING *
), history AS (
    INSERT INTO governance_historicalmatter ({kept_card}, history_date, history_type)
    SELECT {kept_card}, %(moment)s, '+' FROM opened
), reviews AS (
    INSERT INTO memberships_membershipreview ({review}) SELECT {review_values} FROM due RETURNING *
), review_history AS (
    INSERT INTO memberships_historicalmembershipreview ({kept_review}, history_date, history_type)
    SELECT {kept_review}, %(moment)s, '+' FROM reviews
), ties AS (
    INSERT INTO engagements_dealing (matter_id, organisation_id, kind, opened_on)
    SELECT id, organisation_id, 'membership_review', %(day)s FROM due
), grants AS (
    INSERT INTO governance_secrecygrant
        (matter_id, person_id, granted_by_id, granted_at, cause, reason, until)
    SELECT due.id, held.person_id, held.granted_by_id, %(moment)s, held.cause, held.reason, held.until
    FROM due JOIN governance_secrecygrant held USING (matter_id)
    WHERE held.ended_at IS NULL AND (held.until IS NULL OR held.until >= %(day)s)
), markings AS (
    INSERT INTO governance_secrecymarking
        (matter_id, act, ground, motive, reexamine_on, body_id, by_id, done_on, recorded_at)
    SELECT DISTINCT ON (due.id) due.id, 'marked', made.ground, made.motive, card.secrecy_reexamine_on,
        made.body_id, made.by_id, %(day)s, %(moment)s
    FROM due
    JOIN governance_matter card ON card.id = due.matter_id AND card.secrecy_reexamine_on IS NOT NULL
    JOIN governance_secrecymarking made ON made.matter_id = due.matter_id
    WHERE card.secrecy_ground <> ''
    ORDER BY due.id, made.id DESC
), contacts AS MATERIALIZED (
    SELECT DISTINCT office.body_id, held.person_id
    FROM governance_office office
    JOIN governance_appointment held ON held.office_id = office.id
    JOIN governance_person person ON person.id = held.person_id
    WHERE office.role = %(contact_person)s AND person.is_active
        AND held.since <= %(day)s AND (held.until IS NULL OR held.until >= %(day)s)
), told AS (
    SELECT id, number, due_on, responsible_id AS person_id FROM opened WHERE responsible_id IS NOT NULL
    UNION ALL
    SELECT opened.id, number, due_on, contacts.person_id
    FROM opened JOIN contacts USING (body_id) WHERE responsible_id IS NULL
), notices AS (
    INSERT INTO governance_notice (person_id, matter_id, key, subject_sv, subject_en, created_at)
    SELECT person_id, id, 'review-opened:' || id || ':' || person_id,
        number || ': ett medlemskap ska omprövas senast ' || due_on,
        number || ': a membership is to be reviewed by ' || due_on, %(moment)s
    FROM told
    ON CONFLICT (key) DO NOTHING
    RETURNING id, key, person_id
), mail AS (
    INSERT INTO governance_outboxentry ({mail})
    SELECT {mail_values}
    FROM notices JOIN governance_person person ON person.id = notices.person_id WHERE person.email <> ''
    ON CONFLICT (key) DO NOTHING
), passed AS (
    UPDATE memberships_membership m SET review_opens_on = NULL
    FROM locked WHERE m.matter_id = locked.matter_id
)
SELECT (SELECT count(*) FROM locked), (SELECT count(*) FROM due)
"""
# As governance.matters.next_number writes it: at least five figures, never cut.
NUMBER = """%(year_text)s || '-' || lpad(
    (series.last - counted.total + counted.place)::text,
    greatest(5, length((series.last - counted.total + counted.place)::text)), '0')"""


def _statement(through: date, day: date, moment: datetime, terms: Strategy) -> tuple[str, dict[str, Any]]:
    """The statement and its parameters for one batch."""
    parameters: dict[str, Any] = {
        "batch": BATCH,
        "contact_person": Office.Role.CONTACT_PERSON.value,
        "day": day,
        "kind": Kind.MEMBERSHIP_REVIEW.value,
        "member": Status.MEMBER.value,
        "moment": moment,
        "status": ReviewStatus.REVIEW_DUE.value,
        "strategy": terms.pk,
        "through": through,
        "title_begins": TITLE_BEGINS,
        "year": day.year,
        "year_text": str(day.year),
    }
    card, card_values = _columns(Matter, CARD, parameters)
    review, review_values = _columns(MembershipReview, REVIEW, parameters)
    mail, mail_values = _columns(OutboxEntry, MAIL, parameters)
    statement = STATEMENT.format(
        number=NUMBER,
        card=card,
        card_values=card_values,
        review=review,
        review_values=review_values,
        mail=mail,
        mail_values=mail_values,
        kept_card=_kept(Matter),
        kept_review=_kept(MembershipReview),
    )
    return statement, parameters


def _columns(model: type[Model], given: Mapping[str, str], parameters: dict[str, Any]) -> tuple[str, str]:
    """The columns of a table and a value for each: what is given, else the model's own default."""
    names, values = [], []
    for field in model._meta.concrete_fields:
        value = given.get(field.attname)
        if value is None:
            if isinstance(field, AutoField):
                continue  # the database counts
            key = f"{model._meta.model_name}_{field.attname}"
            parameters[key] = field.get_db_prep_save(field.get_default(), connection)
            value = f"%({key})s"
        names.append(connection.ops.quote_name(str(field.column)))
        values.append(f"({value})::{field.db_type(connection)}")
    return ", ".join(names), ", ".join(values)


def _kept(model: Any) -> str:
    """The columns that a table shares with the table of its history."""
    kept = {field.column for field in model.history.model._meta.concrete_fields}
    return ", ".join(
        connection.ops.quote_name(str(field.column))
        for field in model._meta.concrete_fields
        if field.column in kept
    )
