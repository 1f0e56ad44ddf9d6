"""What is published of the sample shop, and a Superset that has imported its dashboards."""

import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.bi.superset import Superset, prepare, running_superset
from tests.conftest import PROJECT, run_tiers

LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Bundle:
    """An archive for Superset, and the titles in it of the charts, by their names in the layout."""

    file: Path
    titles: Mapping[str, str]


@pytest.fixture(scope="session")
def release(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release that readers see: `current` of a folder that `tiers publish` made."""
    folder = tmp_path_factory.mktemp("published")
    done = run_tiers(
        *("publish", "--to", folder, "--database", sample_database, "--json"),
        folder=PROJECT,
        DBT_TARGET_PATH=str(folder.with_name("publishing")),
    )
    assert done.code == 0, done.stderr
    return folder / "current"


@pytest.fixture(scope="session")
def published(release: Path) -> Path:
    """The DuckDB file that readers get."""
    return release / "customer_tiers.duckdb"


@pytest.fixture(scope="session")
def bundles(
    sample_database: Path, published: Path, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Bundle]:
    """The archives that `tiers semantic` makes, by language."""
    folder = tmp_path_factory.mktemp("bundles")
    made = {}
    for language in LANGUAGES:
        file = folder / f"{language}.zip"
        done = run_tiers(
            *("semantic", "--format", "superset", "--out", file, "--lang", language),
            *("--database", sample_database, "--connection", f"duckdb:///{published}"),
            folder=PROJECT,
        )
        assert done.code == 0, done.stderr
        made[language] = Bundle(file, titles_of(file, language))
    return made


def titles_of(file: Path, language: str) -> dict[str, str]:
    """The titles of the charts in an archive, by their names in the layout."""
    with zipfile.ZipFile(file) as archive:
        return {
            Path(name).stem.removesuffix(f"_{language}"): yaml.safe_load(archive.read(name))[
                "slice_name"
            ]
            for name in archive.namelist()
            if "/charts/" in name
        }


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a Superset that has never been started."""
    folder = tmp_path_factory.mktemp("superset")
    prepare(folder)
    return folder


@pytest.fixture(scope="session")
def superset(prepared: Path, bundles: Mapping[str, Bundle]) -> Iterator[Superset]:
    """A Superset that has imported the dashboards of both languages."""
    home = Path(shutil.copytree(prepared, prepared.with_name("superset-duckdb")))
    with running_superset(home) as started:
        for bundle in bundles.values():
            started.import_bundle(bundle.file)
        yield started
