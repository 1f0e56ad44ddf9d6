"""Any day as an as-of date, and the raw rows of which a day knew.

The spine of a compiled project is put aside for a list of days, so one compiled project judges
whatever days a test asks for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tests.results.dirty import RandomShop
from tests.results.dirty import Row as RawRow
from tests.results.history_inputs import optional_input_moments, optional_rows_known
from tests.results.reference import Line, Rules, local_time, money, screen
from tests.results.shop import Compiled, Row, Shop

SPINE = "main.chosen_dates"
SIDE_AMOUNTS = ("discount_amount", "cost_amount")
Tables = dict[str, list[tuple[Any, ...]]]


def as_of_tables(project: Compiled) -> dict[str, str]:
    """Every table with an as-of date that is kept from build to build, with its kind of version."""
    return {model.name: model.version_column for model in project.models if model.version_column}


def on_chosen_dates(project: Compiled) -> Compiled:
    """The project with a table of days in place of int_history_dates."""
    models = tuple(
        replace(model, sql=f"select * from {SPINE}") if model.name == "int_history_dates" else model
        for model in project.models
    )
    assert models != project.models
    return replace(project, models=models)


class HistoryShop:
    """A shop that is judged at the end of any days."""

    def __init__(self, shop: Shop) -> None:
        """Take a shop whose project is on_chosen_dates."""
        self.shop = shop
        self.tables = as_of_tables(shop.project)
        shop.connection.execute(
            f"create table {SPINE} (as_of_date date, is_newest boolean, is_period_end boolean)"
        )

    def run(
        self,
        orders: Sequence[Row] = (),
        rates: Sequence[Row] = (),
        more: Mapping[str, Sequence[Row]] | None = None,
        *,
        days: Iterable[date],
    ) -> "HistoryShop":
        """Build all models over these rows at these days, of which the last is the newest."""
        chosen = sorted(set(days))
        self.shop.connection.execute(f"delete from {SPINE}")
        self.shop.connection.execute(
            f"""
            insert into {SPINE}
            select day, day = ?, day = last_day(day) from unnest(?) as days (day)
            """,
            [chosen[-1], chosen],
        )
        self.shop.run(orders, rates, more)
        return self

    def execute(self, sql: str) -> None:
        """Change something, such as a rule seed, for all runs from now on."""
        self.shop.connection.execute(sql)

    def ledger(self) -> list[tuple[Any, ...]]:
        """The events; first the date from which on each is known."""
        rows = self.shop.query("select event_date, * exclude (event_date) from {int_ledger_events}")
        return [tuple(row.values()) for row in rows]

    def judgements(self) -> Tables:
        """Every as-of table; as_of_version is left out, for here the column has none."""
        return {
            name: [
                tuple(row.values())
                for row in self.shop.query(
                    f"select * exclude (as_of_version) from {{{name}}} order by all"
                )
            ]
            for name in self.tables
        }

    def versions(self, kind: str) -> list[tuple[date, str]]:
        """The version of each as-of date that has one of this kind."""
        rows = self.shop.query(f"select as_of_date, {kind} from {{int_as_of_dates}} order by 1")
        return [(row["as_of_date"], row[kind]) for row in rows if row[kind]]

    def last_order_date(self) -> date:
        """The date of the last accepted row."""
        (row,) = self.shop.query("""
            select max(order_date) as day from {int_screened_orders}
            where rejection_reason is null
        """)
        day: date = row["day"]
        return day


def day_of(row: tuple[Any, ...]) -> date:
    """The as-of date, which is among the first three columns."""
    return next(cell for cell in row[:3] if isinstance(cell, date))


def differences(found: Tables, expected: Tables) -> dict[str, tuple[object, object]]:
    """By table, up to three rows that should not be there, and three that are missing."""
    return {
        table: (
            list(set(found[table]) - set(rows))[:3],
            list(set(rows) - set(found[table]))[:3],
        )
        for table, rows in expected.items()
        if found[table] != rows
    }


def event_days(raw: RandomShop, rules: Rules) -> list[date]:
    """The days on which anything became known."""
    lines = [line for line in screen(raw.orders, raw.rates, rules) if line.reason is None]
    days = {line.day for line in lines} | {line.reversal for line in lines}
    return sorted(days | optional_input_moments(raw, rules))


def rows_known(raw: RandomShop, day: date, rules: Rules) -> RandomShop:
    """The raw rows as they would have been at the end of a day.

    What the rows of today cannot tell of the past:

    - A row that is rejected today is judged by its content of today, also where only a refund
      of later makes it wrong. It stays as it is.
    - A completed order may have no negative amount, a returned one may: where only the return
      makes the row acceptable, it stays as it is.
    - Of copies that came at the same moment, the content says which is the first. Where turning
      back changes the content, the others are left out, or another might be the first.
    - What a cancelled or pending order was before. It counts for nothing on any day.

    What it cannot tell of the other inputs, optional_rows_known says.
    """
    lines = screen(raw.orders, raw.rates, rules)
    then = {line: row for line in lines if (row := _row_known(line, day))}
    first_copies = {(line.store, line.order_id, line.at) for line in then}
    orders = []
    for line in lines:
        at = local_time(line.raw.get("ordered_at"), rules)
        if at and at.date() > day:
            continue
        is_tied_copy = rules.grain == "order" and (line.store, line.order_id, at) in first_copies
        if line in then or not is_tied_copy:
            orders.append(then.get(line) or dict(line.raw))
    rates = [rate for rate in raw.rates if date.fromisoformat(rate["rate_date"] or "") <= day]
    return RandomShop(raw.seed, orders, rates, optional_rows_known(raw, day, rules))


def _row_known(line: Line, day: date) -> RawRow | None:
    """An accepted row before what is known of it only after the day; null: it stays as it is."""
    if line.reason or line.reversal <= day:
        return None
    row = dict(line.raw)
    if line.credit:
        # Ordered before it was given back: until then it counts for nothing.
        nothing = dict.fromkeys((*SIDE_AMOUNTS, "refund_amount", "refunded_at"))
        return row | nothing | {"order_status": "pending", "gross_amount": "0"}
    if line.effect == "ignored":
        return None
    sides = (money(row.get(column)) or 0 for column in SIDE_AMOUNTS)
    if line.sent_back and min(sides) < 0:
        return None
    nothing_came_back = {"refund_amount": None, "refunded_at": None}
    return (
        row
        | nothing_came_back
        | {"order_status": "completed" if line.sent_back else row["order_status"]}
    )
