"""Can the colours of the pages be told apart by everyone, and where they cannot, is there a second cue?

Colours as they stand in ``tokens.css``, seen with deuteranopia (Machado, Oliveira and Fernandes 2009, severity 1.0) and
printed in black and white.
"""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from dashboard.domain_classes import CLASS_COLOURS, DARK_CLASSES, DOMAIN_CLASSES
from dashboard.figures.looks import SEQUENCE
from dashboard.i18n import LANGUAGES, words

ASSETS = Path(__file__).parents[3] / "dashboard" / "assets"
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)
"""Machado et al. 2009, table of the matrices for deuteranomaly, severity 1.0; on linear RGB."""
APART = 10.0
"""Least CIE76 difference of two areas that touch or are compared; about 2.3 is a just noticeable one."""


def token(name: str) -> str:
    """A colour of ``tokens.css`` as six digits."""
    found = re.search(rf"--{name}: #([0-9a-f]+);", (ASSETS / "tokens.css").read_text("utf-8"))
    assert found is not None, name
    digits = found.group(1)
    return "#" + ("".join(2 * one for one in digits) if len(digits) == 3 else digits)


def linear(colour: str) -> np.ndarray:
    """Linear RGB of a colour, 0 to 1."""
    told = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(told <= 0.04045, told / 12.92, ((told + 0.055) / 1.055) ** 2.4)


def luminance(rgb: np.ndarray) -> float:
    """Relative luminance: all that black-and-white print keeps of a colour."""
    return float(rgb @ [0.2126, 0.7152, 0.0722])


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIELAB under D65."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb
    x, y, z = (one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in xyz / [0.9505, 1.0, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def seen(colour: str) -> np.ndarray:
    """Linear RGB as a person with deuteranopia sees it."""
    return np.clip(DEUTERANOPIA @ linear(colour), 0, 1)


def apart(one: str, other: str) -> float:
    """How far two colours lie apart for a person with deuteranopia."""
    return float(np.linalg.norm(lab(seen(one)) - lab(seen(other))))


def contrast(one: str, other: str) -> float:
    """The contrast of WCAG 2, 1 to 21."""
    light, dark = sorted((luminance(linear(one)), luminance(linear(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_simulation_makes_of_red_and_green_one_hue_and_leaves_grey_alone() -> None:
    assert np.allclose(seen("#808080"), linear("#808080"), atol=2e-3)
    red, green = lab(seen("#ff0000")), lab(seen("#00a000"))
    hues = [np.degrees(np.arctan2(told[2], told[1])) for told in (red, green)]
    assert abs(hues[0] - hues[1]) < 15
    assert abs(hues[0] - 90) < 25  # both yellow


def test_the_scale_of_shares_runs_from_light_to_dark_for_everyone_and_in_print() -> None:
    scale = [token(f"seq-{step}") for step in range(5)]
    assert tuple(scale) == SEQUENCE
    for lighter, darker in pairwise(scale):
        assert luminance(linear(lighter)) / luminance(linear(darker)) > 1.2
        assert apart(lighter, darker) > APART


def test_verdicts_and_unknown_are_told_apart_and_each_has_a_glyph_of_its_own() -> None:
    colours = {name: token(name) for name in ("pass", "fail", "unknown")}
    for one, other in combinations(colours.values(), 2):
        assert apart(one, other) > APART
    glyphs = (Path(__file__).parents[3] / "dashboard/components/basics.py").read_text("utf-8")
    told = re.search(r'glyph = (\{"pass".*?\})', glyphs)
    assert told is not None
    assert len(set(re.findall(r': "(.)"', told.group(1)))) == 5


def test_every_class_of_domains_has_a_character_of_its_own_in_both_languages_that_can_be_read() -> None:
    assert set(DOMAIN_CLASSES.values()) == set(CLASS_COLOURS)
    for number, colour in CLASS_COLOURS.items():
        assert colour.lower() == token(f"cat-{number}")
        ink = "#ffffff" if number in DARK_CLASSES else token("ink")
        assert contrast(ink, colour) >= 4.5, number
    for lang in LANGUAGES:
        marks = [words()[f"pages.domain_mark_{number}"][lang] for number in CLASS_COLOURS]
        assert len(set(marks)) == len(marks)


@pytest.mark.parametrize(("one", "other"), list(combinations(sorted(CLASS_COLOURS), 2)))
def test_classes_of_domains_are_told_apart_with_deuteranopia(one: int, other: int) -> None:
    assert apart(CLASS_COLOURS[one], CLASS_COLOURS[other]) > APART


def test_the_accent_is_never_the_only_sign_beside_fail() -> None:
    # They are near each other in hue, for everyone: so fail is a filled square with a sign, and accent a line or wash.
    look = (ASSETS / "pieces.css").read_text("utf-8")
    assert re.search(r"\.g\.fail \{[^}]*background: var\(--fail\)", look)
    data = [
        path
        for path in ASSETS.glob("*.css")
        if re.search(r"\.(?:share|bar|c|sw)\b[^{]*\{[^}]*--accent", path.read_text("utf-8"))
    ]
    assert data == []


@pytest.mark.parametrize("ground", ["surface", "canvas", "sunken"])
def test_text_is_read_on_every_surface(ground: str) -> None:
    for name in ("ink", "ink-2", "ink-3", "accent"):
        colour = "#ffffff" if ground == "surface" else token(ground)
        assert contrast(token(name), colour) >= 4.5, (name, ground)


def test_what_fills_by_colour_is_printed_and_what_is_only_for_the_screen_is_not() -> None:
    printed = (ASSETS / "print.css").read_text("utf-8")
    assert "print-color-adjust: exact" in printed
    for name in (".bar", ".nav", ".acts"):
        assert name in printed
