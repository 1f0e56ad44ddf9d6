"""The report on paper, as a PDF that the browser prints."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import LANGUAGES, Reports

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest.importorskip("playwright", reason="Playwright is only in .venv-browser: make test-browser")

pytestmark = pytest.mark.slow

PAPERS = ("A4", "Letter")
MARK = re.compile(r"mark(\d+)([AZ])")
# In points, a quarter of an inch: nearer to the edge a printer may not print.
MARGIN = 18
TINY = 5


@dataclass(frozen=True)
class Printed:
    """A printed report.

    Attributes:
        texts: of each sheet, without blanks.
        marks: on which sheet and at which height each chart begins (A) and ends (Z), in points.
        beyond: texts that leave the sheet or come too near to its edge.
        sentences: that the page says of its figures, without blanks.
        figures: which have a chart, in the order of the page.
    """

    texts: Sequence[str]
    marks: Mapping[tuple[int, str], tuple[int, float]]
    beyond: Sequence[str]
    sentences: Sequence[str]
    figures: Sequence[str]


@pytest.fixture(
    scope="module",
    params=[(page, paper) for page in LANGUAGES for paper in PAPERS],
    ids="-".join,
)
def printed(
    request: pytest.FixtureRequest,
    chromium: "Browser",
    reports: Reports,
    tmp_path_factory: pytest.TempPathFactory,
) -> Printed:
    """A report as Chromium prints it for somebody who looks at it in the dark."""
    from tests.browser.views import looking_at

    page, paper = request.param
    file: Path = tmp_path_factory.mktemp("printed") / f"{page}-{paper}.pdf"
    with looking_at(chromium, reports(page), theme="dark") as view:
        view.page.emulate_media(media="print")
        figures = view.measure("markCharts")
        view.page.pdf(path=file, format=paper, print_background=True)
        said = view.page.locator("figure .sentence").all_text_contents()
    return read_printed(file, sentences=[_solid(each) for each in said], figures=figures)


def read_printed(file: Path, *, sentences: Sequence[str], figures: Sequence[str]) -> Printed:
    """What is on each sheet of a PDF."""
    import pdfplumber

    # It warns of each font that says nothing of its size.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    texts, marks, beyond = [], {}, []
    with pdfplumber.open(file) as pdf:
        for number, sheet in enumerate(pdf.pages):
            texts.append(_solid(sheet.extract_text()))
            for word in sheet.filter(_is_tiny).extract_words():
                for chart, end in MARK.findall(word["text"]):
                    marks[int(chart), end] = (number, word["top"])
            for word in sheet.extract_words():
                if word["x0"] < MARGIN or word["x1"] > sheet.width - MARGIN:
                    beyond.append(word["text"])
                if word["top"] < MARGIN or word["bottom"] > sheet.height - MARGIN:
                    beyond.append(word["text"])
    return Printed(texts, marks, beyond, sentences, figures)


def _is_tiny(each: Mapping[str, Any]) -> bool:
    """Of the marks, which stand among the texts of a chart."""
    return bool(each["object_type"] == "char" and each["size"] < TINY)


def _solid(text: str) -> str:
    return re.sub(r"\s|-\n", "", text)


def test_no_chart_is_cut_by_the_end_of_a_sheet(printed: Printed) -> None:
    assert printed.figures
    assert len(printed.marks) == 2 * len(printed.figures)
    cut = [
        figure
        for number, figure in enumerate(printed.figures)
        if printed.marks[number, "A"][0] != printed.marks[number, "Z"][0]
    ]
    assert cut == []
    for number in range(len(printed.figures)):
        assert printed.marks[number, "Z"][1] - printed.marks[number, "A"][1] > 40


def test_each_sentence_stands_as_text_on_the_sheet_of_its_chart(printed: Printed) -> None:
    everything = "".join(printed.texts)
    assert printed.sentences
    assert [each for each in printed.sentences if each not in everything] == []


def test_nothing_leaves_the_sheet(printed: Printed) -> None:
    assert printed.beyond == []


def test_no_sheet_is_empty(printed: Printed) -> None:
    assert [number for number, text in enumerate(printed.texts) if not text] == []
