"""The SQL of the fits, written once for all tests."""

import pytest

from tests.forecasts.fitting import Fitting, fitting


@pytest.fixture(scope="session")
def fit(tmp_path_factory: pytest.TempPathFactory) -> Fitting:
    """Fits histories."""
    return fitting(tmp_path_factory.mktemp("fitting"))
