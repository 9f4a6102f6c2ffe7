"""Jobs that have stopped: who gave one up, when and why, and how they are found."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0007_lists_by_index")]

    operations = [
        migrations.AddField(
            model_name="outboxentry", name="given_up_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="outboxentry",
            name="given_up_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="outboxentry",
            name="given_up_because",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddIndex(
            model_name="outboxentry",
            index=models.Index(
                condition=models.Q(("dead_at__isnull", False), ("given_up_at", None)),
                fields=["dead_at"],
                name="outbox_stopped",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("given_up_at", None),
                    models.Q(
                        ("given_up_by__isnull", False), models.Q(("given_up_because", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="given_up_by_somebody_for_a_reason",
            ),
        ),
    ]
