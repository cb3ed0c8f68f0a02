"""Every color of text keeps the contrast of WCAG 2.2 AA on what it stands on, in both themes."""

import re
from pathlib import Path

import pytest

THEME = (Path(__file__).parents[2] / "static/css/theme.css").read_text()
PAIRS = dict(re.findall(r"--cc-([\w-]+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\)", THEME))
PLAIN = dict(re.findall(r"--cc-([\w-]+): (#[0-9a-f]{6});", THEME))

TEXT = [(ink, ground) for ground in ("paper", "surface", "sunken")
        for ink in ("ink", "quiet", "teal", "teal-strong", "good", "warn", "bad", "info", "amber-text")] + [
    *((tone, f"{tone}-tint") for tone in ("good", "warn", "bad", "info")),
    *(("ink", f"{tone}-tint") for tone in ("good", "warn", "bad", "info", "teal", "amber")),
    ("on-teal", "teal"), ("on-teal", "teal-strong"), ("on-amber", "amber"), ("on-amber", "amber-strong"),
    ("on-deep", "deep"), ("on-deep-quiet", "deep"), ("on-deep-quiet", "deeper"), ("amber-strong", "deep"),
    ("amber-text", "amber-tint"),
]
EDGES = [("edge", "surface"), ("edge", "paper"), ("focus", "paper"), ("focus", "surface"), ("amber-strong", "deep")]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink, ground, theme):
    assert _contrast(_color(ink, theme), _color(ground, theme)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_focus_can_be_seen(edge, ground, theme):
    assert _contrast(_color(edge, theme), _color(ground, theme)) >= 3


def _color(name: str, theme: str) -> str:
    return PLAIN[name] if name in PLAIN else PAIRS[name].split(", ")[theme == "dark"]


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, "contrast ratio"."""
    dark, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
