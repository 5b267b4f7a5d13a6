"""A year folded into one item says what its days said."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stvos.progress_logs.watched_history import WatchedYear

YEARS = st.integers(2024, 2030)
SECONDS = st.dictionaries(st.integers(0, 364), st.integers(1, 90_000))


@given(YEARS, SECONDS)
def test_nothing_gets_lost(year: int, seconds: dict[int, int]) -> None:
    watched = {date(year, 1, 1) + timedelta(days=n): amount for n, amount in seconds.items()}

    folded = WatchedYear.of_item(WatchedYear.of_days(year, watched).to_item())

    assert set(folded.active()) == {day for day, amount in watched.items() if amount >= 60}
    assert folded.seconds == sum(seconds.values())


def test_a_leap_year_has_its_last_day() -> None:
    days = {date(2028, 2, 29): 60, date(2028, 12, 31): 60}

    assert list(WatchedYear.of_days(2028, days).active()) == sorted(days)
