"""`tiers docs`: write the site into a folder, whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from runner.ask.amounts import read_amounts
from runner.errors import UserError, explain
from runner.project import Project
from runner.site.labels import read_schemes
from runner.site.lineage import read_lineage
from runner.site.pages import read_pages
from runner.site.render import DBT, MADE_BY, write_site
from runner.site.shapes import Site
from runner.site.tables import read_rules, read_tables
from runner.warehouse import open_warehouse

TIERS = "customer_tiers"


@dataclass(frozen=True)
class WrittenSite:
    """What was written: the folder, its own pages, and the bytes of them and of dbt's page."""

    folder: Path
    pages: int
    bytes: int
    dbt_bytes: int

    @property
    def index(self) -> Path:
        """Where to begin."""
        return self.folder / "index.html"


def write_docs(project: Project, database: Path, folder: Path) -> WrittenSite:
    """Document a database and the project that built it.

    The pages have names, rules and counts, and no row of a customer.

    Raises:
        UserError: there is no database, dbt can't read the project, or the folder is another's.
    """
    from runner.engine import document

    folder = folder.absolute()
    with _replacing(folder) as scratch, TemporaryDirectory() as target:
        with open_warehouse(database):  # before dbt, which takes a while
            pass
        dbt = document(
            project.folder, database=Path(target) / database.name, target_path=Path(target) / "dbt"
        )
        site = read_site(project, database, dbt.manifest)
        count = write_site(site, scratch)
        size = sum(file.stat().st_size for file in scratch.rglob("*") if file.is_file())
        text = dbt.page.read_text(encoding="utf-8")
        for place, name in ((Path(target) / "dbt", "target"), (project.folder, ".")):
            text = text.replace(str(place), name)  # where we stand is nobody's business
        (scratch / DBT).write_text(text, encoding="utf-8")
        return WrittenSite(folder, count, size, (scratch / DBT).stat().st_size)


def read_site(project: Project, database: Path, manifest: Path) -> Site:
    """All that the site shows of a database.

    Args:
        project: that built it.
        database: is only read.
        manifest: dbt's, of the project.
    """
    with open_warehouse(database) as warehouse:
        days = warehouse.days(TIERS) if TIERS in warehouse.tables() else ()
        customers = 0
        if days:
            ((customers,),) = warehouse.rows(
                f"select count(*) from marts.{TIERS} where as_of_date = ?",  # noqa: S608
                [days[0]],
            )
        return Site(
            as_of_date=days[0] if days else None,
            customers=customers,
            currency=read_amounts(warehouse).currency,
            version=version("customer-tiers"),
            schemes=read_schemes(warehouse),
            tables=read_tables(warehouse, project, read_lineage(manifest)),
            rules=read_rules(warehouse),
            pages=read_pages(project.folder),
        )


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """A folder beside another, which takes its place at the end, unless something fails."""
    check_replaceable(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(
            prefix=f".{folder.name}.", dir=folder.parent, ignore_cleanup_errors=True
        ) as beside:
            new, old = Path(beside) / "new", Path(beside) / "old"
            new.mkdir()
            yield new
            if folder.exists():
                folder.rename(old)
            try:
                new.rename(folder)
            except OSError:
                if old.exists():
                    old.rename(folder)
                raise
    except OSError as error:
        raise explain(error, f"Can't write {folder}") from error


def check_replaceable(folder: Path) -> None:
    """Make sure that nothing but an older site is lost.

    Raises:
        UserError: the folder has something else in it.
    """
    if not folder.exists():
        return
    index = folder / "index.html"
    is_ours = index.is_file() and MADE_BY in index.read_text(encoding="utf-8", errors="replace")
    if not folder.is_dir() or (any(folder.iterdir()) and not is_ours):
        raise UserError(f"{folder} is there and is no site of tiers docs.", "Name another folder.")
