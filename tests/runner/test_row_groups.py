"""A run begins with the file attached anew, whatever it is called and holds."""

from pathlib import Path

import duckdb
import pytest
import yaml

from tests.conftest import PROJECT
from tests.runner.conftest import Project

pytestmark = pytest.mark.builds
MACRO = "macros/settings/use_small_row_groups.sql"


@pytest.mark.parametrize("name", ["shop.duckdb", "my-shop.of 2024.duckdb"])
def test_a_table_has_row_groups_of_a_quarter(project: Project, name: str) -> None:
    _use_the_hook(project)
    database = project.folder / name
    for _ in range(2):  # the second time there is something in it
        built = project.tiers("build", "--no-tests", "--database", database)
        assert built.code == 0, built.stderr
    assert _rows(database) == {0: 30_720, 1: 30_720, 2: 30_720, 3: 100_000 - 3 * 30_720}


def _use_the_hook(project: Project) -> None:
    (project.folder / MACRO).write_bytes((PROJECT / MACRO).read_bytes())
    settings = project.folder / "dbt_project.yml"
    ours = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    with settings.open("a", encoding="utf-8") as text:
        yaml.safe_dump({"on-run-start": ours["on-run-start"]}, text)
    many = project.folder / "models" / "marts" / "many.sql"
    many.write_text("select range as n from range(100000)", encoding="utf-8")


def _rows(database: Path) -> dict[int, int]:
    """Rows of each row group."""
    with duckdb.connect(database, read_only=True) as connection:
        groups = connection.execute(
            "select row_group_id, max(count) from pragma_storage_info('marts.many')"
            " where segment_type <> 'VALIDITY' group by row_group_id"
        ).fetchall()
    return dict(groups)
