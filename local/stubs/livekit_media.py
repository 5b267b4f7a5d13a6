"""The media of one participant in LiveKit's stand-in: two peer connections, by aiortc.

A participant sends on the one that it offers ("publisher") and receives on the one that the server
offers ("subscriber"). Sound and pictures are passed on as they come: no simulcast, no estimate of
the bandwidth.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCIceCandidate,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.sdp import candidate_from_sdp

# A busy machine is slow to answer, and whoever was not answered hears nothing more.
_ANSWER_SECONDS = 60
# LiveKit's two channels for data: in order and whole, or as they come.
CHANNELS = ("_reliable", "_lossy")

type Send = Callable[[str], Awaitable[None]]


class Media:
    """The peer connections of one participant. `offer`: sends the server's offer to it."""

    def __init__(
        self,
        offer: Send,
        on_track: Callable[[MediaStreamTrack], None],
        on_data: Callable[[str, bytes], None],
    ) -> None:
        # Without servers that find addresses: it is all on this machine.
        self._publisher = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._subscriber = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._offer = offer
        self._on_data = on_data
        self._answered = asyncio.Event()
        self._begun = asyncio.Event()
        self._negotiating, self._answering = asyncio.Lock(), asyncio.Lock()
        self._channels: dict[str, Any] = {}
        self._subscribed: set[str] = set()
        # What came before the description that it belongs to.
        self._early: dict[RTCPeerConnection, list[RTCIceCandidate]] = {}
        self._connected: dict[RTCPeerConnection, asyncio.Event] = {}
        for connection in (self._publisher, self._subscriber):
            self._connected[connection] = asyncio.Event()
            connection.on("connectionstatechange", partial(self._look, connection))
        self._publisher.on("track", on_track)
        self._publisher.on("datachannel", self._listen)

    async def begin(self) -> None:
        """Offer the participant a connection to receive on."""
        for label in CHANNELS:
            self._channels[label] = self._subscriber.createDataChannel(label)
        async with self._negotiating:
            await self._negotiate()
        await self._is_connected(self._subscriber)
        self._begun.set()

    async def answer(self, sdp: str) -> str:
        """The answer to the participant's offer of a connection to send on."""
        async with self._answering:
            if self._publisher.remoteDescription is not None:
                await self._is_connected(self._publisher)
            await self._describe(self._publisher, RTCSessionDescription(sdp, "offer"))
            await self._publisher.setLocalDescription(await self._publisher.createAnswer())
            return str(self._publisher.localDescription.sdp)

    async def answered(self, sdp: str) -> None:
        """The participant took the server's offer."""
        await self._describe(self._subscriber, RTCSessionDescription(sdp, "answer"))
        self._answered.set()

    async def add_candidate(self, publisher: bool, init: str) -> None:
        """A way to reach the participant, which comes beside its offer or answer."""
        said = json.loads(init)
        if not said.get("candidate"):
            return
        candidate = candidate_from_sdp(said["candidate"].split(":", 1)[1])
        candidate.sdpMid, candidate.sdpMLineIndex = said.get("sdpMid"), said.get("sdpMLineIndex")
        connection = self._publisher if publisher else self._subscriber
        if connection.remoteDescription is None:
            self._early.setdefault(connection, []).append(candidate)
        else:
            await connection.addIceCandidate(candidate)

    async def subscribe(self, track: MediaStreamTrack, stream_id: str, track_id: str) -> None:
        """Pass another participant's track on to this one, once, under LiveKit's names for it."""
        if track_id in self._subscribed:
            return
        self._subscribed.add(track_id)
        # A track that arrives while this one is joining: an offer before the answer to the joining
        # is lost.
        await self._begun.wait()
        async with self._negotiating:
            for former in self._subscriber.getTransceivers():
                if former.sender.track is None:
                    former.direction = "inactive"
            # Not `addTrack`: that takes a sender again whose track has ended, and it sends nothing.
            added = self._subscriber.addTransceiver(track, direction="sendonly")
            sender: Any = added.sender
            sender._stream_id, sender._track_id = stream_id, track_id
            await self._negotiate()

    def send_data(self, label: str, data: bytes) -> None:
        channel = self._channels.get(label)
        if channel and channel.readyState == "open":
            channel.send(data)

    async def close(self) -> None:
        await self._publisher.close()
        await self._subscriber.close()

    async def _is_connected(self, connection: RTCPeerConnection) -> None:
        """Wait for it: aiortc starts no track that is negotiated while it is connecting."""
        await asyncio.wait_for(self._connected[connection].wait(), _ANSWER_SECONDS)

    def _look(self, connection: RTCPeerConnection) -> None:
        if connection.connectionState == "connected":
            self._connected[connection].set()

    async def _negotiate(self) -> None:
        self._answered.clear()
        await self._subscriber.setLocalDescription(await self._subscriber.createOffer())
        await self._offer(self._subscriber.localDescription.sdp)
        await asyncio.wait_for(self._answered.wait(), _ANSWER_SECONDS)

    async def _describe(
        self, connection: RTCPeerConnection, described: RTCSessionDescription
    ) -> None:
        await connection.setRemoteDescription(described)
        for candidate in self._early.pop(connection, []):
            await connection.addIceCandidate(candidate)

    def _listen(self, channel: Any) -> None:
        channel.on("message", lambda data: self._on_data(channel.label, data))
