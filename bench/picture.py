"""Time against orders, both on log axes: `python bench/picture.py RESULTS PNG`.

Runs in .venv-bench.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path


def draw(results: Path, picture: Path) -> None:
    """Draw the medians that a run of the benchmark has written."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    lines: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for result in json.loads(results.read_text(encoding="utf-8"))["results"]:
        took = result["median"]
        name = f"{result['lane']}: {result['name']}"
        lines[name].append((result["orders"], took["wall_seconds"]))
        if took["model_seconds"] is not None:
            lines[f"{name}: models"].append((result["orders"], took["model_seconds"]))
    figure, axes = plt.subplots(figsize=(9, 6), layout="constrained")
    for name, points in lines.items():
        is_ours = name.split(": ")[1].startswith(("floor", "tiers", "dbt", "again"))
        style = ":" if name.endswith("models") else "-" if is_ours else "--"
        axes.plot(*zip(*points, strict=True), style, marker="o", label=name)
    axes.set(xscale="log", yscale="log", xlabel="orders", ylabel="seconds (median)")
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend()
    figure.savefig(picture, dpi=150)


if __name__ == "__main__":
    draw(Path(sys.argv[1]), Path(sys.argv[2]))
