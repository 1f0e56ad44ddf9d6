"""A shop in which every personal value can be told from all others, and a search in all bytes."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

FIRST_DAY, AS_OF = date(2025, 3, 1), date(2025, 6, 30)
PEOPLE = 24
# Only people are born in that year; a workbook counts days from 1899-12-30.
BORN = 1908
EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class Person:
    """A customer of the planted shop; the last four never bought."""

    number: int

    @property
    def customer_id(self) -> str:
        """Of all tables."""
        return f"QUUXER-{self.number:03}"

    @property
    def full_name(self) -> str:
        """Half of them are Chinese."""
        return f"欧阳奎{self.number}" if self.number % 2 else f"Quilla Quuxname{self.number}"

    @property
    def birth_date(self) -> date:
        """Some have their birthday in the month after the as-of date."""
        return AS_OF.replace(year=BORN) + timedelta(days=5 * self.number + 1)

    def row(self) -> dict[str, str]:
        """As the shop's file of customers has it."""
        return {
            "customer_id": self.customer_id,
            "store_id": "north",
            "full_name": self.full_name,
            "email": f"quuxmail{self.number}@example.com",
            "phone": f"+99 555 70{self.number:03}",
            "registered_at": "2025-01-01",
            "birth_date": str(self.birth_date),
            "gender": "f",
            "acquisition_channel": "web",
            "is_strategic": "no",
            "decision_role": "decider",
            "income_band": "middle",
            "region": "north",
        }


EVERYBODY = tuple(Person(number) for number in range(1, PEOPLE + 1))
BUYERS = EVERYBODY[:-4]
# By what they are, texts of which each must be found where it leaves, and nowhere else; in any
# case. A cell of a workbook has a date as a number of days.
PERSONAL: Mapping[str, tuple[str, ...]] = {
    "names": ("quuxname", "欧阳奎"),
    "e-mail addresses": ("quuxmail",),
    "phone numbers": ("555 70",),
    "birth dates": (
        f"{BORN}-",
        *(f"<v>{(person.birth_date - EPOCH).days}</v>" for person in EVERYBODY),
    ),
    "raw rows": ("quuxraw",),
}
# No tables that leave have them, but others are told: dates and amounts that can't be read (to who
# maps a file), and what to do on a birthday (in the playbook).
KEPT_IN = ("quuxbad", "birthday wishes", "生日祝福")
IDS: Mapping[str, tuple[str, ...]] = {
    "customer ids": ("quuxer-",),
    "order ids": ("quuxorder-",),
    "aliases": ("quuxalias-",),
}


def write_shop(folder: Path) -> Path:
    """Write the files of the shop and the inputs file that maps them, which is returned."""
    tables = {"orders": list(_orders()), **_others()}
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    inputs = folder / "inputs.yml"
    places = "\n".join(f"  {name}: {{location: {name}.csv}}" for name in tables)
    text = f"max_rejected_share: 0.5\nhistory_periods: 2\ninputs:\n{places}\n"
    inputs.write_text(text, encoding="utf-8")
    return inputs


def _orders() -> Iterator[dict[str, str]]:
    days = (AS_OF - FIRST_DAY).days
    for number in range(120):
        person = BUYERS[(number * 7) % len(BUYERS)]
        yield {
            "order_id": f"QUUXORDER-{number:04}",
            "customer_id": person.customer_id if number != 60 else "QUUXALIAS-1",
            "store_id": "north",
            "ordered_at": str(FIRST_DAY + timedelta(days=number * days // 119)),
            "gross_amount": f"{20 + number * number % 97}.35",
            "channel": ("web", "shop")[number % 2],
            "category": ("tea", "cups", "books")[number % 3],
            "cost_amount": "7.15",
        }
    wrong = {"order_id": "QUUXRAW-1", "customer_id": "quuxraw-a", "gross_amount": "quuxbad-b"}
    yield {**wrong, "ordered_at": "quuxbad-c", "cost_amount": "quuxbad-d", "store_id": "north"}


def _others() -> dict[str, list[dict[str, str]]]:
    first, order = BUYERS[0].customer_id, "QUUXORDER-0000"
    raw = {name: f"quuxraw-{name}" for name in BUYERS[0].row()}
    feedback = {"customer_id": first, "order_id": order, "given_at": "2025-06-01", "rating": "5"}
    refund = {"order_id": order, "store_id": "north", "refunded_at": "2025-06-02"}
    line = {"order_id": order, "store_id": "north", "product_id": "p1", "category": "tea"}
    return {
        "customers": [*(person.row() for person in EVERYBODY), raw],
        "customer_aliases": [
            {"alias_customer_id": "QUUXALIAS-1", "customer_id": BUYERS[3].customer_id},
            {"alias_customer_id": "quuxraw-self", "customer_id": "quuxraw-self"},
        ],
        "referrals": [
            {
                "referrer_customer_id": first,
                "referred_customer_id": BUYERS[1].customer_id,
                "referred_at": "2025-06-01",
            },
            {
                "referrer_customer_id": "quuxraw-self",
                "referred_customer_id": "quuxraw-self",
                "referred_at": "quuxraw-day",
            },
        ],
        "feedback": [feedback, {**feedback, "rating": "quuxraw-rating"}],
        "refunds": [
            {**refund, "refund_amount": "1.25"},
            {**refund, "order_id": "quuxraw-order", "refund_amount": "quuxraw-amount"},
        ],
        "order_lines": [
            {**line, "quantity": "1", "net_amount": "5.25"},
            {**line, "order_id": "quuxraw-order", "quantity": "quuxraw", "net_amount": "quuxraw"},
        ],
    }


def found_in(contents: Iterable[bytes], texts: Sequence[str]) -> set[str]:
    """Those texts that are somewhere in the contents, in any case and in any usual encoding."""
    found = set()
    wanted = {text: _spellings(text) for text in texts}
    for content in contents:
        folded = content.lower()
        found |= {text for text, spelt in wanted.items() if any(one in folded for one in spelt)}
    return found


def _spellings(text: str) -> tuple[bytes, ...]:
    escaped = text.encode("ascii", "backslashreplace").lower()
    encodings = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    return (escaped, *(text.lower().encode(encoding) for encoding in encodings))


def contents_of(folder: Path) -> Iterator[bytes]:
    """All that a folder holds: names, bytes, members of archives, cells of tables."""
    for path in sorted(folder.rglob("*")):
        yield str(path.relative_to(folder)).encode()
        if path.is_symlink() or not path.is_file():
            yield str(path.readlink()).encode() if path.is_symlink() else b""
            continue
        content = path.read_bytes()
        yield content
        yield from _unpacked(content)
        yield from (cell.encode() for cell in _cells(path))


def _unpacked(content: bytes) -> Iterator[bytes]:
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                member = archive.read(name)
                yield member
                yield from _unpacked(member)
    elif content[:2] == b"\x1f\x8b":
        yield zlib.decompress(content, wbits=31)


def _cells(path: Path) -> Iterator[str]:
    """All cells of a Parquet or DuckDB file as texts, row by row, and what is said of tables."""
    if path.suffix == ".parquet":
        with duckdb.connect(":memory:") as connection:
            for function in ("read_parquet", "parquet_metadata"):
                rows = connection.execute(f"select * from {function}(?)", [str(path)])
                yield from texts_of(rows.fetchall())
    elif path.suffix == ".duckdb":
        with duckdb.connect(path, read_only=True) as connection:
            told = """
                select comment, sql from duckdb_tables() union all
                select comment, sql from duckdb_views() where not internal union all
                select comment, column_name from duckdb_columns() where not internal
            """
            yield from texts_of(connection.execute(told).fetchall())
            tables = connection.execute("select schema_name, table_name from duckdb_tables()")
            for schema, name in tables.fetchall():
                rows = connection.execute(f'select * from "{schema}"."{name}"')
                yield from texts_of(rows.fetchall())


def texts_of(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Each row as a text; a date as YYYY-MM-DD."""
    return (" ".join(map(str, row)) for row in rows)
