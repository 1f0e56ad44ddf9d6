"""The schemes as the registry has them, for tests that must not forget one."""

import re
from functools import cache
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment

from tests.conftest import PROJECT


@cache
def schemes() -> dict[str, dict[str, Any]]:
    """Each scheme's entry: model, label, switch and what it adds to customer_tiers."""
    text = (PROJECT / "macros" / "schemes" / "registry.sql").read_text(encoding="utf-8")
    start = text.index("{% macro schemes() %}")
    end = text.index("{% endmacro %}", start)
    macro = text[start:end].removeprefix("{% macro schemes() %}")
    found: list[dict[str, dict[str, Any]]] = []
    # What other macros would say is of no interest here.
    words: dict[str, Any] = {name: lambda *_, **__: {} for name in re.findall(r"\b(\w+)\(", macro)}
    words |= {"return": found.append, "dbt": SimpleNamespace(type_string=lambda: "string")}
    Environment(autoescape=False).from_string(macro).render(words)  # noqa: S701
    return found[0]


def optional_schemes() -> dict[str, dict[str, Any]]:
    """Those that a var switches off."""
    return {name: scheme for name, scheme in schemes().items() if "switch" in scheme}
