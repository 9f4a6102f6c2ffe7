"""Writes what the drawn city does towards the EU: projects and questions with all that hangs on them."""

from django.db.backends.utils import CursorWrapper

from engagements.models import (
    Advocacy,
    EuGuideline,
    EuProject,
    EuQuestion,
    EuStage,
    GrantCondition,
    Position,
    ProjectMoney,
    ProjectReport,
    Stakeholder,
)

from .filling import fill_and_remember

HELD = "('granted', 'running', 'closing', 'ended')"
SUBMITTED = "('submitted', 'not_granted', 'granted', 'running', 'closing', 'ended')"
GRANT = "round((200000 + plan.r6 * 4000000)::numeric, 2)"
HAS_POSITION = "plan.kind = 'eu_question' AND plan.outcome = 'approved' AND plan.case_id IS NOT NULL"
# Of the others some lie outside the Union.
INSTITUTION = """
CASE WHEN plan.scope <> 'own_operation' AND mod(plan.n, 4) = 0 THEN 'united_nations'
     ELSE (ARRAY['commission', 'commission', 'parliament', 'council', 'regions', 'eu_body', 'government'])
          [1 + mod(plan.n, 7)] END
"""
STAGES = "ARRAY['expected', 'consultation', 'proposed', 'parliament_and_council', 'trilogue', 'adopted', 'national']"


def projects(cursor: CursorWrapper) -> int:
    """EU projects; those the city holds with reports, a condition and the money of two years."""
    count = fill_and_remember(
        cursor, EuProject, "city_plan plan WHERE plan.kind = 'eu_project'",
        matter="plan.id", role="CASE WHEN mod(plan.n, 5) = 0 THEN 'coordinator' ELSE 'partner' END",
        acronym="'PÅHITT' || plan.n",
        programme="""(ARRAY['Horizon Europe', 'Interreg Baltic', 'LIFE', 'Erasmus+', 'ESF+', 'URBACT'])
                     [1 + mod(plan.n, 6)]""",
        call="'PÅHITTAD-UTLYSNING-' || mod(plan.n, 997)", apply_by="plan.opened_on + 60",
        total_budget="round((500000 + plan.r4 * 20000000)::numeric, 2)", applied_amount=GRANT,
        is_eu_money="mod(plan.n, 12) <> 0",
        eu_funding_to_city=f"CASE WHEN mod(plan.n, 12) <> 0 AND plan.status IN {HELD} THEN {GRANT} END",
        partners="plan.place", plan_link="'Påhittat mål i verksamhetsplanen.'", own_share=f"{GRANT} / 4",
        own_share_source="'Påhittad egen budget'", staff="0.5",
        submitted_on=f"CASE WHEN plan.status IN {SUBMITTED} THEN plan.decided_on END",
        answered_on=f"""CASE WHEN plan.status IN {HELD} OR plan.status = 'not_granted'
                             THEN least(current_date, plan.decided_on + 5) END""",
        results="CASE WHEN plan.status = 'ended' THEN 'Påhittat resultat.' ELSE '' END",
        keep_until="CASE WHEN plan.status = 'ended' THEN plan.ends_on + 3650 END", source="'generate_city'",
    )  # fmt: skip
    held = f"plan.kind = 'eu_project' AND plan.status IN {HELD}"
    # The first is sent; the second is what the project waits for, and of what has ended it is sent too.
    count += fill_and_remember(
        cursor, ProjectReport, f"city_plan plan CROSS JOIN generate_series(1, 2) AS k WHERE {held}",
        project="plan.id", title="'Påhittad lägesrapport ' || k", owner="'Påhittad Projektledare'",
        due_on="CASE WHEN k = 2 THEN coalesce(plan.due_on, plan.ends_on) ELSE plan.opened_on + 90 END",
        sent_on="""CASE WHEN k = 1 AND plan.status <> 'granted' THEN plan.opened_on + 85
                        WHEN plan.status = 'ended' THEN plan.ends_on END""",
    )  # fmt: skip
    count += fill_and_remember(
        cursor, GrantCondition, f"city_plan plan WHERE {held}", project="plan.id", text="'Påhittat villkor'",
        due_on="plan.opened_on + 400", met_on="CASE WHEN plan.status = 'ended' THEN plan.opened_on + 390 END",
    )  # fmt: skip
    return count + fill_and_remember(
        cursor, ProjectMoney,
        f"""city_plan plan CROSS JOIN generate_series(0, 1) AS later
            CROSS JOIN unnest(ARRAY['received', 'own_share']) AS sort
            WHERE {held} AND plan.status <> 'granted'""",
        project="plan.id", body="plan.body_id", kind="sort", year="extract(year FROM plan.starts_on)::int + later",
        amount=f"CASE sort WHEN 'received' THEN {GRANT} / 3 ELSE {GRANT} / 9 END",
    )  # fmt: skip


def questions(cursor: CursorWrapper) -> int:
    """EU questions with the position, the stages of the file, those with a say, and what the city did to be heard."""
    ours = "city_plan plan WHERE plan.kind = 'eu_question'"
    count = fill_and_remember(
        cursor, EuQuestion, ours,
        matter="plan.id", reference="'COM(' || extract(year FROM plan.opened_on) || ') ' || plan.n",
        institution=INSTITUTION,
        process="(ARRAY['legislation', 'budget', 'consultation', 'strategy'])[1 + mod(plan.n, 4)]",
        stage=f"({STAGES})[1 + mod(plan.n, 7)]", last_day="coalesce(plan.due_on, plan.opened_on + 150)",
        interest="'Påhittat intresse.'", concerns_foreign_policy="false",
        cooperation_with="'Påhittad handläggare vid stadsledningskontoret'", cooperation_on="plan.opened_on",
        position_number=f"CASE WHEN {HAS_POSITION} THEN 1 END",
        position_on=f"CASE WHEN {HAS_POSITION} THEN plan.decided_on END",
        result="CASE WHEN plan.status = 'closed' THEN 'Påhittat resultat.' ELSE '' END",
        learning="CASE WHEN plan.status = 'closed' THEN 'Påhittad lärdom.' ELSE '' END",
        warned_on="CASE WHEN plan.due_on < current_date + 40 THEN current_date - 1 END",
        missed_on="CASE WHEN plan.due_on < current_date THEN current_date - 1 END",
    )  # fmt: skip
    count += fill_and_remember(
        cursor, Position, f"{ours} AND (plan.status = 'before_body' OR {HAS_POSITION})",
        eu_question="plan.id", text="'Påhittad ståndpunkt.'", in_line="'Påhittat.'", question="1",
        status="CASE plan.status WHEN 'before_body' THEN 'proposed' ELSE 'standing' END",
        number="CASE WHEN plan.status <> 'before_body' THEN 1 END",
        decided_by="CASE WHEN plan.status <> 'before_body' THEN coalesce(plan.decider_id, plan.body_id) END",
        decided_on="CASE WHEN plan.status <> 'before_body' THEN plan.decided_on END",
    )  # fmt: skip
    twice = "city_plan plan CROSS JOIN generate_series(1, 2) AS k WHERE plan.kind = 'eu_question'"
    count += fill_and_remember(
        cursor, EuStage, twice, eu_question="plan.id", stage=f"({STAGES})[greatest(1, mod(plan.n, 7) + k - 1)]",
        since="plan.opened_on - 30 * (2 - k)",
    )  # fmt: skip
    count += fill_and_remember(
        cursor, Stakeholder, twice,
        eu_question="plan.id", organisation="CASE k WHEN 1 THEN plan.partner_id END",
        name="CASE k WHEN 1 THEN plan.partner ELSE 'Påhittad intressent ' || mod(plan.n, 500) END",
        stance="(ARRAY['for', 'against', 'neutral', 'unknown'])[1 + mod(plan.n + k, 4)]", noted_on="plan.opened_on",
    )  # fmt: skip
    return count + fill_and_remember(
        cursor, Advocacy, twice,
        eu_question="plan.id", kind="CASE k WHEN 1 THEN 'meeting' ELSE 'answer' END",
        held_on="least(current_date, plan.opened_on + 60 * k)", subject="'Påhittad insats om ' || plan.theme",
        institution=INSTITUTION, unit="'Påhittad enhet'", persons="'Påhittad Företrädare ' || mod(plan.n, 900)",
        posts="'påhittad handläggare'", from_city="'Påhittad Tjänsteperson'", place="'Bryssel'",
        outcome="'Påhittat utfall.'",
    )  # fmt: skip


def guidelines(cursor: CursorWrapper) -> int:
    """Two committees and companies of three have their own; those that have some already are left alone."""
    return fill_and_remember(
        cursor, EuGuideline,
        """governance_body body WHERE body.kind IN ('committee', 'company', 'group_board') AND body.until IS NULL
           AND mod(body.id, 3) <> 0 AND NOT EXISTS (SELECT FROM engagements_euguideline WHERE body_id = body.id)""",
        body="body.id", title="'Påhittade riktlinjer för EU-arbetet'", diary_number="'påhittat/' || body.id",
        decided_by="body.name_sv", decided_on="date '2024-02-01'", since="date '2024-03-01'", is_invented="true",
    )  # fmt: skip
