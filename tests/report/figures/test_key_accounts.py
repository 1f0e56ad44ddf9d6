"""The most important customers: by hand, and against the rows of the sample."""

from pathlib import Path

import pytest

from runner.choices import Language
from runner.report.figures import key_accounts
from runner.serve.privacy import Privacy
from tests.report.figures.tiny import Asked, Row, Tables, read, reason, shown, source_of
from tests.report.shops import opened

KEY = {"key_account_status": "key_account"}
CUSTOMERS: list[Row] = [
    {"customer_id": "big", "net_revenue": 600, "abc_class": "A"},
    {"customer_id": "key", "net_revenue": 200, "abc_class": "A", **KEY},
    {"customer_id": "named", "net_revenue": 1, **KEY},
    {"customer_id": "small", "net_revenue": 199},
]
ACCOUNTS = [
    {"customer_id": "key", "key_account_reason": "index"},
    {"customer_id": "named", "key_account_reason": "strategic"},
    {"customer_id": "big", "key_account_status": "other"},
]


def test_key_accounts_stand_first_with_their_reason_then_the_others_by_revenue() -> None:
    found = shown(
        read(key_accounts.figure, {"customer_tiers": CUSTOMERS, "key_accounts": ACCOUNTS})
    )
    assert found.data.values("customer_id") == ["key", "named", "big", "small"]
    assert found.data.values("key_account_reason") == ["index", "strategic", None, None]
    # 201 of 1,000; the largest of all is none of them.
    assert found.sentence.text == (
        "2 key accounts, 50.0% of all customers, bring 20.1% of the net revenue; the largest,"
        " key, has brought 200 USD."
    )
    assert found.lead == found.sentence


def test_a_strategic_customer_is_among_a_hundred_whatever_it_brings() -> None:
    many = [{"customer_id": f"k{n:03}", "net_revenue": 500 - n, **KEY} for n in range(120)]
    accounts = [{"customer_id": row["customer_id"], "key_account_reason": "index"} for row in many]
    many.append({"customer_id": "named", "net_revenue": 0, **KEY})
    accounts.append({"customer_id": "named", "key_account_reason": "strategic"})
    found = shown(read(key_accounts.figure, {"customer_tiers": many, "key_accounts": accounts}))
    assert len(found.data.rows) == 100
    assert found.data.values("customer_id")[-2:] == ["k098", "named"]


def test_without_key_accounts_class_a_stands_there() -> None:
    found = shown(read(key_accounts.figure, {"customer_tiers": CUSTOMERS}))
    assert found.data.values("customer_id") == ["big", "key"]
    assert found.sentence.text == (
        "2 customers of class A, 50.0% of all, bring 80.0% of the net revenue; the largest, big,"
        " has brought 600 USD."
    )
    assert "use_key_account" in found.notes[0].text


def test_nobody_is_a_key_account() -> None:
    rows = [{"customer_id": "one", "net_revenue": 5}]
    found = shown(read(key_accounts.figure, {"customer_tiers": rows, "key_accounts": []}))
    assert found.sentence.text == (
        "No customer is a key account yet; the largest by net revenue, one, has brought 5 USD."
    )
    assert found.lead is None


def test_losses_of_others_leave_no_share() -> None:
    rows: list[Row] = [{"net_revenue": 50, **KEY}, {"net_revenue": -60}]
    accounts = [{"key_account_reason": "index"}]
    found = shown(read(key_accounts.figure, {"customer_tiers": rows, "key_accounts": accounts}))
    assert found.sentence.text == (
        "The shop has 1 key account; the largest, c1, has brought 50 USD."
    )
    assert found.lead is None


def test_nobody_bought() -> None:
    nobody = {"customer_tiers": [{"net_revenue": -1}], "key_accounts": []}
    assert "no customer can be said" in reason(read(key_accounts.figure, nobody))


def test_names_and_grades_are_there_only_if_they_may() -> None:
    shop: Tables = {
        "customer_tiers": CUSTOMERS,
        "key_accounts": ACCOUNTS,
        "customer_contacts": [{"customer_id": "big", "full_name": "Big <script>"}],
    }
    plain = {column.name for column in shown(read(key_accounts.figure, shop)).data.columns}
    assert not plain & {"full_name", "customer_grade", "action", "store_id"}
    asked = Asked(language=Language.ZH, privacy=Privacy(include_personal=True))
    more: Tables = {**shop, "customer_grades": [], "customer_actions": [{"customer_id": "key"}]}
    full = shown(read(key_accounts.figure, more, asked)).data
    assert full.values("full_name") == [None, None, "Big <script>", None]
    assert full.values("action") == ["致电。", None, None, None]
    assert full.values("customer_grade") == ["ordinary"] * 4


def test_ids_are_replaced_where_there_is_a_key() -> None:
    asked = Asked(privacy=Privacy(key=b"k" * 32))
    shop: Tables = {"customer_tiers": CUSTOMERS, "key_accounts": ACCOUNTS}
    found = shown(read(key_accounts.figure, shop, asked))
    ids = found.data.values("customer_id")
    assert all(len(each) == 32 for each in ids)
    assert found.sentence.values["largest"] == ids[0]


@pytest.mark.builds
def test_the_key_accounts_of_the_sample(sample_database: Path) -> None:
    with opened(sample_database) as database:
        newest = database.days()[0]
        rows = [
            row
            for row in database.warehouse.records("select * from marts.key_accounts")
            if row["as_of_date"] == newest
        ]
        found = shown(key_accounts.figure(source_of(database.connection, Asked(newest))))
    own = [row for row in rows if row["key_account_status"] == "key_account"]
    revenue = sum(row["net_revenue"] for row in own)
    assert found.sentence.values["customers"] == len(own)
    assert found.sentence.values["customer_share"] == pytest.approx(len(own) / len(rows))
    assert found.sentence.values["share"] == revenue / sum(row["net_revenue"] for row in rows)
    own.sort(
        key=lambda row: (
            row["key_account_reason"] != "strategic",
            -row["net_revenue"],
            row["store_id"],
            row["customer_id"],
        )
    )
    listed = sorted(
        own[:100], key=lambda row: (-row["net_revenue"], row["store_id"], row["customer_id"])
    )
    assert [(row["customer_id"], row["key_account_reason"]) for row in listed] == [
        (row["customer_id"], row["key_account_reason"]) for row in found.data.records
    ]
