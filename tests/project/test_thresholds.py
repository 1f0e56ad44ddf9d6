"""No threshold is in SQL: a shop changes a rule seed or a variable, never a model."""

import re
from collections.abc import Iterator

from tests.conftest import PROJECT

NUMBER = r"(?<![\w.])(\d+(?:\.\d+)?)(?![\w.])"
COMPARED = re.compile(rf"(?:>=|<=|<>|[<>]|\bbetween)\s*{NUMBER}")
MULTIPLIED = re.compile(rf"[*/]\s*{NUMBER}|{NUMBER}\s*\*")
# Twice a window, digits, months, per cent, the places of money.
SCALES = {"2", "10", "12", "100", "10000", "0.0001"}
# What no shop would change: the bits of a number, the calendar, a second purchase, a text.
FIXED = {
    ("int_category_channel_bits.sql", "63"),
    ("as_of_plan.sql", "2"),
    ("in_reporting_currency.sql", "0.001"),
    ("acquisition_channels.sql", "2"),
    ("store_loyalty.sql", "2"),
    ("quantity_text.sql", "0.01"),
    # How far the whole numbers of a double, a float and a decimal(18, 4) reach.
    ("clean_id.sql", "9007199254740992"),
    ("clean_id.sql", "16777216"),
    ("ratio.sql", "99999999999999.9999"),
    ("ratio.sql", "20000"),
    # Of how files are read.
    ("read_csv_files.sql", "3"),
    ("read_csv_files.sql", "2"),
    # Days of a week and a year, the share that a hash is of its range, half of those who are equal.
    ("int_orders_if_there.sql", "7"),
    ("int_orders_if_there.sql", "365"),
    ("horizons.sql", "4294967296.0"),
    ("int_forecast_trials.sql", "2.0"),
    # What a forecast is judged by: the best fifth, an interval of 80 % at levels of 50
    # customers, two trials, a fit whose a is more than next to nothing, an order in 91 days.
    ("int_forecast_trials.sql", "5.0"),
    ("int_forecast_errors.sql", "5.0"),
    ("int_forecast_levels.sql", "0.1"),
    ("int_forecast_levels.sql", "0.8"),
    ("int_forecast_outcomes.sql", "50"),
    ("int_forecast_champions.sql", "2"),
    ("methods.sql", "0.01"),
    ("methods.sql", "91"),
    # How near sums, steps and bands come.
    ("expected_orders.sql", "0.5"),
    ("expected_orders.sql", "3.5"),
    ("methods.sql", "20"),
    ("newton.sql", "4"),
    ("ways_to_the_top.sql", "4"),
    ("newton.sql", "10.0"),
}
# What packs counts into one number, what an engine needs, what may be set, series of numbers.
ELSEWHERE = ("counts", "setting", "gamma_functions")


def literals(sql: str) -> Iterator[str]:
    """The numbers with which something is compared, or by which it is multiplied."""
    yield from (number for number in COMPARED.findall(sql) if number not in ("0", "1"))
    for numbers in MULTIPLIED.findall(sql):
        yield from (number for number in numbers if number not in ("", "0", "1", *SCALES))


def test_no_model_and_no_macro_holds_a_threshold() -> None:
    found = {
        (file.name, number)
        for folder in ("models", "macros")
        for file in (PROJECT / folder).rglob("*.sql")
        if not file.name.startswith(ELSEWHERE)
        for number in literals(file.read_text(encoding="utf-8"))
    }
    assert found == FIXED
