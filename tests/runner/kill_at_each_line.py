"""Kill a swap or an export at each line of the code that does it; a program of its own.

A process that has opened DuckDB must not fork: this one only starts others, each of which runs
until it is killed at its line, and then one that looks at what is left and goes on from there.

Usage: python kill_at_each_line.py SCENE FOLDER
"""

import hashlib
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Container
from pathlib import Path
from types import FrameType
from typing import Any

import duckdb

from runner import files, swap, warehouse
from runner.choices import Format
from runner.export import export, workplace
from runner.export.shapes import ExportRequest
from runner.serve.marks import Mark, Marks

WATCHED = {module.__file__ for module in (export, workplace, files, swap)}
PRODUCTS = 5_000
# More than a page of DuckDB's, so that a file that is not whole can't be read.
SHOP = """
create table shop as select {stock} as stock, range as product from range({products});
create view shown as select distinct stock from shop.main.shop;
create schema marts;
create view marts.stocks as select product, stock from shop.main.shop;
"""
MARKS = Marks({"stocks": {"product": Mark(), "stock": Mark()}})
CSV = "product,stock\n" + "".join(f"{product},{{0}}\n" for product in range(PRODUCTS))


def put(file: Path, stock: int) -> None:
    """Make a shop whose every product has this stock, or give it that."""
    is_new = not file.exists()
    with duckdb.connect(file) as connection:
        connection.execute(
            SHOP.format(stock=stock, products=PRODUCTS)
            if is_new
            else f"update shop set stock={stock}"
        )


def crash(file: Path, stock: int) -> None:
    """As `put`, by a program that falls with all of it in its log."""
    connection = duckdb.connect(file)
    connection.execute("set checkpoint_threshold = '1 GB'")
    connection.execute(f"update shop set stock = {stock}")
    os._exit(0)


def stock_of(file: Path) -> int:
    """What the whole shop has, as its view shows it."""
    with duckdb.connect(file, read_only=True) as connection:
        ((stock,),) = connection.execute("select stock from shown").fetchall()
        ((count,),) = connection.execute("select count(*) from shop").fetchall()
    assert count == PRODUCTS
    return int(stock)


def build(file: Path) -> None:
    """A build that ends well."""
    with swap.building(file) as files_around:
        put(files_around.scratch, 2)
        files_around.publish()


def failed_build(file: Path) -> None:
    """A build that fails and is kept for a look."""
    with swap.building(file) as files_around:
        put(files_around.scratch, 2)
        files_around.set_aside()


def exported(file: Path) -> None:
    """An export over an earlier one."""
    export.export(ExportRequest(file, file.parent, MARKS, Format.CSV, file.parent, raw=True))


def nothing_before(_: Path) -> None:
    """There is no database."""


def a_shop(file: Path) -> None:
    """A database, and an export of it."""
    put(file, 1)
    file.with_name("stocks.csv").write_text(CSV.format(1), encoding="utf-8")


def a_shop_with_a_log(file: Path) -> None:
    """A database whose last writer fell."""
    put(file, 0)
    crash(file, 1)


# By name: what is there before, what is killed, which stocks may be there after.
SCENES: dict[str, tuple[Callable[[Path], None], Callable[[Path], None], set[int | None]]] = {
    "over a database with a log": (a_shop_with_a_log, build, {1, 2}),
    "a first build": (nothing_before, build, {None, 2}),
    "a failed build": (a_shop, failed_build, {1}),
    "an export": (a_shop, exported, {1}),
}


def is_killed(
    work: Callable[[], object],
    at: int = 0,
    *,
    watched: Container[str | None] = WATCHED,
    counts_again: bool = True,
) -> bool:
    """Run something in a process of its own, killed at this line of it; whether it came so far.

    A line counts each time that it runs, or only the first time.
    """
    child = os.fork()
    if not child:
        try:
            seen = 0
            lines: set[tuple[str, int]] = set()

            def trace(frame: FrameType, event: str, _: Any) -> Any:  # noqa: ANN401
                nonlocal seen
                if frame.f_code.co_filename not in watched:
                    return None
                line = (frame.f_code.co_filename, frame.f_lineno)
                seen += event == "line" and (counts_again or line not in lines)
                lines.add(line)
                if seen == at:
                    os.kill(os.getpid(), signal.SIGKILL)
                return trace

            if at:
                sys.settrace(trace)
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status):
        sys.exit(f"failed at line {at}")
    return False


def look(file: Path, may_be: set[int | None]) -> None:
    """Assert that the database is old or new and whole, and go on from there."""
    if not file.exists():
        assert None in may_be
    elif not warehouse.log_of(file).exists():  # or it had not begun
        assert stock_of(file) in may_be
    build_and_export(file)
    left = {found.name for found in file.parent.iterdir()}
    assert left == {file.name, "stocks.csv"}, left


def build_and_export(file: Path) -> None:
    """What makes good whatever was left."""
    with swap.building(file) as files_around:
        put(files_around.scratch, 3)
        files_around.publish()
    assert stock_of(file) == 3
    exported(file)
    assert file.with_name("stocks.csv").read_text(encoding="utf-8") == CSV.format(3)


def state_of(folder: Path) -> dict[str, str | int]:
    """The files of a folder: of those under their final names the content, else the size."""
    found = {}
    for file in sorted(folder.rglob("*")):
        is_final = file.name == "stocks.csv" or file == folder / "shop.duckdb"
        digest = hashlib.sha256(file.read_bytes()).hexdigest() if is_final else ""
        found[str(file.relative_to(folder))] = digest or file.stat().st_size
    return found


def main(scene: str, folder: Path) -> None:
    """Kill at the first line, at the second, and so on; say how many there were."""
    before, work, may_be = SCENES[scene]
    template = folder / "template"
    template.mkdir()
    is_killed(lambda: before(template / "shop.duckdb"))
    file = folder / "shop" / "shop.duckdb"
    known: list[dict[str, str | int]] = []
    lines = 0
    while True:
        shutil.rmtree(file.parent, ignore_errors=True)
        shutil.copytree(template, file.parent)
        if not is_killed(lambda: work(file), at=lines + 1):
            break
        lines += 1
        state = state_of(file.parent)
        # An export writes what was there before once more: whole, it is the same.
        csv = state.get("stocks.csv")
        assert csv == state_of(template).get("stocks.csv"), lines
        if state not in known:
            known.append(state)
            is_killed(lambda: look(file, may_be))
    sys.stdout.write(f"{lines}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
