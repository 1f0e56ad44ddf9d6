"""Print how far off each method is on real shops, and what a shop would have been shown.

Three tables for docs and notes, in Markdown: all methods at the newest date, over its earlier
trials; what was shown at each date whose horizon is over, beside what came; the parameters. The
data is not in this repository: examples/README.md says where it is read from.
"""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from bench.backtests.shops import DATA, REAL_SHOPS, Days, RealShop, build, purchase_days
from bench.backtests.shown import Forecast, shown

METHODS = """
    select
        store_id, horizon_days, method || if(is_champion, ' *', ''), trial_count, customer_count,
        root_mean_squared_error, mean_absolute_error, bias_share, best_found_share, return_auc
    from marts.forecast_accuracy
    where as_of_date = (select max(as_of_date) from marts.forecast_accuracy)
    order by store_id, horizon_days, root_mean_squared_error, method
"""
PARAMETERS = """
    select store_id, as_of_date, model, customer_count, r, alpha, a, b, log_likelihood, ended
    from marts.forecast_parameters
    where as_of_date in (?, (select max(as_of_date) from marts.forecast_parameters))
    order by all
"""
ERRORS = ("RMSE", "MAE", "bias", "hit20", "AUC")
METHOD_HEADS = ("store", "days", "method", "trials", "customers", *ERRORS)
SHOWN_HEADS = ("store", "as of", "days", "method", "tried on", "customers", *ERRORS, "within")
PARAMETER_HEADS = ("store", "as of", "model", "customers", "r", "alpha", "a", "b", "LL", "ended")


def main() -> int:
    """Build each shop and print its tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.backtests", description=__doc__)
    names = [shop.name for shop in REAL_SHOPS]
    parser.add_argument("--shops", nargs="+", choices=names, default=names)
    parser.add_argument("--out", type=Path, default=Path("bench-results/backtests"))
    options = parser.parse_args()
    if not DATA.is_dir():
        parser.error(f"the data is not there: {DATA}; see examples/README.md")
    for shop in REAL_SHOPS:
        if shop.name in options.shops:
            report(shop, build(shop, options.out.resolve()))
    return 0


def report(shop: RealShop, database: Path) -> None:
    """Print the tables of one shop."""
    bought = purchase_days(shop.purchases)
    last_day = max(days[-1] for days in bought.values())
    print(f"\n## {shop.name}, as of {last_day}")
    with duckdb.connect(str(database), read_only=True) as connection:
        print("\nAll methods, over the earlier trials (* the champion):\n")
        table(METHOD_HEADS, connection.execute(METHODS).fetchall())
        print("\nWhat was shown, and what came:\n")
        table(SHOWN_HEADS, [outcome(one, bought) for one in shown(connection, last_day)])
        print("\nParameters:\n")
        table(PARAMETER_HEADS, connection.execute(PARAMETERS, [shop.tried_on]).fetchall())


def outcome(forecast: Forecast, bought: Days) -> tuple[object, ...]:
    """A row of what was shown and what came."""
    found = forecast.verdict(bought)
    return (
        *(forecast.store, forecast.as_of_date, forecast.horizon, forecast.method),
        *(forecast.tried_on, found.customers),
        *(found.root_mean_squared_error, found.mean_absolute_error, found.bias_share),
        *(found.best_found_share, found.return_auc, forecast.coverage(bought)),
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as a table of Markdown."""
    print(f"| {' | '.join(heads)} |")
    print(f"|{'|'.join('---' for _ in heads)}|")
    for row in rows:
        print(f"| {' | '.join(map(said, row))} |")


def said(value: object) -> str:
    """A cell: numbers to four digits after the point."""
    if value is None:
        return ""
    return f"{value:.4f}" if isinstance(value, float) else str(value)


raise SystemExit(main())
