"""What the preparatory committee has handled lies before the board whose secretary records what the Mayor decides."""

from django.db import migrations
from django.db.models import Q

HANDLED = ("endorsed", "advised_against")


def hand_on(apps, schema_editor):
    """Matters that were handled before this was so; what lies before the committee unhandled stays there."""
    Body, Matter = apps.get_model("governance", "Body"), apps.get_model("governance", "Matter")
    AgendaItem = apps.get_model("governance", "AgendaItem")
    board = Body.objects.filter(kind="executive_board", until=None).order_by("pk").first()
    if board is None:
        return
    said = AgendaItem.objects.filter(
        stream="international", outcome__in=HANDLED, decision=None, meeting__closed_on__isnull=False
    )
    journeys = Q(kind="event_abroad", status__in=("before_body", "tabled"))
    others = ~Q(kind="event_abroad") & Q(pk__in=said.exclude(matter=None).values("matter"))
    rows = Matter.objects.filter(journeys | others, before__kind="preparatory_committee", closed_on=None)
    rows.update(before=board)


class Migration(migrations.Migration):
    dependencies = [("governance", "0015_search_of_sections")]

    operations = [migrations.RunPython(hand_on, migrations.RunPython.noop, elidable=True)]
