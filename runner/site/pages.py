"""Written pages, from Markdown."""

import re
from collections.abc import Mapping
from pathlib import Path

# In each language; one that is not written in it is shown in English.
WRITTEN = {
    "definitions": {"en": Path("docs", "definitions.md")},
    "glossary": {
        "en": Path("docs", "glossary.md"),
        "zh": Path("docs", "zh", "glossary.md"),
    },
}
LINK = re.compile(r"(?<!!)\[(?P<words>[^\]]+)\]\((?P<to>[^)]+)\)")


def read_pages(project: Path) -> Mapping[str, Mapping[str, str]]:
    """The pages that the project has, in HTML, by name and language."""
    found = {
        name: {
            language: in_html((project / file).read_text(encoding="utf-8"))
            for language, file in files.items()
            if (project / file).is_file()
        }
        for name, files in WRITTEN.items()
    }
    return {name: pages for name, pages in found.items() if "en" in pages}


def in_html(markdown: str) -> str:
    """Markdown as HTML; a link to a page that the site does not have is its words alone.

    Tables can be scrolled where they are too wide.
    """
    from markdown_it import MarkdownIt

    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    html: str = renderer.render(LINK.sub(_link, markdown))
    return html.replace("<table>", '<div class="wide" tabindex="0"><table>').replace(
        "</table>", "</table></div>"
    )


def _link(found: re.Match[str]) -> str:
    target = found["to"].partition("#")[0]
    if target.startswith("http"):
        return found[0]
    name = Path(target).stem
    if name in WRITTEN:
        return f"[{found['words']}]({name}.html)"
    return found["words"]
