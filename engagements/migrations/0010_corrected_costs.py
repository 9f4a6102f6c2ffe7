"""That the costs of a journey that is over were corrected, and why."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('engagements', '0009_kinds_of_planning'),
    ]

    operations = [
        migrations.AddField(
            model_name='eventabroad',
            name='costs_corrected_because',
            field=models.TextField(blank=True, verbose_name='why the costs were corrected'),
        ),
        migrations.AddField(
            model_name='eventabroad',
            name='costs_corrected_on',
            field=models.DateField(blank=True, null=True, verbose_name='costs corrected on'),
        ),
        migrations.AddField(
            model_name='historicaleventabroad',
            name='costs_corrected_because',
            field=models.TextField(blank=True, verbose_name='why the costs were corrected'),
        ),
        migrations.AddField(
            model_name='historicaleventabroad',
            name='costs_corrected_on',
            field=models.DateField(blank=True, null=True, verbose_name='costs corrected on'),
        ),
    ]
