"""How far off one method was, in plain Python: nothing is shared with the SQL that it judges."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Verdict:
    """The errors of a forecast of purchase days per customer.

    Attributes:
        customers: how many were foreseen.
        actual: purchase days that came.
        mean_absolute_error: in purchase days.
        root_mean_squared_error: in purchase days.
        bias_share: expected over actual total - 1; none if nothing came.
        best_found_share: of the best fifth, how many are in the best fifth of the forecast;
            none if nothing came.
        return_auc: the chance that who came back was ranked above who did not; none if all
            or none came back.
    """

    customers: int
    actual: int
    mean_absolute_error: float
    root_mean_squared_error: float
    bias_share: float | None
    best_found_share: float | None
    return_auc: float | None


def judge(expected: Sequence[float], actual: Sequence[int]) -> Verdict:
    """Compare what was expected of each customer with what came."""
    errors = [one - other for one, other in zip(expected, actual, strict=True)]
    count, came = len(errors), sum(actual)
    best = math.ceil(count / 5)
    found = zip(in_the_best(expected, best), in_the_best(actual, best), strict=True)
    return Verdict(
        customers=count,
        actual=came,
        mean_absolute_error=math.fsum(map(abs, errors)) / count,
        root_mean_squared_error=math.sqrt(math.fsum(error**2 for error in errors) / count),
        bias_share=math.fsum(expected) / came - 1 if came else None,
        best_found_share=math.fsum(one * other for one, other in found) / best if came else None,
        return_auc=auc(expected, [orders > 0 for orders in actual]),
    )


def in_the_best(values: Sequence[float], count: int) -> list[float]:
    """How much of each is among the `count` greatest: equals share the places that are left."""
    equals = Counter(values)
    greatest = sorted(equals, reverse=True)
    above = accumulate((equals[value] for value in greatest), initial=0)
    share = {
        value: min(1.0, max(0.0, (count - before) / equals[value]))
        for value, before in zip(greatest, above, strict=False)
    }
    return [share[value] for value in values]


def auc(values: Sequence[float], has_returned: Sequence[bool]) -> float | None:
    """The share of pairs of one who returned and one who did not, ranked rightly; ties are half."""
    counts = {value: [0, 0] for value in sorted(values)}
    for value, returned in zip(values, has_returned, strict=True):
        counts[value][returned] += 1
    below = right = 0.0
    for stayed_away, came in counts.values():
        right += came * (below + stayed_away / 2)
        below += stayed_away
    pairs = below * (len(values) - below)
    return right / pairs if pairs else None
