"""What readers of a PostgreSQL database get, from a real server."""

from decimal import Decimal
from pathlib import Path

import pytest

from runner.errors import UserError
from runner.publish.postgres.rollback import list_server_releases, rollback_server
from runner.publish.postgres.verify import verify_server
from tests.publish.postgres.conftest import Shared
from tests.publish.postgres.shop import JOINED, publish
from tests.publish.shop import CUSTOMERS, NEWEST, build

# Each takes a second or more; a pull request does without them.
pytestmark = pytest.mark.thorough


def test_readers_get_all_tables_of_one_build(shop: Path, shared: Shared) -> None:
    published = publish(shop, shared.address, grants=("analyst",))
    assert published.replaced is None
    assert published.target == shared.told
    # Two dates of two tables, and the newest of what is stored and of what is computed.
    assert {table.name: table.rows for table in published.tables} == {
        "abc_tiers_current": CUSTOMERS,
        "customer_facts": 2 * CUSTOMERS,
        "customer_tiers": 2 * CUSTOMERS,
        "customer_tiers_current": CUSTOMERS,
    }
    assert shared.rows(JOINED, user="analyst") == [(1, 1, CUSTOMERS)]
    query = f"""
        select customer_id, net_revenue from customer_tiers.customer_tiers
        where as_of_date = '{NEWEST}' and customer_id in ('0', '250')
        order by customer_id
    """
    assert shared.rows(query, user="analyst") == [
        ("0", Decimal("1.0000")),
        ("250", Decimal("3.5000")),
    ]


def test_types_comments_and_indexes_are_there(shop: Path, shared: Shared) -> None:
    published = publish(shop, shared.address)
    types = """
        select column_name, data_type, numeric_precision, numeric_scale
        from information_schema.columns
        where table_schema = 'customer_tiers' and table_name = 'customer_tiers'
        order by ordinal_position
    """
    assert shared.rows(types) == [
        ("store_id", "text", None, None),
        ("customer_id", "text", None, None),
        ("as_of_date", "date", None, None),
        ("order_count", "integer", 32, 0),
        ("net_revenue", "numeric", 18, 4),
    ]
    comment = "select obj_description('customer_tiers.customer_tiers'::regclass, 'pg_class')"
    assert shared.rows(comment) == [("Every customer, 每位客户.",)]
    schema = "customer_tiers_" + published.release.replace("-", "_")
    indexes = (
        f"select indexdef from pg_indexes where schemaname = '{schema}'"
        " and tablename = 'customer_tiers' order by 1"
    )
    assert [str(row[0]).partition(" USING ")[2] for row in shared.rows(indexes)] == [
        "brin (as_of_date)",
        "btree (store_id, customer_id, as_of_date)",
    ]


def test_the_manifest_says_what_is_there(shop: Path, shared: Shared) -> None:
    published = publish(shop, shared.address)
    found = shared.rows(
        "select release, as_of_date::text, content ->> 'schema_version',"
        " content ->> 'rules_hash', content -> 'tests' ->> 'pass',"
        " content -> 'privacy' ->> 'includes_personal_data',"
        " content -> 'as_of_dates' ->> 1, json_array_length(content -> 'tables')"
        " from customer_tiers.manifest"
    )
    assert found == [
        (published.release, NEWEST, "1.0", "rules", "1", "false", "2025-11-30", 4),
    ]


def test_the_same_build_is_not_published_twice(shop: Path, shared: Shared) -> None:
    first = publish(shop, shared.address)
    again = publish(shop, shared.address)
    assert again.release == first.release == again.replaced
    assert len(list_server_releases(shared.address)) == 1


def test_a_rollback_shows_the_release_before_and_the_next_publish_goes_on(
    shop: Path, shared: Shared
) -> None:
    first = publish(shop, shared.address)
    build(shop, 2)
    second = publish(shop, shared.address)
    assert second.replaced == first.release
    done = rollback_server(shared.address)
    assert (done.release, done.replaced) == (first.release, second.release)
    assert shared.rows(JOINED) == [(1, 1, CUSTOMERS)]
    with pytest.raises(UserError, match="has no release before"):
        rollback_server(shared.address)
    assert rollback_server(shared.address, name=second.release).replaced == first.release
    assert shared.rows(JOINED) == [(2, 2, CUSTOMERS)]


def test_old_releases_go_and_the_current_one_stays(shop: Path, shared: Shared) -> None:
    names = []
    for stock in (1, 2, 3):
        build(shop, stock)
        published = publish(shop, shared.address, keep=2)
        names.append(published.release)
    assert published.removed == (names[0],)
    assert [one.release for one in list_server_releases(shared.address)] == names[:0:-1]
    rollback_server(shared.address)
    build(shop, 4)
    assert publish(shop, shared.address, keep=2).removed == (names[1],)


def test_verify_finds_a_changed_value_a_lost_row_and_a_lost_table(
    shop: Path, shared: Shared
) -> None:
    published = publish(shop, shared.address)
    assert verify_server(shared.address).problems == ()
    schema = "customer_tiers_" + published.release.replace("-", "_")
    shared.run(
        f"update {schema}.customer_facts set order_count = 5 where customer_id = '7';"
        f"delete from {schema}.customer_tiers where customer_id = '7';"
        f"drop table {schema}.abc_tiers_current cascade"
    )
    verified = verify_server(shared.address)
    assert verified.code == 1
    assert verified.problems == (
        "abc_tiers_current is missing.",
        "customer_facts has other values than were published.",
        f"customer_tiers has {2 * CUSTOMERS - 2:,} rows instead of {2 * CUSTOMERS:,}.",
        "The view customer_tiers.abc_tiers_current does not show " + published.release + ".",
    )


def test_views_of_others_and_what_they_may_read_follow_the_release(
    shop: Path, shared: Shared
) -> None:
    publish(shop, shared.address, grants=("analyst",))
    shared.run(
        "create schema crm; create view crm.best as select max(order_count) as best"
        " from customer_tiers.customer_tiers; grant select on customer_tiers.customer_facts to"
        " pg_read_all_data"
    )
    build(shop, 2)
    publish(shop, shared.address)
    assert shared.rows("select best from crm.best") == [(2,)]
    assert shared.rows("select max(order_count) from customer_tiers.customer_tiers", user="analyst")
    rollback_server(shared.address)
    assert shared.rows("select best from crm.best") == [(1,)]


def test_a_new_table_is_read_by_who_may_read_all_and_by_nobody_else(
    shop: Path, shared: Shared
) -> None:
    publish(shop, shared.address, grants=("analyst",))
    shared.run(
        f"create role intern_{shared.name};"
        f"grant select on customer_tiers.customer_tiers to intern_{shared.name}"
    )
    build_with(
        shop,
        "create table marts.rfm_scores as select *, 1 as recency_score from marts.customer_tiers",
    )
    publish(shop, shared.address)
    may_read = f"""
        select r, has_table_privilege(r, 'customer_tiers.rfm_scores', 'select')
        from unnest(array['analyst', 'intern_{shared.name}']) as r
    """
    assert shared.rows(may_read) == [("analyst", True), (f"intern_{shared.name}", False)]


def test_a_new_column_and_a_lost_one_are_followed_where_nobody_depends_on_them(
    shop: Path, shared: Shared
) -> None:
    publish(shop, shared.address, grants=("analyst",))
    build_with(
        shop,
        "create or replace table marts.customer_facts as"
        " select store_id, as_of_date, customer_id, 1.5::double as tenure_days, order_count"
        " from marts.customer_facts",
    )
    publish(shop, shared.address)
    columns = shared.rows(
        "select column_name from information_schema.columns"
        " where table_schema = 'customer_tiers' and table_name = 'customer_facts'"
        " order by ordinal_position",
        user="analyst",
    )
    assert [row[0] for row in columns] == [
        "store_id",
        "as_of_date",
        "customer_id",
        "tenure_days",
        "order_count",
    ]
    rollback_server(shared.address)
    assert shared.rows("select max(net_revenue) > 0 from customer_tiers.customer_facts") == [
        (True,)
    ]


def test_what_somebody_depends_on_is_not_taken_away(shop: Path, shared: Shared) -> None:
    published = publish(shop, shared.address)
    shared.run("create view public.money as select net_revenue from customer_tiers.customer_tiers")
    build_with(
        shop,
        "create or replace table marts.customer_tiers as"
        " select * exclude (net_revenue) from marts.customer_tiers",
    )
    with pytest.raises(UserError, match="money reads") as error:
        publish(shop, shared.address)
    assert error.value.sentence == (
        "view public.money reads customer_tiers.customer_tiers, whose column net_revenue is not"
        " what it was."
    )
    assert [one.release for one in list_server_releases(shared.address)] == [published.release]
    # A new column is none of their business: it stands behind the others.
    build(shop, 3)
    build_with(shop, "alter table marts.customer_tiers add column region text default 'A'")
    publish(shop, shared.address)
    assert shared.rows("select min(region) from customer_tiers.customer_tiers") == [("A",)]


def test_an_old_release_that_somebody_reads_directly_stays(shop: Path, shared: Shared) -> None:
    first = publish(shop, shared.address)
    schema = "customer_tiers_" + first.release.replace("-", "_")
    shared.run(f"create view public.then as select * from {schema}.customer_tiers")
    for stock in (2, 3):
        build(shop, stock)
        published = publish(shop, shared.address, keep=2)
    assert published.removed == ()
    assert len(list_server_releases(shared.address)) == 3


def test_a_schema_of_somebody_else_is_not_touched(shop: Path, shared: Shared) -> None:
    shared.run(
        "create schema customer_tiers authorization etl;"
        "create table customer_tiers.customer_tiers (theirs int)"
    )
    with pytest.raises(UserError, match="is there already and is not of `tiers publish`") as error:
        publish(shop, shared.address)
    assert error.value.code == 2
    assert publish(shop, shared.address, schema="Kunden Stufen").tables
    assert shared.rows('select count(*) from "Kunden Stufen".customer_tiers') == [(6000,)]
    assert verify_server(shared.address, schema="Kunden Stufen").problems == ()


def build_with(database: Path, statement: str) -> None:
    """Build the shop anew, changed by a statement."""
    import duckdb

    from runner.swap import building
    from runner.tested import keep_tested
    from tests.publish.shop import PASSED

    with building(database) as swap:
        with duckdb.connect(swap.scratch) as connection:
            connection.execute(statement)
        keep_tested(swap, swap.publish(), PASSED)
