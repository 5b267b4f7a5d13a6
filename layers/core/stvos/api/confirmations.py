"""What a voice agent does in a member's place is done once, after the member has confirmed it.

The first request of an agent is only proposed: it is checked and answered with the id of a
confirmation. The same request with that id in `X-Confirmation` is carried out, under the id as its
idempotency key: so a repetition is answered alike, and nothing is done twice.
"""

import hashlib
from datetime import timedelta

from stvos.api.incoming import ProxyEvent, body_bytes, header
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import Key, Keys
from stvos.dynamodb.table import Table, put
from stvos.errors import ConfirmationRequired, Conflict
from stvos.identity.principal import Principal
from stvos.ids import fingerprint, new_token

VALID = timedelta(minutes=5)
"""How long a member has for saying yes."""


class Confirmations:
    """What one agent proposes to its member."""

    def __init__(self, table: Table, principal: Principal, now: Clock = utc_now) -> None:
        self._table = table
        self._principal = principal
        self._now = now

    def require(self, event: ProxyEvent) -> str:
        """P12: the idempotency key of a request that its member has confirmed. Raises
        ConfirmationRequired for one with no id, another request's, another talk's or an old one.
        """
        asked, given = _fingerprint(event), header(event, "X-Confirmation")
        proposed = self._table.find(self._place(given), consistent=True) if given else None
        if proposed and proposed["asked"] == asked and proposed["until"] > self._now().isoformat():
            return f"confirmation {given}"
        raise ConfirmationRequired(extra={"confirmation": self._propose(asked)})

    def _propose(self, asked: str) -> dict[str, str | int]:
        """P12: note what is proposed; answers how it is confirmed."""
        confirmation, until = new_token(24), self._now() + VALID
        item = {"type": "confirmation", "asked": asked, "until": until.isoformat()}
        place = self._place(confirmation)
        self._table.write(put(place, item, unless_exists=Conflict(), expires=until))
        return {"id": confirmation, "expiresIn": int(VALID.total_seconds())}

    def _place(self, confirmation: str) -> Key:
        hashed = fingerprint("confirmation", self._principal.session_mark, confirmation)
        return Keys(self._principal.client).confirmation(hashed)


def _fingerprint(event: ProxyEvent) -> str:
    content = hashlib.sha256(body_bytes(event)).hexdigest()
    return fingerprint(str(event.get("httpMethod")), str(event.get("path")), content)
