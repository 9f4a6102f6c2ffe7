"""The fields' own names for people."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("governance", "0008_stopped_jobs")]

    operations = []
