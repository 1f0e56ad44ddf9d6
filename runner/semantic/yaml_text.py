"""YAML as people read it."""

from typing import Any

import yaml

# The parser in C, where it is there, takes a fraction of the time.
Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def yaml_text(content: object) -> str:
    """A YAML document: keys in their order, Chinese as it is, no anchors."""
    text: str = yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100)
    return text


class _Plain(Dumper):  # type: ignore[misc]
    def ignore_aliases(self, data: object) -> bool:
        """Whether a thing is written anew each time: everything is."""
        del data
        return True
