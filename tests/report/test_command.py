"""`tiers report` end to end on the sample."""

import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from runner.choices import Language
from runner.errors import ExitCode, UserError
from runner.report.browser import open_page
from runner.report.read import ReportRequest, read_report
from runner.report.render import MADE_BY
from runner.report.shapes import Report
from runner.report.write import write_report
from runner.words import Words
from tests.conftest import Outcome, run_tiers
from tests.report.html_tree import read_html

pytestmark = pytest.mark.builds

Run = Callable[..., Outcome]


@pytest.fixture
def report(sample_database: Path, tmp_path: Path) -> Run:
    """Run `tiers report` on the sample."""

    def run(*arguments: str | Path, database: Path = sample_database, **more: str) -> Outcome:
        return run_tiers(
            "report", *arguments, folder=tmp_path, TIERS_DATABASE=str(database), **more
        )

    return run


@pytest.mark.parametrize(
    ("options", "language"), [((), "zh-CN"), (("--lang", "en"), "en")], ids=["zh", "en"]
)
def test_the_page_is_in_the_language_that_is_asked_for(
    report: Run, tmp_path: Path, options: tuple[str, ...], language: str
) -> None:
    """By default in that of the messages, which stay Chinese here."""
    done = report(*options, "--open", TIERS_LANGUAGE="zh", CI="true", BROWSER="echo opened %s")
    assert done.code == 0, done.stderr
    content = (tmp_path / "report.html").read_bytes()
    page = read_html(content.decode())
    assert page.one("html").attributes["lang"] == language
    assert "2025-12-31" in page.one("head").one("title").text
    # The limit is a megabyte; the sample has all figures, and the longest tables.
    assert len(content) < 600_000
    assert "用时" in done.stdout
    assert "此处没有浏览器" in done.stdout
    assert "opened" not in done.stdout


def test_json_says_what_is_on_the_page(report: Run, tmp_path: Path) -> None:
    done = report("--out", "r.html", "--json")
    said = done.json
    file = tmp_path / "r.html"
    assert (said["exit_code"], said["path"]) == (0, str(file))
    assert said["bytes"] == file.stat().st_size
    assert 0 < said["seconds"] < 60
    page = read_html(file.read_text(encoding="utf-8"))
    assert [each["anchor"] for each in said["figures"]] == [
        each.attributes["id"] for each in page.all("figure")
    ]
    assert [each["anchor"] for each in said["missing"]] == [
        each.attributes["id"] for each in page.all("div", **{"class": "missing"})
    ]
    links = [link for each in page.all("ol", **{"class": "leads"}) for link in each.all("a")]
    assert links
    assert [(each["text"], each["anchor"]) for each in said["summary"]] == [
        (link.text.strip(), link.attributes["href"][1:]) for link in links
    ]
    heat = next(each for each in said["figures"] if each["anchor"] == "rfm_heat_map")
    assert heat["chapter"] == "customers"
    for figure in said["figures"]:
        tables = page.one("figure", id=figure["anchor"]).all("tbody")
        assert figure["rows"] == len(tables[0].all("tr"))


def test_an_older_date_is_shown_as_it_was(
    report: Run, sample_database: Path, tmp_path: Path
) -> None:
    done = report("--as-of", "2025-06-30", "--since", "2025-01-31", "--store", "north", "--json")
    assert done.code == 0, done.stderr
    page = read_html((tmp_path / "report.html").read_text(encoding="utf-8"))
    header = [each.text for each in page.one("header").all("li")]
    assert header == ["As of 2025-06-30", "compared with 2025-01-31", "store north"]
    table = page.one("figure", id="rfm_heat_map").all("table")[0]
    column = [head.text for head in table.one("thead").all("th")].index("Customers")
    rows = table.one("tbody").all("tr")
    shown = sum(int(row.all()[column].text.replace(",", "")) for row in rows)
    with duckdb.connect(sample_database, read_only=True) as connection:
        expected = connection.execute(
            """
            select count(*) from marts.customer_tiers
            where as_of_date = '2025-06-30' and store_id = 'north' and recency_score is not null
            """
        ).fetchone()
    assert expected is not None
    assert shown == expected[0]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"file": "nowhere/r.html"}, "There is no folder {folder}/nowhere."),
        ({"file": "folder"}, "{folder}/folder is a folder."),
        ({"file": "orders.csv"}, "{folder}/orders.csv is there and is no report of tiers."),
        ({"as_of": "2020-01-01"}, "--as-of 2020-01-01 is no as-of date that can be shown."),
        ({"since": "2025-12-31"}, "--since 2025-12-31 is no as-of date that can be shown."),
        ({"store": "moon"}, "There is no store moon in {database}."),
    ],
)
def test_what_is_asked_wrongly_is_said(
    sample_database: Path, tmp_path: Path, asked: dict[str, str], sentence: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "orders.csv").write_text("order_id\n1\n", encoding="utf-8")
    file = tmp_path / asked.pop("file", "report.html")
    request = ReportRequest(sample_database, **asked)  # type: ignore[arg-type]
    with pytest.raises(UserError) as told:
        write_report(lambda: read_report(request), file)
    assert told.value.sentence == sentence.format(folder=tmp_path, database=sample_database)
    assert told.value.code == ExitCode.USAGE_ERROR
    for text in (told.value.sentence, told.value.advice):
        assert text
        assert Words(Language.ZH).say(text) != text or text == "It has north, south."
    assert {each.name for each in tmp_path.iterdir()} == {"folder", "orders.csv"}
    assert (tmp_path / "orders.csv").read_text(encoding="utf-8") == "order_id\n1\n"


def test_a_report_that_fails_leaves_the_last_one(tmp_path: Path) -> None:
    def fail() -> Report:
        raise UserError("No.")

    file = tmp_path / "report.html"
    file.write_text(f"<!doctype html>{MADE_BY} the last good one", encoding="utf-8")
    with pytest.raises(UserError):
        write_report(fail, file)
    assert file.read_text(encoding="utf-8").endswith("the last good one")
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_a_wrong_question_ends_the_command_with_its_code(report: Run) -> None:
    done = report("--store", "moon", "--json", TIERS_LANGUAGE="zh")
    assert (done.code, done.json["exit_code"]) == (ExitCode.USAGE_ERROR,) * 2
    assert "There is no store moon" in done.json["error"]
    assert "没有门店 moon" in done.stderr


def test_an_older_report_is_replaced_and_its_rights_stay(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    for title in ("First", "Second"):
        page = Report(Language.EN, title, (), (), (), version="1")
        written = write_report(lambda page=page: page, file)  # type: ignore[misc]
        assert f"<h1>{title}</h1>" in file.read_text(encoding="utf-8")
        assert written.bytes == file.stat().st_size
        file.chmod(0o640)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_ids_that_are_addresses_do_not_leave_unasked(
    report: Run, sample_database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    database = folder / sample_database.name
    shutil.copyfile(sample_database, database)
    with duckdb.connect(database) as connection:
        connection.execute(
            """
            update marts.customer_facts set customer_id = 'mia@example.com'
            where customer_id = (select min(customer_id) from marts.customer_facts)
            """
        )
    key = tmp_path / "key"
    key.write_text("8f" * 32, encoding="ascii")
    key.chmod(0o600)
    hidden = [report("--json", database=database) for _ in "12"]
    assert all(each.code == ExitCode.FINE for each in hidden)
    assert all("pseudonyms of this page" in " ".join(each.json["header"]) for each in hidden)
    assert "mia@example.com" not in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert hidden[0].json["summary"] != hidden[1].json["summary"]  # each time other pseudonyms
    done = report("--pseudonymise", key, "--json", database=database)
    assert done.code == 0, done.stderr
    assert "customer ids replaced by pseudonyms" in done.json["header"]
    assert "8f8f8f8f" not in (tmp_path / "report.html").read_text(encoding="utf-8") + done.stdout


@pytest.mark.parametrize(
    ("environment", "is_opened"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"BROWSER": "firefox"}, True),
        ({"DISPLAY": ":0", "CI": "true"}, False),
    ],
    ids=str,
)
def test_a_browser_opens_where_somebody_sees_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    *,
    is_opened: bool,
) -> None:
    opened: list[str] = []

    def open_in_browser(place: str) -> bool:
        opened.append(place)
        return True

    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("webbrowser.open", open_in_browser)
    for name in ("CI", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert open_page(tmp_path / "a page.html") == is_opened
    assert opened == ([f"file://{tmp_path}/a%20page.html"] if is_opened else [])


def test_a_database_of_an_earlier_version_is_told(
    report: Run, sample_database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    database = folder / sample_database.name
    shutil.copyfile(sample_database, database)
    with duckdb.connect(database) as connection:
        connection.execute(
            "alter table marts.cohort_retention rename active_customer_count to buyers"
        )
    told = report("--language", "zh", database=database)
    assert told.code == ExitCode.ENGINE_FAILED
    assert "读出 cohorts" in told.stderr
    assert "active_customer_count" in told.stderr
    assert "请重新运行" in told.stderr
    assert not (tmp_path / "report.html").exists()


def test_the_stores_are_those_of_the_day(
    report: Run, sample_database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "young"
    folder.mkdir()
    database = folder / sample_database.name
    shutil.copyfile(sample_database, database)
    with duckdb.connect(database) as connection:
        connection.execute(
            """
            delete from marts.customer_tiers
            where store_id = 'south' and as_of_date <= '2025-06-30'
            """
        )
    old = report("--as-of", "2025-06-30", "--json", database=database)
    new = report("--json", database=database)
    assert "1 store" in old.json["header"]
    assert "2 stores" in new.json["header"]
