"""load_strategy: put versions of the strategy in force from their policy files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance import policy_files, strategies


class Command(BaseCommand):
    help = "Load the bundled versions of the strategy, or the given policy files. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="policy files (default: the bundled ones)")
        parser.add_argument(
            "--replace-unused",
            action="store_true",
            help="replace a version whose file has changed, if no matter or decision was made under it",
        )

    def handle(
        self, *args: Any, files: list[Path], replace_unused: bool, verbosity: int, **options: Any
    ) -> None:
        try:
            policies = [policy_files.read(path) for path in files or policy_files.bundled()]
            for policy in sorted(policies, key=lambda policy: policy.since):
                is_new = strategies.load(policy, replace_unused=replace_unused)
                if verbosity:
                    what = f"loaded, in force from {policy.since.isoformat()}" if is_new else "already loaded"
                    self.stdout.write(f"  {policy.key}: {what}.")
        except policy_files.PolicyError as error:
            raise CommandError(str(error)) from error
