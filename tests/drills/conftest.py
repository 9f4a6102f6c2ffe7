"""What every drill uses: a seed, a length, and the one line of JSON that says what was found."""

import json
import os
import subprocess
import time
from collections.abc import Callable

import pytest

ROUNDS = int(os.environ.get("DRILL_ROUNDS", "0"))
SEED = int(os.environ.get("DRILL_SEED", "20161114"))


@pytest.fixture
def rounds() -> Callable[[int], int]:
    """`rounds(60)`: so many in the normal suite; as many as DRILL_ROUNDS says when it is given."""
    return lambda usual: ROUNDS or usual


@pytest.fixture
def tell(request, capsys) -> Callable[..., None]:
    """Print one line of JSON with the figures of the drill, its seed, duration and commit."""
    began = time.monotonic()

    def line(drill: int, control: bool = False, **figures: object) -> None:
        said = {
            "drill": drill,
            "name": request.node.name,
            "control": control,
            **figures,
            "seed": SEED,
            "seconds": round(time.monotonic() - began, 1),
            "commit": _commit(),
        }
        with capsys.disabled():
            print(f"\n{json.dumps(said, ensure_ascii=False)}", flush=True)

    return line


def _commit() -> str:
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or "unknown"
