"""A matter may ask several questions, one after another: of each of them one answer stands. The database says so.

Decisions are only ever added, so what is looked for here cannot change afterwards. The matter's row is locked, so that two
who write at once cannot both find nothing. Of a first answer the constraint one_decision_per_question sees enough.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION governance_one_standing_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM governance_matter WHERE id = NEW.matter_id FOR UPDATE;
    IF NEW.supersedes_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM governance_decision wrong
        WHERE wrong.id = NEW.supersedes_id AND wrong.matter_id = NEW.matter_id AND wrong.round = NEW.round
            AND wrong.question = NEW.question
    ) THEN
        RAISE EXCEPTION 'a correction answers the question that the corrected decision answered'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT FROM governance_decision other
        WHERE other.matter_id = NEW.matter_id AND other.question = NEW.question
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
    dependencies = [("governance", "0002_append_only")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
