"""`tiers doctor`: what is wrong, and its remedy."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from runner.ask import versions
from runner.ask.doctor import Diagnosis, examine
from runner.ask.finding import Finding, State
from runner.ask.show_doctor import show_diagnosis
from runner.ask.state_of_database import database_findings, leftover_findings
from runner.ask.state_of_inputs import Files, files_of, input_findings, room_findings
from runner.ask.versions import version_findings
from runner.choices import Language
from runner.console import Terminal
from runner.project import Project, find_project
from tests.ask.shops import BASE_ROWS, DAY, EARLIER, make
from tests.conftest import PROJECT, run_tiers

TODAY = date(2026, 1, 2)
HOLD = """
import duckdb, sys
with duckdb.connect(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def of_state(findings: tuple[Finding, ...] | list[Finding], state: State) -> list[Finding]:
    return [finding for finding in findings if finding.state == state]


def test_all_is_well_with_a_fresh_database(tmp_path: Path) -> None:
    database = make(tmp_path / "shop.duckdb", {DAY: BASE_ROWS, EARLIER: BASE_ROWS})
    found = examine(find_project(PROJECT), database, today=TODAY)
    assert {finding.state for finding in found.findings} == {State.FINE}
    assert {finding.about for finding in found.findings} == {
        *("versions", "database", "dates", "inputs", "disk", "memory", "rules")
    }
    assert found.code == 0
    (dates,) = (finding for finding in found.findings if finding.about == "dates")
    assert dates.sentence == "2 as-of dates, the newest 2025-12-31"


def test_the_command_ends_with_1_when_something_must_be_put_right(tmp_path: Path) -> None:
    inputs = tmp_path / "inputs.yml"
    inputs.write_text("inputs: {orders: {location: nowhere.csv}}\n", encoding="utf-8")
    arguments = ("doctor", "--inputs", inputs, "--database", tmp_path / "new.duckdb", "--json")
    ended = run_tiers(*arguments, folder=PROJECT)
    assert (ended.code, ended.json["exit_code"]) == (1, 1)
    must = [finding for finding in ended.json["findings"] if finding["state"] == "must"]
    assert [finding["about"] for finding in must] == ["inputs"]
    assert "there is no file nowhere.csv" in must[0]["sentence"]
    assert must[0]["remedy"]
    assert "✗ inputs" in ended.stderr


def test_a_mapping_that_can_not_be_right_is_a_finding(tmp_path: Path) -> None:
    inputs = tmp_path / "inputs.yml"
    inputs.write_text("inputs: {orders: {locatoin: orders.csv}}\n", encoding="utf-8")
    found = examine(find_project(PROJECT), tmp_path / "x.duckdb", inputs=inputs, today=TODAY)
    (must,) = of_state(found.findings, State.MUST)
    assert "locatoin" in must.sentence
    assert "location" in must.remedy


@pytest.mark.parametrize(
    ("requirements", "says"),
    [
        (["duckdb!=2.0.0", 'ruff<0; extra == "dev"'], ""),
        ([f"duckdb!={versions._version('duckdb')}"], "duckdb is "),
        (["no-such-package>=1"], "no-such-package is not installed"),
    ],
)
def test_a_version_that_is_known_to_be_bad_must_go(
    monkeypatch: pytest.MonkeyPatch, requirements: list[str], says: str
) -> None:
    monkeypatch.setattr(versions, "_requirements", lambda: requirements)
    must = of_state(list(version_findings(PROJECT)), State.MUST)
    assert [finding.sentence.startswith(says) for finding in must] == [True] * bool(says)
    assert all(finding.remedy.startswith("pip install") for finding in must)


def test_who_holds_the_database_is_named(tmp_path: Path) -> None:
    database = make(tmp_path / "shop.duckdb", {DAY: BASE_ROWS})
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            HOLD,
            str(database),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        (must,) = of_state(list(database_findings(database, TODAY)), State.MUST)
        assert holder.stdin
        holder.stdin.close()
    assert f"Process {holder.pid} has {database} open to write." in must.sentence
    assert not of_state(list(database_findings(database, TODAY)), State.MUST)


def test_what_is_no_database_must_go(tmp_path: Path) -> None:
    database = tmp_path / "shop.duckdb"
    (absent,) = database_findings(database, TODAY)
    assert (absent.state, absent.remedy) == (State.NOTE, "tiers build")
    database.write_text("no database" * 500, encoding="utf-8")
    (broken,) = database_findings(database, TODAY)
    assert broken.state == State.MUST


@pytest.mark.builds
def test_old_dates_are_noted(sample_database: Path, tmp_path: Path) -> None:
    # The sample's newest event is of 2025-12-31.
    week = list(database_findings(sample_database, date(2026, 1, 7)))
    assert not of_state(week, State.NOTE)
    (old,) = of_state(list(database_findings(sample_database, date(2026, 1, 30))), State.NOTE)
    assert old.sentence == "The newest event is of 2025-12-31, 30 days ago."
    stale = Path(shutil.copy(sample_database, tmp_path / "stale.duckdb"))
    import duckdb

    with duckdb.connect(stale) as connection:
        connection.execute("delete from marts.customer_tiers where as_of_date = date '2025-12-31'")
    (note,) = of_state(list(database_findings(stale, TODAY)), State.NOTE)
    assert note.sentence.startswith("Events up to 2025-12-31 are known, the newest as-of date")
    assert note.remedy == "tiers build --as-of 2025-12-31"


def test_inputs_that_can_not_be_read_say_why(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("id,day\n1,2025-01-01\n", encoding="utf-8")
    bad.write_bytes("id,name\n1,Zo\xeb\n".encode("latin-1"))
    no_parquet = tmp_path / "orders.parquet"
    no_parquet.write_text("id\n1\n", encoding="utf-8")
    found = list(
        input_findings(
            {
                "orders": {"location": str(tmp_path / "g*.csv"), "grain": "order"},
                "customers": {"location": str(bad)},
                "feedback": {"location": str(no_parquet)},
                "referrals": {"relation": "raw.referrals"},
            }
        )
    )
    assert [finding.state for finding in found] == [
        *(State.FINE, State.MUST, State.MUST, State.FINE)
    ]
    assert "UTF-8" in found[1].sentence
    assert "no Parquet file" in found[2].sentence
    assert all(finding.remedy for finding in of_state(found, State.MUST))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read all")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("id\n1\n", encoding="utf-8")
    file.chmod(0)
    (found,) = input_findings({"orders": {"location": str(file)}})
    assert (found.state, found.remedy) == (State.MUST, f"chmod u+r {file}")


def test_disk_and_memory_are_held_against_the_inputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(b"0" * 1_000_000)
    assert files_of({"orders": {"location": str(tmp_path / "*.csv")}}) == Files(
        1_000_000, 4_000_000
    )
    database = tmp_path / "new.duckdb"
    monkeypatch.setenv("TIERS_MEMORY_LIMIT", "2GB")
    grown = Files(size=2_000_000_000, grown=8_000_000_000)

    def states(free: float, files: Files) -> list[State]:
        usage = SimpleNamespace(free=free)
        monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
        return [finding.state for finding in room_findings(files, database)]

    assert states(9e9, grown) == [State.FINE, State.FINE]
    assert states(7e9, grown) == [State.MUST, State.FINE]
    monkeypatch.setenv("TIERS_MEMORY_LIMIT", "1.5 GB")
    assert states(9e9, grown) == [State.FINE, State.NOTE]


def test_what_killed_programs_left_is_noted(tmp_path: Path) -> None:
    database = make(tmp_path / "shop.duckdb", {DAY: BASE_ROWS})
    project = Project(tmp_path / "project", {})
    assert not list(leftover_findings(project, database))
    scratch = tmp_path / ".shop.duckdb.building"
    tried = tmp_path / ".shop.duckdb.what-if-abc"
    gone = project.target / "tiers" / "run-999999999-x"
    ours = project.target / "tiers" / f"run-{os.getpid()}-x"
    for folder in (scratch, tried, gone, ours):
        folder.mkdir(parents=True)
    (tmp_path / "shop.failed.duckdb").write_bytes(b"0" * 2_000_000)
    found = list(leftover_findings(project, database))
    assert {finding.state for finding in found} == {State.NOTE}
    text = "\n".join(finding.sentence for finding in found)
    assert len(found) == 4
    assert all(str(folder) in text for folder in (scratch, tried, gone))
    assert "shop.failed.duckdb (2.0 MB)" in text


def test_what_is_shown_is_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = make(tmp_path / "shop.duckdb", {DAY: BASE_ROWS})
    found = examine(find_project(PROJECT), database, today=date(2026, 3, 1))
    show_diagnosis(Terminal(language=Language.ZH), found)
    shown = capsys.readouterr().out
    assert "规则   全部30张规则表完整。" in shown
    show_diagnosis(
        Terminal(language=Language.ZH),
        Diagnosis(
            (Finding("rules", State.MUST, "a.csv: x is not unique (2 rows).", "Correct the file."),)
        ),
    )
    shown = capsys.readouterr().out
    assert "a.csv：x 有重复值（2行）。" in shown
    assert "需要处理：1项" in shown
