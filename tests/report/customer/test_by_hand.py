"""Every figure of a customer's page, worked out by hand from the orders in `shop.py`."""

import hashlib
import hmac
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from runner.choices import Language
from runner.errors import UserError
from runner.report.draw.bars import Bars
from runner.report.draw.panels import Panels
from runner.serve.privacy import Privacy
from tests.report.customer.pages import CustomerPage, page_of
from tests.report.customer.shop import BEFORE, EVE, MALLORY, SCRIPT

pytestmark = [pytest.mark.builds, pytest.mark.thorough]
KEY = b"k" * 64


@pytest.fixture(scope="module")
def ann(shop: Path) -> CustomerPage:
    return page_of(shop, "ann", store="north")


def test_the_cards_say_what_she_ordered_and_how_that_changed(ann: CustomerPage) -> None:
    """100 + (50 - 5) + (80 - 20) = 205 in 3 orders; a month before it was 145 in 2."""
    cards = {
        card.title: (card.value, card.change, card.tone) for card in ann.figure("profile").cards
    }
    assert cards["Orders"] == ("3", f"1 more than on {BEFORE}", "good")
    assert cards["Net revenue"] == ("205.00 EUR", f"60.00 EUR more than on {BEFORE}", "good")
    assert cards["Average order value"][0] == "68.33 EUR"
    assert cards["Discounts"][:2] == ("5.00 EUR", f"unchanged since {BEFORE}")
    assert cards["Refunds"][:2] == ("20.00 EUR", f"20.00 EUR more than on {BEFORE}")
    assert cards["Last order"][:2] == ("2025-06-01", "29 days before the as-of date")
    assert cards["First order"][0] == "2025-01-15"


def test_her_orders_are_summed_by_month(ann: CustomerPage) -> None:
    """The refund of June 20 is taken off June, and months without orders have no row."""
    assert [tuple(row.values()) for row in ann.rows("orders")] == [
        (date(2025, 1, 1), 1, Decimal(100)),
        (date(2025, 3, 1), 1, Decimal(45)),
        (date(2025, 6, 1), 1, Decimal(60)),
    ]
    sentence = ann.figure("orders").sentence.text
    assert sentence == (
        "3 orders from 2025-01-15 to 2025-06-01 brought 205.00 EUR; "
        "the best time was 2025-01 with 100.00 EUR."
    )
    chart = ann.figure("orders").chart
    assert isinstance(chart, Panels)
    months = tuple(f"2025-0{month}" for month in range(1, 7))
    for bars in chart.charts:
        assert isinstance(bars, Bars)
        assert bars.periods == months
    assert [bars.series[0].values for bars in chart.charts if isinstance(bars, Bars)] == [
        (100, 0, 45, 0, 0, 60),
        (1, 0, 1, 0, 0, 1),
    ]


def test_each_order_is_listed_the_newest_first(ann: CustomerPage) -> None:
    rows = [(row["order_id"], row["order_date"], row["net_amount"]) for row in ann.more("orders")]
    assert rows == [
        ("o3", date(2025, 6, 1), Decimal(60)),
        ("o2", date(2025, 3, 10), Decimal(45)),
        ("o1", date(2025, 1, 15), Decimal(100)),
    ]


def test_what_she_will_order_is_the_same_again_in_so_small_a_shop(ann: CustomerPage) -> None:
    """Once after March 31; an order after the first day brought (45 + 60) / 2, hers alone did."""
    expected = ann.figure("expected")
    assert expected.sentence.text == "1 order worth 53 EUR is expected in the next 91 days."
    assert "“Same again”" in expected.notes[0].text
    assert expected.lead is None
    near = ann.rows("expected")[0]
    assert (near["horizon_days"], near["expected_orders"]) == (91, 1)
    assert near["expected_net_revenue"] == Decimal("52.5")
    assert near["return_probability"] is None
    assert [card.title for card in expected.cards] == [
        "Net revenue, next 91 days",
        "Net revenue, next 365 days",
    ]


def test_what_she_said_and_bought(ann: CustomerPage) -> None:
    assert [tuple(row.values()) for row in ann.rows("feedback")] == [
        (date(2025, 3, 12), 5, 9, False),
        (date(2025, 6, 3), 2, None, True),
    ]
    feedback = ann.figure("feedback")
    assert feedback.sentence.text == (
        "The last rating was 2 of 5; 2 answers in all, 1 of them a complaint."
    )
    # Peak and end: (5 + 2) / 2.
    assert {card.title: card.value for card in feedback.cards} == {
        "Feedback": "2",
        "Complaints": "1",
        "Peak rating": "5",
        "Last rating": "2",
        "Peak-end rating": "3.5",
        "Last NPS answer": "9",
    }
    assert [tuple(row.values()) for row in ann.rows("habits")] == [
        ("tea", 2, Decimal(180)),
        ("cups", 1, Decimal(45)),
    ]
    assert ann.figure("habits").sentence.text == "Most bought: tea, 2 of 3 purchases."


def test_the_page_of_a_past_day_knows_nothing_of_later(shop: Path) -> None:
    """By the end of May she had ordered twice, refunded nothing, and given one answer."""
    page = page_of(shop, "ann", store="north", as_of=BEFORE)
    assert page.report.header == (f"As of {BEFORE}", "store north")
    assert [row["net_revenue"] for row in page.rows("orders")] == [Decimal(100), Decimal(45)]
    assert [row["order_id"] for row in page.more("orders")] == ["o2", "o1"]
    assert len(page.rows("feedback")) == 1
    assert [row["as_of_date"] for row in page.rows("labels")] == [
        date(2025, 5, 31),
        date(2025, 4, 30),
    ]
    assert all(BEFORE in page.absent[name] for name in ("actions", "care", "moves"))
    assert {row["as_of_date"] for row in page.rows("expected")} == {
        date(2025, 5, 31),
        date(2025, 4, 30),
    }
    assert page.check_cells() > 0


def test_the_labels_are_bands_over_the_three_days(ann: CustomerPage) -> None:
    """Active, but on May 31: her gap was 82 days then, after one of 54."""
    stages = [row["lifecycle_stage"] for row in ann.rows("labels")]
    assert stages == ["active", "cooling", "active"]
    chart = ann.figure("labels").chart
    assert chart is not None
    drawn = chart.draw(720).body
    assert "Active: 2025-04-30 to 2025-04-30" in drawn
    assert "Cooling: 2025-05-31 to 2025-05-31" in drawn
    assert "Active: 2025-06-30 to 2025-06-30" in drawn


def test_what_changed_at_the_newest_day_has_its_cause(ann: CustomerPage) -> None:
    """She ordered on June 1, so she is active again."""
    (stage,) = (row for row in ann.rows("moves") if row["scheme"] == "lifecycle")
    assert (stage["from_label"], stage["to_label"]) == ("Cooling", "Active")
    assert stage["cause"] == "behaviour"
    assert stage["explanation"].startswith("Up from “Cooling” to “Active”")
    assert f"since {BEFORE}" in ann.figure("moves").sentence.text


def test_in_two_stores_she_has_a_chapter_in_each(shop: Path) -> None:
    page = page_of(shop, "ann")
    assert [chapter.title for chapter in page.report.chapters] == ["Store north", "Store south"]
    assert page.report.header == ("As of 2025-06-30", "2 stores: north, south")
    assert page.rows("orders-1")[0]["net_revenue"] == Decimal(100)
    assert [tuple(row.values()) for row in page.rows("orders-2")] == [
        (date(2025, 5, 1), 1, Decimal(30))
    ]
    anchors = [each.name for each in page.report.figures]
    assert len(anchors) == len(set(anchors))
    leads = [lead.said.text for lead in page.report.summary]
    assert {lead.split(": ")[0] for lead in leads} == {"north", "south"}
    assert "south: The only order was on 2025-05-05; net revenue 30.00 EUR." in leads
    assert page.check_cells() > 0


def test_a_single_order_is_called_the_only_one(shop: Path) -> None:
    bob = page_of(shop, "bob")
    assert bob.figure("orders").sentence.text == (
        "The only order was on 2025-02-02; net revenue 10.00 EUR."
    )
    assert bob.figure("habits").sentence.text == "Bought in one category: books, 1 purchase."
    assert bob.absent["feedback"] == "This customer has given no feedback."
    notes = [note.text for note in bob.figure("profile").notes]
    assert any("says nothing of this customer" in note for note in notes)
    assert bob.check_cells() > 0


def test_who_never_ordered_has_a_page_that_says_so(shop: Path) -> None:
    cyd = page_of(shop, "cyd", language=Language.ZH)
    assert cyd.absent["orders"] == cyd.absent["habits"] == "尚无订单。"
    assert cyd.absent["expected"] == "截至 2025-06-30 该客户尚未购买，无从预测。"
    assert [row["order_count"] for row in cyd.rows("profile")] == [0, 0, 0]
    texts = [card.value for card in cyd.figure("profile").cards]
    assert texts == ["0", "0.00 EUR"]
    assert cyd.check_cells() > 0


def test_an_address_as_id_needs_a_word(shop: Path) -> None:
    with pytest.raises(UserError, match="id of 1 customer is an e-mail address"):
        page_of(shop, EVE)
    assert EVE in page_of(shop, EVE, privacy=Privacy(include_personal=True)).text


def test_with_a_key_the_page_shows_the_pseudonym_alone(shop: Path) -> None:
    """HMAC-SHA256 by Python's own library; the SQL runs when the id is put back."""
    page = page_of(shop, EVE, privacy=Privacy(key=KEY))
    pseudonym = hmac.new(KEY, f"customer:{EVE}".encode(), hashlib.sha256).hexdigest()[:32]
    order = hmac.new(KEY, b"order:o6", hashlib.sha256).hexdigest()[:32]
    assert page.report.title == f"Customer {pseudonym}"
    assert EVE not in page.text
    assert KEY.hex() not in page.text
    (listed,) = page.more("orders")
    assert listed["order_id"] == order
    assert "Put the customer's id back" in page.tree.all("details")[0].text
    with_id = page_of(shop, EVE, privacy=Privacy(include_personal=True))
    for shown, open_ in zip(page.report.figures, with_id.report.figures, strict=True):
        assert shown.data.sql.replace(pseudonym, EVE) == open_.data.sql


def test_a_name_or_id_that_wants_to_be_a_script_is_text(shop: Path) -> None:
    hidden = page_of(shop, MALLORY)
    assert len(hidden.tree.all("script")) == 1
    assert hidden.tree.all("i") == []
    assert hidden.report.title == f"Customer {MALLORY}"
    named = page_of(shop, MALLORY, privacy=Privacy(include_personal=True))
    assert named.report.title == f"Customer {MALLORY}: {SCRIPT}"
    assert len(named.tree.all("script")) == 1
    assert named.check_cells() > 0


def test_who_it_is_is_said_only_if_asked_for(shop: Path) -> None:
    page = page_of(shop, "ann", store="north")
    for text in ("Ann Amber", "mail-of-Ann", "1980-07-04", "irthday"):
        assert text not in page.text
    assert "Region: coast" in page.figure("profile").notes[0].text
    asked = page_of(shop, "ann", store="north", privacy=Privacy(include_personal=True))
    for text in ("Ann Amber", "mail-of-Ann@example.com", "1980-07-04"):
        assert text in asked.text
    assert asked.rows("care")[0]["occasion"] == "birthday"
    assert asked.rows("care")[0]["occasion_date"] == date(2025, 7, 4)


def test_who_is_not_there_is_answered(shop: Path) -> None:
    with pytest.raises(UserError, match="no customer anne") as error:
        page_of(shop, "anne")
    assert "ann" in str(error.value.advice)
    with pytest.raises(UserError, match="no as-of date 2025-05-30"):
        page_of(shop, "ann", as_of="2025-05-30")
