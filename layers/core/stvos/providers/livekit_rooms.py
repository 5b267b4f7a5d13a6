"""Video rooms on a LiveKit server, by livekit-api: the layer `rooms` has it, the core has not."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Self

import aiohttp
from livekit import api

from stvos.errors import VideoUnavailable
from stvos.providers.video_rooms import Livekit, VoiceAgent

# The gateway gives us 29 s, and the client tries up to three times.
_TIMEOUT = aiohttp.ClientTimeout(total=5)
_LONGEST_EMPTY = timedelta(days=30)


class LivekitRooms:
    """The rooms of one LiveKit server, which makes a room of a name once."""

    def __init__(self, livekit: Livekit) -> None:
        self._livekit = livekit

    @classmethod
    def of_environment(cls) -> Self:
        return cls(Livekit.of_environment())

    def create_room(
        self,
        name: str,
        *,
        metadata: str,
        empty_for: timedelta,
        agent: VoiceAgent | None = None,
    ) -> None:
        seconds = int(min(empty_for, _LONGEST_EMPTY).total_seconds())
        request = api.CreateRoomRequest(
            name=name, metadata=metadata, empty_timeout=seconds, departure_timeout=seconds
        )
        if agent:
            request.agents.add(agent_name=agent.name, metadata=agent.metadata)
        self._call(lambda server: server.room.create_room(request))

    def delete_room(self, name: str) -> None:
        request = api.DeleteRoomRequest(room=name)
        try:
            self._call(lambda server: server.room.delete_room(request))
        except VideoUnavailable as error:
            if not _says_not_found(error.__cause__):
                raise

    def _call(self, ask: Callable[[api.LiveKitAPI], Awaitable[object]]) -> None:
        try:
            asyncio.run(self._ask(ask))
        except (api.TwirpError, aiohttp.ClientError, TimeoutError) as error:
            raise VideoUnavailable from error

    async def _ask(self, ask: Callable[[api.LiveKitAPI], Awaitable[object]]) -> None:
        known = self._livekit
        async with api.LiveKitAPI(
            known.url, known.api_key, known.api_secret, timeout=_TIMEOUT
        ) as server:
            await ask(server)


def _says_not_found(error: BaseException | None) -> bool:
    return isinstance(error, api.TwirpError) and error.code == api.TwirpErrorCode.NOT_FOUND
