"""The same by hand for what came later: agreements, journeys, EU questions, declarations, aid, meetings, lamps."""

from collections.abc import Iterator


def statements() -> Iterator[str]:
    """Each table once, this year and the year before, totals and parts."""
    yield _agreements()
    yield f"""SELECT count(*) FILTER (WHERE decided_on >= %(first)s), count(*) FILTER (WHERE decided_on < %(first)s)
                FROM governance_decision decision JOIN governance_matter card ON card.id = decision.matter_id
               WHERE {_within("decided_on")} AND card.kind = 'agreement' AND card.facts ? 'exception'"""
    yield _counted(
        "engagements_obligation", [],
        "written_on <= %(last)s AND (closed_on IS NULL OR closed_on > %(last)s)",
        "written_on <= %(last)s AND (closed_on IS NULL OR closed_on > %(last)s) AND due_on <= %(last)s",
        "status = 'done' AND closed_on BETWEEN %(first)s AND %(last)s",
    )  # fmt: skip
    yield from _journeys()
    yield from _europe()
    yield from _declarations()
    yield from _aid()
    yield _counted(
        f"""governance_agendaitem item JOIN governance_meeting meeting ON meeting.id = item.meeting_id
            JOIN governance_body body ON body.id = meeting.body_id
            WHERE {_within("meeting.held_on")} AND meeting.closed_on IS NOT NULL AND matter_id IS NOT NULL
              AND outcome <> 'withdrawn'""",
        ["meeting.body_id"],
        "meeting.held_on BETWEEN %(first)s AND %(last)s AND body.kind <> 'preparatory_committee'",
        "meeting.held_on BETWEEN %(first)s AND %(last)s AND body.kind = 'preparatory_committee'",
        more=_both(
            "count(DISTINCT meeting.id) FILTER (WHERE meeting.held_on BETWEEN %(first)s AND %(last)s"
            " AND body.kind <> 'preparatory_committee')"
        ),
    )  # fmt: skip
    yield _counted(
        "referrals_referral",
        [],
        "sent_on BETWEEN %(first)s AND %(last)s",
        "adopted_on BETWEEN %(first)s AND %(last)s",
    )
    yield _counted(
        f"referrals_referralanswer WHERE {_within('submitted_on')}", [],
        "submitted_on BETWEEN %(first)s AND %(last)s",
        "submitted_on BETWEEN %(first)s AND %(last)s AND submitted_on > answer_by",
        "submitted_on BETWEEN %(first)s AND %(last)s AND without_board",
    )  # fmt: skip
    yield """SELECT lamp, day, sum("out") FROM governance_lampcount
              WHERE is_bound AND day IN (SELECT max(day) FROM governance_lampcount WHERE day <= %(last)s)
              GROUP BY 1, 2"""


def _both(measure: str) -> str:
    """What is counted of the year, and the same of the year before."""
    before = measure.replace("%(first)s", "%(first0)s").replace("%(last)s", "%(last0)s")
    return f"{measure}, {before.replace('%(year)s', '%(year0)s')}"


def _within(column: str) -> str:
    return f"{column} BETWEEN %(first0)s AND %(last)s"


def _counted(rows: str, columns: list[str], *wheres: str, more: str = "") -> str:
    """How many of the rows meet each condition, of all and by each of the columns."""
    measures = [_both(f"count(*) FILTER (WHERE {where})") for where in wheres] + ([more] if more else [])
    sets = "".join(f", ({column})" for column in columns)
    named = "".join(f"{column}, " for column in columns)
    return f"SELECT {named}{', '.join(measures)} FROM {rows} GROUP BY GROUPING SETS ((){sets})"


def _sum(column: str, where: str) -> str:
    return _both(f"sum({column}) FILTER (WHERE {where})")


def _agreements() -> str:
    began = """card.status IN ('in_force', 'under_review', 'amending', 'ended', 'evaluated')
               AND (card.starts_on IS NULL OR card.starts_on <= {day})
               AND (signed_by_city_on IS NULL OR signed_by_city_on <= {day})
               AND (signed_by_counterpart_on IS NULL OR signed_by_counterpart_on <= {day})"""
    in_force = f"({began.format(day='%(last)s')} AND (ended_on IS NULL OR ended_on > %(last)s))"
    since = "(%(last)s::date - interval '12 months')"
    dormant = f"""{in_force} AND {began.format(day=since)} AND card.opened_on <= {since}
                  AND NOT coalesce(last_reviewed_on > {since} AND last_reviewed_on <= %(last)s, false)
                  AND NOT EXISTS (SELECT FROM engagements_activity done WHERE done.agreement_id = matter_id
                                     AND happened_on > {since} AND happened_on <= %(last)s)"""
    signed = """signed_by_city_on <= %(last)s AND signed_by_counterpart_on <= %(last)s
                AND (signed_by_city_on >= %(first)s OR signed_by_counterpart_on >= %(first)s)"""
    unsigned = """sign_by <= %(last)s AND (signed_by_city_on IS NULL OR signed_by_city_on > %(last)s
                  OR signed_by_counterpart_on IS NULL OR signed_by_counterpart_on > %(last)s)"""
    evaluated = "evaluated_on BETWEEN %(first)s AND %(last)s"
    return _counted(
        "engagements_agreement agreement JOIN governance_matter card ON card.id = agreement.matter_id",
        ["card.priority_place", "type", "theme", "body_id"],
        in_force, signed, "ended_on BETWEEN %(first)s AND %(last)s", evaluated, dormant, unsigned,
        more=f"{_sum('cost_per_year', in_force)}, {_sum('total_cost', evaluated)}",
    )  # fmt: skip


def _journeys() -> Iterator[str]:
    card = f"governance_matter card ON card.id = {{key}} AND card.kind = 'event_abroad' AND {_within('card.starts_on')}"
    now = "card.starts_on BETWEEN %(first)s AND %(last)s"
    made = f"{now} AND card.status IN ('carried_out', 'reported')"
    spent = f"{now} AND card.status IN ('carried_out', 'reported', 'cancelled')"
    paid = f"{spent} AND payer = 'city'"
    yield _counted(
        f"engagements_eventabroad event JOIN {card.format(key='event.matter_id')}",
        ["card.priority_place", "card.body_id", "card.country"], made,
    )  # fmt: skip
    yield _counted(f"engagements_traveller part JOIN {card.format(key='part.event_id')}", [], made)
    legs = f"engagements_leg part JOIN {card.format(key='part.event_id')} WHERE is_actual"
    yield _counted(legs, [], made, more=_sum("co2_kg", made))
    yield _counted(
        f"engagements_eventcost part JOIN {card.format(key='part.event_id')} WHERE actual IS NOT NULL",
        ["part.body_id", "payer"], spent,
        more=f"{_sum('actual', spent)}, {_sum('actual', paid)}",
    )  # fmt: skip


def _europe() -> Iterator[str]:
    opened = "card.opened_on <= %(last)s AND (card.closed_on IS NULL OR card.closed_on > %(last)s)"
    missed = """last_day BETWEEN %(first)s AND least(%(last)s, current_date - 1) AND NOT concerns_foreign_policy
                AND (card.closed_on IS NULL OR card.closed_on > last_day)
                AND (position_on IS NULL OR position_on > last_day)"""
    yield _counted(
        "engagements_euquestion question JOIN governance_matter card ON card.id = question.matter_id", ["body_id"],
        opened, "card.opened_on BETWEEN %(first)s AND %(last)s", missed,
    )  # fmt: skip
    decided = "decided_on BETWEEN %(first)s AND %(last)s"
    yield _counted(
        f"engagements_position WHERE number IS NOT NULL AND {_within('decided_on')}",
        ["decided_by_id"],
        decided,
    )
    done = "held_on BETWEEN %(first)s AND %(last)s"
    yield _counted(
        f"""engagements_advocacy part JOIN governance_matter card ON card.id = part.eu_question_id
            WHERE {_within("held_on")}""",
        ["part.kind", "card.body_id", "institution"], done, f"{done} AND part.kind = 'meeting'",
    )  # fmt: skip
    yield """SELECT body_id, kind, year, sum(amount) FROM engagements_projectmoney money
               JOIN engagements_euproject project ON project.matter_id = money.project_id AND is_eu_money
              WHERE year IN (%(year)s, %(year0)s) GROUP BY GROUPING SETS ((kind, year), (body_id, kind, year))"""
    yield _counted(
        f"engagements_euproject WHERE is_eu_money AND ({_within('submitted_on')} OR {_within('answered_on')})", [],
        "submitted_on BETWEEN %(first)s AND %(last)s",
        more=f"""{_sum("applied_amount", "submitted_on BETWEEN %(first)s AND %(last)s")},
                 {_sum("eu_funding_to_city", "answered_on BETWEEN %(first)s AND %(last)s")}""",
    )  # fmt: skip


def _declarations() -> Iterator[str]:
    stands = "joined_on <= %(last)s AND (ended_on IS NULL OR ended_on > %(last)s)"
    yield f"""WITH marked AS MATERIALIZED (
                  SELECT declaration.*, card.body_id, card.directions FROM engagements_declaration declaration
                    JOIN governance_matter card ON card.id = declaration.matter_id WHERE joined_on <= %(last)s)
              SELECT kind, body_id, {_both(f"count(*) FILTER (WHERE {stands})")},
                     {_both("count(*) FILTER (WHERE joined_on BETWEEN %(first)s AND %(last)s)")},
                     {_both("count(*) FILTER (WHERE ended_on BETWEEN %(first)s AND %(last)s)")},
                     {_both(f"count(*) FILTER (WHERE {stands} AND adds_burden)")},
                     {_sum("burden_amount", f"{stands} AND adds_burden")}
                FROM marked GROUP BY GROUPING SETS ((), (kind), (body_id))
              UNION ALL SELECT d, NULL, {_both(f"count(*) FILTER (WHERE {stands})")}, 0, 0, 0, 0, 0, 0, 0, 0
                FROM marked CROSS JOIN unnest(directions) d GROUP BY d"""
    left = "joined_on <= %(last)s AND (closed_on IS NULL OR closed_on > %(last)s)"
    yield _counted(
        """engagements_commitment part
           JOIN engagements_declaration declaration ON declaration.matter_id = part.declaration_id""",
        ["owner_id"], left, f"{left} AND due_on <= %(last)s",
        "status = 'done' AND closed_on BETWEEN %(first)s AND %(last)s",
    )  # fmt: skip


def _aid() -> Iterator[str]:
    decided = "card.status IN ('approved', 'running', 'closing', 'reported', 'ended')"
    running = f"{decided} AND card.starts_on <= %(last)s AND card.ends_on >= %(last)s"
    yield _counted(
        "engagements_aidproject project JOIN governance_matter card ON card.id = project.matter_id",
        ["country", "body_id"], running, f"{decided} AND card.starts_on BETWEEN %(first)s AND %(last)s",
        f"{decided} AND card.ends_on BETWEEN %(first)s AND %(last)s", "evaluated_on BETWEEN %(first)s AND %(last)s",
    )  # fmt: skip
    yield _counted(
        "engagements_aidfinancing part JOIN governance_matter card ON card.id = part.project_id", ["funder"], running,
        more=_sum("amount", running),
    )  # fmt: skip
    yield "SELECT year, sum(amount) FROM engagements_aidreceived WHERE year IN (%(year)s, %(year0)s) GROUP BY 1"
