"""Indexes that keep filtered lists at the cost of the first page, however large the register (docs/performance.md)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0002_append_only"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                models.OrderBy(models.F("decided_on"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="decision_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                models.F("body"),
                models.OrderBy(models.F("decided_on"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="decision_body_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                models.F("outcome"),
                models.OrderBy(models.F("decided_on"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="decision_outcome_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                models.OrderBy(models.F("decided_on"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("form", "delegated")),
                name="decision_delegated",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                models.F("country"),
                models.OrderBy(models.F("opened_on"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="matter_country_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                models.F("status"),
                models.OrderBy(models.F("opened_on"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="matter_status_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                models.OrderBy(models.F("opened_on"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("closed_on__isnull", True)),
                name="matter_open_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                models.F("kind"),
                models.OrderBy(models.F("starts_on"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                name="matter_kind_begins",
            ),
        ),
    ]
