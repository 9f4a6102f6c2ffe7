"""What is promised at visits and on journeys becomes rows with a day. What was told as a text stays as it was written."""


import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('engagements', '0010_corrected_costs'),
        ('governance', '0014_what_questions_ask'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalPromise',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='promise')),
                ('side', models.CharField(choices=[('city', 'the city'), ('counterpart', 'the guests or the partner')], max_length=20, verbose_name='whose promise')),
                ('due_on', models.DateField(verbose_name='to be kept by')),
                ('kept_on', models.DateField(blank=True, null=True, verbose_name='kept on')),
                ('dropped_on', models.DateField(blank=True, null=True, verbose_name='dropped on')),
                ('outcome', models.TextField(blank=True, verbose_name='how it was kept, or why not')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('matter', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='governance.matter', verbose_name='matter')),
            ],
            options={
                'verbose_name': 'historical promise',
                'verbose_name_plural': 'historical promises',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='promise')),
                ('side', models.CharField(choices=[('city', 'the city'), ('counterpart', 'the guests or the partner')], max_length=20, verbose_name='whose promise')),
                ('due_on', models.DateField(verbose_name='to be kept by')),
                ('kept_on', models.DateField(blank=True, null=True, verbose_name='kept on')),
                ('dropped_on', models.DateField(blank=True, null=True, verbose_name='dropped on')),
                ('outcome', models.TextField(blank=True, verbose_name='how it was kept, or why not')),
                ('reminded_on', models.DateField(editable=False, null=True)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promised', to='governance.matter', verbose_name='matter')),
            ],
            options={
                'verbose_name': 'promise',
                'verbose_name_plural': 'promises',
                'ordering': ['due_on', 'pk'],
                'default_permissions': (),
                'indexes': [models.Index(models.F('due_on'), models.F('id'), condition=models.Q(('dropped_on__isnull', True), ('kept_on__isnull', True)), include=('matter',), name='promise_open'), models.Index(models.F('matter'), condition=models.Q(('dropped_on__isnull', True), ('kept_on__isnull', True)), name='promise_open_in_matter'), models.Index(models.F('due_on'), models.F('id'), condition=models.Q(('dropped_on__isnull', True), ('kept_on__isnull', True), ('reminded_on__isnull', True)), name='promise_to_remind')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('dropped_on__isnull', True), ('kept_on__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('dropped_on__isnull', True), ('kept_on__isnull', False)), models.Q(models.Q(('outcome', ''), _negated=True), ('dropped_on__isnull', False), ('kept_on__isnull', True)), _connector='OR'), name='promise_is_closed_with_a_word')],
            },
        ),
    ]
