"""The date of the review that never came, because the city gave notice or left."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("memberships", "0004_names_of_fields")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="unreviewed_since",
            field=models.DateField(editable=False, null=True),
        )
    ]
