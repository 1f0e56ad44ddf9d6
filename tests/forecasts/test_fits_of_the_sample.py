"""What a build of the sample shop fits, looked at from outside: its tables alone."""

import hashlib
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


def view_of_histories(sample: duckdb.DuckDBPyConnection) -> str:
    """The query of int_forecast_histories, with that of the customers of whom they are."""
    histories, customers = (
        query_of(sample, name) for name in ("int_forecast_histories", "int_forecast_customers")
    )
    name = "intermediate.int_forecast_customers"
    assert name in histories
    return histories.replace(name, f"({customers})")


def query_of(sample: duckdb.DuckDBPyConnection, view: str) -> str:
    """The query of a view, with names that do not say the database."""
    ((sql,),) = sample.execute(
        "select sql from duckdb_views() where view_name = ?", [view]
    ).fetchall()
    query: str = sql[sql.index(" AS ") + 4 :].rstrip("; \n")
    return query.replace('"', "").replace("customer_tiers.", "")


def test_what_is_known_at_a_date_does_not_change_with_what_comes_later(
    sample: duckdb.DuckDBPyConnection,
) -> None:
    query, ledger = view_of_histories(sample), "intermediate.int_ledger_events"
    assert ledger in query
    then = date(2025, 6, 30)
    earlier = f"(select * from {ledger} where event_date <= date '{then}')"
    rows = [
        sample.execute(
            f"select {', '.join(KNOWN)} from ({text}) as histories where fit_date = ?"
            " order by store_id, customer_id",
            [then],
        ).fetchall()
        for text in (query, query.replace(ledger, earlier))
    ]
    assert rows[0] == rows[1]
    assert len(rows[0]) > 1500


def test_the_sample_is_those_whose_hash_is_below_its_share(
    sample: duckdb.DuckDBPyConnection,
) -> None:
    query = view_of_histories(sample)
    assert query.count("25000") == 1
    found, known = (
        sample.execute(
            f"select store_id, customer_id, known_customer_count from ({text}) as histories"
            " where fit_date = ? order by store_id, customer_id",
            [NEWEST],
        ).fetchall()
        for text in (query.replace("25000", "300"), query)
    )
    assert found == [
        (store, customer, count)
        for store, customer, count in known
        if int(hashlib.md5(customer.encode()).hexdigest()[:8], 16) * count < 300 * 2**32  # noqa: S324
    ]
    assert 400 < len(found) < 800 < len(known)
