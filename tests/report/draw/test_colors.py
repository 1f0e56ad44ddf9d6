"""Colors of charts, in both themes: contrast, and told apart by those who see fewer colors."""

import math
import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from runner.report import draw

CSS = (Path(draw.__file__).parents[1] / "templates/chart.css").read_text(encoding="utf-8")
THEMES = ("light", "dark")
KINDS = [f"c{i}" for i in range(1, 9)]
STEPS = [f"q{i}" for i in range(9)]

# What linear RGB becomes without one of the three kinds of cones: Machado, Oliveira and Fernandes
# (2009), https://doi.org/10.1109/TVCG.2009.113, severity 1.0.
SIGHTS = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def colors(theme: str) -> dict[str, str]:
    """The custom properties of a theme; the dark one changes some of the light one."""
    light, dark = CSS.split("@media screen and (prefers-color-scheme: dark)", 1)
    found = dict(re.findall(r"--([\w-]+): ([^;]+);", light))
    if theme == "dark":
        found |= dict(re.findall(r"--([\w-]+): ([^;]+);", dark.split("\n}", 1)[0]))
    return {
        name: found[value[6:-1]] if value.startswith("var(--") else value
        for name, value in found.items()
    }


def linear(color: str) -> list[float]:
    """Red, green and blue as light, 0 to 1."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one: str, other: str) -> float:
    """As https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio has it."""
    weights = (0.2126, 0.7152, 0.0722)
    lights = [sum(w * p for w, p in zip(weights, linear(c), strict=True)) for c in (one, other)]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def seen(color: str, sight: str) -> tuple[float, ...]:
    """Lightness and hue in Oklab, https://bottosson.github.io/posts/oklab, of what is seen."""
    rgb = linear(color)
    r, g, b = (
        min(1.0, max(0.0, sum(m * p for m, p in zip(row, rgb, strict=True))))
        for row in SIGHTS[sight]
    )
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def test_the_measures_are_those_of_their_authors() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert seen("#ff0000", "all") == pytest.approx((0.628, 0.225, 0.126), abs=0.001)


@pytest.mark.parametrize("theme", THEMES)
def test_marks_stand_out_from_the_paper(theme: str) -> None:
    found = colors(theme)
    for name in [*KINDS, "up", "down", "axis", "node"]:
        assert contrast(found[name], found["paper"]) >= 3, name


@pytest.mark.parametrize("theme", THEMES)
def test_texts_can_be_read(theme: str) -> None:
    found = colors(theme)
    for name in ("ink", "ink-soft"):
        assert contrast(found[name], found["paper"]) >= 4.5
    for name in [*KINDS, *STEPS, "up", "down"]:
        text = f"on{name.removeprefix('q')}"
        assert contrast(found[text], found[name]) >= 4.5, name


@pytest.mark.parametrize("theme", THEMES)
def test_more_is_further_from_the_paper(theme: str) -> None:
    found = colors(theme)
    contrasts = [contrast(found[step], found["paper"]) for step in STEPS]
    assert all(after > before * 1.05 for before, after in pairwise(contrasts))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_colors_are_told_apart_by_everybody(theme: str, sight: str) -> None:
    found = colors(theme)
    # 0.02 in Oklab is what is just noticed side by side.
    for one, other in combinations(KINDS, 2):
        far = math.dist(seen(found[one], sight), seen(found[other], sight))
        assert far > 0.055, (one, other)
    assert math.dist(seen(found["up"], sight), seen(found["down"], sight)) > 0.1


def test_every_color_has_its_class_and_its_text() -> None:
    classes = set(re.findall(r"\.([a-z]\w*) \{ (?:--mark|fill): var\(--\w+\); \}", CSS))
    texts = {f"on{name.removeprefix('q')}" for name in [*KINDS, *STEPS, "up", "down"]}
    assert {*KINDS, *STEPS, "up", "down", "soft", *texts} <= classes
