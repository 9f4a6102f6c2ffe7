"""What the history tells of has names."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='definition',
            name='indicator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='definitions', to='network.indicator', verbose_name='indicator'),
        ),
        migrations.AlterField(
            model_name='historicaldefinition',
            name='indicator',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='network.indicator', verbose_name='indicator'),
        ),
        migrations.AlterField(
            model_name='historicalrankingplace',
            name='ranking',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='network.ranking', verbose_name='ranking'),
        ),
        migrations.AlterField(
            model_name='rankingplace',
            name='ranking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='network.ranking', verbose_name='ranking'),
        ),
    ]
