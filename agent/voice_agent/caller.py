"""Whether the caller is in the room, who may drop out and come back, and the sound they make."""

import asyncio
import logging
from collections.abc import Callable

from livekit import rtc

from voice_agent.audio import listen

# What a shared screen plays is not what the caller says. Some apps do not name the source.
_VOICE = {rtc.TrackSource.SOURCE_MICROPHONE, rtc.TrackSource.SOURCE_UNKNOWN}

logger = logging.getLogger("voice_agent")


def is_agent(participant: rtc.Participant) -> bool:
    return participant.kind == rtc.ParticipantKind.PARTICIPANT_KIND_AGENT


class Caller:
    """The one whom the agent talks with; of several the one who came last, as after a connection
    that LiveKit does not know to be lost yet. `alone_seconds`: how long they may be away.
    """

    def __init__(
        self, room: rtc.Room, hear: Callable[[rtc.AudioFrame], None], alone_seconds: float
    ) -> None:
        self._room = room
        self._hear = hear
        self._alone_seconds = alone_seconds
        self._came = asyncio.Event()
        self._changed = asyncio.Event()
        self._is_over = False
        # By the sid of their publication, the newest last: the one that is heard.
        self._microphones: dict[str, rtc.Track] = {}
        self._heard: rtc.Track | None = None
        self._listening: asyncio.Task[None] | None = None
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

    async def close(self) -> None:
        if self._listening:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

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
        is_sound = track.kind == rtc.TrackKind.KIND_AUDIO and publication.source in _VOICE
        if is_sound and not is_agent(participant):
            self._microphones.pop(publication.sid, None)
            self._microphones[publication.sid] = track
            self._listen_to_newest()

    def _stop_listening(
        self, _: rtc.Track, publication: rtc.RemoteTrackPublication, __: rtc.RemoteParticipant
    ) -> None:
        self._microphones.pop(publication.sid, None)
        self._listen_to_newest()

    def _listen_to_newest(self) -> None:
        """To one alone: two that are mixed piece by piece are no words."""
        newest = next(reversed(self._microphones.values()), None)
        if newest is self._heard:
            return
        if self._listening:
            self._listening.cancel()
        self._heard = newest
        self._listening = asyncio.create_task(self._listen(newest)) if newest else None

    async def _listen(self, track: rtc.Track) -> None:
        try:
            await listen(track, self._hear)
        except Exception:
            logger.exception("the caller is not heard any more")
