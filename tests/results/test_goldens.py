"""Real orders: published numbers, and numbers that others worked out, come out to the digit.

The example mappings are compiled as `dbt build --vars "$(cat examples/.../inputs.yml)"` would,
and their SQL is run on the real files: CDNOW's of the package lifetimes, which is installed for
it, the others where they lie beside the project.
"""

import csv
import json
import statistics
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import PROJECT
from tests.results.shop import Shop, compiled
from tests.results.variants import shop_of

DATA = PROJECT.parent / "shared" / "data"
pytestmark = pytest.mark.builds
with_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"the real orders are not there: {DATA}")
_built: dict[str, Shop] = {}


@pytest.fixture
def example(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> "Example":
    """Builds an example mapping, whose locations begin at the project's folder."""
    monkeypatch.chdir(PROJECT)
    return Example(tmp_path_factory)


@dataclass(frozen=True)
class Example:
    """Builds example mappings, each once."""

    factory: pytest.TempPathFactory

    def __call__(self, name: str, **variables: object) -> Shop:
        """The tables of examples/<name>/inputs.yml with these variables on top."""
        inputs = PROJECT / "examples" / name / "inputs.yml"
        both = yaml.safe_load(inputs.read_text(encoding="utf-8")) | variables
        key = json.dumps(both)
        if key not in _built:
            _built[key] = Shop(compiled(both, self.factory)).run()
        return _built[key]


Cdnow = Callable[..., Shop]


def counts(values: Iterable[object]) -> dict[object, int]:
    return dict(sorted(Counter(values).items(), key=str))


def column(shop: Shop, table: str, name: str) -> list[Any]:
    return [row[name] for row in shop.table(table)]


# --- CDNOW -------------------------------------------------------------------------------


def cdnow_file() -> Path | None:
    """The file that the package lifetimes ships, or the same beside the project."""
    package = find_spec("lifetimes")
    folders = package.submodule_search_locations or () if package else ()
    files = [Path(folder) / "datasets" / "CDNOW_sample.txt" for folder in folders]
    files.append(DATA / "cdnow" / "CDNOW_sample.txt")
    return next((file for file in files if file.is_file()), None)


@pytest.fixture
def cdnow(example: Example) -> Cdnow:
    """Builds the example mapping on CDNOW's orders."""
    file = cdnow_file()
    if not file:
        pytest.skip("the package lifetimes, which ships CDNOW's orders, is not installed")
    text = (PROJECT / "examples" / "cdnow" / "inputs.yml").read_text(encoding="utf-8")
    inputs = yaml.safe_load(text)["inputs"]
    inputs["orders"]["location"] = str(file)
    return lambda **variables: example("cdnow", inputs=inputs, **variables)


def test_cdnow_is_read_whole(cdnow: Cdnow) -> None:
    shop = cdnow()
    assert len(shop.table("accepted_orders")) == 6_919
    assert shop.table("rejected_orders") == []
    assert set(column(shop, "customer_facts", "as_of_date")) == {date(1998, 6, 30)}
    assert len(shop.table("customer_facts")) == 2_357
    assert sum(column(shop, "customer_facts", "net_revenue")) == Decimal("244091.94")
    assert sum(column(shop, "customer_facts", "order_count")) == 6_919


def test_cdnow_rfm_scores_by_percent_rank_are_the_golden_ones(cdnow: Cdnow) -> None:
    shop = cdnow()
    recency, frequency, monetary = (
        counts(column(shop, "rfm_scores", f"{part}_score"))
        for part in ("recency", "frequency", "monetary")
    )
    assert recency == {1: 482, 2: 471, 3: 463, 4: 470, 5: 471}
    assert frequency == {1: 1205, 3: 406, 4: 358, 5: 388}
    assert monetary == {1: 481, 2: 462, 3: 472, 4: 470, 5: 472}


def test_cdnow_frequency_by_quantile_is_the_golden_one(cdnow: Cdnow) -> None:
    scores = column(cdnow(rfm_method="quantile"), "rfm_scores", "frequency_score")
    assert counts(scores) == {1: 1205, 3: 406, 4: 358, 5: 388}


def test_cdnow_eight_values_by_mean_are_the_golden_ones(cdnow: Cdnow) -> None:
    assert counts(column(cdnow(), "rfm_scores", "rfm_value_code")) == {
        "000": 1363,
        "001": 59,
        "010": 52,
        "011": 40,
        "100": 160,
        "101": 29,
        "110": 189,
        "111": 465,
    }


def test_cdnow_abc_classes_are_the_golden_ones(cdnow: Cdnow) -> None:
    tiers = cdnow().table("abc_tiers")
    assert counts(row["abc_class"] for row in tiers) == {"A": 777, "B": 804, "C": 776}
    at_zero = [row["abc_class"] for row in tiers if row["net_revenue"] == 0]
    assert at_zero == ["C"] * 8


# --- Online Retail -----------------------------------------------------------------------


@with_data
def test_online_retail_rows_end_accepted_or_without_a_customer(example: Example) -> None:
    shop = example("online_retail")
    (rows,) = shop.query("""
        select sum(entered) as raw, sum(accepted) as accepted, sum(rejected) as rejected
        from {reconciliation} where measure = 'row_count'
    """)
    assert rows == {"raw": 541_909, "accepted": 406_829, "rejected": 135_080}
    (accepted,) = shop.query("select sum(source_row_count) as lines from {accepted_orders}")
    assert accepted["lines"] == 406_829
    reasons = shop.query("select rejection_reason, count(*) as n from {rejected_orders} group by 1")
    assert reasons == [{"rejection_reason": "missing_customer", "n": 135_080}]


@with_data
def test_online_retail_net_revenue_is_that_of_its_customers(example: Example) -> None:
    shop = example("online_retail")
    (orders,) = shop.query("select sum(net_amount) as net_revenue from {accepted_orders}")
    (customers,) = shop.query("""
        select sum(net_revenue) as net_revenue, count(*) as customers, max(as_of_date) as last_day
        from {customer_facts}
    """)
    assert orders["net_revenue"] == Decimal("8300065.8140")
    assert customers == {
        "net_revenue": Decimal("8300065.8140"),
        "customers": 4_372,
        "last_day": date(2011, 12, 9),
    }


@with_data
def test_online_retail_completed_orders_are_counted(example: Example) -> None:
    shop = example("online_retail")
    (orders,) = shop.query("select count(*) as n from {accepted_orders} where is_purchase")
    (customers,) = shop.query("select sum(order_count) as n from {customer_facts}")
    assert orders["n"] == customers["n"] == 18_536


# --- R's package rfm -----------------------------------------------------------------------


@cache
def published() -> dict[str, Any]:
    """What the authors of R's rfm published on their orders."""
    text = (DATA / "expected" / "rfm_r_published.json").read_text(encoding="utf-8")
    content = json.loads(text)
    assertions = {assertion["id"]: assertion for assertion in content["assertions"]}
    return {**assertions, "thresholds": content["thresholds_recomputed"]["th_orders"]}


METRICS = ("days_since_last_order", "rfm_frequency", "rfm_monetary")
R_NAMES = ("recency_days", "transaction_count", "amount")


@cache
def r_values() -> dict[str, tuple[int, int, int]]:
    """Recency, frequency and monetary value of each customer, straight from the file."""
    last: dict[str, date] = {}
    orders: Counter[str] = Counter()
    revenue: Counter[str] = Counter()
    with (DATA / "rfm_r" / "rfm_data_orders.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, day = row["customer_id"], date.fromisoformat(row["order_date"])
            last[name] = max(day, last.get(name, day))
            orders[name] += 1
            revenue[name] += int(row["revenue"])
    end = date(2006, 12, 31)
    return {name: ((end - last[name]).days, orders[name], revenue[name]) for name in last}


def r_cuts() -> list[list[float]]:
    """The interior quantiles of type 7, before R's rfm adds 1."""
    return [
        statistics.quantiles(values, n=5, method="inclusive")
        for values in zip(*r_values().values(), strict=True)
    ]


def r_scores(values: Sequence[float], thresholds: Sequence[Sequence[float]]) -> tuple[int, ...]:
    """R's rule: score k where lower <= x < upper; recency in reverse."""
    recency, frequency, monetary = (
        1 + bisect_right(bounds, value) for value, bounds in zip(values, thresholds, strict=True)
    )
    return (6 - recency, frequency, monetary)


@cache
def all_r_scores() -> dict[str, tuple[int, ...]]:
    """The scores of R's rule, with its + 1 on every quantile."""
    thresholds = [[cut + 1 for cut in cuts] for cuts in r_cuts()]
    return {name: r_scores(values, thresholds) for name, values in r_values().items()}


def our_scores(shop: Shop) -> dict[str, tuple[int, ...]]:
    parts = ("recency_score", "frequency_score", "monetary_score")
    return {
        row["customer_id"]: tuple(row[part] for part in parts) for row in shop.table("rfm_scores")
    }


@with_data
def test_rs_rule_as_written_here_gives_the_published_heat_map() -> None:
    spent = defaultdict(list)
    for name, (recency, frequency, _) in all_r_scores().items():
        spent[frequency, recency].append(r_values()[name][2])
    cells = published()["heatmap_mean_monetary"]["expect"]
    assert len(cells) == len(spent) == 25
    for cell in cells:
        mean = statistics.mean(spent[cell["frequency_score"], cell["recency_score"]])
        assert mean == pytest.approx(cell["mean_monetary"], abs=0.00501)


@with_data
def test_r_orders_are_counted_as_published(example: Example) -> None:
    facts = example("rfm_r").table("customer_facts")
    expected = published()["orders_total"]["expect"]
    assert len(facts) == expected["customers"] == 995
    assert sum(row["order_count"] for row in facts) == expected["sum_transaction_count"] == 4_906
    per_customer = {str(n): count for n, count in Counter(r["order_count"] for r in facts).items()}
    assert per_customer == published()["orders_distribution"]["expect"]


@with_data
def test_r_thresholds_are_the_published_ones_less_rs_1(example: Example) -> None:
    cuts = example("rfm_r").query("select * from {tier_cuts} where scheme = 'rfm'")
    for metric, r_name in zip(METRICS, R_NAMES, strict=True):
        own = sorted(
            cut["threshold"]
            for cut in cuts
            if cut["metric"] == metric and cut["threshold"] is not None
        )
        interior = [upper - 1 for _, upper in published()["thresholds"][r_name][:-1]]
        assert own == pytest.approx(interior, rel=1e-12), metric


@with_data
def test_r_published_rows_have_our_facts_and_scores(example: Example) -> None:
    shop = example("rfm_r")
    facts = {row["customer_id"]: row for row in shop.table("rfm_scores")}
    scores = our_scores(shop)
    for name, *values, recency in published()["rows_v0.3.0_docs"]["expect"]:
        assert [facts[name][metric] for metric in METRICS] == values, name
        assert scores[name][0] == recency, name
    for name, *values, r, f, m, cell in published()["rows_vignette_full_scores"]["expect"]:
        assert [facts[name][metric] for metric in METRICS] == values, name
        assert scores[name] == (r, f, m), name
        assert facts[name]["rfm_cell"] == str(cell)


@with_data
def test_r_scores_differ_only_where_a_value_lies_less_than_1_above_a_broken_cut(
    example: Example,
) -> None:
    between = {
        name
        for name, values in r_values().items()
        if any(
            cut < value < cut + 1
            for value, cuts in zip(values, r_cuts(), strict=True)
            for cut in cuts
        )
    }
    own, theirs = our_scores(example("rfm_r")), all_r_scores()
    assert own.keys() == theirs.keys()
    assert {name for name in own if own[name] != theirs[name]} == between


@with_data
def test_r_custom_bins_are_our_fixed_bounds(example: Example) -> None:
    bins = published()["custom_bins_orders"]["args"]
    recency, frequency, monetary = (
        bins["recency_bins"],
        bins["frequency_bins"],
        bins["monetary_bins"],
    )
    # R: a recency below 115 days scores 5; ours: of at most 114 days.
    best_first = {
        "days_since_last_order": [days - 1 for days in recency],
        "rfm_frequency": frequency[::-1],
        "rfm_monetary": monetary[::-1],
    }
    shop = Shop(example("rfm_r", rfm_method="fixed").project)
    shop.replace_seed(
        "rfm_fixed_bounds",
        [
            {"metric": metric, "score": score, "bound": bound}
            for metric, bounds in best_first.items()
            for score, bound in zip((5, 4, 3, 2, 1), [*bounds, None], strict=True)
        ],
    )
    own = our_scores(shop.run())
    assert own == {
        name: r_scores(values, (recency, frequency, monetary))
        for name, values in r_values().items()
    }
    same = sum(own[name] == scores for name, scores in all_r_scores().items())
    assert round(100 * same / len(own), 1) == 99.8


# --- ABC as others do it -------------------------------------------------------------------


def abc_cases() -> list[dict[str, Any]]:
    if not DATA.is_dir():
        return []
    text = (DATA / "expected" / "abc_published.json").read_text(encoding="utf-8")
    return list(json.loads(text)["cases"])


ABC_CUTS = {"abc_classification_pkg": (70, 90), "sales_analysis_go": (80, 95)}


@pytest.mark.parametrize("case", abc_cases(), ids=lambda case: case["id"])
def test_abc_is_the_published_one_but_for_the_customer_who_crosses_a_cut(
    case: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop = Shop(shop_of("defaults", tmp_path_factory).project)
    cuts = ABC_CUTS[case["id"]]
    shop.replace_seed(
        "abc_classes",
        [
            {"abc_class": letter, "class_rank": rank, "revenue_share_below": below / 100}
            for letter, rank, below in zip("ABC", (3, 2, 1), (*cuts, 100), strict=True)
        ],
    )
    orders = [
        {"order_id": name, "customer_id": name, "ordered_at": "2024-01-01", "gross_amount": amount}
        for name, amount in case["items"]
    ]
    tiers = {row["customer_id"]: row for row in shop.run(orders).table("abc_tiers")}
    total = sum(amount for _, amount in case["items"])
    before = 0
    for (name, amount), letter in zip(case["items"], case["expect"], strict=True):
        crossed = [cut for cut in cuts if before * 100 < cut * total < (before + amount) * 100]
        # Their class is by the share with the customer, ours by the share before: one better.
        better = {"B": "A", "C": "B"}.get(letter) if crossed else letter
        assert tiers[name]["abc_class"] == better, name
        before += amount


@pytest.mark.parametrize(
    "case", [case for case in abc_cases() if "share_pct" in case], ids=lambda case: case["id"]
)
def test_abc_shares_are_the_published_ones(
    case: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop = Shop(shop_of("defaults", tmp_path_factory).project)
    orders = [
        {"order_id": name, "customer_id": name, "ordered_at": "2024-01-01", "gross_amount": amount}
        for name, amount in case["items"]
    ]
    tiers = {row["customer_id"]: row for row in shop.run(orders).table("abc_tiers")}
    rows = zip(case["items"], case["share_pct"], case["cumulative_pct"], strict=True)
    for (name, _), share, cumulative in rows:
        own = tiers[name]
        assert 100 * own["revenue_share"] == pytest.approx(share, rel=1e-12)
        reached = own["revenue_share_before"] + own["revenue_share"]
        assert 100 * reached == pytest.approx(cumulative, rel=1e-12)
