"""Try a mapping on its data: what a build would accept, reject and count, without dbt."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from runner.errors import ExitCode, UserError
from runner.intake.convert import folder_beside, prepared
from runner.intake.stamps import originals_named
from runner.project import Project
from runner.screen.models import Models
from runner.screen.shapes import Money, Rejection, Screened, ScreenedInput
from runner.warehouse import beside

MAPPED_ROWS = 10
EXAMPLES = 3


def screen(
    inputs: Mapping[str, object],
    variables: Mapping[str, object],
    project: Project,
    *,
    database: Path | None = None,
) -> Screened:
    """Screen the rows of a mapping as a build would, with the models' own SQL.

    Args:
        inputs: the mapping, as `read_variables` gives it.
        variables: others that differ from the project's, such as reporting_currency.
        project: whose models they are.
        database: has the tables that inputs name as relation; by default the project's.

    Raises:
        UserError: the mapping can't be right, or a file can't be read. What a build would refuse
            for the data's sake is no error, but said in the result.
    """
    database = project.database(database)
    folder = folder_beside(database)
    read = prepared(inputs, folder)
    every = {**project.variables, **variables, "inputs": read}
    with originals_named(folder), beside(database) as connection:
        return _screened(Models(project, connection, variables=every))


def _screened(models: Models) -> Screened:
    mapped = _mapped(models)
    models.relation("int_screened_orders")
    refused = _refusal(models, "check_screening") or _refusal(models, "check_as_of_date")
    ((rows, accepted),) = models.query(
        "select count(*), count(*) filter (where rejection_reason is null)"
        " from {int_screened_orders}"
    )
    found: dict[str, Any] = {"orders": 0, "customers": 0, "first_date": None}
    found |= {"last_date": None, "money": (), "others": ()}
    try:
        found |= _accepted(models) | {"others": _others(models)}
    except UserError as error:
        if error.code != ExitCode.TEST_FAILED:
            raise
        # A sum that does not fit.
        refused = refused or str(error)
    return Screened(
        rows=rows,
        accepted=accepted,
        mapped=mapped,
        rejections=_rejections(models),
        reporting_currency=models.call("setting", "reporting_currency"),
        refused=refused,
        **found,
    )


def _refusal(models: Models, hook: str) -> str:
    """The sentence with which a hook of the screened orders refuses the data, if it does."""
    try:
        models.call(hook, this="int_screened_orders")
    except UserError as error:
        if not error.sentence.startswith("Data refused: "):
            raise
        return error.sentence
    return ""


def _mapped(models: Models) -> tuple[Mapping[str, str | None], ...]:
    columns = [column.removeprefix("raw_") for column in models.call("raw_order_columns")]
    texts = ", ".join(f"cast({column} as varchar)" for column in columns)
    # One thread reads the first rows of the file, and no more.
    models.connection.execute("set preserve_insertion_order = true; set threads = 1")
    rows = models.query(f"select {texts} from {{stg_tiers__orders}} limit {MAPPED_ROWS}")  # noqa: S608
    models.connection.execute("set preserve_insertion_order = false; reset threads")
    return tuple(dict(zip(columns, row, strict=True)) for row in rows)


def _rejections(models: Models) -> tuple[Rejection, ...]:
    columns = models.call("raw_order_columns")
    texts = ", ".join(f"'{name.removeprefix('raw_')}=' || {name}" for name in columns)
    rows = models.query(
        f"""
        select rejection_reason, count(*) as row_count, min(concat_ws('; ', {texts}), {EXAMPLES})
        from {{rejected_orders}}
        group by rejection_reason
        order by row_count desc, rejection_reason
        """  # noqa: S608
    )
    return tuple(
        Rejection(
            reason=reason,
            rows=count,
            values=models.call("rejected_values", reason, this="int_screened_orders"),
            examples=tuple(examples),
        )
        for reason, count, examples in rows
    )


def _accepted(models: Models) -> dict[str, Any]:
    """What the accepted orders add up to."""
    set_aside: dict[str, dict[str, Any]] = {}
    for currency, status, amount in models.query(
        """
        select currency, order_status, sum(source_gross_amount)
        from {int_screened_orders}
        where rejection_reason is null and status_effect = 'ignored'
        group by currency, order_status
        order by currency, order_status
        """
    ):
        set_aside.setdefault(currency, {})[status] = amount
    sums = models.query(
        """
        with purchases as (
            select currency, sum(source_gross_amount) as amount
            from {int_screened_orders}
            where rejection_reason is null and is_purchase
            group by currency
        ),
        orders as (
            select
                currency,
                count(*) as order_count,
                sum(gross_amount) as gross,
                sum(discount_amount) as discounts,
                sum(refund_amount + full_return_amount) as refunds
            from {accepted_orders}
            group by currency
        )
        select
            orders.currency, order_count, coalesce(purchases.amount, 0), gross, discounts, refunds
        from orders
        left join purchases on orders.currency = purchases.currency
        order by order_count desc, orders.currency
        """
    )
    ((customers, first_date, last_date),) = models.query(
        """
        select count(distinct (store_id, customer_id)), min(order_date), max(order_date)
        from {accepted_orders}
        """
    )
    money = tuple(
        Money(
            currency=currency,
            orders=count,
            purchases=purchases,
            set_aside=set_aside.get(currency, {}),
            gross=gross,
            discounts=discounts,
            refunds=refunds,
        )
        for currency, count, purchases, gross, discounts, refunds in sums
    )
    return {
        "orders": sum(of.orders for of in money),
        "customers": customers,
        "first_date": first_date,
        "last_date": last_date,
        "money": money,
    }


def _others(models: Models) -> tuple[ScreenedInput, ...]:
    rejected: dict[str, list[Rejection]] = {}
    for name, reason, count, examples in models.query(
        f"""
        select input_name, rejection_reason, count(*) as row_count, min(raw_row, {EXAMPLES})
        from {{rejected_rows}}
        group by input_name, rejection_reason
        order by row_count desc, rejection_reason
        """  # noqa: S608
    ):
        rejected.setdefault(name, []).append(
            Rejection(reason, rows=count, examples=tuple(examples))
        )
    others = []
    for name in models.call("mapping_words")["columns"]:
        if name != "orders" and models.call("is_given", name):
            ((rows,),) = models.query(f"select count(*) from {{stg_tiers__{name}}}")  # noqa: S608
            others.append(ScreenedInput(name, rows, tuple(rejected.get(name, ()))))
    return tuple(others)
