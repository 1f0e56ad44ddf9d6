"""What is known of customers at a day, and what the rivals of the models say, in plain Python."""

import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bench.backtests.judge import Verdict, judge
from bench.backtests.shops import Buyer, Days, days_within

MONTH_DAYS = 30
SHORT_DAYS = 91


@dataclass(frozen=True)
class History:
    """A customer as known at the end of a day, and what came of it.

    Attributes:
        buyer: store and customer.
        repeats: purchase days after the first.
        tenure: days since the first.
        since: days since the last.
        in_period: those of the repeats that are in the last `horizon` days.
        actual: purchase days in the next `horizon` days.
    """

    buyer: Buyer
    repeats: int
    tenure: int
    since: int
    in_period: int
    actual: int


def histories(bought: Days, store: str, day: date, horizon: int) -> list[History]:
    """The customers of a store who had bought by a day."""
    return [
        History(
            buyer=buyer,
            repeats=sum(own <= day for own in days) - 1,
            tenure=(day - days[0]).days,
            since=(day - max(own for own in days if own <= day)).days,
            in_period=days_within(days[1:], day - timedelta(horizon), horizon),
            actual=days_within(days, day, horizon),
        )
        for buyer, days in bought.items()
        if buyer[0] == store and days[0] <= day
    ]


def rivals(customers: Sequence[History], horizon: int) -> dict[str, list[float]]:
    """What the methods without a model expect of each customer, by method.

    A store that is younger than the period had less time for the orders of it.
    """
    age = max(MONTH_DAYS, *(one.tenure for one in customers))
    longer = horizon / min(horizon, age)
    same_again = [longer * one.in_period for one in customers]
    mean = sum(same_again) / len(customers)
    own_rate = [one.repeats * horizon / max(one.tenure, MONTH_DAYS) for one in customers]
    more_recent = Counter(one.since for one in customers)
    rank, before = dict[int, float](), 0
    for since in sorted(more_recent):
        rank[since] = before / max(len(customers) - 1, 1)
        before += more_recent[since]
    return {
        "same_again": same_again,
        "own_rate": own_rate,
        "own_rate_recent": [
            rate if one.since < SHORT_DAYS else 0
            for one, rate in zip(customers, own_rate, strict=True)
        ],
        "store_mean": [mean] * len(customers),
        "recency_rank": [2 * mean * (1 - rank[one.since]) for one in customers],
    }


def month_ends(first: date, last: date) -> Iterator[date]:
    """Those from a day to a day, the last one first."""
    day = (last + timedelta(1)).replace(day=1) - timedelta(1)
    while day >= first:
        yield day
        day = day.replace(day=1) - timedelta(1)


@dataclass(frozen=True)
class Trial:
    """What a method expected at one date, and what came."""

    expected: Sequence[float]
    actual: Sequence[int]

    @property
    def verdict(self) -> Verdict:
        """How far off it was."""
        return judge(self.expected, self.actual)

    @property
    def pairs(self) -> int:
        """Those of one who came back and one who did not."""
        returned = sum(orders > 0 for orders in self.actual)
        return returned * (len(self.actual) - returned)


def pooled(trials: Sequence[Trial]) -> Verdict:
    """The errors of several trials as one: all customers count alike, ranked in their trial."""
    verdicts = [trial.verdict for trial in trials]
    customers = [one.customers for one in verdicts]
    actual = sum(one.actual for one in verdicts)
    expected = sum(sum(trial.expected) for trial in trials)
    squares = [(one.root_mean_squared_error**2, one.customers) for one in verdicts]
    return Verdict(
        customers=sum(customers),
        actual=actual,
        mean_absolute_error=_mean((one.mean_absolute_error, one.customers) for one in verdicts)
        or 0.0,
        root_mean_squared_error=math.sqrt(_mean(squares) or 0.0),
        bias_share=expected / actual - 1 if actual else None,
        best_found_share=_mean(
            (one.best_found_share, math.ceil(one.customers / 5)) for one in verdicts
        ),
        return_auc=_mean(
            (one.return_auc, trial.pairs) for one, trial in zip(verdicts, trials, strict=True)
        ),
    )


def _mean(weighted: Iterable[tuple[float | None, int]]) -> float | None:
    known = [(value, weight) for value, weight in weighted if value is not None]
    weights = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / weights if weights else None


Parameters = tuple[float, float, float, float]


def log_likelihood(model: str, parameters: Parameters, customers: Iterable[History]) -> float:
    """Of what is known of them, under BG/NBD (Fader, Hardie, Lee 2005) or MBG/NBD.

    Args:
        model: bg_nbd or mbg_nbd.
        parameters: r, alpha in weeks, a, b.
        customers: as known at the day of the fit.
    """
    r, alpha, a, b = parameters
    # The orders by which somebody can have been lost: all, or all but the first one.
    more = 1 if model == "mbg_nbd" else 0
    counts = Counter((one.repeats, one.tenure - one.since, one.tenure) for one in customers)
    total = 0.0
    for (x, active, tenure), count in counts.items():
        rate = math.lgamma(r + x) - math.lgamma(r) + r * math.log(alpha)
        there = _log_beta(a, b + x + more) - (r + x) * math.log(alpha + tenure / 7)
        parts = [there]
        if x + more:
            lost = _log_beta(a + 1, b + x + more - 1) - (r + x) * math.log(alpha + active / 7)
            parts.append(lost)
        highest = max(parts)
        likelihood = math.log(sum(math.exp(part - highest) for part in parts))
        total += count * (rate - _log_beta(a, b) + highest + likelihood)
    return total


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


@dataclass(frozen=True)
class Law:
    """How the customers of a made-up store come to their orders, in weeks.

    Each has a rate of gamma(r, 1 / alpha) orders a week, and is lost after an order with a
    chance of beta(a, b): BG/NBD, or MBG/NBD where that is so after the first one, too. In
    a store with seasons the rate swings by a share of it around its mean within the year.
    """

    r: float
    alpha: float
    a: float
    b: float
    customers: int
    is_lost_at_first: bool = False
    swing: float = 0


def made_up(laws: Mapping[str, Law], first_day: date, weeks: int, seed: int) -> Days:
    """Orders of stores by their laws; the customers join in the first two thirds."""
    rng = random.Random(seed)  # noqa: S311 (no secret)
    bought: Days = {}
    for store, law in laws.items():
        for number in range(law.customers):
            times = sorted(_times(law, rng, weeks))
            days = {first_day + timedelta(int(time * 7)) for time in times}
            bought[store, f"{store}-{number:04}"] = sorted(days)
    return bought


def _times(law: Law, rng: random.Random, weeks: int) -> Iterator[float]:
    highest = rng.gammavariate(law.r, 1 / law.alpha) * (1 + law.swing)
    chance = rng.betavariate(law.a, law.b)
    time = rng.uniform(0, weeks * 2 / 3)
    yield time
    if law.is_lost_at_first and rng.random() < chance:
        return
    while True:
        time += rng.expovariate(highest) if highest else weeks
        if time >= weeks:
            return
        if rng.random() * (1 + law.swing) < 1 + law.swing * math.sin(2 * math.pi * time / 52):
            yield time
            if rng.random() < chance:
                return
