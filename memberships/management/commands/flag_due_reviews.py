"""Opens the reviews that are due to open, as beat does, and prints them."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from governance.authority import AuthorityError
from memberships.actions import Opened, flag_due_reviews
from memberships.models import MembershipReview


class Command(BaseCommand):
    help = "Open the reviews of memberships that are due to open. Running it again opens nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on",
            metavar="DATE",
            help="open what is due to open by this day, as 2026-11-20; default today. What is opened is opened today",
        )
        parser.add_argument(
            "--lang", choices=("sv", "en"), default="sv", help="the language of what is printed"
        )
        parser.add_argument("--json", action="store_true", help="print what was opened as JSON")

    def handle(self, *args: Any, on: str | None, **options: Any) -> None:
        try:
            day = date.fromisoformat(on) if on else None
        except ValueError as error:
            raise CommandError(f"--on: {on!r} is no date. Write it as 2026-11-20.", returncode=2) from error
        try:
            opened = flag_due_reviews(day)
        except (AuthorityError, OverflowError) as error:
            raise CommandError(str(error) or f"--on: {on} is too far away.", returncode=2) from error
        with override(options["lang"]):
            self._print_json(opened) if options["json"] else self._print_lines(opened)

    def _print_json(self, opened: Opened) -> None:
        """Written row by row: a first sweep may open hundreds of thousands."""
        self.stdout.write(f'{{"on": "{opened.day}", "opened": {opened.count}, "reviews": [', ending="")
        for place, review in enumerate(opened):
            self.stdout.write(
                (",\n" if place else "\n") + json.dumps(_facts(review), ensure_ascii=False), ending=""
            )
        self.stdout.write("]}")

    def _print_lines(self, opened: Opened) -> None:
        for review in opened:
            facts = _facts(review)
            self.stdout.write(
                f"{facts['number']}  {facts['due_on']}  {facts['body']}  {facts['organisation']}"
            )
        self.stdout.write(
            ngettext("%(count)s review opened.", "%(count)s reviews opened.", opened.count)
            % {"count": opened.count}
            if opened.count
            else _("No review is due to open by %(day)s.") % {"day": opened.day.isoformat()}
        )


def _facts(review: MembershipReview) -> dict[str, str]:
    return {
        "number": review.matter.number,
        "membership": review.membership.matter.number,
        "organisation": str(review.membership.organisation),
        "body": review.matter.body.name,
        "due_on": review.due_on.isoformat(),
    }
