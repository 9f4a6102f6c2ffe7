"""What the history tells of has names."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='documentsection',
            name='referral',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sections', to='referrals.referral', verbose_name='referral'),
        ),
        migrations.AlterField(
            model_name='historicaldocumentsection',
            name='referral',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='referrals.referral', verbose_name='referral'),
        ),
        migrations.AlterField(
            model_name='historicalremark',
            name='referral',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='referrals.referral', verbose_name='referral'),
        ),
        migrations.AlterField(
            model_name='historicalremark',
            name='section_answer',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='referrals.sectionanswer', verbose_name='answer on a section'),
        ),
        migrations.AlterField(
            model_name='historicalsectionanswer',
            name='answer',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='referrals.referralanswer', verbose_name='answer to a referral'),
        ),
        migrations.AlterField(
            model_name='remark',
            name='referral',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='referrals.referral', verbose_name='referral'),
        ),
        migrations.AlterField(
            model_name='remark',
            name='section_answer',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='remark', to='referrals.sectionanswer', verbose_name='answer on a section'),
        ),
        migrations.AlterField(
            model_name='sectionanswer',
            name='answer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='referrals.referralanswer', verbose_name='answer to a referral'),
        ),
    ]
