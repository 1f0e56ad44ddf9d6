"""Whether rule seeds are whole, and files that are to replace them."""

from pathlib import Path

import pytest

from runner.ask.rule_checks import rule_faults
from runner.ask.rule_files import replaced, rule_seeds
from runner.errors import UserError
from runner.project import find_project
from tests.conftest import PROJECT

RULES = PROJECT / "seeds" / "rules"


def faults(folder: Path, **variables: object) -> tuple[str, ...]:
    project = find_project(PROJECT)
    seeds = replaced(rule_seeds(PROJECT), folder)
    return rule_faults(PROJECT, seeds, {**project.variables, **variables})


def changed(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    text = (RULES / name).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_seeds_of_the_project_are_whole(tmp_path: Path) -> None:
    assert len(rule_seeds(PROJECT)) == len(list(RULES.glob("*.csv")))
    assert faults(changed(tmp_path, "abc_classes.csv")) == ()


def test_another_bound_is_no_fault(tmp_path: Path) -> None:
    assert faults(changed(tmp_path, "abc_classes.csv", ("0.80", "0.70"))) == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("abc_classes.csv", "0.80", "0.96", "abc classes share the revenue without gap"),
        ("abc_classes.csv", "1.00", "0.99", "abc classes share the revenue without gap"),
        ("abc_classes.csv", "A,3,", "A,2,", "abc_classes.csv: class_rank is not unique"),
        ("abc_classes.csv", "A,3,0.80", "A,3,", "revenue_share_below is missing (1 rows)"),
        ("abc_classes.csv", "0.80", "most", "line 2: revenue_share_below is most"),
        ("abc_classes.csv", "class_rank", "rank", "has a column rank, which abc_classes does not"),
        ("abc_classes.csv", "class_rank", "abc_class", "has the column abc_class twice"),
        (
            "abc_classes.csv",
            "A,3,0.80",
            "A,3,0.80,",
            "line 2: the header has 3 fields, this line 4",
        ),
        ("lifecycle_rules.csv", "lapsed,", "gone,", "lifecycle_stage is another value"),
        ("rfm_segment_cells.csv", "111,", "999,", "every rfm cell has one segment"),
        ("percent_rank_cuts.csv", ",0.", ",1.", "percent rank cuts begin at zero and rise"),
    ],
)
def test_a_rule_that_is_not_whole_is_named(
    tmp_path: Path, name: str, old: str, new: str, says: str
) -> None:
    assert says in "\n".join(faults(changed(tmp_path, name, (old, new))))


def test_the_variables_decide_what_is_whole(tmp_path: Path) -> None:
    changed(tmp_path, "abc_classes.csv")
    # The seed maps the cells of five scores, of which 555 is none of four.
    assert any("every rfm cell has one segment" in fault for fault in faults(tmp_path, rfm_bins=4))


def test_a_seed_that_a_model_replaces_is_not_looked_at(tmp_path: Path) -> None:
    changed(tmp_path, "abc_classes.csv", ("class_rank", "rank"))
    assert any("abc_classes" in fault for fault in faults(tmp_path))
    assert not any(
        "has a column" in fault for fault in faults(tmp_path, rules={"abc_classes": "ours"})
    )


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("abc_class.csv", r"no rule seed abc_class\. Did you mean abc_classes\?"),
        ("shoes.csv", r"no rule seed shoes\. seeds/rules has them all"),
        ("abc_classes.txt", "has no CSV file"),
    ],
)
def test_a_file_that_is_no_rule_seed_is_refused(tmp_path: Path, file: str, says: str) -> None:
    (tmp_path / file).write_text("x\n", encoding="utf-8")
    with pytest.raises(UserError, match=says):
        replaced(rule_seeds(PROJECT), tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no folder"):
        replaced(rule_seeds(PROJECT), tmp_path / "none")
