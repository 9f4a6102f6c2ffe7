"""Writes what hangs on the drawn matters in the rooms of the house: visits, memberships and their reviews."""

from django.db.backends.utils import CursorWrapper

from memberships.models import Fee, Membership, MembershipReview, Post, Representative
from visits.models import Cost, Event, Reply, Visit

from .filling import fill, remember

CARRIED_OUT = "('carried_out', 'followed_up', 'closed')"
OFFERED = "('accepted', 'accepted_changed', 'planned', 'carried_out', 'followed_up', 'closed')"

# A review asks about a membership that was some four years old; the multiplier is a prime larger than any
# number of memberships, so that reviews of the same day never ask about the same one of a hundred or more.
REVIEWS = """
CREATE TEMP TABLE city_member AS
SELECT row_number() OVER (ORDER BY n) AS rank, id, opened_on FROM city_plan
 WHERE kind = 'membership' AND status IN ('member', 'left');
CREATE INDEX ON city_member (opened_on);
CREATE UNIQUE INDEX ON city_member (rank);
ANALYZE city_member;
CREATE TEMP TABLE city_review AS
WITH asked AS (
    SELECT plan.*, coalesce(old.rank, (SELECT count(*) FROM city_member)) AS choices,
           row_number() OVER (PARTITION BY is_closed ORDER BY n) AS k
      FROM city_plan plan
      LEFT JOIN LATERAL (SELECT rank FROM city_member WHERE opened_on < plan.opened_on - 1250 AND rank > 100
                          ORDER BY opened_on DESC, rank DESC LIMIT 1) old ON true
     WHERE kind = 'membership_review'
)
SELECT asked.id, asked.is_closed, asked.decided_on, asked.opened_on + 180 AS due_on, asked.status, asked.outcome,
       member.id AS membership_id
  FROM asked JOIN city_member member
    ON member.rank = 1 + CASE WHEN is_closed THEN mod(k * 1000003, choices) ELSE mod(k, choices) END;
CREATE INDEX ON city_review (membership_id);
ANALYZE city_review;
"""

# Those whose turn has come are under review or were reviewed early, but for a few that the next sweep finds.
TERMS = """
(SELECT plan.*, review.last_on, review.has_open,
        CASE WHEN plan.status = 'member' THEN terms.id END AS terms_id,
        CASE WHEN plan.status = 'member' THEN
             coalesce(review.last_on, plan.decided_on
                 + make_interval(months => 48 * (extract(year FROM age(current_date, plan.decided_on))::int / 4)))::date
        END AS counted_from
   FROM city_plan plan
   JOIN governance_strategy terms ON current_date BETWEEN terms.since AND coalesce(terms.until, 'infinity')
   LEFT JOIN (SELECT membership_id, max(decided_on) FILTER (WHERE is_closed) AS last_on,
                     bool_or(NOT is_closed) AS has_open
                FROM city_review GROUP BY 1) review ON review.membership_id = plan.id
  WHERE plan.kind = 'membership') counted
CROSS JOIN LATERAL (SELECT (CASE WHEN counted_from + interval '42 months' <= current_date
                                  AND has_open IS NOT TRUE AND mod(n, 50) <> 0
                                 THEN current_date - mod(n, 1200)::int ELSE counted_from END)::date AS since) turn
"""


def visits(cursor: CursorWrapper, first: int) -> int:
    count = fill(
        cursor, Visit,
        """city_plan plan JOIN governance_matter matter ON matter.id = plan.id
           JOIN city_partner partner ON partner.id = plan.partner_id WHERE plan.kind = 'visit'""",
        matter="plan.id", received_on="plan.opened_on", organisation="plan.partner_id",
        organisation_kind="partner.kind", city_key="lower(plan.place)",
        channel="(ARRAY['email', 'email', 'email', 'form', 'phone', 'embassy', 'other_body'])[1 + mod(plan.n, 7)]",
        contact_name="'Påhittad Gäst ' || plan.n", contact_email="'gast.' || plan.n || '@example.org'",
        size="2 + floor(plan.r4 * 30)::int", themes="ARRAY[plan.theme]",
        purpose="'Påhittat syfte: att lära av stadens arbete.'", benefit="'Påhittad nytta.'",
        length="(ARRAY['hour', 'half_day', 'day', 'two_days'])[1 + mod(plan.n, 4)]",
        is_significant="plan.scope <> 'own_operation'",
        answered_on=f"CASE WHEN plan.status IN {OFFERED} OR plan.status = 'declined' THEN plan.opened_on + 8 END",
        groups=f"CASE WHEN plan.status IN {CARRIED_OUT} THEN 1 END",
        persons=f"CASE WHEN plan.status IN {CARRIED_OUT} THEN 2 + floor(plan.r4 * 30)::int END",
        persons_from_abroad=f"CASE WHEN plan.status IN {CARRIED_OUT} THEN 1 + floor(plan.r4 * 30)::int END",
        countries=f"CASE WHEN plan.status IN {CARRIED_OUT} THEN ARRAY[plan.country] ELSE '{{}}' END",
        hours=f"CASE WHEN plan.status IN {CARRIED_OUT} THEN round((2 + plan.r6 * 12)::numeric, 1) END",
    )  # fmt: skip
    remember(cursor, Visit, f"row.matter_id >= {first:d}", by="NULL")
    fill(
        cursor, Event, "city_plan plan WHERE plan.kind = 'visit'",
        visit="plan.id", verb="'log'", status="'received'", by="plan.responsible_id", body="plan.body_id",
        at="plan.opened_on + time '08:00' AT TIME ZONE 'UTC'",
    )  # fmt: skip
    fill(
        cursor, Reply,
        f"""city_plan plan LEFT JOIN city_case ruling ON ruling.case_id = plan.case_id
            WHERE plan.kind = 'visit' AND (plan.status IN {OFFERED} OR plan.status = 'declined')""",
        visit="plan.id", body="plan.body_id", given_by="plan.responsible_id", given_on="plan.opened_on + 8",
        outcome="""CASE plan.status WHEN 'declined' THEN 'declined' WHEN 'accepted_changed' THEN 'accepted_changed'
                   ELSE 'accepted' END""",
        reasons="'Påhittade skäl.'", working_days="6", ruling="coalesce(ruling.ruling, '{}')::jsonb",
    )  # fmt: skip
    fill(
        cursor, Cost, f"city_plan plan WHERE plan.kind = 'visit' AND plan.status IN {CARRIED_OUT}",
        visit="plan.id", kind="'meals'", amount="round((300 + plan.r6 * 9000)::numeric, 2)",
    )  # fmt: skip
    return count


def memberships(cursor: CursorWrapper, first: int, *, details: bool) -> int:
    """Memberships and reviews; with `details` also fees, posts and representatives."""
    for statement in REVIEWS.split(";\n"):
        if statement.strip():
            cursor.execute(statement)
    count = fill(
        cursor, Membership, TERMS,
        matter="id", organisation="partner_id",
        kind="CASE counterpart WHEN 'city' THEN 'network' ELSE counterpart END",
        why="'Påhittat skäl.'", cost_four_years="round((10000 + r4 * 400000)::numeric, 2)",
        joined_on="CASE WHEN status IN ('member', 'left') THEN decided_on END",
        left_on="CASE WHEN status = 'left' THEN greatest(closed_on, decided_on) END",
        last_reviewed_on="CASE WHEN since > decided_on THEN since ELSE last_on END",
        next_review_on="(since + interval '48 months')::date",
        review_opens_on="CASE WHEN has_open IS NOT TRUE THEN (since + interval '42 months')::date END",
        terms="terms_id", source="'generate_city'",
    )  # fmt: skip
    cursor.execute(
        """UPDATE governance_matter card SET due_on = next_review_on FROM memberships_membership membership
            WHERE card.id = membership.matter_id AND card.id >= %s AND next_review_on IS NOT NULL""",
        [first],
    )
    remember(cursor, Membership, f"row.matter_id >= {first:d}", by="NULL")
    count += fill(
        cursor, MembershipReview, "city_review review",
        matter="review.id", membership="review.membership_id", due_on="review.due_on",
        is_open="NOT review.is_closed", decided_on="CASE WHEN review.is_closed THEN review.decided_on END",
        result="""CASE WHEN NOT review.is_closed THEN '' WHEN review.status = 'continued' THEN 'continue'
                  ELSE 'leave' END""",
        recommendation="CASE WHEN review.status = 'review_due' THEN '' ELSE 'continue' END",
        reasons="'Påhittade skäl.'",
    )  # fmt: skip
    remember(cursor, MembershipReview, f"row.matter_id >= {first:d}", by="NULL")
    if details:
        count += _what_it_costs_and_gives(cursor)
    return count


def _what_it_costs_and_gives(cursor: CursorWrapper) -> int:
    members = "city_plan plan JOIN city_member member ON member.id = plan.id"
    this_year = "extract(year FROM current_date)::int"
    amount = "round((1000 + plan.r4 * 100000)::numeric, 2)"
    count = fill(
        cursor, Fee, f"{members} CROSS JOIN generate_series({this_year} - 3, {this_year}) AS fee_year",
        membership="plan.id", year="fee_year", amount=amount, amount_sek=amount,
    )  # fmt: skip
    count += fill(
        cursor, Post, f"{members} WHERE mod(plan.n, 6) = 0",
        membership="plan.id", title="'Påhittad styrelsepost'", holder="'Påhittad Ledamot ' || plan.n",
        since="plan.decided_on", until="CASE WHEN mod(plan.n, 4) = 0 THEN plan.decided_on + 1400 END",
    )  # fmt: skip
    return count + fill(
        cursor, Representative, f"{members} WHERE mod(plan.n, 3) = 0",
        membership="plan.id", name="'Påhittad Företrädare ' || plan.n", role="'ledamot i arbetsgrupp'",
        since="plan.decided_on",
    )  # fmt: skip
