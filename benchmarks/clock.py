"""Times things that take turns, so that a slow moment of the machine falls on all of them alike."""

import gc
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

Work = Callable[[], object]


def take_turns(works: Mapping[str, Work], rounds: int, warm: int = 3) -> dict[str, float]:
    """The median of each in milliseconds, after `warm` rounds that do not count."""
    times: dict[str, list[float]] = {name: [] for name in works}
    gc.collect()
    for turn in range(-warm, rounds):
        for name, work in works.items():
            began = time.perf_counter()
            work()
            took = time.perf_counter() - began
            if turn >= 0:
                times[name].append(took * 1000)
    return {name: statistics.median(taken) for name, taken in times.items()}


def once(work: Work) -> float:
    """Milliseconds of one run."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def memory_now() -> float:
    """Resident memory of this process in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def memory_peak(who: int = resource.RUSAGE_SELF) -> float:
    """The most this process, or the greatest of its children, has ever held, in MiB."""
    return resource.getrusage(who).ru_maxrss / 1024
