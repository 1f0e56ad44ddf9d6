"""The rows of the sample shop that the pages show are those that a build makes."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT

PAGES = (
    *("README.md", "README.zh-CN.md", "docs/tables.md", "docs/zh/tables.md"),
    *("docs/forecasts.md", "docs/zh/forecasts.md", "docs/clusters.md", "docs/zh/clusters.md"),
)
# By which columns a row that is shown can be found.
KEYS = (
    *("store_id", "customer_id", "as_of_date", "order_id", "raw_order_id", "scheme", "metric"),
    *("level", "label", "from_label", "to_label", "cause", "action_rank", "suggestion_rank"),
    "metric_name",
    *("horizon_days", "method", "model"),
    *("currency", "measure", "cohort_date", "period_number", "label_en"),
)


def shown(page: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each row of a table of the sample: the table's name, its columns, its cells."""
    name, columns = "", list[str]()
    for line in (PROJECT / page).read_text(encoding="utf-8").splitlines():
        if said := re.match(r"\*\*(\w+)\*\*(?:（.*?）)?[:：]", line):
            name, columns = said[1], []
        elif line.startswith("#") or (columns and not line):
            name, columns = "", []
        elif name and line.startswith("| "):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if columns:
                yield name, columns, cells
            else:
                columns = cells


def is_shown_as(value: object, cell: str) -> bool:
    """Numbers are shown with four places at most."""
    if value is None:
        return cell == ""
    if isinstance(value, bool):
        return cell == str(value).lower()
    if isinstance(value, int | float | Decimal):
        return cell != "" and abs(Decimal(str(value)) - Decimal(cell)) <= Decimal("0.00005")
    return cell == str(value)


@pytest.mark.builds
@pytest.mark.parametrize("page", PAGES)
def test_the_rows_that_a_page_shows_are_in_the_sample(page: str, sample_database: Path) -> None:
    rows = list(shown(page))
    assert len({name for name, _, _ in rows}) >= (20 if "tables" in page else 1)
    missing = []
    with duckdb.connect(sample_database, read_only=True) as connection:
        for name, columns, cells in rows:
            wanted = {
                column: date.fromisoformat(cell) if column.endswith("_date") else cell
                for column, cell in zip(columns, cells, strict=True)
                if column in KEYS and cell
            }
            where = " and ".join(f"{column} = ?" for column in wanted)
            if "as_of_date" not in columns and name in ("customer_tiers", "tier_explanations"):
                where += f" and as_of_date = (select max(as_of_date) from marts.{name})"
            found = connection.execute(
                f"select {', '.join(columns)} from marts.{name} where {where}",
                list(wanted.values()),
            ).fetchall()
            if not any(all(map(is_shown_as, row, cells)) for row in found):
                missing.append((name, cells, found))
    assert missing == []


def skeleton(page: str) -> list[str]:
    """What two languages share: headings by their depth, commands, rows of tables.

    What a command says (a block of text) is in the page's language.
    """
    text = (PROJECT / page).read_text(encoding="utf-8")
    parts: list[str] = []
    is_code = is_said = False
    for line in text.splitlines():
        if line.startswith("```"):
            is_code = not is_code
            is_said = line == "```text"
            parts.append(line)
        elif is_said:
            continue
        elif is_code:
            command = line.replace(" --language zh", "").replace("--lang zh", "--lang en")
            parts.append(re.split(r"\s+#|\[|\{|\|", command)[0].rstrip())
        elif heading := re.match(r"#+ ", line):
            parts.append(heading[0])
        elif line.startswith("|"):
            parts.append("row")
    return parts


def test_both_readmes_have_the_same_skeleton_and_are_read_in_minutes() -> None:
    assert skeleton("README.md") == skeleton("README.zh-CN.md")
    for page in ("README.md", "README.zh-CN.md"):
        assert len((PROJECT / page).read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize(
    "page",
    sorted(
        str(file.relative_to(PROJECT))
        for file in PROJECT.glob("**/*.md")
        if not any(part == "target" or part.startswith(".venv") for part in file.parts)
    ),
)
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    folder = (PROJECT / page).parent
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (PROJECT / page).read_text(encoding="utf-8"))
    assert [link for link in links if not (folder / link).exists()] == []
