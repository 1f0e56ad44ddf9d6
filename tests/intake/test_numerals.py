"""Numbers of any style become plain numerals, or are asked."""

import pytest

from runner.intake.numerals import numeral, style_of
from runner.warehouse import in_memory


@pytest.mark.parametrize(
    ("texts", "decimal"),
    [
        (["1.234,50", "12"], "comma"),
        (["1,234.50", "12"], "point"),
        (["12,5"], "comma"),
        (["12.5"], "point"),
        (["1,234", "5,678"], "open"),
        (["1.234"], "open"),
        (["1,234,567"], "point"),
        (["0,125"], "comma"),
        (["12,5", "12.5"], "both"),
        (["1,00,000"], "point"),
        (["7"], "point"),
    ],
)
def test_a_decimal_sign_is_only_known_where_the_numbers_tell(
    texts: list[str], decimal: str
) -> None:
    assert style_of(texts).decimal == decimal


def test_other_columns_tell_what_a_column_does_not() -> None:
    assert style_of(["1,234"], elsewhere="comma").decimal == "comma"
    assert style_of(["1,234.5"], elsewhere="comma").decimal == "point"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234,50", "1234.50"),
        ("$1,234.50", "1234.50"),
        ("1 234,50 €", "1234.50"),
        ("(12.50)", "-12.50"),
        ("12.50-", "-12.50"),
        ("R$ 1.234,50", "1234.50"),
        ("-$3.00", "-3.00"),
        ("USD 7.25", "7.25"),
        ("15.5 %", "15.5"),
    ],
)
def test_the_sql_makes_plain_numerals(text: str, expected: str) -> None:
    with in_memory() as connection:
        connection.execute("create table t as select ? as x", [text])
        rows = connection.execute(f"select {numeral('x', style_of([text]))} from t").fetchall()
    assert rows == [(expected,)]


def test_what_is_no_number_stays_unreadable() -> None:
    text = numeral("'abc'", style_of(["$1,234.50", "abc"]))
    with in_memory() as connection:
        rows = connection.execute(f"select {text}").fetchall()
    assert rows == [("abc",)]
