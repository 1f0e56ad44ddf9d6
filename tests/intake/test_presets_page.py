"""The page of the presets says what they say, in both languages."""

from pathlib import Path

import pytest

from tests.intake.presets_page import PAGES, with_list
from tests.project.test_pages import skeleton


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_the_page_lists_the_presets_as_they_are(page: Path) -> None:
    said = page.read_text(encoding="utf-8")
    assert said == with_list(page), "Run python -m tests.intake.presets_page."


def test_both_languages_have_the_same_skeleton() -> None:
    assert skeleton("docs/presets.md") == skeleton("docs/zh/presets.md")
