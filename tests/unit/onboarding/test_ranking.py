"""Ranking coaches: each part by itself, and one ranking that was worked out by hand."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stvos.onboarding.criteria import Criteria
from stvos.onboarding.ranking import WEIGHTS, Coach, ranked
from stvos.trainers.cards import open_cells
from stvos.trainers.models import Weekday, WeeklyHours

WINTER = datetime(2027, 1, 11, 12, tzinfo=UTC)
SUMMER = datetime(2027, 7, 12, 12, tzinfo=UTC)
MONDAY_MORNING = "Has hours at 1 of your 1 times of the week"


def hours(*spans: tuple[Weekday, float, float]) -> int:
    """Open from one hour to another on each of these days."""
    return open_cells(
        WeeklyHours(day=day, start=int(first * 60), end=int(end * 60)) for day, first, end in spans
    )


def coach(number: int, **wanted: Any) -> Coach:
    return Coach(number, f"Coach {number}", **wanted)


def score(one: Coach, criteria: Criteria, now: datetime = WINTER, *others: Coach) -> float:
    found = ranked([one, *others], criteria, "seed", now, 10)
    return next(r.score for r in found if r.coach.id == one.id)


def test_the_weights_add_up_to_one() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_the_reference_ranking() -> None:
    """A beginner in London who wants muscle, speaks German, trains Monday mornings, pays 60."""
    criteria = Criteria(
        texts=("Build muscle",),
        level="beginner",
        languages=("German",),
        days=("monday",),
        times=("morning",),
        timezone="Europe/London",
        budget=60,
        currency="GBP",
    )
    open_then: dict[str, Any] = {
        "hours": hours(("mon", 7, 10)),
        "timezone": "Europe/London",
        "currency": "GBP",
    }
    fits = coach(
        1,
        specialisations=("Muscle building", "Beginners"),
        languages=("Deutsch", "English"),
        price=50,
        members=20,
        **open_then,
    )
    dear = coach(
        2, specialisations=("Strength", "Advanced"), languages=("de",), price=90, **open_then
    )
    elsewhere = coach(
        3,
        specialisations=("Yoga",),
        languages=("French",),
        timezone="America/New_York",
        hours=hours(("mon", 7, 10)),
        price=40,
        currency="USD",
    )
    unknown = coach(4)

    found = ranked([unknown, elsewhere, dear, fits], criteria, "seed", WINTER, 10)

    # By hand: specialisation, goals, hours, language, level, price, load.
    by_hand = {
        1: 0.20 * 1.0 + 0.20 * 1.0 + 0.20 * 1.0 + 0.15 * 1.0 + 0.10 * 1.0 + 0.10 * 1.0 + 0.05 * 0.5,
        2: 0.20 * 0.0 + 0.20 * 1.0 + 0.20 * 1.0 + 0.15 * 1.0 + 0.10 * 0.0 + 0.10 * 0.5 + 0.05 * 1.0,
        4: 0.20 * 0.5 + 0.20 * 0.5 + 0.20 * 0.5 + 0.15 * 0.5 + 0.10 * 0.5 + 0.10 * 0.5 + 0.05 * 1.0,
        3: 0.20 * 0.0 + 0.20 * 0.0 + 0.20 * 0.0 + 0.15 * 0.0 + 0.10 * 0.5 + 0.10 * 0.5 + 0.05 * 1.0,
    }
    assert {r.coach.id: r.score for r in found} == pytest.approx(by_hand, abs=1e-4)
    assert [r.coach.id for r in found] == [1, 2, 4, 3]
    assert set(found[0].reasons) == {
        "Specialises in Muscle building",
        "Can help with your goals: strength",
        MONDAY_MORNING,
        "Speaks Deutsch",
        "Works with beginner level",
        "Is within your budget",
    }
    assert found[2].reasons == ("Takes new members",)


def test_hours_are_compared_by_the_newcomer_s_clock() -> None:
    """14:00 to 17:00 in London is the morning of New York."""
    criteria = Criteria(days=("mon",), times=("morning",), timezone="America/New_York")
    afternoon = coach(1, timezone="Europe/London", hours=hours(("mon", 14, 17)))
    morning = coach(2, timezone="Europe/London", hours=hours(("mon", 7, 10)))

    assert score(afternoon, criteria) - score(morning, criteria) == pytest.approx(0.20)


def test_hours_follow_daylight_saving() -> None:
    """Phoenix keeps its clock: 17:30 of London is 10:30 there in winter, 9:30 in summer."""
    criteria = Criteria(days=("mon",), times=("morning",), timezone="America/Phoenix")
    one = coach(1, timezone="Europe/London", hours=hours(("mon", 17.5, 18.5)))

    assert score(one, criteria, SUMMER) - score(one, criteria, WINTER) == pytest.approx(0.20)


def test_a_week_goes_round_at_its_end() -> None:
    """Monday morning of Auckland is Sunday evening in London."""
    criteria = Criteria(days=("mon",), times=("morning",), timezone="Pacific/Auckland")
    sunday = coach(1, timezone="Europe/London", hours=hours(("sun", 18, 22)))

    [found] = ranked([sunday], criteria, "seed", WINTER, 1)

    assert found.reasons == (MONDAY_MORNING,)


def test_half_an_hour_is_too_short_to_fit() -> None:
    criteria = Criteria(days=("mon",), times=("morning",))
    short, long = hours(("mon", 8, 8.5)), hours(("mon", 8, 9))

    difference = score(coach(1, hours=long), criteria) - score(coach(1, hours=short), criteria)

    assert difference == pytest.approx(0.20)


def test_without_a_budget_the_lower_price_scores_higher() -> None:
    cheap, dear = coach(1, price=25, currency="EUR"), coach(2, price=50, currency="EUR")

    difference = score(cheap, Criteria(), WINTER, dear) - score(dear, Criteria(), WINTER, cheap)

    assert difference == pytest.approx(0.05)


def test_who_coaches_many_scores_lower_than_who_coaches_few() -> None:
    assert score(coach(1, members=0), Criteria()) > score(coach(1, members=60), Criteria())


def test_equal_coaches_are_each_first_for_some_newcomers() -> None:
    twins = [coach(number, specialisations=("Yoga",)) for number in range(1, 6)]

    first = Counter(
        ranked(twins, Criteria(), f"newcomer {n}", WINTER, 1)[0].coach.id for n in range(1000)
    )

    assert first.keys() == {1, 2, 3, 4, 5}
    assert max(first.values()) < 2 * min(first.values())


_TEXTS = st.lists(st.text(max_size=30), max_size=3).map(tuple)
_COACHES = st.lists(
    st.builds(
        Coach,
        id=st.integers(1, 10**6),
        name=st.just("A"),
        specialisations=_TEXTS,
        languages=_TEXTS,
        timezone=st.sampled_from(["UTC", "Asia/Kathmandu", "America/New_York"]),
        hours=st.integers(0, 2**336 - 1),
        price=st.none() | st.floats(0, 1e6),
        currency=st.sampled_from(["EUR", "GBP"]),
        members=st.integers(0, 10_000),
    ),
    max_size=4,
    unique_by=lambda one: one.id,
)
_CRITERIA = st.builds(
    Criteria,
    texts=_TEXTS,
    level=st.none() | st.text(max_size=20),
    languages=_TEXTS,
    days=st.lists(st.sampled_from(["mon", "sunday"])).map(tuple),
    times=st.lists(st.sampled_from(["morning", "evening"])).map(tuple),
    timezone=st.none() | st.sampled_from(["Pacific/Chatham", "Europe/London"]),
    budget=st.none() | st.floats(0, 1e5),
    currency=st.none() | st.just("EUR"),
)


@given(coaches=_COACHES, criteria=_CRITERIA)
def test_scores_are_within_bounds_and_the_ranking_is_always_the_same(
    coaches: list[Coach], criteria: Criteria
) -> None:
    found = ranked(coaches, criteria, "seed", WINTER, 10)

    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= one <= 1 for one in scores)
    assert all(one.reasons for one in found)
    assert ranked(coaches[::-1], criteria, "seed", WINTER, 10) == found
