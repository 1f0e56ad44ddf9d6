"""What people see."""

import pytest

from runner.console import BAR_WIDTH, Terminal, bar


@pytest.mark.parametrize(
    ("share", "filled"),
    [(0.0, ""), (1.0, "█" * BAR_WIDTH), (0.5, "█" * (BAR_WIDTH // 2)), (1 / BAR_WIDTH / 8, "▏")],
)
def test_a_bar_is_as_long_as_its_share(share: float, filled: str) -> None:
    assert bar(share).rstrip() == filled
    assert len(bar(share)) == BAR_WIDTH


def test_brackets_in_words_are_not_taken_for_markup(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal().say("[red]1[/] file")
    assert capsys.readouterr().out == "[red]1[/] file\n"


def test_with_json_words_go_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(as_json=True)
    terminal.say("hello")
    terminal.show_object({"label": "甲"})
    shown = capsys.readouterr()
    assert shown.out == '{\n  "label": "甲"\n}\n'
    assert shown.err == "hello\n"
