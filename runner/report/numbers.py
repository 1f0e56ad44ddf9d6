"""Numbers as people write them, in English and Chinese."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from string import Formatter

from runner.choices import Language
from runner.report.draw.axis import plain
from runner.report.shapes import Column, Unit

NOTHING = "\N{EN DASH}"
# The largest first: from where on a number is written in this unit.
SHORT: dict[Language, tuple[tuple[int, str], ...]] = {
    Language.EN: ((10**9, "B"), (10**6, "M"), (10**3, "k")),
    Language.ZH: ((10**8, "亿"), (10**4, "万")),
}
FROM_WHERE_SHORT = 10_000


@dataclass(frozen=True)
class Numbers:
    """How numbers are written.

    Attributes:
        language: of units.
        currency: its ISO code; may be empty.
    """

    language: Language
    currency: str

    def count(self, value: float | Decimal) -> str:
        """A whole number: 1,234."""
        return f"{rounded(value):,}"

    def money(self, value: float | Decimal) -> str:
        """An amount with its currency: 1,234 USD; from ten thousand on shortened: 1.23M USD."""
        return f"{self.short(value)} {self.currency}".strip()

    def exact_money(self, value: float | Decimal) -> str:
        """An amount to the cent, without its currency: 1,234.50."""
        return f"{rounded(value, 2):,.2f}"

    def short(self, value: float | Decimal) -> str:
        """A number of three digits with its unit: 999, 12.3k, 1.23万."""
        if abs(Decimal(str(value))) < FROM_WHERE_SHORT:
            return self.count(value)
        exact = Decimal(str(value))
        # Before the unit is chosen: 999,999 is 1.00M, not 1,000k.
        number = rounded(exact, 2 - exact.adjusted())
        unit, word = next(each for each in SHORT[self.language] if abs(number) >= each[0])
        ratio = number / unit
        return f"{rounded(ratio, max(0, 3 - len(str(int(abs(ratio)))))):,f}{word}"

    def tick(self, value: float) -> str:
        """A round number of an axis: 500, 2.5k, 10k, 1.5万."""
        return plain(value, SHORT[self.language])

    def share(self, value: float | Decimal) -> str:
        """A share of 0 to 1 in percent: 12.3%."""
        return f"{rounded(Decimal(str(value)) * 100, 1)}%"

    def number(self, value: float | Decimal) -> str:
        """At most two decimals: 2.5."""
        text = f"{rounded(value, 2):,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def written(self, value: object, unit: Unit) -> str:
        """A value of a table or a sentence, by its unit."""
        if not isinstance(value, int | float | Decimal):
            return NOTHING if value is None else str(value)
        match unit:
            case Unit.COUNT | Unit.DAYS:
                return self.count(value)
            case Unit.MONEY:
                return self.exact_money(value)
            case Unit.SHARE:
                return self.share(value)
            case Unit.NUMBER:
                return self.number(value)
            case _:
                return str(value)

    def cell(self, value: object, column: Column) -> str:
        """A value of a table as people read it."""
        return column.names.get(str(value)) or self.written(value, column.unit)


class Template(Formatter):
    """Fills sentences: `{share:share}`, `{net_revenue:money}`, `{customers:customer|customers}`.

    After the colon stands a unit, or two forms of a word, of which the value (1 or another number)
    takes one. `money` is shortened with its currency, `exact` is to the cent. Without a colon the
    value is put in as it is.
    """

    def __init__(self, numbers: Numbers) -> None:
        """Write numbers in this way."""
        self.numbers = numbers

    def format_field(self, value: object, format_spec: str) -> str:
        """A value in the form that stands after the colon."""
        if not isinstance(value, int | float | Decimal):
            return str(value)
        one, is_word, more = format_spec.partition("|")
        if is_word:
            return one if value == 1 else more
        match format_spec:
            case "":
                return str(value)
            case "money":
                return self.numbers.money(value)
            case "exact":
                return f"{self.numbers.exact_money(value)} {self.numbers.currency}".strip()
            case _:
                return self.numbers.written(value, Unit(format_spec))


def rounded(value: float | Decimal, places: int = 0) -> Decimal:
    """Half is rounded up, away from zero, as people do."""
    number = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(number) if number == 0 else number
