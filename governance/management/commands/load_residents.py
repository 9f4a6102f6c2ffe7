"""Load the table of residents' background from a CSV file; with --dry-run only tell what it would change."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance import residents


class Command(BaseCommand):
    help = (
        "Loads the residents' background, a line for each country: land;antal (see governance/residents.py)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--source", required=True, help="who counted, and which table")
        parser.add_argument("--population", type=int, required=True, help="all residents of the city")
        parser.add_argument("--invented", action="store_true", help="mark the figures as invented")
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["file"].read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        reading = residents.read(text)
        for line in reading.lines:
            before = "new" if line.before is None else f"was {line.before}"
            self.stdout.write(f"  {line.country} {line.number} ({before})")
        for country in reading.gone:
            self.stdout.write(f"  {country} is gone")
        if not reading:
            raise CommandError("\n".join(reading.errors) or "The file has no countries.")
        if options["dry_run"]:
            self.stdout.write("Nothing was loaded.")
            return
        try:
            residents.load(
                text,
                by=None,
                year=options["year"],
                source=options["source"],
                population=options["population"],
                is_invented=options["invented"],
            )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{len(reading.lines)} countries loaded.")
