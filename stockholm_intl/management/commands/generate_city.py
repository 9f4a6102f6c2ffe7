"""Fill the register with an invented city of any size, to see how it feels and to measure it."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.models import Matter
from stockholm_intl.demonstration.generated import NoStrategies, generate


class Command(BaseCommand):
    help = "Writes an invented, marked city into the database; a million matters take a few minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--matters", type=int, required=True, help="how many matters to invent")
        parser.add_argument(
            "--seed", type=int, default=1, help="the same seed draws the same city (default: 1)"
        )
        parser.add_argument("--add", action="store_true", help="also where real matters are kept")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["matters"] < 1:
            raise CommandError("--matters must be at least 1.")
        if not options["add"] and Matter.objects.filter(is_invented=False).exists():
            raise CommandError(
                "This register holds matters that are not invented. Use an empty database, "
                "or give --add to put the invented city beside them."
            )
        say = self.stdout.write if options["verbosity"] else lambda _: None
        began = time.monotonic()
        try:
            generate(options["matters"], seed=options["seed"], say=say)
        except NoStrategies as error:
            raise CommandError("Load the strategies first: manage.py load_strategy.") from error
        say(f"{options['matters']:,d} invented matters in {time.monotonic() - began:.0f} seconds.")
