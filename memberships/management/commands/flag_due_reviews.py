"""Opens the reviews that are due to open, as beat does, and prints them."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from governance.authority import AuthorityError
from governance.commands import SpokenCommand
from memberships.actions import Opened, flag_due_reviews
from memberships.models import MembershipReview


class Command(SpokenCommand):
    help = gettext_lazy(
        "Opens the reviews of memberships that are due to open. Running it again opens nothing twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on",
            metavar=_("DAY"),
            help=_(
                "Open what is due to open by this day, as 2026-11-20; today unless given. It is opened today."
            ),
        )
        parser.add_argument("--json", action="store_true", help=_("Print what was opened as JSON."))

    def do(self, *, on: str | None, **options: Any) -> None:
        try:
            day = date.fromisoformat(on) if on else None
        except ValueError as error:
            message = _("“%(value)s” is no date for --on. Write it as 2026-11-20.") % {
                "value": on[:80] if on else ""
            }
            raise CommandError(message, returncode=2) from error
        try:
            opened = flag_due_reviews(day)
        except (AuthorityError, OverflowError) as error:
            message = str(error) or _("%(day)s is too far away for --on.") % {"day": on}
            raise CommandError(message, returncode=2) from error
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
