"""Drawings carry the colours of paper: on the screen every one of them follows the theme, on any page."""

from pathlib import Path

import pytest
from django.conf import settings

from governance import charts

EVERY_PAGE = Path(settings.BASE_DIR, "static/css/components.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("part", "colour"), [("fill", charts.GREEN), ("stroke", charts.GREEN), ("fill", charts.SHEET)]
)
def test_a_colour_of_paper_becomes_one_of_the_theme(part, colour):
    assert f'.chart-drawing svg [{part}="{colour}"] {{ {part}: var(--' in EVERY_PAGE


def test_what_is_drawn_has_no_other_colour_that_the_dark_would_hide():
    drawn = charts.draw(charts.bars([{"shown": ["Oslo"], "value": 3.0, "label": "3"}]))
    dark = {colour for colour in (charts.GREEN, charts.INK) if colour in drawn}
    assert charts.GREEN in dark
    assert ".chart-drawing text { fill: var(--ink); }" in EVERY_PAGE
