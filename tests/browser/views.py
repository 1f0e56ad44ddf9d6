"""A page as somebody sees it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Dialog, Page, Playwright, Request

Theme = Literal["light", "dark"]
HEIGHT = 900
SYSTEM = Path("/usr/bin/chromium")
MEASURES = Path(__file__).with_name("measures.js")


@dataclass(frozen=True)
class View:
    """An open page, and what the browser said and asked for meanwhile.

    Attributes:
        page: of the browser.
        file: that it shows.
        messages: of its console, its errors and its dialogs.
        requests: the addresses that it asked for, but for its own.
    """

    page: Page
    file: Path
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def measure(self, name: str, *arguments: object) -> Any:  # noqa: ANN401 (JSON)
        """What a function of measures.js finds in the page."""
        code = MEASURES.read_text(encoding="utf-8")
        return self.page.evaluate(
            f"([name, ...given]) => ({code})[name](...given)", [name, *arguments]
        )

    def open_all(self) -> None:
        """Open all that can be opened, so that it is looked at too."""
        self.measure("openAll")


def chromium_file(playwright: Playwright) -> Path:
    """The Chromium of the system, or else the one that `playwright install chromium` gave."""
    return SYSTEM if SYSTEM.exists() else Path(playwright.chromium.executable_path)


@contextmanager
def looking_at(
    browser: Browser,
    file: Path,
    *,
    width: int = 1280,
    theme: Theme = "light",
    **how: Any,  # noqa: ANN401
) -> Iterator[View]:
    """Open a page; `how` are further options of Playwright's `new_context`."""
    size = {"width": width, "height": HEIGHT}
    context = browser.new_context(viewport=size, color_scheme=theme, **how)
    view = View(context.new_page(), file)
    address = file.as_uri()
    view.page.on("console", lambda said: view.messages.append(said.text))
    view.page.on("pageerror", lambda error: view.messages.append(str(error)))

    def note(request: Request) -> None:
        if request.url != address:
            view.requests.append(request.url)

    def dismiss(dialog: Dialog) -> None:
        view.messages.append(dialog.message)
        dialog.dismiss()

    view.page.on("request", note)
    view.page.on("dialog", dismiss)
    view.page.goto(address)
    yield view
    context.close()
