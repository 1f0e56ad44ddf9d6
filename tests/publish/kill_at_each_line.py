"""Kill a publish or a rollback at each line of the code that does it; a program of its own.

Usage: python kill_at_each_line.py SCENE FOLDER EVERY; it prints at how many lines it killed.
"""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from runner import files, locks, swap, tested
from runner.publish import folder as publishing
from runner.publish import manifest, place, rollback, source, verify, written
from tests.publish.reader import by_database, by_parquet
from tests.publish.shop import build, publish
from tests.runner.kill_at_each_line import is_killed

# What gives the files of a release their names, and what it is made with.
NAMING = {module.__file__ for module in (files, locks, place, publishing, rollback)}
WRITING = {module.__file__ for module in (manifest, source, verify, written)}
BUILDING = {module.__file__ for module in (files, locks, swap, tested)}
CUSTOMERS = 20


def shop_in(here: Path) -> Path:
    """The database."""
    return here / "customer_tiers.duckdb"


def out_in(here: Path) -> Path:
    """What it is published to."""
    return here / "out"


def built(here: Path) -> None:
    """A database."""
    build(shop_in(here), 1, customers=CUSTOMERS)


def published(here: Path) -> None:
    """A release, and a newer database."""
    built(here)
    publish(shop_in(here), out_in(here), keep=2)
    build(shop_in(here), 2, customers=CUSTOMERS)


def published_twice(here: Path) -> None:
    """As many releases as are kept, and a newer database."""
    build(shop_in(here), 0, customers=CUSTOMERS)
    publish(shop_in(here), out_in(here), keep=2)
    published(here)


def published_anew(here: Path) -> None:
    """Two releases, of which the newer is current."""
    published(here)
    publish(shop_in(here), out_in(here), keep=2)


def publish_it(here: Path) -> None:
    """What is killed."""
    publish(shop_in(here), out_in(here), keep=2)


def roll_back(here: Path) -> None:
    """What is killed."""
    rollback.rollback_folder(out_in(here))


def build_it(here: Path) -> None:
    """What is killed."""
    build(shop_in(here), 3, customers=CUSTOMERS)


# By name: what is there before, what is killed, in which code, which stock readers may find after.
Scene = tuple[Callable[[Path], None], Callable[[Path], None], set[str | None], set[int | None]]
# Of what writes files, in loops, a line counts once.
SCENES: dict[str, Scene] = {
    "a first publish": (built, publish_it, NAMING, {None, 1}),
    "a publish": (published_twice, publish_it, NAMING, {1, 2}),
    "a publish, its writing": (published_twice, publish_it, WRITING, {1, 2}),
    "a rollback": (published_anew, roll_back, NAMING, {1, 2}),
    "a build": (published, build_it, BUILDING, {1}),
}


def look(here: Path, may_be: set[int | None]) -> None:
    """Assert that the current release is old or new and whole, and go on from there."""
    if place.Place(out_in(here)).current():
        _is_of(here, may_be)
    else:
        assert None in may_be
    build(shop_in(here), 9, customers=CUSTOMERS)
    publish(shop_in(here), out_in(here), keep=2)
    _is_of(here, {9})
    left = {file.name for file in out_in(here).iterdir()}
    assert left == {"current", "releases"}, left
    left = {file.name for file in (out_in(here) / "releases").iterdir()}
    # The two that are kept, and the one that readers had: a killed publish leaves a newer one.
    assert len(left) <= 3, left
    assert not any(name.startswith(".") for name in left), left


def _is_of(here: Path, may_be: set[int | None]) -> None:
    """Assert that each way of reading finds one and the same build."""
    found = verify.verify(out_in(here))
    assert not found.problems, found.problems
    for read in (by_database, by_parquet):
        met, *builds = read(out_in(here))
        assert met == 2 * CUSTOMERS
        assert len(set(builds)) == 1, builds
        assert builds[0] in may_be, builds


def state_of(here: Path) -> tuple[object, ...]:
    """What is there, in which releases differ by their age and not by their names."""
    folder = out_in(here)
    names = [release.name for release in place.Place(folder).all()]
    files_there = sorted(
        str(file.relative_to(folder)) for file in folder.rglob("*") if not file.is_symlink()
    )
    links = [
        str(file.readlink())
        for name in ("current", ".next-current")
        if (file := folder / name).is_symlink()
    ]
    text = "\n".join((*files_there, *links))
    for age, name in enumerate(names):
        text = text.replace(name, f"release {age}")
    text = "\n".join(line for line in text.splitlines() if ".unfinished-" not in line)
    return (text, shop_in(here).stat().st_size)


def main(scene: str, folder: Path, *, every: int) -> None:
    """Kill at the first line, at the second (or so many further), and so on; say at how many."""
    before, work, watched, may_be = SCENES[scene]
    template, here = folder / "template", folder / "here"
    template.mkdir()
    is_killed(lambda: before(template))
    known: list[tuple[object, ...]] = []
    killed = 0
    while True:
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(template, here, symlinks=True)
        if not is_killed(
            lambda: work(here),
            at=killed * every + 1,
            watched=watched,
            counts_again=watched is not WRITING,
        ):
            break
        killed += 1
        state = state_of(here)
        if state not in known:
            known.append(state)
            is_killed(lambda: look(here, may_be))
    sys.stdout.write(f"{killed}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), every=int(sys.argv[3]))
