"""The first command on an empty embedded database finds the demonstration city there, without being told to make it."""

import sys

import django
from django.core.management import call_command
from django.db import connection

# These make or inspect the database themselves, or need none.
BARE = {
    "check", "collectstatic", "compilemessages", "dbshell", "diffsettings", "findstatic", "flush", "help",
    "load_demonstration", "load_strategy", "makemessages", "makemigrations", "migrate", "prepare",
    "showmigrations", "sqlmigrate", "sqlflush", "squashmigrations", "test", "welcome",
}  # fmt: skip


def make_ready(arguments: list[str]) -> None:
    """Migrate and load what is missing before the command runs; told on stderr, for a program may read the output."""
    if not arguments or arguments[0].startswith("-") or arguments[0] in BARE or "--help" in arguments:
        return
    django.setup()
    if not _is_ready():
        sys.stderr.write("First use: the demonstration city is being made ...\n")
        call_command("prepare", "--no-static", stdout=sys.stderr)
    connection.close()


def _is_ready() -> bool:
    """Whether the last step of the demonstration has been made: its annual report is opened."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('reporting_annualreport') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("SELECT EXISTS (SELECT FROM reporting_annualreport)")
        return cursor.fetchone()[0]
