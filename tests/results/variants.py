"""The ways in which random shops are judged: dbt variables, rule seeds, the reference's rules."""

import os
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.results.dirty import (
    JUDGED,
    LAST_CREDIBLE,
    RandomShop,
    shop_of_lines,
    shop_of_orders,
    shop_of_told_lines,
)
from tests.results.dirty_inputs import optional_inputs
from tests.results.reference import Rules
from tests.results.shop import TEXT_INPUTS, Compiled, Shop, compiled

# The same cases in each run, on each machine. A case is a shop of 24 stores. A failure shows
# the seed and the wrong cells with the rows behind them; there is nothing to shrink in a seed.
CASES = int(os.environ.get("TEST_CASES", "3"))
randomly = settings(
    max_examples=CASES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
few_times = settings(randomly, max_examples=3)

DEFAULTS = Rules(latest_credible_date=LAST_CREDIBLE)
FIXED_BOUNDS = {
    "days_since_last_order": ((5, 1), (4, 30), (3, 90), (2, 180)),
    "rfm_frequency": ((5, 4), (4, 3), (3, 2), (2, 1)),
    "rfm_monetary": ((5, 250), (4, 100), (3, 20), (2, 10)),
}
VALUE_BOUNDS = {"days_since_last_order": 60, "rfm_frequency": 2, "rfm_monetary": 20}
SHOPS = {
    "defaults": DEFAULTS,
    "quantile": replace(
        DEFAULTS,
        as_of_date=JUDGED,
        business_timezone="Europe/London",
        source_timezone="Asia/Shanghai",
        rfm_method="quantile",
        rfm_value_cut="median",
        lifecycle_method="fixed",
        window_days=90,
    ),
    "fixed": replace(
        DEFAULTS,
        as_of_date=JUDGED,
        reporting_currency="EUR",
        business_timezone="Asia/Shanghai",
        rfm_method="fixed",
        rfm_window_days=365,
        rfm_value_cut="value",
        has_discounts=False,
        fixed_bounds={metric: (*bounds, (1, 0)) for metric, bounds in FIXED_BOUNDS.items()},
        value_bounds=VALUE_BOUNDS,
    ),
    "window": replace(
        DEFAULTS,
        as_of_date=JUDGED,
        rfm_bins=3,
        rfm_window_days=180,
        window_days=30,
        new_customer_days=14,
        lapse_days=60,
        reactivation_days=30,
        own_gap_purchase_days=2,
        default_gap_days=20,
        min_gap_days=1,
        max_gap_days=60,
        recent_days=45,
        month_days=7,
        satisfied_rating=3,
        conversion_revenue_rise="0.5",
        conversion_discount_fall="0.25",
    ),
    "lines": replace(
        DEFAULTS,
        grain="line",
        status_level="line",
        as_of_date=JUDGED,
        rfm_bins=4,
        rfm_method="quantile",
    ),
}
# Where one line says what is true of another, what is known later changes what was known.
TOLD_SHOPS = {
    "told_by_lines": replace(
        DEFAULTS,
        grain="line",
        as_of_date=JUDGED,
        order_columns=("discount_amount", "refund_amount"),
    ),
    "order_amounts": replace(
        DEFAULTS,
        grain="line",
        status_level="line",
        order_columns=(
            *("gross_amount", "discount_amount", "refund_amount", "cost_amount"),
            "refunded_at",
        ),
    ),
}
ALL_SHOPS = SHOPS | TOLD_SHOPS
NOT_VARIABLES = (
    "grain",
    "status_level",
    "order_columns",
    "has_discounts",
    "abc_classes",
    "fixed_bounds",
    "value_bounds",
)
_shops: dict[str, Shop] = {}


def shop_of(name: str, factory: pytest.TempPathFactory) -> Shop:
    """The compiled project under the variables of SHOPS, with the bounds above as seeds."""
    if name not in _shops:
        _shops[name] = with_own_bounds(Shop(project_of(name, factory)))
    return _shops[name]


def project_of(name: str, factory: pytest.TempPathFactory) -> Compiled:
    """The project, compiled under the variables of SHOPS."""
    rules = ALL_SHOPS[name]
    variables: dict[str, Any] = {
        key: str(value) if key.endswith("_date") and value else value
        for key, value in vars(rules).items()
        if key not in NOT_VARIABLES
    }
    orders: dict[str, Any] = {"relation": "main.raw_orders", "grain": rules.grain}
    if rules.grain == "line":
        orders["status_level"] = rules.status_level
        orders["order_columns"] = {column: column for column in rules.order_columns}
    if not rules.has_discounts:
        orders["columns"] = {"discount_amount": "null"}
    variables["inputs"] = {**TEXT_INPUTS, "orders": orders}
    return compiled(variables, factory)


def with_own_bounds(shop: Shop) -> Shop:
    """The shop with the bounds above in place of the seeds' own."""
    bounds = [
        {"metric": metric, "score": score, "bound": bound}
        for metric, of_metric in FIXED_BOUNDS.items()
        for score, bound in (*of_metric, (1, None))
    ]
    shop.replace_seed("rfm_fixed_bounds", bounds)
    shop.replace_seed(
        "rfm_value_bounds",
        [{"metric": metric, "bound": bound} for metric, bound in VALUE_BOUNDS.items()],
    )
    return shop


def built(name: str, seed: int, factory: pytest.TempPathFactory) -> tuple[Shop, RandomShop]:
    """A random shop, built under the variables of that name, and its raw rows."""
    raw = raw_shop(name, seed)
    return shop_of(name, factory).run(raw.orders, raw.rates, raw.more), raw


def of_shops(*names: str) -> pytest.MarkDecorator:
    """Let a test look at the shops of these names, as the fixture `random_shop`."""
    return pytest.mark.parametrize(
        "random_shop",
        [
            # All but the first two of a test wait for the night.
            pytest.param((name, seed), marks=[pytest.mark.slow] if name in names[2:] else [])
            for name in names
            for seed in range((CASES + 3) // 4)
        ],
        ids="{0[0]}-{0[1]}".format,
        indirect=True,
        scope="module",
    )


@dataclass(frozen=True)
class BuiltShop:
    """A random shop of 24 stores: its variables' name, its seed, what came out, what went in."""

    name: str
    seed: int
    shop: Shop
    raw: RandomShop


def raw_shop(name: str, seed: int) -> RandomShop:
    """The raw rows of a random shop of the grain of that name, with all inputs."""
    if name in TOLD_SHOPS:
        shared = {"customer_id", "store_id", "currency", "channel", *TOLD_SHOPS[name].order_columns}
        if TOLD_SHOPS[name].status_level == "order":
            shared |= {"order_status", "refunded_at"}
        shop = shop_of_told_lines(seed, sorted(shared))
    else:
        shop = shop_of_lines(seed) if SHOPS[name].grain == "line" else shop_of_orders(seed)
    if not ALL_SHOPS[name].has_discounts:
        orders = [dict(row) | {"discount_amount": None} for row in shop.orders]
        shop = replace(shop, orders=orders)
    return replace(shop, more=optional_inputs(shop))
