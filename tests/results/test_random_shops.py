"""Random dirty orders: the SQL finds, cell by cell, what DEFINITIONS says."""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from dirty import JUDGED, LAST_CREDIBLE, RandomShop, order_lines, shops
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from reference import METRICS, SEGMENTS, VALUE_SEGMENTS, Answer, Line, Rules, answer
from shop import ORDER_COLUMNS, TEXT_INPUTS, Shop, compiled

# The same cases in each run, on each machine. A failure shows the customer's rows and the wrong
# cell, which shrinking (minutes, of databases) would hardly make clearer.
CASES = 20
FEW_CASES = 8
randomly = settings(
    max_examples=CASES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

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
    ),
    "lines": replace(DEFAULTS, grain="line", as_of_date=JUDGED, rfm_bins=4, rfm_method="quantile"),
}
NOT_VARIABLES = ("grain", "abc_classes", "fixed_bounds", "value_bounds")
_shops: dict[str, Shop] = {}


def shop_of(name: str, factory: pytest.TempPathFactory) -> Shop:
    """The compiled project under the variables of SHOPS, with the bounds above as seeds."""
    if name not in _shops:
        rules = SHOPS[name]
        variables: dict[str, Any] = {
            key: str(value) if key.endswith("_date") and value else value
            for key, value in vars(rules).items()
            if key not in NOT_VARIABLES
        }
        if rules.grain == "line":
            orders = {"relation": "main.raw_orders", "grain": "line"}
            variables["inputs"] = {**TEXT_INPUTS, "orders": orders}
        shop = Shop(compiled(variables, factory))
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
        _shops[name] = shop
    return _shops[name]


# --- cell by cell ------------------------------------------------------------------------


def is_same(found: object, expected: object, column: str) -> bool:
    """Exactly equal; doubles to 12 digits; an average rounded to 4 decimals."""
    if expected is None or found is None:
        return found is expected
    if column == "average_order_value" and isinstance(expected, Fraction):
        error = abs(Fraction(found) - expected)  # type: ignore[arg-type]
        return float(error) <= 0.00005 * (1 + 1e-9)
    if isinstance(expected, (float, Fraction)):
        return math.isclose(float(found), float(expected), rel_tol=1e-12, abs_tol=1e-15)  # type: ignore[arg-type]
    return found == expected


def differences(shop: Shop, expected: Answer) -> Iterator[str]:
    """Every cell of the customer tables that is not as expected, with the customer's rows."""
    for table in ("customer_facts", "rfm_scores", "abc_tiers", "lifecycle_stages"):
        cells: Mapping[Any, Mapping[str, Any]] = getattr(expected, table)
        found = {(row["store_id"], row["customer_id"]): row for row in shop.table(table)}
        if found.keys() != cells.keys():
            yield f"{table} has {found.keys() - cells.keys()}, lacks {cells.keys() - found.keys()}"
        for key in found.keys() & cells.keys():
            row = found[key] | {"as_of_date": found[key]["as_of_date"]}
            wanted = {**cells[key], "as_of_date": expected.day}
            for column, value in wanted.items():
                if not is_same(row[column], value, column):
                    yield f"{table}.{column} of {key}: {row[column]!r}, should be {value!r}"
                    yield from (
                        f"    { ({c: v for c, v in line.raw.items() if v is not None}) }"
                        for line in expected.lines
                        if (line.store, line.customer) == key and not line.reason
                    )


def rejected(line: Line) -> tuple[object, ...]:
    texts = [line.raw.get(column) for column in ORDER_COLUMNS]
    return (line.store, line.reason, line.source_amount, *texts)


@pytest.mark.parametrize("name", SHOPS)
@given(data=st.data())
@randomly
def test_every_cell_is_what_the_definitions_say(
    name: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    rules = SHOPS[name]
    random_shop = data.draw(order_lines() if rules.grain == "line" else shops())
    shop = shop_of(name, tmp_path_factory).run(random_shop.orders, random_shop.rates)
    expected = answer(random_shop.orders, random_shop.rates, rules)

    columns = ("store_id", "rejection_reason", "source_gross_amount")
    columns += tuple(f"raw_{column}" for column in ORDER_COLUMNS)
    found = Counter(
        tuple(row[column] for column in columns) for row in shop.table("rejected_orders")
    )
    assert found == Counter(rejected(line) for line in expected.lines if line.reason)
    assert not list(differences(shop, expected))


def accepted(line: Line) -> tuple[object, ...]:
    nothing = Decimal(0)
    gross, discount = (line.gross, line.discount) if line.bought else (nothing, nothing)
    kept = nothing if line.sent_back else gross - discount
    return (
        *(line.store, line.order_id, line.customer, line.at, line.day, line.status, line.bought),
        *(line.currency, line.source_amount, gross, discount, line.given_back),
        *(kept - line.given_back, line.channel, line.category),
    )


@given(random_shop=shops())
@settings(randomly, max_examples=FEW_CASES)
def test_every_accepted_order_is_what_the_definitions_say(
    tmp_path_factory: pytest.TempPathFactory, random_shop: RandomShop
) -> None:
    columns = (
        *("store_id", "order_id", "customer_id", "ordered_at", "order_date", "order_status"),
        *("is_purchase", "currency", "source_gross_amount", "gross_amount", "discount_amount"),
        *("refund_amount", "net_amount", "channel", "category"),
    )
    shop = shop_of("quantile", tmp_path_factory).run(random_shop.orders, random_shop.rates)
    expected = answer(random_shop.orders, random_shop.rates, SHOPS["quantile"])
    found = {tuple(row[column] for column in columns) for row in shop.table("accepted_orders")}
    assert found == {accepted(line) for line in expected.lines if not line.reason}


# --- what must hold whatever the rows are ---------------------------------------------------


def readable_money(shop: Shop, orders: list[Any]) -> Decimal:
    """What the raw rows add up to, as the database reads text as a number."""
    amounts = [row["gross_amount"] for row in orders]
    ((total,),) = shop.connection.execute(
        "select sum(try_cast(amount as decimal(18, 4))) from unnest(?) as raw (amount)", [amounts]
    ).fetchall()
    return Decimal(total or 0)


@pytest.mark.parametrize("name", ["defaults", "lines"])
@given(data=st.data())
@settings(randomly, max_examples=FEW_CASES)
def test_rows_and_money_are_conserved(
    name: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    random_shop = data.draw(order_lines() if name == "lines" else shops())
    shop = shop_of(name, tmp_path_factory).run(random_shop.orders, random_shop.rates)
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for row in shop.table("reconciliation"):
        assert row["difference"] == 0, row
        totals[row["measure"]].update(
            {part: row[part] for part in ("entered", "accepted", "rejected")}
        )
    rows, money = totals["row_count"], totals["gross_amount"]
    ((lines, amount),) = shop.connection.execute(
        "select sum(source_row_count), sum(source_gross_amount) from shop.marts.accepted_orders"
    ).fetchall()
    thrown_out = shop.table("rejected_orders")
    assert rows["entered"] == len(random_shop.orders) == (lines or 0) + len(thrown_out)
    assert rows["accepted"] == (lines or 0)
    assert rows["rejected"] == len(thrown_out)
    assert money["entered"] == readable_money(shop, random_shop.orders)
    assert money["accepted"] == (amount or 0)
    assert money["accepted"] + money["rejected"] == money["entered"]


@pytest.mark.parametrize("name", ["defaults", "quantile", "fixed"])
@given(random_shop=shops())
@settings(randomly, max_examples=FEW_CASES)
def test_every_customer_has_exactly_one_label_per_scheme(
    name: str, tmp_path_factory: pytest.TempPathFactory, random_shop: RandomShop
) -> None:
    shop = shop_of(name, tmp_path_factory).run(random_shop.orders, random_shop.rates)
    customers = Counter(key_of(row) for row in shop.table("customer_facts"))
    assert set(customers.values()) <= {1}
    labels = {
        "rfm_segment": set(SEGMENTS.values()),
        "rfm_value_segment": set(VALUE_SEGMENTS.values()),
        "abc_class": {"A", "B", "C"},
        "lifecycle_stage": {
            *("prospect", "new", "reactivated", "active", "cooling", "dormant", "lapsed")
        },
    }
    for table, columns in {
        "rfm_scores": ["rfm_segment", "rfm_value_segment"],
        "abc_tiers": ["abc_class"],
        "lifecycle_stages": ["lifecycle_stage"],
        "customer_tiers": list(labels),
    }.items():
        rows = shop.table(table)
        assert Counter(key_of(row) for row in rows) == customers, table
        for column in columns:
            assert {row[column] for row in rows} <= labels[column], column
    for row in shop.table("customer_tiers"):
        assert all(
            row[f"{label}_label_{language}"] for label in labels for language in ("en", "zh")
        )
        assert row["headline_en"], row
        assert row["headline_zh"], row


@pytest.mark.parametrize("name", ["defaults", "quantile", "fixed", "window", "lines"])
@given(random_shop=shops())
@settings(randomly, max_examples=FEW_CASES)
def test_better_values_never_score_worse_and_equal_values_score_alike(
    name: str, tmp_path_factory: pytest.TempPathFactory, random_shop: RandomShop
) -> None:
    shop = shop_of(name, tmp_path_factory).run(random_shop.orders, random_shop.rates)
    scores = ("recency_score", "frequency_score", "monetary_score")
    by_store: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in shop.table("rfm_scores"):
        by_store[row["store_id"]].append(row)
    for rows in by_store.values():
        for (letter, metric), score in zip(METRICS.items(), scores, strict=True):
            bit = "RFM".index(letter)
            judged = [
                (strength(row[metric], letter), (row[score], row["rfm_value_code"][bit]))
                for row in rows
            ]
            assert_monotone(judged)
    classes: dict[str, list[tuple[float, tuple[object, ...]]]] = defaultdict(list)
    for row in shop.table("abc_tiers"):
        worst_first = "CBA".index(row["abc_class"])
        classes[row["store_id"]].append((row["net_revenue"], (worst_first,)))
    for judged_customers in classes.values():
        assert_monotone(judged_customers)


def strength(value: Any, letter: str) -> Any:  # noqa: ANN401 (numbers of several kinds)
    if value is None:
        return -math.inf
    return -value if letter == "R" else value


def assert_monotone(judged: list[tuple[Any, tuple[Any, ...]]]) -> None:
    """Each part of a level is a function of the value that never falls."""
    ordered = sorted(judged, key=lambda pair: pair[0])
    for (lower, worse), (higher, better) in zip(ordered, ordered[1:], strict=False):
        if lower == higher:
            assert worse == better, (lower, worse, better)
        assert all(a <= b for a, b in zip(worse, better, strict=True)), (lower, higher)


@pytest.mark.parametrize("name", ["window", "fixed"])
@given(random_shop=shops())
@settings(randomly, max_examples=FEW_CASES)
def test_without_an_order_in_the_window_frequency_and_monetary_are_1(
    name: str, tmp_path_factory: pytest.TempPathFactory, random_shop: RandomShop
) -> None:
    shop = shop_of(name, tmp_path_factory).run(random_shop.orders, random_shop.rates)
    window = SHOPS[name].rfm_window_days or 0
    scores = {key_of(row): row for row in shop.table("rfm_scores")}
    for row in shop.table("customer_facts"):
        since = row["days_since_last_order"]
        if since is None or since >= window:
            own = scores[key_of(row)]
            assert (own["frequency_score"], own["monetary_score"]) == (1, 1), row


@given(random_shop=shops())
@settings(randomly, max_examples=FEW_CASES)
def test_abc_shares_add_to_1_in_each_store_that_earned_anything(
    tmp_path_factory: pytest.TempPathFactory, random_shop: RandomShop
) -> None:
    shop = shop_of("defaults", tmp_path_factory).run(random_shop.orders, random_shop.rates)
    shares: dict[str, list[float | None]] = defaultdict(list)
    for row in shop.table("abc_tiers"):
        shares[row["store_id"]].append(row["revenue_share"])
        assert (row["revenue_share"] is not None) == (row["net_revenue"] > 0)
        if row["revenue_share_before"] == 0:
            assert row["abc_class"] == "A"
    for of_store in shares.values():
        known = [share for share in of_store if share is not None]
        assert not known or math.isclose(sum(known), 1, rel_tol=1e-12)


@given(random_shop=shops())
@settings(randomly, max_examples=FEW_CASES)
def test_every_explanation_names_the_level_and_its_bounds_hold_the_value(
    tmp_path_factory: pytest.TempPathFactory, random_shop: RandomShop
) -> None:
    shop = shop_of("defaults", tmp_path_factory).run(random_shop.orders, random_shop.rates)
    explained: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in shop.table("tier_explanations"):
        key = (*key_of(row), row["scheme"], row["metric"])
        assert key not in explained
        explained[key] = row
        assert row["explanation_en"], row
        assert "{" not in row["explanation_en"] + row["explanation_zh"], row
        lower, upper, value = row["lower_bound"], row["upper_bound"], row["metric_value"]
        if value is not None:
            assert lower is None or value >= lower, row
            assert upper is None or value <= upper, row
    expected = {}
    for row in shop.table("rfm_scores"):
        for (letter, metric), score in zip(
            METRICS.items(), ("recency_score", "frequency_score", "monetary_score"), strict=True
        ):
            bit = row["rfm_value_code"]["RFM".index(letter)]
            expected[*key_of(row), "rfm", metric] = str(row[score])
            expected[*key_of(row), "rfm_value", metric] = "high" if bit == "1" else "low"
    for row in shop.table("abc_tiers"):
        expected[*key_of(row), "abc", "net_revenue"] = row["abc_class"]
    for row in shop.table("lifecycle_stages"):
        expected[*key_of(row), "lifecycle", "overdue_ratio"] = row["lifecycle_stage"]
    assert {key: row["level"] for key, row in explained.items()} == expected


@pytest.mark.parametrize("name", ["defaults", "quantile", "fixed"])
@given(random_shop=shops())
@settings(randomly, max_examples=FEW_CASES)
def test_a_cut_counts_the_customers_who_have_its_level(
    name: str, tmp_path_factory: pytest.TempPathFactory, random_shop: RandomShop
) -> None:
    shop = shop_of(name, tmp_path_factory).run(random_shop.orders, random_shop.rates)
    counted: Counter[tuple[object, ...]] = Counter()
    for row in shop.table("tier_cuts"):
        if row["customer_count"] and row["scheme"] != "lifecycle":
            key = (row["store_id"], row["scheme"], row["metric"], row["level"])
            counted[key] += row["customer_count"]
    labelled = Counter(
        (row["store_id"], row["scheme"], row["metric"], row["level"])
        for row in shop.table("tier_explanations")
        if row["scheme"] != "lifecycle" and row["metric_value"] is not None
    )
    assert counted == labelled


@given(random_shop=shops())
@settings(randomly, max_examples=FEW_CASES)
def test_a_summary_adds_up_to_all_customers_and_their_revenue(
    tmp_path_factory: pytest.TempPathFactory, random_shop: RandomShop
) -> None:
    shop = shop_of("defaults", tmp_path_factory).run(random_shop.orders, random_shop.rates)
    customers: Counter[str] = Counter()
    revenue: Counter[str] = Counter()
    for row in shop.table("customer_facts"):
        customers[row["store_id"]] += 1
        revenue[row["store_id"]] += row["net_revenue"]
    summed: dict[str, Counter[str]] = defaultdict(Counter)
    earned: dict[str, Counter[str]] = defaultdict(Counter)
    for row in shop.table("tier_summary"):
        summed[row["scheme"]][row["store_id"]] += row["customer_count"]
        earned[row["scheme"]][row["store_id"]] += row["net_revenue"]
        assert row["label_en"], row
        assert row["label_zh"], row
    if customers:
        assert summed == dict.fromkeys(("rfm", "rfm_value", "abc", "lifecycle"), customers)
        assert earned == dict.fromkeys(("rfm", "rfm_value", "abc", "lifecycle"), revenue)


@pytest.mark.parametrize("name", ["defaults", "quantile", "lines"])
@given(data=st.data(), seed=st.integers(0, 2**16))
@settings(randomly, max_examples=FEW_CASES)
def test_shuffled_rows_and_a_second_build_give_the_same_tables(
    name: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, seed: int
) -> None:
    random_shop = data.draw(order_lines() if name == "lines" else shops())
    shop = shop_of(name, tmp_path_factory)
    first = shop.run(random_shop.orders, random_shop.rates).tables()
    assert shop.run(random_shop.orders, random_shop.rates).tables() == first
    orders, rates = list(random_shop.orders), list(random_shop.rates)
    random.Random(seed).shuffle(orders)  # noqa: S311 (no secret)
    random.Random(seed).shuffle(rates)  # noqa: S311
    assert shop.run(orders, rates).tables() == first


def key_of(row: Mapping[str, Any]) -> tuple[object, ...]:
    return (row["store_id"], row["customer_id"], row["as_of_date"])
