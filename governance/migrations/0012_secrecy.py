"""The secrecy marking: each act of it is a row that is never changed, and who was let in stays when it ends."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FORWARD = """CREATE TRIGGER governance_secrecymarking_append_only BEFORE UPDATE OR DELETE
    ON governance_secrecymarking FOR EACH ROW EXECUTE FUNCTION governance_refuse_change();"""
BACKWARD = "DROP TRIGGER governance_secrecymarking_append_only ON governance_secrecymarking;"


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0011_plans_and_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='SecrecyMarking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('marked', 'marked'), ('kept', 're-examined and kept'), ('lifted', 'lifted')], max_length=10, verbose_name='what was done')),
                ('ground', models.CharField(max_length=120, verbose_name='secrecy, legal ground')),
                ('motive', models.TextField(verbose_name='motive')),
                ('reexamine_on', models.DateField(blank=True, null=True, verbose_name='re-examine on')),
                ('done_on', models.DateField(verbose_name='day')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'secrecy marking',
                'verbose_name_plural': 'secrecy markings',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.AlterModelOptions(
            name='secrecygrant',
            options={'default_permissions': (), 'ordering': ['granted_at', 'id']},
        ),
        migrations.RemoveConstraint(
            model_name='secrecygrant',
            name='one_grant_per_person',
        ),
        migrations.AddField(
            model_name='secrecygrant',
            name='cause',
            field=models.CharField(choices=[('marked', 'marked the matter'), ('case_officer', 'is its case officer'), ('chosen', 'chosen when the matter was marked'), ('asked', 'let in later'), ('successor', 'prepares the body’s matters, and nobody else who does was let in any more')], default='asked', max_length=20),
        ),
        migrations.AddField(
            model_name='secrecygrant',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='secrecygrant',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='secrecygrant',
            name='reason',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='Why?'),
        ),
        migrations.AddField(
            model_name='secrecygrant',
            name='until',
            field=models.DateField(blank=True, null=True, verbose_name='last day'),
        ),
        migrations.AlterField(
            model_name='secrecygrant',
            name='granted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='secrecygrant',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('matter', 'person'), name='one_standing_grant_per_person'),
        ),
        migrations.AddField(
            model_name='secrecymarking',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.body', verbose_name='authority'),
        ),
        migrations.AddField(
            model_name='secrecymarking',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='secrecymarking',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='markings', to='governance.matter', verbose_name='matter'),
        ),
        migrations.AddConstraint(
            model_name='secrecymarking',
            constraint=models.CheckConstraint(condition=models.Q(('act', 'lifted'), ('reexamine_on__isnull', False), _connector='OR'), name='a_marking_is_reexamined'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
