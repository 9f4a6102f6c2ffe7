"""Print the demonstration logins, for the one who has just started the product."""

from typing import Any

from django.core.management.base import BaseCommand

from stockholm_intl.demonstration.organisation import rows


class Command(BaseCommand):
    help = "Prints who one can log in as in the demonstration, and what each comes to do."

    def handle(self, *args: Any, **options: Any) -> None:
        for row in rows("persons.csv"):
            self.stdout.write(f"  {row['name']:<16} {row['title_en']}: {row['task_en']}")
