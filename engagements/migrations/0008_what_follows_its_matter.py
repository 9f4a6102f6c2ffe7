"""The log of one body, the agreements of one type and the projects of one funder are read by index: what narrows them
stands where they are listed.

What follows a matter is written by triggers, so that no way into the register can forget it.
"""

import django.db.models.deletion
from django.db import migrations, models

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

UPDATE engagements_{table} SET {column} = NULL;
"""
NO_MORE = """
DROP TRIGGER engagements_{table}_follows_its_matter ON governance_matter;
DROP FUNCTION engagements_{table}_follows_its_matter();
DROP TRIGGER engagements_{table}_is_of_its_matter ON engagements_{table};
DROP FUNCTION engagements_{table}_is_of_its_matter();
"""
ADVOCACY = {"table": "advocacy", "matter": "eu_question_id", "column": "body_id", "kind": "eu_question"}
FINANCING = {"table": "aidfinancing", "matter": "project_id", "column": "opened_on", "kind": "aid_project"}

SORT = """
UPDATE governance_matter SET sort = agreement.type
  FROM engagements_agreement agreement WHERE agreement.matter_id = governance_matter.id;
"""


def follow(names):
    return migrations.RunSQL(FOLLOWS.format(**names), NO_MORE.format(**names))


class Migration(migrations.Migration):

    dependencies = [
        ('engagements', '0007_kinds_of_referrals'),
        ('governance', '0009_referrals'),
    ]

    operations = [
        migrations.RunSQL(SORT, migrations.RunSQL.noop),
        migrations.RemoveIndex(
            model_name='agreement',
            name='agreement_type',
        ),
        migrations.RemoveIndex(
            model_name='aidfinancing',
            name='aid_financing_funder',
        ),
        migrations.AddField(
            model_name='advocacy',
            name='body',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.body'),
        ),
        migrations.AddField(
            model_name='aidfinancing',
            name='opened_on',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name='advocacy',
            index=models.Index(models.F('body'), models.OrderBy(models.F('held_on'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('kind', 'meeting')), include=('eu_question',), name='advocacy_meetings_body'),
        ),
        migrations.AddIndex(
            model_name='advocacy',
            index=models.Index(models.F('institution'), models.OrderBy(models.F('held_on'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('kind', 'meeting')), include=('eu_question',), name='advocacy_meetings_institution'),
        ),
        migrations.AddIndex(
            model_name='aidfinancing',
            index=models.Index(models.F('funder'), models.OrderBy(models.F('opened_on'), descending=True), models.OrderBy(models.F('project'), descending=True), name='aid_financing_funder'),
        ),
        # Last: a table that was just written to takes no new index.
        follow(ADVOCACY),
        follow(FINANCING),
    ]
