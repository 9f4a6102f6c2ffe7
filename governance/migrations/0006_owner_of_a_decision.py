"""Who may read a decision is told by the body whose matter it is: it stands beside the record, so that the register of
one body is read by index however many others have decided since.

The record stays as it was written. Only this column follows the matter, and nothing but the trigger that writes it can
tell it otherwise.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION governance_decision_has_its_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT body_id INTO NEW.owner_id FROM governance_matter WHERE id = NEW.matter_id;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_decision_has_its_owner BEFORE INSERT ON governance_decision
    FOR EACH ROW EXECUTE FUNCTION governance_decision_has_its_owner();

CREATE FUNCTION governance_decision_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'owner_id' = to_jsonb(OLD) - 'owner_id' THEN
        SELECT body_id INTO NEW.owner_id FROM governance_matter WHERE id = OLD.matter_id;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER governance_decision_append_only ON governance_decision;
CREATE TRIGGER governance_decision_append_only BEFORE UPDATE OR DELETE ON governance_decision
    FOR EACH ROW EXECUTE FUNCTION governance_decision_refuse_change();

CREATE FUNCTION governance_decision_follows_its_matter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE governance_decision SET owner_id = NEW.body_id WHERE matter_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER governance_decision_follows_its_matter AFTER UPDATE OF body_id ON governance_matter
    FOR EACH ROW WHEN (OLD.body_id IS DISTINCT FROM NEW.body_id)
    EXECUTE FUNCTION governance_decision_follows_its_matter();
"""
BACKWARD = """
DROP TRIGGER governance_decision_follows_its_matter ON governance_matter;
DROP FUNCTION governance_decision_follows_its_matter();
DROP TRIGGER governance_decision_append_only ON governance_decision;
CREATE TRIGGER governance_decision_append_only BEFORE UPDATE OR DELETE ON governance_decision
    FOR EACH ROW EXECUTE FUNCTION governance_refuse_change();
DROP FUNCTION governance_decision_refuse_change();
DROP TRIGGER governance_decision_has_its_owner ON governance_decision;
DROP FUNCTION governance_decision_has_its_owner();
"""


class Migration(migrations.Migration):
    replaces = [("governance", "0010_owner_of_a_decision")]
    dependencies = [("governance", "0005_what_waits")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
