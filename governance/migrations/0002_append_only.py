"""Decisions and what became of them are added to, never changed: the database refuses, whoever asks.

Row triggers only: a TRUNCATE trigger would stop the tests from emptying their database between runs. They bind everybody
but the owner of the tables, who may take them away; docs/how-to/run-in-production.md says how the application is not it.
"""

from django.db import migrations

TABLES = ("governance_decision", "governance_decisionevent")

FORWARD = """
CREATE FUNCTION governance_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
""" + "\n".join(
    f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION governance_refuse_change();"""
    for table in TABLES
)
BACKWARD = "\n".join(f"DROP TRIGGER {table}_append_only ON {table};" for table in TABLES) + (
    "DROP FUNCTION governance_refuse_change();"
)


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_tables")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
