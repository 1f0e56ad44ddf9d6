"""What is said of an address before anybody answers; no server is needed."""

import sys
from pathlib import Path

import pytest

from runner.errors import ExitCode, UserError
from tests.publish.postgres.shop import publish


def fails(shop: Path, address: str) -> UserError:
    """The error of publishing; it has no password."""
    with pytest.raises(UserError) as error:
        publish(shop, address)
    assert "wrong" not in str(error.value)
    return error.value


def test_nobody_answers(shop: Path) -> None:
    error = fails(shop, "postgresql://etl:wrong@127.0.0.1:1/shop")
    assert error.code == ExitCode.ENGINE_FAILED
    assert error.sentence.startswith("postgresql://etl@127.0.0.1:1/shop can't be reached: ")


@pytest.mark.parametrize("secret", ["a#wrong", "a/wrong", "a?wrong", "[wrong"])
def test_a_password_that_is_no_part_of_an_address_is_not_repeated(shop: Path, secret: str) -> None:
    error = fails(shop, f"postgresql://etl:{secret}@127.0.0.1:1/shop")
    assert error.code == ExitCode.USAGE_ERROR
    assert error.sentence == "The address of the server can't be understood."


def test_without_psycopg_the_extra_is_named(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    error = fails(shop, "postgresql://etl:wrong@127.0.0.1:1/shop")
    assert str(error) == (
        "To publish to PostgreSQL, psycopg is needed, which is not installed."
        " pip install 'customer-tiers[postgres]'"
    )
