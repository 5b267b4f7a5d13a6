"""What the demo brand's trainers offer, and how it is set up: with their own invitations."""

import secrets
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from local.api import Api
from local.demo import CURRENCIES, TRAINERS

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
_HOURS = [{"start": "07:00", "end": "12:00"}, {"start": "15:00", "end": "20:00"}]
_CLASSES_AHEAD = 4


async def trainers_of(
    operator: Api, app: Api, path: str, trainer_ids: dict[str, int]
) -> dict[str, str]:
    """Invite, register and set up each of the demo's trainers; answers the first one's sign-in."""
    # One after another: side by side each function would be started several times.
    sign_ins = [
        await _set_up(operator, app, path, trainer, trainer_ids[trainer["name"]])
        for trainer in TRAINERS
    ]
    return sign_ins[0]


async def _set_up(
    operator: Api, app: Api, path: str, trainer: dict[str, Any], trainer_id: int
) -> dict[str, str]:
    """A new account for the trainer; what an earlier one of theirs offers stays."""
    invitation = await operator.call("POST", f"{path}/trainers/{trainer_id}/invite", {})
    given_name = trainer["name"].split()[0].lower().replace("í", "i")
    sign_in = {
        "email": f"{given_name}-{secrets.token_hex(3)}@harbour.example",
        "password": f"Laptop-{secrets.token_urlsafe(9)}-1",
    }
    code = {"inviteCode": invitation["inviteCode"]}
    account = await app.call("POST", "/trainer-auth/register", {**code, **sign_in})
    bearer = {"Authorization": f"Bearer {account['accessToken']}"}
    portal = Api(app.session, app.base_url, {**app.headers, **bearer})
    if not (await portal.call("GET", "/trainer/services"))["services"]:
        await _offer(portal, trainer)
    return sign_in


async def _offer(portal: Api, trainer: dict[str, Any]) -> None:
    zone, currency = trainer["timezone"], CURRENCIES[trainer["timezone"]]
    weekly = [{"day": day, **hours} for day in _WEEKDAYS for hours in _HOURS]
    await portal.call("PUT", "/trainer/availability", {"timezone": zone, "weekly": weekly})
    rules = {"bufferAfter": 10, "minNoticeHours": 1, "increment": 15, "horizonDays": 60}
    await portal.call("PUT", "/trainer/profile", {"bookingRules": rules})
    subject = trainer["specialisations"][0]
    for service in _services(subject, currency):
        await portal.call("POST", "/trainer/services", service)
    await portal.call("POST", "/trainer/programmes", _programme(subject, currency))
    recurrence = {"freq": "weekly", "count": _CLASSES_AHEAD}
    starts_at = _next_thursday(zone, datetime.now(UTC))
    body = _group_class(subject, currency) | {"startsAt": starts_at, "recurrence": recurrence}
    await portal.call("POST", "/trainer/classes", body)


def _services(subject: str, currency: str) -> list[dict[str, Any]]:
    return [
        {
            "name": f"{subject.capitalize()}, one to one",
            "description": "An hour by video, with a plan for the week after it.",
            "duration": 60,
            "price": 50 if currency != "JPY" else 8000,
            "currency": currency,
        },
        {
            "name": "First talk",
            "description": "Where you are, where you want to go, and whether we fit.",
            "duration": 15,
            "price": 0,
            "currency": currency,
        },
    ]


def _group_class(subject: str, currency: str) -> dict[str, Any]:
    return {
        "name": f"{subject.capitalize()} together",
        "description": "A small group, everyone seen.",
        "duration": 45,
        "capacity": 8,
        "price": 12 if currency != "JPY" else 2000,
        "currency": currency,
    }


def _programme(subject: str, currency: str) -> dict[str, Any]:
    """Four weeks: two workouts and a day of rest in each."""
    exercises = [{"name": "Squat", "sets": 3, "reps": "8-10", "restTime": "90 seconds"}]
    weeks = [
        {
            "week": week,
            "days": [
                {"day": 1, "title": "Begin", "kind": "workout", "exercises": exercises},
                {"day": 3, "title": "Rest", "kind": "rest"},
                {"day": 5, "title": "Build", "kind": "workout", "exercises": exercises},
            ],
        }
        for week in range(1, 5)
    ]
    return {
        "name": f"Four weeks of {subject}",
        "description": "Half an hour, twice a week.",
        "price": 39 if currency != "JPY" else 6000,
        "currency": currency,
        "weeks": weeks,
    }


def _next_thursday(zone: str, now: datetime) -> str:
    """Half past one in the afternoon by the trainer's clock."""
    today = now.astimezone(ZoneInfo(zone)).date()
    day = today + timedelta(days=(3 - today.weekday()) % 7 or 7)
    start = datetime.combine(day, time(13, 30), ZoneInfo(zone)).astimezone(UTC)
    return start.isoformat().replace("+00:00", "Z")
