"""Colours that can be read, whatever a brand chose: WCAG 2.2, success criteria 1.4.3 and 1.4.11."""

TEXT = 4.5
"""Contrast that text needs against its ground."""
SHAPE = 3.0
"""Contrast that the outline of a button needs."""

BLACK = "#000000"
WHITE = "#ffffff"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours given as #rrggbb: from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def text_on(ground: str) -> str:
    """White or black, whichever reads better on a ground: one of them has 4.5 on any."""
    return max((WHITE, BLACK), key=lambda colour: contrast(colour, ground))


def darkened(colour: str, ratio: float, ground: str = WHITE) -> str:
    """The colour, or the lightest darker shade of it that has this contrast to a light ground."""
    channels = _channels(colour)
    for percent in range(100, 0, -2):
        shade = "#" + "".join(f"{channel * percent // 100:02x}" for channel in channels)
        if contrast(shade, ground) >= ratio:
            return shade
    return BLACK


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _luminance(colour: str) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
