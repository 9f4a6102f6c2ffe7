"""Writes what the drawn city has bound itself to: agreements, declarations and aid-like projects with their parts."""

from django.db.backends.utils import CursorWrapper

from engagements.models import (
    Activity,
    Agreement,
    AidFinancing,
    AidProject,
    AidReceived,
    Commitment,
    Declaration,
    Obligation,
)

from .filling import fill_and_remember

# By both sides, a week and a half after the decision.
SIGNED_ON = "least(current_date, plan.decided_on + 10)"
SIGNED = "('signed', 'in_force', 'under_review', 'ended', 'evaluated')"
IN_FORCE = "('in_force', 'under_review')"
OVER = "('ended', 'evaluated')"
JOINED = "('joined', 'ended', 'left')"
PAID_FOR = "('running', 'closing', 'reported', 'ended')"
# Three of what is promised are done, three are to do and one of these is late; of what is over all is done.
PROMISED = """
(SELECT plan.*, k, plan.status IN ('ended', 'evaluated', 'left') OR mod(plan.n + k, 6) < 3 AS is_done,
        CASE WHEN mod(plan.n + k, 6) = 3 THEN current_date - 1 - mod(plan.n, 60)
             ELSE current_date + 10 + mod(plan.n * 7, 700) END AS to_do_by
   FROM city_plan plan CROSS JOIN generate_series(1, 2) AS k) plan
"""
TYPE = "CASE plan.counterpart WHEN 'city' THEN 'letter_of_intent' ELSE 'cooperation' END"
MONEY = "round(({least} + plan.r4 * {more})::numeric, 2)"


def agreements(cursor: CursorWrapper) -> int:
    """Agreements as they stand, two obligations for each that was signed, and what was done in every second."""
    count = fill_and_remember(
        cursor, Agreement, "city_plan plan WHERE plan.kind = 'agreement'",
        matter="plan.id", organisation="plan.partner_id",
        type=TYPE,
        initiative="CASE plan.counterpart WHEN 'city' THEN 'Påhittat initiativ' ELSE '' END",
        exchange="'Påhittat utbyte av erfarenheter.'", benefit_to_city="'Påhittad nytta.'",
        benefit_to_counterpart="'Påhittad nytta.'", notice_months="6",
        cost_per_year=MONEY.format(least=1000, more=90_000),
        city_contact="'Påhittad kontakt vid staden'", counterpart_contact="'Påhittad kontakt hos motparten'",
        sign_by="CASE WHEN plan.status = 'approved' THEN plan.due_on END",
        signed_by_city_on=f"CASE WHEN plan.status IN {SIGNED} THEN {SIGNED_ON} END",
        signed_by_city=f"CASE WHEN plan.status IN {SIGNED} THEN 'Påhittad Undertecknare' ELSE '' END",
        signed_by_counterpart_on=f"CASE WHEN plan.status IN {SIGNED} THEN {SIGNED_ON} END",
        signed_by_counterpart=f"CASE WHEN plan.status IN {SIGNED} THEN 'Påhittad Motpart' ELSE '' END",
        last_reviewed_on="CASE WHEN plan.status = 'in_force' AND plan.starts_on + 1460 < plan.due_on"
                         " THEN plan.due_on - 1460 END",
        next_review_on="CASE WHEN plan.status = 'in_force' THEN plan.due_on END",
        review_reason="CASE WHEN plan.status = 'under_review' THEN 'interval' ELSE '' END",
        review_due_on="CASE WHEN plan.status = 'under_review' THEN plan.due_on END",
        dormant_on=f"CASE WHEN plan.status IN {IN_FORCE} THEN current_date + 300 - 400 * (mod(plan.n, 20) / 19) END",
        dormant_since=f"CASE WHEN plan.status IN {IN_FORCE} AND mod(plan.n, 20) = 19 THEN current_date - 100 END",
        ended_on=f"CASE WHEN plan.status IN {OVER} THEN plan.ends_on END",
        ended_reason=f"CASE WHEN plan.status IN {OVER} THEN 'Påhittat: tiden var ute.' ELSE '' END",
        goals_met="CASE WHEN plan.status = 'evaluated' THEN 'Påhittade mål, nådda.' ELSE '' END",
        total_cost="CASE WHEN plan.status = 'evaluated' THEN " + MONEY.format(least=5000, more=400_000) + " END",
        evaluated_on="CASE WHEN plan.status = 'evaluated' THEN plan.closed_on END", source="'generate_city'",
    )  # fmt: skip
    count += fill_and_remember(
        cursor, Obligation, f"{PROMISED} WHERE plan.kind = 'agreement' AND plan.status IN {SIGNED}",
        agreement="plan.id", text="'Påhittat åtagande ' || k",
        side="CASE k WHEN 1 THEN 'city' ELSE 'counterpart' END", responsible="'Påhittad Ansvarig'",
        written_on="plan.decided_on", due_on="CASE WHEN is_done THEN plan.decided_on + 200 ELSE to_do_by END",
        status="CASE WHEN is_done THEN 'done' ELSE 'open' END",
        closed_on="CASE WHEN is_done THEN least(current_date, plan.decided_on + 180) END",
        report="CASE WHEN is_done THEN 'Påhittad rapport.' ELSE '' END",
        reminded_on="CASE WHEN NOT is_done AND to_do_by < current_date THEN current_date - 1 END",
    )  # fmt: skip
    return count + fill_and_remember(
        cursor, Activity,
        f"""city_plan plan CROSS JOIN generate_series(1, 2) AS k
            WHERE plan.kind = 'agreement' AND plan.status IN {IN_FORCE} AND mod(plan.n, 2) = 0""",
        agreement="plan.id", happened_on="least(current_date - k, plan.starts_on + 90 * k)",
        kind="(ARRAY['meeting', 'visit', 'exchange', 'project'])[1 + mod(plan.n + k, 4)]",
        what="'Påhittad aktivitet ' || k", people="'Påhittade deltagare'", result="'Påhittat resultat.'",
    )  # fmt: skip


def declarations(cursor: CursorWrapper) -> int:
    """Declarations, and two commitments in each that the city joined."""
    count = fill_and_remember(
        cursor, Declaration, "city_plan plan WHERE plan.kind = 'declaration'",
        matter="plan.id", issuer="plan.partner_id",
        kind="CASE WHEN mod(plan.n, 3) = 0 THEN 'initiative' ELSE 'declaration' END",
        origin="CASE WHEN mod(plan.n, 8) = 0 THEN 'own' ELSE 'invited' END", text="'Påhittad text.'",
        benefit="'Påhittad nytta.'", adds_burden="false", concerns_foreign_policy="false",
        joined_on=f"CASE WHEN plan.status IN {JOINED} THEN plan.decided_on END",
        next_review_on="CASE WHEN plan.status = 'joined' THEN plan.due_on END",
        ended_on="CASE WHEN plan.status IN ('ended', 'left') THEN plan.ends_on END",
        ended_reason="CASE WHEN plan.status IN ('ended', 'left') THEN 'Påhittat: den är fullföljd.' ELSE '' END",
        source="'generate_city'",
    )  # fmt: skip
    return count + fill_and_remember(
        cursor, Commitment, f"{PROMISED} WHERE plan.kind = 'declaration' AND plan.status IN {JOINED}",
        declaration="plan.id", text="'Påhittat löfte ' || k", owner="plan.body_id",
        due_on="CASE WHEN is_done THEN plan.decided_on + 300 ELSE to_do_by END",
        status="CASE WHEN is_done THEN 'done' ELSE 'open' END",
        report="CASE WHEN is_done THEN 'Påhittad rapport.' ELSE '' END",
        closed_on="CASE WHEN is_done THEN least(current_date, plan.decided_on + 250) END",
        reminded_on="CASE WHEN NOT is_done AND to_do_by < current_date THEN current_date - 1 END",
    )  # fmt: skip


def aid_projects(cursor: CursorWrapper) -> int:
    """Projects with one funder or two for the whole cost, and what has been paid to those that have begun."""
    cost = MONEY.format(least=100_000, more=4_000_000)
    count = fill_and_remember(
        cursor, AidProject, "city_plan plan WHERE plan.kind = 'aid_project'",
        matter="plan.id", partner="plan.partner_id", summary="'Påhittat kunnande som staden lånar ut.'",
        benefit="'Påhittad nytta.'",
        area="(ARRAY['neighbourhood', 'earlier_engagement', 'elsewhere'])[1 + mod(plan.n, 3)]",
        asked_by="'Påhittad beställare'", total_cost=cost, includes_staff_time="true",
        report_by="CASE WHEN plan.status IN ('approved', 'running', 'closing') THEN plan.due_on END",
        reported_on="CASE WHEN plan.status IN ('reported', 'ended') THEN plan.ends_on END",
        results="CASE WHEN plan.status IN ('reported', 'ended') THEN 'Påhittat resultat.' ELSE '' END",
        evaluated_on="CASE WHEN plan.status = 'ended' THEN plan.closed_on END",
        evaluation="CASE WHEN plan.status = 'ended' THEN 'Påhittad utvärdering.' ELSE '' END",
    )  # fmt: skip
    funders, half = "CASE WHEN mod(plan.n, 2) = 0 THEN 2 ELSE 1 END", f"trunc({cost} / 2)"
    count += fill_and_remember(
        cursor, AidFinancing,
        f"city_plan plan CROSS JOIN generate_series(1, {funders}) AS k WHERE plan.kind = 'aid_project'",
        project="plan.id", is_requested="true",
        funder="(ARRAY['sida', 'sida', 'eu', 'un', 'world_bank'])[1 + mod(plan.n + 2 * k, 5)]",
        # The second pays what the first, rounded down, does not.
        amount=f"CASE WHEN {funders} = 1 THEN {cost} WHEN k = 1 THEN {half} ELSE {cost} - {half} END",
    )  # fmt: skip
    return count + fill_and_remember(
        cursor, AidReceived,
        f"""city_plan plan JOIN engagements_aidfinancing part ON part.project_id = plan.id
            WHERE plan.kind = 'aid_project' AND plan.status IN {PAID_FOR}""",
        project="plan.id", financing="part.id", year="extract(year FROM plan.starts_on)::int", amount="part.amount / 2",
    )  # fmt: skip
