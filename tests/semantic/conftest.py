"""What the tests of metrics share: the sample, all its customers, and what is written of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from runner.choices import Language
from runner.project import find_project
from runner.semantic.layer import Layer
from runner.semantic.reading import read_layer
from runner.semantic.superset import superset_files
from tests.conftest import PROJECT
from tests.semantic.expected import Customer, read_customers

CONNECTION = "duckdb:////data/customer_tiers.duckdb"


def parsed(files: Mapping[str, str]) -> Mapping[str, Mapping[str, Any]]:
    """The contents of YAML files, by their paths."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return {name: yaml.load(text, loader) for name, text in files.items()}  # noqa: S506 (safe)


@pytest.fixture(scope="session")
def superset(layer: Layer) -> Mapping[str, Mapping[str, Any]]:
    """What Superset imports of the sample, by the paths of its files."""
    return parsed(superset_files(layer, CONNECTION))


@pytest.fixture(scope="session")
def customers(sample_database: Path) -> Sequence[Customer]:
    """All customers of the sample at all dates."""
    return read_customers(sample_database)


@pytest.fixture(scope="session")
def layer(sample_database: Path) -> Layer:
    """The metrics of the sample, in English."""
    return read_layer(find_project(PROJECT), sample_database, Language.EN)
