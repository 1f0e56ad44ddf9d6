"""What leaves of which table: marks in YAML, tables in a database, queries that are run."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pytest

from runner.choices import Language
from runner.errors import UserError
from runner.serve.marks import Marks, read_marks
from runner.serve.privacy import Privacy
from runner.serve.tables import ServedTable, described_tables, served_tables
from runner.warehouse import Warehouse, open_warehouse
from runner.words import Words
from tests.conftest import PROJECT

OPEN, KEYED = Privacy(include_personal=True), Privacy(key=b"k" * 32)

YAML = """
models:
  - name: people
    columns:
      - name: store_id
      - name: customer_id
        config: {meta: {identifies: customer}}
      - {name: as_of_date}
      - name: level
      - name: region
        config: {meta: {personal_data: attribute}}
      - name: full_name
        config: {meta: {personal_data: true}}
      - name: nickname
        meta: {personal_data: true}
      - name: secret
        config: {meta: {personal_data: [perhaps]}}
  - name: contacts
    columns:
      - {name: store_id}
      - name: customer_id
        config: {meta: {identifies: customer}}
      - name: email
        config: {meta: {personal_data: true}}
      - name: as_of_version
  - name: buyers
    columns:
      - {name: store_id}
      - name: customer_id
        config: {meta: {identifies: customer}}
  - name: rejects
    columns:
      - name: raw_order_id
        config: {meta: {personal_data: raw, identifies: order}}
      - name: raw_row
        config: {meta: {personal_data: row}}
  - name: calendar
    config: {meta: {personal_rows: "occasion = 'birthday'"}}
    columns:
      - {name: customer_id}
      - {name: occasion}
      - name: occasion_date
        config: {meta: {personal_data: rows}}
"""
TABLES = """
create schema marts;
create table marts.people as
select
    's' as store_id, 'c1' as customer_id, date '2024-01-31' as as_of_date, 'A' as level,
    'north' as region, 'Quilla' as full_name, 'Q' as nickname, 'perhaps' as secret,
    'new' as "forgotten column";
create view marts.people_current as
select *, 3 as level_rank, 'Class A' as level_label_en, 'A' as full_name_en, 'EUR' as
    reporting_currency, 1 as other_rank, 'x' as unknown_en
from marts.people;
create table marts.contacts as
select 's' as store_id, 'c1' as customer_id, 'q@example.com' as email, 'v' as as_of_version;
create view marts.contacts_current as
select * exclude (as_of_version), 'EUR' as reporting_currency from marts.contacts;
create table marts.buyers as select 's' as store_id, 'c1' as customer_id;
create table marts.rejects as select 'N-7' as raw_order_id, 'rating=q9; Quilla' as raw_row;
create table marts.calendar as
from (values
    ('c1', 'birthday', date '2024-02-01'), ('c1', 'order', date '2024-02-02'),
    ('c1', null, date '2024-02-03')
) as t (customer_id, occasion, occasion_date);
create table marts.mine as select 'Quilla' as full_name;
create view marts.mine_current as select * from marts.mine;
create schema intermediate;
create table intermediate.people as select 'Quilla' as level;
"""


@pytest.fixture(scope="module")
def marks(tmp_path_factory: pytest.TempPathFactory) -> Marks:
    project = tmp_path_factory.mktemp("project")
    (project / "models" / "marts").mkdir(parents=True)
    (project / "models" / "marts" / "all.yaml").write_text(YAML, encoding="utf-8")
    (project / "macros").symlink_to(PROJECT / "macros")
    return read_marks(project)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    database = tmp_path_factory.mktemp("shop") / "shop.duckdb"
    with duckdb.connect(database) as connection:
        connection.execute(TABLES)
    with open_warehouse(database) as opened:
        yield opened


def served(warehouse: Warehouse, marks: Marks, privacy: Privacy) -> Mapping[str, ServedTable]:
    return {table.name: table for table in served_tables(warehouse, marks, privacy)}


def columns_of(table: ServedTable) -> list[str]:
    return [column.name for column in table.columns]


def test_what_is_personal_or_unknown_stays_inside(warehouse: Warehouse, marks: Marks) -> None:
    table = served(warehouse, marks, Privacy())["people"]
    assert columns_of(table) == ["store_id", "customer_id", "as_of_date", "level", "region"]
    assert table.left_out == ("full_name", "nickname", "secret", "forgotten column")
    assert [tuple(map(str, row)) for row in warehouse.rows(table.query())] == [
        ("s", "c1", "2024-01-31", "A", "north")
    ]


def test_asked_for_all_that_the_project_knows_leaves(warehouse: Warehouse, marks: Marks) -> None:
    table = served(warehouse, marks, OPEN)["people"]
    assert columns_of(table)[5:] == ["full_name", "nickname", "secret"]
    assert table.left_out == ("forgotten column",)


def test_a_view_of_the_newest_date_is_marked_as_its_table(
    warehouse: Warehouse, marks: Marks
) -> None:
    plain, keyed = (
        served(warehouse, marks, privacy)["people_current"] for privacy in (Privacy(), KEYED)
    )
    added = ["level_rank", "level_label_en", "reporting_currency"]
    for table in (plain, keyed):
        assert columns_of(table)[5:] == added
        assert {"full_name", "full_name_en", "other_rank", "unknown_en"} <= set(table.left_out)
    ((_, customer, *_),) = warehouse.rows(plain.query())
    ((_, hidden, *_),) = warehouse.rows(keyed.query())
    assert customer == "c1"
    assert len(hidden) == 32
    assert warehouse.rows(served(warehouse, marks, KEYED)["people"].query())[0][1] == hidden


def test_tables_and_views_of_which_only_keys_would_leave_stay_inside(
    warehouse: Warehouse, marks: Marks
) -> None:
    leaving = {"people", "people_current", "buyers", "rejects", "calendar"}
    assert served(warehouse, marks, Privacy()).keys() == leaving
    assert served(warehouse, marks, OPEN).keys() == leaving | {"contacts", "contacts_current"}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("contacts", "All that contacts says is personal. With --include-personal it is written."),
        ("contacts_current", "All that contacts_current says is personal."),
        ("mine", "The project says nothing of mine, so it stays in the database. Describe its"),
        ("mine_current", "The project says nothing of mine_current, so it stays"),
        (
            "nobody",
            "There is no table nobody in the marts. There are: buyers, calendar, people, people_",
        ),
    ],
)
def test_a_table_that_does_not_leave_is_named_with_the_reason(
    warehouse: Warehouse, marks: Marks, name: str, sentence: str
) -> None:
    with pytest.raises(UserError) as caught:
        served_tables(warehouse, marks, Privacy(), names=["people", name])
    assert str(caught.value).startswith(sentence)
    assert caught.value.code == 2
    chinese = Words(Language.ZH)
    for text in (caught.value.sentence, caught.value.advice):
        assert chinese.say(text) != text


def test_only_the_tables_asked_for_are_given(warehouse: Warehouse, marks: Marks) -> None:
    chosen = served_tables(warehouse, marks, Privacy(), names=["rejects", "buyers"])
    assert [table.name for table in chosen] == ["buyers", "rejects"]


def test_raw_texts_are_masked_and_stay_masked_with_a_key(
    warehouse: Warehouse, marks: Marks
) -> None:
    for privacy in (Privacy(), KEYED):
        query = served(warehouse, marks, privacy)["rejects"].query()
        assert warehouse.rows(query) == [("x-9", "rating=x9; xxxxxx")]
    query = served(warehouse, marks, OPEN)["rejects"].query()
    assert warehouse.rows(query) == [("N-7", "rating=q9; Quilla")]


def test_rows_that_are_personal_as_a_whole_stay_inside(warehouse: Warehouse, marks: Marks) -> None:
    query = served(warehouse, marks, Privacy())["calendar"].query()
    assert sorted(str(row[2]) for row in warehouse.rows(query)) == ["2024-02-02", "2024-02-03"]
    query = served(warehouse, marks, OPEN)["calendar"].query()
    assert len(warehouse.rows(query)) == 3


def test_a_day_is_chosen_beside_the_rows_that_stay_inside(
    warehouse: Warehouse, marks: Marks
) -> None:
    people = served(warehouse, marks, KEYED)["people"]
    assert len(warehouse.rows(people.query("2024-01-31"))) == 1
    assert warehouse.rows(people.query("2024-01-30")) == []
    calendar = served(warehouse, marks, Privacy())["calendar"]
    assert len(warehouse.rows(calendar.query("2024-01-30"))) == 2


IDS = """
create schema marts;
create table marts.customer_facts as
from (values ('s', 'c1', date '2024-01-31'), ('s', '{customer}', date '{day}'))
as t (store_id, customer_id, as_of_date);
create table marts.accepted_orders as select 's' as store_id, '{customer}' as customer_id;
create table marts.tier_summary as select 's' as store_id, 'A' as label;
"""


def shop(folder: Path, customer: str, day: str = "2024-01-31") -> Path:
    database = folder / "shop.duckdb"
    with duckdb.connect(database) as connection:
        connection.execute(IDS.format(customer=customer, day=day))
    return database


@pytest.mark.parametrize(
    "customer", ["quux@example.com", "o.quux+1@mail.example.cn", "张@例子.公司"]
)
def test_ids_that_are_email_addresses_leave_only_if_asked_for(
    tmp_path: Path, customer: str
) -> None:
    marks = read_marks(PROJECT)
    with open_warehouse(shop(tmp_path, customer)) as warehouse:
        with pytest.raises(UserError, match="id of 1 customer is an e-mail address") as caught:
            served_tables(warehouse, marks, Privacy())
        assert customer not in str(caught.value)
        assert {table.name for table in served_tables(warehouse, marks, OPEN)} == {
            *("customer_facts", "accepted_orders", "tier_summary")
        }
        assert len(served_tables(warehouse, marks, KEYED)) == 3
        # Who only tells of the tables is not asked.
        assert len(described_tables(warehouse, marks, Privacy())) == 3
        # What has no ids leaves.
        assert len(served_tables(warehouse, marks, Privacy(), names=["tier_summary"])) == 1


@pytest.mark.parametrize("customer", ["@quux", "quux@home", "a b@example.com", "C@7", "x@y.z t"])
def test_other_ids_leave(tmp_path: Path, customer: str) -> None:
    with open_warehouse(shop(tmp_path, customer)) as warehouse:
        assert len(served_tables(warehouse, read_marks(PROJECT), Privacy())) == 3
