"""`tiers semantic`: what it writes, and what it refuses."""

import json
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import pytest

from runner.choices import Consumer, Language
from runner.errors import UserError
from runner.project import find_project
from runner.semantic.layer import Layer
from runner.semantic.reading import read_layer
from runner.semantic.semantic import files_for
from runner.semantic.superset import superset_files, uuid_of
from runner.semantic.write import write_files
from runner.serve.duckdb_file import write_duckdb
from runner.warehouse import open_warehouse
from tests.conftest import PROJECT, run_tiers
from tests.semantic.conftest import CONNECTION, parsed
from tests.semantic.expected import METRICS

CURRENT = "datasets/customer_tiers/customer_tiers_current.yaml"


def with_metrics(database: Path, folder: Path, change: str) -> Path:
    """A copy of the sample with other metrics."""
    copy = Path(shutil.copy(database, folder / "customer_tiers.duckdb"))
    with duckdb.connect(copy) as connection:
        connection.execute(change)
    return copy


def test_it_says_in_json_what_it_wrote(sample_database: Path, tmp_path: Path) -> None:
    out = tmp_path / "shop.json"
    done = run_tiers(
        *("semantic", "--format", "osi", "--out", out, "--database", sample_database, "--json"),
        folder=PROJECT,
    )
    assert done.code == 0, done.stderr
    assert done.json["files"] == [str(out)]
    assert set(done.json["metrics"]) == METRICS.keys()
    (model,) = json.loads(out.read_text(encoding="utf-8"))["semantic_model"]
    assert {metric["name"] for metric in model["metrics"]} == METRICS.keys()


@pytest.mark.parametrize("consumer", Consumer)
def test_chinese_labels_are_chinese_and_names_stay(
    consumer: Consumer, layer: Layer, sample_database: Path
) -> None:
    chinese = read_layer(find_project(PROJECT), sample_database, Language.ZH)
    english_files, files = (files_for(consumer, one, CONNECTION) for one in (layer, chinese))
    assert {name.replace("_zh.", "_en.") for name in files} == english_files.keys()
    text = "".join(files.values())
    assert "复购率" in text
    assert "至少在两天有购买的客户占全部已购客户的比例。" in text
    assert "Buyers who bought on at least two days" not in text
    assert "abc_class_label_zh" in text
    assert "abc_class_label_en" not in text
    assert "repeat_rate" in text


def test_the_ids_of_superset_are_always_the_same(
    superset: Mapping[str, Mapping[str, Any]],
) -> None:
    # Charts of a shop name it.
    assert superset[CURRENT]["uuid"] == "6ccde6bc-d214-5327-98d4-62eefc59924f"
    assert superset[CURRENT]["database_uuid"] == str(uuid_of("database"))
    found = [UUID(content["uuid"]) for name, content in superset.items() if "/" in name]
    assert len(set(found)) == len(found) > 20


def test_an_archive_of_the_same_metrics_is_the_same_bytes(layer: Layer, tmp_path: Path) -> None:
    files = superset_files(layer, CONNECTION)
    first, second = (
        write_files(files, tmp_path / place / "datasets.zip")[0] for place in ("one", "two")
    )
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert "datasets/metadata.yaml" in archive.namelist()
        assert archive.testzip() is None


def test_superset_reads_postgresql_from_the_schema_that_is_published(layer: Layer) -> None:
    files = parsed(superset_files(layer, "postgresql+psycopg2://reader@localhost/shop"))
    assert files[CURRENT]["schema"] == "customer_tiers"
    assert files["databases/customer_tiers.yaml"]["extra"]["engine_params"] == {}


def test_nothing_personal_and_no_hash_is_in_any_dataset(
    superset: Mapping[str, Mapping[str, Any]],
) -> None:
    columns = {
        column["column_name"]
        for content in superset.values()
        for column in content.get("columns", ())
    }
    assert "net_revenue" in columns
    assert columns & {"full_name", "email", "phone", "birth_date", "as_of_version"} == set()
    assert [name for name in superset if "contacts" in name] == []


def test_money_has_its_currency(superset: Mapping[str, Mapping[str, Any]]) -> None:
    currencies = {
        metric["metric_name"]: metric.get("currency") for metric in superset[CURRENT]["metrics"]
    }
    dollars = {"symbol": "USD", "symbolPosition": "prefix"}
    assert currencies["net_revenue"] == currencies["average_order_value"] == dollars
    assert currencies["customers"] is None


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("metric", "change", "words"),
    [
        (
            "net_revenue",
            "numerator = 'spent'",
            'net_revenue can\'t be computed: Binder Error: Referenced column "spent" not found',
        ),
        (
            "customers",
            "base_table = 'growth'",
            "The metric customers is of growth, which has no as-of dates or is not built.",
        ),
        (
            "customers",
            "unit = 'EUR'",
            "The metric customers is in the unit EUR. There are: customers, money, share.",
        ),
    ],
)
def test_a_metric_that_can_not_be_computed_is_named(
    metric: str, change: str, words: str, sample_database: Path, tmp_path: Path
) -> None:
    sql = f"update marts.business_metrics set {change} where metric_name = '{metric}'"
    database = with_metrics(sample_database, tmp_path, sql)
    with pytest.raises(UserError) as error:
        read_layer(find_project(PROJECT), database, Language.EN)
    assert words in str(error.value)


@pytest.mark.thorough
def test_a_shop_without_metrics_is_told_how_to_have_them(
    sample_database: Path, tmp_path: Path
) -> None:
    database = with_metrics(sample_database, tmp_path, "drop table marts.business_metrics")
    with pytest.raises(UserError, match="with the variable use_business_metrics true"):
        read_layer(find_project(PROJECT), database, Language.EN)


@pytest.mark.thorough
def test_a_metric_of_a_shop_reaches_every_consumer(sample_database: Path, tmp_path: Path) -> None:
    row = "'overdue_share', 'Overdue share', '逾期占比', 'Late.', '逾期。', 'share', null"
    sides = "'case when overdue_ratio > 1 then 1 else 0 end', '1'"
    database = with_metrics(
        sample_database,
        tmp_path,
        f"insert into marts.business_metrics values ({row}, 'customer_tiers', {sides})",
    )
    own = read_layer(find_project(PROJECT), database, Language.EN)
    for consumer in Consumer:
        text = "".join(files_for(consumer, own, CONNECTION).values())
        assert "overdue_share" in text
        assert "overdue_ratio > 1" in text


def test_several_texts_need_a_folder_or_an_archive(tmp_path: Path) -> None:
    texts = {"a.yml": "a", "b.yml": "b"}
    with pytest.raises(UserError, match="is one file, and there are 2 to write"):
        write_files(texts, tmp_path / "both.yml")
    written = write_files(texts, tmp_path / "folder")
    assert [file.read_text(encoding="utf-8") for file in written] == ["a", "b"]
    assert write_files({"a.json": "c"}, tmp_path / "one.json") == (tmp_path / "one.json",)
    assert {file.name for file in tmp_path.iterdir()} == {"folder", "one.json"}


def test_what_is_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file", encoding="utf-8")
    with pytest.raises(UserError, match="Can't write"):
        write_files({"a.yml": "a", "b.yml": "b"}, tmp_path / "folder")


@pytest.mark.thorough
def test_a_published_file_gives_the_same_texts_as_the_database(
    layer: Layer, sample_database: Path, tmp_path: Path
) -> None:
    published = tmp_path / "customer_tiers.duckdb"
    with open_warehouse(sample_database) as warehouse:
        write_duckdb(warehouse, list(layer.tables.values()), file=published)
    of_published = read_layer(find_project(PROJECT), published, Language.EN)
    for consumer in Consumer:
        assert files_for(consumer, of_published, CONNECTION) == files_for(
            consumer, layer, CONNECTION
        )
