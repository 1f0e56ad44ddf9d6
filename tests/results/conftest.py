"""Random shops that several tests of a module look at, each built once for all of them."""

import pytest

from tests.results.variants import BuiltShop, built


@pytest.fixture(scope="module")
def random_shop(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> BuiltShop:
    """The shop that the mark `of_shops` names."""
    name, seed = request.param
    return BuiltShop(name, seed, *built(name, seed, tmp_path_factory))
