"""A dealing bears the day its matter was opened, so that a timeline is read by index."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION engagements_dealing_follows_its_matter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE engagements_dealing SET opened_on = NEW.opened_on WHERE matter_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER engagements_dealing_follows_its_matter AFTER UPDATE OF opened_on ON governance_matter
    FOR EACH ROW WHEN (OLD.opened_on IS DISTINCT FROM NEW.opened_on)
    EXECUTE FUNCTION engagements_dealing_follows_its_matter();
"""
BACKWARD = """
DROP TRIGGER engagements_dealing_follows_its_matter ON governance_matter;
DROP FUNCTION engagements_dealing_follows_its_matter();
"""


class Migration(migrations.Migration):
    dependencies = [("engagements", "0002_no_circle")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
