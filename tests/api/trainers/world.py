"""Trainers of the tests: made by the operator, registered with their invitation."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import ModuleType
from typing import Any

from accounts import trainer_register
from operators import create_trainer, invite_trainer
from stvos.clock import utc_now
from stvos.ids import new_id
from tests.world import PASSWORD, Member, Reply, World
from trainer_portal import add_service, change_trainer_profile, change_weekly_hours

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NINE_TO_FIVE = [{"day": day, "start": "09:00", "end": "17:00"} for day in WEEKDAYS]


@dataclass(frozen=True)
class TrainerAccount:
    """A signed-in trainer of a world's brand."""

    world: World
    trainer_id: int
    member: Member

    @property
    def id(self) -> int:
        """The account's."""
        return self.member.id

    @property
    def headers(self) -> dict[str, str]:
        return self.member.headers

    def call(self, endpoint: ModuleType, **request: Any) -> Reply:
        """Call a route as this trainer."""
        return self.member.call(endpoint, **request)

    def offer(
        self, weekly: list[dict[str, str]] | None = None, zone: str = "UTC", **rules: Any
    ) -> None:
        """Set hours, nine to five every day unless given, and booking rules."""
        hours = {"timezone": zone, "weekly": NINE_TO_FIVE if weekly is None else weekly}
        assert self.call(change_weekly_hours, body=hours).status == 200
        usual = {"minNoticeHours": 0, "increment": 60}
        rules_body = {"bookingRules": usual | rules}
        assert self.call(change_trainer_profile, body=rules_body).status == 200

    def service(self, **wanted: Any) -> int:
        """A service, of an hour and 50 GBP unless given; its id."""
        body = {"name": "Personal training", "duration": 60, "price": 50, "currency": "GBP"}
        made = self.call(add_service, body=body | wanted).data["service"]
        return int(made["id"])


def invited(world: World, name: str = "Tara Trainer", **fields: Any) -> tuple[int, str]:
    """A trainer of the catalogue, and the code of their invitation."""
    made = world.operate(create_trainer, body={"name": name, "timezone": "UTC"} | fields)
    trainer_id = int(made.data["trainer"]["id"])
    invite = world.operate(invite_trainer, trainerId=trainer_id, body={})
    return trainer_id, str(invite.data["inviteCode"])


def new_trainer(world: World, name: str = "Tara Trainer", **fields: Any) -> TrainerAccount:
    """A trainer with an account, signed in."""
    trainer_id, code = invited(world, name, **fields)
    email = f"trainer-{new_id()}@example.com"
    body = {"inviteCode": code, "email": email, "password": PASSWORD}
    data = world.call(trainer_register, body=body).data
    tokens = (data["accessToken"], data["refreshToken"])
    member = Member(data["user"]["id"], email, *tokens, world.key, world.tenant)
    return TrainerAccount(world, trainer_id, member)


def in_days(days: int) -> date:
    """A day of UTC, from today."""
    return utc_now().date() + timedelta(days=days)
