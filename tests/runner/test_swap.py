"""A database is replaced as a whole or not at all."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest

from runner.errors import ExitCode, FullDiskError, UserError
from runner.swap import building
from tests.conftest import clean_environment
from tests.runner.conftest import no_file_larger_than

HOLD = """
import duckdb, sys
held = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read")
print("held", flush=True)
sys.stdin.read()
"""
CRASH = """
import duckdb, os, sys
held = duckdb.connect(sys.argv[1])
held.execute("set checkpoint_threshold = '1 GB'")
held.execute("update shop set stock = 7")
os._exit(0)
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "shop.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute("create table shop as select 1 as stock")
        connection.execute("create view shown as select stock from shop.main.shop")
    return file


def _stock(file: Path) -> int:
    with duckdb.connect(file, read_only=True) as connection:
        ((stock,),) = connection.execute("select stock from shown").fetchall()
    return int(stock)


def _restock(file: Path, stock: int) -> None:
    with duckdb.connect(file) as connection:
        connection.execute("update shop set stock = ?", [stock])


@contextmanager
def _held(file: Path, how: str) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file), how],
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


def test_a_published_build_replaces_the_database_and_leaves_nothing_else(database: Path) -> None:
    with building(database) as swap:
        _restock(swap.scratch, 2)
        assert _stock(database) == 1
        swap.publish()
    assert _stock(database) == 2
    assert [file.name for file in database.parent.iterdir()] == ["shop.duckdb"]


def test_an_unpublished_build_leaves_the_database_as_it_was(database: Path) -> None:
    good = database.read_bytes()
    with building(database) as swap:
        _restock(swap.scratch, 2)
    assert database.read_bytes() == good
    assert [file.name for file in database.parent.iterdir()] == ["shop.duckdb"]


def test_a_failed_build_can_be_looked_at_views_and_all(database: Path) -> None:
    with building(database) as swap:
        _restock(swap.scratch, 2)
        swap.set_aside()
    assert _stock(swap.failed) == 2
    assert _stock(database) == 1


def test_the_first_build_begins_with_nothing(tmp_path: Path) -> None:
    with building(tmp_path / "shop.duckdb") as swap:
        assert not swap.scratch.exists()


def test_what_a_killed_build_left_is_not_built_upon(database: Path) -> None:
    with building(database) as swap:
        left_behind = swap.scratch
    left_behind.parent.mkdir()
    left_behind.write_bytes(b"half a file")
    left_behind.with_name(f"{left_behind.name}.wal").write_bytes(b"half a log")
    with building(database) as swap:
        assert _stock(swap.scratch) == 1


def test_what_a_crashed_writer_left_in_its_log_is_not_lost(database: Path) -> None:
    subprocess.run([sys.executable, "-c", CRASH, str(database)], check=True)
    assert database.with_name("shop.duckdb.wal").exists()
    with building(database) as swap:
        assert _stock(swap.scratch) == 7
        swap.publish()
    assert _stock(database) == 7
    assert [file.name for file in database.parent.iterdir()] == ["shop.duckdb"]


def test_two_builds_of_one_database_at_a_time_are_refused(database: Path) -> None:
    with building(database):
        with pytest.raises(UserError) as caught, building(database):
            pass
        assert f"process {os.getpid()}" in str(caught.value)
        assert caught.value.code == ExitCode.ENGINE_FAILED
        with building(database.with_name("other.duckdb")):
            pass
    with building(database):
        pass


def test_a_reader_goes_on_reading_while_the_database_is_replaced(database: Path) -> None:
    with _held(database, "read"), building(database) as swap:
        _restock(swap.scratch, 2)
        swap.publish()
    assert _stock(database) == 2


def test_a_writer_elsewhere_is_named_before_anything_is_built(database: Path) -> None:
    with _held(database, "write"), pytest.raises(UserError) as caught, building(database):
        pass
    assert "open to write" in str(caught.value)
    assert caught.value.code == ExitCode.ENGINE_FAILED


def test_a_file_that_is_no_database_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("order_id\n" * 1000, encoding="utf-8")
    with pytest.raises(UserError, match="can't be opened as a DuckDB database"), building(file):
        pass
    assert file.read_text(encoding="utf-8").startswith("order_id")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(UserError, match="no folder"),
        building(tmp_path / "nowhere" / "shop.duckdb"),
    ):
        pass


def _write_in_place(database: Path) -> None:
    _restock(database, 9)


def _fall_while_writing(database: Path) -> None:
    subprocess.run([sys.executable, "-c", CRASH, str(database)], check=True)


def _put_another_in_its_place(database: Path) -> None:
    other = Path(shutil.copy(database, database.with_name("other.duckdb")))
    _restock(other, 9)
    other.replace(database)


def _write_in_the_same_moment(database: Path) -> None:
    """As a file system would show it that counts whole seconds."""
    before = database.stat()
    _restock(database, 9)
    os.utime(database, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert database.stat().st_size == before.st_size


@pytest.mark.parametrize(
    "write",
    [_write_in_place, _fall_while_writing, _put_another_in_its_place, _write_in_the_same_moment],
)
def test_what_another_program_wrote_meanwhile_is_not_replaced(
    write: Callable[[Path], None], database: Path
) -> None:
    with building(database) as swap:
        _restock(swap.scratch, 2)
        write(database)
        with pytest.raises(UserError) as caught:
            swap.publish()
    assert f"Another program has written {database}" in str(caught.value)
    assert caught.value.code == ExitCode.ENGINE_FAILED
    with duckdb.connect(database) as connection:  # not read-only: there may be a log to fold
        assert connection.execute("select stock from shop").fetchall() in ([(9,)], [(7,)])
    assert [file.name for file in database.parent.iterdir()] == ["shop.duckdb"]
    with building(database) as swap:
        _restock(swap.scratch, 3)
        swap.publish()
    assert _stock(database) == 3


def test_a_database_that_another_program_made_meanwhile_is_not_replaced(
    database: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new.duckdb"
    with building(new) as swap:
        shutil.copy(database, swap.scratch)
        database.rename(new)
        with pytest.raises(UserError, match="Another program has written"):
            swap.publish()
    with duckdb.connect(new, read_only=True) as connection:
        assert connection.execute("select stock from shop").fetchall() == [(1,)]


def test_a_database_that_was_only_read_meanwhile_is_replaced(database: Path) -> None:
    with building(database) as swap:
        _restock(swap.scratch, 2)
        assert _stock(database) == 1
        database.chmod(0o600)
        swap.publish()
    assert _stock(database) == 2


def test_behind_a_symbolic_link_the_file_itself_is_replaced(database: Path, tmp_path: Path) -> None:
    link = tmp_path / "here" / "shop.duckdb"
    link.parent.mkdir()
    link.symlink_to(Path("..") / database.name)
    with building(link) as swap:
        assert swap.scratch.resolve().is_relative_to(database.parent.resolve())
        _restock(swap.scratch, 2)
        with pytest.raises(UserError, match="Another build is writing"), building(database):
            pass
        swap.publish()
    assert link.is_symlink()
    assert _stock(link) == _stock(database) == 2
    with building(link) as swap:
        _restock(swap.scratch, 3)
        kept = swap.set_aside()
    assert kept == database.with_name("shop.failed.duckdb")
    assert {file.name for file in link.parent.iterdir()} == {"shop.duckdb"}


def test_a_link_to_a_database_that_is_not_there_yet_leads_to_the_first(
    database: Path, tmp_path: Path
) -> None:
    link, target = tmp_path / "link.duckdb", tmp_path / "new.duckdb"
    link.symlink_to(target)
    with building(link) as swap:
        shutil.copy(database, swap.scratch)
        swap.publish()
    assert link.is_symlink()
    assert target.is_file()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o400])
def test_what_is_replaced_keeps_who_may_read_it(mode: int, database: Path) -> None:
    database.chmod(mode)
    for publish in (True, False):
        with building(database) as swap:
            _restock(swap.scratch, 2)
            assert swap.scratch.parent.stat().st_mode & 0o777 == 0o700
            if publish:
                swap.publish()
            else:
                swap.set_aside()
    assert database.stat().st_mode & 0o777 == mode
    assert swap.failed.stat().st_mode & 0o777 == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_what_is_replaced_keeps_its_owner(database: Path) -> None:
    os.chown(database, 12345, 23456)
    for publish in (True, False):
        with building(database) as swap:
            _restock(swap.scratch, 2)
            if publish:
                swap.publish()
            else:
                swap.set_aside()
    for file in (database, swap.failed):
        assert (file.stat().st_uid, file.stat().st_gid) == (12345, 23456)


@pytest.mark.parametrize(("mode", "kept"), [(0o660, 0o600), (0o664, 0o644), (0o640, 0o600)])
def test_a_group_that_cannot_be_kept_gives_ours_no_more_than_everybody(
    mode: int, kept: int, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.chmod(mode)
    is_ours = database.stat()

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "not yours")

    monkeypatch.setattr(os, "chown", refuse)
    monkeypatch.setattr("runner.files._is_of", lambda *_: False)
    with building(database) as swap:
        _restock(swap.scratch, 2)
        swap.publish()
    assert database.stat().st_mode & 0o777 == kept
    assert database.stat().st_uid == is_ours.st_uid


def test_a_first_build_and_what_failed_of_it_follow_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        for name, publish in (("good", True), ("bad", False)):
            with building(tmp_path / f"{name}.duckdb") as swap:
                with duckdb.connect(swap.scratch) as connection:
                    connection.execute("create table shop as select 1 as stock")
                if publish:
                    swap.publish()
                else:
                    swap.set_aside()
    finally:
        os.umask(before)
    assert {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {
        "good.duckdb": 0o640,
        "bad.failed.duckdb": 0o640,
    }


def test_without_room_for_the_copy_nothing_is_left(database: Path) -> None:
    good = database.read_bytes()
    with (
        no_file_larger_than(len(good) // 2),
        pytest.raises(FullDiskError) as caught,
        building(database),
    ):
        pass
    assert str(caught.value).startswith("The disk is full")
    assert caught.value.code == ExitCode.ENGINE_FAILED
    assert database.read_bytes() == good
    assert [file.name for file in database.parent.iterdir()] == ["shop.duckdb"]


def test_without_room_for_the_lock_nothing_is_left(database: Path) -> None:
    with (
        no_file_larger_than(0),
        pytest.raises(OSError, match="File too large"),
        building(database),
    ):
        pass
    assert [file.name for file in database.parent.iterdir()] == ["shop.duckdb"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the file of a handle")
def test_the_content_is_on_the_disk_before_the_name_and_the_name_at_the_end(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, Path]] = []
    sync, rename = os.fsync, os.replace

    def fsync(handle: int) -> None:
        told.append(("sync", Path(f"/proc/self/fd/{handle}").readlink()))
        sync(handle)

    def replace(new: Path, file: Path) -> None:
        told.append(("rename", Path(file)))
        rename(new, file)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    with building(database) as swap:
        _restock(swap.scratch, 2)
        swap.publish()
    assert told == [("sync", swap.scratch), ("rename", database), ("sync", database.parent)]


@pytest.mark.parametrize(
    "scene",
    [
        pytest.param("over a database with a log", marks=pytest.mark.slow),
        "a first build",
        pytest.param("a failed build", marks=pytest.mark.slow),
        pytest.param("an export", marks=pytest.mark.slow),
    ],
)
def test_killed_at_any_line_it_leaves_the_old_or_the_new_whole(scene: str) -> None:
    memory = Path("/dev/shm")  # noqa: S108 (a file system that need not wait for a disk)
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        done = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("kill_at_each_line.py")), scene, folder],
            env=clean_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 30
