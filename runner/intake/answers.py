"""What a person has said already: the flags that answer questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from runner.errors import UserError
from runner.intake.candidates import Amount
from runner.intake.evidence import Table, quoted
from runner.intake.shapes import Certainty, Mapped

STATUSES = ("completed", "cancelled", "pending", "returned")


@dataclass(frozen=True)
class Answers:
    """The flags of `tiers init` that answer questions.

    Attributes:
        first: what stands first in dates: day, month or year.
        decimal: point or comma.
        grain: order or line.
        mapped: column or SQL by canonical column, such as orders.customer_id.
        statuses: what a status word is taken for.
        currency: the reporting currency.
        timezone: of the shop.
        source_timezone: of moments without one.
        preset: the name of a known export, none to look at the columns alone, or nothing.
    """

    first: str | None = None
    decimal: str | None = None
    grain: str | None = None
    mapped: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    currency: str | None = None
    timezone: str | None = None
    source_timezone: str | None = None
    preset: str | None = None


def pairs(given: Sequence[str], *, flag: str) -> dict[str, str]:
    """KEY=VALUE as a mapping; the last sign of equality parts a status word, the first others.

    Raises:
        UserError: one has no sign of equality or an empty side.
    """
    found = {}
    for text in given:
        left, sign, right = text.rpartition("=") if flag == "--status" else text.partition("=")
        if not sign or not left.strip() or not right.strip():
            example = "Paid=completed" if flag == "--status" else "orders.customer_id=Email"
            raise UserError(f"{flag} {text} is no pair.", f"Write it as {flag} {example}.")
        found[left.strip()] = right.strip()
    return found


def check_statuses(statuses: Mapping[str, str]) -> None:
    """Make sure that words are taken for what there is.

    Raises:
        UserError: one is not.
    """
    for word, status in statuses.items():
        if status not in STATUSES:
            raise UserError(
                f"--status {word}={status}: {status} is no status.",
                f"There are: {', '.join(STATUSES)}.",
            )


def mapped_as(table: Table, canonical: str, text: str, amounts: Mapping[str, Amount]) -> Mapped:
    """A canonical column as a person says it: a column, a sum or product of some, or SQL.

    Args:
        table: the source.
        canonical: the column without its input, such as customer_id.
        text: what was said.
        amounts: the columns that are numbers, by name.
    """
    said = (f"--map {canonical}={text} says so",)
    names = {name.lower(): name for name in table.columns}
    if text.strip().lower() in names:
        column = table.columns[names[text.strip().lower()]]
        amount = amounts.get(column.name)
        return Mapped(
            canonical,
            amount.bare if amount else column.clean,
            (column.name,),
            Certainty.CLEAR,
            said,
        )
    for sign in (" + ", " * ", " - "):
        parts = [names.get(part.strip().lower(), "") for part in text.split(sign)]
        if len(parts) > 1 and all(part in amounts for part in parts):
            # Without a discount nothing is added; without a factor there is no product.
            numbers = [amounts[part].number for part in parts]
            if sign != " * ":
                numbers[1:] = [f"coalesce({number}, 0)" for number in numbers[1:]]
            return Mapped(canonical, sign.join(numbers), tuple(parts), Certainty.CLEAR, said)
    reads = tuple(name for name in table.columns if quoted(name) in text or f'"{name}"' in text)
    return Mapped(canonical, text, reads, Certainty.CLEAR, said)
