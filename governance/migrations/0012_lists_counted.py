# What lists and worklists count is counted in the index: the scope of a matter, what is over, what lies before a body.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0011_words_of_fields'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='matter',
            name='matter_worklist',
        ),
        migrations.RemoveIndex(
            model_name='matter',
            name='matter_open_due',
        ),
        migrations.RemoveIndex(
            model_name='matter',
            name='matter_before',
        ),
        migrations.RemoveIndex(
            model_name='matter',
            name='matter_kind_newest',
        ),
        migrations.AlterField(
            model_name='matter',
            name='before',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awaited', to='governance.body', verbose_name='lies before'),
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
            index=models.Index(condition=models.Q(('closed_on__isnull', True)), fields=['responsible', 'due_on'], include=('id', 'body', 'before', 'secrecy_ground'), name='matter_worklist'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('closed_on__isnull', True)), fields=['body', 'due_on'], include=('id', 'kind', 'secrecy_ground'), name='matter_open_due'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('before__isnull', False)), fields=['before', 'due_on'], include=('id', 'body', 'kind', 'secrecy_ground', 'closed_on'), name='matter_before'),
        ),
    ]
