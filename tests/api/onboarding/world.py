"""Newcomers who answer questions."""

from datetime import UTC, datetime
from typing import Any

from onboarding import get_profile, save_profile
from tests.world import Reply, World

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)

EVERYTHING: dict[str, Any] = {
    "fitnessGoal": "Build muscle",
    "fitnessLevel": "beginner",
    "workoutDays": ["mon", "wed"],
    "workoutTimes": ["morning"],
    "equipment": [],
    "injuries": [],
    "dietaryRestrictions": ["vegan"],
    "preferences": ["Outdoors"],
    "name": "Mia",
    "email": "mia@example.com",
}


def answered(world: World, **answers: Any) -> str:
    """The id of a new session with these answers."""
    return str(world.call(save_profile, body={"profile": answers}).data["sessionId"])


def save(world: World, session_id: str, **body: Any) -> Reply:
    return world.call(save_profile, body={"sessionId": session_id} | body)


def show(world: World, session_id: str) -> Reply:
    return world.call(get_profile, query={"sessionId": session_id})
