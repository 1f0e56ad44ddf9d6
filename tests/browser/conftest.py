"""A Chromium, and the pages that it looks at."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.shops import SHOPS, build_shop
from tests.conftest import PROJECT, run_tiers

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LANGUAGES = ("en", "zh")
# Other pages of the sample, with what asks for them.
OTHERS = {
    "customer-en": ("--customer", "C10387"),
    "customer-zh": ("--customer", "C10690"),
    "difference-en": ("--diff", "2025-11-30"),
    "difference-zh": ("--diff", "2025-06-30"),
}

Reports = Callable[[str], Path]


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """The Chromium of the system, or the one that `playwright install chromium` gave."""
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is only in .venv-browser: make test-browser"
    )
    from tests.browser.views import chromium_file

    with sync_api.sync_playwright() as playwright:
        found = chromium_file(playwright)
        if not found.exists():
            told = "There is no Chromium: `apt install chromium`, or `playwright install chromium`"
            # In CI, a lane that skips all would be taken for one that passed.
            (pytest.fail if os.environ.get("CI") else pytest.skip)(told)
        browser = playwright.chromium.launch(executable_path=found)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def reports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """The file of a report: of the sample by its language, else by its name."""
    folder, written = tmp_path_factory.mktemp("reports"), dict[str, Path]()

    def report(name: str) -> Path:
        if name in written:
            return written[name]
        if name in LANGUAGES or name in OTHERS:
            language, database = name[-2:], request.getfixturevalue("sample_database")
        else:
            language, database = SHOPS[name].language, build_shop(name, folder / name)
        written[name] = folder / f"{name}.html"
        done = run_tiers(
            *("report", "--out", written[name], "--lang", language, "--database", database),
            *OTHERS.get(name, ()),
            folder=PROJECT,
        )
        assert done.code == 0, done.stderr
        return written[name]

    return report
