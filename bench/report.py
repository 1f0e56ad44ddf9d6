"""What the benchmark prints and writes."""

import json
import os
import platform
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.contestants import CORES, PEERS_PYTHON, Result
from bench.measure import Measure
from bench.shop import PROJECT


def print_table(results: Sequence[Result], notes: Sequence[str]) -> None:
    """Print the medians, each beside its ratio to the base's."""
    bases = _bases(results)
    header = f"{'orders':>12} {'lane':<13}{'':<24}"
    for figure in ("wall s", "cpu s", "peak MB", "models s"):
        header += f"{figure:>10}{'x base':>8}"
    print(f"\n{header}")
    for result in results:
        took, base = result.median, bases[result.orders, result.lane, result.base]
        line = f"{result.orders:>12,} {result.lane:<13}{result.name:<24}"
        line += _pair(took.wall_seconds, base.wall_seconds, 2)
        line += _pair(took.cpu_seconds, base.cpu_seconds, 2)
        line += _pair(took.peak_megabytes, base.peak_megabytes, 0)
        if took.model_seconds is not None:
            line += _pair(took.model_seconds, _base_model_seconds(base), 2)
        print(line)
    for note in dict.fromkeys(notes):
        print(f"  {note}")


def write(results: Sequence[Result], notes: Sequence[str], out: Path) -> None:
    """Write results.json and, with the extra installed, the picture."""
    content = {
        "made_at": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "machine": {
            "cores": os.cpu_count(),
            "processor": platform.processor() or platform.machine(),
            "system": platform.platform(),
            "python": platform.python_version(),
            "load_before_the_end": os.getloadavg(),
        },
        "versions": {name: version(name) for name in ("duckdb", "dbt-core", "dbt-duckdb")},
        "cores": CORES,
        "memory_limit": os.environ.get("TIERS_MEMORY_LIMIT"),
        "notes": list(dict.fromkeys(notes)),
        "results": [
            asdict(result) | {"times_base": ratios}
            for result, ratios in zip(results, _ratios(results), strict=True)
        ],
    }
    file = out / "results.json"
    file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    print(f"Written: {file}")
    if PEERS_PYTHON.exists() and results:
        picture = out / "results.png"
        script = str(PROJECT / "bench" / "picture.py")
        subprocess.run([PEERS_PYTHON, script, str(file), str(picture)], check=True)
        print(f"Written: {picture}")


def _bases(results: Sequence[Result]) -> dict[tuple[int, str, str], Measure]:
    return {(result.orders, result.lane, result.name): result.median for result in results}


def _base_model_seconds(base: Measure) -> float:
    """The floor has no models: its whole run counts."""
    return base.model_seconds or base.wall_seconds


def _ratios(results: Sequence[Result]) -> Iterator[dict[str, float | None]]:
    bases = _bases(results)
    for result in results:
        took, base = result.median, bases[result.orders, result.lane, result.base]
        models = took.model_seconds
        yield {
            "wall_seconds": took.wall_seconds / base.wall_seconds,
            "cpu_seconds": took.cpu_seconds / base.cpu_seconds,
            "peak_megabytes": took.peak_megabytes / base.peak_megabytes,
            "model_seconds": None if models is None else models / _base_model_seconds(base),
        }


def _pair(value: float, base: float, places: int) -> str:
    return f"{value:>10,.{places}f}{value / base:>8.2f}"
