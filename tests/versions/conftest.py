"""The sample's marts, against which those of other versions are held."""

from pathlib import Path

import pytest

from tests.versions.environments import copy_of_marts


@pytest.fixture(scope="session")
def marts(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's marts as Parquet, as the installed versions make and read them."""
    return copy_of_marts(sample_database, tmp_path_factory.mktemp("versions") / "ours")
