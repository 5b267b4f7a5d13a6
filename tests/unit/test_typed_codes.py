"""Codes as people type them."""

import pytest

from stvos.ids import new_code
from stvos.typed_codes import read_code


@pytest.mark.parametrize(
    "typed",
    [
        "PILOT-7KQ4-M2XT",
        "pilot 7kq4 m2xt",
        "  PILOT7KQ4M2XT\n",
        "P1L0T-7KQ4-M2XT",
        "pi1ot_7kq4_m2xt",
        "ＰＩＬＯＴ－７ＫＱ４－Ｍ２ＸＴ",
        "PILOT\u20137KQ4\u2014M2XT",
        "PILOT\u00a07KQ4\u200bM2XT",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "P110T7KQ4M2XT"


def test_no_code_is_read_as_another() -> None:
    codes = {new_code(12) for _ in range(1000)}

    assert {read_code(code) for code in codes} == codes


def test_a_code_of_digits_keeps_its_zeros() -> None:
    assert read_code(" 001-204 ") == "001204"
    assert read_code("O0l2O4") == "001204"
