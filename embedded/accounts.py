"""Which account the servers run as, and what it can reach."""

import os
import pwd
import signal
import subprocess
from pathlib import Path


def server_account() -> pwd.struct_passwd | None:
    """None is our own. PostgreSQL refuses to run as root, so root's servers run as nobody."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def as_server(arguments: list[str], *, at_our_death: signal.Signals | None = None) -> list[str]:
    """The command as the account of the servers; `at_our_death` it gets this signal when our process dies."""
    account = server_account()
    options = ["--no-new-privs"]
    if account:
        options += [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    if at_our_death:
        options += [f"--pdeathsig={at_our_death.name.removeprefix('SIG')}"]
    return ["setpriv", *options, "--", *arguments]


def server_reaches(path: Path) -> bool:
    """May the account of the servers enter this folder or run this program?"""
    return subprocess.run(as_server(["test", "-x", str(path)]), cwd="/", check=False).returncode == 0


def name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"the user with number {uid}"
