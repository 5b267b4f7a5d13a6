"""LiveKit's stand-in: its server API over Twirp, and rooms that participants join by WebRTC.

Modelled on livekit/livekit's `pkg/service`: its grants, its error codes and its words. `join` puts
a participant into a room who sends and hears nothing.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web
from livekit.protocol import agent_dispatch, models, room

from local.stubs import twirp
from local.stubs.livekit_keys import STANDS_AT, ApiKeys, UnauthorizedError, standing_id
from local.stubs.livekit_webhooks import Webhooks
from local.stubs.marks import application, marked
from local.stubs.twirp import Method, TwirpError

if TYPE_CHECKING:
    from local.stubs.livekit_signalling import Presence

type Grants = Mapping[str, Any]
# Of several requests: what an agent is sent with.
type AgentRequest = agent_dispatch.RoomAgentDispatch | agent_dispatch.CreateAgentDispatchRequest

_NAME_LENGTH = 256
_EMPTY_TIMEOUT, _DEPARTURE_TIMEOUT = 300, 20


@dataclass
class LivekitStandIn:
    """Rooms in memory, for the holders of one key."""

    keys: ApiKeys
    rooms: dict[str, models.Room] = field(default_factory=dict)
    participants: dict[str, dict[str, models.ParticipantInfo]] = field(default_factory=dict)
    dispatches: dict[str, list[agent_dispatch.AgentDispatch]] = field(default_factory=dict)
    presences: dict[str, "Presence"] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.webhooks = Webhooks(self.keys)

    def application(self) -> web.Application:
        routes = (
            web.route("*", "/twirp/{call:.+}", self._answer),
            web.get("/rtc", self._connect),
            web.get("/rtc/validate", self._validate),
        )
        return application(*routes, body_limit=1_000_000)

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
            self._admit(request)
        except UnauthorizedError as refusal:
            return web.Response(status=401, text=marked(str(refusal)), headers=headers)
        return web.Response(text="success", headers=headers)

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        # Media take a second to load and 60 MB, which few users of the stand-in need.
        from local.stubs.livekit_signalling import Connection, Presence

        try:
            claims = self._admit(request)
        except UnauthorizedError as refusal:
            return web.Response(status=401, text=marked(str(refusal)))
        name = claims["video"]["room"]
        presence = self.presences.setdefault(name, Presence(self, name))
        return await Connection(presence, claims).run(request)

    def _admit(self, request: web.Request) -> Mapping[str, Any]:
        """The claims of a token for a room, in the header or, of browsers, in the query."""
        header = request.headers.get("Authorization", "")
        claims = self.keys.claims(
            header.removeprefix("Bearer ") or request.query.get("access_token", "")
        )
        granted = claims.get("video") or {}
        if not (granted.get("roomJoin") and granted.get("room") and claims.get("sub")):
            raise UnauthorizedError("permissions denied")
        return claims

    def entered(self, room_name: str, who: models.ParticipantInfo) -> models.Room:
        """A participant came; the room is made if it is not there."""
        is_new = room_name not in self.rooms
        made = self._room(room_name)
        self.participants.setdefault(room_name, {})[who.identity] = who
        if is_new:
            self.webhooks.send("room_started", self._shown(made))
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

    # ------------------------------------------------------------ by Twirp

    async def _answer(self, request: web.Request) -> web.Response:
        try:
            grants = self.keys.grants(request.headers.get("Authorization"))
        except UnauthorizedError as refusal:
            return web.Response(status=401, text=marked(str(refusal)))
        return await twirp.answer(request, self._methods(), grants)

    def _methods(self) -> dict[str, Method[Grants, Any]]:
        rooms, agents = "livekit.RoomService", "livekit.AgentDispatchService"
        create, listed = (
            agent_dispatch.CreateAgentDispatchRequest,
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
        is_new = asked.name not in self.rooms
        made = self._room(asked.name)
        if is_new:
            self.webhooks.send("room_started", self._shown(made))
        for name in ("empty_timeout", "departure_timeout", "max_participants", "metadata"):
            setattr(made, name, getattr(asked, name) or getattr(made, name))
        if is_new:
            for agent in asked.agents:
                self._dispatch(made.name, agent)
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
        for held in (self.rooms, self.participants, self.dispatches):
            held.pop(asked.room, None)
        return room.DeleteRoomResponse()

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
        shown.num_participants = len(self.participants.get(one.name, {}))
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
        self._room(asked.room)
        return self._dispatch(asked.room, asked)

    def _list_dispatch(
        self, grants: Grants, asked: agent_dispatch.ListAgentDispatchRequest
    ) -> agent_dispatch.ListAgentDispatchResponse:
        _allow_admin(grants, asked.room)
        of_room = self.dispatches.get(asked.room, [])
        wanted = [one for one in of_room if asked.dispatch_id in {"", one.id}]
        return agent_dispatch.ListAgentDispatchResponse(agent_dispatches=wanted)

    def _dispatch(self, room_name: str, agent: AgentRequest) -> agent_dispatch.AgentDispatch:
        of_room = self.dispatches.setdefault(room_name, [])
        made = agent_dispatch.AgentDispatch(
            id=standing_id("AD", f"{room_name}/{len(of_room)}"),
            agent_name=agent.agent_name,
            room=room_name,
            metadata=agent.metadata,
            attributes=agent.attributes,
            state=agent_dispatch.AgentDispatchState(created_at=STANDS_AT),
        )
        of_room.append(made)
        return made


def _allow(granted: object) -> None:
    if granted is not True:
        raise TwirpError("unauthenticated", "permissions denied")


def _allow_admin(grants: Grants, room_name: str) -> None:
    _allow(grants.get("roomAdmin") is True and grants.get("room") == room_name)
