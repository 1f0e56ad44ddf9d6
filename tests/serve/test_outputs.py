"""No output says who somebody is, unless asked: markers are looked for in all that is written."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Outcome, run_tiers
from tests.publish.postgres.conftest import Shared
from tests.serve.planted import (
    BORN,
    EVERYBODY,
    IDS,
    KEPT_IN,
    PERSONAL,
    contents_of,
    found_in,
    texts_of,
    write_shop,
)

pytestmark = [pytest.mark.builds, pytest.mark.slow]

KEY = "4b" * 32


@dataclass(frozen=True)
class Desk:
    """A folder with a built shop, its key, and what the build said."""

    folder: Path
    built: Outcome

    @property
    def database(self) -> Path:
        """What the build made."""
        return self.folder / "customer_tiers.duckdb"

    def run(self, *arguments: str | Path, into: Path) -> list[bytes]:
        """All that a command writes and says; `out` in its words is a place of its own."""
        done = run_tiers(
            *(str(word).format(out=into / "out") for word in arguments),
            folder=self.folder,
            TIERS_DATABASE=str(self.database),
            DBT_TARGET_PATH=str(into / "target"),
        )
        assert done.code == 0, done.stderr
        return [done.stdout.encode(), done.stderr.encode(), *contents_of(into)]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    write_shop(folder)
    (folder / "key").write_text(f"{KEY}\n", encoding="ascii")
    (folder / "key").chmod(0o600)
    built = run_tiers(
        *("build", "--inputs", "inputs.yml", "--database", "customer_tiers.duckdb", "--json"),
        folder=folder,
        DBT_TARGET_PATH=str(folder / "target"),
        DBT_WRITE_JSON="true",
    )
    assert built.code == 0, built.stderr
    return Desk(folder, built)


# What writes tables, and takes the options of personal data. A new output is a line here.
WRITERS: Mapping[str, tuple[str, ...]] = {
    "csv": ("export", "--format", "csv", "--out", "{out}", "--json"),
    "parquet": ("export", "--format", "parquet", "--out", "{out}", "--as-of", "all"),
    "json": ("export", "--format", "json", "--out", "{out}", "--language", "zh"),
    "csv for programs": ("export", "--format", "csv", "--raw", "--out", "{out}"),
    "csv in Chinese": ("export", "--format", "csv", "--lang", "zh", "--out", "{out}"),
    "xlsx": ("export", "--format", "xlsx", "--out", "{out}", "--json"),
    "xlsx in Chinese": ("export", "--format", "xlsx", "--lang", "zh", "--out", "{out}"),
    "duckdb": ("export", "--format", "duckdb", "--out", "{out}"),
    "folder": ("publish", "--to", "{out}", "--json"),
    "folder with all dates": ("publish", "--to", "{out}", "--all-dates", "--language", "zh"),
}
# What says something of tables, or of one customer.
TELLERS: Mapping[str, tuple[str, ...]] = {
    "status": ("status", "--json"),
    "diff": ("diff", "--json"),
    "diff in Markdown": ("diff", "--markdown"),
    "what-if": ("what-if", "--inputs", "inputs.yml", "--vars", "{{rfm_bins: 3}}", "--json"),
    "explain": ("explain", EVERYBODY[0].customer_id, "--json"),
    "explain in words": ("explain", EVERYBODY[1].customer_id, "--language", "zh"),
    "page of a customer": ("report", "--customer", EVERYBODY[0].customer_id, "--out", "{out}.html"),
    "page of who never bought": (
        *("report", "--customer", EVERYBODY[-1].customer_id, "--lang", "zh"),
        *("--out", "{out}.html", "--json"),
    ),
    "page of what moved": ("report", "--diff", "2025-05-31", "--out", "{out}.html", "--json"),
    "doctor": ("doctor", "--inputs", "inputs.yml", "--json"),
    "check-input": ("check-input", "inputs.yml", "--json"),
    "init": ("init", "orders.csv", "customers.csv", "--out", "{out}", "--json"),
    "plan": ("build", "--inputs", "inputs.yml", "--plan", "--json"),
    "metricflow": ("semantic", "--format", "metricflow", "--out", "{out}"),
    "osi": ("semantic", "--format", "osi", "--out", "{out}"),
    "site": ("docs", "--out", "{out}"),
    "report": ("report", "--out", "{out}.html", "--json"),
    "report in Chinese": ("report", "--out", "{out}.html", "--lang", "zh"),
    "superset": ("semantic", "--format", "superset", "--out", "{out}.zip", "--lang", "zh"),
}
ALL_PERSONAL = [text for texts in PERSONAL.values() for text in texts]
ALL_IDS = [text for texts in IDS.values() for text in texts]
SECRETS = [
    KEY,
    *(bytes(byte ^ pad for byte in KEY.encode()).hex() for pad in (0x36, 0x5C)),
]


def test_the_search_finds_what_it_looks_for(desk: Desk) -> None:
    """The database itself holds every marker, and so do the files of the shop."""
    assert found_in(contents_of(desk.folder), [*ALL_PERSONAL, *ALL_IDS]) >= {
        text for text in (*ALL_PERSONAL, *ALL_IDS) if not text.startswith("<v>")
    }


@pytest.mark.parametrize("output", [*WRITERS, *TELLERS])
def test_nothing_personal_leaves_unasked(desk: Desk, tmp_path: Path, output: str) -> None:
    contents = desk.run(*{**WRITERS, **TELLERS}[output], into=tmp_path)
    assert found_in(contents, ALL_PERSONAL) == set()
    if output in WRITERS:
        assert found_in(contents, [*KEPT_IN, *ALL_IDS]) == {"quuxer-", "quuxorder-"}


def in_marts(desk: Desk) -> set[str]:
    """The markers that are in the tables people read."""
    with duckdb.connect(desk.database, read_only=True) as connection:
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts'"
        ).fetchall()
        tables = (connection.execute(f"select * from marts.{name}").fetchall() for (name,) in names)
        texts = (text.encode() for rows in tables for text in texts_of(rows))
        return found_in(texts, ALL_PERSONAL)


@pytest.mark.parametrize("output", WRITERS)
def test_asked_for_it_leaves(desk: Desk, tmp_path: Path, output: str) -> None:
    contents = desk.run(*WRITERS[output], "--include-personal", into=tmp_path)
    found = found_in(contents, ALL_PERSONAL)
    if any(text.startswith("<v>") for text in found):
        found.add(f"{BORN}-")
    expected = {"quuxname", "欧阳奎", "quuxraw", "quuxmail", "555 70", f"{BORN}-"}
    assert found >= in_marts(desk) == expected
    kept_in = found_in(contents, KEPT_IN)
    assert "quuxbad" in kept_in
    assert kept_in & set(KEPT_IN[1:])


def test_asked_for_explain_says_who_it_is(desk: Desk, tmp_path: Path) -> None:
    contents = desk.run(*TELLERS["explain"], "--include-personal", into=tmp_path)
    assert found_in(contents, ALL_PERSONAL) >= {"欧阳奎", "quuxmail", "555 70", "1908-"}


def test_asked_for_the_page_of_a_customer_says_who_it_is(desk: Desk, tmp_path: Path) -> None:
    contents = desk.run(*TELLERS["page of a customer"], "--include-personal", into=tmp_path)
    assert found_in(contents, ALL_PERSONAL) >= {"欧阳奎", "quuxmail", "555 70", "1908-"}


@pytest.mark.parametrize("output", [name for name in TELLERS if name.startswith("page")])
def test_with_a_key_no_id_stands_in_a_page(desk: Desk, tmp_path: Path, output: str) -> None:
    key = ("--pseudonymise", desk.folder / "key")
    contents = desk.run(*TELLERS[output], *key, into=tmp_path)
    assert found_in(contents, [*ALL_PERSONAL, *ALL_IDS, *SECRETS]) == set()
    expected = {pseudonym(f"customer:{person.customer_id}") for person in EVERYBODY}
    assert found_in(contents, sorted(expected))


@pytest.mark.parametrize("output", WRITERS)
def test_with_a_key_no_id_leaves(desk: Desk, tmp_path: Path, output: str) -> None:
    contents = desk.run(*WRITERS[output], "--pseudonymise", desk.folder / "key", into=tmp_path)
    assert found_in(contents, [*ALL_PERSONAL, *KEPT_IN, *ALL_IDS, *SECRETS]) == set()
    # Each customer is there under the pseudonym that anyone with the key can work out.
    expected = [pseudonym(f"customer:{person.customer_id}") for person in EVERYBODY]
    assert found_in(contents, expected) == set(expected)
    orders = [pseudonym(f"order:QUUXORDER-{number:04}") for number in range(120)]
    assert found_in(contents, orders) == set(orders)


def test_a_report_with_a_key_names_no_customer(desk: Desk, tmp_path: Path) -> None:
    key = ("--pseudonymise", desk.folder / "key")
    contents = desk.run(*TELLERS["report"], *key, into=tmp_path)
    assert found_in(contents, [*ALL_PERSONAL, *KEPT_IN, *ALL_IDS, *SECRETS]) == set()
    expected = [pseudonym(f"customer:{person.customer_id}") for person in EVERYBODY]
    assert found_in(contents, expected)


def pseudonym(message: str) -> str:
    return hmac.new(KEY.encode(), message.encode(), hashlib.sha256).hexdigest()[:32]


def on_server(shared: Shared) -> Iterator[bytes]:
    """All cells of all tables of a database, and what is said of them."""
    tables = shared.rows(
        "select quote_ident(table_schema) || '.' || quote_ident(table_name)"
        " from information_schema.tables"
        " where table_schema not in ('pg_catalog', 'information_schema')"
    )
    assert len(tables) > 30
    for query in ("table pg_description", *(f"table {name}" for (name,) in tables)):
        yield from (text.encode() for text in texts_of(shared.rows(query)))


def test_a_server_is_told_what_files_are(desk: Desk, tmp_path: Path, shared: Shared) -> None:
    command = ("publish", "--to", shared.address, "--json")
    contents = [*desk.run(*command, into=tmp_path / "usual"), *on_server(shared)]
    assert found_in(contents, ALL_PERSONAL) == set()
    assert found_in(contents, [*KEPT_IN, *ALL_IDS]) == {"quuxer-", "quuxorder-"}


def test_a_server_is_told_all_if_asked(desk: Desk, tmp_path: Path, shared: Shared) -> None:
    command = ("publish", "--to", shared.address, "--include-personal")
    contents = [*desk.run(*command, into=tmp_path), *on_server(shared)]
    assert found_in(contents, ALL_PERSONAL) >= in_marts(desk)
    assert found_in(contents, KEPT_IN) == set(KEPT_IN)


def test_a_server_is_told_no_id_with_a_key(desk: Desk, tmp_path: Path, shared: Shared) -> None:
    command = ("publish", "--to", shared.address, "--pseudonymise", desk.folder / "key")
    contents = [*desk.run(*command, into=tmp_path), *on_server(shared)]
    assert found_in(contents, [*ALL_PERSONAL, *KEPT_IN, *ALL_IDS, *SECRETS]) == set()
    expected = [pseudonym(f"customer:{person.customer_id}") for person in EVERYBODY]
    assert found_in(contents, expected) == set(expected)


def test_two_outputs_with_one_key_join(desk: Desk, tmp_path: Path) -> None:
    key = ("--pseudonymise", desk.folder / "key")
    desk.run(*WRITERS["csv"], *key, into=tmp_path / "a")
    desk.run(*WRITERS["folder"], *key, into=tmp_path / "b")
    published = tmp_path / "b" / "out" / "current"
    ((joined, revenue),) = duckdb.execute(
        f"""
        select count(*), sum(orders.net_amount)::text
        from read_csv('{tmp_path}/a/out/customer_tiers.csv') as tiers
        inner join '{published}/accepted_orders.parquet' as orders using (customer_id)
        """
    ).fetchall()
    # By hand: 120 orders of the shop, all in one store and of known customers.
    assert (joined, revenue) == (120, "7981.7500")


def test_what_a_build_leaves_beside_the_database_is_not_personal(desk: Desk) -> None:
    """What it said, dbt's manifest and logs, the results of the tests, the cache of the project."""
    beside = [
        file for file in desk.folder.iterdir() if file.suffix not in {".csv", ".duckdb", ".yml"}
    ]
    assert any(file.name == "target" for file in beside)
    contents = [desk.built.stdout.encode(), desk.built.stderr.encode()]
    for place in beside:
        contents += contents_of(place) if place.is_dir() else [place.read_bytes()]
    assert found_in(contents, [*ALL_PERSONAL, *ALL_IDS]) == set()
    assert json.loads(desk.built.stdout)["exit_code"] == 0


BROKEN: dict[str, Callable[[Path], object]] = {}


def breaks(change: Callable[[Path], object]) -> Callable[[Path], object]:
    BROKEN[change.__name__] = change
    return change


def _append(file: Path, line: str) -> None:
    with file.open("a", encoding="utf-8") as opened:
        opened.write(line)


@breaks
def too_many_fields(folder: Path) -> None:
    line = ",".join(EVERYBODY[2].row().values())
    _append(folder / "customers.csv", f"{line},quuxraw-more,quuxraw-most\n")


@breaks
def an_open_quote(folder: Path) -> None:
    _append(folder / "customers.csv", 'QUUXER-900,north,"Quilla Quuxname,quuxmail@example.com\n')


@breaks
def another_encoding(folder: Path) -> None:
    with (folder / "customers.csv").open("ab") as opened:
        opened.write("QUUXER-900,north,欧阳奎,quuxmail@example.com,,,,,,,,,\n".encode("gb18030"))


@breaks
def a_cast_that_fails(folder: Path) -> None:
    _remap(folder, "customers", "{birth_date: cast(full_name as date)}")


@breaks
def a_cast_of_numbers_that_fails(folder: Path) -> None:
    _remap(folder, "customers", "{is_strategic: cast(phone as integer)}")


@breaks
def an_unknown_column(folder: Path) -> None:
    _remap(folder, "customers", "{full_name: nickname}")


@breaks
def most_orders_rejected(folder: Path) -> None:
    _remap(folder, "orders", "{gross_amount: customer_id || ' ' || 'much'}")


@breaks
def a_join_with_two_of_a_kind(folder: Path) -> None:
    twice = (folder / "customers.csv").read_text(encoding="utf-8")
    _append(folder / "customers.csv", twice.partition("\n")[2])
    text = (folder / "inputs.yml").read_text(encoding="utf-8")
    join = "joins: {who: {location: customers.csv, 'on': {channel: email}}}"
    joined = text.replace("location: orders.csv", f"location: orders.csv, {join}")
    (folder / "inputs.yml").write_text(joined, encoding="utf-8")


def _remap(folder: Path, name: str, columns: str) -> None:
    file = folder / "inputs.yml"
    text = file.read_text(encoding="utf-8")
    place = f"location: {name}.csv"
    file.write_text(text.replace(place, f"{place}, columns: {columns}"), encoding="utf-8")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    write_shop(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", BROKEN)
def test_an_error_says_nothing_of_a_person(broken: Path, name: str) -> None:
    BROKEN[name](broken)
    target = broken / "target"
    ended = run_tiers(
        *("build", "--inputs", "inputs.yml", "--database", "shop.duckdb"),
        *("--no-tests", "--json"),
        folder=broken,
        DBT_TARGET_PATH=str(target),
        DBT_WRITE_JSON="true",
    )
    assert ended.code in {1, 2, 3}, ended.stdout
    assert "Traceback" not in ended.stderr
    told = [ended.stdout.encode(), ended.stderr.encode(), *contents_of(target)]
    assert found_in(told, ALL_PERSONAL) == set()
