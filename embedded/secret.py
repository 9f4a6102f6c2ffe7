"""Secrets that each installation makes for itself, in files that only their owner reads."""

import contextlib
import os
import secrets
from pathlib import Path


def secret(path: Path) -> str:
    """The secret in this file; who asks first makes it."""
    with contextlib.suppress(FileNotFoundError):
        return path.read_text()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    write_secret(draft, secrets.token_urlsafe(40))
    # Two may ask at once: the first one to link wins, and both read the same.
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return path.read_text()


def write_secret(path: Path, word: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(word)
