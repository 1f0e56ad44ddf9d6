"""What other packages do with the same orders; each runs in its own process.

`python bench/peers.py NAME FOLDER` runs in .venv-bench, whose packages conflict with the project's:
openretailscience needs an older DuckDB. Each peer gets what it takes: completed sales with
customer, time and amount; it does far less than a build.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

SHARES = [0, 0.8, 0.95, float("inf")]
COLUMNS = ["order_id", "customer_id", "ordered_at", "gross_amount", "order_status"]


def openretailscience_rfm(folder: Path) -> None:
    """RFM on DuckDB; the result goes to Parquet, since it is lazy until someone reads it."""
    import ibis
    from openretailscience.segmentation.rfm import RFMSegmentation

    connection = ibis.duckdb.connect(threads=2)
    orders = connection.read_parquet(folder / "orders.parquet")
    sales = orders.filter(orders.order_status == "completed").select(
        customer_id="customer_id",
        transaction_id="order_id",
        transaction_date="ordered_at",
        unit_spend="gross_amount",
    )
    scores = RFMSegmentation(sales, "2025-12-31", r_segments=5, f_segments=5, m_segments=5)
    scores.table.to_parquet(folder / "peer.parquet")


def rfm_package(folder: Path) -> None:
    """RFM by the package rfm: its table is ready when the object is."""
    from rfm.rfm import RFM

    sales = _sales(folder)[["customer_id", "ordered_at", "gross_amount"]]
    sales = sales.rename(columns={"ordered_at": "order_date"})
    RFM(sales, customer_id="customer_id", transaction_date="order_date", amount="gross_amount")


def lifetimes_summary(folder: Path) -> None:
    """Recency, frequency and monetary value per customer, without scores."""
    from lifetimes.utils import summary_data_from_transaction_data

    summary_data_from_transaction_data(
        _sales(folder), "customer_id", "ordered_at", monetary_value_col="gross_amount"
    )


def pandas_rfm_abc(folder: Path) -> None:
    """RFM scores by percent rank and ABC classes, written by hand."""
    import pandas as pd

    sales = _sales(folder)
    customers = sales.groupby("customer_id").agg(
        last=("ordered_at", "max"),
        frequency=("order_id", "nunique"),
        monetary=("gross_amount", "sum"),
    )
    customers["recency"] = (sales["ordered_at"].max() - customers["last"]).dt.days
    for metric, is_better_high in {"recency": False, "frequency": True, "monetary": True}.items():
        rank = customers[metric].rank(method="min", ascending=is_better_high)
        share = (rank - 1) / max(len(customers) - 1, 1)
        customers[f"{metric}_score"] = (1 + (share * 5).astype(int)).clip(upper=5)
    best_first = customers["monetary"].sort_values(ascending=False)
    share_before = (best_first.cumsum() - best_first) / best_first.sum()
    customers["abc_class"] = pd.cut(share_before, SHARES, right=False, labels=["A", "B", "C"])


def _sales(folder: Path) -> "pd.DataFrame":
    import pandas as pd

    orders = pd.read_parquet(folder / "orders.parquet", columns=COLUMNS)
    sales = orders[orders["order_status"] == "completed"].copy()
    sales["gross_amount"] = sales["gross_amount"].astype(float)
    return sales


PEERS: dict[str, Callable[[Path], None]] = {
    "openretailscience": openretailscience_rfm,
    "rfm": rfm_package,
    "lifetimes": lifetimes_summary,
    "pandas": pandas_rfm_abc,
}

if __name__ == "__main__":
    PEERS[sys.argv[1]](Path(sys.argv[2]))
