"""What the program says in Chinese: all of it, and nothing of it in the JSON."""

import ast
import re
import string
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from rich.cells import cell_len

from runner.build_report import BuildReport
from runner.choices import Language
from runner.console import Terminal
from runner.errors import UserError
from runner.rebuilt import Cause, Reason, Rebuilt
from runner.results import NodeResult
from runner.summary import LabelCount, Reconciled, StoreForecast, Summary
from runner.tables import show_build
from runner.words import CATALOGUE, Words
from tests.conftest import PROJECT

CHINESE = Words(Language.ZH)
# What stands for a value while a sentence is looked for: no word of any sentence.
VALUE = "7"

REPORT = BuildReport(
    database=Path("shop.duckdb"),
    results=(
        NodeResult("stg_tiers__orders", "model", "success", 1.0),
        NodeResult("orders_are_good", "test", "pass", 0.1),
        NodeResult("prices_are_good", "test", "warn", 0.1, failures=2, description="价格"),
    ),
    seconds=1.5,
    summary=Summary(
        as_of_date="2025-12-31",
        labels=(
            LabelCount("abc", "A", "Class A", "A类", 1, Decimal(1200), 0.25, 0.8),
            LabelCount("abc", "C", "Class C", "C类", 3, Decimal(300), 0.75, 0.2),
            LabelCount("rfm", "lost", "Lost", "已流失客户", 4, Decimal(1500), 1.0, 1.0),
        ),
        reconciled=(
            Reconciled("row_count", None, Decimal(5), Decimal(4), Decimal(1), Decimal(0)),
            Reconciled("net_revenue", "CNY", Decimal(5), Decimal(4), Decimal(0), Decimal(1)),
        ),
        forecasts=tuple(
            StoreForecast(
                store_id=str(store),
                horizon_days=91,
                method="same_again",
                trial_count=2,
                error=1.0,
                same_again_error=1.0,
                beats_same_again=False,
                fallback_reason=None,
                finding_en="No.",
                finding_zh="没有。",
            )
            for store in range(7)
        ),
        rejected_by_reason=(("invalid_amount", 1),),
        rejected_besides_orders=(("customers", "invalid_date", 2),),
    ),
    rebuilt=Rebuilt(
        held=("2025-11-30", "2025-12-31"),
        built=("2025-12-31",),
        forgotten=("2025-12-30",),
        reasons=(Reason(Cause.NEW_DATE, ("2025-12-31",), is_newest=True),),
    ),
)


def raised() -> Iterator[tuple[str, str]]:
    """The sentences of all errors that the program raises, with values in their places."""
    for file in sorted((PROJECT / "runner").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            is_error = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "UserError"
            for argument in node.args[:2] if is_error and isinstance(node, ast.Call) else ():
                sentence = text_of(argument)
                if sentence and re.search("[a-z]", sentence):
                    yield file.name, sentence


def text_of(node: ast.expr) -> str:
    """A text of the code, with VALUE where it has a value."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else VALUE for part in node.values
        )
    return ""


def test_the_errors_have_their_chinese() -> None:
    sentences = list(raised())
    assert len(sentences) > 40
    untold = [pair for pair in sentences if not re.search("[一-鿿]", CHINESE.say(pair[1]))]
    # What is new may wait for its Chinese and is said in English until then.
    assert len(untold) * 20 <= len(sentences), untold


def test_every_place_of_an_english_sentence_is_one_of_the_chinese() -> None:
    catalogue = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    parse = string.Formatter().parse
    for english, chinese in catalogue.items():
        places = {name for _, name, _, _ in parse(english) if name}
        assert {name for _, name, _, _ in parse(chinese) if name} <= places, english


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("There is no inputs file a, b.yml.", "找不到输入文件 a, b.yml。"),
        ("Built all 13 dates: first build", "已评定全部13个评定日：首次构建"),
        (
            "Built 3 of 13 dates: events of 2 days since 2024-05-31; 2 forgotten",
            "已评定13个评定日中的3个：自2024-05-31起有2天的事件变化；删去2个",
        ),
        (
            "10 models and seeds, tests: 9 pass, 1 warn; 1.5 s",
            "10个模型和种子表，测试：9项通过，1项警告；用时1.5秒",
        ),
        (
            "No quarter ends from 2024-01-01 to 2024-01-09.",
            "2024-01-01 至 2024-01-09 之间没有季末。",
        ),
        (
            (
                "Data refused: 4 of 6 rows of the orders were rejected, more than the share of 0.5"
                " that var max_rejected_share allows. unknown_status: 4 rows: lost 3, gone 1."
                " Correct `columns:` of inputs.orders, say under `statuses:` what each status"
                " means, or add what is missing to the rules, or allow a larger share."
            ),
            (
                "数据未被采用：订单6行中有4行被拒，超过变量 max_rejected_share 允许的比例 0.5。"
                "unknown_status: 4 rows: lost 3, gone 1。请修正 inputs.orders 的 `columns:`，"
                "在 `statuses:` 下写明各状态的含义，补充规则，或放宽这个比例。"
            ),
        ),
        ("What nobody has translated.", "What nobody has translated."),
    ],
)
def test_a_finished_sentence_is_recognised_by_its_template(english: str, chinese: str) -> None:
    assert CHINESE.say(english) == chinese
    assert Words().say(english) == english


def test_a_report_in_chinese_has_no_english_but_codes(capsys: pytest.CaptureFixture[str]) -> None:
    show_build(Terminal(language=Language.ZH), REPORT)
    shown = capsys.readouterr()
    codes = r"`[^`]*`|invalid_\w+|prices_are_good|\S*\.duckdb|marts|forecast_champions|[A-Z]+"
    assert re.findall("[A-Za-z]{2,}", re.sub(codes, "", shown.out + shown.err)) == []


def test_columns_of_chinese_words_stand_below_each_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show_build(Terminal(language=Language.ZH), REPORT)
    lines = capsys.readouterr().out.splitlines()
    table = lines[lines.index(next(line for line in lines if "ABC" in line)) :][:3]
    ends = {cell_len(line[: re.match(r"(ABC 分类|A类|C类)\s+\S+", line).end()]) for line in table}  # type: ignore[union-attr]
    assert len(table) == 3
    assert "客户数" in table[0]
    assert len({cell_len(line.rstrip()) for line in table}) == 1
    assert len(ends) == 1


def test_the_object_of_json_is_english_in_every_language(
    capsys: pytest.CaptureFixture[str],
) -> None:
    objects = []
    for language in Language:
        terminal = Terminal(as_json=True, language=language)
        show_build(terminal, REPORT)
        terminal.show_error(UserError("There is no inputs file x.", "Run `tiers build` first."))
        objects.append(capsys.readouterr().out)
    assert objects[0] == objects[1]
    assert "There is no inputs file x." in objects[0]
