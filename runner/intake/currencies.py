"""In what currency the money is: one word for all rows, or a question."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from runner.intake.candidates import Readings
from runner.intake.evidence import Column, Table
from runner.intake.shapes import Mapped, Question

# Signs that stand for one currency only.
OF_SIGN = {"€": "EUR", "£": "GBP", "₹": "INR", "R$": "BRL", "zł": "PLN", "₺": "TRY", "₩": "KRW"}
MOST = 60


@dataclass(frozen=True)
class Currency:
    """What was found about the currency.

    Attributes:
        mapped: the column.
        variables: the reporting currency, if it is certain.
        questions: if there are several.
        remarks: what is not known.
    """

    mapped: Mapped | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    remarks: tuple[str, ...] = ()


def currency_of(
    readings: Readings, *, answer: str | None, signs: tuple[str, ...], has_rates: bool
) -> Currency:
    """The currency of orders.

    Args:
        readings: of the source as orders.
        answer: the reporting currency as a person says it.
        signs: currency signs that stand beside the amounts.
        has_rates: whether exchange rates are among the inputs.
    """
    found = readings.best("currency")
    said = {"reporting_currency": answer.upper()} if answer else {}
    if found is None or not found.column.filled:
        named = [OF_SIGN.get(sign, sign if len(sign) == 3 else "") for sign in signs]  # noqa: PLR2004
        if not said and len(named) == 1 and named[0]:
            return Currency(None, {"reporting_currency": named[0].upper()})
        remark = "No column says the currency: it is taken as USD; --currency EUR says another."
        return Currency(None, said, (), () if said else (remark,))
    words = _words(readings.table, found.column)
    evidence = (", ".join(f"{word} {rows:,}" for word, rows in list(words.items())[:6]),)
    mapped = Mapped("currency", found.column.clean, (found.column.name,), found.certainty, evidence)
    if len(words) == 1:
        return Currency(mapped, said or {"reporting_currency": next(iter(words))})
    if not said:
        question = Question(
            "reporting_currency",
            f"{found.column.name} has {len(words)} currencies: {evidence[0]}. In which shall"
            " all amounts be counted? The others need exchange rates (inputs.exchange_rates).",
            {f"--currency {word}": f"count in {word}" for word in list(words)[:3]},
        )
        return Currency(mapped, {}, (question,))
    others = sum(rows for word, rows in words.items() if word != said["reporting_currency"])
    remark = (
        f"{others:,} rows are in other currencies than {said['reporting_currency']}: they are"
        " rejected until inputs.exchange_rates is given."
    )
    return Currency(mapped, said, (), (remark,) if others and not has_rates else ())


def _words(table: Table, column: Column) -> dict[str, int]:
    exact, sql = table.exact(column), column.clean
    rows = table.all(
        f"select upper(trim({sql}::varchar)) as word, sum({exact.weight}) as rows"  # noqa: S608
        f" from {exact.relation} as source"
        f" where coalesce(trim({sql}::varchar), '') <> '' group by word"
        f" order by rows desc, word limit {MOST}"
    )
    return {str(word): int(str(count)) for word, count in rows}
