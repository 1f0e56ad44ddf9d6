"""The mapper on a hundred public headers, mapped by hand before."""

from functools import cache
from pathlib import Path

import pytest

from runner.intake.score import Score, score_folder
from tests.conftest import PROJECT

CORPUS = Path(__file__).parent / "corpus"


@cache
def corpus_score() -> Score:
    return score_folder(CORPUS)


def test_no_date_order_and_no_money_column_of_the_corpus_is_wrong() -> None:
    wrong = [
        f"{case.name}: {each}"
        for case in corpus_score().cases
        for each in case.verdicts
        if each.verdict == "wrong" and (each.is_money or each.column == "date_order")
    ]
    assert wrong == []


def test_nearly_all_columns_of_the_corpus_are_right_or_asked() -> None:
    score = corpus_score()
    assert len(score.cases) >= 60
    assert score.right_or_asked >= 0.98
    # A mapper that asks for everything would be right, too.
    assert score.count("right") >= 0.78 * score.columns


@pytest.mark.parametrize("page", ["docs/inputs.md", "docs/zh/inputs.md"])
def test_the_pages_publish_the_score(page: str) -> None:
    score = corpus_score().as_json()
    figures = (
        *("cases", "columns", "right", "asked", "wrong", "missing"),
        *("wrong_date_orders", "wrong_money_columns", "questions_per_file"),
    )
    text = (PROJECT / page).read_text(encoding="utf-8")
    assert f"| {' | '.join(str(score[each]) for each in figures)} |" in text
    assert f"{corpus_score().right_or_asked:.1%}" in text


def test_a_wrong_mapping_counts_as_wrong(tmp_path: Path) -> None:
    (tmp_path / "case.yml").write_text(
        """
files:
  orders.csv: |
    Order No,Customer ID,Date,Total,Channel
    1,7,2024-01-05,10.00,web
    2,8,13/02/2024,11.00,web
expected:
  orders:
    date_order: month
    columns:
      order_id: [Customer ID]
      customer_id: [Customer ID]
      gross_amount: [[Total], [Date]]
      channel: []
      category: [Channel]
""",
        encoding="utf-8",
    )
    (case,) = score_folder(tmp_path).cases
    assert {each.column: each.verdict for each in case.verdicts} == {
        "orders.gross_amount": "right",
        "orders.discount_amount": "right",
        "orders.refund_amount": "right",
        "orders.cost_amount": "right",
        # Not named in expected, where nothing may be mapped then.
        "orders.ordered_at": "wrong",
        "orders.order_id": "wrong",
        "orders.customer_id": "right",
        "orders.channel": "wrong",
        "orders.category": "missing",
        "date_order": "wrong",
    }
