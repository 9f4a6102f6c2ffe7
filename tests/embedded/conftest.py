"""A state folder for each test, with whatever was started or displaced for it taken away again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import embedded


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "state"
    yield folder
    if folder.exists():
        embedded.stop(folder)
        embedded.remove(folder)
