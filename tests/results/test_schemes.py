"""A scheme that is switched off is not there, and takes nothing else with it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.registry import optional_schemes
from tests.results.inputs import IS_COMPLETE, OPTIONAL, Project, by_customer, cut_sample, locations
from tests.results.shop import DATABASE, Shop, dbt

pytestmark = pytest.mark.builds

# By scheme: its model, its label, and what else customer_tiers says of it.
SCHEMES = {
    name: (scheme["model"], scheme["label"], tuple(scheme.get("adds", ())))
    for name, scheme in optional_schemes().items()
}
SWITCHES = {name: scheme["switch"] for name, scheme in optional_schemes().items()}
# What else judges by a scheme, where it is there.
READERS = {"forecast": ("key_account", "grade")}
REPORTS = (
    *("purchase_habits", "product_abc", "next_categories", "acquisition_channels"),
    *("care_calendar", "customer_actions"),
)
ALWAYS = {"rfm", "rfm_value", "abc", "lifecycle"}


def columns_of(scheme: str) -> tuple[str, ...]:
    """The columns of customer_tiers that tell of a scheme."""
    _, label, others = SCHEMES[scheme]
    return (label, f"{label}_label_en", f"{label}_label_zh", *others)


def built(off: tuple[str, ...], folder: Path) -> Shop:
    """The sample shop, without these schemes."""
    variables = {switch: scheme not in off for scheme, switch in SWITCHES.items()}
    return Project(folder, variables).build()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, Any]]:
    """What customer_tiers says with all schemes."""
    return by_customer(built((), tmp_path_factory.mktemp("all")).table("customer_tiers"))


# Each alone takes a minute and more: where somebody asks for it.
ONE_BY_ONE = [(scheme,) for scheme in SCHEMES] if IS_COMPLETE else []
OFF = [
    tuple(SCHEMES),
    pytest.param(tuple(SCHEMES)[::2], marks=pytest.mark.thorough),
    *(pytest.param(off, marks=pytest.mark.slow) for off in (tuple(SCHEMES)[1::2], *ONE_BY_ONE)),
]


@pytest.mark.parametrize("off", OFF, ids="+".join)
def test_a_scheme_that_is_off_is_not_there_and_the_others_are_as_before(
    off: tuple[str, ...],
    whole: dict[tuple[str, str], dict[str, Any]],
    tmp_path: Path,
) -> None:
    shop = built(off, tmp_path)
    models = {model.name for model in shop.project.models}
    assert models & {SCHEMES[scheme][0] for scheme in off} == set()
    assert models >= {model for scheme, (model, *_) in SCHEMES.items() if scheme not in off}

    tiers = by_customer(shop.table("customer_tiers"))
    gone = {column for scheme in off for column in columns_of(scheme)}
    assert {row[column] for row in tiers.values() for column in gone} == {None}
    expected = {
        key: {column: None if column in gone else value for column, value in row.items()}
        for key, row in whole.items()
    }
    assert tiers.keys() == expected.keys()
    readers = {reader for scheme in off for reader in READERS.get(scheme, ())}
    may_differ = {column for reader in readers for column in columns_of(reader)}
    changed = {
        column: (key, row[column], value)
        for key, row in tiers.items()
        for column, value in expected[key].items()
        # The headline tells of what is known.
        if row[column] != value and not column.startswith("headline_")
        if column not in may_differ - gone
    }
    assert changed == {}
    schemes = {row["scheme"] for row in shop.table("tier_summary")}
    assert schemes == ALWAYS | SCHEMES.keys() - set(off)


@pytest.mark.slow
def test_all_tests_of_dbt_hold_without_any_scheme_or_report(tmp_path: Path) -> None:
    variables = dict.fromkeys(SWITCHES.values(), False)
    variables |= {f"use_{name}": False for name in REPORTS}
    # Those of what comes before the marts know of no scheme.
    before = [
        f"path:{folder},resource_type:{kind}"
        for folder in ("models/staging", "models/intermediate", "seeds")
        for kind in ("test", "unit_test")
    ]
    cut_sample(tmp_path)
    inputs = {"inputs": locations(OPTIONAL, tmp_path), "history_periods": 0}
    dbt(
        *("build", "--exclude", *before),
        variables={**inputs, **variables},
        folder=tmp_path,
        database=tmp_path / f"{DATABASE}.duckdb",
    )
    results = json.loads((tmp_path / "target" / "run_results.json").read_text(encoding="utf-8"))
    statuses = [(result["unique_id"], result["status"]) for result in results["results"]]
    # An exposure is nothing that could be built.
    assert {status for _, status in statuses} == {"success", "pass", "no-op"}
    assert any(name.startswith("unit_test.") for name, _ in statuses)
