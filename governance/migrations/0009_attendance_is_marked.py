"""Who is expected at a meeting is marked by its secretary; those who approve the minutes are named."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def nobody_has_come_yet(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """At a meeting that has not begun "present" was only what everybody began as."""
    attendance = apps.get_model("governance", "Attendance")
    attendance.objects.filter(
        meeting__status__in=("planned", "called"), is_present=True, serves_for=""
    ).update(is_present=None)


class Migration(migrations.Migration):
    dependencies = [("governance", "0008_substitutes")]

    operations = [
        migrations.RemoveConstraint(model_name="attendance", name="a_present_substitute_serves"),
        migrations.AddField(
            model_name="attendance",
            name="approves",
            field=models.BooleanField(default=False, verbose_name="approves the minutes"),
        ),
        migrations.AlterField(
            model_name="attendance",
            name="is_present",
            field=models.BooleanField(default=None, null=True, verbose_name="present"),
        ),
        migrations.RunPython(nobody_has_come_yet, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("serves_for", ""),
                    models.Q(("is_present", True), ("is_present__isnull", False), ("role", "substitute")),
                    _connector="OR",
                ),
                name="a_present_substitute_serves",
            ),
        ),
    ]
