"""The secrecy marking: each act of it is a row that is never changed."""

from django.db import migrations

FORWARD = """CREATE TRIGGER governance_secrecymarking_append_only BEFORE UPDATE OR DELETE
    ON governance_secrecymarking FOR EACH ROW EXECUTE FUNCTION governance_refuse_change();"""
BACKWARD = "DROP TRIGGER governance_secrecymarking_append_only ON governance_secrecymarking;"


class Migration(migrations.Migration):
    replaces = [("governance", "0012_secrecy")]
    dependencies = [("governance", "0006_owner_of_a_decision")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
