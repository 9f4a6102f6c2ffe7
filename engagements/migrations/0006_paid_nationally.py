# The few projects that the EU does not pay for are found without reading the others.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('engagements', '0005_names_of_fields'),
        ('governance', '0011_words_of_fields'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='euproject',
            index=models.Index(condition=models.Q(('is_eu_money', False)), fields=['matter'], name='project_national'),
        ),
    ]
