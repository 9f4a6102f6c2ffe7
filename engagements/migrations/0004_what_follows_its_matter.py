"""The log of one body, and the projects of one funder in their order, are read by index: the body of a matter stands on
its advocacy, its first day on its financing. Both are written by triggers, so that no way into the register can forget it.
"""

from django.db import migrations

FOLLOWS = """
CREATE FUNCTION engagements_{table}_is_of_its_matter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT {column} INTO NEW.{column} FROM governance_matter WHERE id = NEW.{matter};
    RETURN NEW;
END $$;
CREATE TRIGGER engagements_{table}_is_of_its_matter BEFORE INSERT OR UPDATE OF {matter}, {column} ON engagements_{table}
    FOR EACH ROW EXECUTE FUNCTION engagements_{table}_is_of_its_matter();

CREATE FUNCTION engagements_{table}_follows_its_matter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE engagements_{table} SET {column} = NEW.{column} WHERE {matter} = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER engagements_{table}_follows_its_matter AFTER UPDATE OF {column} ON governance_matter
    FOR EACH ROW WHEN (NEW.kind = '{kind}' AND OLD.{column} IS DISTINCT FROM NEW.{column})
    EXECUTE FUNCTION engagements_{table}_follows_its_matter();
"""
NO_MORE = """
DROP TRIGGER engagements_{table}_follows_its_matter ON governance_matter;
DROP FUNCTION engagements_{table}_follows_its_matter();
DROP TRIGGER engagements_{table}_is_of_its_matter ON engagements_{table};
DROP FUNCTION engagements_{table}_is_of_its_matter();
"""
ADVOCACY = {"table": "advocacy", "matter": "eu_question_id", "column": "body_id", "kind": "eu_question"}
FINANCING = {"table": "aidfinancing", "matter": "project_id", "column": "opened_on", "kind": "aid_project"}


def follow(names):
    return migrations.RunSQL(FOLLOWS.format(**names), NO_MORE.format(**names))


class Migration(migrations.Migration):
    replaces = [("engagements", "0008_what_follows_its_matter")]
    dependencies = [("engagements", "0003_dealing_follows_its_matter")]

    operations = [follow(ADVOCACY), follow(FINANCING)]
