"""The decisions by delegated power that nobody has been told of stand in a table of their own, so that a list asks of them
alone. Its rows are written by triggers: no way into the register can forget one.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION governance_decision_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM governance_untolddecision WHERE decision_id = NEW.supersedes_id;
    IF NEW.form = 'delegated' THEN
        INSERT INTO governance_untolddecision (decision_id) VALUES (NEW.id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER governance_decision_waits AFTER INSERT ON governance_decision
    FOR EACH ROW WHEN (NEW.form = 'delegated' OR NEW.supersedes_id IS NOT NULL)
    EXECUTE FUNCTION governance_decision_waits();

CREATE FUNCTION governance_decision_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM governance_untolddecision WHERE decision_id = NEW.decision_id;
    RETURN NULL;
END $$;
CREATE TRIGGER governance_decision_told AFTER INSERT ON governance_decisionevent
    FOR EACH ROW WHEN (NEW.kind = 'notified') EXECUTE FUNCTION governance_decision_told();
"""
BACKWARD = """
DROP TRIGGER governance_decision_told ON governance_decisionevent;
DROP FUNCTION governance_decision_told();
DROP TRIGGER governance_decision_waits ON governance_decision;
DROP FUNCTION governance_decision_waits();
"""


class Migration(migrations.Migration):
    replaces = [("governance", "0006_what_waits")]
    dependencies = [("governance", "0004_kind_and_status")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
