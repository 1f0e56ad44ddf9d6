"""YAML as people read it."""

import yaml


def yaml_text(content: object) -> str:
    """A YAML document: keys in their order, Chinese as it is, no anchors."""
    return yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100)


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        """Whether a thing is written anew each time: everything is."""
        del data
        return True
