"""The wheel: it brings the dbt project along, and works in a folder that has only orders."""

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from runner.eject import PARTS, eject
from runner.errors import UserError
from runner.project import find_project
from tests.conftest import PROJECT, clean_environment, run_tiers

ORDERS = Path(__file__).with_name("orders.csv")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of what `pip install` of the wheel would lay down."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "wheel"),
            *("--no-deps", "--no-build-isolation", "--wheel-dir", folder, PROJECT),
        ],
        env=clean_environment(),
        check=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as content:
        content.extractall(folder / "site")
    return folder / "site"


def test_what_is_ejected_is_what_the_wheel_brings() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    included = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {f"runner/project_files/{part}" for part in PARTS} == set(included.values())
    assert set(PARTS) == set(included)


@pytest.mark.builds
@pytest.mark.slow
def test_an_installed_wheel_builds_and_writes_nothing_into_itself(
    installed: Path, tmp_path: Path
) -> None:
    shutil.copy(ORDERS, tmp_path)
    (tmp_path / "inputs.yml").write_text(
        "inputs: {orders: {location: orders.csv}}\n", encoding="utf-8"
    )
    there = {file for file in installed.rglob("*") if file.suffix != ".pyc"}
    built = run_tiers(
        *("build", "--inputs", "inputs.yml", "--no-tests", "--json"),
        folder=tmp_path,
        PYTHONPATH=str(installed),
        XDG_CACHE_HOME=str(tmp_path / "cache"),
    )
    assert (built.code, built.json["net_revenue"]) == (0, "49.7500")
    assert {file.name for file in tmp_path.iterdir()} == {
        *("orders.csv", "inputs.yml", "cache", "customer_tiers.duckdb"),
    }
    assert there == {
        file
        for file in installed.rglob("*")
        if file.suffix != ".pyc" and file.name != "__pycache__"
    }


def test_an_ejected_project_is_one_that_tiers_finds(tmp_path: Path) -> None:
    eject(find_project(PROJECT), tmp_path / "mine")
    found = find_project(tmp_path / "mine" / "models")
    assert found.folder == tmp_path / "mine"
    assert found.variables == find_project(PROJECT).variables
    assert (found.folder / "seeds/rules/abc_classes.csv").is_file()


def test_ejecting_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="not empty"):
        eject(find_project(PROJECT), tmp_path)
