"""The fits end at the top of the likelihood, and say so where there is none."""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import pytest

from tests.forecasts.fitting import DAY, Fitting, History

# Reading the project takes seconds.
pytestmark = pytest.mark.thorough

# Made up: repeat purchase days, days from the first to the last, days to the date of the fit,
# money per repeat purchase day, customers.
MADE_UP = [
    History(x, t_x, t, x * money, customers)
    for x, t_x, t, money, customers in (
        *((0, 0, 20, 0, 30), (0, 0, 90, 0, 45), (0, 0, 200, 0, 60), (0, 0, 340, 0, 55)),
        *((1, 14, 60, 12.5, 9), (1, 40, 200, 30, 12), (1, 150, 180, 22, 8), (1, 30, 330, 55, 14)),
        *((2, 35, 90, 18, 7), (2, 120, 210, 41, 9), (2, 250, 300, 27.5, 6)),
        *((3, 60, 330, 33, 5), (3, 190, 200, 16, 6), (4, 280, 330, 64, 4)),
        *((5, 100, 340, 24, 3), (6, 310, 320, 38, 4), (9, 290, 300, 47, 3), (14, 335, 340, 21, 2)),
    )
]
# Their tops: Nelder and Mead's search of SciPy 1.16, to 1e-11, from three places, over the
# likelihoods as the papers write them, by scipy.special.gammaln.
TOPS = {
    "bg_nbd": ((0.26291803, 6.10900954, 0.59904697, 1.80182915), -941.014147945),
    "mbg_nbd": ((4.17159963, 36.11613541, 0.69867148, 0.46657122), -932.693124309),
    "gamma_gamma": ((6.33773113, 8.3923887, 38.48421005), -373.058540249),
}
# Fader, Hardie, Lee (2005) and the walkthrough of the R package BTYD; BTYDplus for MBG/NBD;
# Fader, Hardie (2013) for the money, whose likelihood is that of the R package CLVTools.
CDNOW = {
    "bg_nbd": ((0.2426, 4.4137, 0.793, 2.4262), (5e-4, 5e-3, 5e-3, 5e-3), -9582.429),
    "mbg_nbd": ((0.5248, 6.1831, 0.8914, 1.614), (5e-4, 5e-3, 5e-3, 5e-3), None),
    "gamma_gamma": ((6.25, 3.74, 15.44), (5e-3, 5e-3, 5e-3), -4055.9177),
}


@pytest.mark.parametrize("model", TOPS)
def test_a_fit_is_where_an_independent_search_finds_the_top(fit: Fitting, model: str) -> None:
    parameters, log_likelihood = TOPS[model]
    found = fit(MADE_UP)[model]
    assert found.ended == "converged"
    assert list(found.parameters.values()) == pytest.approx(parameters, rel=3e-6)
    assert found.log_likelihood == pytest.approx(log_likelihood, abs=1e-6)
    assert found.customers == (92 if model == "gamma_gamma" else 282)


@pytest.mark.parametrize("model", CDNOW)
def test_cdnow_has_the_published_parameters(fit: Fitting, model: str) -> None:
    parameters, tolerances, log_likelihood = CDNOW[model]
    found = fit(cdnow())[model]
    assert found.ended == "converged"
    for value, published, tolerance in zip(
        found.parameters.values(), parameters, tolerances, strict=True
    ):
        assert value == pytest.approx(published, abs=tolerance)
    if log_likelihood:
        assert found.log_likelihood == pytest.approx(log_likelihood, abs=0.01)


def cdnow() -> list[History]:
    """The 2,357 customers of the papers at the end of September 1997."""
    package = find_spec("lifetimes")
    if not package or not package.origin:
        pytest.skip("the package lifetimes, which ships CDNOW's orders, is not installed")
    file = Path(package.origin).parent / "datasets/CDNOW_sample.txt"
    last_day = date(1997, 9, 30)
    days: dict[str, Counter[date]] = defaultdict(Counter)
    for line in file.read_text(encoding="ascii").splitlines():
        _, customer, day, _, dollars = line.split()
        bought = datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007 (a day)
        if bought <= last_day:
            days[customer][bought] += round(100 * float(dollars))
    return [
        History(
            len(cents) - 1,
            (max(cents) - min(cents)).days,
            (last_day - min(cents)).days,
            (sum(cents.values()) - cents[min(cents)]) / 100,
        )
        for cents in days.values()
    ]


def test_the_order_of_the_rows_and_the_threads_change_no_bit(fit: Fitting) -> None:
    apart = [replace(each, customers=1) for each in MADE_UP for _ in range(each.customers)]
    random.Random(25).shuffle(apart)  # noqa: S311 (no secret)
    assert fit(apart, threads=4) == fit(MADE_UP)


def test_other_stores_and_dates_change_no_bit(fit: Fitting) -> None:
    alone = fit(MADE_UP)
    others = [
        replace(each, tenure_days=each.tenure_days + 5, store=store)
        for each, store in product(MADE_UP * 20, ("another", 'store\'s "twin"; --', "店"))
    ]
    earlier = [replace(each, day=DAY - timedelta(days=31)) for each in MADE_UP[2:]]
    together = fit([*MADE_UP, *others, *earlier])
    assert len(together) == 5 * len(alone)
    assert {model: together[f"store {DAY} {model}"] for model in alone} == alone


def test_money_in_cents_gives_the_same_shapes(fit: Fitting) -> None:
    cents = [replace(each, money=100 * each.money) for each in MADE_UP]
    ours, theirs = fit(MADE_UP)["gamma_gamma"].parameters, fit(cents)["gamma_gamma"].parameters
    assert [theirs["p"], theirs["q"]] == pytest.approx([ours["p"], ours["q"]], rel=1e-5)
    assert theirs["v"] == pytest.approx(100 * (ours["v"] or 0), rel=1e-5)


def one_each(*, repeat: int = 0, active: int = 0, tenure: int = 100, customers: int = 1) -> History:
    """Customers who are all the same."""
    return History(repeat, active, tenure, 10 * repeat, customers=customers)


WITHOUT_A_TOP: Mapping[str, tuple[Sequence[History], str]] = {
    "nobody repeats": ([one_each(customers=300)], "too_few"),
    "some are new": ([one_each(customers=150), one_each(tenure=0, customers=150)], "too_few"),
    "all are new": ([one_each(tenure=0, customers=300)], "too_few"),
    "all are the same": ([one_each(repeat=3, active=90, customers=300)], "bound"),
    "all come today": ([one_each(repeat=2, active=100, customers=300)], "bound"),
    "10,000 orders": (
        [one_each(repeat=10_000, active=12_000, tenure=12_000, customers=200)],
        "bound",
    ),
    "all is refunded": ([one_each(customers=100), History(2, 50, 100, -20, 100)], "too_few"),
}


def test_where_there_is_no_top_the_fit_says_so(fit: Fitting) -> None:
    shops = [
        replace(history, store=name)
        for name, (histories, _) in WITHOUT_A_TOP.items()
        for history in histories
    ]
    fits = fit(shops)
    assert {name: each.ended for name, each in fits.items()} == {
        f"{name} {DAY} {model}": money_ended if model == "gamma_gamma" else "bound"
        for name, (_, money_ended) in WITHOUT_A_TOP.items()
        for model in ("bg_nbd", "mbg_nbd", "gamma_gamma")
    }
    for each in fits.values():
        numbers = [*each.parameters.values(), each.log_likelihood]
        if each.ended == "too_few":
            assert set(numbers) == {None}
        else:
            assert all(number is not None and math.isfinite(number) for number in numbers)


def test_a_store_needs_200_customers_and_20_who_spend_again(fit: Fitting) -> None:
    repeating = History(2, 30, 60, 25, 20), History(3, 40, 90, 80, 20)
    few = [one_each(customers=200), History(2, 30, 60, 25, 10), History(3, 40, 90, 80, 9)]
    shops = {
        "199": [one_each(customers=159), *repeating],
        "200": [one_each(customers=160), *repeating],
        "19": few,
        "20": [*few, History(1, 10, 90, 7, 1)],
    }
    fits = fit(replace(history, store=store) for store, shop in shops.items() for history in shop)
    assert {
        store: fits[f"{store} {DAY} gamma_gamma"].ended == "too_few"
        for store in shops
        if f"{store} {DAY} gamma_gamma" in fits
    } == {"200": False, "19": True, "20": False}
