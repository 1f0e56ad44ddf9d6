"""The pages of the site, from templates; they need no network and no JavaScript."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path, PurePosixPath

from runner.choices import Language
from runner.site.shapes import Site
from runner.words import Words

TEMPLATES = Path(__file__).with_name("templates")
STYLE, DBT = "style.css", "dbt.html"
# By which a folder is known to be one of ours, and may be replaced.
MADE_BY = '<meta name="generator" content="customer-tiers">'
# What the schemes are called in English; in Chinese, as in all messages.
TITLES = {
    "rfm": "RFM segments",
    "rfm_value": "Eight values",
    "abc": "ABC classes",
    "abc_margin": "ABC by margin",
    "lifecycle": "Lifecycle",
    "loyalty": "Loyalty",
    "value_type": "Value or volume",
    "man": "MAN",
    "key_account": "Key accounts",
    "grade": "Customer grades",
    "buying_style": "Buying styles",
    "price_tier": "Price tiers",
    "forecast": "Expected revenue",
    "care": "Care calendar",
}
PAGES = ("index", "labels", "cuts", "tables", "rules")


@dataclass(frozen=True)
class Page:
    """A page of the site: its path in it, and its content."""

    path: PurePosixPath
    content: str


def write_site(site: Site, folder: Path) -> int:
    """Write all pages but dbt's into a folder.

    Returns:
        How many pages there are.
    """
    shutil.copyfile(TEMPLATES / STYLE, folder / STYLE)
    count = 0
    for page in pages(site):
        file = folder / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page.content, encoding="utf-8")
        count += 1
    return count


def pages(site: Site) -> Iterator[Page]:
    """The pages in both languages: English at the top, Chinese in a folder `zh`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"plain": _plain, "share": _share, "count": "{:,}".format}
    for language in Language:
        folder = PurePosixPath() if language == Language.EN else PurePosixPath(str(language))
        known = {
            "site": site,
            "lang": str(language),
            "say": Words(language).say,
            "titles": {str(each): _titles(site, each) for each in Language},
        }

        def page(path: PurePosixPath, template: str, **content: object) -> Page:
            up = "../" * (len(path.parts) - 1)
            own = "/".join(path.relative_to(folder).parts)  # noqa: B023 (called at once)
            text = environment.get_template(f"{template}.html").render(
                **known,  # noqa: B023
                **content,
                root=up,
                home="../" * (len(path.parts) - 1 - len(folder.parts)),  # noqa: B023
                other=f"{up}zh/{own}" if language == Language.EN else f"{up}{own}",  # noqa: B023
            )
            return Page(path, text)

        for name in PAGES:
            yield page(folder / f"{name}.html", name)
        for table in site.tables:
            yield page(folder / "tables" / f"{table.name}.html", "table", table=table)
        for name, texts in site.pages.items():
            written = str(language) if str(language) in texts else "en"
            yield page(
                folder / f"{name}.html",
                "written",
                name=name,
                written=written,
                content=texts[written],
            )


def _titles(site: Site, language: Language) -> Mapping[str, str]:
    english = {scheme.name: TITLES.get(scheme.name, scheme.name) for scheme in site.schemes}
    return (
        english
        if language == Language.EN
        else {each: Words(language).say(each) for each in english}
    )


def _plain(value: object) -> str:
    """A value of a rule as in its file."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{value.normalize():f}"
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"
