"""What people see."""

import time

import pytest
from rich.console import Console
from rich.progress import Progress

from runner.choices import Loudness
from runner.console import Terminal
from runner.errors import UserError
from runner.progress import BuildProgress
from runner.tables import BAR_WIDTH, bar


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


def test_quiet_tells_only_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    for as_json in (False, True):
        terminal = Terminal(as_json=as_json, loudness=Loudness.QUIET)
        terminal.say("hello")
        terminal.note("look")
        with terminal.progress() as progress:
            progress.started("model")
            progress.finished("model")
        terminal.show_error(UserError("It broke."))
        shown = capsys.readouterr()
        assert shown.err == "Error: It broke.\n"
        assert ("It broke." in shown.out) == as_json
        assert "hello" not in shown.out


def test_each_step_of_what_takes_long_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runner.console.SECONDS_OF_SILENCE", 60)
    with Terminal().busy("Reading") as tell:
        tell("soon done")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("runner.console.SECONDS_OF_SILENCE", 0)
    told = ""
    with Terminal().busy("Reading") as tell:
        until = time.monotonic() + 10
        while not told and time.monotonic() < until:
            told = capsys.readouterr().err
        tell("half")
        tell("nearly")
    assert told + capsys.readouterr().err == "Reading\nhalf\nnearly\n"


def test_verbose_tells_of_each_model_when_it_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    with Terminal(loudness=Loudness.VERBOSE).progress() as progress:
        progress.started("rfm_scores")
        progress.finished("rfm_scores")
    assert capsys.readouterr().err.split() == ["rfm_scores", "0.00", "s"]


def test_no_more_are_done_than_were_planned() -> None:
    progress = BuildProgress(Progress(console=Console(quiet=True)))
    progress.planned(2)
    for name in ("stg_tiers__orders", "rfm_scores"):
        progress.started(name)
        progress.finished(name)
    # dbt says of more that they ended than that they began, such as of a hook.
    progress.finished("a_hook")
    assert (progress.done, progress.total) == (2, 2)
