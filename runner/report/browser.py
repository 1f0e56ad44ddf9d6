"""Open a page in the browser of whoever is at the screen."""

import os
import sys
import webbrowser
from pathlib import Path

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


def open_page(file: Path) -> bool:
    """Open a file in the browser.

    Returns:
        False if nobody would see it: in CI, or without a screen or a browser.
    """
    if os.environ.get("CI"):
        return False
    if sys.platform.startswith("linux") and not any(map(os.environ.get, SCREENS)):
        return False  # a browser for terminals would take this one
    return webbrowser.open(file.as_uri())
