"""Draw the pictures of the report in the READMEs: `make screenshots`.

Each is an SVG of the page's own elements and styles, so it is sharp, small, in the colors that the
reader prefers, and can be compared line by line.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.views import chromium_file, looking_at
from tests.conftest import PROJECT, run_tiers

IMAGES = PROJECT / "docs" / "images"
PICTURE = Path(__file__).with_name("picture.js")
WIDTH = 1040
# Of each topic of the summary, and of the numbers.
LEADS, CARDS = 1, 4
FIGURES = ("segments", "flow")


def picture_of(browser: Browser, report: Path) -> str:
    """The top of a report and some of its charts, as SVG."""
    with looking_at(browser, report, width=1280) as view:
        parts = {"figures": FIGURES, "leads": LEADS, "cards": CARDS, "width": WIDTH}
        svg: str = view.page.evaluate(PICTURE.read_text(encoding="utf-8"), parts)
        return svg


def main() -> None:
    """Write a picture for each language, of a database."""
    database = Path(sys.argv[1])
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_file(playwright))
        for language in ("en", "zh"):
            report = IMAGES / f".{language}.html"
            done = run_tiers(
                *("report", "--out", report, "--lang", language, "--database", database),
                folder=PROJECT,
            )
            assert done.code == 0, done.stderr
            picture = IMAGES / f"report-{language}.svg"
            picture.write_text(picture_of(browser, report), encoding="utf-8")
            report.unlink()
        browser.close()


if __name__ == "__main__":
    main()
