"""inputs.yml: what is misspelled, what may not be said, and what joins and leaves out."""

from tests.inputs.corpus.case import ANN, ANN_ROW, BOB_ROW, HEADER, Case, csv

FILE = {"orders.csv": csv(ANN_ROW, BOB_ROW)}
ORDERS = "inputs:\n  orders:\n    location: orders.csv\n"
NO = "Order No,Customer,order,When\n"
QUOTED = {
    "order_id": '"Order No"',
    "customer_id": "Customer",
    "ordered_at": '"When"',
    "gross_amount": '"order"',
}
BOMB = (
    "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 8))
    + ORDERS
    + "    columns: *a7\n"
)


def spelled(text: str, *words: str) -> Case:
    """An inputs.yml that is refused with these words."""
    return Case(FILE, text=text, stops=words)


def forbidden(expression: str, *words: str) -> Case:
    """An expression that a mapping may not contain."""
    return Case(
        FILE,
        orders={"columns": {"customer_id": expression}},
        stops=("orders", "customer_id", *words),
    )


SPELLING: dict[str, Case] = {
    "colums": spelled(f"{ORDERS}    colums: {{gross_amount: '99'}}\n", "colums", "columns"),
    "read_option": spelled(
        f"{ORDERS}    read_option: {{delim: ','}}\n", "read_option", "read_options"
    ),
    "gain": spelled(f"{ORDERS}    gain: line\n", "gain", "grain"),
    "customer beside orders": spelled(
        f"{ORDERS}  customer:\n    location: orders.csv\n", "customer", "customers"
    ),
    "an input that nobody knows": spelled(
        f"{ORDERS}  weather: {{location: orders.csv}}\n", "weather"
    ),
    "input": spelled(ORDERS.replace("inputs", "input"), "input", "inputs"),
    "a column that nobody knows": spelled(
        f"{ORDERS}    columns: {{gross_amout: gross_amount}}\n", "gross_amout", "gross_amount"
    ),
    "an option that no reader has": spelled(
        f"{ORDERS}    read_options: {{delimitr: ','}}\n", "delimitr", "delim"
    ),
    "orders twice": spelled(f"{ORDERS}  orders:\n    location: orders.csv\n", "orders", "twice"),
    "a column twice": spelled(
        f"{ORDERS}    columns:\n      order_id: order_id\n      order_id: customer_id\n",
        "order_id",
        "twice",
    ),
    "inputs that are a file": spelled("inputs: orders.csv\n", "inputs"),
    "inputs that are a number": spelled("inputs: 5\n", "inputs"),
    "a list of locations": spelled("inputs: {orders: {location: [orders.csv]}}\n", "location"),
    "a list of columns": spelled(f"{ORDERS}    columns: [order_id]\n", "columns"),
    "an input that is a file": spelled("inputs: {orders: orders.csv}\n", "orders", "location"),
    "options that are text": spelled(f"{ORDERS}    read_options: delim\n", "read_options"),
    "a level that does not exist": spelled(
        f"{ORDERS}    grain: line\n    status_level: row\n", "status_level", "row", "line"
    ),
    "no data at all": spelled("inputs: {orders: {columns: {}}}\n", "orders", "location"),
    "a location and a relation": spelled(
        f"{ORDERS}    relation: main.orders\n", "location", "relation"
    ),
    "anchors that explode": spelled(BOMB, "inputs.yml"),
    "a mapping in Latin-1": Case(
        FILE, text="# Zoë\n".encode("latin-1") + ORDERS.encode(), stops=("UTF-8",)
    ),
    "no YAML": spelled("inputs: {orders: [\n", "YAML"),
    "a list": spelled("- inputs\n", "mapping"),
    "a tag of Python": spelled("inputs: !!python/object/apply:os.getcwd []\n", "YAML"),
}

SQL: dict[str, Case] = {
    "a subquery": forbidden("(select 'ann')"),
    "a file that is read": forbidden("(select content from read_text('orders.csv'))"),
    "a table function": forbidden("read_text('orders.csv')", "read_text"),
    "a variable of the environment": forbidden("getenv('HOME')", "getenv"),
    "a sum": forbidden("sum(gross_amount)", "sum"),
    "a window": forbidden("row_number() over ()"),
    "the time of day": forbidden("cast(now() as varchar)", "now"),
    "two statements": forbidden("customer_id; drop table x"),
    "no SQL": forbidden("customer_id ||"),
    "an alias": forbidden("customer_id as x"),
    "a bare name with a blank": Case(
        {"orders.csv": csv("1,ann,10,2024-01-05", header=NO.strip())},
        orders={"columns": {**QUOTED, "order_id": "Order No"}},
        stops=("orders", "order_id", '"Order No"'),
    ),
    "a bare name that is a word of SQL": Case(
        {"orders.csv": csv("1,ann,10,2024-01-05", header=NO.strip())},
        orders={"columns": {**QUOTED, "gross_amount": "order"}},
        stops=("orders", "gross_amount", '"order"'),
    ),
    "quoted names": Case(
        {"orders.csv": csv("1,ann,10,2024-01-05", header=NO.strip())},
        orders={"columns": QUOTED},
        accepted=[ANN],
    ),
    "text where a name was meant": Case(
        FILE,
        orders={"columns": {"customer_id": "'Customer No'"}},
        stops=("customer_id", '"Customer No"'),
    ),
    "a column that is not there": Case(
        FILE, orders={"columns": {"customer_id": "customer"}}, stops=("customer_id", "orders.csv")
    ),
    "an expression over a column that is not there": Case(
        FILE,
        orders={"columns": {"customer_id": "upper(customer)"}},
        stops=("customer", "customer_id"),
    ),
    "quantity times price": Case(
        {
            "orders.csv": csv(
                "1,ann,2024-01-05,2.5,4",
                "2,bob,2024-02-05,x,4",
                header="order_id,customer_id,ordered_at,qty,price",
            )
        },
        orders={
            "columns": {
                "gross_amount": "try_cast(qty as decimal(9, 4)) * try_cast(price as decimal(9, 4))"
            }
        },
        accepted=[ANN],
        rejected={"invalid_amount": 1},
    ),
    "a day in another form": Case(
        {"orders.csv": csv("1,ann,05.01.2024,10", "2,bob,05.13.2024,20")},
        orders={"columns": {"ordered_at": "try_strptime(ordered_at, '%d.%m.%Y')"}},
        accepted=[ANN],
        rejected={"invalid_timestamp": 1},
    ),
    "a location on the web": Case(
        {}, orders={"location": "https://example.com/orders.csv"}, stops=("https", "orders")
    ),
    "a location in a bucket": Case(
        {}, orders={"location": "s3://bucket/orders.parquet"}, stops=("s3", "orders")
    ),
    "a query in an option": Case(
        FILE,
        orders={"read_options": {"header = true) union all select 1 --": True}},
        stops=("read_options",),
    ),
}

CLIENTS = "key,name\nann,Ann Lee\nbob,Bob Ray\n"
WITH_CLIENTS = {
    "joins": {"client": {"location": "clients.csv", "on": {"customer_id": "key"}}},
    "columns": {"customer_id": "client.name"},
}

JOINS: dict[str, Case] = {
    "a name from another file": Case(
        {**FILE, "clients.csv": CLIENTS},
        orders=WITH_CLIENTS,
        accepted=[("1", "Ann Lee", "2024-01-05", "10"), ("2", "Bob Ray", "2024-02-05", "20")],
    ),
    "a key that the other file does not have": Case(
        {**FILE, "clients.csv": "key,name\nann,Ann Lee\n"},
        orders=WITH_CLIENTS,
        accepted=[("1", "Ann Lee", "2024-01-05", "10")],
        rejected={"missing_customer": 1},
    ),
    "a key that the other file has twice": Case(
        {**FILE, "clients.csv": f"{CLIENTS}ann,Ann Ray\n"},
        orders=WITH_CLIENTS,
        stops=("client", "ann"),
    ),
    "a column that the other file does not have": Case(
        {**FILE, "clients.csv": CLIENTS},
        orders=WITH_CLIENTS | {"columns": {"customer_id": "client.nom"}},
        stops=("nom", "customer_id"),
    ),
    "a join without a key": Case(
        {**FILE, "clients.csv": CLIENTS},
        orders={"joins": {"client": {"location": "clients.csv"}}},
        stops=("joins", "client", "on"),
    ),
    "rows that are left out": Case(
        {
            "orders.csv": csv(
                f"{ANN_ROW},shop", f"{BOB_ROW},test", ",,,,test", header=f"{HEADER},kind"
            )
        },
        orders={"leave_out": "kind = 'test'"},
        accepted=[ANN],
        rejected={"left_out": 2},
    ),
    "a condition that is unknown leaves nothing out": Case(
        {"orders.csv": csv(f"{ANN_ROW},", f"{BOB_ROW},test", header=f"{HEADER},kind")},
        orders={"leave_out": "kind = 'test'"},
        accepted=[ANN],
        rejected={"left_out": 1},
    ),
    "a line that is left out contradicts nobody": Case(
        {"orders.csv": csv(f"{ANN_ROW},", "1,eve,2024-01-05,7,test", header=f"{HEADER},kind")},
        orders={"grain": "line", "leave_out": "kind = 'test'"},
        accepted=[ANN],
        rejected={"left_out": 1},
    ),
    "a subquery that leaves out": Case(
        FILE, orders={"leave_out": "customer_id in (select 'ann')"}, stops=("leave_out",)
    ),
    "a column by the name of a join": Case(
        {"orders.csv": csv(f"{ANN_ROW},north", header=f"{HEADER},client"), "clients.csv": CLIENTS},
        orders=WITH_CLIENTS,
        stops=("client",),
    ),
    "a join on two keys": Case(
        {
            "orders.csv": csv(f"{ANN_ROW},2", f"{BOB_ROW},3", header=f"{HEADER},kind"),
            "names.csv": "who,what,name\nann,1,no\nann,2,Ann Two\nbob,3,Bob Three\n",
        },
        orders={
            "joins": {
                "person": {"location": "names.csv", "on": {"customer_id": "who", "kind": "what"}}
            },
            "columns": {"customer_id": "person.name"},
        },
        accepted=[("1", "Ann Two", "2024-01-05", "10"), ("2", "Bob Three", "2024-02-05", "20")],
    ),
}

CASES: dict[str, Case] = {**SPELLING, **SQL, **JOINS}
