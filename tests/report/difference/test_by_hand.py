"""What moved between shops as small as can be, with labels written by hand."""

import hashlib
import hmac
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from runner.choices import Language
from runner.errors import UserError
from runner.report.draw.flow import Flow
from runner.serve.privacy import Privacy
from tests.ask.shops import BASE_ROWS, DAY, EARLIER, make
from tests.report.difference.pages import DifferencePage, page_of

SCRIPT = "<script>alert(1)</script>"
# Ann ordered once more and went up in both schemes; Bob did nothing and is judged otherwise; Di is
# new, Ed is gone; Cy and a customer whose id wants to be a script stay.
BASE = (*BASE_ROWS, (SCRIPT, 1, 7.0, "C", "low"))
HEAD = (
    ("ann", 2, 250.0, "A", "high"),
    ("bob", 2, 100.0, "B", "low"),
    ("cy", 1, 10.0, "C", "low"),
    ("di", 1, 45.0, "B", "low"),
    (SCRIPT, 1, 7.0, "C", "low"),
)


@pytest.fixture
def moved(tmp_path: Path) -> DifferencePage:
    base = make(tmp_path / "base.duckdb", {DAY: BASE})
    return page_of(make(tmp_path / "head.duckdb", {DAY: HEAD}), base)


def test_the_summary_says_who_moved_and_why(moved: DifferencePage) -> None:
    """2 of 6 customers, with 350 of 417 of the net revenue (5 of Ed's counted as he left)."""
    assert moved.figure("overview").sentence.text == (
        "2 of 6 customers (33.3%) with 83.9% of the net revenue have another label in at least one"
        " scheme."
    )
    leads = [lead.said.text for lead in moved.report.summary]
    assert leads[1] == (
        "1 customer moved by their own behavior; 1 moved because cuts or rules did; 1 entered; "
        "1 left."
    )
    assert leads[2] == "ABC class moved most: 2 customers (33.3%) with net revenue of 350."
    assert leads[3] == (
        "The largest customer who moved, ann with 250 net revenue, went from “Class B” to “Class A”"
        " (ABC class) and in 1 other scheme."
    )
    assert {lead.figure for lead in moved.report.summary} <= {*moved.names}


def test_the_figures_are_those_of_the_rows_above(moved: DifferencePage) -> None:
    assert [row[2:] for row in moved.rows("overview")] == [
        (5, 6, Decimal(172)),
        (5, 7, Decimal(412)),
    ]
    assert moved.rows("causes") == [
        ("behaviour", 1, Decimal(50), Decimal(250)),
        ("cuts", 1, Decimal(100), Decimal(100)),
        ("entered", 1, Decimal(0), Decimal(45)),
        ("left", 1, Decimal(5), Decimal(0)),
    ]
    assert moved.rows("schemes") == [
        ("abc", 2, 1, 1, 0, Decimal(350)),
        ("grade", 1, 1, 0, 0, Decimal(250)),
    ]
    assert moved.rows("movers") == [
        ("ann", "s", 2, Decimal(50), Decimal(250), 1, 2),
        ("bob", "s", 1, Decimal(100), Decimal(100), 2, 2),
    ]
    assert moved.figure("movers").more[0][1].rows == (
        ("ann", "s", "abc", "Class B", "Class A", "behaviour"),
        ("ann", "s", "grade", "Ordinary", "High value", "behaviour"),
        ("bob", "s", "abc", "Class A", "Class B", "cuts"),
    )


def test_the_flow_has_every_way(moved: DifferencePage) -> None:
    flow = moved.figure("flows-abc")
    assert flow.sentence.text == "1 went up, 1 down; most from “Class A” to “Class B” (1)."
    assert sorted(moved.rows("flows-abc"), key=str) == sorted(
        [
            ("C", "C", "unchanged", 2, Decimal(17)),
            ("A", "B", "cuts", 1, Decimal(100)),
            ("B", "A", "behaviour", 1, Decimal(250)),
            ("C", None, "left", 1, Decimal(5)),
            (None, "B", "entered", 1, Decimal(45)),
        ],
        key=str,
    )
    chart = flow.chart
    assert isinstance(chart, Flow)
    assert chart.left == ("Class A", "Class B", "Class C", "Not there before")
    assert chart.right == ("Class A", "Class B", "Class C", "No longer there")
    assert chart.values == (("1", "1", "3", "1"), ("1", "2", "2", "1"))
    kinds = {(stream.source, stream.target): stream.kind for stream in chart.streams}
    assert kinds == {(2, 2): "soft", (0, 1): "down", (1, 0): "up", (2, 3): "soft", (3, 1): "soft"}


def test_the_sql_runs_after_both_files_are_attached(moved: DifferencePage) -> None:
    assert moved.check_cells() > 50
    assert "attach 'base.duckdb' as before" in moved.report.run
    assert "attach 'head.duckdb' as after" in moved.report.run
    assert moved.report.run.replace("`", "") in moved.tree.text


def test_no_path_and_no_script_is_in_the_page(moved: DifferencePage, tmp_path: Path) -> None:
    assert str(tmp_path) not in moved.text
    base = make(tmp_path / "odd.duckdb", {DAY: [(SCRIPT, 1, 7.0, "A", "low")]})
    page = page_of(moved.head, base)
    assert len(page.tree.all("script")) == 1
    assert page.rows("movers")[0][0] == SCRIPT
    assert page.check_cells() > 0


def test_between_equal_databases_nothing_moved(tmp_path: Path) -> None:
    base, head = (make(tmp_path / name, {DAY: BASE}) for name in ("b.duckdb", "h.duckdb"))
    page = page_of(head, base, language=Language.ZH)
    assert [lead.said.text for lead in page.report.summary] == ["5 位客户的标签均未变动。"]
    assert page.names == ["overview"]
    assert page.absent["rules"] == "双方的 1 张规则表完全相同。"
    assert page.check_cells() > 0


def test_where_only_rules_changed_the_cause_is_cuts(tmp_path: Path) -> None:
    """The same orders; a rule and a cut differ, and Bob falls below it."""
    stricter = [(*row[:3], "B", row[4]) if row[0] == "bob" else row for row in BASE]
    base = make(tmp_path / "base.duckdb", {DAY: BASE})
    head = make(tmp_path / "head.duckdb", {DAY: stricter})
    for database, bound in ((base, 90), (head, 110)):
        add_cuts(database, bound)
    with duckdb.connect(head) as connection:
        connection.execute("update rules.tier_labels set label_en = 'Top' where label = 'A'")
    page = page_of(head, base)
    assert [row[:2] for row in page.rows("causes")] == [("cuts", 1)]
    assert page.figure("causes").sentence.text == "1 moved because cuts or rules did."
    assert page.rows("cuts") == [("s", "abc", "net_revenue", "A", 90, 110, None, None)]
    assert page.figure("cuts").sentence.text == "1 of 2 cuts has other bounds than before."
    assert [row[:2] for row in page.rows("rules")] == [
        ("tier_labels", "base"),
        ("tier_labels", "head"),
    ]
    assert "Top" in page.rows("rules")[1][2]
    assert page.figure("rules").sentence.text == ("2 rows of 1 rule table are on one side only.")
    assert page.check_cells() > 0


def add_cuts(database: Path, bound: int) -> None:
    with duckdb.connect(database) as connection:
        connection.execute(
            "create table marts.tier_cuts (store_id text, as_of_date date, scheme text,"
            " metric text, level text, level_rank int, lower_bound decimal(18, 4),"
            " upper_bound decimal(18, 4))"
        )
        connection.executemany(
            "insert into marts.tier_cuts values ('s', ?, 'abc', 'net_revenue', ?, ?, ?, null)",
            [(DAY, "A", 3, bound), (DAY, "C", 1, 0)],
        )


def test_where_only_orders_are_new_the_cause_is_behavior(tmp_path: Path) -> None:
    more = [(row[0], 9, 900.0, "A", row[4]) if row[0] == "cy" else row for row in BASE]
    base, head = (
        make(tmp_path / "base.duckdb", {DAY: BASE}),
        make(tmp_path / "head.duckdb", {DAY: more}),
    )
    page = page_of(head, base)
    assert page.rows("causes") == [("behaviour", 1, Decimal(10), Decimal(900))]
    assert page.figure("causes").sentence.text == "1 customer moved by their own behavior."
    # 890 more than 172, of a total of 1,062.
    assert page.figure("overview").cards[2].value == "1,062"
    assert page.figure("overview").cards[2].change == "890 more than before"


def test_two_dates_of_one_database_need_no_attaching(tmp_path: Path) -> None:
    head = make(tmp_path / "shop.duckdb", {EARLIER: BASE, DAY: HEAD})
    page = page_of(head, EARLIER)
    assert page.report.header == (
        f"before: shop.duckdb as of {EARLIER}",
        f"after: shop.duckdb as of {DAY}",
    )
    assert page.report.run == ""
    # Bob did nothing, and between two dates that may be time or cuts.
    assert [row[:2] for row in page.rows("causes")] == [
        ("behaviour", 1),
        ("entered", 1),
        ("left", 1),
        ("time", 1),
    ]
    assert "rules" not in page.names
    assert page.check_cells() > 50
    assert page_of(head, head, since=EARLIER).rows("causes") == page.rows("causes")


def test_ids_are_pseudonyms_where_there_is_a_key(moved: DifferencePage) -> None:
    """HMAC-SHA256 by Python's own library."""
    key = b"k" * 64
    assert moved.base
    page = page_of(moved.head, moved.base, privacy=Privacy(key=key))
    expected = hmac.new(key, b"customer:ann", hashlib.sha256).hexdigest()[:32]
    assert page.rows("movers")[0][0] == expected
    assert expected in page.figure("movers").sentence.text
    assert ">ann<" not in page.text


def test_what_is_asked_wrongly_is_answered(moved: DifferencePage, tmp_path: Path) -> None:
    assert moved.base
    with pytest.raises(UserError, match=r"no database .*none\.duckdb"):
        page_of(moved.head, tmp_path / "none.duckdb")
    with pytest.raises(UserError, match="no as-of date 2024-01-31"):
        page_of(moved.head, "2024-01-31")
    with pytest.raises(UserError, match="both name the earlier date"):
        page_of(moved.head, EARLIER, since=EARLIER)
    with pytest.raises(UserError, match="compares all stores"):
        page_of(moved.head, moved.base, store="s")
    addresses = make(tmp_path / "mail.duckdb", {DAY: [("a@example.com", 1, 1.0, "A", "low")]})
    with duckdb.connect(addresses) as connection:
        connection.execute("create view marts.customer_facts as from marts.customer_tiers")
    with pytest.raises(UserError, match="id of 1 customer is an e-mail address"):
        page_of(addresses, moved.base)
