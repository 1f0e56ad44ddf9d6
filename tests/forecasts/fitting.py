"""Fit made-up histories by the project's own SQL, without building anything."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from tests.results.shop import dbt

# Nothing here depends on the day: only the dates of one table must be those of the other.
DAY = date(2025, 12, 31)
_STATEMENTS = """{{ tojson({
    'tables': tables_of_fits('histories', 'fit_dates'),
    'rounds': all_rounds(),
    'fits': rows_of_fits('forecast_rounds')
}) }}"""


@dataclass(frozen=True)
class History:
    """Customers with the same history at the date of a fit.

    Attributes:
        repeat_count: purchase days after the first.
        active_days: days from the first purchase to the last.
        tenure_days: days from the first purchase to the date of the fit.
        money: of all purchase days after the first together; may be negative.
        customers: how many they are.
        store: their store.
        day: the date of the fit.
    """

    repeat_count: int
    active_days: int
    tenure_days: int
    money: float = 0
    customers: int = 1
    store: str = "store"
    day: date = DAY


@dataclass(frozen=True)
class Fit:
    """A fit, with the parameters by name; None if there are none."""

    model: str
    customers: int
    parameters: Mapping[str, float | None]
    log_likelihood: float | None
    rounds: int
    ended: str


@dataclass(frozen=True)
class Fitting:
    """The SQL of the fits."""

    tables: Mapping[str, str]
    rounds: str
    fits: str

    def __call__(self, histories: Iterable[History], *, threads: int = 1) -> dict[str, Fit]:
        """The fits by model, or by "store day model" where there are several stores or days."""
        rows = list(histories)
        known: Counter[tuple[str, date]] = Counter()
        for each in rows:
            known[each.store, each.day] += each.customers
        values: list[object] = []
        with duckdb.connect(config={"threads": threads}) as database:
            database.execute(
                "create table histories (store_id text, fit_date date, repeat_count integer,"
                " active_days integer, tenure_days integer, repeat_net_revenue decimal(18, 4),"
                " known_customer_count bigint)"
            )
            for each in rows:
                values += [each.store, each.day, each.repeat_count, each.active_days]
                values += [each.tenure_days, each.money, known[each.store, each.day]]
                values += [each.customers]
            places = ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?)"] * len(rows))
            database.execute(
                "insert into histories select a, b, c, d, e, f, g from"
                f" (values {places}) as rows (a, b, c, d, e, f, g, number), range(number)",
                values,
            )
            database.execute(
                "create table fit_dates as"
                " select distinct fit_date as as_of_date, fit_date from histories"
            )
            return self._fits(database)

    def _fits(self, database: duckdb.DuckDBPyConnection) -> dict[str, Fit]:
        for name, query in self.tables.items():
            database.execute(f"create table {name} as {query}")
        database.execute(f"create table forecast_rounds as {self.rounds}")
        rows = database.execute(
            "select store_id, fit_date, model, customer_count, r, alpha, a, b, p, q, v,"
            f" log_likelihood, round_count, ended from {self.fits} as fits"
        ).fetchall()
        alone = len({row[:2] for row in rows}) == 1
        return {
            row[2] if alone else f"{row[0]} {row[1]} {row[2]}": Fit(
                model=row[2],
                customers=row[3],
                parameters=dict(zip(parameters_of(row[2]), given(row[4:11], row[2]), strict=True)),
                log_likelihood=row[11],
                rounds=row[12],
                ended=row[13],
            )
            for row in rows
        }


def parameters_of(model: str) -> Sequence[str]:
    """The names of a model's parameters."""
    return ("p", "q", "v") if model == "gamma_gamma" else ("r", "alpha", "a", "b")


def given(values: Sequence[float | None], model: str) -> Sequence[float | None]:
    """Of the seven columns those of the model; the others must be empty."""
    own, others = (values[4:], values[:4]) if model == "gamma_gamma" else (values[:4], values[4:])
    assert set(others) == {None}
    return own


def fitting(folder: Path) -> Fitting:
    """The SQL as dbt writes it with the project's own variables."""
    database = folder / "customer_tiers.duckdb"
    command = ("compile", "--no-write-json", "--inline", _STATEMENTS)
    compiled = dbt(*command, variables={}, folder=folder, database=database)
    return Fitting(**json.loads(compiled.results[0].node.compiled_code))
