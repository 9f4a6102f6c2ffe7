"""An organisation is never a part of its own part, however long the way round."""

from django.db import migrations

# One who moves an organisation sees what those who came before have done: they wait for one another.
FORWARD = """
CREATE FUNCTION engagements_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('engagements_organisation.parent'));
    IF EXISTS (
        WITH RECURSIVE up AS (
            SELECT id, parent_id FROM engagements_organisation WHERE id = NEW.parent_id
            UNION
            SELECT o.id, o.parent_id FROM engagements_organisation o JOIN up ON o.id = up.parent_id
        ) SELECT FROM up WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'an organisation cannot be a part of its own part'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER engagements_organisation_no_circle BEFORE INSERT OR UPDATE OF parent_id ON engagements_organisation
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION engagements_no_circle();
"""
BACKWARD = """
DROP TRIGGER engagements_organisation_no_circle ON engagements_organisation;
DROP FUNCTION engagements_no_circle();
"""


class Migration(migrations.Migration):
    dependencies = [("engagements", "0001_tables")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
