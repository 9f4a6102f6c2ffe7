"""When the drawn matters begin, end, wait for something and close: for each kind, as SQL over the plan.

What lies ahead of a state lies in the future, and what it has behind it in the past, whenever the matter was opened.
"""

from collections.abc import Mapping

from governance.models import Kind

AHEAD = "current_date + 5 + floor(r4 * 80)::int"
AFTERWARDS = "opened_on + 60 + floor(r4 * 30)::int"
# The same of what has begun, though it may have been opened yesterday.
BEGUN = f"least(current_date - 10, {AFTERWARDS})"
FAR_AHEAD = "current_date + 100 + floor(r6 * 900)::int"
SOON = "opened_on + 20 + floor(r6 * 120)::int"
NEVER = "NULL::date"

STARTS: dict[str, str] = {
    Kind.VISIT: f"""CASE WHEN status IN ('accepted', 'accepted_changed', 'planned') THEN {AHEAD}
                         ELSE {AFTERWARDS} END""",
    Kind.MEMBERSHIP: "CASE WHEN status IN ('member', 'left') THEN decided_on END",
    Kind.MEMBERSHIP_REVIEW: f"CASE WHEN outcome = 'approved' THEN {AFTERWARDS} END",
    Kind.EU_PROJECT: f"""CASE WHEN status IN ('running', 'closing', 'ended') THEN {BEGUN} ELSE {AHEAD} END""",
    Kind.AGREEMENT: f"""CASE WHEN status IN ('in_force', 'under_review', 'ended', 'evaluated') THEN {BEGUN}
                             WHEN status IN ('draft', 'before_body', 'approved', 'signed') THEN {AHEAD} END""",
    Kind.EU_QUESTION: NEVER,
    Kind.EVENT_ABROAD: f"""CASE WHEN status IN ('proposed', 'before_body', 'approved') THEN {AHEAD}
                                ELSE {BEGUN} END""",
    Kind.DECLARATION: "CASE WHEN status IN ('joined', 'ended', 'left') THEN decided_on END",
    Kind.AID_PROJECT: f"""CASE WHEN status IN ('proposed', 'before_body', 'approved') THEN {AHEAD}
                               ELSE {BEGUN} END""",
}
# Asked of what already has its first day.
ENDS: dict[str, str] = {
    Kind.VISIT: "starts_on + mod(n, 3)",
    Kind.MEMBERSHIP: "CASE WHEN status = 'left' THEN greatest(settled_on, decided_on) END",
    Kind.MEMBERSHIP_REVIEW: NEVER,
    Kind.EU_PROJECT: f"""CASE status WHEN 'ended' THEN least(current_date - 1, starts_on + 300 + floor(r6 * 800)::int)
                                     WHEN 'closing' THEN current_date - 1 - mod(n, 9) ELSE {FAR_AHEAD} END""",
    Kind.AGREEMENT: f"""CASE WHEN status IN ('ended', 'evaluated')
                             THEN least(current_date - 9, starts_on + 700 + floor(r6 * 1400)::int)
                             WHEN starts_on IS NOT NULL THEN {FAR_AHEAD} END""",
    Kind.EU_QUESTION: NEVER,
    Kind.EVENT_ABROAD: "starts_on + mod(n, 3)",
    Kind.DECLARATION: "CASE WHEN status IN ('ended', 'left') THEN greatest(settled_on, decided_on) END",
    Kind.AID_PROJECT: f"""CASE WHEN status IN ('closing', 'reported') THEN current_date - 1 - mod(n, 9)
                               WHEN status = 'ended' THEN least(current_date - 9, starts_on + floor(r6 * 700)::int + 30)
                               ELSE {FAR_AHEAD} END""",
}
# Asked of what is open.
DUE: dict[str, str] = {
    Kind.VISIT: SOON,
    Kind.MEMBERSHIP: f"CASE WHEN status <> 'member' THEN {SOON} END",
    Kind.MEMBERSHIP_REVIEW: SOON,
    Kind.EU_PROJECT: f"""CASE WHEN status IN ('idea', 'application', 'before_body') THEN {SOON}
                              WHEN status IN ('granted', 'running', 'closing')
                              THEN current_date - 5 + floor(r6 * 300)::int END""",
    Kind.AGREEMENT: """CASE status WHEN 'in_force' THEN current_date + 190 + floor(r6 * 1200)::int
                                   WHEN 'under_review' THEN current_date - 10 + floor(r6 * 150)::int
                                   WHEN 'approved' THEN decided_on + 60 WHEN 'signed' THEN starts_on END""",
    Kind.EU_QUESTION: "CASE WHEN status <> 'decided' THEN current_date - 30 + floor(r6 * 300)::int END",
    Kind.EVENT_ABROAD: "CASE WHEN status IN ('approved', 'carried_out') THEN ends_on + 30 ELSE starts_on END",
    Kind.DECLARATION: "CASE WHEN status = 'joined' THEN current_date - 10 + floor(r6 * 1000)::int END",
    Kind.AID_PROJECT: "CASE WHEN status IN ('approved', 'running', 'closing') THEN ends_on + 60 END",
}
# Asked of what is closed; the others close some months after they were opened.
CLOSED: dict[str, str] = {
    Kind.EU_PROJECT: "CASE WHEN status = 'ended' THEN least(current_date, ends_on + 60) ELSE settled_on END",
    Kind.AGREEMENT: "CASE WHEN status = 'evaluated' THEN least(current_date, ends_on + 45) ELSE settled_on END",
    Kind.EVENT_ABROAD: """CASE WHEN status = 'reported' THEN greatest(opened_on, least(current_date, ends_on + 25))
                               ELSE settled_on END""",
    Kind.AID_PROJECT: "CASE WHEN status = 'ended' THEN least(current_date, ends_on + 120) ELSE settled_on END",
}


def by_kind(days: Mapping[str, str], otherwise: str = NEVER) -> str:
    """One expression that asks each kind for its own."""
    cases = " ".join(f"WHEN '{kind}' THEN {day}" for kind, day in days.items())
    return f"CASE kind {cases} ELSE {otherwise} END"
