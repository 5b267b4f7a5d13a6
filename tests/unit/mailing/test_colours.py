"""Brand colours made readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stvos.mailing.colours import SHAPE, TEXT, contrast, darkened, text_on

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#123456", "#123456", 1.0)],
)
def test_contrast_is_as_wcag_defines_it(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


@given(COLOURS)
def test_text_on_any_brand_colour_can_be_read(ground: str) -> None:
    assert contrast(text_on(ground), ground) >= TEXT


@given(COLOURS, st.sampled_from([SHAPE, TEXT]))
def test_a_colour_is_darkened_as_far_as_white_paper_needs(colour: str, ratio: float) -> None:
    assert contrast(darkened(colour, ratio), "#ffffff") >= ratio


def test_a_colour_that_can_be_read_stays_the_brands_own() -> None:
    assert darkened("#0F766E", TEXT) == "#0f766e"
