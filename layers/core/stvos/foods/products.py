"""Packaged products by their barcode, for those that an operator has loaded with `make foods`.

`products.tsv` has a line for each, in the order of the numbers, each written with 14 digits. It is
searched on disk, so that it may be large.
"""

import mmap
import os

from stvos.errors import InvalidInput, NotFound
from stvos.foods import table
from stvos.foods.models import Food

PRODUCTS = table.DATA / "products.tsv"

_LENGTHS = frozenset({8, 12, 13, 14})
_DIGITS = 14


def read_gtin(text: str) -> str:
    """The number of a barcode (GTIN-8, -12, -13 or -14) with all 14 digits; raises InvalidInput.

    The last digit checks the others: GS1 General Specifications, section 7.9.
    """
    if not (text.isascii() and text.isdigit() and len(text) in _LENGTHS):
        raise InvalidInput.at("path.gtin", "must be a barcode's 8, 12, 13 or 14 digits")
    gtin = text.zfill(_DIGITS)
    weighted = sum(int(digit) * (1 if at % 2 else 3) for at, digit in enumerate(gtin))
    if weighted % 10:
        raise InvalidInput.at("path.gtin", "has a wrong check digit")
    return gtin


def require_product(gtin: str) -> Food:
    """The product with this number of 14 digits; `NotFound` when it was not loaded."""
    try:
        with PRODUCTS.open("rb") as file:
            line = _line_of(file.fileno(), gtin.encode())
    except FileNotFoundError:
        line = None
    if line is None:
        raise NotFound
    return Food.of_line(line.decode())


def _line_of(file: int, gtin: bytes) -> bytes | None:
    """The line that begins with this number, by halving the sorted file."""
    if not os.fstat(file).st_size:
        return None
    with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as content:
        low, high = 0, len(content)
        while low < high:
            start = content.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = content.find(b"\n", start)
            end = len(content) if end < 0 else end
            line = content[start:end]
            if line[:_DIGITS] == gtin:
                return line
            if line[:_DIGITS] < gtin:
                low = end + 1
            else:
                high = start
    return None
