"""The messages that LiveKit's stand-in reads and writes, and their form in JSON.

In Python a message is a dict by the fields' names. The numbers are those of livekit/protocol's
`livekit_room.proto`, `livekit_models.proto` and `livekit_agent_dispatch.proto`; fields that nothing
here needs are left out, which protobuf allows.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

type Message = dict[str, Any]


class MalformedError(Exception):
    """What was sent is no such message."""


@dataclass(frozen=True)
class Field:
    """`kind` is string, int, int64 (a string in JSON), map, or the name of a message."""

    number: int
    kind: str = "string"
    repeated: bool = False

    @property
    def empty(self) -> Any:
        """The value that is not written; a message inside another may be missing."""
        if self.repeated:
            return []
        return {"string": "", "int": 0, "int64": 0, "map": {}}.get(self.kind)


SCHEMAS: dict[str, dict[str, Field]] = {
    "Empty": {},
    "Room": {
        "sid": Field(1),
        "name": Field(2),
        "empty_timeout": Field(3, "int"),
        "departure_timeout": Field(14, "int"),
        "max_participants": Field(4, "int"),
        "creation_time": Field(5, "int64"),
        "creation_time_ms": Field(15, "int64"),
        "metadata": Field(8),
        "num_participants": Field(9, "int"),
    },
    "ParticipantInfo": {
        "sid": Field(1),
        "identity": Field(2),
        "state": Field(3, "int"),
        "joined_at": Field(6, "int64"),
        "name": Field(9),
    },
    "CreateRoomRequest": {
        "name": Field(1),
        "empty_timeout": Field(2, "int"),
        "departure_timeout": Field(10, "int"),
        "max_participants": Field(3, "int"),
        "metadata": Field(5),
        "agents": Field(14, "RoomAgentDispatch", repeated=True),
    },
    "RoomAgentDispatch": {
        "agent_name": Field(1),
        "metadata": Field(2),
        "attributes": Field(5, "map"),
    },
    "ListRoomsRequest": {"names": Field(1, repeated=True)},
    "ListRoomsResponse": {"rooms": Field(1, "Room", repeated=True)},
    "RoomName": {"room": Field(1)},
    "ListParticipantsResponse": {"participants": Field(1, "ParticipantInfo", repeated=True)},
    "RoomParticipantIdentity": {"room": Field(1), "identity": Field(2)},
    "CreateAgentDispatchRequest": {
        "agent_name": Field(1),
        "room": Field(2),
        "metadata": Field(3),
        "attributes": Field(6, "map"),
    },
    "ListAgentDispatchRequest": {"dispatch_id": Field(1), "room": Field(2)},
    "ListAgentDispatchResponse": {
        "agent_dispatches": Field(1, "AgentDispatch", repeated=True),
    },
    "AgentDispatch": {
        "id": Field(1),
        "agent_name": Field(2),
        "room": Field(3),
        "metadata": Field(4),
        "state": Field(5, "AgentDispatchState"),
        "attributes": Field(8, "map"),
    },
    "AgentDispatchState": {"created_at": Field(2, "int64")},
    "Entry": {"key": Field(1), "value": Field(2)},
}


def empty(schema: str) -> Message:
    return {name: field.empty for name, field in SCHEMAS[schema].items()}


def from_json(schema: str, given: Any) -> Message:
    """A message from its JSON form; unknown fields are ignored, as LiveKit does."""
    if not isinstance(given, dict):
        raise MalformedError
    fields, found = SCHEMAS[schema], empty(schema)
    for written, value in given.items():
        name = re.sub(r"(?=[A-Z])", "_", written).lower()
        if name in fields and value is not None:
            found[name] = _from_json(fields[name], value)
    return found


def _from_json(field: Field, value: Any) -> Any:
    if field.repeated:
        if not isinstance(value, list):
            raise MalformedError
        return [_from_json(replace(field, repeated=False), one) for one in value]
    if field.kind in SCHEMAS:
        return from_json(field.kind, value)
    if field.kind in {"int", "int64"} and isinstance(value, str) and value.isdecimal():
        return int(value)
    if field.kind == "map":
        entries = value.items() if isinstance(value, dict) else [(None, None)]
        return {_text(key): _text(of_key) for key, of_key in entries}
    if field.kind == "string":
        return _text(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise MalformedError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise MalformedError
    return value


def to_json(schema: str, message: Message) -> Message:
    """The JSON form: names as in the protocol, empty fields too, 64-bit numbers as strings."""
    return {
        name: _to_json(field, message.get(name, field.empty))
        for name, field in SCHEMAS[schema].items()
    }


def _to_json(field: Field, value: Any) -> Any:
    if field.repeated:
        return [_to_json(replace(field, repeated=False), one) for one in value]
    if field.kind in SCHEMAS:
        return None if value is None else to_json(field.kind, value)
    return str(value) if field.kind == "int64" else value
