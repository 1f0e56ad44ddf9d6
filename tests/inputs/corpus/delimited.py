"""Files of lines and fields: delimiters, quotes, headers, encodings, many files at once."""

from tests.inputs.corpus.case import ANN, ANN_ROW, BOB, BOB_ROW, HEADER, Case, csv

# A sniffer that looks at the first 20,480 rows has seen nothing of what comes after these.
MANY = [f"9{number:05d},cat,2024-03-01,1" for number in range(21_000)]
MANY_ORDERS = [(f"9{number:05d}", "cat", "2024-03-01", "1") for number in range(21_000)]
SEMICOLONS = csv(ANN_ROW, BOB_ROW).replace(",", ";")
REFUNDS = f"{HEADER},refund_amount"

CASES: dict[str, Case] = {
    "a plain file": Case({"orders.csv": csv(ANN_ROW, BOB_ROW)}, accepted=[ANN, BOB]),
    "lines that end with CR LF": Case(
        {"orders.csv": csv(ANN_ROW, BOB_ROW, end="\r\n")}, accepted=[ANN, BOB]
    ),
    "lines that end with CR": Case(
        {"orders.csv": csv(ANN_ROW, BOB_ROW, end="\r")}, accepted=[ANN, BOB]
    ),
    "no newline at the end": Case(
        {"orders.csv": csv(ANN_ROW, BOB_ROW).rstrip()}, accepted=[ANN, BOB]
    ),
    "a byte order mark": Case(
        {"orders.csv": "\ufeff" + csv(ANN_ROW, BOB_ROW)}, accepted=[ANN, BOB]
    ),
    "semicolons": Case({"orders.csv": SEMICOLONS}, accepted=[ANN, BOB]),
    "tabs": Case(
        {"orders.tsv": csv(ANN_ROW, BOB_ROW).replace(",", "\t")},
        orders={"location": "orders.tsv"},
        accepted=[ANN, BOB],
    ),
    "pipes": Case(
        {"orders.txt": csv(ANN_ROW, BOB_ROW).replace(",", "|")},
        orders={"location": "orders.txt"},
        accepted=[ANN, BOB],
    ),
    "all fields quoted": Case(
        {"orders.csv": csv('"1","ann","2024-01-05","10"', header=HEADER)}, accepted=[ANN]
    ),
    "a delimiter in quotes": Case(
        {"orders.csv": csv('1,"Lee, Ann",2024-01-05,10', BOB_ROW)},
        accepted=[("1", "Lee, Ann", "2024-01-05", "10"), BOB],
    ),
    "quotes doubled in quotes": Case(
        {"orders.csv": csv('1,"Ann ""A"" Lee",2024-01-05,10', BOB_ROW)},
        accepted=[("1", 'Ann "A" Lee', "2024-01-05", "10"), BOB],
    ),
    "a newline in quotes": Case(
        {"orders.csv": csv('1,"Ann\nLee",2024-01-05,10', BOB_ROW)},
        accepted=[("1", "Ann\nLee", "2024-01-05", "10"), BOB],
    ),
    "an empty field in quotes": Case(
        {"orders.csv": csv('1,"",2024-01-05,10', BOB_ROW)},
        accepted=[BOB],
        rejected={"missing_customer": 1},
    ),
    "an inch in a field without quotes": Case(
        {"orders.csv": csv('1,5" disk,2024-01-05,10', BOB_ROW)},
        accepted=[("1", '5" disk', "2024-01-05", "10"), BOB],
    ),
    "a quote that is never closed": Case(
        {"orders.csv": csv(ANN_ROW, '2,"bob,2024-02-05,20', "3,cat,2024-03-05,30")},
        stops=("orders.csv",),
    ),
    "blank lines between": Case(
        {"orders.csv": csv(ANN_ROW, "", BOB_ROW, "", "")}, accepted=[ANN, BOB]
    ),
    "an id with a hash among numbers": Case(
        {"orders.csv": csv(ANN_ROW, "#1001,bob,2024-02-05,20", "3,cat,2024-03-05,30")},
        accepted=[
            ANN,
            ("#1001", "bob", "2024-02-05", "20"),
            ("3", "cat", "2024-03-05", "30"),
        ],
    ),
    "all ids with a hash": Case(
        {"orders.csv": csv("#1,ann,2024-01-05,10", "#2,bob,2024-02-05,20")},
        accepted=[("#1", "ann", "2024-01-05", "10"), ("#2", "bob", "2024-02-05", "20")],
    ),
    "a hash after many rows": Case(
        {"orders.csv": csv(*MANY, "#1,ann,2024-01-05,10")},
        accepted=[*MANY_ORDERS, ("#1", "ann", "2024-01-05", "10")],
    ),
    "the first delimiter in quotes after many rows": Case(
        {"orders.csv": csv(*MANY, '1,"Lee, Ann",2024-01-05,10')},
        accepted=[*MANY_ORDERS, ("1", "Lee, Ann", "2024-01-05", "10")],
    ),
    "the first newline in quotes after many rows": Case(
        {"orders.csv": csv(*MANY, '1,"Ann\nLee",2024-01-05,10')},
        accepted=[*MANY_ORDERS, ("1", "Ann\nLee", "2024-01-05", "10")],
    ),
    "the first text among numbers after many rows": Case(
        {"orders.csv": csv(*MANY, "A1,ann,2024-01-05,ten", BOB_ROW)},
        accepted=[*MANY_ORDERS, BOB],
        rejected={"invalid_amount": 1},
    ),
    "a line that is too short": Case(
        {"orders.csv": csv(ANN_ROW, "2,bob,2024-02-05")}, stops=("orders.csv", "line 3")
    ),
    "a line that is too long": Case(
        {"orders.csv": csv(ANN_ROW, f"{BOB_ROW},99,7")}, stops=("orders.csv", "line 3")
    ),
    "a line that is too short after many": Case(
        {"orders.csv": csv(*MANY, "2,bob,2024-02-05")}, stops=("orders.csv", "21002")
    ),
    "a delimiter at the end of every line": Case(
        {"orders.csv": csv(f"{ANN_ROW},", f"{BOB_ROW},", header=f"{HEADER},")},
        accepted=[ANN, BOB],
    ),
    "a header in capitals": Case(
        {"orders.csv": csv(ANN_ROW, header=HEADER.upper())}, accepted=[ANN]
    ),
    "a header with the same name twice": Case(
        {"orders.csv": csv(f"{ANN_ROW},eve", header=f"{HEADER},customer_id")},
        stops=("orders.csv", "customer_id", "twice"),
    ),
    "a header that is quoted": Case(
        {"orders.csv": csv(ANN_ROW, header='"order_id","customer_id","ordered_at","gross_amount"')},
        accepted=[ANN],
    ),
    "no header": Case({"orders.csv": f"{ANN_ROW}\n{BOB_ROW}\n"}, stops=("orders.csv", "order_id")),
    "an empty file": Case({"orders.csv": ""}, stops=("orders.csv", "order_id")),
    "a header alone": Case({"orders.csv": csv()}, accepted=[]),
    "a preamble that nobody speaks of": Case(
        {"orders.csv": "Export of the shop\n\n" + csv(ANN_ROW, BOB_ROW)}, accepted=[ANN, BOB]
    ),
    "a preamble that is skipped": Case(
        {"orders.csv": "Export of the shop\nmade in January\n" + csv(ANN_ROW, BOB_ROW)},
        orders={"read_options": {"skip": 2}},
        accepted=[ANN, BOB],
    ),
    "a line of totals": Case(
        {"orders.csv": csv(ANN_ROW, BOB_ROW, "Total,,,30")},
        accepted=[ANN, BOB],
        rejected={"missing_customer": 1},
    ),
    "a NUL at the end of a name": Case(
        {"orders.csv": csv("1,ann\0,2024-01-05,10")}, accepted=[ANN]
    ),
    "Latin-1 taken for UTF-8": Case(
        {"orders.csv": csv("1,Zoë,2024-01-05,10").encode("latin-1")},
        stops=("orders.csv", "UTF-8"),
    ),
    "Latin-1 that says so": Case(
        {"orders.csv": csv("1,Zoë,2024-01-05,10").encode("latin-1")},
        orders={"read_options": {"encoding": "latin-1"}},
        accepted=[("1", "Zoë", "2024-01-05", "10")],
    ),
    "GBK taken for UTF-8": Case(
        {"orders.csv": csv("1,王小明,2024-01-05,10").encode("gbk")}, stops=("orders.csv", "UTF-8")
    ),
    "GBK that says so": Case(
        {"orders.csv": csv("1,王小明,2024-01-05,10").encode("gbk")},
        orders={"read_options": {"encoding": "gbk"}},
        stops=("gbk", "UTF-8"),
    ),
    "one letter of Latin-1 after many rows": Case(
        {"orders.csv": csv(*MANY, "1,Zoë,2024-01-05,10").encode("latin-1")},
        stops=("orders.csv", "UTF-8"),
    ),
    "UTF-16 taken for UTF-8": Case(
        {"orders.csv": csv(ANN_ROW, BOB_ROW).encode("utf-16")}, stops=("orders.csv",)
    ),
    "UTF-16 that says so": Case(
        {"orders.csv": csv("1,王小明,2024-01-05,10").encode("utf-16")},
        orders={"read_options": {"encoding": "utf-16"}},
        accepted=[("1", "王小明", "2024-01-05", "10")],
    ),
    "gzip": Case(
        {"orders.csv.gz": csv(ANN_ROW, BOB_ROW)},
        orders={"location": "orders.csv.gz"},
        accepted=[ANN, BOB],
    ),
    "a file that is not there": Case({}, stops=("orders.csv", "no file")),
    "an ending that says nothing": Case(
        {"orders.dat": csv(ANN_ROW)},
        orders={"location": "orders.dat"},
        stops=("orders.dat", "format"),
    ),
    "an ending that says nothing, and a format that does": Case(
        {"orders.dat": csv(ANN_ROW)},
        orders={"location": "orders.dat", "format": "csv"},
        accepted=[ANN],
    ),
    "two files": Case(
        {"a.csv": csv(ANN_ROW), "b.csv": csv(BOB_ROW)},
        orders={"location": "*.csv"},
        accepted=[ANN, BOB],
    ),
    "two files with their columns in another order": Case(
        {
            "a.csv": csv(ANN_ROW),
            "b.csv": csv(
                "bob,2,20,2024-02-05", header="customer_id,order_id,gross_amount,ordered_at"
            ),
        },
        orders={"location": "*.csv"},
        accepted=[ANN, BOB],
    ),
    "a column that only the later file has": Case(
        {"a.csv": csv(ANN_ROW), "b.csv": csv(f"{BOB_ROW},5", header=REFUNDS)},
        orders={"location": "*.csv"},
        accepted=[ANN, BOB],
        facts={"refund_amount": {"1": "0", "2": "5"}},
    ),
    "a column that only the earlier file has": Case(
        {"a.csv": csv(f"{ANN_ROW},5", header=REFUNDS), "b.csv": csv(BOB_ROW)},
        orders={"location": "*.csv"},
        accepted=[ANN, BOB],
        facts={"refund_amount": {"1": "5", "2": "0"}},
    ),
    "two files of which one is empty but for its header": Case(
        {"a.csv": csv(), "b.csv": csv(BOB_ROW)}, orders={"location": "*.csv"}, accepted=[BOB]
    ),
    "two files, each with a preamble that is skipped": Case(
        {"a.csv": "Export\n" + csv(ANN_ROW), "b.csv": "Export\n" + csv(BOB_ROW)},
        orders={"location": "*.csv", "read_options": {"skip": 1}},
        accepted=[ANN, BOB],
    ),
    "two files, of which only the first has the preamble that is skipped": Case(
        {"a.csv": "Export\n" + csv(ANN_ROW), "b.csv": csv(BOB_ROW, "3,cat,2024-03-05,30")},
        orders={"location": "*.csv", "read_options": {"skip": 1}},
        stops=("b.csv", "skip"),
    ),
    "bad lines that are to be ignored": Case(
        {"orders.csv": csv(ANN_ROW, "2,bob")},
        orders={"read_options": {"ignore_errors": True}},
        stops=("ignore_errors",),
    ),
    "an encoding that does not exist": Case(
        {"orders.csv": csv(ANN_ROW)},
        orders={"read_options": {"encoding": "klingon"}},
        stops=("klingon",),
    ),
}
