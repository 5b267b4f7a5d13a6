"""Readable colours for any brand colour: WCAG 2.2, success criteria 1.4.3 and 1.4.11."""

TEXT = 4.5
"""Contrast that text needs against its background."""
SHAPE = 3.0
"""Contrast that the outline of a button needs."""

BLACK = "#000000"
WHITE = "#ffffff"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours given as #rrggbb: from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def text_on(background: str) -> str:
    """White or black, whichever reads better: one of them has a contrast of 4.5 on any colour."""
    return max((WHITE, BLACK), key=lambda colour: contrast(colour, background))


def darkened(colour: str, ratio: float, background: str = WHITE) -> str:
    """The colour, or its lightest darker shade that has this contrast to a light background."""
    channels = _channels(colour)
    for percent in range(100, 0, -2):
        shade = "#" + "".join(f"{channel * percent // 100:02x}" for channel in channels)
        if contrast(shade, background) >= ratio:
            return shade
    return BLACK


def _channels(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(colour: str) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
