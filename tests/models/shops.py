"""Customers made up for tests of clusters, and what is said of them in plain Python."""

import math
import random
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import cast

from runner.models.metrics import all_metrics
from runner.models.shapes import Bound, Box, StoreFacts

DAY = date(2025, 12, 31)
Values = Mapping[str, Sequence[float | None]]


def store(values: Values, *, segments: Sequence[str] = ()) -> StoreFacts:
    """A store whose buyers have these values; a metric that is not named is unknown."""
    import numpy as np

    count = len(next(iter(values.values())))
    unknown = [None] * count
    return StoreFacts(
        store_id="s",
        as_of_date=DAY,
        buyer_count=count,
        currency="USD",
        metrics={
            name: np.array(
                [math.nan if each is None else each for each in values.get(name, unknown)],
                dtype=float,
            )
            for name in all_metrics()
        },
        segments=tuple(segments) or ("loyal",) * count,
    )


def three_groups(each: int = 60) -> StoreFacts:
    """Customers who bought once, long ago; often, and recently; and often, for little money."""
    rows = (
        (350, 1, 20.0, None, "lost"),
        (10, 30, 1500.0, 10.0, "champions"),
        (20, 15, 75.0, 30.0, "promising"),
    )
    names = ("days_since_last_order", "order_count", "net_revenue", "mean_gap_days", "segment")
    columns = {
        name: [row[place] for row in rows for _ in range(each)] for place, name in enumerate(names)
    }
    segments = [str(segment) for segment in columns.pop("segment")]
    return store(cast("Values", columns), segments=segments)


def blurred_groups(each: int = 60, *, seed: int = 7) -> StoreFacts:
    """Three groups within which customers differ."""
    of = random.Random(seed)  # noqa: S311
    rows = [
        *((of.randint(300, 400), 1, of.uniform(10, 40), None) for _ in range(each)),
        *(
            (of.randint(1, 30), of.randint(20, 40), of.uniform(900, 2000), 10.0)
            for _ in range(each)
        ),
        *((of.randint(1, 30), of.randint(10, 20), of.uniform(60, 90), 30.0) for _ in range(each)),
    ]
    names = ("days_since_last_order", "order_count", "net_revenue", "mean_gap_days")
    return store({name: [row[place] for row in rows] for place, name in enumerate(names)})


def without_groups(count: int = 200, *, seed: int = 7) -> StoreFacts:
    """Customers whose seven facts have nothing to do with each other."""
    of = random.Random(seed)  # noqa: S311
    return store({name: [of.uniform(0, 1000) for _ in range(count)] for name in all_metrics()})


def meets(bound: Bound, value: float | None) -> bool:
    """Whether a value is within a bound, by what cluster_rules promises of its columns."""
    if value is None or math.isnan(value):
        return bound.unknown != "out"
    if bound.unknown == "only":
        return False
    return (bound.lower is None or value >= bound.lower) and (
        bound.upper is None or value < bound.upper
    )


def boxes_met(boxes: Sequence[Box], customer: Mapping[str, float | None]) -> list[Box]:
    """The boxes all of whose bounds a customer meets."""
    return [
        box for box in boxes if all(meets(bound, customer[bound.metric]) for bound in box.bounds)
    ]


def customers_of(facts: StoreFacts) -> list[dict[str, float | None]]:
    """The values of each customer, by metric."""
    return [
        {name: float(values[row]) for name, values in facts.metrics.items()}
        for row in range(len(facts.segments))
    ]


def rand_index(labels: Sequence[object], others: Sequence[object]) -> float:
    """The adjusted Rand index, pair by pair of customers."""
    pairs = list(combinations(range(len(labels)), 2))
    mine = [labels[a] == labels[b] for a, b in pairs]
    theirs = [others[a] == others[b] for a, b in pairs]
    both = sum(one and other for one, other in zip(mine, theirs, strict=True))
    chance = sum(mine) * sum(theirs) / len(pairs)
    return (both - chance) / ((sum(mine) + sum(theirs)) / 2 - chance)
