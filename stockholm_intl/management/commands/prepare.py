"""Brings database and static files to the state of the code, in one process because each start of Django costs a
second. It may run any number of times."""

import contextlib
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

# Of libraries whose pages or pictures we do not use; compressing them takes longer than all the rest.
UNUSED = ["flags", "guardian", "ext", "htmax-4*", "htmx-4*"]

LOCK = 20161114  # any number that nothing else in this database locks


class Command(BaseCommand):
    help = "Bring database, strategies, demonstration data (with DEMO=1) and static files up to date."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-static", action="store_true", help="static files are in the image already")

    def handle(self, *args: Any, **options: Any) -> None:
        self._reach_servers()
        try:
            with self._one_at_a_time():
                self._migrate()
                self._step("Strategies", "load_strategy")
                if settings.DEMO:
                    self._step("Demonstration data", "load_demonstration")
        except DatabaseError as error:
            raise CommandError(f"The database refused: {error}") from error
        if not options["no_static"]:
            self._collect_static_files()

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Two that prepare the same database at once wait for each other."""
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
                cursor.execute("RESET lock_timeout")

    def _reach_servers(self) -> None:
        """One clear sentence for a wrong address, instead of a traceback from deep inside."""
        try:
            connection.ensure_connection()
        except OperationalError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"The database in DATABASE_URL does not let us in: {reason}") from error
        try:
            redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=5).ping()
        except redis.RedisError as error:
            raise CommandError(f"The server in REDIS_URL does not let us in: {error}") from error

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        self.stdout.write(f"Database: {len(plan)} migrations ..." if plan else "Database: up to date.")
        self.stdout.flush()
        if plan:
            call_command("migrate", interactive=False, verbosity=0)

    def _step(self, title: str, command: str) -> None:
        self.stdout.write(f"{title} ...")
        self.stdout.flush()
        began = time.monotonic()
        call_command(command, stdout=self.stdout)
        if (seconds := time.monotonic() - began) > 1:
            self.stdout.write(f"  ({seconds:.0f} s)")

    def _collect_static_files(self) -> None:
        """Only when a file is new or changed: the stamp is the sum of names, sizes and times, and the storage."""
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        files = sorted(
            (path, place.size(path), place.get_modified_time(path).isoformat())
            for finder in get_finders()
            for path, place in finder.list(UNUSED)
        )
        storage = settings.STORAGES["staticfiles"]["BACKEND"]
        total = hashlib.sha256(repr((storage, files)).encode()).hexdigest()
        if stamp.exists() and stamp.read_text() == total:
            return
        self.stdout.write(f"Static files: {len(files)} ...")
        self.stdout.flush()
        call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=UNUSED)
        stamp.write_text(total)
