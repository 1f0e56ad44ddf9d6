"""How the report should write a value: a second opinion, made of integers."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from runner.report.shapes import Unit

NOTHING = "–"
PLACES = {
    Unit.COUNT: 0,
    Unit.DAYS: 0,
    Unit.MONEY: 2,
    Unit.SHARE: 1,
    Unit.NUMBER: 2,
}


def shown(value: object, unit: Unit) -> str:
    """A value as a cell shows it; codes of labels as they are."""
    if value is None:
        return NOTHING
    if isinstance(value, date) or unit not in PLACES:
        return str(value)
    assert isinstance(value, int | float | Decimal)
    exact = Fraction(str(value)) * (100 if unit is Unit.SHARE else 1)
    text = _grouped(exact, PLACES[unit])
    if unit is Unit.NUMBER and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text + ("%" if unit is Unit.SHARE else "")


def _grouped(exact: Fraction, places: int) -> str:
    """With commas between thousands; half is rounded away from zero, and zero has no sign."""
    steps = int(abs(exact) * 10**places + Fraction(1, 2))
    digits = str(steps).zfill(places + 1)
    whole, rest = digits[: len(digits) - places], digits[len(digits) - places :]
    first = len(whole) % 3 or 3
    groups = [whole[:first], *(whole[at : at + 3] for at in range(first, len(whole), 3))]
    sign = "-" if exact < 0 and steps else ""
    return sign + ",".join(groups) + (f".{rest}" if rest else "")
