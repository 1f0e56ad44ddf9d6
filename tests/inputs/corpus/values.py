"""What stands in a field: ids, days, amounts, statuses, currencies."""

from tests.inputs.corpus.case import ANN, ANN_ROW, BOB, BOB_ROW, HEADER, Case, csv


def one_customer(written: str, customer: str = "ann") -> Case:
    """An order whose customer id is written like this, beside one of the clean id."""
    return Case(
        {"orders.csv": csv(f"1,{written},2024-01-05,10", f"2,{customer},2024-02-05,20")},
        accepted=[("1", customer, "2024-01-05", "10"), ("2", customer, "2024-02-05", "20")],
    )


def one_day(written: str, day: str) -> Case:
    """An order whose day is written like this."""
    return Case(
        {"orders.csv": csv(f'1,ann,"{written}",10', BOB_ROW)},
        accepted=[("1", "ann", day, "10"), BOB],
    )


def no_day(written: str, reason: str) -> Case:
    """An order that is rejected for its day."""
    return Case(
        {"orders.csv": csv(f'1,ann,"{written}",10', BOB_ROW)}, accepted=[BOB], rejected={reason: 1}
    )


def one_amount(written: str, amount: str) -> Case:
    """An order whose amount is written like this."""
    return Case(
        {"orders.csv": csv(f'1,ann,2024-01-05,"{written}"', BOB_ROW)},
        accepted=[("1", "ann", "2024-01-05", amount), BOB],
    )


def no_amount(written: str, reason: str = "invalid_amount") -> Case:
    """An order that is rejected for its amount."""
    return Case(
        {"orders.csv": csv(f'1,ann,2024-01-05,"{written}"', BOB_ROW)},
        accepted=[BOB],
        rejected={reason: 1},
    )


IDS: dict[str, Case] = {
    "a customer between blanks": one_customer("  ann  "),
    "a customer before a tab": one_customer("ann\t"),
    "a customer before a CR in quotes": one_customer('"ann\r"'),
    "a customer before a newline in quotes": one_customer('"ann\n"'),
    "a customer after a no-break space": one_customer("\u00a0ann"),
    "a customer before an ideographic space": one_customer("王\u3000", "王"),
    "a customer between zero-width spaces": one_customer("\u200bann\u200b"),
    "a customer after a byte order mark": one_customer("\ufeffann"),
    "a customer of one control character": Case(
        {"orders.csv": csv("1,\x07,2024-01-05,10", BOB_ROW)},
        accepted=[BOB],
        rejected={"missing_customer": 1},
    ),
    "blanks inside an id stay": one_customer("Ann  Lee", "Ann  Lee"),
    "leading zeros stay": one_customer("0042", "0042"),
    "long numbers stay": one_customer("12345678901234567890123", "12345678901234567890123"),
    "an id like a number with an exponent stays": one_customer("1e5", "1e5"),
    "an id like a formula stays": one_customer("=cmd|x", "=cmd|x"),
    "an emoji stays": one_customer("🦊", "🦊"),
    "a very long id stays": one_customer("x" * 10_000, "x" * 10_000),
    "capitals are another customer": Case(
        {"orders.csv": csv("1,Ann,2024-01-05,10", "2,ann,2024-02-05,20")},
        accepted=[("1", "Ann", "2024-01-05", "10"), ("2", "ann", "2024-02-05", "20")],
    ),
    "words for a missing customer": Case(
        {
            "orders.csv": csv(
                *(
                    f"{number},{word},2024-01-05,10"
                    for number, word in enumerate(
                        ("", "null", "NULL", "None", "nan", "NaN", "n/a", "N/A", "#N/A", "\\N", "-")
                    )
                ),
                BOB_ROW.replace("2,", "99,", 1),
            )
        },
        accepted=[("99", "bob", "2024-02-05", "20")],
        rejected={"missing_customer": 11},
    ),
    "words for a missing order": Case(
        {"orders.csv": csv("null,ann,2024-01-05,10", " N/A ,ann,2024-01-05,10", BOB_ROW)},
        accepted=[BOB],
        rejected={"missing_order_id": 2},
    ),
    "a name that only begins like nothing": one_customer("Nan Goldin", "Nan Goldin"),
    "other words for missing": Case(
        {"orders.csv": csv("1,guest,2024-01-05,10", "2,null,2024-02-05,20")},
        variables={"missing_texts": ["guest"]},
        accepted=[("2", "null", "2024-02-05", "20")],
        rejected={"missing_customer": 1},
    ),
    "one order id twice": Case(
        {"orders.csv": csv(ANN_ROW, "1,ann,2024-01-06,99")},
        accepted=[ANN],
        rejected={"duplicate_order_id": 1},
    ),
    "one order id twice, once with a blank": Case(
        {"orders.csv": csv(ANN_ROW, "1 ,ann,2024-01-06,99")},
        accepted=[ANN],
        rejected={"duplicate_order_id": 1},
    ),
}

DAYS: dict[str, Case] = {
    "a day and a time": one_day("2024-01-05 23:59:59", "2024-01-05"),
    "a T between day and time": one_day("2024-01-05T10:00:00", "2024-01-05"),
    "nanoseconds": one_day("2024-01-05T10:00:00.123456789", "2024-01-05"),
    "UTC": one_day("2024-01-05T10:00:00Z", "2024-01-05"),
    "an offset that reaches into the day before": one_day(
        "2024-01-05T01:00:00+02:00", "2024-01-04"
    ),
    "an offset without a colon, behind a blank": one_day("2024-01-05 23:48:20 -0400", "2024-01-06"),
    "a time zone that reaches into the next day": one_day(
        "2024-01-05 23:30:00 America/New_York", "2024-01-06"
    ),
    "slashes after the year": one_day("2024/01/05", "2024-01-05"),
    "no leading zeros": one_day("2024-1-5", "2024-01-05"),
    "blanks and a tab around": one_day(" 2024-01-05\t", "2024-01-05"),
    "a no-break space behind": one_day("2024-01-05\u00a0", "2024-01-05"),
    "the first day that is credible": one_day("1970-01-01", "1970-01-01"),
    "the day before it": no_day("1969-12-31", "incredible_timestamp"),
    "another first day": Case(
        {"orders.csv": csv("1,ann,2009-12-31,10", BOB_ROW)},
        variables={"earliest_credible_date": "2010-01-01"},
        accepted=[BOB],
        rejected={"incredible_timestamp": 1},
    ),
    "day, month and two digits of the year": no_day("05/01/24", "incredible_timestamp"),
    "the same without zeros": no_day("1/5/24", "incredible_timestamp"),
    "two digits of the year first": no_day("24-01-05", "incredible_timestamp"),
    "two digits of the year and a time": no_day("24-01-05 10:00:00", "incredible_timestamp"),
    "the first day of all": no_day("0001-01-01", "incredible_timestamp"),
    "before Christ": no_day("2024-01-05 (BC)", "incredible_timestamp"),
    "the word epoch": no_day("epoch", "incredible_timestamp"),
    "a day to come": no_day("2999-01-01", "future_timestamp"),
    "a day that does not exist": no_day("2024-02-30", "invalid_timestamp"),
    "nothing": no_day("", "invalid_timestamp"),
    "a blank": no_day(" ", "invalid_timestamp"),
    "the number of a day": no_day("45292", "invalid_timestamp"),
    "seconds": no_day("1704412800", "invalid_timestamp"),
    "a day in words": no_day("Jan 5, 2024", "invalid_timestamp"),
    "a day that may be a month": no_day("05/01/2024", "invalid_timestamp"),
    "today": no_day("today", "invalid_timestamp"),
    "a year alone": no_day("2024", "invalid_timestamp"),
    "a time alone": no_day("10:30", "invalid_timestamp"),
    "a refund before there were shops": Case(
        {
            "orders.csv": csv(
                f"{ANN_ROW},5,0001-01-01",
                BOB_ROW + ",,",
                header=f"{HEADER},refund_amount,refunded_at",
            )
        },
        accepted=[BOB],
        rejected={"incredible_timestamp": 1},
    ),
}

AMOUNTS: dict[str, Case] = {
    "a plus": one_amount("+10", "10"),
    "no digit before the point": one_amount(".5", "0.5"),
    "no digit after the point": one_amount("5.", "5"),
    "blanks around an amount": one_amount(" 10 ", "10"),
    "a no-break space before an amount": one_amount("\u00a010", "10"),
    "a tab behind an amount": one_amount("10\t", "10"),
    "nothing to pay": one_amount("0", "0"),
    "a fifth decimal is rounded once": one_amount("10.00005", "10.0001"),
    "the largest amount": one_amount("99999999999999.9999", "99999999999999.9999"),
    "one digit more": no_amount("100000000000000"),
    "more digits than any number has": no_amount("9" * 400),
    "a separator of thousands": no_amount("1,000"),
    "an underscore": no_amount("1_000"),
    "a blank between digits": no_amount("1 000"),
    "a decimal comma": no_amount("10,50"),
    "two points": no_amount("1.000.000"),
    "hexadecimal": no_amount("0x1F"),
    "not a number": no_amount("NaN"),
    "infinity": no_amount("inf"),
    "a sign of currency": no_amount("$10"),
    "a currency behind": no_amount("10 USD"),
    "a percentage": no_amount("10%"),
    "digits of full width": no_amount("\uff11\uff10"),
    "two signs": no_amount("--5"),
    "a sign behind": no_amount("5-"),
    "brackets": no_amount("(5)"),
    "yes": no_amount("true"),
    "no amount": no_amount(""),
    "less than nothing": no_amount("-10", "negative_amount"),
    "a huge exponent": no_amount("1e400"),
    "a discount that is none": Case(
        {"orders.csv": csv(f"{ANN_ROW},1_0", f"{BOB_ROW},", header=f"{HEADER},discount_amount")},
        accepted=[BOB],
        rejected={"invalid_amount": 1},
    ),
    "an amount that overflows when converted": Case(
        {
            "orders.csv": csv(
                "1,ann,2024-01-05,99999999999999,EUR",
                "2,bob,2024-02-05,20,EUR",
                header=f"{HEADER},currency",
            ),
            "rates.csv": "rate_date,currency,rate_to_reporting\n2024-01-01,EUR,1.5\n",
        },
        more={"exchange_rates": {"location": "rates.csv"}},
        accepted=[("2", "bob", "2024-02-05", "30")],
        rejected={"invalid_amount": 1},
    ),
}

WORDS: dict[str, Case] = {
    "statuses in capitals between blanks": Case(
        {
            "orders.csv": csv(
                f"{ANN_ROW}, COMPLETED\u00a0",
                f"{BOB_ROW},Cancelled",
                header=f"{HEADER},order_status",
            )
        },
        accepted=[ANN, ("2", "bob", "2024-02-05", "0")],
    ),
    "a status that nobody knows": Case(
        {
            "orders.csv": csv(
                f"{ANN_ROW},wc-completed", f"{BOB_ROW},", header=f"{HEADER},order_status"
            )
        },
        accepted=[BOB],
        rejected={"unknown_status": 1},
    ),
    "a currency in small letters between blanks": Case(
        {"orders.csv": csv(f"{ANN_ROW}, usd\u3000", header=f"{HEADER},currency")}, accepted=[ANN]
    ),
    "a currency without a rate": Case(
        {"orders.csv": csv(f"{ANN_ROW},EUR", f"{BOB_ROW},USD", header=f"{HEADER},currency")},
        accepted=[BOB],
        rejected={"unknown_currency": 1},
    ),
}

CASES: dict[str, Case] = {**IDS, **DAYS, **AMOUNTS, **WORDS}
