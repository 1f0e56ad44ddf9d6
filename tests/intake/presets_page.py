"""The list of presets at the end of docs/presets.md and docs/zh/presets.md.

`python -m tests.intake.presets_page` writes it.
"""

from pathlib import Path

from runner.intake.preset_file import Preset
from runner.intake.presets import presets
from tests.conftest import PROJECT

# Each page, and the heading of its list.
PAGES = {
    PROJECT / "docs" / "presets.md": "## The presets\n",
    PROJECT / "docs" / "zh" / "presets.md": "## 预设\n",
}


def with_list(page: Path) -> str:
    """A page with its list as the presets are now."""
    heading = PAGES[page]
    text, found, _ = page.read_text(encoding="utf-8").partition(heading)
    assert found, f"{page} has no heading {heading}"
    is_chinese = page.parent.name == "zh"
    return text + heading + "\n".join(_section(each, is_chinese=is_chinese) for each in presets())


def _section(preset: Preset, *, is_chinese: bool) -> str:
    name, traps = (preset.zh, preset.traps_zh) if is_chinese else (preset.name, preset.traps)
    known, sources = ("识别依据：", "来源：") if is_chinese else ("Known by ", "Sources: ")
    end = "。" if is_chinese else "."
    columns = ("、" if is_chinese else ", ").join(f"`{column}`" for column in preset.header)
    lines = [
        f"### {name}",
        f"`{preset.key}.yml`{end} {known}{columns}{end}",
        *("- " + trap.replace("*", r"\*") for trap in traps),
        "",
        f"{sources}{' · '.join(preset.sources)}",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(with_list(page), encoding="utf-8")
