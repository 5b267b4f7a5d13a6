"""Names of rooms on the server: they lead back to the tenant and what meets there."""

import re
from typing import NamedTuple

from stvos.dynamodb.keys import ClientId
from stvos.ids import MAX_ID
from stvos.rooms.models import RoomKind

_NAME = re.compile(rf"([1-9]\d{{0,15}})-({'|'.join(RoomKind)})-([1-9]\d{{0,15}})")


class RoomName(NamedTuple):
    """Whose room it is, and of what."""

    tenant: ClientId
    kind: RoomKind
    id: int

    @classmethod
    def parse(cls, text: str) -> "RoomName | None":
        """None for a room that is none of ours."""
        match = _NAME.fullmatch(text) if text.isascii() else None
        if match is None:
            return None
        tenant, subject_id = int(match[1]), int(match[3])
        if max(tenant, subject_id) > MAX_ID:
            return None
        return cls(ClientId(tenant), RoomKind(match[2]), subject_id)

    def __str__(self) -> str:
        return f"{self.tenant}-{self.kind}-{self.id}"
