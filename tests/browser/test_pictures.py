"""The pictures of the report in the READMEs: `make screenshots` draws them."""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import LANGUAGES, Reports
from tests.conftest import PROJECT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.views import Theme

pytest.importorskip("playwright", reason="Playwright is only in .venv-browser: make test-browser")

pytestmark = pytest.mark.slow

PAGES = {"en": "README.md", "zh": "README.zh-CN.md"}
PAPER = {"light": range(200, 256), "dark": range(60)}


def picture(language: str) -> Path:
    """The file of a picture."""
    return PROJECT / "docs" / "images" / f"report-{language}.svg"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_says_what_the_report_of_the_sample_says(
    language: str, chromium: "Browser", reports: Reports
) -> None:
    from tests.browser.screenshots import picture_of

    drawn = ET.fromstring(picture_of(chromium, reports(language)))
    kept = ET.parse(picture(language)).getroot()
    assert list(texts_of(kept)) == list(texts_of(drawn))


def texts_of(root: ET.Element) -> Iterator[str]:
    """All texts but the style."""
    for element in root.iter():
        if not element.tag.endswith("style"):
            yield from (text.strip() for text in (element.text or "", element.tail or "") if text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_small_and_needs_nothing_else(language: str) -> None:
    text = picture(language).read_text(encoding="utf-8")
    assert len(text.encode()) < 150_000
    addresses = set(re.findall(r"https?://[^\"' )]+", text))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"}
    assert not re.search(r"<script|<image|<img|@import|url\(", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_is_drawn_as_an_image_in_both_themes(
    theme: "Theme", language: str, chromium: "Browser", tmp_path: Path
) -> None:
    image = pytest.importorskip("PIL.Image")  # comes with the reader of PDFs

    from tests.browser.views import looking_at

    page = tmp_path / "page.html"
    page.write_text(f'<body style="margin: 0"><img src="{picture(language).as_uri()}">')
    with looking_at(chromium, page, theme=theme) as view:
        view.page.wait_for_function("document.images[0].complete")
        shot = image.open(io.BytesIO(view.page.locator("img").screenshot())).convert("RGB")
    corner = shot.getpixel((3, 3))
    assert isinstance(corner, tuple)
    assert all(part in PAPER[theme] for part in corner)
    # Charts, words and lines, not one empty sheet.
    lower = shot.crop((0, shot.height * 2 // 3, shot.width, shot.height))
    assert len(lower.getcolors(1_000_000) or []) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_in_the_readme_of_its_language(language: str) -> None:
    text = (PROJECT / PAGES[language]).read_text(encoding="utf-8")
    assert re.search(rf"!\[[^]]+\]\(docs/images/report-{language}\.svg\)", text)
