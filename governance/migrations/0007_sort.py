"""A register can be narrowed by the sort of a matter within its kind; who may read what hangs on one is read by index."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0006_what_waits'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='matter',
            name='matter_rights',
        ),
        migrations.AddField(
            model_name='matter',
            name='sort',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=20),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(models.F('kind'), models.F('sort'), models.OrderBy(models.F('opened_on'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('sort', ''), _negated=True), include=('body', 'before', 'secrecy_ground', 'status'), name='matter_kind_sort'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['id'], include=('body', 'before', 'secrecy_ground', 'status'), name='matter_rights'),
        ),
    ]
