"""A release in a folder is whole, current in one step, and of one build."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest

from runner.errors import ExitCode, FullDiskError, UserError
from runner.publish.listing import list_releases
from runner.publish.place import taken
from runner.publish.rollback import rollback_folder
from runner.publish.verify import verify
from runner.warehouse import Warehouse
from tests.publish.shop import CUSTOMERS, build, publish
from tests.runner.conftest import no_file_larger_than

# Of the shop, by hand: two dates, and views at the newest only.
ROWS = {
    "abc_tiers_current": CUSTOMERS,
    "customer_facts": 2 * CUSTOMERS,
    "customer_tiers": 2 * CUSTOMERS,
    "customer_tiers_current": CUSTOMERS,
}
# Stock 1 plus range / 100 in each of two dates.
NET_REVENUE = 2 * (CUSTOMERS + Decimal(CUSTOMERS * (CUSTOMERS - 1)) / 2 / 100)


def _manifest(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "current" / "manifest.json").read_text("utf-8"))
    return content


def _left_in(folder: Path) -> set[str]:
    """What lies beside the releases, and in their folder what is none."""
    hidden = {file.name for file in (folder / "releases").glob(".*")}
    return hidden | {file.name for file in folder.iterdir()} - {"releases", "current"}


def test_a_release_holds_every_table_twice_and_says_so(shop: Path, folder: Path) -> None:
    published = publish(shop, folder)
    release = folder / "releases" / published.release
    assert (folder / "current").readlink() == Path("releases") / published.release
    assert {table.name: table.rows for table in published.tables} == ROWS
    assert {file.name for file in release.iterdir()} == {
        *(f"{name}.parquet" for name in ROWS),
        *("customer_tiers.duckdb", "manifest.json"),
    }
    with duckdb.connect(release / "customer_tiers.duckdb", read_only=True) as connection:
        for name, rows in ROWS.items():
            for source in (f"marts.{name}", f"'{release}/{name}.parquet'"):
                assert connection.execute(f"select count(*) from {source}").fetchone() == (rows,)
        for source in ("marts.customer_facts", f"'{release}/customer_facts.parquet'"):
            total = connection.execute(f"select sum(net_revenue) from {source}").fetchone()
            assert total == (NET_REVENUE,)
        (tables,) = connection.execute(
            "select count(*) from duckdb_views() where not internal"
        ).fetchall()
        assert tables == (0,)
    assert _left_in(folder) == set()


def test_the_manifest_says_what_is_there(shop: Path, folder: Path) -> None:
    published = publish(shop, folder)
    manifest = _manifest(folder)
    assert manifest["release"] == published.release
    assert published.release.startswith("2025-12-31-")
    assert manifest["as_of_dates"] == ["2025-12-31", "2025-11-30"]
    assert manifest["rules_hash"] == "rules"
    assert manifest["input_hash"] == "content of 1"
    assert manifest["tests"] == {"pass": 1, "warn": 0, "fail": 0, "error": 0, "skipped": 0}
    assert manifest["privacy"] == {"includes_personal_data": False, "has_pseudonyms": False}
    assert manifest["versions"]["duckdb"] == duckdb.__version__
    for listed in manifest["files"]:
        content = (folder / "current" / listed["file"]).read_bytes()
        assert listed["bytes"] == len(content)
        assert listed["sha256"] == hashlib.sha256(content).hexdigest()
        assert listed["rows"] == (ROWS[listed["table"]] if listed["table"] else sum(ROWS.values()))


def test_nobody_can_write_a_release_by_mistake(shop: Path, folder: Path) -> None:
    publish(shop, folder)
    for file in (folder / "current").iterdir():
        assert file.stat().st_mode & 0o222 == 0


def test_a_parquet_file_names_its_release(shop: Path, folder: Path) -> None:
    published = publish(shop, folder)
    with duckdb.connect() as connection:
        found = connection.execute(
            "select value from parquet_kv_metadata(?) where key = 'release'",
            [str(folder / "current" / "customer_tiers.parquet")],
        ).fetchone()
    assert found == (published.release.encode(),)


def test_the_folder_can_be_moved(shop: Path, folder: Path) -> None:
    publish(shop, folder)
    moved = folder.rename(folder.with_name("elsewhere"))
    assert verify(moved).problems == ()


def test_a_file_that_lost_a_row_is_not_published(
    shop: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(shop, folder)
    build(shop, 2)
    write = Warehouse.write

    def lose_one(self: Warehouse, query: str, *, file: Path, options: str) -> int:
        return write(self, f"select * from ({query}) offset 1", file=file, options=options)

    monkeypatch.setattr(Warehouse, "write", lose_one)
    with pytest.raises(UserError, match=r"rows 2999 instead of 3000.*Nothing was published"):
        publish(shop, folder)
    assert (folder / "current").readlink().name == first.release
    assert len(list_releases(folder)) == 1


def test_money_is_compared_to_the_last_digit(
    shop: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Warehouse.write

    def change_one(self: Warehouse, query: str, *, file: Path, options: str) -> int:
        changed = (
            "select * replace ((net_revenue + if(customer_id = '7', 0.0001, 0))::decimal(18, 4)"
            f" as net_revenue) from ({query})"
        )
        return write(self, changed, file=file, options=options)

    monkeypatch.setattr(Warehouse, "write", change_one)
    with pytest.raises(UserError, match=r"net_revenue \S+1 instead of \S+0\."):
        publish(shop, folder)
    assert not (folder / "current").exists()


def test_what_has_not_changed_is_not_published_again(shop: Path, folder: Path) -> None:
    first = publish(shop, folder)
    again = publish(shop, folder)
    assert (again.release, again.replaced) == (first.release, first.release)
    assert len(list_releases(folder)) == 1


def test_a_damaged_release_is_published_again(shop: Path, folder: Path) -> None:
    first = publish(shop, folder)
    (folder / "current" / "customer_facts.parquet").unlink()
    again = publish(shop, folder)
    assert again.release != first.release
    assert verify(folder).problems == ()


def test_the_last_releases_stay_and_the_current_one_always(shop: Path, folder: Path) -> None:
    made = []
    for stock in range(2, 6):
        build(shop, stock)
        made.append(publish(shop, folder, keep=3))
    names = [published.release for published in made]
    assert made[-1].removed == (names[0],)
    assert [one.release for one in list_releases(folder)] == names[:0:-1]


def test_a_release_that_readers_have_just_had_stays(shop: Path, folder: Path) -> None:
    names = []
    for stock in (2, 3, 4):
        build(shop, stock)
        names.append(publish(shop, folder).release)
    rollback_folder(folder, name=names[0])
    build(shop, 5)
    last = publish(shop, folder, keep=2)
    assert last.removed == (names[1],)
    assert [one.release for one in list_releases(folder)] == [last.release, names[2], names[0]]
    assert verify(folder, name=names[0]).problems == ()


def test_rollback_goes_back_one_by_one_and_forth_by_name(shop: Path, folder: Path) -> None:
    names = []
    for stock in (2, 3, 4):
        build(shop, stock)
        names.append(publish(shop, folder).release)
    assert rollback_folder(folder).release == names[1]
    assert _manifest(folder)["input_hash"] == "content of 3"
    assert rollback_folder(folder).release == names[0]
    with pytest.raises(UserError, match="no release before"):
        rollback_folder(folder)
    forth = rollback_folder(folder, name=names[2])
    assert (forth.release, forth.replaced) == (names[2], names[0])
    assert _manifest(folder)["input_hash"] == "content of 4"
    with pytest.raises(UserError, match=r"no release x in .*There are"):
        rollback_folder(folder, name="x")


def test_a_release_that_is_not_whole_is_not_rolled_back_to(shop: Path, folder: Path) -> None:
    first = publish(shop, folder).release
    build(shop, 2)
    second = publish(shop, folder).release
    (folder / "releases" / first / "customer_tiers.parquet").unlink()
    with pytest.raises(UserError, match=r"customer_tiers\.parquet is missing") as caught:
        rollback_folder(folder)
    assert caught.value.code == ExitCode.TEST_FAILED
    assert (folder / "current").readlink().name == second


def _change_a_byte(release: Path) -> None:
    file = release / "customer_facts.parquet"
    file.chmod(0o644)
    content = bytearray(file.read_bytes())
    content[1000] ^= 1
    file.write_bytes(content)


def _cut(release: Path) -> None:
    file = release / "customer_tiers.duckdb"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-1])


def _say_other_rows(release: Path) -> None:
    file = release / "manifest.json"
    file.chmod(0o644)
    content = json.loads(file.read_text("utf-8"))
    for listed in content["files"]:
        listed["rows"] += listed["table"] == "customer_facts"
    file.write_text(json.dumps(content), "utf-8")


def _forget_a_file(release: Path) -> None:
    file = release / "manifest.json"
    file.chmod(0o644)
    content = json.loads(file.read_text("utf-8"))
    content["files"] = [one for one in content["files"] if one["table"] != "customer_facts"]
    file.write_text(json.dumps(content), "utf-8")


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (_change_a_byte, "customer_facts.parquet has other bytes than were published."),
        (_cut, "customer_tiers.duckdb has"),
        (_say_other_rows, "customer_tiers.duckdb has 6,000 rows of customer_facts, not 6,001."),
        (_forget_a_file, "customer_facts.parquet is not in manifest.json."),
        (lambda release: (release / "manifest.json").unlink(), "manifest.json is missing."),
        (
            lambda release: (release / "customer_tiers.parquet").unlink(),
            "customer_tiers.parquet is missing.",
        ),
        (
            lambda release: (release / "more.parquet").write_bytes(b""),
            "more.parquet is not in manifest.json.",
        ),
        (shutil.rmtree, "is missing."),
        (
            lambda release: release.rename(release.with_name("2025-12-31-00000000")),
            "is missing.",
        ),
    ],
)
def test_verify_notices(
    damage: Callable[[Path], object], problem: str, shop: Path, folder: Path
) -> None:
    publish(shop, folder)
    damage((folder / "current").resolve())
    found = verify(folder)
    assert problem in found.problems[0] or problem in found.problems[-1]
    assert found.code == ExitCode.TEST_FAILED


@pytest.mark.parametrize(("version", "is_whole"), [("1.7", True), ("2.0", False)])
def test_a_later_version_may_say_more_and_no_less(
    version: str, *, is_whole: bool, shop: Path, folder: Path
) -> None:
    publish(shop, folder)
    file = folder / "current" / "manifest.json"
    file.chmod(0o644)
    content = _manifest(folder) | {"schema_version": version, "more": {"of": "it"}}
    file.write_text(json.dumps(content), "utf-8")
    assert (verify(folder).problems == ()) == is_whole


def test_a_current_that_publish_did_not_make_is_left_alone(shop: Path, folder: Path) -> None:
    (folder / "current").mkdir(parents=True)
    (folder / "current" / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(UserError, match="current is no link that `tiers publish` made"):
        publish(shop, folder)
    assert (folder / "current" / "mine.txt").read_text("utf-8") == "mine"
    assert not list((folder / "releases").iterdir())


def test_a_file_in_the_folders_place_is_named(shop: Path, folder: Path) -> None:
    folder.write_text("a file", "utf-8")
    with pytest.raises(UserError, match=r"Can't make the folder .*out.*: ") as caught:
        publish(shop, folder)
    assert caught.value.code == ExitCode.ENGINE_FAILED
    assert folder.read_text("utf-8") == "a file"


def test_without_a_database_nothing_is_made_of_it(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(UserError, match="There is no database"):
        publish(tmp_path / "none.duckdb", folder)
    assert not (folder / "current").exists()


def test_what_is_no_database_of_ours_is_not_published(tmp_path: Path, folder: Path) -> None:
    other = tmp_path / "other.duckdb"
    with duckdb.connect(other) as connection:
        connection.execute("create table t as select 1 as a")
    with pytest.raises(UserError, match="was not built by this version"):
        publish(other, folder)
    assert not (folder / "current").exists()


def test_without_symbolic_links_it_says_so_before_anything_is_written(
    shop: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    with pytest.raises(UserError, match=r"can't hold a symbolic link \(Operation not permitted\)"):
        publish(shop, folder)
    assert not list((folder / "releases").iterdir())


@pytest.mark.parametrize("most", [4_000, 100_000, 400_000])
def test_a_full_disk_leaves_the_old_release(most: int, shop: Path, folder: Path) -> None:
    first = publish(shop, folder)
    build(shop, 2)
    with no_file_larger_than(most), pytest.raises(FullDiskError):
        publish(shop, folder)
    assert (folder / "current").readlink().name == first.release
    assert verify(folder).problems == ()
    assert _left_in(folder) == set()
    assert len(list_releases(folder)) == 1
    assert publish(shop, folder).replaced == first.release


@pytest.fixture
def anybody() -> Iterator[Path]:
    """A folder that all may read and its owner write, while one works as another user."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def _as_nobody() -> Iterator[None]:
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_folder_that_can_not_be_written_keeps_its_release(anybody: Path) -> None:
    shop, folder = anybody / "customer_tiers.duckdb", anybody / "out"
    build(shop, 1)
    first = publish(shop, folder)
    build(shop, 2)
    with _as_nobody():
        for place in (folder, anybody / "new"):
            with pytest.raises(UserError, match="Permission denied") as caught:
                publish(shop, place)
            assert caught.value.code == ExitCode.ENGINE_FAILED
        with pytest.raises(UserError, match="Permission denied"):
            rollback_folder(folder)
        assert verify(folder).problems == ()  # who can't write can read
    assert (folder / "current").readlink().name == first.release
    assert not (anybody / "new").exists()


WRITER = """
import duckdb, sys
held = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def _written_elsewhere(database: Path) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        try:
            yield
        finally:
            process.communicate()


def test_a_database_that_is_being_written_is_not_published(shop: Path, folder: Path) -> None:
    with _written_elsewhere(shop), pytest.raises(UserError, match="open to write") as caught:
        publish(shop, folder)
    assert caught.value.code == ExitCode.ENGINE_FAILED
    assert not (folder / "current").exists()


def test_of_two_publishes_at_once_the_second_says_who_is_first(shop: Path, folder: Path) -> None:
    with taken(folder, create=True):
        with pytest.raises(UserError, match=f"Process {os.getpid()} publishes to") as caught:
            publish(shop, folder)
        assert caught.value.code == ExitCode.ENGINE_FAILED
        with pytest.raises(UserError, match=f"Process {os.getpid()} publishes to"):
            rollback_folder(folder)
        publish(shop, folder.with_name("other"))
    publish(shop, folder)


def test_a_build_that_replaces_the_database_meanwhile_is_not_mixed_in(
    shop: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Warehouse.write
    built: list[int] = []

    def build_first(self: Warehouse, query: str, *, file: Path, options: str) -> int:
        if not built:
            build(shop, 2)
            built.append(2)
        return write(self, query, file=file, options=options)

    monkeypatch.setattr(Warehouse, "write", build_first)
    publish(shop, folder)
    assert built == [2]
    with duckdb.connect(folder / "current" / "customer_tiers.duckdb", read_only=True) as connection:
        for source in ("marts.customer_tiers", f"'{folder}/current/customer_tiers.parquet'"):
            found = connection.execute(f"select distinct order_count from {source}").fetchall()
            assert found == [(1,)]


def test_what_a_killed_publish_left_is_swept_and_is_no_release(shop: Path, folder: Path) -> None:
    publish(shop, folder)
    left = folder / "releases" / ".unfinished-2025-12-31-00000000"
    left.mkdir()
    (left / "customer_tiers.duckdb").write_bytes(b"half a file")
    (folder / ".next-current").symlink_to("releases/2025-12-31-00000000")
    assert len(list_releases(folder)) == 1
    build(shop, 2)
    publish(shop, folder)
    assert _left_in(folder) == set()
