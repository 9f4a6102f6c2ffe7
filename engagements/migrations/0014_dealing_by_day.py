"""A dealing bears the day its matter was opened, so that a timeline is read by index."""

import datetime

from django.db import migrations, models

FORWARD = """
UPDATE engagements_dealing dealing SET opened_on = matter.opened_on
  FROM governance_matter matter WHERE matter.id = dealing.matter_id;
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
    dependencies = [("engagements", "0013_partners")]

    operations = [
        migrations.AddField(
            model_name="dealing",
            name="opened_on",
            field=models.DateField(default=datetime.date(1, 1, 1), editable=False),
            preserve_default=False,
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.AddIndex(
            model_name="dealing",
            index=models.Index(
                models.F("organisation"),
                models.OrderBy(models.F("opened_on"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                include=["matter"],
                name="dealing_newest",
            ),
        ),
    ]
