# What the lists count is counted in the index: the scope of a matter, what is over, what lies before a body.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0011_words_of_fields'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='matter',
            name='matter_before',
        ),
        migrations.RemoveIndex(
            model_name='matter',
            name='matter_kind_newest',
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(models.F('kind'), models.OrderBy(models.F('opened_on'), descending=True), models.OrderBy(models.F('id'), descending=True), include=('body', 'before', 'secrecy_ground', 'status', 'scope'), name='matter_kind_newest'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(models.OrderBy(models.F('opened_on'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('kind', 'membership'), ('status__in', ('left', 'rejected', 'withdrawn'))), include=('body', 'before', 'secrecy_ground', 'status'), name='matter_member_ended'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('before__isnull', False)), fields=['before', 'due_on'], include=('id',), name='matter_before'),
        ),
    ]
