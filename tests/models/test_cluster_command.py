"""`tiers cluster`: files of rules, whole or not at all."""

import csv
import json
from pathlib import Path

import duckdb
import pytest

from runner.errors import UserError
from runner.export.shapes import Silent
from runner.models.cluster import cluster
from runner.models.shapes import ClusterRequest
from tests.conftest import PROJECT, run_tiers

BUYERS = """
create schema marts;
create table marts.customer_facts as
select
    store_id,
    store_id || number as customer_id,
    day as as_of_date,
    case when number % 3 = 0 then 350 else 10 * (number % 3) end as days_since_last_order,
    [1, 30, 15][number % 3 + 1] as order_count,
    [1, 30, 15][number % 3 + 1] as purchase_day_count,
    [20, 1500, 75][number % 3 + 1]::decimal(18, 4) as net_revenue,
    [null, 10.0, 30.0][number % 3 + 1]::double as mean_gap_days,
    null::double as discount_share,
    null::decimal(18, 4) as average_order_value,
    null::integer as tenure_days
from
    (values ('north'), ('south')) as stores (store_id),
    (values (date '2025-11-30'), (date '2025-12-31')) as days (day),
    range(180) as numbers (number);
insert into marts.customer_facts by name
select 'small' as store_id, 'only' as customer_id, date '2025-12-31' as as_of_date,
    5 as days_since_last_order, 1 as order_count, 1 as purchase_day_count, 9 as net_revenue;
create view marts.customer_facts_current as
select *, 'USD' as reporting_currency from marts.customer_facts where as_of_date = '2025-12-31';
create table marts.rfm_scores as
select store_id, customer_id, as_of_date, 'loyal' as rfm_segment from marts.customer_facts;
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("clusters") / "customer_tiers.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute(BUYERS)
    return file


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as content:
        return list(csv.DictReader(content))


def learn(database: Path, out: Path, *, store: str | None = None, as_of: str | None = None) -> None:
    request = ClusterRequest(database, out, as_of=as_of, store=store)
    cluster(request, project=PROJECT, progress=Silent())


def test_the_rules_of_one_store_leave_those_of_the_others(database: Path, tmp_path: Path) -> None:
    learn(database, tmp_path)
    file = tmp_path / "cluster_rules.csv"
    rows = rows_of(file)
    assert {row["store_id"] for row in rows} == {"north", "south"}
    assert {row["learned_date"] for row in rows} == {"2025-12-31"}
    learn(database, tmp_path, store="south", as_of="2025-11-30")
    again = rows_of(file)
    assert [row for row in again if row["store_id"] == "north"] == [
        row for row in rows if row["store_id"] == "north"
    ]
    assert {row["learned_date"] for row in again if row["store_id"] == "south"} == {"2025-11-30"}
    assert [file.name for file in tmp_path.iterdir()] == ["cluster_rules.csv"]


def test_what_no_longer_holds_is_taken_out_of_the_file(database: Path, tmp_path: Path) -> None:
    learn(database, tmp_path, store="small")
    assert [*tmp_path.iterdir()] == []
    learn(database, tmp_path, store="north")
    file = tmp_path / "cluster_rules.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("north", "small"), encoding="utf-8")
    learn(database, tmp_path, store="small")
    assert rows_of(file) == []
    assert file.read_text(encoding="utf-8").startswith("store_id,learned_date,")


def test_a_file_of_somebody_else_stays_as_it_is(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "cluster_rules.csv"
    file.write_text("store_id,rule\nnorth,mine\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"is no file of `tiers cluster`"):
        learn(database, tmp_path, store="north")
    assert file.read_text(encoding="utf-8") == "store_id,rule\nnorth,mine\n"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"store": "west"}, r"no store west .* There are: north, small, south"),
        ({"as_of": "2025-10-31"}, r"no date 2025-10-31\. The newest are: 2025-12-31, 2025-11-30"),
        ({"as_of": "soon"}, r"--as-of soon is not a day"),
    ],
)
def test_what_is_not_there_is_named(
    database: Path, tmp_path: Path, asked: dict[str, str], said: str
) -> None:
    with pytest.raises(UserError) as error:
        learn(database, tmp_path, **asked)
    assert error.match(said)


@pytest.mark.slow
def test_one_object_tells_all_and_words_go_beside_it(database: Path, tmp_path: Path) -> None:
    done = run_tiers("cluster", "--database", database, "--json", folder=tmp_path)
    assert done.code == 0, done.stderr
    north, small, south = done.json["stores"]
    assert (north["buyers"], small["buyers"], south["buyers"]) == (180, 1, 180)
    assert small["findings"] == ["Fewer than 100 buyers are too few for clusters."]
    assert [each["cluster_id"] for each in north["clusters"]] == [1, 2, 3]
    assert done.json["files"] == {"cluster_rules": "clusters/cluster_rules.csv"}
    assert "cluster_rules: {location: clusters/cluster_rules.csv}" in done.stderr
    assert len(rows_of(tmp_path / "clusters/cluster_rules.csv")) >= 6


@pytest.mark.slow
@pytest.mark.builds
def test_the_rules_of_the_sample_are_what_the_command_learns(
    sample_database: Path, tmp_path: Path
) -> None:
    learn(sample_database, tmp_path)
    for name in ("cluster_rules", "factor_loadings"):
        kept = (PROJECT / f"seeds/sample/sample_{name}.csv").read_text(encoding="utf-8")
        assert (tmp_path / f"{name}.csv").read_text(encoding="utf-8") == kept


@pytest.mark.slow
@pytest.mark.builds
def test_rules_that_can_not_be_read_stop_a_build_and_none_make_no_cluster(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(
        "order_id,customer_id,ordered_at,gross_amount\n1,a,2025-01-05,10\n2,b,2025-02-05,30\n",
        encoding="utf-8",
    )
    header, first, *_ = (
        (PROJECT / "seeds/sample/sample_cluster_rules.csv").read_text(encoding="utf-8").split("\n")
    )
    inputs = {"orders": {"location": "orders.csv"}, "cluster_rules": {"location": "rules.csv"}}
    (tmp_path / "inputs.yml").write_text(
        json.dumps({"inputs": inputs, "history_periods": 0}), encoding="utf-8"
    )
    build = ("build", "--inputs", "inputs.yml", "--database", tmp_path / "shop.duckdb")
    only = ("--no-tests", "--select", "+customer_clusters")
    (tmp_path / "rules.csv").write_text(header + "\n", encoding="utf-8")
    done = run_tiers(*build, *only, folder=tmp_path)
    assert done.code == 0, done.stderr + done.stdout
    with duckdb.connect(tmp_path / "shop.duckdb", read_only=True) as connection:
        assert connection.execute("select count(*) from marts.customer_clusters").fetchone() == (0,)
    broken = first.replace("north", "default").replace(",3,in,", ",three,in,")
    assert broken != first.replace("north", "default")
    (tmp_path / "rules.csv").write_text(f"{header}\n{broken}\n", encoding="utf-8")
    done = run_tiers(*build, *only, folder=tmp_path)
    assert done.code != 0
    assert "three" in done.stderr + done.stdout
