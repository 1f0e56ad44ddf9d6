"""What the made-up shop knows besides its orders: it fits them, and is dirty where it should be."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench.sample.shop import SampleShop, write_shop

SEEDS = Path(__file__).parents[2] / "seeds" / "sample"
LAST_MINUTE = datetime.fromisoformat("2025-12-31 23:59:00")
Row = Mapping[str, Any]
Shop = Mapping[str, Sequence[Row]]

SEED_COLUMNS = {
    "customers": "customer_id,store_id,full_name,email,phone,registered_at,birth_date,gender,"
    "acquisition_channel,is_strategic,decision_role,income_band,region",
    "order_lines": "order_id,store_id,product_id,category,quantity,net_amount,cost_amount",
    "feedback": "customer_id,store_id,order_id,given_at,rating,nps,is_complaint",
    "referrals": "referrer_customer_id,referred_customer_id,referred_at",
    "customer_aliases": "alias_customer_id,customer_id",
}
REASONS = {
    "customers": {
        "missing_customer",
        "duplicate_customer",
        "invalid_date",
        "future_timestamp",
    },
    "order_lines": {"missing_order_id", "unknown_order", "invalid_amount"},
    "feedback": {
        "missing_customer",
        "unknown_customer",
        "invalid_timestamp",
        "future_timestamp",
        "invalid_rating",
    },
    "referrals": {
        "missing_customer",
        "unknown_customer",
        "invalid_timestamp",
        "self_referral",
        "duplicate_referral",
    },
    "customer_aliases": {"missing_customer", "self_alias", "duplicate_alias", "alias_circle"},
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The sample shop without dirt, with all its lines."""
    with duckdb.connect() as connection:
        files = write_shop(SampleShop(), tmp_path_factory.mktemp("shop"), connection)
        return {file.stem: _parquet(connection, file) for file in files}


@pytest.fixture(scope="module")
def seeds() -> Shop:
    """The committed seeds, all text."""
    return {name: _csv(name) for name in ("orders", *SEED_COLUMNS)}


@pytest.fixture(scope="module")
def first_order(shop: Shop) -> Mapping[str, datetime]:
    first: dict[str, datetime] = {}
    for row in shop["orders"]:
        known = first.setdefault(row["customer_id"], row["ordered_at"])
        first[row["customer_id"]] = min(known, row["ordered_at"])
    return first


def _parquet(connection: duckdb.DuckDBPyConnection, file: Path) -> list[Row]:
    found = connection.execute("from read_parquet(?)", [str(file)])
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _csv(name: str) -> list[Row]:
    with (SEEDS / f"sample_{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _share(rows: Sequence[Row], column: str, value: object) -> float:
    return [row[column] for row in rows].count(value) / len(rows)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_mark(text: str, highest: int) -> bool:
    return not text or (text.isdigit() and int(text) <= highest)


def _is_amount(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _wrong_moment(text: str, invalid: str) -> set[str]:
    moment = _moment(text)
    if moment is None:
        return {invalid}
    return {"future_timestamp"} if moment > LAST_MINUTE else set()


def _faults(name: str, seeds: Shop) -> list[set[str]]:
    """The reasons to reject each row, read off the seeds as a person would."""
    by_input = {
        "customers": _faults_of_customers,
        "order_lines": _faults_of_lines,
        "feedback": _faults_of_feedback,
        "referrals": _faults_of_referrals,
        "customer_aliases": _faults_of_aliases,
    }
    return list(by_input[name](seeds))


def _faults_of_customers(seeds: Shop) -> Iterator[set[str]]:
    first = _first_of_each(seeds["customers"], "customer_id", "registered_at")
    for row in seeds["customers"]:
        found = _wrong_moment(row["registered_at"], "invalid_date")
        if row["birth_date"] and _moment(row["birth_date"]) is None:
            found.add("invalid_date")
        if not row["customer_id"]:
            found.add("missing_customer")
        elif row is not first[row["customer_id"]]:
            found.add("duplicate_customer")
        yield found


def _faults_of_lines(seeds: Shop) -> Iterator[set[str]]:
    orders = {order["order_id"] for order in seeds["orders"]}
    for row in seeds["order_lines"]:
        found = set() if _is_amount(row["net_amount"]) else {"invalid_amount"}
        if not row["order_id"]:
            found.add("missing_order_id")
        elif row["order_id"] not in orders:
            found.add("unknown_order")
        yield found


def _faults_of_feedback(seeds: Shop) -> Iterator[set[str]]:
    known = {order["customer_id"] for order in seeds["orders"]}
    for row in seeds["feedback"]:
        found = _wrong_moment(row["given_at"], "invalid_timestamp")
        if not row["customer_id"]:
            found.add("missing_customer")
        elif row["customer_id"] not in known:
            found.add("unknown_customer")
        if not _is_mark(row["rating"], 5) or not _is_mark(row["nps"], 10):
            found.add("invalid_rating")
        yield found


def _faults_of_referrals(seeds: Shop) -> Iterator[set[str]]:
    known = {order["customer_id"] for order in seeds["orders"]}
    first = _first_of_each(seeds["referrals"], "referred_customer_id", "referred_at")
    for row in seeds["referrals"]:
        found = _wrong_moment(row["referred_at"], "invalid_timestamp")
        referrer, referred = row["referrer_customer_id"], row["referred_customer_id"]
        if not referrer or not referred:
            found.add("missing_customer")
        elif not {referrer, referred} <= known:
            found.add("unknown_customer")
        elif referrer == referred:
            found.add("self_referral")
        if row is not first[referred]:
            found.add("duplicate_referral")
        yield found


def _faults_of_aliases(seeds: Shop) -> Iterator[set[str]]:
    pairs = [(row["alias_customer_id"], row["customer_id"]) for row in seeds["customer_aliases"]]
    first = _first_of_each(seeds["customer_aliases"], "alias_customer_id", "customer_id")
    for row, (alias, customer) in zip(seeds["customer_aliases"], pairs, strict=True):
        found = set()
        if not alias or not customer:
            found.add("missing_customer")
        elif alias == customer:
            found.add("self_alias")
        elif (customer, alias) in pairs:
            found.add("alias_circle")
        if row is not first[alias]:
            found.add("duplicate_alias")
        yield found


def _first_of_each(rows: Sequence[Row], key: str, by: str) -> Mapping[str, Row]:
    first: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: str(row[by])):
        first.setdefault(row[key], row)
    return first


@pytest.mark.parametrize("name", SEED_COLUMNS)
def test_every_reason_occurs_in_the_seeds_alone_and_in_few_rows(seeds: Shop, name: str) -> None:
    faults = [found for found in _faults(name, seeds) if found]

    assert all(len(found) == 1 for found in faults)
    assert set().union(*faults) == REASONS[name]
    assert len(faults) <= 8


@pytest.mark.parametrize("name", SEED_COLUMNS)
def test_the_seeds_have_the_agreed_form(name: str) -> None:
    content = (SEEDS / f"sample_{name}.csv").read_bytes()

    assert content.startswith(f"{SEED_COLUMNS[name]}\n".encode())
    assert content.endswith(b"\n")
    assert b"\r" not in content
    assert b'"' not in content
    assert len(content) < 300_000


def test_the_seeds_are_those_of_the_clean_shop(shop: Shop, seeds: Shop) -> None:
    for name, rows in shop.items():
        if name in ("exchange_rates", "order_lines", "orders"):
            continue
        as_text = Counter(tuple(_text(value) for value in row.values()) for row in rows)
        assert as_text <= Counter(tuple(row.values()) for row in seeds[name]), name


def _text(value: object) -> str:
    return "" if value is None else str(value).lower() if value in (True, False) else str(value)


def test_everyone_who_ordered_is_registered_by_then(
    shop: Shop, first_order: Mapping[str, datetime]
) -> None:
    registered = {row["customer_id"]: row["registered_at"] for row in shop["customers"]}

    assert len(registered) == len(shop["customers"]) == 2_060
    assert set(first_order) < set(registered)
    assert all(registered[customer] <= moment for customer, moment in first_order.items())
    assert max(registered.values()) <= LAST_MINUTE
    assert sum(registered[customer] == moment for customer, moment in first_order.items()) > 600


def test_customers_are_of_the_agreed_kinds(shop: Shop) -> None:
    customers = shop["customers"]
    channels = {"search", "social", "store", "referral", "partner", "email", None}
    births = [row["birth_date"] for row in customers if row["birth_date"]]

    assert {row["acquisition_channel"] for row in customers} == channels
    assert min(_share(customers, "acquisition_channel", channel) for channel in channels) > 0.03
    assert {row["decision_role"] for row in customers} == {"decider", "influencer", "user", None}
    assert 0.28 < _share(customers, "decision_role", None) < 0.38
    assert 3 <= sum(row["is_strategic"] for row in customers) <= 8
    assert 0 < len(births) < len(customers)
    assert any((day.month, day.day) == (2, 29) for day in births)
    assert date(1940, 1, 1) < min(births) < max(births) < date(2005, 1, 1)


def test_names_and_addresses_are_nobodys(shop: Shop) -> None:
    for row in shop["customers"]:
        number = row["customer_id"].removeprefix("C")
        assert row["full_name"] == f"Sample Customer {number}"
        assert row["email"] in (None, f"c{number}@example.com")
        assert row["phone"] is None or row["phone"][:-2] == "555-01"


def test_the_lines_of_a_sale_add_up_to_it(shop: Shop) -> None:
    lines = defaultdict(list)
    for row in shop["order_lines"]:
        lines[row["order_id"]].append(row)
    sales = {row["order_id"]: row for row in shop["orders"] if row["gross_amount"] > 0}

    assert set(lines) == set(sales)
    assert {len(of_sale) for of_sale in lines.values()} == {1, 2, 3, 4}
    for order_id, sale in sales.items():
        paid = sale["gross_amount"] - (sale["discount_amount"] or 0)
        assert sum(line["net_amount"] for line in lines[order_id]) == paid
        assert sum(line["cost_amount"] for line in lines[order_id]) == sale["cost_amount"]
        assert {line["store_id"] for line in lines[order_id]} == {sale["store_id"]}
        assert min(line["net_amount"] for line in lines[order_id]) > 0


def test_categories_are_bought_together(shop: Shop) -> None:
    products: dict[str, set[str]] = defaultdict(set)
    baskets: dict[str, set[str]] = defaultdict(set)
    for row in shop["order_lines"]:
        products[row["category"]].add(row["product_id"])
        baskets[row["order_id"]].add(row["category"])
    categories = {row["order_id"]: row["category"] for row in shop["orders"]}

    assert {len(of_category) for of_category in products.values()} == {12}
    assert len(set.union(*products.values())) == 72  # a product has one category
    assert all(categories[order_id] in basket for order_id, basket in baskets.items())
    assert sum(len(basket) > 1 for basket in baskets.values()) > 0.2 * len(baskets)


def test_the_seed_of_lines_is_one_store_in_one_year(seeds: Shop) -> None:
    asked = {
        row["order_id"]
        for row in seeds["orders"]
        if row["store_id"] == "south"
        and row["ordered_at"] >= "2025"
        and row["order_id"].startswith("N1")
    }
    orders = {row["order_id"] for row in seeds["order_lines"]} & {
        row["order_id"] for row in seeds["orders"] if row["order_id"]
    }

    assert len(orders) > 2_000
    assert orders == asked


def test_feedback_follows_a_sale_within_twenty_days(shop: Shop) -> None:
    sales = {row["order_id"]: row for row in shop["orders"] if row["gross_amount"] > 0}
    feedback = shop["feedback"]
    about_a_sale = [row for row in feedback if row["order_id"]]

    assert 0.07 < len(feedback) / len(sales) < 0.09
    assert 0.75 < len(about_a_sale) / len(feedback) < 0.95
    assert max(row["given_at"] for row in feedback) <= LAST_MINUTE
    for row in about_a_sale:
        sale = sales[row["order_id"]]
        assert (row["customer_id"], row["store_id"]) == (sale["customer_id"], sale["store_id"])
        assert timedelta(0) <= row["given_at"] - sale["ordered_at"] < timedelta(days=20)


def test_most_feedback_is_kind(shop: Shop) -> None:
    feedback = shop["feedback"]
    ratings = Counter(row["rating"] for row in feedback)
    nps = {row["nps"] for row in feedback}

    assert set(ratings) == {1, 2, 3, 4, 5, None}
    assert ratings[5] + ratings[4] > 0.6 * len(feedback)
    assert nps - {None} <= set(range(11))
    assert len(nps) > 8
    assert 0.25 < _share(feedback, "nps", None) < 0.75
    assert 0.005 < sum(row["is_complaint"] for row in feedback) / len(feedback) < 0.02


def test_a_customer_brings_a_later_one(shop: Shop, first_order: Mapping[str, datetime]) -> None:
    referrals = shop["referrals"]
    registered = {row["customer_id"]: row for row in shop["customers"]}
    referrers = {row["referrer_customer_id"] for row in referrals}
    referred = [row["referred_customer_id"] for row in referrals]

    assert 0.03 < len(referrers) / len(first_order) < 0.05
    assert len(set(referred)) == len(referred)
    for row in referrals:
        one, other = row["referrer_customer_id"], row["referred_customer_id"]
        assert one != other
        assert first_order[one] <= row["referred_at"] <= first_order[other]
        assert registered[one]["store_id"] == registered[other]["store_id"]
        assert registered[other]["acquisition_channel"] == "referral"


def test_aliases_are_accounts_of_the_same_store_and_one_is_an_alias_of_an_alias(
    shop: Shop, first_order: Mapping[str, datetime]
) -> None:
    owner = {row["alias_customer_id"]: row["customer_id"] for row in shop["customer_aliases"]}
    store = {row["customer_id"]: row["store_id"] for row in shop["customers"]}

    assert 9 <= len(owner) == len(shop["customer_aliases"]) <= 12
    assert owner.keys() | set(owner.values()) <= first_order.keys()
    assert all(store[alias] == store[customer] for alias, customer in owner.items())
    chains = [alias for alias, customer in owner.items() if customer in owner]
    assert len(chains) == 1
    assert owner[owner[chains[0]]] not in owner
    pairs = [set(row.values()) for row in shop["referrals"]]
    assert not any({alias, customer} <= pair for alias, customer in owner.items() for pair in pairs)


def test_the_smallest_shop_has_all_files(tmp_path: Path) -> None:
    for share in (0.0, 1.0):
        with duckdb.connect() as connection:
            files = write_shop(SampleShop(1, 1, 1, dirty_share=share), tmp_path, connection)
            rows = {file.stem: _parquet(connection, file) for file in files}
        assert len(rows["customers"]) == 1 + (share > 0)
        assert len(rows["order_lines"]) >= 1
