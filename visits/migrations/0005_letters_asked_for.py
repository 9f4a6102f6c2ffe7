"""Delegates who have asked for a letter before there were letters get theirs, to be reviewed."""

from typing import Any

from django.db import migrations

from visits.open import tokens


def ask(apps: Any, _editor: Any) -> None:
    delegate, letter = (apps.get_model("visits", name) for name in ("Delegate", "InvitationLetter"))
    made = []
    rows = delegate.objects.filter(
        needs_letter=True, filled_at__isnull=False, passport__isnull=False, visit__matter__closed_on__isnull=True
    )
    for row in rows.order_by("pk"):
        name = f"{row.given_names} {row.family_name}".strip()
        # Who told the passport was not kept then: nobody but the delegate gets the link.
        asked = letter(visit_id=row.visit_id, delegate=row, name=name, by_delegate=True)
        tokens.give(asked, "invitation")
        made.append(asked)
    letter.objects.bulk_create(made)


class Migration(migrations.Migration):
    dependencies = [("visits", "0004_invitation_letters")]

    operations = [migrations.RunPython(ask, migrations.RunPython.noop)]
