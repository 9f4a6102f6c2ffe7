"""A kept copy is added, never changed: the database refuses, whoever asks (see governance 0002_append_only)."""

from django.db import migrations

TABLE = "planning_keptcopy"
FORWARD = f"""
CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION governance_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_tables"), ("governance", "0002_append_only")]

    operations = [migrations.RunSQL(FORWARD, f"DROP TRIGGER {TABLE}_append_only ON {TABLE};")]
