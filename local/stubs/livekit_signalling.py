"""LiveKit's signalling in its stand-in: a participant's WebSocket, from joining to leaving.

The messages are livekit-protocol's, of protocol 16; clients that ask for `/rtc/v1` first fall back
to `/rtc`.
"""

import asyncio
import time
from collections.abc import Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from aiohttp import WSMsgType, web
from aiortc import MediaStreamTrack
from aiortc.contrib.media import MediaRelay
from livekit.protocol import models, rtc

from local.stubs.livekit_media import Media
from local.stubs.livekit_tokens import TokenClaims, participant
from local.stubs.livekit_version import VERSION, server_info

if TYPE_CHECKING:
    from local.stubs.livekit import LivekitStandIn

_PING_SECONDS, _PING_TIMEOUT = 5, 15


class Presence:
    """Everyone who is in one room by WebRTC."""

    def __init__(self, server: "LivekitStandIn", room_name: str) -> None:
        self.server = server
        self.room_name = room_name
        self.relay = MediaRelay()
        self.people: dict[str, Connection] = {}

    async def tell_others(self, changed: "Connection") -> None:
        """Send everyone else what is new of a participant who is shown."""
        if changed.is_hidden:
            return
        update = rtc.ParticipantUpdate(participants=[changed.info])
        for other in self.others_of(changed):
            await other.send(update=update)

    def others_of(self, one: "Connection") -> list["Connection"]:
        return [other for other in self.people.values() if other is not one]


class Connection:
    """One participant's connection to a room."""

    def __init__(self, presence: Presence, claims: TokenClaims) -> None:
        self._presence = presence
        self._claims = claims
        self._has_left = False
        self._socket = web.WebSocketResponse()
        self._media = Media(self._offer, self._publish, self._pass_on)
        self._announced: dict[str, models.TrackInfo] = {}
        self._tracks: dict[str, MediaStreamTrack] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self.info = participant(claims)

    @property
    def is_hidden(self) -> bool:
        return self.info.permission.hidden

    async def run(self, request: web.Request) -> web.WebSocketResponse:
        """Answer the participant until it leaves or is put out."""
        await self._socket.prepare(request)
        await self._join()
        try:
            async for message in self._socket:
                if message.type is WSMsgType.BINARY:
                    asked = rtc.SignalRequest.FromString(message.data)
                    if asked.WhichOneof("message") == "leave":
                        break
                    await self._do(asked)
        finally:
            await self._leave()
        return self._socket

    async def put_out(self, reason: models.DisconnectReason) -> None:
        """Tell the participant to go and not to come back, and close the connection."""
        leave = rtc.LeaveRequest(reason=reason, action=rtc.LeaveRequest.DISCONNECT)
        await self.send(leave=leave)
        await self._leave()
        # Not awaited: one that is gone without a word does not answer.
        self._soon(self._socket.close())

    async def send(self, **message: Any) -> None:
        # The connection may be closing, which is seen where it is read.
        with suppress(ConnectionError):
            await self._socket.send_bytes(rtc.SignalResponse(**message).SerializeToString())

    async def subscribe(self, other: "Connection", track_id: str) -> None:
        """Have this participant hear or see a track of another."""
        if not self.info.permission.can_subscribe:
            return
        track = self._presence.relay.subscribe(other._tracks[track_id])
        await self._media.subscribe(track, f"{other.info.sid}|{track_id}", track_id)

    # ------------------------------------------------------------ coming and going

    async def _join(self) -> None:
        presence, identity = self._presence, self.info.identity
        if former := presence.people.get(identity):
            await former.put_out(models.DUPLICATE_IDENTITY)
        others = [other for other in presence.people.values() if not other.is_hidden]
        presence.people[identity] = self
        join = rtc.JoinResponse(
            room=presence.server.entered(presence.room_name, self.info, self._claims),
            participant=self.info,
            other_participants=[other.info for other in others],
            server_info=server_info(),
            server_version=VERSION,
            ping_interval=_PING_SECONDS,
            ping_timeout=_PING_TIMEOUT,
            subscriber_primary=True,
        )
        await self.send(join=join)
        self._soon(self._begin(others))

    async def _begin(self, others: list["Connection"]) -> None:
        await self._media.begin()
        self.info.state = models.ParticipantInfo.ACTIVE
        await self._presence.tell_others(self)
        for other in others:
            for track_id in list(other._tracks):
                await self.subscribe(other, track_id)

    async def _leave(self) -> None:
        """Go, once: the connection ends, or the participant is put out before it does."""
        if self._has_left:
            return
        self._has_left = True
        presence = self._presence
        for task in self._tasks:
            task.cancel()
        if presence.people.get(self.info.identity) is self:
            del presence.people[self.info.identity]
        self.info.state = models.ParticipantInfo.DISCONNECTED
        presence.server.left(presence.room_name, self.info)
        await presence.tell_others(self)
        await self._media.close()

    # ------------------------------------------------------------ what a participant asks

    async def _do(self, asked: rtc.SignalRequest) -> None:
        match asked.WhichOneof("message"):
            case "offer":
                # What follows may be what the answer waits for.
                self._soon(self._answer(asked.offer))
            case "answer":
                await self._media.answered(asked.answer.sdp)
            case "trickle":
                of_publisher = asked.trickle.target == rtc.PUBLISHER
                await self._media.add_candidate(of_publisher, asked.trickle.candidateInit)
            case "add_track" if self.info.permission.can_publish:
                await self._announce(asked.add_track)
            case "mute":
                await self._mute(asked.mute)
            case "update_metadata":
                await self._update(asked.update_metadata)
            case "ping":
                await self.send(pong=asked.ping)
            case "ping_req":
                pong = rtc.Pong(
                    last_ping_timestamp=asked.ping_req.timestamp,
                    timestamp=int(time.time() * 1000),
                )
                await self.send(pong_resp=pong)

    async def _answer(self, offer: rtc.SessionDescription) -> None:
        sdp = await self._media.answer(offer.sdp)
        await self.send(answer=rtc.SessionDescription(type="answer", sdp=sdp, id=offer.id))

    async def _announce(self, asked: rtc.AddTrackRequest) -> None:
        is_audio = asked.type == models.AUDIO
        track = models.TrackInfo(
            sid=f"TR_{uuid4().hex[:12]}",
            name=asked.name,
            type=asked.type,
            source=asked.source,
            muted=asked.muted,
            stream=asked.stream,
            mime_type="audio/opus" if is_audio else "video/vp8",
        )
        self._announced[asked.cid] = track
        self.info.tracks.append(track)
        await self.send(track_published=rtc.TrackPublishedResponse(cid=asked.cid, track=track))

    async def _mute(self, asked: rtc.MuteTrackRequest) -> None:
        for track in self.info.tracks:
            if track.sid == asked.sid:
                track.muted = asked.muted
        await self._presence.tell_others(self)

    async def _update(self, asked: rtc.UpdateParticipantMetadata) -> None:
        """Its name, metadata and attributes; an attribute without a value is removed."""
        response = rtc.RequestResponse(request_id=asked.request_id, update_metadata=asked)
        if self.info.permission.can_update_metadata:
            self.info.name = asked.name or self.info.name
            self.info.metadata = asked.metadata or self.info.metadata
            self.info.attributes.update(asked.attributes)
            for name in [name for name, value in asked.attributes.items() if not value]:
                del self.info.attributes[name]
            await self.send(update=rtc.ParticipantUpdate(participants=[self.info]))
            await self._presence.tell_others(self)
        else:
            response.reason = rtc.RequestResponse.NOT_ALLOWED
            response.message = "does not have permission to update own metadata"
        await self.send(request_response=response)

    # ------------------------------------------------------------ what the media bring

    async def _offer(self, sdp: str) -> None:
        await self.send(offer=rtc.SessionDescription(type="offer", sdp=sdp))

    def _publish(self, track: MediaStreamTrack) -> None:
        """A track arrives: of the name it was announced by, or else the first that waits."""
        name = track.id if track.id in self._announced else next(iter(self._announced), None)
        if name is None:
            return
        info = self._announced.pop(name)
        self._tracks[info.sid] = track
        self._soon(self._pass_track_on(info.sid))

    async def _pass_track_on(self, track_id: str) -> None:
        await self._presence.tell_others(self)
        if self.is_hidden:
            return
        for other in self._presence.others_of(self):
            # One whose connection is about to end must not keep it from the next.
            other._soon(other.subscribe(self, track_id))

    def _pass_on(self, label: str, data: bytes) -> None:
        if not self.info.permission.can_publish_data:
            return
        packet = models.DataPacket.FromString(data)
        shown = models.ParticipantInfo() if self.is_hidden else self.info
        packet.participant_identity, packet.participant_sid = shown.identity, shown.sid
        wanted = set(packet.destination_identities)
        for other in self._presence.others_of(self):
            if not wanted or other.info.identity in wanted:
                other._media.send_data(label, packet.SerializeToString())

    def _soon(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def refuse_to_resume(request: web.Request) -> web.WebSocketResponse:
    """Have a client whose connection broke join again: it left the room when that ended.

    LiveKit does so with a participant it no longer has; it keeps others for some seconds.
    """
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    leave = rtc.LeaveRequest(
        reason=models.STATE_MISMATCH, action=rtc.LeaveRequest.RECONNECT, can_reconnect=True
    )
    await socket.send_bytes(rtc.SignalResponse(leave=leave).SerializeToString())
    await socket.close()
    return socket
