"""Where members stand in a partner's lists, and when they are moved."""

from datetime import UTC, date, datetime

import pytest

from stvos.usage.list_positions import is_outdated, words_of_member
from stvos.usage.models import MemberUse

TODAY = date(2026, 1, 20)


def member(**changes: object) -> MemberUse:
    """A member who stands where they should, with an hour watched."""
    settled = MemberUse(
        user_id=1,
        partner_id=2,
        joined_at=datetime(2026, 1, 1, tzinfo=UTC),
        joined_day=date(2026, 1, 1),
        counted=True,
        watched_ms=60 * 60_000,
        last_active_ms=1_000_000_000,
        last_day=TODAY,
        listed_day=TODAY,
        listed_ms=1_000_000_000,
        listed_minutes=60,
    )
    return settled.model_copy(update=changes)


@pytest.mark.parametrize(
    ("changes", "viewing_ended", "moves"),
    [
        ({}, False, False),
        ({}, True, False),
        ({"last_active_ms": 1_000_599_999}, False, False),
        ({"last_active_ms": 1_000_600_000}, False, True),
        ({"last_day": date(2026, 1, 21)}, False, True),
        ({"watched_ms": 69 * 60_000}, False, False),
        ({"watched_ms": 61 * 60_000}, True, True),
        ({"watched_ms": 999 * 60_000, "counted": False}, True, False),
    ],
)
def test_a_member_moves_on_a_new_day_after_ten_minutes_and_when_a_viewing_ended(
    changes: dict[str, object], viewing_ended: bool, moves: bool
) -> None:
    assert is_outdated(member(**changes), viewing_ended=viewing_ended) is moves


def test_a_member_is_found_by_the_words_of_the_name_the_mail_and_the_code() -> None:
    words = words_of_member("Zoë O'Neill-Brontë", "Zoe@Example.com", "ACME-AB12-CD34")

    assert {"zoe", "oneill", "bronte", "zoe@example.com", "acmeab12cd34"} <= set(words)


def test_a_name_without_letters_is_found_by_mail_and_code() -> None:
    assert words_of_member("★ ☆", "a@example.com", "AB12") == ("a@example.com", "ab12")


def test_a_very_long_name_gives_few_words() -> None:
    words = words_of_member(" ".join(f"part{n}" for n in range(40)), "a@example.com", "AB12")

    assert len(words) == 12
