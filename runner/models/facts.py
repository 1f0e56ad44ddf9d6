"""The facts of buyers out of a built database."""

from collections.abc import Iterator

from runner.errors import UserError
from runner.models.metrics import all_metrics
from runner.models.shapes import ClusterRequest, StoreFacts
from runner.project import parse_day
from runner.warehouse import Warehouse

TABLES = ("customer_facts", "customer_facts_current", "rfm_scores")


def read_stores(warehouse: Warehouse, request: ClusterRequest) -> Iterator[StoreFacts]:
    """The buyers of each store at the date, of large stores a sample.

    Whose hash comes first is in the sample, so that it does not depend on the order of rows nor on
    chance.

    Raises:
        UserError: the database lacks the facts, the date or the store.
    """
    missing = [table for table in TABLES if table not in warehouse.tables()]
    if missing:
        raise UserError(
            f"The database has no table {missing[0]}.", "Run `tiers build` again, without --select."
        )
    day = _day(warehouse, request)
    counts = _buyers(warehouse, day)
    if request.store is not None and request.store not in counts:
        raise UserError(
            f"There is no store {request.store} on {day}.",
            f"There are: {', '.join(counts)}." if counts else "Nobody has bought by then.",
        )
    for store, count in counts.items():
        if request.store in (None, store):
            yield _facts(warehouse, request, store=store, day=day, count=count)


def _day(warehouse: Warehouse, request: ClusterRequest) -> str:
    days = warehouse.days("customer_facts")
    if request.as_of is None:
        if not days:
            raise UserError("The database has no date.", "Run `tiers build` first.")
        return days[0]
    day = str(parse_day(request.as_of, option="--as-of"))
    if day not in days:
        raise UserError(
            f"The database has no date {day}.", f"The newest are: {', '.join(days[:3])}."
        )
    return day


def _buyers(warehouse: Warehouse, day: str) -> dict[str, int]:
    return dict(
        warehouse.rows(
            "select store_id, count(*) from marts.customer_facts"
            " where as_of_date = cast(? as date) and purchase_day_count > 0"
            " group by store_id order by store_id",
            [day],
        )
    )


def _facts(
    warehouse: Warehouse, request: ClusterRequest, *, store: str, day: str, count: int
) -> StoreFacts:
    import numpy as np

    names = list(all_metrics())
    # Four decimals, as where the rules are applied.
    columns = ", ".join(f"cast(facts.{name} as decimal(18, 4))::double" for name in names)
    rows = warehouse.rows(
        f"""
        with sampled as (
            select * from marts.customer_facts
            where store_id = ? and as_of_date = cast(? as date) and purchase_day_count > 0
            order by md5(customer_id), customer_id
            limit ?
        )
        select {columns}, coalesce(scores.rfm_segment, '')
        from sampled as facts
        left join marts.rfm_scores as scores
            on
                facts.store_id = scores.store_id
                and facts.customer_id = scores.customer_id
                and facts.as_of_date = scores.as_of_date
        order by facts.customer_id
        """,  # noqa: S608 (our own words)
        [store, day, request.sample],
    )
    ((currency,),) = warehouse.rows(
        "select any_value(reporting_currency) from marts.customer_facts_current"
    )
    *values, segments = zip(*rows, strict=True)
    return StoreFacts(
        store_id=store,
        as_of_date=parse_day(day, option="as_of_date"),
        buyer_count=count,
        currency=currency,
        metrics={
            name: np.array([np.nan if each is None else each for each in column], dtype=float)
            for name, column in zip(names, values, strict=True)
        },
        segments=tuple(str(each) for each in segments),
    )
