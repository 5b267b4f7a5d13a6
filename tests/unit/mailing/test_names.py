"""Names in headers and greetings."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stvos.mailing.names import greeting_name, isolated, one_line


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Mia\r\nBcc: all@example.com", "Mia Bcc: all@example.com"),
        ("  Mia \t  Member ", "Mia Member"),
        ("Mia\u2028Member\u2029", "Mia Member"),
        ("Mia\x00\x1b[31m", "Mia[31m"),
        ("\u202eaiM\u202c", "aiM"),
        ("Zoë O'Neil-Müller", "Zoë O'Neil-Müller"),
        ("أحمد", "أحمد"),
        ("👩🏽‍💻 Mia", "👩🏽‍💻 Mia"),
        ("\ud800Mia", "Mia"),
        ("", ""),
    ],
)
def test_a_name_becomes_one_harmless_line(name: str, line: str) -> None:
    assert one_line(name) == line


def test_a_long_name_is_cut() -> None:
    assert one_line("x" * 61) == "x" * 59 + "…"
    assert one_line("x" * 60) == "x" * 60


def test_a_cut_does_not_split_what_people_see_as_one_sign() -> None:
    family = "👩\u200d👩\u200d👧"
    accented = "e\u0301"

    assert not one_line("x" * 58 + family).endswith("\u200d…")
    assert one_line("x" * 58 + accented + "yy") == "x" * 58 + "…"


@given(st.text(max_size=200))
def test_no_name_breaks_a_line_or_grows_too_long(name: str) -> None:
    line = one_line(name)

    assert len(line) <= 60
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in line)


@pytest.mark.parametrize(
    "name",
    [
        "Win at https://spam.example",
        "www.spam.example",
        "cheap pills: spam.example/now",
        "write to eve@spam",
        "Visit SPAM.COM",
        "Call 0900 123456",
        "spam．example",
        "spam。example",
        "spam․example",
        "t.co",
        "Mia/Member",
        "Mia (urgent)",
        "Prize: 1000",
        "x" * 61,
        "👩🏽‍💻 Mia",
        "-",
        "...",
    ],
)
def test_a_mail_does_not_carry_the_advertisement_of_a_name(name: str) -> None:
    assert greeting_name(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        "Mia Member",
        "J. R. Hartley",
        "Dr. Müller",
        "St. John",
        "A.J.",
        "A.J. Ng",
        "O'Neil",
        "Anne-Zoë",
        "Jose\u0301",
        "أحمد",
        "मीरा",
        "小林 花子",
    ],
)
def test_a_name_with_dots_is_still_a_name(name: str) -> None:
    assert greeting_name(name) == name


def test_only_a_right_to_left_name_is_isolated() -> None:
    assert isolated("Mia 💪") == "Mia 💪"
    assert isolated("أحمد") == "\u2068أحمد\u2069"
