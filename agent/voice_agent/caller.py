"""Whether the caller is in the room, who may drop out and come back, and the sound they make."""

import asyncio
from collections.abc import Callable

from livekit import rtc

from voice_agent.audio import listen


def is_agent(participant: rtc.Participant) -> bool:
    return participant.kind == rtc.ParticipantKind.PARTICIPANT_KIND_AGENT


class Caller:
    """The one whom the agent talks with. `alone_seconds`: how long they may be away."""

    def __init__(
        self, room: rtc.Room, hear: Callable[[rtc.AudioFrame], None], alone_seconds: float
    ) -> None:
        self._room = room
        self._hear = hear
        self._alone_seconds = alone_seconds
        self._came = asyncio.Event()
        self._changed = asyncio.Event()
        self._is_over = False
        self._listening: dict[str, asyncio.Task[None]] = {}
        self.identity = ""
        room.on("participant_connected", self._enter)
        room.on("participant_disconnected", self._leave)
        room.on("track_subscribed", self._start_listening)
        room.on("track_unsubscribed", self._stop_listening)
        room.on("disconnected", self._end)
        for participant in room.remote_participants.values():
            self._enter(participant)
            for publication in participant.track_publications.values():
                if publication.track:
                    self._start_listening(publication.track, publication, participant)

    async def came(self) -> bool:
        """Whether they come in time."""
        try:
            await asyncio.wait_for(self._came.wait(), self._alone_seconds)
        except TimeoutError:
            return False
        return not self._is_over

    async def gone(self) -> None:
        """Until they are gone for good, or the room is closed."""
        while not self._is_over:
            self._changed.clear()
            limit = None if self._is_here() else self._alone_seconds
            try:
                await asyncio.wait_for(self._changed.wait(), limit)
            except TimeoutError:
                return

    def close(self) -> None:
        for task in self._listening.values():
            task.cancel()

    def _is_here(self) -> bool:
        return any(not is_agent(one) for one in self._room.remote_participants.values())

    def _enter(self, participant: rtc.RemoteParticipant) -> None:
        if not is_agent(participant):
            self.identity = participant.identity
            self._came.set()
            self._changed.set()

    def _leave(self, participant: rtc.RemoteParticipant) -> None:
        if not is_agent(participant):
            self._changed.set()

    def _end(self, _: object) -> None:
        self._is_over = True
        self._came.set()
        self._changed.set()

    def _start_listening(
        self,
        track: rtc.Track,
        publication: rtc.RemoteTrackPublication,
        participant: rtc.RemoteParticipant,
    ) -> None:
        is_sound = track.kind == rtc.TrackKind.KIND_AUDIO
        if is_sound and not is_agent(participant) and publication.sid not in self._listening:
            task = asyncio.create_task(listen(track, self._hear))
            self._listening[publication.sid] = task

    def _stop_listening(
        self, _: rtc.Track, publication: rtc.RemoteTrackPublication, __: rtc.RemoteParticipant
    ) -> None:
        if task := self._listening.pop(publication.sid, None):
            task.cancel()
