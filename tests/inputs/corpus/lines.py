"""Several rows of one order: what stands on some of its lines, and what contradicts itself."""

from tests.inputs.corpus.case import ANN, ANN_ROW, HEADER, Case, csv

LINE = {"grain": "line"}
STATUS = f"{HEADER},order_status"
DISCOUNT = f"{HEADER},discount"
ONE_DISCOUNT = LINE | {"order_columns": {"discount_amount": "discount"}}

CASES: dict[str, Case] = {
    "two lines are one order": Case(
        {"orders.csv": csv(ANN_ROW, "1,ann,2024-01-05,2.50")},
        orders=LINE,
        accepted=[("1", "ann", "2024-01-05", "12.5")],
    ),
    "the same line twice counts twice": Case(
        {"orders.csv": csv(ANN_ROW, ANN_ROW)},
        orders=LINE,
        accepted=[("1", "ann", "2024-01-05", "20")],
    ),
    "a cancelled order with its status on the first line": Case(
        {"orders.csv": csv(f"{ANN_ROW},cancelled", f"{ANN_ROW},", f"{ANN_ROW},", header=STATUS)},
        orders=LINE,
        accepted=[("1", "ann", "2024-01-05", "0")],
        facts={"order_status": {"1": "cancelled"}},
    ),
    "a pending order with its status on the last line": Case(
        {"orders.csv": csv(f"{ANN_ROW},", f"{ANN_ROW},pending", header=STATUS)},
        orders=LINE,
        accepted=[("1", "ann", "2024-01-05", "0")],
        facts={"order_status": {"1": "pending"}},
    ),
    "an unknown status on the first line": Case(
        {"orders.csv": csv(f"{ANN_ROW},voided", f"{ANN_ROW},", header=STATUS)},
        orders=LINE,
        rejected={"unknown_status": 2},
    ),
    "no status at all": Case(
        {"orders.csv": csv(f"{ANN_ROW},", f"{ANN_ROW},", header=STATUS)},
        orders=LINE,
        accepted=[("1", "ann", "2024-01-05", "20")],
    ),
    "two statuses": Case(
        {"orders.csv": csv(f"{ANN_ROW},completed", f"{ANN_ROW},cancelled", header=STATUS)},
        orders=LINE,
        rejected={"conflicting_lines": 2},
    ),
    "one status, written in two ways": Case(
        {"orders.csv": csv(f"{ANN_ROW},completed", f"{ANN_ROW}, Completed ", header=STATUS)},
        orders=LINE,
        accepted=[("1", "ann", "2024-01-05", "20")],
    ),
    "two statuses where each line has its own": Case(
        {"orders.csv": csv(f"{ANN_ROW},completed", "1,ann,2024-01-05,7,cancelled", header=STATUS)},
        orders=LINE | {"status_level": "line"},
        accepted=[ANN],
    ),
    "the customer on the first line alone": Case(
        {"orders.csv": csv(ANN_ROW, "1,,2024-01-05,5", "2,,2024-02-05,9")},
        orders=LINE,
        accepted=[("1", "ann", "2024-01-05", "15")],
        rejected={"missing_customer": 1},
    ),
    "two customers": Case(
        {"orders.csv": csv(ANN_ROW, "1,bob,2024-01-05,5", "2,bob,2024-02-05,9")},
        orders=LINE,
        accepted=[("2", "bob", "2024-02-05", "9")],
        rejected={"conflicting_lines": 2},
    ),
    "two customers who are one": Case(
        {
            "orders.csv": csv(ANN_ROW, "1,ann@home,2024-01-05,5"),
            "aliases.csv": "alias_customer_id,customer_id\nann@home,ann\n",
        },
        orders=LINE,
        more={"customer_aliases": {"location": "aliases.csv"}},
        accepted=[("1", "ann", "2024-01-05", "15")],
    ),
    "two currencies": Case(
        {
            "orders.csv": csv(f"{ANN_ROW},USD", f"{ANN_ROW},EUR", header=f"{HEADER},currency"),
            "rates.csv": "rate_date,currency,rate_to_reporting\n2024-01-01,EUR,2\n",
        },
        orders=LINE,
        more={"exchange_rates": {"location": "rates.csv"}},
        rejected={"conflicting_lines": 2},
    ),
    "the currency on the first line alone": Case(
        {
            "orders.csv": csv(f"{ANN_ROW},EUR", f"{ANN_ROW},", header=f"{HEADER},currency"),
            "rates.csv": "rate_date,currency,rate_to_reporting\n2024-01-01,EUR,2\n",
        },
        orders=LINE,
        more={"exchange_rates": {"location": "rates.csv"}},
        accepted=[("1", "ann", "2024-01-05", "40")],
    ),
    "the store on the first line alone": Case(
        {"orders.csv": csv(f"{ANN_ROW},north", f"{ANN_ROW},", header=f"{HEADER},store_id")},
        orders=LINE,
        accepted=[("1", "ann", "2024-01-05", "20")],
        facts={"store_id": {"1": "north"}},
    ),
    "two times of one order": Case(
        {"orders.csv": csv("1,ann,2024-01-05 10:00:00,10", "1,ann,2024-01-05 10:01:00,5")},
        orders=LINE,
        accepted=[("1", "ann", "2024-01-05", "15")],
    ),
    "a line whose amount is none": Case(
        {"orders.csv": csv(ANN_ROW, "1,ann,2024-01-05,ten")},
        orders=LINE,
        accepted=[ANN],
        rejected={"invalid_amount": 1},
    ),
    "the discount of the order on its first line": Case(
        {"orders.csv": csv(f"{ANN_ROW},3", f"{ANN_ROW},", header=DISCOUNT)},
        orders=ONE_DISCOUNT,
        accepted=[("1", "ann", "2024-01-05", "20")],
        facts={"discount_amount": {"1": "3"}},
    ),
    "the discount of the order on each of its lines": Case(
        {"orders.csv": csv(f"{ANN_ROW},3", f"{ANN_ROW},3.00", f"{ANN_ROW},3", header=DISCOUNT)},
        orders=ONE_DISCOUNT,
        accepted=[("1", "ann", "2024-01-05", "30")],
        facts={"discount_amount": {"1": "3"}},
    ),
    "the discounts of lines are summed": Case(
        {"orders.csv": csv(f"{ANN_ROW},3", f"{ANN_ROW},3", header=DISCOUNT)},
        orders=LINE | {"columns": {"discount_amount": "discount"}},
        accepted=[("1", "ann", "2024-01-05", "20")],
        facts={"discount_amount": {"1": "6"}},
    ),
    "two discounts of one order": Case(
        {"orders.csv": csv(f"{ANN_ROW},3", f"{ANN_ROW},4", header=DISCOUNT)},
        orders=ONE_DISCOUNT,
        rejected={"conflicting_lines": 2},
    ),
    "the total of the order on its first line": Case(
        {
            "orders.csv": csv(
                "1,ann,2024-01-05,30", "1,ann,,", "2,bob,2024-02-05,20", "2,bob,2024-02-05,20"
            )
        },
        orders=LINE | {"order_columns": {"gross_amount": "gross_amount"}, "columns": {}},
        accepted=[("1", "ann", "2024-01-05", "30"), ("2", "bob", "2024-02-05", "20")],
        rejected={"invalid_timestamp": 1},
    ),
    "a grain that does not exist": Case(
        {"orders.csv": csv(ANN_ROW)}, orders={"grain": "lines"}, stops=("grain", "lines", "line")
    ),
    "columns of the order where a row is an order": Case(
        {"orders.csv": csv(f"{ANN_ROW},3", header=DISCOUNT)},
        orders={"order_columns": {"discount_amount": "discount"}},
        stops=("order_columns", "grain"),
    ),
}
