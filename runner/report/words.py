"""The words of the figures, in one language, from the YAML file beside each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from runner.choices import Language
from runner.export.vocabulary import TITLES
from runner.report.numbers import Numbers, Template
from runner.report.shapes import Said

FIGURES = Path(__file__).with_name("figures")
PAGE = Path(__file__).with_name("page.yml")
IN_FILE = {Language.EN: 0, Language.ZH: 1}


@dataclass(frozen=True)
class FigureWords:
    """What a figure says in one language.

    Attributes:
        name: of the figure.
        title: a few words.
        columns: of its tables, by their names in SQL: `unit`, `scheme` if it has labels (several
            with a blank between), `title`, by default as in exports, and `names` of further codes,
            beside those that exports have.
        texts: templates, by their names.
        numbers: how numbers are written.
    """

    name: str
    title: str
    columns: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, str]
    numbers: Numbers

    def say(self, template: str, **values: object) -> Said:
        """Fill a template with numbers; each of them must be in it.

        Raises:
            ValueError: one of them is not, so nobody would read it.
        """
        text = self.texts[template]
        filled = Template(self.numbers).format(text, **values)
        if unread := set(values) - {place for _, place, _, _ in Formatter().parse(text)}:
            raise ValueError(f"{self.name}.{template} does not say {', '.join(sorted(unread))}")
        return Said(f"{self.name}.{template}", filled, values)

    def word(self, template: str) -> str:
        """A text without numbers, such as the title of an axis."""
        return self.texts[template]


def read_words(name: str, numbers: Numbers, *, file: Path | None = None) -> FigureWords:
    """Read the words of a figure.

    Args:
        name: of the figure.
        numbers: says the language too.
        file: of the words; by default the one beside the figure.
    """
    content = _parsed(file or FIGURES / f"{name}.yml")
    own = IN_FILE[numbers.language]

    def told(pair: list[str]) -> str:
        return pair[own]

    exported = _parsed(TITLES)
    columns = {}
    for column, traits in content.get("columns", {}).items():
        codes = exported["values"].get(column, {}) | traits.get("names", {})
        columns[column] = {
            **traits,
            "title": told(traits.get("title") or exported["columns"][column]),
            "names": {str(code): told(pair) for code, pair in codes.items()},
        }
    texts = {text: told(pair) for text, pair in content.get("texts", {}).items()}
    return FigureWords(name, told(content["title"]), columns, texts, numbers)


@cache
def _parsed(file: Path) -> Any:  # noqa: ANN401 (what YAML holds)
    """A file of ours, which is read for many figures."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(file.read_text(encoding="utf-8"), loader)  # noqa: S506 (safe)
