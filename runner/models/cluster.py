"""Learn from each store and write what was learned, each file under its name only when whole."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from runner.errors import UserError, explain
from runner.export.workplace import workplace
from runner.files import put_in_place
from runner.mapping import read_words
from runner.models.choose import COUNTS
from runner.models.facts import read_stores
from runner.models.learn import learn
from runner.models.shapes import ClusterRequest, Learned, Progress
from runner.models.tables import Row, csv_text, rows_of
from runner.warehouse import open_warehouse


@dataclass(frozen=True)
class Clustered:
    """What was learned of each store, and the files that say it.

    Attributes:
        stores: in the order of their ids.
        files: by the name of the input that each is to be; one without rows was there before.
    """

    stores: tuple[Learned, ...]
    files: dict[str, Path]


def cluster(request: ClusterRequest, *, project: Path, progress: Progress) -> Clustered:
    """Learn clusters and factors of each store, and write them down as rules.

    Rows of stores that were not looked at stay in the files.

    Args:
        request: what was asked.
        project: the folder of the dbt project.
        progress: is told of each step.

    Raises:
        UserError: there is no such database, date or store, or a file can't be read or written.
    """
    with open_warehouse(request.database) as warehouse:
        facts = tuple(read_stores(warehouse, request))
    progress.planned(len(facts) * len(COUNTS))
    stores = tuple(learn(each, request, progress) for each in facts)
    columns = read_words(project).columns
    seen = {each.store_id for each in facts}
    files = {}
    for name, rows in rows_of(stores).items():
        file = request.out / f"{name}.csv"
        kept = _rows_of_other_stores(file, seen, columns[name])
        if rows or kept or file.exists():
            every = sorted([*kept, *rows], key=lambda row: row["store_id"])
            _write(file, csv_text(every, columns[name]))
            files[name] = file
    return Clustered(stores, files)


def _rows_of_other_stores(file: Path, seen: set[str], columns: Sequence[str]) -> list[Row]:
    if not file.exists():
        return []
    try:
        with file.open(encoding="utf-8", newline="") as content:
            rows = list(csv.DictReader(content))
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{file} can't be read.", "Move it away, or give --out another.") from error
    if any(set(row) != set(columns) for row in rows):
        raise UserError(
            f"{file} is no file of `tiers cluster`.", "Move it away, or give --out another."
        )
    return [row for row in rows if row["store_id"] not in seen]


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with workplace(file.parent) as folder:
            made = folder / file.name
            made.write_text(text, encoding="utf-8")
            put_in_place(made, file)
    except OSError as error:
        raise explain(error, f"Can't write {file}") from error
