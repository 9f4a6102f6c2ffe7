"""What the history tells of has names."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0009_referrals'),
        ('visits', '0002_history_of_answers_and_costs'),
    ]

    operations = [
        migrations.AlterField(
            model_name='cost',
            name='visit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='costs', to='visits.visit', verbose_name='visit'),
        ),
        migrations.AlterField(
            model_name='groundanswer',
            name='ground',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.ground', verbose_name='ground for assessment'),
        ),
        migrations.AlterField(
            model_name='groundanswer',
            name='visit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ground_answers', to='visits.visit', verbose_name='visit'),
        ),
        migrations.AlterField(
            model_name='historicalcost',
            name='visit',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='visits.visit', verbose_name='visit'),
        ),
        migrations.AlterField(
            model_name='historicalgroundanswer',
            name='ground',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='governance.ground', verbose_name='ground for assessment'),
        ),
        migrations.AlterField(
            model_name='historicalgroundanswer',
            name='visit',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='visits.visit', verbose_name='visit'),
        ),
    ]
