"""What the tests of metrics share: the sample, all its customers, and what is written of it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from runner.choices import Language
from runner.project import find_project
from runner.semantic.layer import Layer
from runner.semantic.reading import read_layer
from tests.conftest import PROJECT
from tests.semantic.expected import Customer, read_customers


@pytest.fixture(scope="session")
def customers(sample_database: Path) -> Sequence[Customer]:
    """All customers of the sample at all dates."""
    return read_customers(sample_database)


@pytest.fixture(scope="session")
def layer(sample_database: Path) -> Layer:
    """The metrics of the sample, in English."""
    return read_layer(find_project(PROJECT), sample_database, Language.EN)
