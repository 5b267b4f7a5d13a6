"""Requests of the routes about video rooms that succeed."""

from datetime import timedelta

from local.stubs.servers import LIVEKIT_KEYS
from stvos.clock import utc_now
from stvos.rooms.models import RoomKind
from tests.api.content.launching import launch
from tests.contract.scene import Ask, Scene


def receive_event(scene: Scene) -> Ask:
    """That the member entered a live class."""
    live = scene.stock.live_class(starts_at=utc_now() + timedelta(minutes=5))
    launch(scene.world, live.id)
    body, headers = LIVEKIT_KEYS.signed_webhook(
        "participant_joined",
        room={"name": f"{scene.world.client.id}-{RoomKind.LIVE_CLASS}-{live.id}"},
        participant={"sid": "PA_1", "identity": f"member-{scene.member.id}"},
    )
    return Ask(body=body.decode(), headers=headers)
