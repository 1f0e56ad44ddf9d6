"""`tiers what-if`: the examples of docs/rules.md, without touching the sample's database."""

import hashlib
import shutil
from pathlib import Path

import pytest

from runner.ask.what_if import WhatIf, what_if
from runner.errors import UserError
from runner.project import find_project
from tests.conftest import PROJECT, run_tiers

ABC = "abc_class,class_rank,revenue_share_below\nA,3,0.70\nB,2,0.95\nC,1,1.00\n"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "abc_classes.csv").write_text(ABC, encoding="utf-8")
    return folder


@pytest.mark.builds
@pytest.mark.slow
def test_a_smaller_class_a_and_fixed_days_move_whom_the_docs_say(
    tmp_path: Path, rules: Path, sample_database: Path
) -> None:
    database = Path(shutil.copy(sample_database, tmp_path / "customer_tiers.duckdb"))
    before = hashlib.sha256(database.read_bytes()).hexdigest()
    tried = run_tiers(
        *("what-if", "--rules", rules, "--vars", "{lifecycle_method: fixed}"),
        *("--database", database, "--fail-over", "5%", "--json"),
        folder=PROJECT,
        DBT_TARGET_PATH=str(tmp_path / "target"),
    )
    assert tried.code == 1, tried.stderr
    found = tried.json
    moves = found["schemes"]["abc"]["moves"]
    # docs/rules.md: class A goes from 551 to 361 customers, B from 598 to 788.
    assert {
        (move["from_label"], move["to_label"], move["cause"]): move["customers"] for move in moves
    } == {
        ("A", "A", None): 361,
        ("A", "B", "cuts"): 190,
        ("B", "B", None): 598,
        ("C", "C", None): 937,
        ("no_purchase", "no_purchase", None): 109,
    }
    stages: dict[str, list[int]] = {}
    for move in found["schemes"]["lifecycle"]["moves"]:
        assert move["cause"] in (None, "cuts")
        stages.setdefault(move["from_label"], [0, 0])[0] += move["customers"]
        stages.setdefault(move["to_label"], [0, 0])[1] += move["customers"]
    # The same: active from 708 to 621, lapsed from 907 to 990.
    assert stages["active"] == [708, 621]
    assert stages["lapsed"] == [907, 990]
    why = found["largest_movers"][0]["moves"][0]["why"]
    assert why
    assert found["base"]["as_of_date"] == found["head"]["as_of_date"] == "2025-12-31"
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before
    assert [file.name for file in tmp_path.glob("*customer_tiers*")] == [database.name]
    assert "of" in tried.stderr  # its progress


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("abc_class,class_rank\nA,1\n", "lacks the column revenue_share_below"),
        (ABC.replace("0.95", "0.60"), "abc classes share the revenue without gap"),
    ],
)
@pytest.mark.builds
def test_rules_that_are_not_whole_are_refused_before_a_build(
    rules: Path, sample_database: Path, text: str, says: str
) -> None:
    (rules / "abc_classes.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=says):
        what_if(find_project(PROJECT), WhatIf(sample_database, rules), NOBODY)


@pytest.mark.builds
def test_something_must_be_another(sample_database: Path) -> None:
    with pytest.raises(UserError, match="Give other rules with --rules"):
        what_if(find_project(PROJECT), WhatIf(sample_database), NOBODY)
    with pytest.raises(UserError, match="There is no variable rfm_methods"):
        what_if(
            find_project(PROJECT), WhatIf(sample_database, variables="{rfm_methods: x}"), NOBODY
        )


class Nobody:
    """Watches nothing."""

    def copying(self, source: str) -> None:
        """Nothing."""

    def planned(self, total: int) -> None:
        """Nothing."""

    def started(self, name: str) -> None:
        """Nothing."""

    def finished(self, name: str) -> None:
        """Nothing."""


NOBODY = Nobody()
