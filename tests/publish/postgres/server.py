"""A PostgreSQL server of our own, on loopback and in a folder of its own."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

DEBIAN = Path("/usr/lib/postgresql")
PASSWORD = "only here"  # noqa: S105 (of no other server)
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
port = {port}
fsync = off
shared_buffers = 64MB
log_min_messages = fatal
"""


@dataclass
class Server:
    """A server, and how its superuser reaches it."""

    folder: Path
    port: int
    user: str | None
    process: "subprocess.Popen[bytes] | None" = None

    def address(self, database: str, user: str = "admin", password: str | None = PASSWORD) -> str:
        """The URL of a database on it, with the password."""
        secret = f":{password.replace(' ', '%20')}" if password else ""
        return f"postgresql://{user}{secret}@127.0.0.1:{self.port}/{database}"

    def told(self, database: str, user: str = "admin") -> str:
        """The same as it may be shown."""
        return self.address(database, user, password=None)

    def start(self, before: Callable[[], None] | None = None) -> None:
        """Start it, and wait until it answers."""
        where = binaries()
        assert where
        self.process = subprocess.Popen(
            [where / "postgres", "-D", self.folder / "data"],
            user=self.user,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=before,  # noqa: PLW1509 (no other thread)
        )
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.address("postgres")).close()
                return
            time.sleep(0.1)
        raise RuntimeError("The server does not start.")

    def stop(self) -> None:
        """Stop it in good order."""
        self._end(signal.SIGINT)

    def crash(self) -> None:
        """End it at once; it recovers from its log."""
        self._end(signal.SIGQUIT)

    def _end(self, how: signal.Signals) -> None:
        if self.process:
            self.process.send_signal(how)
            self.process.wait(60)


def binaries() -> Path | None:
    """Where initdb is; on Debian it is not on the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return next((file.parent for file in sorted(DEBIAN.glob("*/bin/initdb"), reverse=True)), None)


def not_root() -> str | None:
    """The user by whom the server runs: it refuses to be root's."""
    if os.geteuid():
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


@contextmanager
def running(*options: str) -> Iterator[Server]:
    """Start a server; at the end it is stopped, and its folder is gone."""
    where = binaries()
    if not where:
        pytest.skip("PostgreSQL is not installed: there is no initdb")
    user = not_root()
    # Not in pytest's folder, which others may not enter.
    with tempfile.TemporaryDirectory(prefix="tiers-postgres-") as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)
        secret = folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)
        data = folder / "data"
        subprocess.run(
            [
                where / "initdb",
                *("-D", data, "-U", "admin", "-A", "scram-sha-256", "--pwfile", secret),
                *("-E", "UTF8", "--locale=C", "--no-sync", *options),
            ],
            check=True,
            capture_output=True,
            user=user,
            cwd=folder,
        )
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(SETTINGS.format(port=port))
        server = Server(folder, port, user)
        try:
            server.start()
            yield server
        finally:
            server.crash()
