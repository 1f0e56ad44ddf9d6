"""What dbt read of the project serves the next command, and none that would read something else."""

import os
from pathlib import Path

import duckdb
import pytest

from runner.parse_cache import ParseCache, Parsed, fingerprint, key_of
from tests.runner.conftest import Project

MODEL = "models/marts/tier_summary.sql"


def _kept(project: Project) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in project.folder.glob("target/tiers/parsed/*")}


@pytest.mark.builds
def test_another_database_and_day_are_built_without_reading_the_project_anew(
    project: Project,
) -> None:
    assert project.tiers("build").code == 0
    kept = _kept(project)
    assert len(kept) == 1
    other = project.folder / "other-shop.of 2024.duckdb"
    built = project.tiers("build", "--database", other, "--as-of", "2024-06-30", "--json")
    assert built.code == 0, built.stderr
    assert built.json["as_of_date"] == "2024-06-30"
    assert _kept(project) == kept
    with duckdb.connect(other, read_only=True) as connection:  # and its views read its own tables
        (view,) = connection.execute(
            "select view_name from duckdb_views() where schema_name = 'staging'"
        ).fetchall()
        assert connection.execute(f"select count(*) from staging.{view[0]}").fetchall() == [(3,)]
    assert not list(project.folder.glob("target/tiers/run-*"))


@pytest.mark.builds
def test_a_file_that_changed_is_read(project: Project) -> None:
    assert project.tiers("build", "--no-tests").code == 0
    model = project.folder / MODEL
    model.write_text(model.read_text(encoding="utf-8").replace("'Top'", "'Best'"), encoding="utf-8")
    report = project.tiers("build", "--no-tests", "--json").json
    assert report["schemes"]["abc"][0]["label_en"] == "Best"


def test_dates_alone_are_read_later(tmp_path: Path) -> None:
    plain = key_of(tmp_path, {"use_man": True})
    assert key_of(tmp_path, {"use_man": True, "as_of_date": "2024-01-31"}) == plain
    assert key_of(tmp_path, {"use_man": False}) != plain
    assert key_of(tmp_path / "other", {"use_man": True}) != plain


def test_any_file_and_the_version_of_dbt_change_the_fingerprint(project: Project) -> None:
    prints = [fingerprint(project.folder, "1")]
    prints.append(fingerprint(project.folder, "2"))
    os.utime(project.folder / MODEL, ns=(1, 1))
    prints.append(fingerprint(project.folder, "1"))
    (project.folder / "macros" / "new.sql").write_text("", encoding="utf-8")
    prints.append(fingerprint(project.folder, "1"))
    assert len(set(prints)) == 4
    assert fingerprint(project.folder, "1") == prints[-1]


def test_what_is_no_whole_file_of_ours_counts_for_nothing(tmp_path: Path) -> None:
    cache = ParseCache(tmp_path / "parsed")
    assert cache.read("key") is None
    parsed = Parsed("files", "shop", b"\n\x00content\n")
    cache.write("key", parsed)
    assert cache.read("key") == parsed
    (file,) = cache.folder.iterdir()
    for content in (b"", b"no json\nx", b'{"other": 1}\nx'):
        file.write_bytes(content)
        assert cache.read("key") is None
