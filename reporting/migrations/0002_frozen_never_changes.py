"""A frozen report and its final file never change: the database refuses, whoever asks.

Row triggers only, for the reason given in governance/migrations/0002_append_only.py.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION reporting_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is frozen: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER reporting_frozen_report BEFORE UPDATE OR DELETE ON reporting_annualreport
    FOR EACH ROW WHEN (OLD.state = 'frozen') EXECUTE FUNCTION reporting_refuse_change();
CREATE TRIGGER reporting_final_file BEFORE UPDATE OR DELETE ON reporting_reportfile
    FOR EACH ROW WHEN (OLD.edition = 'final') EXECUTE FUNCTION reporting_refuse_change();
"""
BACKWARD = """
DROP TRIGGER reporting_final_file ON reporting_reportfile;
DROP TRIGGER reporting_frozen_report ON reporting_annualreport;
DROP FUNCTION reporting_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_tables")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
