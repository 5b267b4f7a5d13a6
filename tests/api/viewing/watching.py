"""A member who watches one class, with a clock of their own."""

from datetime import timedelta
from typing import Any

from tests.viewing_samples import Hands, class_of
from tests.world import World
from viewing import record_progress, start_session


class Watching:
    """A member in front of a class of ten minutes."""

    def __init__(self, world: World, **chosen: Any) -> None:
        self.world = world
        self.member = world.member(settings={"timezone": chosen.pop("zone", "UTC")})
        self.clock = Hands()
        self.clock.at -= timedelta(days=chosen.pop("days_ago", 0))
        self.chosen = class_of(world, **chosen)
        body = {"classId": self.chosen.id}
        self.id = self.clock.call(self.member, start_session, body=body).data["session"]["id"]

    def beat(self, position: float, seconds: float = 0, **more: Any) -> Any:
        """A heartbeat so many seconds later; the session it answers."""
        body = {"positionSeconds": position} | more
        reply = self.clock.call(self.member, record_progress, seconds, id=self.id, body=body)
        assert reply.status == 200, reply.text
        assert reply.data["heartbeatSeconds"] == 30
        return reply.data["session"]
