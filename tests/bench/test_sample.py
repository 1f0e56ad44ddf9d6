"""The made-up shop: the same for everyone, like a shop, and dirty where it should be."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench.sample.shop import SampleShop, write_sample_seeds, write_shop
from runner.errors import UserError

SEEDS = Path(__file__).parents[2] / "seeds" / "sample"
ORDERS = SEEDS / "sample_orders.csv"
RATES = SEEDS / "sample_exchange_rates.csv"
INPUTS = (
    "orders",
    "exchange_rates",
    "customers",
    "order_lines",
    "feedback",
    "referrals",
    "customer_aliases",
)
COLUMNS = (
    "order_id,customer_id,ordered_at,gross_amount,order_status,discount_amount,"
    "refund_amount,refunded_at,cost_amount,currency,store_id,channel,category"
)
FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2025, 12, 31)
Row = dict[str, str]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.fixture(scope="module")
def seed_rows() -> list[Row]:
    return _read(ORDERS)


@pytest.fixture(scope="module")
def clean_rows(seed_rows: list[Row]) -> list[Row]:
    """The rows without a fault; of each id the earliest."""
    first_of_id: dict[str, Row] = {}
    for row in seed_rows:
        if not _faults(row):
            first_of_id.setdefault(row["order_id"], row)
    return list(first_of_id.values())


def _read(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _made(shop: SampleShop, directory: Path, threads: int = 2) -> dict[str, str]:
    """The digest of each file: bytes that differ would take pytest an hour to compare."""
    with duckdb.connect(config={"threads": threads}) as opened:
        files = write_shop(shop, directory, opened)
        return {file.name: sha256(file.read_bytes()).hexdigest() for file in files}


def _rows(query: str, file: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect() as opened:
        return opened.execute(query, [str(file)]).fetchall()


def _faults(row: Row) -> set[str]:
    """The reasons to reject a row that can be seen in the row alone."""
    found = set()
    day = _day(row["ordered_at"])
    amount = _amount(row["gross_amount"])
    if not row["order_id"]:
        found.add("missing_order_id")
    if not row["customer_id"]:
        found.add("missing_customer")
    if day is None:
        found.add("invalid_timestamp")
    elif day > LAST_DAY:
        found.add("future_timestamp")
    if amount is None:
        found.add("invalid_amount")
    elif amount < 0 and row["order_status"] != "returned":
        found.add("negative_amount")
    if row["order_status"] not in {"completed", "cancelled", "pending", "returned"}:
        found.add("unknown_status")
    if row["currency"] not in {"USD", "EUR"}:
        found.add("unknown_currency")
    if row["currency"] == "EUR" and day is not None and day < FIRST_DAY:
        found.add("unknown_currency")
    return found


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def test_the_generator_writes_the_committed_seeds_byte_for_byte(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    written = write_sample_seeds(tmp_path, connection)

    assert [file.name for file in written] == [f"sample_{name}.csv" for name in INPUTS]
    # The orders tell of their refunds themselves: that seed is a header.
    without_rows = {"sample_refunds.csv"}
    # Learned from the others by `tiers cluster`.
    learned = {"sample_cluster_rules.csv", "sample_factor_loadings.csv"}
    assert {file.name for file in SEEDS.glob("*.csv")} - without_rows - learned == {
        file.name for file in written
    }
    assert (SEEDS / "sample_refunds.csv").read_text(encoding="utf-8").count("\n") == 1
    for file in written:
        assert file.read_bytes() == (SEEDS / file.name).read_bytes(), file.name
    assert sorted(tmp_path.iterdir()) == sorted(written)  # nothing else is left


@pytest.mark.parametrize("dirty_share", [pytest.param(0.0, marks=pytest.mark.slow), 0.01], ids=str)
def test_the_number_of_threads_changes_no_byte(tmp_path: Path, dirty_share: float) -> None:
    shop = SampleShop(customers=20_000, orders=300_000, stores=3, dirty_share=dirty_share)

    assert _made(shop, tmp_path / "one", 1) == _made(shop, tmp_path / "four", 4)


def test_another_seed_makes_another_shop(tmp_path: Path) -> None:
    one, other = (_made(SampleShop(seed=seed), tmp_path / str(seed)) for seed in (1, 2))

    assert [f"{name}.parquet" for name in INPUTS] == list(one)
    assert [name for name in one if one[name] == other[name]] == []


def test_the_seeds_are_of_the_agreed_size_and_form(seed_rows: list[Row]) -> None:
    content = ORDERS.read_bytes()

    assert content.startswith(f"{COLUMNS}\n".encode())
    assert content.endswith(b"\n")
    assert b"\r" not in content
    assert b'"' not in content
    assert len(content) + RATES.stat().st_size < 1_900_000
    assert 14_000 < len(seed_rows) < 16_000
    assert 1_900 < len({row["customer_id"] for row in seed_rows}) < 2_100
    keys = [(row["ordered_at"], row["order_id"]) for row in seed_rows]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    "reason",
    [
        "missing_order_id",
        "missing_customer",
        "invalid_timestamp",
        "future_timestamp",
        "invalid_amount",
        "negative_amount",
        "unknown_status",
        "unknown_currency",
    ],
)
def test_each_fault_occurs_at_least_twice_and_alone(seed_rows: list[Row], reason: str) -> None:
    with_fault = [row for row in seed_rows if reason in _faults(row)]

    assert len(with_fault) >= 2
    assert all(_faults(row) == {reason} for row in with_fault)


def test_duplicates_are_identical_or_have_other_content(seed_rows: list[Row]) -> None:
    copies: dict[str, list[Row]] = {}
    for row in seed_rows:
        copies.setdefault(row["order_id"], []).append(row)
    pairs = [rows for order_id, rows in copies.items() if order_id and len(rows) > 1]

    assert all(len(rows) == 2 for rows in pairs)
    assert sum(first == second for first, second in pairs) >= 2
    assert sum(first["gross_amount"] != second["gross_amount"] for first, second in pairs) >= 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("twelve", "invalid_amount"),
        ("NaN", "invalid_amount"),
        ("Infinity", "invalid_amount"),
        ("XTS", "unknown_currency"),
        ("2999-12-31 00:00:00", "future_timestamp"),
        ("2025-02-30 10:00:00", "invalid_timestamp"),
    ],
)
def test_the_awkward_values_are_there(seed_rows: list[Row], text: str, reason: str) -> None:
    assert [_faults(row) for row in seed_rows if text in row.values()].count({reason}) >= 2


def test_clean_rows_are_whole(clean_rows: list[Row]) -> None:
    cents = re.compile(r"-?\d+\.\d\d")
    minute = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:00")

    assert all(cents.fullmatch(row["gross_amount"]) for row in clean_rows)
    assert all(cents.fullmatch(row["cost_amount"]) for row in clean_rows)
    assert all(minute.fullmatch(row["ordered_at"]) for row in clean_rows)
    days = {_day(row["ordered_at"]) for row in clean_rows}
    assert max(day for day in days if day) == LAST_DAY
    assert min(day for day in days if day) >= FIRST_DAY
    assert len({row["order_id"] for row in clean_rows}) == len(clean_rows)


def test_each_store_has_every_kind_of_order(clean_rows: list[Row]) -> None:
    kinds = Counter(
        (row["store_id"], row["order_status"], row["gross_amount"].startswith("-"))
        for row in clean_rows
    )
    statuses = ["completed", "cancelled", "pending", "returned"]
    expected = {(store, status, False) for store in ("north", "south") for status in statuses}
    expected |= {("north", "returned", True), ("south", "returned", True)}

    assert set(kinds) == expected
    assert min(kinds.values()) >= 10
    for column, least in (("currency", 2), ("channel", 3), ("category", 4)):
        assert len({row[column] for row in clean_rows}) >= least


def test_refunds_come_after_their_order_and_are_no_larger(clean_rows: list[Row]) -> None:
    refunded = [row for row in clean_rows if row["refunded_at"]]
    later_days = [r for r in refunded if r["refunded_at"][:10] > r["ordered_at"][:10]]

    assert all(row["ordered_at"] <= row["refunded_at"] < "2026" for row in refunded)
    assert len(later_days) > 0.9 * len(refunded) > 400
    for row in clean_rows:
        discount, refund = (Decimal(row[c] or 0) for c in ("discount_amount", "refund_amount"))
        assert 0 <= discount + refund <= abs(Decimal(row["gross_amount"]))


def test_a_return_gives_back_what_an_earlier_order_cost(clean_rows: list[Row]) -> None:
    paid = {
        (row["customer_id"], Decimal(row["gross_amount"]) - Decimal(row["discount_amount"] or 0))
        for row in clean_rows
        if row["order_status"] == "completed"
    }
    buyers = {customer for customer, _ in paid}
    returns = [row for row in clean_rows if row["gross_amount"].startswith("-")]
    of_buyers = [r for r in returns if r["customer_id"] in buyers]

    assert len(of_buyers) > 100
    assert all((r["customer_id"], -Decimal(r["gross_amount"])) in paid for r in of_buyers)


def test_each_store_has_customers_with_returns_only(clean_rows: list[Row]) -> None:
    signs: dict[tuple[str, str], set[bool]] = {}
    for row in clean_rows:
        of_customer = signs.setdefault((row["store_id"], row["customer_id"]), set())
        of_customer.add(row["gross_amount"].startswith("-"))
    only_returns = Counter(store for (store, _), found in signs.items() if found == {True})

    assert min(only_returns["north"], only_returns["south"]) >= 2


def test_few_customers_order_much_and_many_once(clean_rows: list[Row]) -> None:
    counts = sorted(Counter(row["customer_id"] for row in clean_rows).values(), reverse=True)

    assert sum(counts[: len(counts) // 10]) > 0.4 * len(clean_rows)
    assert counts.count(1) > 0.2 * len(counts)


def test_every_order_in_euro_has_a_rate_of_its_month(clean_rows: list[Row]) -> None:
    rates = {row["rate_date"]: row for row in _read(RATES)}
    months = {row["ordered_at"][:7] for row in clean_rows if row["currency"] == "EUR"}

    assert list(next(iter(rates.values()))) == ["rate_date", "currency", "rate_to_reporting"]
    assert {f"{month}-01" for month in months} <= set(rates)
    assert all(re.fullmatch(r"\d\.\d{4}", row["rate_to_reporting"]) for row in rates.values())


@pytest.mark.parametrize(
    ("customers", "orders", "stores"), [(1, 1, 1), (1, 40, 1), (300, 300, 2), (700, 9_000, 6)]
)
def test_a_shop_has_as_many_customers_orders_and_stores_as_asked(
    tmp_path: Path, customers: int, orders: int, stores: int
) -> None:
    for seed in range(5):
        folder = tmp_path / str(seed)
        _made(SampleShop(customers, orders, stores, seed), folder)
        ((*made,),) = _rows(
            "select count(*), count(distinct order_id), count(distinct customer_id),"
            " count(distinct store_id) from read_parquet(?)",
            folder / "orders.parquet",
        )
        assert made == [orders, orders, customers, stores]


def test_dirt_comes_on_top_and_leaves_the_clean_orders_alone(tmp_path: Path) -> None:
    _made(SampleShop(seed=5), tmp_path / "clean")
    _made(SampleShop(seed=5, dirty_share=0.02), tmp_path / "dirty")
    clean = tmp_path / "clean" / "orders.parquet"
    dirty = tmp_path / "dirty" / "orders.parquet"

    clean_as_text = Counter(_rows("select columns(*)::varchar from read_parquet(?)", clean))
    all_rows = Counter(_rows("from read_parquet(?)", dirty))
    assert clean_as_text <= all_rows
    assert all_rows.total() - clean_as_text.total() == 300  # 0.02 x 15,000


def test_clean_parquet_is_typed_and_in_order_of_time(tmp_path: Path) -> None:
    _made(SampleShop(), tmp_path)
    orders = tmp_path / "orders.parquet"

    columns = _rows("describe from read_parquet(?)", orders)
    assert ",".join(name for name, *_ in columns) == COLUMNS
    types = {name: kind for name, kind, *_ in columns}
    assert types["ordered_at"] == types["refunded_at"] == "TIMESTAMP"
    assert types["gross_amount"] == types["cost_amount"] == "DECIMAL(18,2)"
    times = _rows("select ordered_at from read_parquet(?)", orders)
    assert times == sorted(times)


@pytest.mark.parametrize(
    "wrong",
    [
        {"customers": 0},
        {"stores": 0},
        {"customers": 10, "orders": 9},
        {"dirty_share": -0.1},
        {"dirty_share": 1.1},
        {"dirty_share": float("nan")},
    ],
)
def test_a_shop_that_cannot_be_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(UserError):
        SampleShop(**wrong)


def test_a_folder_that_is_a_file_is_a_clear_error(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    taken = tmp_path / "taken"
    taken.touch()

    with pytest.raises(UserError, match="taken"):
        write_shop(SampleShop(), taken, connection)


def test_a_failure_leaves_the_old_files_and_nothing_else(tmp_path: Path) -> None:
    class FailingOnTheSecondFile:
        def __init__(self, opened: duckdb.DuckDBPyConnection) -> None:
            self.opened = opened

        def execute(self, query: str, parameters: list[object] | None = None, /) -> object:
            if query.startswith("copy") and "sample_exchange_rates" in query:
                raise RuntimeError
            return self.opened.execute(query, parameters)

    old = tmp_path / "orders.parquet"
    old.write_text("old")
    with duckdb.connect() as opened, pytest.raises(RuntimeError):
        write_shop(SampleShop(), tmp_path, FailingOnTheSecondFile(opened))

    assert list(tmp_path.iterdir()) == [old]
    assert old.read_text() == "old"
