"""The facts by which customers are grouped: their units, words and percent ranks."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

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


def _metric(name: str, told: Mapping[str, Any]) -> Metric:
    def words(key: str) -> Words:
        english, chinese = map(str, told[key])
        return english, chinese

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


@dataclass(frozen=True)
class Features:
    """What tells the customers of a store apart: a row per customer, a column per metric.

    Attributes:
        metrics: of the columns.
        left_out: why each other one is not used, by name.
        known: the values, NaN where unknown.
        values: the same with a number in place of each that is unknown.
        ranks: the share of customers (0..1) who are below, and half of those who are equal.
    """

    metrics: tuple[Metric, ...]
    left_out: Mapping[str, str]
    known: "Numbers"
    values: "Numbers"
    ranks: "Numbers"


def features_of(facts: StoreFacts) -> Features:
    """The metrics that are known and not equal for everybody."""
    import numpy as np

    used, left_out = [], {}
    for name, metric in all_metrics().items():
        values = facts.metrics[name]
        if np.isnan(values).all():
            left_out[name] = "unknown"
        elif len(np.unique(metric.comparable(values))) == 1:
            left_out[name] = "equal"
        else:
            used.append(metric)
    known = [facts.metrics[metric.name] for metric in used]
    comparable = [metric.comparable(each) for metric, each in zip(used, known, strict=True)]
    return Features(
        metrics=tuple(used),
        left_out=left_out,
        known=_side_by_side(known),
        values=_side_by_side(comparable),
        ranks=_side_by_side([percent_ranks(each) for each in comparable]),
    )


def percent_ranks(values: "Numbers") -> "Numbers":
    """The share of values (0..1) that are below, and half of those that are equal."""
    import numpy as np

    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Numbers = ((np.cumsum(counts) - counts / 2) / len(values))[place]
    return ranks


def _side_by_side(columns: list["Numbers"]) -> "Numbers":
    import numpy as np

    return np.column_stack(columns) if columns else np.empty((0, 0))
