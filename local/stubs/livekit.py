"""LiveKit's stand-in: its server API over Twirp, and rooms that participants join by WebRTC.

Modelled on livekit/livekit's `pkg/service`: its grants, its error codes and its words. `join` puts
a participant into a room who sends and hears nothing. A room stays until it is deleted: LiveKit
closes one that everyone but its agents has left, after its departure timeout.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web
from livekit.protocol import agent_dispatch, models, room

from local.stubs import twirp
from local.stubs.livekit_agents import AgentDispatches, AgentWorkers
from local.stubs.livekit_keys import STANDS_AT, ApiKeys, UnauthorizedError, standing_id
from local.stubs.livekit_tokens import TokenClaims, admit, room_wanted
from local.stubs.livekit_webhooks import Webhooks
from local.stubs.marks import application, marked
from local.stubs.twirp import Method, TwirpError

if TYPE_CHECKING:
    from local.stubs.livekit_signalling import Presence

type Grants = Mapping[str, Any]
# Of a request or a token: what a new room is like, and who is sent to it.
type RoomWanted = room.CreateRoomRequest | room.RoomConfiguration

_NAME_LENGTH = 256
_EMPTY_TIMEOUT, _DEPARTURE_TIMEOUT = 300, 20


@dataclass
class LivekitStandIn:
    """Rooms in memory, for the holders of one key."""

    keys: ApiKeys
    rooms: dict[str, models.Room] = field(default_factory=dict)
    participants: dict[str, dict[str, models.ParticipantInfo]] = field(default_factory=dict)
    presences: dict[str, "Presence"] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.webhooks = Webhooks(self.keys)
        self._workers = AgentWorkers(self.keys)
        self._agents = AgentDispatches(self._workers)
        self.dispatches = self._agents.of_rooms

    def application(self) -> web.Application:
        routes = (
            web.route("*", "/twirp/{call:.+}", self._answer),
            web.get("/rtc", self._connect),
            web.get("/rtc/validate", self._validate),
            web.get("/agent", self._workers.connect),
        )
        app = application(*routes, body_limit=1_000_000)
        app.on_shutdown.append(self._close)
        return app

    def join(self, room_name: str, identity: str) -> None:
        """A participant is in the room."""
        self._room(room_name)
        self.participants.setdefault(room_name, {})[identity] = models.ParticipantInfo(
            sid=standing_id("PA", f"{room_name}/{identity}"),
            identity=identity,
            state=models.ParticipantInfo.ACTIVE,
            joined_at=STANDS_AT,
            name=identity,
        )

    # ------------------------------------------------------------ by WebRTC

    async def _validate(self, request: web.Request) -> web.Response:
        """Whether a token would let its bearer in; browsers ask when a connection failed."""
        headers = {"Access-Control-Allow-Origin": "*"}
        try:
            admit(self.keys, request)
        except UnauthorizedError as refusal:
            return web.Response(status=401, text=marked(str(refusal)), headers=headers)
        return web.Response(text="success", headers=headers)

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        # Media take a second to load and 60 MB, which few users of the stand-in need.
        from local.stubs.livekit_signalling import Connection, Presence, refuse_to_resume

        try:
            claims = admit(self.keys, request)
        except UnauthorizedError as refusal:
            return web.Response(status=401, text=marked(str(refusal)))
        if request.query.get("reconnect") == "1":
            return await refuse_to_resume(request)
        name = claims["video"]["room"]
        presence = self.presences.setdefault(name, Presence(self, name))
        return await Connection(presence, claims).run(request)

    def entered(
        self, room_name: str, who: models.ParticipantInfo, claims: TokenClaims
    ) -> models.Room:
        """A participant came; the room is made, as the token says, if it is not there."""
        if room_name not in self.rooms:
            self._make_room(room_name, room_wanted(claims))
        made = self.rooms[room_name]
        self.participants.setdefault(room_name, {})[who.identity] = who
        self.webhooks.send("participant_joined", self._shown(made), who)
        return self._shown(made)

    def left(self, room_name: str, who: models.ParticipantInfo) -> None:
        """A participant went, or was put out."""
        present = self.participants.get(room_name, {})
        if present.get(who.identity) is who:
            del present[who.identity]
        self.webhooks.send("participant_left", models.Room(name=room_name), who)

    def _put_out(
        self, room_name: str, identity: str | None, reason: models.DisconnectReason
    ) -> None:
        """Disconnect one participant of a room, or all."""
        presence = self.presences.get(room_name)
        for connection in list(presence.people.values()) if presence else []:
            if identity in {None, connection.info.identity}:
                task = asyncio.ensure_future(connection.put_out(reason))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _close(self, _: web.Application) -> None:
        """The server ends: it waits for every connection that is open."""
        await self._workers.close()
        for presence in self.presences.values():
            for connection in list(presence.people.values()):
                await connection.put_out(models.SERVER_SHUTDOWN)

    # ------------------------------------------------------------ by Twirp

    async def _answer(self, request: web.Request) -> web.Response:
        try:
            grants = self.keys.grants(request.headers.get("Authorization"))
        except UnauthorizedError as refusal:
            return web.Response(status=401, text=marked(str(refusal)))
        return await twirp.answer(request, self._methods(), grants)

    def _methods(self) -> dict[str, Method[Grants, Any]]:
        rooms, agents = "livekit.RoomService", "livekit.AgentDispatchService"
        create, delete, listed = (
            agent_dispatch.CreateAgentDispatchRequest,
            agent_dispatch.DeleteAgentDispatchRequest,
            agent_dispatch.ListAgentDispatchRequest,
        )
        return {
            f"{rooms}/CreateRoom": Method(room.CreateRoomRequest, self._create_room),
            f"{rooms}/ListRooms": Method(room.ListRoomsRequest, self._list_rooms),
            f"{rooms}/DeleteRoom": Method(room.DeleteRoomRequest, self._delete_room),
            f"{rooms}/ListParticipants": Method(
                room.ListParticipantsRequest, self._list_participants
            ),
            f"{rooms}/RemoveParticipant": Method(
                room.RoomParticipantIdentity, self._remove_participant
            ),
            f"{agents}/CreateDispatch": Method(create, self._create_dispatch),
            f"{agents}/DeleteDispatch": Method(delete, self._delete_dispatch),
            f"{agents}/ListDispatch": Method(listed, self._list_dispatch),
        }

    # ------------------------------------------------------------ rooms

    def _create_room(self, grants: Grants, asked: room.CreateRoomRequest) -> models.Room:
        """A room by its name; one that is there gets what the request sets."""
        _allow(grants.get("roomCreate"))
        if not asked.name:
            raise TwirpError("invalid_argument", "no room name")
        if len(asked.name) > _NAME_LENGTH:
            text = f"room name length exceeds limits: max length {_NAME_LENGTH}"
            raise TwirpError("invalid_argument", text)
        if asked.name not in self.rooms:
            self._make_room(asked.name, asked)
        made = self.rooms[asked.name]
        _set_up(made, asked)
        return self._shown(made)

    def _list_rooms(self, grants: Grants, asked: room.ListRoomsRequest) -> room.ListRoomsResponse:
        _allow(grants.get("roomList"))
        wanted = asked.names or self.rooms
        shown = [self._shown(one) for name, one in self.rooms.items() if name in wanted]
        return room.ListRoomsResponse(rooms=shown)

    def _delete_room(
        self, grants: Grants, asked: room.DeleteRoomRequest
    ) -> room.DeleteRoomResponse:
        _allow(grants.get("roomCreate"))
        if asked.room not in self.rooms:
            raise TwirpError("not_found", "requested room does not exist")
        self._put_out(asked.room, None, models.ROOM_DELETED)
        self.webhooks.send("room_finished", self._shown(self.rooms[asked.room]))
        self._agents.remove_all(asked.room)
        for held in (self.rooms, self.participants):
            held.pop(asked.room, None)
        return room.DeleteRoomResponse()

    def _make_room(self, name: str, wanted: RoomWanted) -> None:
        """A new room, to which the agents are sent that are named for it."""
        made = self._room(name)
        _set_up(made, wanted)
        self.webhooks.send("room_started", self._shown(made))
        for sent in wanted.agents:
            self._agents.add(self._shown(made), sent)

    def _room(self, name: str) -> models.Room:
        new = models.Room(
            sid=standing_id("RM", name),
            name=name,
            empty_timeout=_EMPTY_TIMEOUT,
            departure_timeout=_DEPARTURE_TIMEOUT,
            creation_time=STANDS_AT,
            creation_time_ms=STANDS_AT * 1000,
        )
        return self.rooms.setdefault(name, new)

    def _shown(self, one: models.Room) -> models.Room:
        shown = models.Room()
        shown.CopyFrom(one)
        dependent = {models.ParticipantInfo.AGENT, models.ParticipantInfo.EGRESS}
        present = self.participants.get(one.name, {}).values()
        shown.num_participants = sum(who.kind not in dependent for who in present)
        return shown

    # ------------------------------------------------------------ participants

    def _list_participants(
        self, grants: Grants, asked: room.ListParticipantsRequest
    ) -> room.ListParticipantsResponse:
        _allow_admin(grants, asked.room)
        present = self.participants.get(asked.room, {}).values()
        return room.ListParticipantsResponse(participants=present)

    def _remove_participant(
        self, grants: Grants, asked: room.RoomParticipantIdentity
    ) -> room.RemoveParticipantResponse:
        _allow_admin(grants, asked.room)
        if self.participants.get(asked.room, {}).pop(asked.identity, None) is None:
            raise TwirpError("not_found", "participant does not exist")
        self._put_out(asked.room, asked.identity, models.PARTICIPANT_REMOVED)
        return room.RemoveParticipantResponse()

    # ------------------------------------------------------------ agents

    def _create_dispatch(
        self, grants: Grants, asked: agent_dispatch.CreateAgentDispatchRequest
    ) -> agent_dispatch.AgentDispatch:
        """Sends an agent to a room, which is made if it is not there; each call sends one more."""
        _allow_admin(grants, asked.room)
        made = self._room(asked.room)
        return self._agents.add(self._shown(made), asked)

    def _delete_dispatch(
        self, grants: Grants, asked: agent_dispatch.DeleteAgentDispatchRequest
    ) -> agent_dispatch.AgentDispatch:
        _allow_admin(grants, asked.room)
        for one in self._agents.listed(asked.room, asked.dispatch_id):
            if one.id == asked.dispatch_id:
                self._agents.remove(one)
                return one
        raise TwirpError("not_found", "dispatch ID not found")

    def _list_dispatch(
        self, grants: Grants, asked: agent_dispatch.ListAgentDispatchRequest
    ) -> agent_dispatch.ListAgentDispatchResponse:
        _allow_admin(grants, asked.room)
        wanted = self._agents.listed(asked.room, asked.dispatch_id)
        return agent_dispatch.ListAgentDispatchResponse(agent_dispatches=wanted)


def _set_up(made: models.Room, wanted: RoomWanted) -> None:
    for name in ("empty_timeout", "departure_timeout", "max_participants", "metadata"):
        setattr(made, name, getattr(wanted, name) or getattr(made, name))


def _allow(granted: object) -> None:
    if granted is not True:
        raise TwirpError("unauthenticated", "permissions denied")


def _allow_admin(grants: Grants, room_name: str) -> None:
    _allow(grants.get("roomAdmin") is True and grants.get("room") == room_name)
