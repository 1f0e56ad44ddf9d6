"""Real shops whose past is long enough to try forecasts on."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import yaml

from bench.measure import measure
from bench.shop import PROJECT

DATA = PROJECT.parent / "shared" / "data"
FORECASTS = ("customer_forecasts", "forecast_accuracy", "forecast_parameters")
SHORT_DAYS = 91
# Customer and store, and the day of each purchase.
Buyer = tuple[str, str]
Days = dict[Buyer, list[date]]


@dataclass(frozen=True)
class RealShop:
    """A data set of `examples`, and how forecasts are tried on it.

    Attributes:
        name: its folder there.
        long_days: the long horizon, in days.
        month_ends: those before its last day at which customers are foreseen.
        tried_on: the one among them that is compared with what others publish.
        purchases: SQL for its purchases, of the raw files: store, customer, day.
    """

    name: str
    long_days: int
    month_ends: int
    tried_on: date
    purchases: str

    @property
    def horizons(self) -> tuple[int, int]:
        """Both, in days."""
        return SHORT_DAYS, self.long_days


CDNOW = RealShop(
    "cdnow",
    long_days=273,
    month_ends=9,
    tried_on=date(1997, 9, 30),
    purchases=f"""
        select 'default', parts[2], strptime(parts[3], '%Y%m%d')::date
        from (
            select regexp_split_to_array(trim(line), '\\s+') as parts
            from read_csv(
                '{DATA}/cdnow/CDNOW_sample.txt', header = false, delim = '|', names = ['line']
            )
        )
    """,
)
ONLINE_RETAIL = RealShop(
    "online_retail",
    long_days=161,
    month_ends=6,
    tried_on=date(2011, 6, 30),
    purchases=f"""
        select 'default', CustomerID::varchar, InvoiceDate::date
        from '{DATA}/online_retail/online_retail.parquet'
        where CustomerID is not null and Quantity > 0 and not starts_with(InvoiceNo, 'C')
    """,
)
COMPLETE_JOURNEY = RealShop(
    "completejourney",
    long_days=182,
    month_ends=6,
    tried_on=date(2017, 6, 30),
    purchases=f"""
        select
            'default', household_id::varchar,
            timezone('America/New_York', timezone('UTC', transaction_timestamp))::date
        from '{DATA}/completejourney/baskets_sample_20pct_households.csv'
    """,
)
CONTOSO = RealShop(
    "contoso",
    long_days=365,
    month_ends=13,
    tried_on=date(2023, 3, 31),
    purchases=f"""
        select
            if(StoreKey = 999999, 'online', 'branches'), CustomerKey::varchar, OrderDate::date
        from '{DATA}/contoso/sales.csv'
    """,
)
REAL_SHOPS = (CDNOW, ONLINE_RETAIL, COMPLETE_JOURNEY, CONTOSO)


def build(shop: RealShop, folder: Path) -> Path:
    """Foresee the customers of a shop, at its last day and the month ends before.

    Args:
        shop: which one.
        folder: where the database is made, and where dbt writes.

    Returns:
        The database.
    """
    mapping = PROJECT / "examples" / shop.name / "inputs.yml"
    variables = yaml.safe_load(mapping.read_text(encoding="utf-8"))
    needed = ("orders", "exchange_rates")
    variables["inputs"] = {
        name: variables["inputs"][name] for name in needed if name in variables["inputs"]
    }
    variables |= {"forecast_days": shop.long_days, "history_periods": shop.month_ends}
    return foresee(variables, folder / shop.name)


def foresee(variables: dict[str, object], folder: Path) -> Path:
    """Build what foresees customers, and what that needs, from nothing.

    Args:
        variables: dbt's.
        folder: of the database, and of what dbt writes beside it.

    Returns:
        The database.
    """
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "customer_tiers.duckdb"
    database.unlink(missing_ok=True)
    command = (
        *(str(Path(sys.executable).with_name("dbt")), "build"),
        *("--select", *(f"+{name}" for name in FORECASTS)),
        *("--exclude-resource-type", "test", "unit_test"),
        # Not JSON: YAML reads the key `on` of a join as true.
        *("--vars", yaml.safe_dump(variables)),
    )
    places = {
        "TIERS_DATABASE": str(database),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "PYTHONWARNINGS": os.environ.get("PYTHONWARNINGS", "ignore"),
    }
    measure(command, log=folder / "dbt.log", folder=PROJECT, environment=places)
    return database


def purchase_days(sql: str) -> Days:
    """The days on which each customer bought, in order, of a query over raw files."""
    bought: Days = {}
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        rows = connection.execute(f"select distinct * from ({sql}) order by all").fetchall()
    for store, customer, day in rows:
        bought.setdefault((store, customer), []).append(day)
    return bought


def days_within(days: Sequence[date], after: date, horizon: int) -> int:
    """How many of them are in the `horizon` days after a day."""
    last = after + timedelta(horizon)
    return sum(after < day <= last for day in days)
