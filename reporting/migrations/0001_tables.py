"""Every table of reporting."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from governance.tables import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('reporting', '0001_initial'),
        ('reporting', '0003_cost_counts'),
    ]

    initial = True

    dependencies = [
        ('governance', '0001_tables'),
    ]

    operations = [
        CreateTables(
            operations=[
                migrations.CreateModel(
                    name='PublishedFigure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                        ('figure', models.CharField(max_length=60, verbose_name='figure')),
                        ('value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='value')),
                        ('unit', models.CharField(choices=[('count', 'number'), ('MSEK', 'million kronor'), ('groups', 'groups'), ('persons', 'persons')], max_length=20, verbose_name='unit')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                        ('source', models.CharField(max_length=200, verbose_name='source')),
                    ],
                    options={
                        'verbose_name': 'published figure',
                        'verbose_name_plural': 'published figures',
                        'ordering': ['figure', 'year'],
                        'default_permissions': (),
                        'constraints': [models.UniqueConstraint(fields=('figure', 'year'), name='a_figure_is_published_once_a_year')],
                    },
                ),
                migrations.CreateModel(
                    name='AnnualReport',
                    fields=[
                        ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='annual_report', serialize=False, to='governance.matter')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                        ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                        ('state', models.CharField(choices=[('opened', 'opened'), ('assembling', 'being assembled'), ('assembled', 'assembled'), ('frozen', 'frozen')], default='opened', max_length=20, verbose_name='state')),
                        ('counting', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='counting')),
                        ('figures', models.JSONField(default=dict, verbose_name='figures')),
                        ('charts', models.JSONField(default=dict, editable=False)),
                        ('texts', models.JSONField(default=dict, verbose_name='texts')),
                        ('checksum', models.CharField(blank=True, editable=False, max_length=64, verbose_name='checksum')),
                        ('corrected_from', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='reporting.annualreport', verbose_name='corrected from')),
                        ('what_changed', models.TextField(blank=True, verbose_name='what changed')),
                        ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened by')),
                        ('opened_at', models.DateTimeField(auto_now_add=True, verbose_name='opened')),
                        ('frozen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='frozen by')),
                        ('frozen_at', models.DateTimeField(editable=False, null=True, verbose_name='frozen')),
                    ],
                    options={
                        'verbose_name': 'annual report',
                        'verbose_name_plural': 'annual reports',
                        'ordering': ['-year', '-version'],
                        'default_permissions': (),
                        'constraints': [models.UniqueConstraint(fields=('year', 'version'), name='one_report_per_year_and_version'), models.UniqueConstraint(condition=models.Q(('state', 'frozen'), _negated=True), fields=('year',), name='one_unfinished_report_a_year', violation_error_message='The year already has a report that is not frozen.'), models.CheckConstraint(condition=models.Q(models.Q(('corrected_from__isnull', True), ('version', 1)), models.Q(('corrected_from__isnull', False), ('version__gt', 1), models.Q(('what_changed', ''), _negated=True)), _connector='OR'), name='a_later_version_says_what_it_corrects'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'frozen'), _negated=True), models.Q(('frozen_at__isnull', False), ('frozen_by__isnull', False), models.Q(('checksum', ''), _negated=True)), _connector='OR'), name='frozen_by_somebody_with_a_checksum'), models.CheckConstraint(condition=models.Q(('year__gte', 1990), ('year__lte', 2199)), name='year_of_our_time')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalAnnualReport',
                    fields=[
                        ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                        ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                        ('state', models.CharField(choices=[('opened', 'opened'), ('assembling', 'being assembled'), ('assembled', 'assembled'), ('frozen', 'frozen')], default='opened', max_length=20, verbose_name='state')),
                        ('counting', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='counting')),
                        ('texts', models.JSONField(default=dict, verbose_name='texts')),
                        ('checksum', models.CharField(blank=True, editable=False, max_length=64, verbose_name='checksum')),
                        ('what_changed', models.TextField(blank=True, verbose_name='what changed')),
                        ('opened_at', models.DateTimeField(blank=True, editable=False, verbose_name='opened')),
                        ('frozen_at', models.DateTimeField(editable=False, null=True, verbose_name='frozen')),
                        ('matter', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='governance.matter')),
                        ('corrected_from', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reporting.annualreport', verbose_name='corrected from')),
                        ('opened_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened by')),
                        ('frozen_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='frozen by')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical annual report',
                        'verbose_name_plural': 'historical annual reports',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='ReportFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reporting.annualreport')),
                        ('edition', models.CharField(choices=[('draft', 'draft'), ('final', 'final')], max_length=10, verbose_name='edition')),
                        ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.document')),
                        ('content', models.CharField(max_length=64)),
                        ('drawn_at', models.DateTimeField(auto_now=True)),
                    ],
                    options={
                        'default_permissions': (),
                        'constraints': [models.UniqueConstraint(fields=('report', 'edition'), name='one_file_per_edition')],
                    },
                ),
                migrations.CreateModel(
                    name='Progress',
                    fields=[
                        ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='progress', serialize=False, to='reporting.annualreport')),
                        ('done', models.PositiveSmallIntegerField(default=0)),
                        ('of', models.PositiveSmallIntegerField(default=1)),
                        ('step', models.CharField(choices=[('waiting', 'Waiting for the worker'), ('memberships', 'Counting memberships and posts of trust'), ('eu_projects', 'Counting EU projects'), ('visits', 'Counting visits'), ('agreements', 'Counting agreements and obligations'), ('declarations', 'Counting declarations and commitments'), ('decisions', 'Counting matters and decisions'), ('coverage', 'Looking at the coverage of contact persons'), ('costs', 'Adding up costs'), ('lists', 'Writing the lists of the appendix'), ('charts', 'Drawing the charts'), ('pages', 'Setting the pages'), ('done', 'Done')], default='waiting', max_length=20)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                    ],
                    options={
                        'default_permissions': (),
                        'constraints': [models.CheckConstraint(condition=models.Q(('done__lte', models.F('of'))), name='never_more_than_all')],
                    },
                ),
                migrations.CreateModel(
                    name='CostCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                        ('sort', models.CharField(choices=[('fees', 'membership fees'), ('visits', 'visits'), ('journeys', 'journeys')], max_length=10, verbose_name='sort of cost')),
                        ('kronor', models.DecimalField(decimal_places=2, max_digits=16, verbose_name='kronor')),
                        ('records', models.PositiveIntegerField(verbose_name='records')),
                        ('counted_at', models.DateTimeField(verbose_name='counted')),
                        ('body', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='governance.body', verbose_name='body')),
                    ],
                    options={
                        'verbose_name': 'count of costs',
                        'verbose_name_plural': 'counts of costs',
                        'ordering': ['year', 'body', 'sort'],
                        'default_permissions': (),
                        'constraints': [models.UniqueConstraint(models.F('year'), models.F('body'), models.F('sort'), name='cost_counted_once')],
                    },
                ),
            ],
        ),
    ]
