"""DEFINITIONS 2: what is an id, a date, an amount, and what is none and says so."""

import re
import unicodedata
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inputs.screening import Screening, reasons
from tests.results.variants import few_times

# White space (Z), control (Cc) and invisible (Cf) characters, the usual and the unusual.
OUTER = (
    *(" ", "\t", "\r", "\n", "\x0b", "\x1f", "\x7f", "\x85", "\xa0", "\xad", "\u1680", "\u2003"),
    *("\u200b", "\u200d", "\u2028", "\u202f", "\u2060", "\u3000", "\ufeff"),
)
MISSING = ("null", "NULL", "None", "nan", "NaN", "n/a", "N/A", "#N/A", "\\N", "\\n", "-")
paddings = st.lists(st.sampled_from(OUTER), max_size=3).map("".join)


@pytest.fixture(scope="module")
def screening(tmp_path_factory: pytest.TempPathFactory) -> Screening:
    """The project as it comes, the newest credible day being 2024-06-30."""
    return Screening(tmp_path_factory)


# --- ids ---------------------------------------------------------------------------------


def _bare(text: str) -> str:
    """The text without what is invisible at its ends, by the categories of Unicode."""
    inner = [
        at
        for at, char in enumerate(text)
        if unicodedata.category(char) not in ("Zs", "Zl", "Zp", "Cc", "Cf")
    ]
    return text[inner[0] : inner[-1] + 1] if inner else ""


@few_times
@given(
    ids=st.lists(
        st.tuples(
            paddings,
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6),
            paddings,
        ).map("".join),
        min_size=150,
        max_size=200,
    )
)
def test_ids_lose_what_is_invisible_at_both_ends_and_nothing_else(
    ids: list[str], screening: Screening
) -> None:
    screened = screening.judge([{"customer_id": text} for text in ids])
    bare = [_bare(text) for text in ids]
    expected = [
        None if not text or text.lower() in {m.lower() for m in MISSING} else text for text in bare
    ]
    assert [row["customer_id"] for row in screened] == expected


def test_one_customer_is_one_whatever_is_around_his_id(screening: Screening) -> None:
    rows = [
        {
            **dict.fromkeys(("customer_id", "store_id"), text),
            "order_status": f"{char}Completed{char}",
            "currency": f"usd{char}",
            "gross_amount": f"{char}10{char}",
            "ordered_at": f"{char}2024-01-05 10:00:00{char}",
            "refunded_at": f"2024-01-06{char}",
        }
        for char in OUTER
        for text in (f"{char}C1", f"C1{char}", f"{char}C1{char}{char}")
    ]
    columns = ("customer_id", "store_id", "currency", "gross_amount", "order_date")
    expected = ("C1", "C1", "USD", 10, date(2024, 1, 5), None)
    for row, screened in zip(rows, screening.judge(rows), strict=True):
        found = tuple(screened[column] for column in (*columns, "rejection_reason"))
        assert found == expected, row


@pytest.mark.parametrize(
    ("column", "reason"), [("customer_id", "missing_customer"), ("order_id", "missing_order_id")]
)
def test_a_word_for_nothing_is_no_id(column: str, reason: str, screening: Screening) -> None:
    texts = [*MISSING, *(f"\t{text} " for text in MISSING)]
    assert reasons(screening.judge([{column: text} for text in texts])) == [reason] * len(texts)
    longer = [f"{text}1" for text in MISSING]
    assert reasons(screening.judge([{column: text} for text in longer])) == [None] * len(longer)


def test_a_word_for_nothing_is_no_store(screening: Screening) -> None:
    screened = screening.judge([{"store_id": text} for text in MISSING])
    assert {row["store_id"] for row in screened} == {"default"}


def test_the_words_for_nothing_are_the_shops_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    own = Screening(tmp_path_factory, {"missing_texts": ["Gast", "0"]})
    found = reasons(own.judge([{"customer_id": text} for text in ("GAST", " 0", "null", "00", "")]))
    assert found == ["missing_customer", "missing_customer", None, None, "missing_customer"]


@pytest.mark.parametrize(
    ("sql_type", "ids"),
    [
        (
            "double",
            {
                "7": "7",
                "7.5": "7.5",
                "70": "70",
                "0": "0",
                "-3": "-3",
                "1234567890": "1234567890",
                "9007199254740991": "9007199254740991",
                "'nan'::double": None,
                "'inf'::double": None,
                "9007199254740992": None,
                "1e300": None,
                "null": None,
            },
        ),
        (
            "float",
            {
                "7": "7",
                "7.5": "7.5",
                "16777215": "16777215",
                "16777217": None,
                "'nan'::float": None,
            },
        ),
        ("decimal(12, 2)", {"7": "7", "70": "70", "7.5": "7.5", "100.05": "100.05", "0": "0"}),
        (
            "decimal(38, 0)",
            {
                "700": "700",
                "12345678901234567890123456789012345678": "12345678901234567890123456789012345678",
            },
        ),
        (
            "hugeint",
            {
                f"{2**127 - 1}": f"{2**127 - 1}",
                "100": "100",
            },
        ),
        ("ubigint", {"18446744073709551615": "18446744073709551615"}),
        ("smallint", {"7": "7", "null": None}),
        (
            "uuid",
            {"'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
        ),
        # A boolean or a value with several parts is not an id.
        ("boolean", {"true": None, "false": None}),
        ("integer[]", {"[7]": None}),
        ("struct(id integer)", {"{'id': 7}": None}),
        ("map(varchar, integer)", {"map {'id': 7}": None}),
    ],
)
def test_a_number_as_id_is_its_shortest_exact_decimal_text(
    sql_type: str, ids: dict[str, str | None], screening: Screening
) -> None:
    screened = screening.judge_typed("customer_id", sql_type, list(ids))
    assert [row["customer_id"] for row in screened] == list(ids.values())
    assert reasons(screened) == [None if text else "missing_customer" for text in ids.values()]


# --- dates -------------------------------------------------------------------------------

INCREDIBLE = (
    *(
        "05/01/24",
        "1/5/24",
        "24-01-05",
        "0024-01-05",
        "99-12-31",
        "0099-01-01",
        "24-01-05 10:00:00",
    ),
    *(
        "0001-01-01",
        "0001-01-01T00:00:00",
        "0001-01-01 00:00:00Z",
        "2024-01-05 (BC)",
        "-0044-03-15",
    ),
    *(
        "epoch",
        "Epoch",
        "EPOCH ",
        "infinity",
        "-infinity",
        "1969-12-31",
        "1900-01-01",
        "1969-12-31 23:59:59",
    ),
)
NO_DATES = (
    *("today", "now", "NOW", "yesterday", "tomorrow", "2024-02-30", "2024", "2024-01", "20240105"),
    *("05/13/24", "05/01/2024", "45000", "n/a", "-", "1704067200", "null", "2024-01-05 BC"),
)


@pytest.mark.parametrize("column", ["ordered_at", "refunded_at"])
def test_a_day_before_the_earliest_credible_one_is_told_from_no_day(
    column: str, screening: Screening
) -> None:
    expected = dict.fromkeys(INCREDIBLE, "incredible_timestamp")
    expected |= dict.fromkeys(NO_DATES, "invalid_timestamp")
    found = reasons(screening.judge([{column: text} for text in expected]))
    assert dict(zip(expected, found, strict=True)) == expected


def test_the_first_credible_day_is_credible(screening: Screening) -> None:
    days = [
        "1970-01-01",
        "1970-01-01 00:00:00",
        "1969-12-31 23:59:59.999",
        "2024-06-30",
        "2024-07-01",
        "12024-01-05",
    ]
    expected = [None, None, "incredible_timestamp", None, "future_timestamp", "future_timestamp"]
    assert reasons(screening.judge([{"ordered_at": day} for day in days])) == expected


def test_the_earliest_credible_date_is_the_shops_own(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    own = Screening(
        tmp_path_factory,
        {"earliest_credible_date": "2024-01-01", "business_timezone": "America/New_York"},
    )
    # 02:00 UTC is the day before in New York.
    days = [
        "2023-12-31",
        "2024-01-01",
        "2024-01-01T02:00:00Z",
        "2024-01-01T06:00:00Z",
        "0001-01-01T00:00:00Z",
    ]
    expected = ["incredible_timestamp", None, "incredible_timestamp", None, "incredible_timestamp"]
    assert reasons(own.judge([{"ordered_at": day} for day in days])) == expected


@pytest.mark.parametrize(
    ("sql_type", "moments"),
    [
        (
            "date",
            {
                "'2024-01-05'": None,
                "'0024-01-05'": "incredible_timestamp",
                "'infinity'": "incredible_timestamp",
            },
        ),
        (
            "timestamp",
            {
                "'2024-01-05 10:00:00'": None,
                "'0001-01-01'": "incredible_timestamp",
                "'-infinity'": "incredible_timestamp",
                "'infinity'": "incredible_timestamp",
                "'2024-01-05 (BC)'": "incredible_timestamp",
            },
        ),
        (
            "timestamptz",
            {"'2024-01-05 10:00:00+00'": None, "'0001-01-01 00:00:00+00'": "incredible_timestamp"},
        ),
        ("bigint", {"1704067200": "invalid_timestamp", "20240105": "invalid_timestamp"}),
        ("boolean", {"true": "invalid_timestamp"}),
    ],
)
def test_a_typed_moment_is_judged_as_its_text_is(
    sql_type: str, moments: dict[str, str | None], screening: Screening
) -> None:
    screened = screening.judge_typed("ordered_at", sql_type, list(moments))
    assert reasons(screened) == list(moments.values())


@few_times
@given(
    moments=st.lists(
        st.tuples(
            st.datetimes(datetime(1, 1, 1), datetime(2024, 12, 31)),  # noqa: DTZ001
            st.sampled_from(
                (
                    "%Y-%m-%d",
                    "%Y-%m-%d %H:%M:%S",
                    "%Y-%m-%dT%H:%M:%S",
                    "%Y/%m/%d",
                    "%Y-%m-%d %H:%M",
                    "%Y-%m-%dT%H:%M:%SZ",
                )
            ),
        ),
        min_size=150,
        max_size=200,
    )
)
def test_any_moment_is_read_as_written_or_named(
    moments: list[tuple[datetime, str]], screening: Screening
) -> None:
    texts = [f"{at.year:04}{at.strftime(form)[len(at.strftime('%Y')) :]}" for at, form in moments]
    screened = screening.judge([{"ordered_at": text} for text in texts])
    for (at, _), row in zip(moments, screened, strict=True):
        if at.date() < date(1970, 1, 1):
            assert row["rejection_reason"] == "incredible_timestamp"
        elif at.date() > date(2024, 6, 30):
            assert row["rejection_reason"] == "future_timestamp"
        else:
            assert (row["rejection_reason"], row["order_date"]) == (None, at.date())


# --- amounts -----------------------------------------------------------------------------

AMOUNT_COLUMNS = ("gross_amount", "discount_amount", "refund_amount", "cost_amount")
AMOUNTS = {
    "10": "10",
    "10.50": "10.5",
    "+5": "5",
    "-5": "-5",
    ".5": "0.5",
    "5.": "5",
    "007": "7",
    "1e2": "100",
    "1.5E+3": "1500",
    "25e-1": "2.5",
    "0.00005": "0.0001",
    "99999999999999.9999": "99999999999999.9999",
}
NO_AMOUNTS = (
    *("1_000", "1e1_0", "_1", "1_", "0x10", "0X1F", "0b1", "1,000", "1 000", "$5", "5 EUR", "5%"),
    *("--5", "5-", "(5)", "1.2.3", "\uff11\uff12", "\u0663", "\u22125", "nan", "NaN", "inf"),
    *("Infinity", "-inf", "1e", "e5", "1e15", "1e400", "99999999999999.99996", "true", "n/a"),
    *("null", "-", "+", ".", "", "407.952191919e12", "1e+2e3", "1e2.0"),
)


def test_an_amount_is_a_decimal_numeral(screening: Screening) -> None:
    returned = {"order_status": "returned"}
    screened = screening.judge([{"gross_amount": text, **returned} for text in AMOUNTS])
    assert [str(row["source_gross_amount"].normalize()) for row in screened] == [
        str(Decimal(text).normalize()) for text in AMOUNTS.values()
    ]
    assert reasons(screened) == [None] * len(AMOUNTS)


@pytest.mark.parametrize("column", AMOUNT_COLUMNS)
def test_what_is_no_decimal_numeral_is_an_invalid_amount(column: str, screening: Screening) -> None:
    found = reasons(screening.judge([{column: text} for text in NO_AMOUNTS]))
    # A missing discount is not an error.
    expected = {
        text: "invalid_amount" for text in NO_AMOUNTS if text or column == AMOUNT_COLUMNS[0]
    }
    assert dict(zip(NO_AMOUNTS, found, strict=True)) == {"": None} | expected


@few_times
@given(
    texts=st.lists(
        st.from_regex(r"\A[+-]?[0-9]{0,16}[.]?[0-9]{0,6}([eE][+-]?[0-9]{1,2})?\Z")
        | st.text("0123456789.,_+-eExX $'\u00a0\t", max_size=8),
        min_size=150,
        max_size=200,
    )
)
def test_any_text_is_the_amount_that_it_says_or_none(
    texts: list[str], screening: Screening
) -> None:
    screened = screening.judge(
        [{"gross_amount": text, "order_status": "returned"} for text in texts]
    )
    for text, row in zip(texts, screened, strict=True):
        amount = _amount(_bare(text))
        assert row["source_gross_amount"] == amount, text
        assert (row["rejection_reason"] == "invalid_amount") == (amount is None), text


def _amount(text: str) -> Decimal | None:
    """What a text says, in exact decimals."""
    if not re.fullmatch(r"[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?", text):
        return None
    with localcontext(prec=200):
        amount = Decimal(text).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return amount if abs(amount) < 10**14 else None


@pytest.mark.parametrize("column", ["gross_amount", "discount_amount"])
def test_what_is_typed_and_no_number_is_an_invalid_amount(
    column: str, screening: Screening
) -> None:
    for sql_type, value in (
        ("boolean", "true"),
        ("integer[]", "[5]"),
        ("struct(amount integer)", "{'amount': 5}"),
        ("date", "'2024-01-05'"),
        ("double", "'nan'"),
        ("double", "'inf'"),
    ):
        assert reasons(screening.judge_typed(column, sql_type, [value])) == ["invalid_amount"], (
            sql_type
        )


# --- the other inputs --------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Screening:
    """The models up to the rejected rows of all inputs."""
    return Screening(tmp_path_factory, last="rejected_rows")


def test_all_inputs_are_cleaned_alike(whole: Screening) -> None:
    order = {
        "order_id": "1",
        "customer_id": "ann",
        "ordered_at": "2024-01-05",
        "gross_amount": "10",
        "currency": "EUR",
    }
    friend = {
        "order_id": "2",
        "customer_id": "bob",
        "ordered_at": "2024-01-05",
        "gross_amount": "10",
    }
    whole.shop.run(
        [order, friend],
        [
            {
                "rate_date": "\u30002024-01-01",
                "currency": "\ufeffeur\r",
                "rate_to_reporting": "\t2\u00a0",
            }
        ],
        {
            "customers": [
                {
                    "customer_id": "\tann\r",
                    "registered_at": "\u00a02024-01-01",
                    "birth_date": "1950-02-03\r",
                    "is_strategic": "\tyes",
                }
            ],
            "order_lines": [
                {"order_id": "1\r", "product_id": "\tp", "quantity": "\u00a02", "net_amount": "9\r"}
            ],
            "feedback": [
                {
                    "customer_id": "ann\u200b",
                    "order_id": "\t1",
                    "given_at": "2024-01-06\r",
                    "rating": "\u30005",
                    "is_complaint": "no\r",
                }
            ],
            "referrals": [
                {
                    "referrer_customer_id": "ann\t",
                    "referred_customer_id": "\ufeffbob",
                    "referred_at": "2024-01-02\r",
                }
            ],
            "customer_aliases": [{"alias_customer_id": "guest\r", "customer_id": "\tann"}],
            "refunds": [
                {
                    "order_id": "\u30001",
                    "refunded_at": "2024-01-07\r",
                    "refund_amount": "\u00a02\t",
                    "currency": "\ufeffeur",
                }
            ],
        },
    )
    assert whole.shop.table("rejected_rows") == []
    assert [row["rejection_reason"] for row in whole.shop.table("int_screened_orders")] == [
        None,
        None,
    ]


def test_all_inputs_know_words_for_nothing_and_incredible_days(whole: Screening) -> None:
    order = {
        "order_id": "1",
        "customer_id": "ann",
        "ordered_at": "2024-01-05",
        "gross_amount": "10",
    }
    whole.shop.run(
        [
            order,
            {**order, "order_id": "2", "customer_id": "bob"},
            {**order, "order_id": "3", "currency": "EUR"},
        ],
        [
            {"rate_date": "01/05/24", "currency": "EUR", "rate_to_reporting": "2"},
            {"rate_date": "2024-01-01", "currency": "EUR", "rate_to_reporting": "1_0"},
        ],
        {
            "customers": [
                {"customer_id": "NULL"},
                {"customer_id": "c1", "registered_at": "05/01/24"},
                {"customer_id": "c2", "birth_date": "05/01/24"},
                {"customer_id": "c3", "birth_date": "1899-12-31"},
                {"customer_id": "c4", "birth_date": "2024-07-01"},
            ],
            "order_lines": [{"order_id": "N/A"}, {"order_id": "1", "quantity": "1_0"}],
            "feedback": [
                {"customer_id": "-", "given_at": "2024-01-06"},
                {"customer_id": "ann", "given_at": "epoch"},
            ],
            "referrals": [
                {
                    "referrer_customer_id": "None",
                    "referred_customer_id": "bob",
                    "referred_at": "2024-01-02",
                },
                {
                    "referrer_customer_id": "ann",
                    "referred_customer_id": "bob",
                    "referred_at": "0001-01-01",
                },
            ],
            "customer_aliases": [{"alias_customer_id": "nan", "customer_id": "ann"}],
            "refunds": [
                {"order_id": "-"},
                {"order_id": "1", "refunded_at": "epoch"},
                {"order_id": "1", "refunded_at": "2024-01-06", "refund_amount": "1_0"},
            ],
        },
    )
    found = sorted(
        (row["input_name"], row["rejection_reason"]) for row in whole.shop.table("rejected_rows")
    )
    assert found == [
        ("customer_aliases", "missing_customer"),
        ("customers", "future_timestamp"),
        *[("customers", "incredible_timestamp")] * 3,
        ("customers", "missing_customer"),
        ("feedback", "incredible_timestamp"),
        ("feedback", "missing_customer"),
        ("order_lines", "invalid_amount"),
        ("order_lines", "missing_order_id"),
        ("referrals", "incredible_timestamp"),
        ("referrals", "missing_customer"),
        ("refunds", "incredible_timestamp"),
        ("refunds", "invalid_amount"),
        ("refunds", "missing_order_id"),
    ]
    orders = whole.shop.query(
        "select order_id, rejection_reason from {int_screened_orders} order by all"
    )
    assert orders[2] == {"order_id": "3", "rejection_reason": "unknown_currency"}
