"""One council, one Executive Board at a time; one standing answer to a matter's question. The database says so."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models

import governance.models.organisation

# Decisions are only ever added, so what is looked for here cannot change afterwards. The matter's row is locked, so that
# two who write at once cannot both find nothing. Of a first answer the constraint one_decision_per_question sees enough.
FORWARD = """
CREATE FUNCTION governance_one_standing_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM governance_matter WHERE id = NEW.matter_id FOR UPDATE;
    IF NEW.supersedes_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM governance_decision wrong
        WHERE wrong.id = NEW.supersedes_id AND wrong.matter_id = NEW.matter_id AND wrong.round = NEW.round
    ) THEN
        RAISE EXCEPTION 'a correction answers the question that the corrected decision answered'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT FROM governance_decision other
        WHERE other.matter_id = NEW.matter_id
          AND (other.round < NEW.round AND other.outcome NOT IN ('referred_back', 'tabled')
               OR other.round > NEW.round AND NEW.outcome NOT IN ('referred_back', 'tabled'))
          AND NOT EXISTS (SELECT FROM governance_decision later WHERE later.supersedes_id = other.id)
    ) THEN
        RAISE EXCEPTION 'the question is answered by another decision that stands'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_decision_one_answer BEFORE INSERT ON governance_decision
    FOR EACH ROW WHEN (NEW.round > 1 OR NEW.supersedes_id IS NOT NULL)
    EXECUTE FUNCTION governance_one_standing_answer();
"""
BACKWARD = """
DROP TRIGGER governance_decision_one_answer ON governance_decision;
DROP FUNCTION governance_one_standing_answer();
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0009_names_of_fields")]

    operations = [
        migrations.AlterConstraint(
            model_name="body",
            name="body_period_runs_forward",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since__isnull", True),
                    ("until__isnull", True),
                    ("until__gte", models.F("since")),
                    _connector="OR",
                ),
                name="body_period_runs_forward",
                violation_error_message="The body cannot end before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(
                    ("kind__in", ["council", "executive_board", "preparatory_committee", "group_board"])
                ),
                expressions=[
                    ("kind", django.contrib.postgres.fields.ranges.RangeOperators.EQUAL),
                    (
                        governance.models.organisation.DateRange(
                            "since",
                            "until",
                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                inclusive_lower=True, inclusive_upper=True
                            ),
                        ),
                        django.contrib.postgres.fields.ranges.RangeOperators.OVERLAPS,
                    ),
                ],
                name="one_body_of_its_kind_at_a_time",
                violation_error_message="The city already has a body of this kind at that time. Let the former end the"
                " day before this one begins.",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
