"""Real shops that have more than orders: what the models say is what their raw files say.

Contoso sells in five currencies and repeats its customers; the Complete Journey has discounts in
three columns. The models build both from their example mappings. The queries over the raw files
share nothing with the models: binary numbers, DuckDB's own `percent_rank`, running sums.
"""

import contextlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import duckdb
import pytest
import yaml

from tests.conftest import PROJECT
from tests.results.shop import Shop, compiled

DATA = PROJECT.parent / "shared" / "data"
pytestmark = [
    pytest.mark.builds,
    pytest.mark.thorough,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the real shops are not there: {DATA}"),
]
SALES = f"'{DATA}/contoso/sales.csv'"
STORE = "if(StoreKey = 999999, 'online', 'branches')"
LAST_DAYS = {"contoso": "2024-04-20", "completejourney": "2017-12-31"}
# One row per order, in dollars.
RAW_ORDERS = {
    "contoso": f"""
        select
            {STORE} as store_id, CustomerKey::varchar as customer_id, OrderDate as day,
            sum(Quantity * UnitPrice / ExchangeRate) as gross,
            sum(Quantity * NetPrice / ExchangeRate) as net,
            sum(Quantity * UnitCost / ExchangeRate) as cost
        from {SALES}
        group by OrderKey, 1, 2, 3
    """,
    "completejourney": f"""
        select
            'default' as store_id, household_id::varchar as customer_id,
            timezone('America/New_York', timezone('UTC', transaction_timestamp))::date as day,
            sales_value + retail_disc + coupon_match_disc as gross,
            sales_value as net, null::double as cost
        from '{DATA}/completejourney/baskets_sample_20pct_households.csv'
    """,
}
Ask = Callable[[str], list[tuple[Any, ...]]]
_shops: dict[str, Shop] = {}


def built(name: str, factory: pytest.TempPathFactory) -> Ask:
    """Asks the database that the models make of an example, judged on its last day alone."""
    if name not in _shops:
        inputs = (PROJECT / "examples" / name / "inputs.yml").read_text(encoding="utf-8")
        with contextlib.chdir(PROJECT):
            _shops[name] = Shop(compiled(yaml.safe_load(inputs), factory)).run().build()
        _shops[name].connection.execute("set search_path = 'shop.marts,shop.intermediate'")
    connection = _shops[name].connection
    return lambda sql: connection.execute(sql).fetchall()


@pytest.fixture(params=LAST_DAYS)
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> "RealShop":
    """Each of the shops."""
    return RealShop(request.param, built(request.param, tmp_path_factory))


@pytest.fixture
def contoso(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Asks Contoso."""
    return built("contoso", tmp_path_factory)


class RealShop:
    """What was built of a shop, and its raw orders."""

    def __init__(self, name: str, ask: Ask) -> None:
        """Remember both."""
        self.ask = ask
        self.last_day = LAST_DAYS[name]
        self.orders = RAW_ORDERS[name]
        self.has_costs = name == "contoso"

    def raw(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query over the raw `orders`."""
        with duckdb.connect() as connection:
            connection.execute("set timezone = 'UTC'")
            connection.execute(f"create table orders as {self.orders}")
            connection.execute(
                "create macro score(share) as least(5, 1 + floor(5 * share)::integer)"
            )
            connection.execute(
                "create macro class(before) as case"
                " when before < 0.8 then 'A' when before < 0.95 then 'B'"
                " when before is not null then 'C' end"
            )
            return connection.execute(sql).fetchall()


def in_the_files(sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query over raw files."""
    with duckdb.connect() as connection:
        return connection.execute(sql).fetchall()


def to_the_cent(values: tuple[Any, ...]) -> list[Any]:
    """Money as it is compared."""
    return [
        value if value is None else pytest.approx(Decimal(value), rel=0, abs=Decimal("0.005"))
        for value in values
    ]


def test_customers_orders_and_money_are_those_of_the_file(shop: RealShop) -> None:
    own = shop.ask("""
        select
            store_id, count(*), sum(order_count), min(first_order_date), max(last_order_date),
            sum(gross_revenue), sum(discount_amount), sum(refund_amount), sum(net_revenue),
            sum(margin_amount)
        from customer_facts group by 1 order by 1
    """)
    raw = shop.raw("""
        select
            store_id, count(distinct customer_id), count(*), min(day), max(day),
            sum(gross), sum(gross - net), 0, sum(net), sum(net - cost)
        from orders group by 1 order by 1
    """)
    assert [row[:5] for row in own] == [row[:5] for row in raw]
    assert [list(row[5:]) for row in own] == [to_the_cent(row[5:]) for row in raw]
    assert str(max(row[4] for row in own)) == shop.last_day


def test_nothing_is_lost_on_the_way(shop: RealShop) -> None:
    assert shop.ask("select * from rejected_orders") == []
    assert shop.ask("select * from reconciliation where difference <> 0") == []


def test_labels_of_each_scheme_add_up(shop: RealShop) -> None:
    stores = shop.ask(
        "select store_id, count(*), sum(net_revenue) from customer_facts group by 1 order by 1"
    )
    sums = shop.ask("""
        select scheme, store_id, sum(customer_count), sum(net_revenue)
        from tier_summary group by 1, 2 order by 1, 2
    """)
    schemes = sorted({scheme for scheme, *_ in sums})
    # Nobody has a class by margin where no cost is known.
    assert len(schemes) == (13 if shop.has_costs else 12)
    assert ("abc_margin" in schemes) == shop.has_costs
    assert sums == [(scheme, *store) for scheme in schemes for store in stores]


def ranks(*values: str) -> str:
    """The share of the others below, in a store."""
    window = "percent_rank() over (partition by store_id order by {0}) as {0}_rank"
    return ", ".join(window.format(value) for value in values)


def shares_before(*amounts: str) -> str:
    """The share of the money that those with more of it bring, in a store."""
    share = """
        (
            sum({0}) over (partition by store_id order by {0} desc)
            - sum({0}) over (partition by store_id, {0})
        ) / sum({0}) over (partition by store_id) as {0}_before
    """
    return ", ".join(share.format(amount) for amount in amounts)


def test_labels_are_those_that_the_file_gives(shop: RealShop) -> None:
    own = shop.ask("""
        select
            store_id, customer_id, recency_score, frequency_score, monetary_score, abc_class,
            abc_margin_class, loyalty_level, value_type, buying_style
        from customer_tiers order by 1, 2
    """)
    raw = shop.raw(f"""
        with customers as (
            select
                store_id, customer_id, count(*) as orders, max(day) as last_day,
                round(sum(net), 4) as net, round(sum(net - cost), 4) as margin,
                round(sum(net - coalesce(cost, 0)) / count(*), 4) as worth,
                round(sum(gross - net) / sum(gross), 4) as discount,
                -round(sum(gross - net) / sum(gross), 4) as full_price,
                round(
                    30 * count(*) / greatest(date '{shop.last_day}' - min(day), 30), 4
                ) as pace
            from orders group by 1, 2
        ),
        ranked as (
            select
                *, {ranks("last_day", "orders", "net", "worth", "discount", "full_price", "pace")},
                {shares_before("net", "margin")}
            from customers
        ),
        judged as (
            select
                *, score(pace_rank) >= 4 as is_volume,
                score(worth_rank) + score(orders_rank) + score(full_price_rank) >= 12 as is_valued
            from ranked
        )
        select
            store_id, customer_id, score(last_day_rank), score(orders_rank), score(net_rank),
            class(net_before), class(margin_before),
            case when orders < 2 then 'trial' when orders < 5 then 'forming' else 'loyal' end,
            case
                when is_valued and is_volume then 'valued_volume'
                when is_valued then 'valued'
                when is_volume then 'volume'
                else 'occasional'
            end,
            if(discount_rank >= 0.6, 'rational', 'mixed')
        from judged order by 1, 2
    """)
    assert own == raw


def test_each_currency_has_the_money_of_its_lines(contoso: Ask) -> None:
    own = contoso("""
        select
            store_id, currency, count(*), sum(source_row_count), sum(source_gross_amount),
            sum(gross_amount), sum(net_amount)
        from accepted_orders group by 1, 2 order by 1, 2
    """)
    raw = in_the_files(f"""
        select
            {STORE}, CurrencyCode, count(distinct OrderKey), count(*), sum(Quantity * UnitPrice),
            sum(Quantity * UnitPrice / ExchangeRate), sum(Quantity * NetPrice / ExchangeRate)
        from {SALES} group by 1, 2 order by 1, 2
    """)
    assert len(own) == 10
    assert [row[:4] for row in own] == [row[:4] for row in raw]
    assert [list(row[4:]) for row in own] == [to_the_cent(row[4:]) for row in raw]


def test_a_customer_who_stands_there_many_times_is_one(contoso: Ask) -> None:
    (lines, customers) = (7_794, 3_165)
    assert contoso(
        "select input_name, rejection_reason, count(*) from rejected_rows group by all"
    ) == [("customers", "duplicate_customer", lines - customers)]
    assert contoso("select count(distinct customer_id) from customer_facts") == [(customers,)]


def test_nobody_is_known_in_a_store_before_the_first_order_there(contoso: Ask) -> None:
    """All were registered by 2010, without a word of the store in which they would order."""
    assert (
        contoso("""
        select store_id, customer_id from int_ledger_events
        group by 1, 2 having min(event_date) <> min(purchase_date)
    """)
        == []
    )


def test_products_have_the_money_of_their_lines(contoso: Ask) -> None:
    own = contoso("""
        select store_id, item, quantity, net_revenue, margin_amount
        from product_abc where item_kind = 'category' order by 1, 2
    """)
    raw = in_the_files(f"""
        select
            {STORE}, trim(CategoryName), sum(Quantity),
            sum(Quantity * NetPrice / ExchangeRate),
            sum(Quantity * (NetPrice - UnitCost) / ExchangeRate)
        from {SALES}
        inner join '{DATA}/contoso/product.csv' using (ProductKey)
        group by 1, 2 order by 1, 2
    """)
    assert [row[:3] for row in own] == [row[:3] for row in raw]
    assert [list(row[3:]) for row in own] == [to_the_cent(row[3:]) for row in raw]


def test_categories_are_tied_as_often_as_they_are_bought_by_the_same(contoso: Ask) -> None:
    own = contoso(
        "select store_id, category, next_category, support_share, lift from int_category_affinities"
    )
    raw = in_the_files(f"""
        with bought as (
            select distinct {STORE} as store, CustomerKey as buyer, trim(CategoryName) as category
            from {SALES}
            inner join '{DATA}/contoso/product.csv' using (ProductKey)
        ),
        stores as (select store, count(distinct buyer) as buyers from bought group by 1)
        select
            store, one.category, other.category,
            count(*) filter (one.buyer = other.buyer) / buyers as support,
            support * buyers ** 2 / count(distinct one.buyer) / count(distinct other.buyer) as lift
        from bought as one
        inner join bought as other using (store)
        inner join stores using (store)
        where one.category <> other.category
        group by 1, 2, 3, buyers
        having support >= 0.01 and lift > 1
    """)
    assert raw
    assert sorted(own) == [
        (*row[:3], pytest.approx(row[3]), pytest.approx(row[4])) for row in sorted(raw)
    ]
