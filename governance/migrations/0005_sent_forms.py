"""The tokens of sent forms, by which a draft saved too late is known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0004_decision_indexes")]

    operations = [
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("token", models.UUIDField(primary_key=True, serialize=False)),
                ("sent_at", models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
            options={"default_permissions": ()},
        ),
    ]
