"""What --lang calls things: complete, once per table, and as the rest of the project says."""

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import yaml

from runner.choices import Language
from runner.export.spoken import in_words
from runner.export.vocabulary import TITLES, read_vocabulary
from runner.serve.marks import read_marks
from runner.serve.privacy import Privacy
from runner.serve.tables import served_tables
from runner.warehouse import open_warehouse
from runner.words import CATALOGUE
from tests.conftest import PROJECT
from tests.registry import schemes

FOUND = yaml.safe_load(TITLES.read_text(encoding="utf-8"))
SEEDS = PROJECT / "seeds" / "rules"


def mart_files() -> list[Path]:
    return [
        file
        for file in sorted((PROJECT / "models" / "marts").rglob("*.yml"))
        if file.parent.name != "steps"
    ]


def marts() -> Iterator[dict[str, object]]:
    for file in mart_files():
        yield from yaml.safe_load(file.read_text(encoding="utf-8")).get("models") or ()


def test_every_mart_has_a_title_that_a_sheet_takes() -> None:
    assert set(FOUND["tables"]) == {mart["name"] for mart in marts()}
    for pair in FOUND["tables"].values():
        assert [len(title) <= 31 for title in pair] == [True, True]
    for place in (0, 1):
        titles = [pair[place].casefold() for pair in FOUND["tables"].values()]
        assert len(titles) == len(set(titles))


def test_titles_are_words_in_both_languages() -> None:
    pairs = {**FOUND["columns"], **FOUND["tables"]}
    for codes in FOUND["values"].values():
        pairs |= codes
    for name, pair in pairs.items():
        assert len(pair) == 2, name
        english, chinese = pair
        assert isinstance(english, str)
        assert isinstance(chinese, str)
        assert english.isascii(), name
        assert english[0].isupper(), name
        # At least one character is Chinese, but for the names that are said in English.
        assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese) or "ABC" in chinese, name


@pytest.mark.builds
@pytest.mark.parametrize("language", Language)
def test_every_column_has_a_title_and_no_title_stands_twice(
    sample_database: Path, language: Language
) -> None:
    used = set()
    with open_warehouse(sample_database) as warehouse:
        words = read_vocabulary(language, warehouse, PROJECT)
        marks = read_marks(PROJECT)
        for table in served_tables(warehouse, marks, Privacy(include_personal=True)):
            sheet = in_words(table, None, words, name=table.name.removesuffix("_current"))
            assert sheet.title != sheet.name
            titles = [column.title for column in sheet.columns]
            assert len(titles) == len(set(titles)), table.name
            for column in sheet.columns:
                assert column.title != column.name, (table.name, column.name)
                assert not column.name.endswith((f"_{words.other}", "as_of_version"))
            used |= set(titles)
    # No leftovers: a title that no column of the sample has is of one that is switched off.
    assert set(words.columns.values()) - used == set()


@pytest.mark.builds
@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
def test_no_code_of_ours_is_left(sample_database: Path, language: Language) -> None:
    said = {*FOUND["values"], "scheme", "metric", "label", "level", "next_level"}
    with open_warehouse(sample_database) as warehouse:
        words = read_vocabulary(language, warehouse, PROJECT)
        known = set(words.metrics.values()) | set(words.scheme_titles.values()) | {words.unknown}
        known |= {text for labels in words.labels.values() for text in labels.values()}
        known |= {text for codes in words.values.values() for text in codes.values()}
        for table in served_tables(warehouse, read_marks(PROJECT), Privacy()):
            sheet = in_words(table, None, words, name=table.name)
            for column in sheet.columns:
                if column.name not in {*said, *words.schemes}:
                    continue
                found = warehouse.rows(
                    f"select distinct {column.expression} from marts.{table.name}"
                )
                texts = {text for (text,) in found if text}
                # RFM scores are levels by number.
                left = {text for text in texts - known if not text.isdigit()}
                assert not left, (table.name, column.name)


def seed(name: str, code: str) -> dict[str, list[str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        return {row[code]: [row["label_en"], row["label_zh"]] for row in csv.DictReader(opened)}


@pytest.mark.parametrize(
    ("column", "name", "code"),
    [
        ("cause", "migration_causes", "cause"),
        ("intent", "playbook_intents", "intent"),
        ("key_account_reason", "key_account_reasons", "key_account_reason"),
        ("planned_channel", "contact_channels", "channel"),
    ],
)
def test_codes_are_said_as_in_the_rule_seeds(column: str, name: str, code: str) -> None:
    assert FOUND["values"][column] == seed(name, code)


def test_methods_of_forecasts_are_said_as_in_their_seed() -> None:
    methods = seed("forecast_methods", "method")
    assert {method: FOUND["values"]["method"][method] for method in methods} == methods


def test_grades_have_all_rules() -> None:
    with (SEEDS / "customer_grade_rules.csv").open(encoding="utf-8", newline="") as opened:
        rules = {row["grade_rule"] for row in csv.DictReader(opened)}
    assert set(FOUND["values"]["grade_rule"]) == rules


def test_reasons_of_rejection_are_said_as_on_the_terminal() -> None:
    catalogue = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    for code, (_, chinese) in FOUND["values"]["rejection_reason"].items():
        assert catalogue[code] == f"{chinese} {code}"


@pytest.mark.builds
def test_schemes_are_said_as_on_the_terminal(sample_database: Path) -> None:
    catalogue = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    with open_warehouse(sample_database) as warehouse:
        words = read_vocabulary(Language.ZH, warehouse, PROJECT)
    assert words.scheme_titles == {scheme: catalogue[scheme] for scheme in words.scheme_titles}
    assert len(words.scheme_titles) == len(schemes())


def test_a_label_of_a_shop_is_said_as_its_seed_says(tmp_path: Path) -> None:
    database = tmp_path / "shop.duckdb"
    with duckdb.connect(database) as connection:
        connection.execute(
            """
            create schema marts;
            create schema rules;
            create table marts.customer_tiers as
            select 'A' as abc_class, 'a' as abc_class_label_en, '甲' as abc_class_label_zh;
            create table marts.abc_tiers as select unnest(['A', 'D', null]) as abc_class;
            create table rules.tier_labels as
            select
                'abc' as scheme, 'A' as label, 1 as label_rank,
                'Best' as label_en, '最佳' as label_zh;
            """
        )
    with open_warehouse(database) as warehouse:
        (table,) = served_tables(warehouse, read_marks(PROJECT), Privacy(), names=["abc_tiers"])
        for language, labels in {
            Language.EN: ["Best", "D", "Unknown"],
            Language.ZH: ["最佳", "D", "未知"],
        }.items():
            words = read_vocabulary(language, warehouse, PROJECT)
            sheet = in_words(table, None, words, name="abc_tiers")
            assert [label for (label,) in warehouse.rows(sheet.query)] == labels


def test_what_a_shop_does_not_say_is_unknown_in_the_language(tmp_path: Path) -> None:
    database = tmp_path / "shop.duckdb"
    with duckdb.connect(database) as connection:
        connection.execute(
            """
            create schema marts;
            create table marts.customer_tiers as
            select unnest(['North', 'Unknown', null]) as region;
            """
        )
    with open_warehouse(database) as warehouse:
        (table,) = served_tables(warehouse, read_marks(PROJECT), Privacy())
        words = read_vocabulary(Language.ZH, warehouse, PROJECT)
        sheet = in_words(table, None, words, name="customer_tiers")
        assert warehouse.rows(sheet.query) == [("North",), ("未知",), (None,)]
