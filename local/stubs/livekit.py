"""LiveKit's server API: rooms, participants and agents' dispatches over Twirp.

Modelled on livekit/livekit's `pkg/service`: its grants, its error codes and its words. Nobody can
join a room of it by WebRTC; `join` says that somebody has.
"""

from dataclasses import dataclass, field

from aiohttp import web

from local.stubs import twirp
from local.stubs.livekit_keys import STANDS_AT, ApiKeys, UnauthorizedError, standing_id
from local.stubs.marks import application, marked
from local.stubs.messages import Message
from local.stubs.twirp import Method, TwirpError

_NAME_LENGTH = 256
_EMPTY_TIMEOUT, _DEPARTURE_TIMEOUT = 300, 20
_ACTIVE = 2


@dataclass
class LivekitStandIn:
    """Rooms in memory, for the holders of one key."""

    keys: ApiKeys
    rooms: dict[str, Message] = field(default_factory=dict)
    participants: dict[str, dict[str, Message]] = field(default_factory=dict)
    dispatches: dict[str, list[Message]] = field(default_factory=dict)

    def application(self) -> web.Application:
        routes = web.route("*", "/twirp/{call:.+}", self._answer)
        return application(routes, body_limit=1_000_000)

    def join(self, room: str, identity: str) -> None:
        """Somebody is in the room."""
        self._room(room)
        self.participants.setdefault(room, {})[identity] = {
            "sid": standing_id("PA", f"{room}/{identity}"),
            "identity": identity,
            "state": _ACTIVE,
            "joined_at": STANDS_AT,
            "name": identity,
        }

    async def _answer(self, request: web.Request) -> web.Response:
        try:
            grants = self.keys.grants(request.headers.get("Authorization"))
        except UnauthorizedError as refusal:
            return web.Response(status=401, text=marked(str(refusal)))
        return await twirp.answer(request, self._methods(), grants)

    def _methods(self) -> dict[str, Method[Message]]:
        rooms, agents = "livekit.RoomService", "livekit.AgentDispatchService"
        dispatches = "ListAgentDispatchResponse"
        return {
            f"{rooms}/CreateRoom": Method("CreateRoomRequest", "Room", self._create_room),
            f"{rooms}/ListRooms": Method("ListRoomsRequest", "ListRoomsResponse", self._list_rooms),
            f"{rooms}/DeleteRoom": Method("RoomName", "Empty", self._delete_room),
            f"{rooms}/ListParticipants": Method(
                "RoomName", "ListParticipantsResponse", self._list_participants
            ),
            f"{rooms}/RemoveParticipant": Method(
                "RoomParticipantIdentity", "Empty", self._remove_participant
            ),
            f"{agents}/CreateDispatch": Method(
                "CreateAgentDispatchRequest", "AgentDispatch", self._create_dispatch
            ),
            f"{agents}/ListDispatch": Method(
                "ListAgentDispatchRequest", dispatches, self._list_dispatch
            ),
        }

    # ------------------------------------------------------------ rooms

    def _create_room(self, grants: Message, asked: Message) -> Message:
        """A room by its name; one that is there gets what the request sets."""
        _allow(grants.get("roomCreate"))
        if not asked["name"]:
            raise TwirpError("invalid_argument", "no room name")
        if len(asked["name"]) > _NAME_LENGTH:
            text = f"room name length exceeds limits: max length {_NAME_LENGTH}"
            raise TwirpError("invalid_argument", text)
        is_new = asked["name"] not in self.rooms
        room = self._room(asked["name"])
        for name in ("empty_timeout", "departure_timeout", "max_participants", "metadata"):
            room[name] = asked[name] or room[name]
        if is_new:
            for agent in asked["agents"]:
                self._dispatch(room["name"], agent)
        return self._shown(room)

    def _list_rooms(self, grants: Message, asked: Message) -> Message:
        _allow(grants.get("roomList"))
        wanted = asked["names"] or self.rooms
        return {"rooms": [self._shown(r) for name, r in self.rooms.items() if name in wanted]}

    def _delete_room(self, grants: Message, asked: Message) -> Message:
        _allow(grants.get("roomCreate"))
        if asked["room"] not in self.rooms:
            raise TwirpError("not_found", "requested room does not exist")
        for held in (self.rooms, self.participants, self.dispatches):
            held.pop(asked["room"], None)
        return {}

    def _room(self, name: str) -> Message:
        return self.rooms.setdefault(
            name,
            {
                "sid": standing_id("RM", name),
                "name": name,
                "empty_timeout": _EMPTY_TIMEOUT,
                "departure_timeout": _DEPARTURE_TIMEOUT,
                "max_participants": 0,
                "creation_time": STANDS_AT,
                "creation_time_ms": STANDS_AT * 1000,
                "metadata": "",
            },
        )

    def _shown(self, room: Message) -> Message:
        return room | {"num_participants": len(self.participants.get(room["name"], {}))}

    # ------------------------------------------------------------ participants

    def _list_participants(self, grants: Message, asked: Message) -> Message:
        _allow_admin(grants, asked["room"])
        return {"participants": list(self.participants.get(asked["room"], {}).values())}

    def _remove_participant(self, grants: Message, asked: Message) -> Message:
        _allow_admin(grants, asked["room"])
        if self.participants.get(asked["room"], {}).pop(asked["identity"], None) is None:
            raise TwirpError("not_found", "participant does not exist")
        return {}

    # ------------------------------------------------------------ agents

    def _create_dispatch(self, grants: Message, asked: Message) -> Message:
        """Sends an agent to a room, which is made if it is not there; each call sends one more."""
        _allow_admin(grants, asked["room"])
        self._room(asked["room"])
        return self._dispatch(asked["room"], asked)

    def _list_dispatch(self, grants: Message, asked: Message) -> Message:
        _allow_admin(grants, asked["room"])
        found = self.dispatches.get(asked["room"], [])
        wanted = asked["dispatch_id"]
        return {"agent_dispatches": [one for one in found if wanted in {"", one["id"]}]}

    def _dispatch(self, room: str, agent: Message) -> Message:
        of_room = self.dispatches.setdefault(room, [])
        made = {
            "id": standing_id("AD", f"{room}/{len(of_room)}"),
            "agent_name": agent["agent_name"],
            "room": room,
            "metadata": agent["metadata"],
            "attributes": agent["attributes"],
            "state": {"created_at": STANDS_AT},
        }
        of_room.append(made)
        return made


def _allow(granted: object) -> None:
    if granted is not True:
        raise TwirpError("unauthenticated", "permissions denied")


def _allow_admin(grants: Message, room: str) -> None:
    _allow(grants.get("roomAdmin") is True and grants.get("room") == room)
