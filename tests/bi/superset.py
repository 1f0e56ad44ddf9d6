"""A Superset of its own for these tests: started, and asked over HTTP."""

import json
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from tests.conftest import PROJECT, clean_environment

ENVIRONMENT = PROJECT / ".venv-bi"
CONFIG = Path(__file__).with_name("superset_config.py")
DATABASE = "databases/customer_tiers.yaml"  # in an archive
ADMIN = dict.fromkeys(("username", "firstname", "lastname", "email", "password"), "admin")


def bi_program(name: str) -> Path:
    """A program of `.venv-bi`; the test is skipped where it has not been made."""
    if not (ENVIRONMENT / ".installed").exists():
        pytest.skip(f"{ENVIRONMENT.name} is not there; `make setup-bi` makes it")
    return ENVIRONMENT / "bin" / name


@dataclass(frozen=True)
class Superset:
    """A running Superset.

    Attributes:
        address: its URL.
        folder: its home.
    """

    address: str
    folder: Path

    def ask(
        self, path: str, body: object | None = None, *, kind: str = "application/json"
    ) -> dict[str, Any]:
        """What it answers to a GET, or to a POST if there is a body."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body else None
        headers = {"Content-Type": kind} if data else {}
        request = Request(self.address + path, data=data, headers=headers)  # noqa: S310 (ours)
        try:
            with urlopen(request, timeout=120) as answer:  # noqa: S310
                content: dict[str, Any] = json.load(answer)
        except HTTPError as error:
            said = error.read().decode()
            raise AssertionError(f"{path}: {error.code} {said[:2000]}") from error
        return content

    def import_bundle(self, bundle: Path, *, password: str = "") -> None:
        """Import an archive as the page Dashboards does, with the password of its database."""
        edge = secrets.token_hex(8)
        passwords = json.dumps({DATABASE: password} if password else {})
        head = "".join(
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in (("overwrite", "true"), ("passwords", passwords))
        )
        head += (
            f'--{edge}\r\nContent-Disposition: form-data; name="formData"; filename="all.zip"\r\n'
            "Content-Type: application/zip\r\n\r\n"
        )
        body = head.encode() + bundle.read_bytes() + f"\r\n--{edge}--\r\n".encode()
        self.ask("/api/v1/dashboard/import/", body, kind=f"multipart/form-data; boundary={edge}")

    def ids_of_charts(self, dashboard: str) -> dict[str, int]:
        """The ids of a dashboard's charts, by title."""
        charts = self.ask(f"/api/v1/dashboard/{dashboard}/charts")["result"]
        return {chart["slice_name"]: chart["id"] for chart in charts}

    def rows_of(self, chart: int) -> list[tuple[object, ...]]:
        """A chart's data, by its own stored query."""
        (answer,) = self.ask(f"/api/v1/chart/{chart}/data/?format=json")["result"]
        return [tuple(row.values()) for row in answer["data"]]

    def rows_asked(self, query: Mapping[str, Any]) -> list[tuple[object, ...]]:
        """The data of a query that a page posts."""
        (answer,) = self.ask("/api/v1/chart/data", query)["result"]
        return [tuple(row.values()) for row in answer["data"]]

    def sql_of(self, query: Mapping[str, Any]) -> str:
        """The SQL of a query that a page posts."""
        answer = self.ask("/api/v1/chart/data", dict(query) | {"result_type": "query"})
        return one_line(answer["result"][0]["query"])

    def stored_sql_of(self, chart: int) -> str:
        """The SQL of a chart's stored query."""
        answer = self.ask(f"/api/v1/chart/{chart}/data/?format=json&type=query")
        return one_line(answer["result"][0]["query"])


def one_line(sql: str) -> str:
    """SQL without its line breaks, nor the semicolon at its end."""
    return " ".join(sql.split()).removesuffix(";")


def prepare(folder: Path) -> None:
    """Make the home of a new Superset in a folder: its own database, and an administrator."""
    admin = [part for name, value in ADMIN.items() for part in (f"--{name}", value)]
    for words in (["db", "upgrade"], ["fab", "create-admin", *admin], ["init"]):
        _run(bi_program("superset"), words, _environment(folder))


@contextmanager
def running_superset(folder: Path) -> Iterator[Superset]:
    """A prepared Superset on a free port of the loopback, until it is left."""
    port = _free_port()
    command: list[str | Path] = [bi_program("superset"), "run", "--host", "127.0.0.1", "--port"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, str(port), "--with-threads"],
            env=_environment(folder),
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            superset = Superset(f"http://127.0.0.1:{port}", folder)
            _wait(superset, server)
            yield superset
        finally:
            server.terminate()
            server.wait(timeout=30)


def _environment(folder: Path) -> dict[str, str]:
    return clean_environment() | {
        "SUPERSET_HOME": str(folder),
        "SUPERSET_CONFIG_PATH": str(CONFIG),
        "FLASK_APP": "superset.app:create_app()",
    }


def _run(program: Path, words: Sequence[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        [program, *words], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def _wait(superset: Superset, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert server.poll() is None, (superset.folder / "server.log").read_text()[-3000:]
        try:
            with urlopen(f"{superset.address}/health", timeout=5):  # noqa: S310
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise AssertionError("Superset did not start in two minutes.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
