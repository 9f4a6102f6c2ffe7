"""Every table of referrals."""

import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
import governance.stems
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from governance.tables import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('referrals', '0001_initial'),
        ('referrals', '0002_names'),
        ('referrals', '0003_search'),
    ]

    initial = True

    dependencies = [
        ('governance', '0001_tables'),
    ]

    operations = [
        CreateTables(
            operations=[
                migrations.CreateModel(
                    name='HistoricalReferral',
                    fields=[
                        ('document', models.CharField(choices=[('strategy', 'the international strategy'), ('eu_policy', 'the EU policy')], max_length=20, verbose_name='steering document')),
                        ('instruction', models.TextField(blank=True, verbose_name='instruction to those who answer')),
                        ('contact', models.CharField(max_length=200, verbose_name='contact')),
                        ('answer_by', models.DateField(verbose_name='last day to answer')),
                        ('sent_on', models.DateField(blank=True, null=True, verbose_name='sent on')),
                        ('compiled_on', models.DateField(blank=True, null=True, verbose_name='compiled on')),
                        ('in_force_on', models.DateField(blank=True, null=True, verbose_name='in force from')),
                        ('adopted_on', models.DateField(blank=True, null=True, verbose_name='adopted on')),
                        ('fed_back_on', models.DateField(blank=True, null=True, verbose_name='bodies told on')),
                        ('note', models.TextField(blank=True, verbose_name='note')),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('matter', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='governance.matter')),
                        ('strategy', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='governance.strategy', verbose_name='new version')),
                    ],
                    options={
                        'verbose_name': 'historical referral',
                        'verbose_name_plural': 'historical referrals',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Referral',
                    fields=[
                        ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='referral', serialize=False, to='governance.matter')),
                        ('document', models.CharField(choices=[('strategy', 'the international strategy'), ('eu_policy', 'the EU policy')], max_length=20, verbose_name='steering document')),
                        ('instruction', models.TextField(blank=True, verbose_name='instruction to those who answer')),
                        ('contact', models.CharField(max_length=200, verbose_name='contact')),
                        ('answer_by', models.DateField(verbose_name='last day to answer')),
                        ('sent_on', models.DateField(blank=True, null=True, verbose_name='sent on')),
                        ('compiled_on', models.DateField(blank=True, null=True, verbose_name='compiled on')),
                        ('in_force_on', models.DateField(blank=True, null=True, verbose_name='in force from')),
                        ('adopted_on', models.DateField(blank=True, null=True, verbose_name='adopted on')),
                        ('fed_back_on', models.DateField(blank=True, null=True, verbose_name='bodies told on')),
                        ('note', models.TextField(blank=True, verbose_name='note')),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                        ('recipients', models.ManyToManyField(related_name='+', to='governance.body', verbose_name='recipients')),
                        ('strategy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.strategy', verbose_name='new version')),
                    ],
                    options={
                        'verbose_name': 'referral',
                        'verbose_name_plural': 'referrals',
                        'default_permissions': (),
                        'constraints': [models.CheckConstraint(condition=models.Q(('sent_on__isnull', True), ('answer_by__gte', models.F('sent_on')), _connector='OR'), name='referral_is_answered_after_it_is_sent'), models.CheckConstraint(condition=models.Q(('compiled_on__isnull', True), ('sent_on__isnull', False), _connector='OR'), name='referral_is_sent_before_it_is_compiled'), models.CheckConstraint(condition=models.Q(('fed_back_on__isnull', True), ('adopted_on__isnull', False), _connector='OR'), name='referral_is_adopted_before_bodies_are_told'), models.CheckConstraint(condition=models.Q(('strategy__isnull', True), models.Q(('adopted_on__isnull', False), ('document', 'strategy')), _connector='OR'), name='referral_brings_a_strategy_when_adopted')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalReferralAnswer',
                    fields=[
                        ('answer_by', models.DateField(verbose_name='last day to answer')),
                        ('stance', models.CharField(blank=True, choices=[('agree', 'agrees'), ('agree_with_comments', 'agrees, with comments'), ('disagree', 'disagrees'), ('no_comment', 'has no comment')], max_length=20, verbose_name='overall stance')),
                        ('report', models.TextField(blank=True, verbose_name='officer’s report')),
                        ('without_board', models.BooleanField(default=False, verbose_name='the office’s answer, without a decision of the board')),
                        ('without_board_reason', models.TextField(blank=True, verbose_name='why without the board')),
                        ('submitted_on', models.DateField(blank=True, null=True, verbose_name='submitted on')),
                        ('registered_on', models.DateField(blank=True, null=True, verbose_name='registered on')),
                        ('abstained_reason', models.TextField(blank=True, verbose_name='why the body abstains')),
                        ('extension_asked_on', models.DateField(blank=True, null=True, verbose_name='more time asked for on')),
                        ('extension_asked_to', models.DateField(blank=True, null=True, verbose_name='more time asked for until')),
                        ('extension_reason', models.TextField(blank=True, verbose_name='why more time')),
                        ('extension_answered_on', models.DateField(blank=True, null=True, verbose_name='more time answered on')),
                        ('extended_to', models.DateField(blank=True, null=True, verbose_name='more time granted until')),
                        ('extension_reply', models.TextField(blank=True, verbose_name='answer to the wish for more time')),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('matter', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='governance.matter')),
                        ('referral', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='referrals.referral', verbose_name='referral')),
                    ],
                    options={
                        'verbose_name': 'historical answer to a referral',
                        'verbose_name_plural': 'historical answers to referrals',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalDocumentSection',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('edition', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                        ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                        ('number', models.CharField(max_length=20, verbose_name='number')),
                        ('title', models.CharField(max_length=200, verbose_name='heading')),
                        ('text', models.TextField(verbose_name='text')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('referral', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='referrals.referral', verbose_name='referral')),
                    ],
                    options={
                        'verbose_name': 'historical section of a referred document',
                        'verbose_name_plural': 'historical sections of referred documents',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='DocumentSection',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('edition', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                        ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                        ('number', models.CharField(max_length=20, verbose_name='number')),
                        ('title', models.CharField(max_length=200, verbose_name='heading')),
                        ('text', models.TextField(verbose_name='text')),
                        ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sections', to='referrals.referral', verbose_name='referral')),
                    ],
                    options={
                        'verbose_name': 'section of a referred document',
                        'verbose_name_plural': 'sections of referred documents',
                        'ordering': ['edition', 'position'],
                        'default_permissions': (),
                        'indexes': [django.contrib.postgres.indexes.GinIndex(governance.stems.Stems('title', 'text'), name='document_section_search')],
                        'constraints': [models.UniqueConstraint(models.F('referral'), models.F('edition'), models.F('number'), name='section_number_once_per_edition'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('referral', 'edition', 'position'), name='section_position_once_per_edition')],
                    },
                ),
                migrations.CreateModel(
                    name='ReferralAnswer',
                    fields=[
                        ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='referral_answer', serialize=False, to='governance.matter')),
                        ('answer_by', models.DateField(verbose_name='last day to answer')),
                        ('stance', models.CharField(blank=True, choices=[('agree', 'agrees'), ('agree_with_comments', 'agrees, with comments'), ('disagree', 'disagrees'), ('no_comment', 'has no comment')], max_length=20, verbose_name='overall stance')),
                        ('report', models.TextField(blank=True, verbose_name='officer’s report')),
                        ('without_board', models.BooleanField(default=False, verbose_name='the office’s answer, without a decision of the board')),
                        ('without_board_reason', models.TextField(blank=True, verbose_name='why without the board')),
                        ('submitted_on', models.DateField(blank=True, null=True, verbose_name='submitted on')),
                        ('registered_on', models.DateField(blank=True, null=True, verbose_name='registered on')),
                        ('abstained_reason', models.TextField(blank=True, verbose_name='why the body abstains')),
                        ('extension_asked_on', models.DateField(blank=True, null=True, verbose_name='more time asked for on')),
                        ('extension_asked_to', models.DateField(blank=True, null=True, verbose_name='more time asked for until')),
                        ('extension_reason', models.TextField(blank=True, verbose_name='why more time')),
                        ('extension_answered_on', models.DateField(blank=True, null=True, verbose_name='more time answered on')),
                        ('extended_to', models.DateField(blank=True, null=True, verbose_name='more time granted until')),
                        ('extension_reply', models.TextField(blank=True, verbose_name='answer to the wish for more time')),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                        ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='referrals.referral', verbose_name='referral')),
                    ],
                    options={
                        'verbose_name': 'answer to a referral',
                        'verbose_name_plural': 'answers to referrals',
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['answer_by', 'matter'], name='answer_by_day')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('submitted_on__isnull', True), models.Q(('stance', ''), _negated=True), _connector='OR'), name='answer_has_a_stance'), models.CheckConstraint(condition=models.Q(('registered_on__isnull', True), ('submitted_on__isnull', False), _connector='OR'), name='answer_is_submitted_before_it_is_registered'), models.CheckConstraint(condition=models.Q(('without_board', False), models.Q(('without_board_reason', ''), _negated=True), _connector='OR'), name='answer_without_the_board_has_a_reason'), models.CheckConstraint(condition=models.Q(('extension_answered_on__isnull', True), ('extension_asked_on__isnull', False), _connector='OR'), name='more_time_is_asked_before_it_is_answered')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalSectionAnswer',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('label', models.CharField(editable=False, max_length=230, verbose_name='section')),
                        ('stance', models.CharField(choices=[('support', 'supports'), ('no_objection', 'no objection'), ('remark', 'remark'), ('question', 'question'), ('reject', 'rejects')], max_length=20, verbose_name='stance')),
                        ('text', models.TextField(blank=True, verbose_name='opinion')),
                        ('proposal', models.TextField(blank=True, verbose_name='proposed wording')),
                        ('question', models.TextField(blank=True, verbose_name='question')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('section', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='referrals.documentsection', verbose_name='section')),
                        ('answer', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='referrals.referralanswer', verbose_name='answer to a referral')),
                    ],
                    options={
                        'verbose_name': 'historical answer on a section',
                        'verbose_name_plural': 'historical answers on sections',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='SectionAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('label', models.CharField(editable=False, max_length=230, verbose_name='section')),
                        ('stance', models.CharField(choices=[('support', 'supports'), ('no_objection', 'no objection'), ('remark', 'remark'), ('question', 'question'), ('reject', 'rejects')], max_length=20, verbose_name='stance')),
                        ('text', models.TextField(blank=True, verbose_name='opinion')),
                        ('proposal', models.TextField(blank=True, verbose_name='proposed wording')),
                        ('question', models.TextField(blank=True, verbose_name='question')),
                        ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='referrals.referralanswer', verbose_name='answer to a referral')),
                        ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='referrals.documentsection', verbose_name='section')),
                    ],
                    options={
                        'verbose_name': 'answer on a section',
                        'verbose_name_plural': 'answers on sections',
                        'ordering': ['answer', models.OrderBy(models.F('section__position'), nulls_first=True)],
                        'default_permissions': (),
                        'constraints': [models.UniqueConstraint(fields=('answer', 'section'), name='one_answer_per_section', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='Remark',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('label', models.CharField(editable=False, max_length=360, verbose_name='remark')),
                        ('theme', models.CharField(blank=True, max_length=120, verbose_name='theme')),
                        ('handling', models.CharField(blank=True, choices=[('accepted', 'accepted'), ('partly', 'partly accepted'), ('not_accepted', 'not accepted'), ('noted', 'noted, calls for no change')], max_length=20, verbose_name='what comes of it')),
                        ('because', models.TextField(blank=True, verbose_name='because')),
                        ('changed_where', models.CharField(blank=True, max_length=20, verbose_name='changed where')),
                        ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='referrals.referral', verbose_name='referral')),
                        ('section_answer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='remark', to='referrals.sectionanswer', verbose_name='answer on a section')),
                    ],
                    options={
                        'verbose_name': 'remark',
                        'verbose_name_plural': 'remarks',
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['referral', 'handling'], name='remark_by_handling')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('handling', ''), models.Q(('because', ''), _negated=True), _connector='OR'), name='remark_is_answered_with_reasons')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalRemark',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('label', models.CharField(editable=False, max_length=360, verbose_name='remark')),
                        ('theme', models.CharField(blank=True, max_length=120, verbose_name='theme')),
                        ('handling', models.CharField(blank=True, choices=[('accepted', 'accepted'), ('partly', 'partly accepted'), ('not_accepted', 'not accepted'), ('noted', 'noted, calls for no change')], max_length=20, verbose_name='what comes of it')),
                        ('because', models.TextField(blank=True, verbose_name='because')),
                        ('changed_where', models.CharField(blank=True, max_length=20, verbose_name='changed where')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('referral', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='referrals.referral', verbose_name='referral')),
                        ('section_answer', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='referrals.sectionanswer', verbose_name='answer on a section')),
                    ],
                    options={
                        'verbose_name': 'historical remark',
                        'verbose_name_plural': 'historical remarks',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ],
        ),
    ]
