"""What is expected of the sample's customers, worked out anew from the tables before it."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

Row = Mapping[str, Any]
# The project's own variables.
SHORT, LONG = 91, 365
DISCOUNT_RATE, LIFETIME_YEARS = 0.1, 3
PER_GROUP = 8


@pytest.fixture(scope="module")
def sample(sample_database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sample shop's database, read-only."""
    with duckdb.connect(str(sample_database), read_only=True) as connection:
        yield connection


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """The rows of a query, each by the names of its columns."""
    relation = connection.sql(query)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def orders_if_there(fit: Row, x: int, t: float, weeks: float) -> float:
    """The mean number of orders of one who is there, as a sum of P(at least n orders).

    The n-th comes if the customer survives the n - 1 before it, a product of beta means, and
    the count without any loss, a negative binomial one, reaches n.
    """
    kept = fit["b"] + x + (fit["model"] == "mbg_nbd")
    shape, share = fit["r"] + x, (fit["alpha"] + t) / (fit["alpha"] + t + weeks)
    expected, survival, n = 0.0, 1.0, 0
    mass = share**shape
    tail = 1 - mass
    while tail * survival > 1e-14 and n < 100_000:
        n += 1
        expected += survival * tail
        survival *= (kept + n - 1) / (fit["a"] + kept + n - 1)
        mass *= (shape + n - 1) / n * (1 - share)
        tail -= mass
    return expected


def chance_to_be_there(fit: Row, x: int, t_x: float, t: float) -> float:
    """As Fader, Hardie, Lee (2005) and Batislam, Denizel, Filiztekin (2007) have it."""
    orders = x + (fit["model"] == "mbg_nbd")
    if not orders:
        return 1
    odds: float = fit["a"] / (fit["b"] + orders - 1)
    return 1 / float(1 + odds * ((fit["alpha"] + t) / (fit["alpha"] + t_x)) ** (fit["r"] + x))


def repeat_value(fact: Row) -> float:
    """Net revenue per repeat purchase day; no less than nothing."""
    days = fact["purchase_day_count"] - 1
    after = float(fact["net_revenue"] - fact["first_day_revenue"])
    return max(after, 0.0) / days if days else 0.0


class Store:
    """The buyers of a store at a date, and what was fitted to them."""

    def __init__(self, facts: Sequence[Row], fits: Mapping[str, Row]) -> None:
        """Take rows of customer_facts, and of forecast_parameters by model."""
        self.facts, self.fits = facts, fits
        self.days = max(fact["tenure_days"] for fact in facts)
        values = [value for fact in facts if (value := repeat_value(fact)) > 0]
        firsts = [float(f["first_day_revenue"]) for f in facts if f["first_day_revenue"] > 0]
        known = values or firsts
        self.mean_value = math.fsum(known) / len(known) if known else 0.0

    def expected_orders(self, fact: Row, forecast: Row) -> float:
        """What the row's method says."""
        horizon, method = forecast["horizon_days"], forecast["method"]
        of_period = "short_repeat_count" if horizon == SHORT else "long_repeat_count"
        longer = horizon / min(horizon, max(self.days, 30))
        x = fact["purchase_day_count"] - 1
        same_again = fact[of_period] * longer
        own_rate = x * horizon / max(fact["tenure_days"], 30)
        recent = own_rate if fact["days_since_last_order"] < SHORT else 0.0
        mean = math.fsum(each[of_period] for each in self.facts) / len(self.facts) * longer
        if method == "recency_rank":
            days = fact["days_since_last_order"]
            later = sum(each["days_since_last_order"] < days for each in self.facts)
            return float(2 * mean * (1 - later / max(len(self.facts) - 1, 1)))
        rivals = {"same_again": same_again, "own_rate": own_rate, "store_mean": mean}
        rivals["own_rate_recent"] = recent
        if method in rivals:
            return float(rivals[method])
        modelled = self.modelled_orders(fact, self.model_of(method), horizon / 7)
        halves = {"blend": same_again, "blend_recent": recent}
        return (modelled + halves[method]) / 2 if method in halves else modelled

    def model_of(self, method: str) -> Row | None:
        """BG/NBD for itself, MBG/NBD for all others."""
        return self.fits.get("bg_nbd" if method == "bg_nbd" else "mbg_nbd")

    def modelled_orders(self, fact: Row, fit: Row | None, weeks: float) -> float:
        """What a model expects within some weeks."""
        assert fit is not None
        x, t = fact["purchase_day_count"] - 1, fact["tenure_days"] / 7
        t_x = (fact["last_order_date"] - fact["first_order_date"]).days / 7
        return chance_to_be_there(fit, x, t_x, t) * orders_if_there(fit, x, t, weeks)

    def order_value(self, fact: Row) -> float:
        """The mean of what the customer's own mean could be."""
        x, value = fact["purchase_day_count"] - 1, repeat_value(fact)
        fit = self.fits.get("gamma_gamma")
        if fit is None or fit["ended"] != "converged" or fit["q"] <= 1:
            return float((self.mean_value + x * value) / (1 + x))
        store_mean = fit["p"] * fit["v"] / (fit["q"] - 1)
        weight = fit["p"] * x / (fit["p"] * x + fit["q"] - 1)
        mean: float = (1 - weight) * store_mean + weight * value
        return mean

    def lifetime_factor(self, fact: Row, method: str) -> float | None:
        """What all years bring, discounted, over what the long horizon brings."""
        fit = self.model_of(method)
        if fit is None:
            return None
        ends = [self.modelled_orders(fact, fit, 365 * n / 7) for n in range(LIFETIME_YEARS + 1)]
        years = [
            (end - start) / (1 + DISCOUNT_RATE) ** (n + 0.5)
            for n, (start, end) in enumerate(pairwise(ends))
        ]
        return math.fsum(years) / self.modelled_orders(fact, fit, LONG / 7)


def test_what_is_expected_of_customers_follows_from_their_facts_and_the_fits(
    sample: duckdb.DuckDBPyConnection,
) -> None:
    facts: dict[Any, list[Row]] = defaultdict(list)
    for fact in rows(sample, "from marts.customer_facts where purchase_day_count > 0"):
        facts[fact["store_id"], fact["as_of_date"]].append(fact)
    fits: dict[Any, dict[str, Row]] = defaultdict(dict)
    for fit in rows(sample, "from marts.forecast_parameters"):
        fits[fit["store_id"], fit["as_of_date"]][fit["model"]] = fit
    stores = {key: Store(of_store, fits[key]) for key, of_store in facts.items()}
    chosen = rows(
        sample,
        "from marts.customer_forecasts"
        " qualify row_number() over ("
        " partition by method, horizon_days, floor(ln(1 + expected_orders) * 2)"
        f" order by md5(customer_id || as_of_date)) <= {PER_GROUP}",
    )
    by_customer = {
        (fact["store_id"], fact["as_of_date"], fact["customer_id"]): fact
        for of_store in facts.values()
        for fact in of_store
    }
    assert len({(row["method"], row["horizon_days"]) for row in chosen}) >= 4
    for row in chosen:
        store = stores[row["store_id"], row["as_of_date"]]
        fact = by_customer[row["store_id"], row["as_of_date"], row["customer_id"]]
        orders, value = store.expected_orders(fact, row), store.order_value(fact)
        assert row["expected_orders"] == pytest.approx(orders, rel=1e-6, abs=1e-9), row
        assert float(row["expected_order_value"]) == pytest.approx(value, abs=6e-5), row
        revenue = float(row["expected_net_revenue"])
        assert revenue == pytest.approx(orders * value, rel=1e-6, abs=6e-5), row
        factor = store.lifetime_factor(fact, row["method"])
        if row["horizon_days"] == SHORT or factor is None:
            assert row["customer_lifetime_value"] is None, row
        else:
            lifetime = float(row["customer_lifetime_value"])
            assert lifetime == pytest.approx(orders * value * factor, rel=1e-6, abs=6e-5), row


def test_every_buyer_has_a_forecast_per_horizon_and_nobody_else(
    sample: duckdb.DuckDBPyConnection,
) -> None:
    wanted = (
        "select store_id, customer_id, as_of_date, unnest([91, 365]) as horizon_days"
        " from marts.customer_facts where purchase_day_count > 0"
    )
    said = "select store_id, customer_id, as_of_date, horizon_days from marts.customer_forecasts"
    # With `all`, a row that stands twice is a difference, too.
    for one, other in ((wanted, said), (said, wanted)):
        assert sample.execute(f"{one} except all {other}").fetchall() == []
    assert len(sample.execute(said).fetchall()) > 40_000


def test_no_figure_is_absurd(sample: duckdb.DuckDBPyConnection) -> None:
    ranges = sample.execute(
        "select min(expected_orders), bool_and(isfinite(expected_orders)),"
        " min(expected_order_value), min(return_probability), max(return_probability),"
        " min(orders_low), bool_and(orders_low <= orders_high)"
        " from marts.customer_forecasts"
    ).fetchall()[0]
    assert ranges[0] >= 0
    assert ranges[1]
    assert ranges[2] >= 0
    assert 0 <= ranges[3] <= ranges[4] <= 1
    assert ranges[5] >= 0
    assert ranges[6]
    # Nobody orders on more days than there are, and the years ahead are worth less than three.
    worst = sample.execute(
        "select max(expected_orders / horizon_days),"
        " max(customer_lifetime_value / nullif(expected_net_revenue, 0)),"
        " min(customer_lifetime_value / nullif(expected_net_revenue, 0))"
        " from marts.customer_forecasts where expected_net_revenue is null"
        " or expected_net_revenue > 1"
    ).fetchall()[0]
    assert worst[0] <= 1
    assert 0 < worst[2] <= worst[1] < 3


def test_a_longer_horizon_brings_no_less_by_the_same_model(
    sample: duckdb.DuckDBPyConnection,
) -> None:
    pairs = rows(
        sample,
        "select short.expected_orders as less, long.expected_orders as more"
        " from marts.customer_forecasts as short inner join marts.customer_forecasts as long"
        " using (store_id, customer_id, as_of_date, method)"
        " where short.horizon_days = 91 and long.horizon_days = 365"
        " and method in ('bg_nbd', 'mbg_nbd')",
    )
    assert pairs
    assert all(0 < pair["less"] < pair["more"] < 365 / 91 * pair["less"] for pair in pairs)
