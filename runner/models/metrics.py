"""The facts by which customers are grouped: their units, words and percent ranks."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from runner.models.shapes import StoreFacts

if TYPE_CHECKING:
    from runner.models.shapes import Numbers

Words = tuple[str, str]
# Beyond any value of a fact: where an unknown one ranks.
FAR = 1e15


@dataclass(frozen=True)
class Metric:
    """A fact by which customers are grouped; words are in English and Chinese.

    Attributes:
        name: a column of customer_facts.
        unit: whole, number, money or share.
        unknown: where an unknown value ranks, `first` or `last`; empty: buyers have one.
        kin: metrics with the same word say nearly the same.
        label: what it is called.
        low: of a cluster with low values.
        high: of one with high values.
        none: of one where most have no value; none: as low or high.
        no_value: of a box whose customers have no value.
        a_value: of one whose customers have any value.
        less: of a factor that lowers it.
        more: of one that raises it.
    """

    name: str
    unit: str
    unknown: str
    kin: str
    label: Words
    low: Words
    high: Words
    none: Words | None
    no_value: Words | None
    a_value: Words | None
    less: Words
    more: Words

    def comparable(self, values: "Numbers") -> "Numbers":
        """The values with a number in place of each that is unknown."""
        import numpy as np

        return np.where(np.isnan(values), FAR if self.unknown == "last" else -FAR, values)


@functools.cache
def all_metrics() -> Mapping[str, Metric]:
    """All facts that can be used, by name, in the order of metrics.yml."""
    file = Path(__file__).with_name("metrics.yml")
    found = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {name: _metric(name, told) for name, told in found.items()}


def _metric(name: str, told: Mapping[str, object]) -> Metric:
    def words(key: str) -> Words:
        english, chinese = told[key]  # type: ignore[misc]
        return str(english), str(chinese)

    return Metric(
        name=name,
        unit=str(told["unit"]),
        unknown=str(told.get("unknown", "")),
        kin=str(told.get("kin", name)),
        label=words("label"),
        low=words("low"),
        high=words("high"),
        none=words("none") if "none" in told else None,
        no_value=words("no_value") if "no_value" in told else None,
        a_value=words("a_value") if "a_value" in told else None,
        less=words("less"),
        more=words("more"),
    )


def usable(facts: StoreFacts) -> tuple[tuple[Metric, ...], dict[str, str]]:
    """The metrics that tell customers apart, and why each other one is left out, by name."""
    import numpy as np

    used, left_out = [], {}
    for name, metric in all_metrics().items():
        values = facts.metrics[name]
        if np.isnan(values).all():
            left_out[name] = "unknown of everybody"
        elif len(np.unique(metric.comparable(values))) == 1:
            left_out[name] = "equal for everybody"
        else:
            used.append(metric)
    return tuple(used), left_out


def percent_ranks(facts: StoreFacts, metrics: tuple[Metric, ...]) -> "Numbers":
    """The share of customers (0..1) who are below, and half of those who are equal.

    One row per customer, one column per metric. Equal values have equal ranks.
    """
    import numpy as np

    columns = []
    for metric in metrics:
        values = metric.comparable(facts.metrics[metric.name])
        _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
        below = np.cumsum(counts) - counts
        columns.append(((below + counts / 2) / len(values))[place])
    return np.column_stack(columns)
