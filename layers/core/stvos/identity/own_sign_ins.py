"""What a signed-in person does with their own sign-ins."""

from typing import Self

from stvos.clock import Clock, utc_now
from stvos.dynamodb.table import Table
from stvos.errors import InvalidToken, NotFound
from stvos.identity.families import Family, Person, RefreshToken
from stvos.identity.people import PersonKind
from stvos.identity.principal import Principal


class OwnSignIns[P: Person]:
    """The sign-ins of one person, as they see and end them."""

    def __init__(
        self,
        table: Table,
        kind: PersonKind[P],
        principal: Principal,
        person: P,
        now: Clock = utc_now,
    ) -> None:
        self._table = table
        self._store = kind.people(table, principal.client).sign_ins(person.id)
        self._own_family = principal.family_id or 0
        self._person = person
        self._now = now

    @classmethod
    def of(cls, kind: PersonKind[P], principal: Principal, person: P) -> Self:
        return cls(Table.of_stack(), kind, principal, person)

    def devices(self) -> list[Family]:
        """The sign-ins that stand, newest first."""
        return self._store.live_families(self._person, self._now())

    def sign_out(self, refresh_token: str | None = None, *, everywhere: bool = False) -> None:
        """End the given token's sign-in, or this one, or all."""
        now, family_id = self._now(), self._own_family
        if everywhere:
            own = self._store.end(family_id, now)
            return self._table.transact(own, self._store.end_all(self._person, now))
        if refresh_token:
            token = RefreshToken.parse(refresh_token)
            if (token.client, token.user) != (self._person.client_id, self._person.id):
                raise InvalidToken
            family_id = token.family
        return self._end(family_id)

    def end_device(self, family_id: int) -> None:
        """Sign one device out; raises NotFound for one that never was the person's."""
        if self._store.find_family(family_id) is None:
            raise NotFound
        self._end(family_id)

    def _end(self, family_id: int) -> None:
        try:
            self._table.write(self._store.end(family_id, self._now()))
        except InvalidToken:
            # Another device's sign-in that ended before is what was asked for.
            if family_id == self._own_family:
                raise
