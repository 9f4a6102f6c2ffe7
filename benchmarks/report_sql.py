"""The figures of the annual report as somebody would write them by hand: each table read once, in plain SQL.

The limit of P8. It counts what reporting/figures counts, this year and the year before, totals and parts.
"""

from datetime import date

from django.db import connection, transaction

from . import report_sql_engagements


def count(year: int) -> None:
    """Read everything once; the rows are fetched and thrown away."""
    parameters = {
        "first": date(year, 1, 1), "last": date(year, 12, 31), "first0": date(year - 1, 1, 1),
        "last0": date(year - 1, 12, 31), "year": year, "year0": year - 1,
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL parallel_setup_cost = 1000")  # as the product does where it counts
        for statement in (*STATEMENTS, *report_sql_engagements.statements()):
            cursor.execute(statement, parameters)
            cursor.fetchall()


def _parts(
    rows: str, *columns: str, measures: str = "count(*) FILTER (WHERE now), count(*) FILTER (WHERE past)"
) -> str:
    """Totals and parts of the rows in one reading; `now` and `past` mark what this year and the last counts."""
    sets = ", ".join(f"({column})" for column in columns)
    names = "".join(f"{column}, " for column in columns)
    return f"SELECT {names}{measures} FROM ({rows}) marked GROUP BY GROUPING SETS ((){', ' if sets else ''}{sets})"


ENTERED = "('member', 'leaving', 'left')"
CAME = "('carried_out', 'followed_up', 'closed')"
NOT_GRANTED = "('idea', 'application', 'not_granted', 'withdrawn')"

STATEMENTS = (
    _parts(
        f"""SELECT body_id, scope, kind_of, joined_on BETWEEN %(first)s AND %(last)s AS j1,
                   joined_on BETWEEN %(first0)s AND %(last0)s AS j0, left_on BETWEEN %(first)s AND %(last)s AS l1,
                   left_on BETWEEN %(first0)s AND %(last0)s AS l0,
                   (joined_on <= %(last)s OR joined_on IS NULL) AND (left_on > %(last)s OR left_on IS NULL) AS now,
                   (joined_on <= %(last0)s OR joined_on IS NULL) AND (left_on > %(last0)s OR left_on IS NULL) AS past,
                   next_review_on < %(last)s OR late.membership_id IS NOT NULL OR (unreviewed_since < %(last)s
                       AND (notice_given_on > %(last)s OR notice_given_on IS NULL)) AS o1,
                   next_review_on < %(last0)s OR late0.membership_id IS NOT NULL OR (unreviewed_since < %(last0)s
                       AND (notice_given_on > %(last0)s OR notice_given_on IS NULL)) AS o0
              FROM (SELECT matter_id, kind AS kind_of, joined_on, left_on, next_review_on, unreviewed_since,
                           notice_given_on FROM memberships_membership) m
              JOIN governance_matter card ON card.id = m.matter_id AND card.status IN {ENTERED}
              LEFT JOIN (SELECT DISTINCT membership_id FROM memberships_membershipreview
                          WHERE due_on < %(last)s AND decided_on > %(last)s) late ON late.membership_id = m.matter_id
              LEFT JOIN (SELECT DISTINCT membership_id FROM memberships_membershipreview
                          WHERE due_on < %(last0)s AND decided_on > %(last0)s) late0
                     ON late0.membership_id = m.matter_id""",
        "scope", "kind_of", "body_id",
        measures="""count(*) FILTER (WHERE now), count(*) FILTER (WHERE past), count(*) FILTER (WHERE j1),
                    count(*) FILTER (WHERE j0), count(*) FILTER (WHERE l1), count(*) FILTER (WHERE l0),
                    count(*) FILTER (WHERE o1 AND now), count(*) FILTER (WHERE o0 AND past)""",
    ),
    f"""SELECT count(*) FILTER (WHERE (since IS NULL OR since <= %(last)s) AND (until IS NULL OR until >= %(last)s)),
              count(*) FILTER (WHERE (since IS NULL OR since <= %(last0)s) AND (until IS NULL OR until >= %(last0)s))
         FROM memberships_post JOIN governance_matter card ON card.id = membership_id AND card.status IN {ENTERED}""",
    """SELECT count(*) FILTER (WHERE decided_on >= %(first)s), count(*) FILTER (WHERE decided_on < %(first)s)
         FROM memberships_membershipreview WHERE decided_on BETWEEN %(first0)s AND %(last)s""",
    _parts(
        f"""SELECT programme, body_id, eu_funding_to_city AS money, is_eu_money AS eu,
                   starts_on <= %(last)s AND (ends_on IS NULL OR ends_on >= %(last)s) AS now,
                   starts_on <= %(last0)s AND (ends_on IS NULL OR ends_on >= %(last0)s) AS past,
                   starts_on BETWEEN %(first)s AND %(last)s AS s1, starts_on BETWEEN %(first0)s AND %(last0)s AS s0,
                   ends_on BETWEEN %(first)s AND %(last)s AS e1, ends_on BETWEEN %(first0)s AND %(last0)s AS e0
              FROM engagements_euproject p JOIN governance_matter card ON card.id = p.matter_id
             WHERE card.status NOT IN {NOT_GRANTED} AND starts_on <= %(last)s
               AND (ends_on IS NULL OR ends_on >= %(first0)s)""",
        "programme", "body_id",
        measures="""count(*) FILTER (WHERE now AND eu), count(*) FILTER (WHERE past AND eu),
                    sum(money) FILTER (WHERE now AND eu), sum(money) FILTER (WHERE past AND eu),
                    count(*) FILTER (WHERE s1 AND eu), count(*) FILTER (WHERE s0 AND eu),
                    sum(money) FILTER (WHERE s1 AND eu), sum(money) FILTER (WHERE s0 AND eu),
                    count(*) FILTER (WHERE e1 AND eu), count(*) FILTER (WHERE e0 AND eu),
                    count(*) FILTER (WHERE now AND NOT eu), count(*) FILTER (WHERE past AND NOT eu)""",
    ),
    # A request counts under each of its themes and directions.
    """WITH marked AS MATERIALIZED (
           SELECT card.body_id, v.themes, card.directions, v.received_on >= %(first)s AS now, v.is_significant
             FROM visits_visit v JOIN governance_matter card ON card.id = v.matter_id
            WHERE v.received_on BETWEEN %(first0)s AND %(last)s)
       SELECT 'body', body_id::text, count(*) FILTER (WHERE now), count(*) FILTER (WHERE NOT now),
              count(*) FILTER (WHERE now AND is_significant), count(*) FILTER (WHERE NOT now AND is_significant)
         FROM marked GROUP BY GROUPING SETS ((), (body_id))
       UNION ALL SELECT 'theme', t, count(*) FILTER (WHERE now), count(*) FILTER (WHERE NOT now), 0, 0
         FROM marked CROSS JOIN unnest(themes) t GROUP BY t
       UNION ALL SELECT 'direction', d, count(*) FILTER (WHERE now), count(*) FILTER (WHERE NOT now), 0, 0
         FROM marked CROSS JOIN unnest(directions) d GROUP BY d""",
    """SELECT verb, count(DISTINCT visit_id) FILTER (WHERE at >= %(first)s),
              count(DISTINCT visit_id) FILTER (WHERE at < %(first)s)
         FROM visits_event WHERE verb IN ('forward', 'hand_over_to_ks') AND at >= %(first0)s AND at < %(last)s::date + 1
        GROUP BY verb""",
    """SELECT given_on >= %(first)s, count(*), count(*) FILTER (WHERE outcome IN ('accepted', 'accepted_changed')),
              count(*) FILTER (WHERE outcome = 'declined'), count(*) FILTER (WHERE working_days <= 10),
              percentile_disc(0.5) WITHIN GROUP (ORDER BY working_days)
         FROM visits_reply WHERE given_on BETWEEN %(first0)s AND %(last)s GROUP BY 1""",
    f"""WITH marked AS MATERIALIZED (
           SELECT card.body_id, v.countries, card.starts_on >= %(first)s AS now, v.groups, v.persons,
                  v.persons_from_abroad AS abroad
             FROM visits_visit v JOIN governance_matter card ON card.id = v.matter_id
            WHERE card.starts_on BETWEEN %(first0)s AND %(last)s AND card.status IN {CAME} AND card.kind = 'visit')
       SELECT 'body', body_id::text, now, count(*), sum(groups), sum(persons), sum(abroad)
         FROM marked GROUP BY GROUPING SETS ((now), (body_id, now))
       UNION ALL SELECT 'country', c, now, count(*), 0, 0, 0
         FROM marked CROSS JOIN unnest(countries) c GROUP BY c, now""",
    """SELECT kind, count(*) FILTER (WHERE opened_on BETWEEN %(first)s AND %(last)s),
              count(*) FILTER (WHERE opened_on BETWEEN %(first0)s AND %(last0)s),
              count(*) FILTER (WHERE closed_on BETWEEN %(first)s AND %(last)s),
              count(*) FILTER (WHERE closed_on BETWEEN %(first0)s AND %(last0)s)
         FROM governance_matter
        WHERE opened_on BETWEEN %(first0)s AND %(last)s OR closed_on BETWEEN %(first0)s AND %(last)s
        GROUP BY ROLLUP (kind)""",
    """SELECT d.body_id, d.form, d.outcome, d.section_id, d.decided_on >= %(first)s, count(*),
              count(*) FILTER (WHERE d.form = 'delegated'), count(*) FILTER (WHERE d.section_id IS NULL),
              count(*) FILTER (WHERE d.form = 'delegated' AND n.id IS NULL)
         FROM governance_decision d
         LEFT JOIN governance_decision later ON later.supersedes_id = d.id
         LEFT JOIN governance_decisionevent n ON n.decision_id = d.id AND n.kind = 'notified'
        WHERE d.decided_on BETWEEN %(first0)s AND %(last)s AND later.id IS NULL
        GROUP BY GROUPING SETS ((5), (d.body_id, 5), (d.form, 5), (d.outcome, 5), (d.section_id, 5))""",
    """SELECT count(*) FROM governance_decision WHERE supersedes_id IS NOT NULL
          AND recorded_at >= %(first0)s AND recorded_at < %(last)s::date + 1""",
    """SELECT card.body_id, fee.year, sum(amount_sek) FROM memberships_fee fee
         JOIN governance_matter card ON card.id = fee.membership_id
        WHERE fee.year IN (%(year)s, %(year0)s) GROUP BY GROUPING SETS ((fee.year), (card.body_id, fee.year))""",
    f"""SELECT card.body_id, card.starts_on >= %(first)s, sum(cost.amount) FROM visits_cost cost
         JOIN governance_matter card ON card.id = cost.visit_id
        WHERE cost.payer = 'city' AND card.starts_on BETWEEN %(first0)s AND %(last)s AND card.status IN {CAME}
        GROUP BY GROUPING SETS ((2), (card.body_id, 2))""",
    # What the report says of the register itself, and the four lists of its appendix with their counts.
    "SELECT count(*), max(changed_at) FROM governance_matter",
    "SELECT count(*), max(recorded_at) FROM governance_decision",
    *(
        f"""SELECT * FROM (
                SELECT card.number, o.name, card.scope, m.joined_on, m.left_on, count(*) OVER ()
                  FROM memberships_membership m JOIN governance_matter card ON card.id = m.matter_id
                  JOIN engagements_organisation o ON o.id = m.organisation_id
                 WHERE card.status IN {ENTERED} AND {where}) listed ORDER BY name LIMIT 300"""
        for where in (
            "(joined_on <= %(last)s OR joined_on IS NULL) AND (left_on > %(last)s OR left_on IS NULL)",
            "joined_on BETWEEN %(first)s AND %(last)s",
            "left_on BETWEEN %(first)s AND %(last)s",
        )
    ),
    f"""SELECT * FROM (
            SELECT card.number, card.title, p.programme, count(*) OVER ()
              FROM engagements_euproject p JOIN governance_matter card ON card.id = p.matter_id
             WHERE is_eu_money AND card.status NOT IN {NOT_GRANTED} AND starts_on <= %(last)s
               AND (ends_on IS NULL OR ends_on >= %(first)s)) listed ORDER BY title LIMIT 300""",
)  # fmt: skip
