"""The living page of the design shows every part that the pages are built of."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
PARTS = (
    "board-card",
    "cal-line",
    "confirm",
    "filters",
    "open-letter",
    "open-state",
    "palette-option",
    "pick",
    "seat-marks",
    "seat-unmarked",
    "slot-travel",
    "steps",
    "walk",
    "word",
    "word-mark",
    "world-land",
    "world-regions",
)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_shown(part: str, city, client_of) -> None:
    page = client_of("contact").get(reverse("style_page")).content.decode()
    assert f'class="{part}"' in page or f'class="{part} ' in page
