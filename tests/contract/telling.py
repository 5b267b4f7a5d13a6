"""A partner's member who tells the app everything, in words and numbers that nobody else uses.

`TOLD` holds a body for each route by which members tell something of themselves, every field
filled. A route that takes a body is in it, or in `TELLS_NOTHING` with the reason. Texts carry a
word of their own, numbers are uneven, so that one look through an answer finds any of them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

import boto3

from local.endpoints import Endpoint
from members import get_me, upload_photo
from stvos.identity.principal import Who
from stvos.ids import new_id
from stvos.settings import settings
from tests.api.partners.world import StaffMember, employee_of, new_partner
from tests.contract.example_requests import example
from tests.contract.repository import built
from tests.contract.scene import Scene
from tests.world import Member

WORD = "Quillfeather"
ZONE = "Antarctica/Troll"
# In the name and the address, which a partner may see where it sees its members one by one.
NAME = "Marchbanks"

_PROFILE = {
    "age": 117,
    "gender": f"{WORD} gender",
    "height": 187.3,
    "weight": 83.47,
    "fitnessLevel": "advanced",
    "fitnessGoal": f"{WORD} goal",
    "goals": [f"{WORD} wish"],
}
TOLD: dict[str, dict[str, Any]] = {
    "members.update_me": {
        "name": f"{NAME} Ada",
        "profile": {
            **_PROFILE,
            "workoutDays": ["tue"],
            "equipment": [f"{WORD} bells"],
            "injuries": [f"{WORD} knee"],
            "dietaryRestrictions": [f"{WORD} diet"],
            "allergies": [f"{WORD} nuts"],
            "workoutTimes": ["midday"],
            "preferences": [f"{WORD} outdoors"],
            "languages": [f"{WORD} tongue"],
        },
        "settings": {
            "notifications": False,
            "timezone": ZONE,
            "units": "imperial",
            "shareProgressWithCoach": True,
            "waterGoalMl": 3719,
            "voiceConsent": {"transcript": True, "recording": True},
        },
    },
    "progress_logs.log_workout": {
        "name": f"{WORD} circuit",
        "durationMinutes": 613,
        "caloriesBurned": 4871.6,
        "week": 103,
        "day": 6,
        "exercises": [
            {"name": f"{WORD} press", "sets": [{"reps": 733, "weightKg": 141.9}]},
            {"name": f"{WORD} row", "sets": 2, "reps": 739, "weightKg": 143.7},
        ],
        "notes": f"{WORD} pain",
    },
    "progress_logs.log_nutrition": {
        "mealType": f"{WORD} supper",
        "name": f"{WORD} soup",
        "calories": 1987.3,
        "protein": 61.37,
        "carbs": 217.9,
        "fat": 73.19,
        "fiber": 21.83,
        "sugar": 34.61,
        "sodium": 2719.4,
        "quantityG": 467.3,
    },
    "progress_logs.log_water": {"amountMl": 1733},
    "progress_logs.log_measurement": {
        "weightKg": 84.13,
        "bodyFatPercent": 23.71,
        "muscleMassKg": 37.93,
        "neckCm": 39.17,
        "chestCm": 104.6,
        "waistCm": 91.37,
        "hipsCm": 101.3,
        "armCm": 34.19,
        "thighCm": 58.61,
        "restingHeartRate": 211,
        "notes": f"{WORD} morning",
    },
    "plans.create_class_plan": {
        "userProfile": {
            **_PROFILE,
            "availableDays": ["tue", "sat"],
        },
        "preferences": {
            "daysPerWeek": 2,
            "duration": "11-weeks",
            "sessionDuration": 97,
            "availableDays": ["tue", "sat"],
        },
    },
    "plans.create_workout_plan": {
        "userProfile": {
            **_PROFILE,
            "injuries": ["osteoporosis"],
            "workoutDays": ["tue", "sat"],
            "sessionDuration": 93,
            "equipment": ["dumbbell"],
        },
        "preferences": {
            "daysPerWeek": 2,
            "intensity": "low",
            "duration": "11-weeks",
            "sessionDuration": 97,
            "equipment": ["dumbbell"],
        },
    },
    "foods.create_nutrition_plan": {
        "userProfile": {
            **_PROFILE,
            "workoutDays": ["mon"],
            "injuries": [f"{WORD} knee"],
            "dietaryRestrictions": ["halal"],
            "allergies": ["sesame"],
        },
        "preferences": {
            "targetCalories": 2719,
            "duration": "2days",
            "mealTypes": ["lunch", "snack"],
        },
    },
    "foods.change_scan": {
        "foods": [{"id": 1, "grams": 613.7, "name": f"{WORD} stew", "remove": False}],
        "add": [{"foodId": 2300, "name": f"{WORD} greens", "grams": 211.9}],
    },
    "foods.log_scan": {"mealType": f"{WORD} brunch", "name": f"{WORD} plate"},
    "my_bookings.cancel_subscription": {"reason": f"{WORD} leg"},
    "trainers.book_session": {"notes": f"{WORD} shoulder"},
    "my_bookings.cancel_booked_session": {"reason": f"{WORD} fever"},
    "my_bookings.cancel_class_seat": {"reason": f"{WORD} flu"},
}

# Which slot is booked says nothing by itself; what is said with it does.
TIMES = {"slotId", "startsAt"}
_OFFER = "what a trainer offers, which every member may see"
_ANSWER = "a trainer's words about a booking, not a member's"
TELLS_NOTHING = {
    "foods.scan_food": "of nobody: it is asked without a member, and then kept nowhere",
    "foods.create_photo_upload": "a type and a size of a picture",
    "plans.generate_workout_plan": "of nobody: it is asked without a member, and kept nowhere",
    "plans.generate_class_plan": "of nobody: it is asked without a member, and kept nowhere",
    "plans.swap_exercise": "which exercise",
    "foods.generate_nutrition_plan": "of nobody: it is asked without a member, and kept nowhere",
    "my_bookings.pause_subscription": "until when",
    "programmes.subscribe": "from when on",
    "onboarding.save_profile": "of nobody yet; an account takes it as its profile",
    "onboarding.recommend_coaches": "of nobody, or what the session has; nothing is stored",
    "onboarding.select_coach": "which trainer, before there is an account",
    "onboarding.get_voice_token": "which session, before there is an account",
    "onboarding.give_consent": "yes or no, to a talk before there is an account",
    "trainer_portal.change_programme": _OFFER,
    "trainer_portal.create_programme": _OFFER,
    "my_bookings.reschedule_booked_session": "a time",
    "trainer_portal.add_exception": _OFFER,
    "trainer_portal.add_service": _OFFER,
    "trainer_portal.cancel_booking": _ANSWER,
    "trainer_portal.change_client_notes": "a trainer's words about a member",
    "trainer_portal.change_service": _OFFER,
    "trainer_portal.change_trainer_profile": _OFFER,
    "trainer_portal.change_weekly_hours": _OFFER,
    "trainer_portal.cancel_group_class": "how many of a series",
    "trainer_portal.change_group_class": _OFFER,
    "trainer_portal.create_group_class": _OFFER,
    "trainer_portal.decline_booking": _ANSWER,
    "trainer_portal.record_attendance": "who was there: use, which a partner may see",
    "trainer_portal.reschedule_booking": _ANSWER,
    "members.delete_me": "a password",
    "members.join_with_voucher": "a code, which the partner gave",
    "members.upload_photo": "a type of image; the photo itself is sent in `telling_scene`",
    "viewing.start_session": "which class is watched: use, which a partner may see",
    "viewing.record_progress": "how much of it is watched: use",
    "viewing.complete_session": "the same",
}
# Accounts are about signing in; a registration takes the profile of members.update_me.
_SIGNING_IN = "accounts"


class TellingScene(Scene):
    """A brand whose member is the employee, at a partner with this visibility of members."""

    def __init__(self, visibility: str) -> None:
        super().__init__()
        self._visibility = visibility

    @cached_property
    def staff(self) -> StaffMember:
        return new_partner(self.world, memberVisibility=self._visibility)

    @cached_property
    def employee(self) -> Member:
        return employee_of(
            self.staff, email=f"{NAME.lower()}-{new_id()}@example.com", name=f"{NAME} Ada"
        )

    @cached_property
    def member(self) -> Member:
        return self.employee

    @property
    def photos(self) -> str:
        """Where the employee's photo lies."""
        return f"members/{self.world.client.id}/{self.employee.id}/"


def telling_scene(visibility: str) -> TellingScene:
    """A scene whose employee has told all of `TOLD` and sent a photo."""
    scene = TellingScene(visibility)
    for endpoint in built():
        told = TOLD.get(endpoint.file.module_name)
        if told:
            ask = example(endpoint, scene)
            reply = scene.send(endpoint, replace(ask, body=(ask.body or {}) | told))
            assert reply.status < 400, reply.text
    form = scene.employee.call(upload_photo, body={"contentType": "image/png"}).data["fields"]
    boto3.client("s3").put_object(
        Bucket=settings().bucket, Key=form["key"], Body=b"photo", ContentType="image/png"
    )
    assert "imageUrl" in scene.employee.call(get_me).data["user"]
    return scene


def telling_routes() -> list[Endpoint]:
    """Every built route by which a member or trainer, signed in or not, sends a body."""
    who = {Who.KEY, Who.USER, Who.TRAINER}
    return [
        endpoint
        for endpoint in built()
        if endpoint.spec.who in who
        and endpoint.spec.changes
        and (endpoint.spec.media_type != "application/json" or _has_fields(endpoint))
        and endpoint.file.domain != _SIGNING_IN
    ]


def _has_fields(endpoint: Endpoint) -> bool:
    return bool(endpoint.spec.body and endpoint.spec.body.model_fields)


def leaves(value: Any) -> Iterator[Any]:
    """Every single value of a body."""
    match value:
        case dict():
            for inner in value.values():
                yield from leaves(inner)
        case list():
            for inner in value:
                yield from leaves(inner)
        case _:
            yield value


def names(value: Any) -> Iterator[str]:
    """Every field name of a body."""
    match value:
        case dict():
            for name, inner in value.items():
                yield name
                yield from names(inner)
        case list():
            for inner in value:
                yield from names(inner)


def numbers() -> list[float]:
    """The numbers that nothing else has. Small whole ones are anybody's."""
    found = [n for n in leaves(TOLD) if isinstance(n, int | float) and not isinstance(n, bool)]
    return [n for n in found if n != int(n) or n >= 100]


def told_in(text: str, *more: str) -> list[str]:
    """What of the member's stands in a text: words in any case, numbers as a value of their own."""
    words = "|".join(re.escape(word) for word in (WORD, ZONE, *more))
    figures = "|".join(re.escape(str(number)) for number in numbers())
    found = re.findall(rf"(?:{words})[^\"\r\n]*", text, re.IGNORECASE)
    return found + re.findall(rf"(?<![\w.-])(?:{figures})(?:\.?0+)?(?![\w-]|\.\d)", text)
