"""A rule changes, wherever it lives: the next build makes what a full build makes."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.results.shop import dbt, project_without_tests
from tests.results.warehouse import WITHOUT_EXTRAS, Warehouse

pytestmark = pytest.mark.builds
ORDERS = [
    {"order_id": f"{customer}{day}", "customer_id": customer, "ordered_at": day, **amounts}
    for customer, day, amounts in (
        ("ann", "2024-01-05", {"gross_amount": "100", "discount_amount": "20"}),
        ("bob", "2024-01-09", {"gross_amount": "20"}),
        ("ann", "2024-02-07", {"gross_amount": "30"}),
        ("cem", "2024-03-02", {"gross_amount": "40"}),
        ("bob", "2024-03-08", {"gross_amount": "50"}),
    )
]


class Edit(NamedTuple):
    """A change of a file of the project, and what a customer's newest tiers say then."""

    file: str
    old: str
    new: str
    customer: str
    column: str
    says: str


# Worked out by hand for the eighth of March: Ann has given 20 of 130 as discount and last
# bought thirty days ago; Cem has bought once, six days ago; Bob has brought 70 of 220, after
# Ann's 110.
EDITS = {
    "macro": Edit(
        *("macros/sql/ratio.sql", "cast({{ numerator }} as", "2 * cast({{ numerator }} as"),
        *("ann", "round(discount_share, 3)::text", "0.308"),
    ),
    "model": Edit(
        *("models/marts/tiers/lifecycle_stages.sql", "then 'new'", "then 'prospect'"),
        *("cem", "lifecycle_stage", "prospect"),
    ),
    "seed": Edit(
        *("seeds/rules/abc_classes.csv", "A,3,0.80,", "A,3,0.40,"),
        *("bob", "abc_class", "B"),
    ),
    "variable": Edit(
        *("dbt_project.yml", "  window_days: 365", "  window_days: 30"),
        *("ann", "window_order_count::text", "0"),
    ),
}
BEFORE = {"macro": "0.154", "model": "new", "seed": "A", "variable": "2"}


@contextmanager
def edited(project: Path, edit: Edit) -> Iterator[None]:
    """The project with another rule, for a while."""
    file = project / edit.file
    text = file.read_text(encoding="utf-8")
    assert edit.old in text, f"{edit.file} no longer has {edit.old}"
    file.write_text(text.replace(edit.old, edit.new), encoding="utf-8")
    try:
        yield
    finally:
        file.write_text(text, encoding="utf-8")


def own_project(folder: Path) -> Path:
    """A copy of the project that can be changed."""
    return shutil.copytree(project_without_tests(), folder / "project")


def told(warehouse: Warehouse, edit: Edit) -> str:
    """What the newest tiers say."""
    ((text,),) = warehouse.query(f"""
        select {edit.column} from customer_tiers
        where customer_id = '{edit.customer}' and as_of_date = date '2024-03-08'
    """)
    return str(text)


# Other seeds and variables come in the lives of shops too, other macros do not.
@pytest.mark.parametrize(
    "kinds",
    [
        pytest.param(["macro"], marks=pytest.mark.slow),
        pytest.param(["model", "seed", "variable"], marks=pytest.mark.slow),
    ],
)
def test_another_rule_is_in_the_next_build_wherever_it_lives(
    tmp_path: Path, kinds: list[str]
) -> None:
    warehouse = Warehouse(tmp_path, own_project(tmp_path), **WITHOUT_EXTRAS)
    warehouse.build(orders=ORDERS)
    assert warehouse.project
    before = warehouse.judgements()
    assert {kind: told(warehouse, edit) for kind, edit in EDITS.items()} == BEFORE
    for kind in kinds:
        edit = EDITS[kind]
        with edited(warehouse.project, edit):
            if kind == "seed":
                warehouse.seed()
            warehouse.build()
            assert told(warehouse, edit) == edit.says
            if kind == kinds[0]:
                assert warehouse.judgements() == warehouse.full_refresh()
    # And back, without a trace.
    assert warehouse.seed().build().judgements() == before


@pytest.mark.slow
def test_a_macro_is_a_rule_also_where_the_project_is_a_package(tmp_path: Path) -> None:
    package = own_project(tmp_path / "dbt_packages").rename(
        tmp_path / "dbt_packages" / "customer_tiers"
    )
    shutil.copy(package / "profiles.yml", tmp_path)
    (tmp_path / "dbt_project.yml").write_text(
        "{name: acme, profile: customer_tiers}", encoding="utf-8"
    )

    def rules() -> str:
        compiled = dbt(
            *("compile", "--no-write-json", "--select", "int_rules_version"),
            variables={},
            folder=tmp_path,
            database=tmp_path / "acme.duckdb",
            project=tmp_path,
        )
        return str(compiled.results[0].node.compiled_code)

    before = rules()
    with edited(package, EDITS["macro"]):
        assert rules() != before
    assert rules() == before
