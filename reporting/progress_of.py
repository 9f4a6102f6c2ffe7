"""Whether the worker is still at a report, has finished, or has given up."""

from dataclasses import dataclass

from .actions import STEPS, jobs_of
from .lifecycle import Step
from .models import AnnualReport, Progress


@dataclass(frozen=True)
class WorkState:
    """How far the work on a report is. `failed` says why when it has been given up."""

    is_working: bool
    done: int
    of: int
    step: str
    failed: bool

    @property
    def label(self) -> str:
        return str(Step(self.step).label)


def state_of(report: AnnualReport) -> WorkState:
    entries = [entry for entry in jobs_of(report) if entry.done_at is None]
    progress = Progress.objects.filter(report=report).first() or Progress(of=len(STEPS))
    failed = any(entry.dead_at for entry in entries)
    return WorkState(
        is_working=bool(entries) and not failed,
        done=min(progress.done, progress.of),
        of=progress.of,
        step=progress.step,
        failed=failed,
    )
