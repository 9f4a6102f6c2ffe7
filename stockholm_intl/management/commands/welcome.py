"""What one is told after `make run`: who one can be, and where the first annual report lies."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.urls import reverse
from django.utils.translation import override

from reporting.models import AnnualReport, Progress, ReportFile
from stockholm_intl import mail_shelf

PATIENCE = 300  # seconds for the worker to make the report


class Command(BaseCommand):
    help = "Prints the demonstration logins, waits for the first annual report and says where it lies."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self._say("Log in as one of these (no password):")
        call_command("demonstration_logins", stdout=self.stdout)
        self._say("")
        if mail_shelf.is_there():
            self._say(f"Mails that it sends, also to guests: {settings.BASE_URL}{reverse('mail_shelf')}\n")
        report = AnnualReport.objects.order_by("opened_at").first()
        if report is None:
            self._say("There is no annual report yet.")
            return
        self._say(f"The first annual report, {report.year}:")
        with override("en"):
            file = self._wait_for(report)
        path = settings.STATE_DIR / f"annual-report-{report.year}.pdf"
        self._keep(file, path)
        self._say(f"  {settings.BASE_URL}{report.get_absolute_url()}\n  {path}")

    def _wait_for(self, report: AnnualReport) -> ReportFile:
        """Say each step of the worker once, until it has drawn the pages."""
        told, end = None, time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if file := report.files.select_related("document").first():
                return file
            progress = Progress.objects.filter(report=report).first()
            if progress and progress.step != told:
                told = progress.step
                self._say(f"  worker: {progress.get_step_display()} ({progress.done} of {progress.of})")
            time.sleep(0.2)
        raise CommandError(
            f"The worker has not made the report of {report.year} in {PATIENCE} seconds; "
            f"see {settings.STATE_DIR / 'log/worker.log'}."
        )

    def _keep(self, file: ReportFile, path: Path) -> None:
        """Beside the database, for the one who wants to open it at once."""
        content = bytes(file.document.content)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
