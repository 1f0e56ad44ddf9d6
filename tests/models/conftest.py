"""Tests of what is learned need scikit-learn; sums are taken as `tiers cluster` takes them."""

from collections.abc import Iterator

import pytest

from runner.models.stability import one_thread

NEED_NONE = ("test_tables_of_clusters.py",)


@pytest.fixture(autouse=True)
def _as_the_command_does(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.path.name in NEED_NONE or "without_scikit_learn" in request.node.name:
        yield
        return
    pytest.importorskip("sklearn", reason="needs the extra `models`")
    with one_thread():
        yield
