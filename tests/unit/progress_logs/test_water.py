"""How much to drink."""

from datetime import UTC, datetime

import pytest

from stvos.accounts.models import Account, AccountSettings, Profile
from stvos.progress_logs.water import water_goal_ml


def account(weight: float | None, goal: int | None = None) -> Account:
    return Account(
        id=1,
        client_id=1,
        email="ada@example.com",
        name="Ada",
        password_hash="",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        profile=Profile(weight=weight),
        settings=AccountSettings(water_goal_ml=goal),
    )


@pytest.mark.parametrize(
    ("weight", "goal"),
    [(None, 2000), (20, 700), (70, 2450), (61.4, 2150), (142.9, 5000), (500, 5000)],
)
def test_35_ml_for_each_kg_in_steps_of_50(weight: float | None, goal: int) -> None:
    assert water_goal_ml(account(weight)) == goal


def test_the_member_s_own_goal_comes_first() -> None:
    assert water_goal_ml(account(70, goal=1800)) == 1800
