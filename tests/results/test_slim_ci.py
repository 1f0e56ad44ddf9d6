"""A build of what has changed alone, beside the production's database, as a pull request does."""

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.results.shop import DATABASE, INPUT_COLUMNS, TEXT_INPUTS, DbtFailedError, dbt, parsed
from tests.results.test_rules_change import EDITS, ORDERS, edited, own_project
from tests.results.warehouse import WITHOUT_EXTRAS, Warehouse

pytestmark = pytest.mark.builds
CHANGED = ("--select", "state:modified+")


class Production(Warehouse):
    """A shop that was built once, with its manifest, and a database for what has changed."""

    def __init__(self, folder: Path) -> None:
        """Build it, in a project of its own."""
        super().__init__(folder, own_project(folder), **WITHOUT_EXTRAS)
        self.put(ORDERS)
        self._dbt("run")
        self.state = folder / "state"
        self.state.mkdir()
        shutil.copy(folder / "target" / "manifest.json", self.state)
        self.ci = folder / "ci.duckdb"

    def build_changes(self, *options: str, **variables: object) -> None:
        """Build in the other database, from nothing, what dbt selects."""
        self.ci.unlink(missing_ok=True)
        deferred = ("--target", "ci", "--defer", "--state", str(self.state))
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TIERS_PRODUCTION", str(self.database))
            dbt(
                *("run", "--no-write-json", *deferred, *options),
                variables={**self.variables, **variables},
                folder=self.folder,
                database=self.ci,
                project=self.project,
            )

    def rows(self, database: Path) -> dict[str, list[tuple[object, ...]]]:
        """All marts of a database."""
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"attach '{self.database}' as shop (read_only)")
            if database != self.database:
                connection.execute(f"attach '{database}' as ci (read_only)")
            catalog = "shop" if database == self.database else "ci"
            names = connection.execute(
                "select table_name from information_schema.tables"
                f" where table_catalog = '{catalog}' and table_schema = 'marts'"
            ).fetchall()
            return {
                name: connection.execute(
                    f"select * from {catalog}.marts.{name} order by all"
                ).fetchall()
                for (name,) in names
            }


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Production:
    """What is built before the change."""
    return Production(tmp_path_factory.mktemp("production"))


@pytest.mark.slow
def test_what_changed_alone_has_the_rows_of_a_full_build_and_leaves_no_trace(
    production: Production,
) -> None:
    assert production.project
    before = production.rows(production.database)
    with edited(production.project, EDITS["model"]):
        production.build_changes(*CHANGED)
        changed = production.rows(production.ci)
        kept = shutil.copy(production.database, production.folder / "kept.duckdb")
        production.build("--full-refresh")
        full = production.rows(production.database)
        shutil.move(kept, production.database)
    assert {"lifecycle_stages", "customer_tiers", "tier_summary", "tier_migrations"} <= set(changed)
    assert "customer_facts" not in changed
    assert changed == {name: full[name] for name in changed}
    assert changed["customer_tiers"] != before["customer_tiers"]

    # A build of all, after the change was taken back, keeps nothing of it.
    with duckdb.connect(production.ci) as connection:
        connection.execute(f"attach '{production.database}' as shop (read_only)")
        for (name,) in connection.execute(
            "select table_name from duckdb_tables()"
            " where database_name = 'shop' and schema_name in ('main', 'rules')"
        ).fetchall():
            schema = "main" if name.startswith("raw_") else "rules"
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f"create table {schema}.{name} as from shop.{schema}.{name}")
    dbt(
        *("run", "--no-write-json"),
        variables=production.variables,
        folder=production.folder,
        database=production.ci,
        project=production.project,
    )
    assert production.rows(production.ci) == before


def test_a_raw_table_is_that_of_the_state_where_the_target_has_none(tmp_path: Path) -> None:
    inputs: dict[str, object] = {
        **TEXT_INPUTS,
        "orders": {
            "relation": "main.raw_orders",
            "joins": {"person": {"relation": '"Main".raw_CUSTOMERS', "on": {"1": "1"}}},
        },
        "feedback": {"relation": "raw_feedback"},
        "refunds": {"relation": "production.main.raw_refunds"},
    }
    production, ci = tmp_path / "production.duckdb", tmp_path / f"{DATABASE}.duckdb"
    for database, names in ((production, INPUT_COLUMNS), (ci, ["referrals"])):
        with duckdb.connect(database) as connection:
            for name in names:
                columns = " varchar, ".join(INPUT_COLUMNS[name])
                connection.execute(f"create table raw_{name} ({columns} varchar)")
    # The state: the same project, built in the other database.
    state = tmp_path / "manifest.json"
    parsed({"inputs": inputs}, ci).write(str(state))
    text = state.read_text(encoding="utf-8")
    state.write_text(text.replace(f'"{DATABASE}"', '"production"'), encoding="utf-8")

    def reads(*options: str) -> dict[str, str]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TIERS_PRODUCTION", str(production))
            ran = dbt(
                *("compile", "--no-write-json", "--target", "ci", *options),
                *("--defer", "--state", str(tmp_path), "--select"),
                *(f"stg_tiers__{name}" for name in ("orders", "feedback", "refunds", "referrals")),
                variables={"inputs": inputs},
                folder=tmp_path,
                database=ci,
            )
        return {result.node.name: result.node.compiled_code for result in ran.results}

    read = reads()
    assert 'from "production"."main"."raw_orders" as mapped_rows' in read["stg_tiers__orders"]
    assert 'from "production"."main"."raw_customers" as joined' in read["stg_tiers__orders"]
    assert 'from "production"."main"."raw_feedback"' in read["stg_tiers__feedback"]
    assert "from production.main.raw_refunds" in read["stg_tiers__refunds"]
    assert "from main.raw_referrals" in read["stg_tiers__referrals"]
    favoured = reads("--favor-state")
    assert 'from "production"."main"."raw_referrals"' in favoured["stg_tiers__referrals"]


@pytest.mark.slow
def test_a_macro_a_variable_or_a_model_that_is_not_selected_stops_the_build(
    production: Production,
) -> None:
    assert production.project
    one = ("--select", "tier_summary")
    whole = "The variables or macros are not those by which .*, so tier_summary can't be built"
    with edited(production.project, EDITS["macro"]), pytest.raises(DbtFailedError, match=whole):
        production.build_changes(*one)
    with pytest.raises(DbtFailedError, match=whole):
        production.build_changes(*one, window_days=30)
    says = "tier_summary is made of lifecycle_stages, which is another model than that by which"
    with edited(production.project, EDITS["model"]), pytest.raises(DbtFailedError, match=says):
        production.build_changes(*one)
