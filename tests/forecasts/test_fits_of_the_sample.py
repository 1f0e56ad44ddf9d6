"""What a build of the sample shop fits, looked at from outside: its tables alone."""

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest

History = Sequence[float]
Likelihood = Callable[[History, Sequence[float]], float]
NEWEST = date(2025, 12, 31)
# What is known of a customer at a date, without the view's columns of what came after.
KNOWN = (
    *("store_id", "customer_id", "repeat_count", "active_days", "tenure_days"),
    *("days_since_last_order", "repeat_net_revenue", "known_customer_count"),
    *("short_repeat_count", "long_repeat_count"),
)


def likelihood_of_orders(history: History, parameters: Sequence[float], more: int) -> float:
    """The log likelihood of (x, t_x, t) under BG/NBD, or with one `more` under MBG/NBD.

    As the papers write it: a mixture of those who are there and those who were lost.
    """
    (x, t_x, t), (r, alpha, a, b) = history, parameters
    ln_gamma = math.lgamma
    n = x + more
    orders = ln_gamma(r + x) - ln_gamma(r) + r * math.log(alpha)
    chance = ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) - ln_gamma(a + b + n)
    stayed = ln_gamma(a) + ln_gamma(b + n) - (r + x) * math.log(alpha + t)
    if not n:
        return orders + chance + stayed
    lost = ln_gamma(a + 1) + ln_gamma(b + n - 1) - (r + x) * math.log(alpha + t_x)
    return orders + chance + max(stayed, lost) + math.log1p(math.exp(-abs(stayed - lost)))


def likelihood_of_money(history: History, parameters: Sequence[float]) -> float:
    """The log likelihood of (x, mean money of a repeat purchase day)."""
    (x, money), (p, q, v) = history, parameters
    ln_gamma = math.lgamma
    beta = ln_gamma(p * x) + ln_gamma(q) - ln_gamma(p * x + q)
    powers = q * math.log(v) + (p * x - 1) * math.log(money) + p * x * math.log(x)
    return powers - beta - (p * x + q) * math.log(x * money + v)


LIKELIHOODS: dict[str, Likelihood] = {
    "bg_nbd": lambda history, parameters: likelihood_of_orders(history, parameters, 0),
    "mbg_nbd": lambda history, parameters: likelihood_of_orders(history, parameters, 1),
    "gamma_gamma": likelihood_of_money,
}


@pytest.fixture
def sample(sample_database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sample shop's database, read-only."""
    with duckdb.connect(str(sample_database), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("model", LIKELIHOODS)
def test_no_parameter_moved_by_two_percent_is_better(
    sample: duckdb.DuckDBPyConnection, model: str
) -> None:
    orders = "repeat_count, active_days / 7, tenure_days / 7"
    money = "repeat_count, repeat_net_revenue / repeat_count"
    names = "p, q, v" if model == "gamma_gamma" else "r, alpha, a, b"
    fits = sample.execute(
        f"select store_id, customer_count, log_likelihood, {names} from marts.forecast_parameters"
        " where model = ? and as_of_date = ? and ended = 'converged'",
        [model, NEWEST],
    ).fetchall()
    assert len(fits) == 2
    for store, customers, log_likelihood, *parameters in fits:
        histories = [
            tuple(map(float, row))
            for row in sample.execute(
                f"select {money if model == 'gamma_gamma' else orders}"
                " from intermediate.int_forecast_histories where store_id = ? and fit_date = ?"
                " and (? or repeat_count > 0 and repeat_net_revenue > 0)",
                [store, NEWEST, model != "gamma_gamma"],
            ).fetchall()
        ]
        assert len(histories) == customers

        def value(of: Sequence[float], histories: Sequence[History] = histories) -> float:
            return math.fsum(LIKELIHOODS[model](history, of) for history in histories)

        assert log_likelihood == pytest.approx(value(parameters), abs=1e-4)
        for place in range(len(parameters)):
            for factor in (0.98, 1.02):
                moved = [*parameters]
                moved[place] *= factor
                assert value(moved) < value(parameters)


def test_what_is_known_at_a_date_does_not_change_with_what_comes_later(
    sample: duckdb.DuckDBPyConnection,
) -> None:
    ((sql,),) = sample.execute(
        "select sql from duckdb_views() where view_name = 'int_forecast_histories'"
    ).fetchall()
    query = sql[sql.index(" AS ") + 4 :].rstrip("; \n")
    ledger = "intermediate.int_ledger_events"
    assert ledger in query.replace('"', "")
    then = date(2025, 6, 30)
    earlier = f"(select * from {ledger} where event_date <= date '{then}')"
    truncated = query.replace('"', "").replace(f"customer_tiers.{ledger}", ledger)
    truncated = truncated.replace(ledger, earlier)
    rows = [
        sample.execute(
            f"select {', '.join(KNOWN)} from ({text}) as histories where fit_date = ?"
            " order by store_id, customer_id",
            [then],
        ).fetchall()
        for text in (query, truncated)
    ]
    assert rows[0] == rows[1]
    assert len(rows[0]) > 1500
