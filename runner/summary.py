"""The summary of a build, read from the marts of the finished database."""

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from runner.warehouse import Warehouse


@dataclass(frozen=True)
class LabelCount:
    """The customers with one label of a scheme, over all stores.

    Shares are of the scheme's customers and net revenue, 0 to 1; none without a total.
    """

    scheme: str
    label: str
    label_en: str
    label_zh: str
    customers: int
    net_revenue: Decimal
    customer_share: float | None = None
    net_revenue_share: float | None = None

    def named(self, language: str) -> str:
        """The label in `en` or `zh`."""
        return self.label_zh if language == "zh" else self.label_en


@dataclass(frozen=True)
class Reconciled:
    """Where the raw rows (without a currency), or the money in one, went, over all stores."""

    measure: str
    currency: str | None
    entered: Decimal
    accepted: Decimal
    rejected: Decimal
    difference: Decimal


@dataclass(frozen=True)
class StoreForecast:
    """Which method foresees the orders of a store, as far ahead as asked, and how well it did.

    Errors are root mean squares in purchase days per customer at earlier dates, over `horizon_days`
    or 91 days; none if nothing was tried twice, as `fallback_reason` then says.
    """

    store_id: str
    horizon_days: int
    method: str
    trial_count: int
    error: float | None
    same_again_error: float | None
    beats_same_again: bool | None
    fallback_reason: str | None
    finding_en: str
    finding_zh: str

    def said(self, language: str) -> str:
        """All this in a sentence in `en` or `zh`."""
        return self.finding_zh if language == "zh" else self.finding_en


@dataclass(frozen=True)
class Summary:
    """The outcome of a build; what the database does not hold is empty."""

    as_of_date: str | None = None
    labels: tuple[LabelCount, ...] = ()
    reconciled: tuple[Reconciled, ...] = ()
    rejected_by_reason: tuple[tuple[str, int], ...] = ()
    rejected_besides_orders: tuple[tuple[str, str, int], ...] = ()
    forecasts: tuple[StoreForecast, ...] = ()

    @property
    def by_scheme(self) -> dict[str, tuple[LabelCount, ...]]:
        """The labels of each scheme."""
        grouped = groupby(self.labels, key=lambda label: label.scheme)
        return {scheme: tuple(labels) for scheme, labels in grouped}

    @property
    def customers(self) -> int | None:
        """The number of customers: each has one label in every scheme."""
        for labels in self.by_scheme.values():
            return sum(label.customers for label in labels)
        return None

    @property
    def net_revenue(self) -> Decimal | None:
        """Over all customers, in the reporting currency."""
        for labels in self.by_scheme.values():
            return sum((label.net_revenue for label in labels), Decimal(0))
        return None

    @property
    def rows(self) -> Reconciled | None:
        """Where the raw rows went."""
        return next((line for line in self.reconciled if line.measure == "row_count"), None)


def read_summary(warehouse: Warehouse, as_of: str | None = None) -> Summary:
    """Read the summary of an as-of date, by default the newest one."""
    tables = warehouse.tables()
    summary = Summary()
    if "tier_summary" in tables:
        day = as_of or next(iter(warehouse.days("tier_summary")), None)
        summary = replace(summary, as_of_date=day, labels=_labels(warehouse, day))
    if "forecast_champions" in tables:
        day = as_of or next(iter(warehouse.days("forecast_champions")), None)
        summary = replace(summary, forecasts=_forecasts(warehouse, day))
    if "reconciliation" in tables:
        summary = replace(summary, reconciled=_reconciled(warehouse))
    if "rejected_orders" in tables:
        summary = replace(summary, rejected_by_reason=_rejected(warehouse))
    if "rejected_rows" in tables:
        summary = replace(summary, rejected_besides_orders=_rejected_besides_orders(warehouse))
    return summary


def _labels(warehouse: Warehouse, day: str | None) -> tuple[LabelCount, ...]:
    rows = warehouse.rows(
        """
        with
        labels as (
            select
                scheme,
                label,
                any_value(label_en) as label_en,
                any_value(label_zh) as label_zh,
                sum(customer_count)::bigint as customers,
                coalesce(sum(net_revenue), 0)::decimal(38, 4) as net_revenue
            from marts.tier_summary
            where as_of_date = cast(? as date)
            group by scheme, label
        )

        select
            *,
            customers / nullif(sum(customers) over scheme_labels, 0),
            net_revenue::double / nullif(sum(net_revenue) over scheme_labels, 0)
        from labels
        window scheme_labels as (partition by scheme)
        order by scheme, net_revenue desc, label
        """,
        [day],
    )
    return tuple(LabelCount(*row) for row in rows)


def _reconciled(warehouse: Warehouse) -> tuple[Reconciled, ...]:
    rows = warehouse.rows(
        """
        select
            measure,
            if(measure = 'row_count', null, currency) as unit,
            sum(entered)::decimal(38, 4),
            sum(accepted)::decimal(38, 4),
            sum(rejected)::decimal(38, 4),
            sum(difference)::decimal(38, 4)
        from marts.reconciliation
        group by measure, unit
        order by measure = 'row_count' desc, measure, unit
        """
    )
    return tuple(Reconciled(*row) for row in rows)


def _rejected(warehouse: Warehouse) -> tuple[tuple[str, int], ...]:
    rows = warehouse.rows(
        """
        select rejection_reason, count(*)
        from marts.rejected_orders
        group by rejection_reason
        order by count(*) desc, rejection_reason
        """
    )
    return tuple((str(reason), int(count)) for reason, count in rows)


def _rejected_besides_orders(warehouse: Warehouse) -> tuple[tuple[str, str, int], ...]:
    rows = warehouse.rows(
        """
        select input_name, rejection_reason, count(*)
        from marts.rejected_rows
        group by input_name, rejection_reason
        order by input_name, count(*) desc, rejection_reason
        """
    )
    return tuple((str(name), str(reason), int(count)) for name, reason, count in rows)


def _forecasts(warehouse: Warehouse, day: str | None) -> tuple[StoreForecast, ...]:
    """Of the longest horizon, the largest store first."""
    rows = warehouse.rows(
        """
        select
            store_id,
            horizon_days,
            method,
            trial_count,
            root_mean_squared_error,
            same_again_error,
            beats_same_again,
            fallback_reason,
            finding_en,
            finding_zh
        from marts.forecast_champions
        where as_of_date = cast(? as date)
        qualify horizon_days = max(horizon_days) over (partition by store_id)
        order by known_customer_count desc, store_id
        """,
        [day],
    )
    return tuple(StoreForecast(*row) for row in rows)
