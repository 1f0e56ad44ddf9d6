"""DEFINITIONS 15, written a second time: plain Python over lists of days, customer by customer.

Only the parameters of the fits are taken as they are; what a model expects is summed here by the
hypergeometric series of the papers.
"""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

RIVALS = ("same_again", "own_rate", "own_rate_recent", "recency_rank", "store_mean")
METHODS = (*RIVALS, "blend", "mbg_nbd", "bg_nbd")
RANKS = (
    *("same_again", "own_rate_recent", "own_rate", "recency_rank", "store_mean"),
    *("blend", "mbg_nbd", "bg_nbd"),
)


@dataclass(frozen=True)
class Customer:
    """All that a customer ever did: purchase days, and net revenue by day, both in order."""

    days: Sequence[date]
    money: Sequence[tuple[date, float]]
    first_day_money: float

    def orders(self, after: date, until: date) -> int:
        """Purchase days in (after, until]."""
        return bisect_right(self.days, until) - bisect_right(self.days, after)

    def revenue(self, after: date, until: date) -> float:
        """Net revenue in (after, until]."""
        return math.fsum(amount for day, amount in self.money if after < day <= until)


@dataclass(frozen=True)
class Case:
    """A customer at an origin: what each method says, and what came."""

    expected: Mapping[str, float]
    order_value: float
    actual: int
    revenue: float


def origins(day: date, horizon: int, count: int = 6) -> list[date]:
    """The last month ends whose horizon is over by the day, the earliest first."""
    found: list[date] = []
    last = day - timedelta(days=horizon)
    first_of_next = last + timedelta(days=1)
    end = last if first_of_next.day == 1 else last.replace(day=1) - timedelta(days=1)
    while len(found) < count:
        found.append(end)
        end = end.replace(day=1) - timedelta(days=1)
    return found[::-1]


def cases(
    customers: Iterable[Customer],
    origin: date,
    horizon: int,
    fits: Mapping[str, Mapping[str, float]],
) -> list[Case]:
    """What was said of each customer who was known at the origin.

    Args:
        customers: of one store.
        origin: the day of the forecast.
        horizon: in days.
        fits: the parameters of each model at the origin, by name.
    """
    known = [each for each in customers if each.days and each.days[0] <= origin]
    beginning = date.min
    ages = [(origin - each.days[0]).days for each in known]
    last_days = [each.days[bisect_right(each.days, origin) - 1] for each in known]
    silences = [(origin - day).days for day in last_days]
    repeats = [each.orders(beginning, origin) - 1 for each in known]
    # The first purchase day is no repeat.
    period = [
        sum(origin - timedelta(days=horizon) < day <= origin for day in each.days[1:])
        for each in known
    ]
    lengthened = horizon / min(horizon, max(*ages, 30))
    mean = sum(period) / len(known) * lengthened
    order = sorted(silences)
    later = {silence: index for index, silence in reversed(list(enumerate(order)))}
    values = [
        max(each.revenue(beginning, origin) - each.first_day_money, 0.0) / count if count else 0.0
        for each, count in zip(known, repeats, strict=True)
    ]
    mean_value = math.fsum(values) / (sum(value > 0 for value in values) or 1)
    result = []
    for each, age, silence, count, recent, value in zip(
        known, ages, silences, repeats, period, values, strict=True
    ):
        rate = count * horizon / max(age, 30)
        expected = {
            "same_again": recent * lengthened,
            "own_rate": rate,
            "own_rate_recent": rate if silence < 91 else 0.0,
            "store_mean": mean,
            "recency_rank": 2 * mean * (1 - later[silence] / max(len(known) - 1, 1)),
        }
        for more, model in enumerate(("bg_nbd", "mbg_nbd")):
            if model in fits:
                expected[model] = modelled(
                    fits[model], count, age=age, silence=silence, horizon=horizon, more=more
                )
        if "mbg_nbd" in expected:
            expected["blend"] = (expected["mbg_nbd"] + expected["same_again"]) / 2
        result.append(
            Case(
                expected,
                order_value(fits.get("gamma_gamma"), count, value, mean_value),
                each.orders(origin, origin + timedelta(days=horizon)),
                each.revenue(origin, origin + timedelta(days=horizon)),
            )
        )
    return result


def modelled(  # noqa: PLR0913 (what a history is)
    fit: Mapping[str, float], x: int, *, age: int, silence: int, horizon: int, more: int
) -> float:
    """Expected purchase days: Fader, Hardie, Lee 2005, equation 10; Batislam et al. 2007.

    Args:
        fit: the parameters, by the week.
        x: purchase days after the first.
        age: days since the first.
        silence: days since the last.
        horizon: in days.
        more: 1 for MBG/NBD, where the first purchase can be the last; 0 for BG/NBD.
    """
    r, alpha, a, b = fit["r"], fit["alpha"], fit["a"], fit["b"]
    t, t_x, weeks = age / 7, (age - silence) / 7, horizon / 7
    z = weeks / (alpha + t + weeks)
    series = hypergeometric(r + x, b + x + more, a + b + x + more - 1, z)
    none = math.exp((r + x) * math.log((alpha + t) / (alpha + t + weeks)))
    there = (1 - series * none) * (a + b + x + more - 1) / (a - 1)
    if x + more == 0:
        return there
    since = math.exp((r + x) * math.log((alpha + t) / (alpha + t_x)))
    return there / (1 + a / (b + x + more - 1) * since)


def hypergeometric(a: float, b: float, c: float, z: float) -> float:
    """Gauss's series, to the last digit."""
    total = term = 1.0
    for n in range(100_000):
        term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z
        total += term
        if abs(term) < 1e-16 * abs(total):
            break
    return total


def order_value(fit: Mapping[str, float] | None, x: int, value: float, store: float) -> float:
    """Expected money of an order: Fader, Hardie, Lee 2005b, equation 5, where q > 1."""
    if fit and fit["q"] > 1:
        return fit["p"] * (fit["v"] + x * value) / (fit["p"] * x + fit["q"] - 1)
    return (store + x * value) / (x + 1)


@dataclass(frozen=True)
class Accuracy:
    """The figures of forecast_accuracy."""

    trial_count: int
    customer_count: int
    expected_orders: float
    actual_orders: int
    mean_absolute_error: float
    root_mean_squared_error: float
    bias_share: float | None
    expected_net_revenue: float
    actual_net_revenue: float
    best_found_share: float | None
    return_auc: float | None
    interval_coverage: float | None


def accuracy(trials: Mapping[date, Sequence[Case]], method: str, horizon: int) -> Accuracy:
    """How far off a method was at all origins together."""
    pairs = {
        origin: [(case.expected[method], case.actual) for case in each]
        for origin, each in trials.items()
    }
    every = [pair for each in pairs.values() for pair in each]
    # Who is in the same band is ranked the same.
    ranked = [[(band(said), came) for said, came in each] for each in pairs.values()]
    said, came = math.fsum(said for said, _ in every), sum(came for _, came in every)
    everybody = [case for each in trials.values() for case in each]
    found = [best_found(each) for each in ranked]
    right = [ranked_right(each) for each in ranked]
    judged = [inside for origin in pairs for inside in _covered(pairs, origin, horizon)]
    return Accuracy(
        trial_count=len(trials),
        customer_count=len(every),
        expected_orders=said,
        actual_orders=came,
        mean_absolute_error=math.fsum(abs(a - b) for a, b in every) / len(every),
        root_mean_squared_error=math.sqrt(math.fsum((a - b) ** 2 for a, b in every) / len(every)),
        bias_share=said / came - 1 if came else None,
        expected_net_revenue=math.fsum(c.expected[method] * c.order_value for c in everybody),
        actual_net_revenue=math.fsum(case.revenue for case in everybody),
        best_found_share=_share(found),
        return_auc=_share(right),
        interval_coverage=sum(judged) / len(judged) if judged else None,
    )


def _share(parts: Iterable[tuple[float, float]]) -> float | None:
    numerators, denominators = zip(*parts, strict=True)
    return sum(numerators) / sum(denominators) if sum(denominators) else None


def best_found(pairs: Sequence[tuple[float, int]]) -> tuple[float, float]:
    """How many of the best fifth are in the forecast's best fifth, and how many there are."""
    best = math.ceil(len(pairs) / 5)
    said = _membership([said for said, _ in pairs], best)
    came = _membership([came for _, came in pairs], best)
    return sum(one * other for one, other in zip(said, came, strict=True)), best


def _membership(values: Sequence[float], best: int) -> list[float]:
    """1 for the best, 0 for the others; equals share the places that are left."""
    order = sorted(values, reverse=True)
    border = order[best - 1]
    above = sum(value > border for value in values)
    share = (best - above) / order.count(border)
    return [1.0 if value > border else share if value == border else 0.0 for value in values]


def ranked_right(pairs: Sequence[tuple[float, int]]) -> tuple[float, float]:
    """Pairs of one who came back and one who did not, ranked right; and all of them."""
    lost = sorted(said for said, came in pairs if not came)
    back = [said for said, came in pairs if came]
    right = 0.0
    for said in back:
        ahead = bisect_right(lost, said)
        level = lost.count(said) if ahead and lost[ahead - 1] == said else 0
        right += ahead - level / 2
    return right, len(lost) * len(back)


def _covered(
    pairs: Mapping[date, Sequence[tuple[float, int]]], origin: date, horizon: int
) -> Iterator[bool]:
    """Whether each customer's orders were within the interval that earlier trials drew."""
    over = [day for day in pairs if day + timedelta(days=horizon) <= origin]
    past = [(band(said), came) for day in over for said, came in pairs[day]]
    drawn = levels(past) if past else []
    for said, came in pairs[origin] if drawn else ():
        level = drawn[max(bisect_right([each.first for each in drawn], band(said)) - 1, 0)]
        unit = middle(band(said)) if level.is_relative else 1.0
        yield round(level.low * unit) <= came <= round(level.high * unit)


def band(expected: float) -> int:
    """Of 5 per cent each; below one order in a thousand customers, one."""
    return math.floor(20 * math.log(max(expected, 0.001)))


def middle(of: int) -> float:
    """The expectation in the middle of a band."""
    return math.exp((of + 0.5) / 20)


@dataclass(frozen=True)
class Level:
    """From which band on, and the interval: in orders, or in shares of what is expected."""

    first: int
    is_relative: bool
    low: float
    high: float


def levels(past: Sequence[tuple[int, int]]) -> list[Level]:
    """The levels from the lowest on; from three orders on, if fifty are expected, in shares."""
    large = [(of, came / middle(of)) for of, came in past if of >= 22]
    if len(large) < 50:
        return _levels(past, is_relative=False)
    small = [pair for pair in past if pair[0] < 22]
    return _levels(small, is_relative=False) + _levels(large, is_relative=True)


def _levels(past: Sequence[tuple[int, float]], *, is_relative: bool) -> list[Level]:
    count = min(max(len(past) // 50, 1), 20)
    by_level: dict[int, list[float]] = defaultdict(list)
    begins: dict[int, int] = {}
    below = 0
    for first, group in groupby(sorted(past), key=lambda pair: pair[0]):
        outcomes = [came for _, came in group]
        level = below * count // len(past)
        begins.setdefault(level, first)
        by_level[level].extend(outcomes)
        below += len(outcomes)
    return [
        Level(begins[level], is_relative, *interval(by_level[level])) for level in sorted(begins)
    ]


def interval(outcomes: Sequence[float]) -> tuple[float, float]:
    """The largest number that at most a tenth are below, and the end nearest to 80 per cent."""
    size, ordered = len(outcomes), sorted(outcomes)
    values = sorted(set(ordered))
    low = max(value for value in values if bisect_left(ordered, value) * 10 <= size)
    below = bisect_left(ordered, low)
    inside = {n: bisect_right(ordered, n) - below for n in values if n >= low}
    return low, min(inside, key=lambda n: (abs(10 * inside[n] - 8 * size), n))
