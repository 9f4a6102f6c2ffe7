"""Lists ask of what waits alone: an assignment knows who gave it and with which matter, and the decisions by delegated
power that nobody has been told of stand in a table of their own.

Rows of that table are written by triggers, so that no way into the register can forget one.
"""

import django.db.models.deletion
from django.db import migrations, models

GIVEN = """
UPDATE governance_assignment SET given_by_id = meeting.body_id, given_on = meeting.held_on, matter_id = item.matter_id
  FROM governance_agendaitem item JOIN governance_meeting meeting ON meeting.id = item.meeting_id
 WHERE item.id = governance_assignment.item_id;
"""

UNTOLD = """
INSERT INTO governance_untolddecision (decision_id)
SELECT decision.id FROM governance_decision decision
 WHERE decision.form = 'delegated'
   AND NOT EXISTS (SELECT FROM governance_decision later WHERE later.supersedes_id = decision.id)
   AND NOT EXISTS (SELECT FROM governance_decisionevent told
                    WHERE told.decision_id = decision.id AND told.kind = 'notified');

CREATE FUNCTION governance_decision_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM governance_untolddecision WHERE decision_id = NEW.supersedes_id;
    IF NEW.form = 'delegated' THEN
        INSERT INTO governance_untolddecision (decision_id) VALUES (NEW.id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER governance_decision_waits AFTER INSERT ON governance_decision
    FOR EACH ROW WHEN (NEW.form = 'delegated' OR NEW.supersedes_id IS NOT NULL)
    EXECUTE FUNCTION governance_decision_waits();

CREATE FUNCTION governance_decision_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM governance_untolddecision WHERE decision_id = NEW.decision_id;
    RETURN NULL;
END $$;
CREATE TRIGGER governance_decision_told AFTER INSERT ON governance_decisionevent
    FOR EACH ROW WHEN (NEW.kind = 'notified') EXECUTE FUNCTION governance_decision_told();
"""
UNTOLD_NO_MORE = """
DROP TRIGGER governance_decision_told ON governance_decisionevent;
DROP FUNCTION governance_decision_told();
DROP TRIGGER governance_decision_waits ON governance_decision;
DROP FUNCTION governance_decision_waits();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0005_registers_of_every_kind'),
    ]

    operations = [
        migrations.CreateModel(
            name='UntoldDecision',
            fields=[
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='untold', serialize=False, to='governance.decision')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.RemoveIndex(
            model_name='assignment',
            name='assignment_open',
        ),
        migrations.RemoveIndex(
            model_name='assignment',
            name='assignment_newest',
        ),
        migrations.RemoveIndex(
            model_name='assignment',
            name='assignment_open_newest',
        ),
        migrations.RemoveIndex(
            model_name='decisionevent',
            name='event_notified',
        ),
        migrations.AddField(
            model_name='assignment',
            name='given_by',
            field=models.ForeignKey(null=True, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.body'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='given_on',
            field=models.DateField(null=True, editable=False),
        ),
        migrations.AddField(
            model_name='assignment',
            name='matter',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.matter'),
        ),
        migrations.RunSQL(GIVEN, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='assignment',
            name='given_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.body'),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='given_on',
            field=models.DateField(editable=False),
        ),
        migrations.RunSQL(UNTOLD, UNTOLD_NO_MORE),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(models.F('owner'), models.F('due_on'), condition=models.Q(('closed_on__isnull', True)), include=('given_by', 'matter'), name='assignment_open'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(models.OrderBy(models.F('due_on'), descending=True), models.OrderBy(models.F('id'), descending=True), include=('owner', 'given_by', 'given_on', 'matter'), name='assignment_newest'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(models.OrderBy(models.F('due_on'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('closed_on__isnull', True)), include=('owner', 'given_by', 'given_on', 'matter'), name='assignment_open_newest'),
        ),
    ]
