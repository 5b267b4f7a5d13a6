"""Launching a live class, as the operator does."""

from operators import launch_live_class
from tests.video import livekit
from tests.world import Reply, World


def launch(world: World, live_id: int) -> Reply:
    livekit()
    return world.operate(launch_live_class, liveId=live_id)
