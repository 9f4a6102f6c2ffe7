"""A measuring process: `python -m benchmarks.child MODULE SIZE FILE` writes its results to the file."""

import sys
from importlib import import_module
from pathlib import Path

import django

from .results import write


def main(module: str, size: str, file: str) -> None:
    django.setup()

    Path(file).write_text(write(import_module(f"benchmarks.{module}").measure(size)))


if __name__ == "__main__":
    main(*sys.argv[1:])
