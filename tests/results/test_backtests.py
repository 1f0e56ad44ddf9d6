"""Forecasts on real shops, of which the later orders are known from their raw files.

What the rivals expect, what came, and how far off each method was is worked out here again, in
plain Python from the files. The figures to beat were measured with other implementations of the
models, at the same dates.
"""

import fcntl
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench.backtests.judge import Verdict, judge
from bench.backtests.shops import (
    CDNOW,
    COMPLETE_JOURNEY,
    CONTOSO,
    DATA,
    ONLINE_RETAIL,
    REAL_SHOPS,
    Days,
    RealShop,
    build,
    purchase_days,
)
from bench.backtests.shown import Forecast, shown
from tests.conftest import shared_by_workers
from tests.results.forecasts import (
    Trial,
    histories,
    log_likelihood,
    month_ends,
    pooled,
    rivals,
)

pytestmark = [
    pytest.mark.builds,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the real shops are not there: {DATA}"),
]
TRIALS = 6
LEAST_CUSTOMERS = 200
MODELS = {"bg_nbd", "mbg_nbd", "blend"}
# Ranks are taken of bands of 5 % of what is expected; below one order in a thousand customers all
# are equal, as many of Contoso are.
RANKED = {shop.name: 0.03 if shop is CONTOSO else 0.01 for shop in REAL_SHOPS}
_shops: dict[str, "Built"] = {}


class Built:
    """The forecasts of a shop as of its last day and the month ends before, and its orders."""

    def __init__(self, shop: RealShop, factory: pytest.TempPathFactory) -> None:
        """Build them."""
        self.shop = shop
        self.bought: Days = purchase_days(shop.purchases)
        self.last_day = max(days[-1] for days in self.bought.values())
        self.stores = sorted({store for store, _ in self.bought})
        self.connection = duckdb.connect(str(built_once(shop, factory)), read_only=True)

    def ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.connection.execute(sql, values).fetchall()

    def trial_days(self, store: str, horizon: int) -> list[date]:
        """The month ends at which a store had enough customers, and the horizon is over."""
        first_days = sorted(days[0] for (own, _), days in self.bought.items() if own == store)
        enough = first_days[LEAST_CUSTOMERS - 1]
        last = self.last_day - timedelta(horizon)
        return [day for day, _ in zip(month_ends(enough, last), range(TRIALS), strict=False)]

    def shown(self, horizon: int) -> Forecast:
        """What was said at the date that is compared with others, of a shop of one store."""
        (found,) = (
            forecast
            for forecast in shown(self.connection, self.last_day)
            if (forecast.as_of_date, forecast.horizon) == (self.shop.tried_on, horizon)
        )
        return found


def built_once(shop: RealShop, factory: pytest.TempPathFactory) -> Path:
    """The database, also where its tests run in several processes."""
    folder = shared_by_workers(factory) / "backtests"
    folder.mkdir(exist_ok=True)
    made = folder / f"{shop.name}.made"
    with (folder / f"{shop.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            made.write_text(str(build(shop, folder)), encoding="utf-8")
    return Path(made.read_text(encoding="utf-8"))


def params(*shops: RealShop) -> list[Any]:
    """Each by its name, at night."""
    return [pytest.param(shop, id=shop.name, marks=pytest.mark.slow) for shop in shops]


@pytest.fixture(params=params(*REAL_SHOPS))
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Each of the shops."""
    shop: RealShop = request.param
    if shop.name not in _shops:
        _shops[shop.name] = Built(shop, tmp_path_factory)
    return _shops[shop.name]


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    yield
    for shop in _shops.values():
        shop.connection.close()
    _shops.clear()


def said(built: Built, horizon: int) -> dict[tuple[str, str], tuple[int, Verdict]]:
    """By store and method: how many trials, and the errors that the table has of them."""
    rows = built.ask(
        """
        select
            store_id, method, trial_count, customer_count, actual_orders, mean_absolute_error,
            root_mean_squared_error, bias_share, best_found_share, return_auc
        from marts.forecast_accuracy
        where as_of_date = $1 and horizon_days = $2
        """,
        built.last_day,
        horizon,
    )
    return {(store, method): (trials, Verdict(*errors)) for store, method, trials, *errors in rows}


def assert_same(found: Verdict, wanted: Verdict, ranked: float) -> None:
    """Errors are equal; what is ranked is so within a margin."""
    close = pytest.approx
    assert (found.customers, found.actual) == (wanted.customers, wanted.actual)
    for figure in ("mean_absolute_error", "root_mean_squared_error", "bias_share"):
        assert getattr(found, figure) == close(getattr(wanted, figure), rel=1e-6, abs=1e-8), figure
    for figure in ("best_found_share", "return_auc"):
        assert getattr(found, figure) == close(getattr(wanted, figure), abs=ranked), figure


def test_errors_of_what_needs_no_model_are_those_of_the_raw_orders(built: Built) -> None:
    for horizon in built.shop.horizons:
        of_table = said(built, horizon)
        for store in built.stores:
            days = built.trial_days(store, horizon)
            known = [histories(built.bought, store, day, horizon) for day in days]
            expected = [rivals(customers, horizon) for customers in known]
            for method in expected[0]:
                trials, found = of_table[store, method]
                assert trials == len(days)
                wanted = pooled(
                    [
                        Trial(values[method], [one.actual for one in customers])
                        for values, customers in zip(expected, known, strict=True)
                    ]
                )
                assert_same(found, wanted, RANKED[built.shop.name])


def test_the_method_with_the_least_error_speaks(built: Built) -> None:
    for horizon in built.shop.horizons:
        rows = built.ask(
            """
            select store_id, method, root_mean_squared_error, is_usable, is_champion
            from marts.forecast_accuracy where as_of_date = $1 and horizon_days = $2
            """,
            built.last_day,
            horizon,
        )
        for store in built.stores:
            own = [row for row in rows if row[0] == store]
            assert len(own) == 8
            (champion,) = (row for row in own if row[4])
            least = min(error for _, _, error, is_usable, _ in own if is_usable)
            assert champion[3]
            assert champion[2] == least
            # Whatever needs no model can speak.
            assert {method for _, method, _, is_usable, _ in own if is_usable} >= (
                {method for _, method, *_ in own} - MODELS
            )
            shown_now = built.ask(
                """
                select distinct method, tried_on from marts.customer_forecasts
                where as_of_date = $1 and horizon_days = $2 and store_id = $3
                """,
                built.last_day,
                horizon,
                store,
            )
            assert shown_now == [(champion[1], "horizon")]


def test_parameters_have_the_likelihood_that_is_said_and_none_beside_them_more(
    built: Built,
) -> None:
    fits = built.ask(
        """
        select store_id, as_of_date, model, log_likelihood, ended, r, alpha, a, b
        from marts.forecast_parameters
        where model in ('bg_nbd', 'mbg_nbd') and as_of_date in ($1, $2)
        """,
        built.shop.tried_on,
        built.last_day,
    )
    assert len(fits) == 2 * 2 * len(built.stores)
    for store, day, model, said_likelihood, ended, *parameters in fits:
        customers = histories(built.bought, store, day, built.shop.horizons[0])
        r, alpha, a, b = parameters
        found = log_likelihood(model, (r, alpha, a, b), customers)
        assert said_likelihood == pytest.approx(found, abs=0.001), (store, day, model)
        for one, two, three, four in product((0.99, 1, 1.01), repeat=4):
            place = (r * one, alpha * two, a * three, b * four)
            beside = log_likelihood(model, place, customers) if ended == "converged" else found
            assert beside < found + 1e-6, (store, day, model, place)


def test_all_who_ever_bought_are_foreseen_once(built: Built) -> None:
    for forecast in shown(built.connection, built.last_day):
        buyers = [customer.buyer for customer in forecast.customers]
        assert len(buyers) == len(set(buyers))
        assert set(buyers) == {
            buyer
            for buyer, days in built.bought.items()
            if buyer[0] == forecast.store and days[0] <= forecast.as_of_date
        }
        assert all(customer.expected >= 0 for customer in forecast.customers)


# At the dates and horizons of the table in the definitions: the least error of any method there,
# and the best fifth found by that method or, on CDNOW, by BG/NBD (MBG/NBD has .552 with other
# places for ties; with these every model has .545).
# Nobody measured Contoso: its hundred repeats in three years tell nothing apart.
MEASURED = (CDNOW, ONLINE_RETAIL, COMPLETE_JOURNEY)
BEST = {
    CDNOW.name: (1.607, 0.541),
    ONLINE_RETAIL.name: (2.177, 0.609),
    COMPLETE_JOURNEY.name: (12.822, 0.779),
}


@pytest.mark.parametrize("built", params(*MEASURED), indirect=True)
def test_what_was_shown_is_as_near_as_the_best_that_others_measured(built: Built) -> None:
    error, found_share = BEST[built.shop.name]
    found = built.shown(built.shop.long_days).verdict(built.bought)
    assert found.root_mean_squared_error < error + 0.0005
    assert found.best_found_share is not None
    assert found.best_found_share > found_share - 0.0005


# The totals at both horizons, to the per cent. Off by less than 10 % are Online Retail and the
# Complete Journey in the short run, and the latter in the long one. CDNOW's models are 16 %
# low, as published: its customers came in one quarter and its Christmas is ahead. Nor does
# anything know the Christmas of Online Retail before it has seen one.
BIAS = {
    CDNOW.name: ((-0.19, -0.13), (-0.19, -0.13)),
    ONLINE_RETAIL.name: ((-0.10, 0.10), (-0.28, -0.10)),
    COMPLETE_JOURNEY.name: ((-0.10, 0.10), (-0.10, 0.10)),
}


@pytest.mark.parametrize("built", params(*MEASURED), indirect=True)
def test_totals_are_off_as_far_as_the_pages_say(built: Built) -> None:
    for horizon, (least, most) in zip(built.shop.horizons, BIAS[built.shop.name], strict=True):
        bias = built.shown(horizon).verdict(built.bought).bias_share
        assert bias is not None
        assert least < bias < most, horizon


def test_seven_to_nine_of_ten_end_within_their_range(built: Built) -> None:
    """Meant are four of five.

    More do so where most order nothing: that is within each range, and cannot be left out. And
    more or fewer do where times change; tests/results/test_known_laws.py has some that do not.
    """
    shares = [
        (forecast.coverage(built.bought), forecast)
        for forecast in shown(built.connection, built.last_day)
        if forecast.tried_on == "horizon"
    ]
    assert shares
    for share, forecast in shares:
        actual = forecast.actual(built.bought)
        nothing = sum(orders == 0 for orders in actual) / len(actual)
        assert share is not None
        assert 0.75 < share < max(0.92, 1.08 * nothing), forecast.as_of_date


@pytest.mark.parametrize(
    ("expected", "actual", "wanted"),
    [
        # Errors 1, 0, -1, 0, 2: 4 in sum, 6 squared. The best one of five is the second, found.
        # Of those who came, one is above all three who did not, the other equals one of them.
        ([1, 3, 0, 0, 2], [0, 3, 1, 0, 0], (0.8, 1.2**0.5, 0.5, 1.0, 3.5 / 6)),
        # Equals: each of five has a fifth of the one place. One pair in two is ranked right.
        ([1, 1, 1, 1, 1], [0, 0, 0, 0, 2], (1.0, 1.0, 1.5, 0.2, 0.5)),
        ([0.5, 0.5], [0, 0], (0.5, 0.5, None, None, None)),
    ],
)
def test_a_verdict_is_that_by_hand(
    expected: list[float], actual: list[int], wanted: tuple[float | None, ...]
) -> None:
    found = judge(expected, actual)
    assert (
        found.mean_absolute_error,
        found.root_mean_squared_error,
        found.bias_share,
        found.best_found_share,
        found.return_auc,
    ) == pytest.approx(wanted)
