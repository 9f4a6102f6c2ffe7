from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def as_the_matter(apps, schema_editor):
    """Each dealing is of the kind its matter is."""
    matter = apps.get_model("governance", "Matter").objects.filter(pk=OuterRef("matter"))
    apps.get_model("engagements", "Dealing").objects.update(kind=Subquery(matter.values("kind")))


class Migration(migrations.Migration):
    dependencies = [
        ("engagements", "0003_organisation_by_name"),
        ("governance", "0007_lists_by_index"),
    ]

    operations = [
        migrations.AddField("Dealing", "kind", models.CharField(choices=[('visit', 'visit request'), ('membership', 'membership'), ('membership_review', 'review of membership'), ('eu_project', 'EU project'), ('annual_report', 'annual report')], editable=False, max_length=30, default=''), preserve_default=False),
        migrations.RunPython(as_the_matter, migrations.RunPython.noop),
        migrations.AddIndex("Dealing", models.Index(fields=["organisation", "kind"], name="dealing_by_kind")),
    ]
