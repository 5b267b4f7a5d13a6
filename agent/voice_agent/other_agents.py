"""Agents that are in a room already: of several that are sent to one, one talks."""

import asyncio

from livekit import rtc

from voice_agent.caller import is_agent

STATE = "stvos.voice"
"""The agent's attribute, and the topic of a message to the app: `ready` (the attribute alone), then
`talking`, `form` where the app is to go on by form, `ended`.
"""

# Another agent may be a process that died: LiveKit takes so long to see it.
_SPARE_SECONDS = 20


async def is_needed(room: rtc.Room, pause: float = 1.0) -> bool:
    """Whether this agent is the one that talks; it says so to those that come after it.

    One that finds another waits whether that is still alive. Of two that came in one moment, and
    see each other wait, the one of the smaller identity talks.
    """
    me = room.local_participant
    for waited in range(_SPARE_SECONDS):
        others = [one for one in room.remote_participants.values() if is_agent(one)]
        has_begun = any(STATE in one.attributes for one in others)
        is_first = waited > 0 and all(me.identity < one.identity for one in others)
        if not others or (is_first and not has_begun):
            await me.set_attributes({STATE: "ready"})
            return True
        await asyncio.sleep(pause)
    return False
