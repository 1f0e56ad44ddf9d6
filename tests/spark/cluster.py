"""Spark in more than one process: a standalone cluster on loopback, and what its tasks did."""

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

LOOPBACK = "127.0.0.1"
MASTER_URL = re.compile(r"Starting Spark master at (spark://\S+)")
REGISTERED = re.compile("Successfully registered with master")
LONGEST_WAIT_SECONDS = 60
Process = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Worker:
    """One core and 1 GB for an executor, which writes under the worker's folder."""

    process: Process
    folder: Path

    def tasks_begun(self) -> int:
        """How many tasks its executors have begun."""
        logs = self.folder.glob("app-*/*/stderr")
        return sum(log.read_text(encoding="utf-8").count("Running task") for log in logs)


@dataclass(frozen=True)
class Cluster:
    """A master, to be found at `url`, and its workers."""

    url: str
    workers: Sequence[Worker]

    def first_to_begin(self, tasks: int) -> Worker:
        """The worker that is the first to begin so many tasks from now on."""
        before = [worker.tasks_begun() for worker in self.workers]
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while time.monotonic() < deadline:
            for worker, begun in zip(self.workers, before, strict=True):
                if worker.tasks_begun() >= begun + tasks:
                    return worker
            time.sleep(0.01)
        raise AssertionError(f"No worker has begun {tasks} tasks.")


@contextmanager
def standalone_cluster(folder: Path, *, workers: int) -> Iterator[Cluster]:
    """Start a cluster on loopback; all its processes end with the block, however it ends.

    Args:
        folder: where the logs and the workers' files go.
        workers: their number.
    """
    address = ("--host", LOOPBACK, "--port", "0", "--webui-port", "0")
    size = ("--cores", "1", "--memory", "1g")
    with ExitStack() as stack:
        start(stack, "Master", *address, folder=folder / "master")
        url = wait_for(MASTER_URL, folder / "master" / "log")[1]
        started = []
        for number in range(workers):
            own = folder / f"worker_{number}"
            process = start(
                stack, "Worker", *address, *size, "--work-dir", str(own), url, folder=own
            )
            started.append(Worker(process, own))
        for worker in started:
            wait_for(REGISTERED, worker.folder / "log")
        yield Cluster(url, started)


def start(stack: ExitStack, role: str, *arguments: str, folder: Path) -> Process:
    """Start a master or a worker, as the leader of a group that the stack ends."""
    folder.mkdir(parents=True)
    package = find_spec("pyspark")
    assert package is not None
    assert package.origin is not None
    with (folder / "log").open("wb") as output:
        process = subprocess.Popen(
            [
                str(Path(package.origin).with_name("bin") / "spark-class"),
                f"org.apache.spark.deploy.{role.lower()}.{role}",
                *arguments,
            ],
            env=os.environ
            | {
                "SPARK_LOCAL_IP": LOOPBACK,
                "SPARK_LOCAL_DIRS": str(folder),
                "SPARK_MASTER_OPTS": "-Dspark.master.rest.enabled=false",
            },
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    stack.callback(kill, process)
    return process


def kill(process: Process) -> None:
    """End a process and all that it started, at once; a second time it does nothing."""
    if process.returncode is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(pattern: re.Pattern[str], log: Path) -> re.Match[str]:
    """The first place in a log where a pattern is found, as soon as it is."""
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while not (found := pattern.search(log.read_text(encoding="utf-8"))):
        assert time.monotonic() < deadline, log.read_text(encoding="utf-8")[-4000:]
        time.sleep(0.1)
    return found


def driver_environment(master: str, folder: Path) -> dict[str, str]:
    """What a driver needs to use a master from loopback, with executors of 1 GB.

    Args:
        master: its URL, or `local-cluster[...]`.
        folder: made here; Spark's log of events and its scratch files go there.
    """
    folder.mkdir()
    settings = {
        "spark.driver.host": LOOPBACK,
        "spark.executor.memory": "1g",
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": (folder / "events").as_uri(),
        "spark.eventLog.rolling.enabled": "false",
        "spark.eventLog.compress": "false",
    }
    (folder / "events").mkdir()
    words = [f"--conf {name}={value}" for name, value in settings.items()]
    return {
        "TIERS_SPARK_MASTER": master,
        "SPARK_LOCAL_IP": LOOPBACK,
        "SPARK_LOCAL_DIRS": str(folder),
        "PYSPARK_SUBMIT_ARGS": " ".join([*words, "pyspark-shell"]),
    }


@dataclass(frozen=True)
class Tasks:
    """What the tasks of a build did.

    Attributes:
        count: how many ended well, on each executor.
        failed: why the others did not, one line each.
        lost_executors: those that went before the build was over, and why.
    """

    count: Mapping[str, int]
    failed: list[str]
    lost_executors: Mapping[str, str]


def read_tasks(folder: Path) -> Tasks:
    """Read them from the log of events that a build's driver has left."""
    count: dict[str, int] = {}
    failed, lost = [], {}
    for event in read_events(folder):
        if event["Event"] == "SparkListenerTaskEnd":
            reason, executor = event["Task End Reason"], event["Task Info"]["Executor ID"]
            if reason["Reason"] == "Success":
                count[executor] = count.get(executor, 0) + 1
            else:
                failed.append(f"stage {event['Stage ID']}: {json.dumps(reason)[:500]}")
        elif event["Event"] == "SparkListenerExecutorRemoved":
            lost[event["Executor ID"]] = event["Removed Reason"]
        elif event["Event"] == "SparkListenerApplicationEnd":
            break
    return Tasks(count, failed, lost)


def read_events(folder: Path) -> Iterator[dict[str, Any]]:
    """The events of the one application whose driver had the folder."""
    (log,) = (folder / "events").iterdir()
    with log.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
