"""Budgets of tokens: of a brand and of a member, a day of UTC each."""

from datetime import UTC, datetime, timedelta

import pytest

from stvos.ai.budgets import AiBudget, Reservation
from stvos.dynamodb.keys import Key, UserId
from stvos.dynamodb.table import update
from stvos.errors import AiBudgetExceeded
from tests.world import World

NOON = datetime(2099, 5, 4, 12, tzinfo=UTC)
MIA, MAX = UserId(7), UserId(8)


def limited(world: World, **limits: int) -> World:
    world.table.write(update(world.keys.client(), sets={"limits": limits}))
    return world


def budget(world: World, user: UserId | None = MIA, now: datetime = NOON) -> AiBudget:
    return AiBudget(world.table, world.tenant, user, lambda: now)


def used(world: World, user: UserId | None = None) -> int:
    """What a member, or the brand, has used of the day."""
    day = f"{NOON:%Y-%m-%d}"
    keys = world.keys
    key: Key = keys.ai_tokens_of_member(user, day) if user else keys.ai_tokens_of_client(day)
    item = world.table.find(key)
    return int(item["tokens"]) if item else 0


@pytest.fixture
def small(world: World) -> World:
    return limited(world, aiTokensPerDay=100, aiTokensPerMemberPerDay=60)


def test_what_is_reserved_counts_until_it_is_settled(small: World) -> None:
    reservation = budget(small).reserve(50)
    assert (used(small, MIA), used(small)) == (50, 50)

    budget(small).settle(reservation, 20)
    assert (used(small, MIA), used(small)) == (20, 20)


def test_settling_again_gives_nothing_back_again(small: World) -> None:
    reservation = budget(small).reserve(50)
    for _ in range(3):
        budget(small).settle(reservation, 20)

    assert (used(small, MIA), used(small)) == (20, 20)


def test_what_was_never_reserved_gives_nothing_back(small: World) -> None:
    made = budget(small).reserve(50)
    budget(small).settle(Reservation("r-unknown", 50, made.keys), 0)

    assert used(small) == 50


def test_a_member_has_a_bound_of_their_own(small: World) -> None:
    budget(small).reserve(60)
    with pytest.raises(AiBudgetExceeded):
        budget(small).reserve(1)

    budget(small, MAX).reserve(40)
    assert (used(small, MIA), used(small, MAX), used(small)) == (60, 40, 100)


def test_what_the_brand_refuses_is_not_taken_from_the_member(small: World) -> None:
    budget(small).reserve(60)
    with pytest.raises(AiBudgetExceeded):
        budget(small, MAX).reserve(41)

    assert (used(small, MAX), used(small)) == (0, 60)


def test_who_is_not_signed_in_has_the_brand_s_bound_alone(small: World) -> None:
    budget(small, None).reserve(90)
    with pytest.raises(AiBudgetExceeded) as refusal:
        budget(small, None).reserve(11)

    assert refusal.value.headers == {"Retry-After": str(12 * 3600)}


def test_a_call_that_no_day_bears_is_refused(small: World) -> None:
    with pytest.raises(AiBudgetExceeded):
        budget(small).reserve(61)

    assert (used(small, MIA), used(small)) == (0, 0)


def test_the_next_day_begins_anew_also_after_a_process_that_died(small: World) -> None:
    budget(small).reserve(60)
    tomorrow = NOON + timedelta(days=1)

    budget(small, now=tomorrow).reserve(60)
    with pytest.raises(AiBudgetExceeded):
        budget(small, now=tomorrow).reserve(1)


def test_a_limit_of_nothing_lets_no_one_ask(world: World) -> None:
    limited(world, aiTokensPerDay=0)
    with pytest.raises(AiBudgetExceeded):
        budget(world).reserve(1)
