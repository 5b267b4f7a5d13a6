"""DynamoDB access patterns P1 to P7 of docs/data-model.md: clients and API keys."""

from contextlib import suppress
from datetime import datetime, timedelta

from stvos.clients import gate
from stvos.clients.models import ApiKey, Client
from stvos.clock import real_now
from stvos.dynamodb.keys import ClientId, Directory, Keys
from stvos.dynamodb.table import (
    Attr,
    Slice,
    Table,
    Write,
    delete,
    put,
    replace_if_unchanged,
    unchanged,
    update,
)
from stvos.errors import Conflict, NotFound

# `lastUsedAt` is for people: an hour's precision costs one write an hour and key.
_USE_NOTED_EVERY = timedelta(hours=1)


class ClientRepository:
    """All clients of this platform. Used where a tenant is found or administered."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def find(self, tenant: ClientId, *, consistent: bool = False) -> Client | None:
        """P1: one client."""
        item = self._table.find(Keys(tenant).client(), consistent=consistent)
        return Client.of_item(item) if item else None

    def require(self, tenant: ClientId) -> Client:
        """P1: one client that must be there."""
        client = self.find(tenant)
        if client is None:
            raise NotFound
        return client

    def find_default_tenant(self) -> ClientId | None:
        """P2: the client that calls without a tenant of their own belong to, if one is set."""
        item = self._table.find(Directory.default_client())
        return ClientId(item["client_id"]) if item else None

    def page(self, limit: int, after: str | None = None) -> Slice:
        """P3: clients by age, through the index."""
        return self._table.query(Directory.clients(), limit=limit, after=after)

    def all(self) -> list[Client]:
        """P3: every client, oldest first; there are at most some thousands."""
        return [Client.of_item(item) for item in self._table.all(Directory.clients())]

    def add(self, client: Client, *preceding: Write) -> None:
        """P4: store a client and take its slug, and the default place if it asks for it."""
        self._table.transact(
            *preceding,
            put(
                Keys(ClientId(client.id)).client(),
                _to_item(client),
                unless_exists=Conflict(),
                index=Directory.client_in_list(ClientId(client.id)),
            ),
            put(
                Directory.slug(client.slug),
                {"type": "slug", "client_id": client.id},
                unless_exists=Conflict("Another client has this slug."),
            ),
            *self._default_place(client),
        )

    def replace(self, before: Client, after: Client, *preceding: Write) -> None:
        """P4: store a changed client; a new slug is taken and the old one given back."""
        keys = Keys(ClientId(after.id))
        slugs: list[Write] = []
        if before.slug != after.slug:
            slugs = [
                put(
                    Directory.slug(after.slug),
                    {"type": "slug", "client_id": after.id},
                    unless_exists=Conflict("Another client has this slug."),
                ),
                delete(Directory.slug(before.slug)),
            ]
        if before.is_default and not after.is_default:
            slugs.append(
                delete(
                    Directory.default_client(),
                    only_if=Attr("pk").not_exists() | Attr("client_id").eq(after.id),
                )
            )
        self._table.transact(
            *preceding,
            replace_if_unchanged(
                keys.client(),
                _to_item(before),
                _to_item(after),
                what="The client",
                index=Directory.client_in_list(ClientId(after.id)),
            ),
            *slugs,
            *self._default_place(after),
        )

    def remove(
        self, client: Client, closed_until: int, keys: list[ApiKey], *preceding: Write
    ) -> None:
        """P4: remove a client that `gate` keeps closed, with its slug, default place and keys."""
        tenant = ClientId(client.id)
        changed = Conflict("The client was changed meanwhile; try again.")
        self._table.transact(
            *preceding,
            delete(
                Keys(tenant).client(),
                only_if=Attr("closed_until").eq(closed_until) & unchanged(_to_item(client)),
                refusal=changed,
            ),
            delete(Directory.slug(client.slug)),
            *([delete(Directory.default_client())] if client.is_default else []),
            *(
                delete(place)
                for key in keys
                for place in (Directory.api_key(key.key_hash), Keys(tenant).api_key(key.id))
            ),
        )
        self.shut(tenant)

    def shut(self, tenant: ClientId) -> None:
        """P11: keep the gate of a removed client closed.

        After a crash before it, the minute for which a removal closes it outlives all requests.
        """
        with suppress(Conflict):  # It is closed for good already.
            self._table.transact(*gate.shut(tenant, real_now()))

    def _default_place(self, client: Client) -> list[Write]:
        """Move the default place to this client; who had it gives it up at the same moment."""
        if not client.is_default:
            return []
        held = self._table.find(Directory.default_client(), consistent=True)
        holder = ClientId(held["client_id"]) if held else None
        if holder == client.id:
            return []
        refusal = Conflict("The default client was changed meanwhile; try again.")
        move = put(
            Directory.default_client(),
            {"type": "default_client", "client_id": client.id},
            only_if=Attr("client_id").eq(holder) if holder else Attr("pk").not_exists(),
            refusal=refusal,
        )
        if holder is None:
            return [move]
        sets = {"is_default": False, "updated_at": _to_item(client)["updated_at"]}
        give_up = update(
            Keys(holder).client(), sets=sets, only_if=Attr("pk").exists(), refusal=refusal
        )
        return [move, give_up]


class ApiKeyRepository:
    """API keys: found by hash before a tenant is known, listed within one."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def find(self, key_hash: str) -> ApiKey | None:
        """P5: the key with this hash, unless it was revoked."""
        item = self._table.find(Directory.api_key(key_hash))
        return ApiKey.of_item(item) if item else None

    def add(self, key: ApiKey, *preceding: Write) -> None:
        """P6: store a key where calls find it and where the operator lists it."""
        tenant = ClientId(key.client_id)
        item = key.to_item() | {"type": "api_key"}
        self._table.transact(
            *preceding,
            put(Directory.api_key(key.key_hash), item, unless_exists=Conflict()),
            put(Keys(tenant).api_key(key.id), item, unless_exists=Conflict()),
        )

    def of_client(self, tenant: ClientId) -> list[ApiKey]:
        """P7: a client's keys, oldest first; there are a handful."""
        items = self._table.all(Keys(tenant).api_keys(), consistent=True)
        return [ApiKey.of_item(item) for item in items]

    def require(self, tenant: ClientId, key_id: int) -> ApiKey:
        """P7: one of a client's keys; another client's is not found."""
        item = self._table.find(Keys(tenant).api_key(key_id), consistent=True)
        if item is None:
            raise NotFound
        return ApiKey.of_item(item)

    def revoke(self, key: ApiKey, *preceding: Write) -> None:
        """P6: remove a key in both places."""
        tenant = ClientId(key.client_id)
        self._table.transact(
            *preceding,
            delete(Directory.api_key(key.key_hash)),
            delete(Keys(tenant).api_key(key.id)),
        )

    def note_use(self, key: ApiKey, now: datetime) -> None:
        """P6: remember when a key was last used, once an hour."""
        if key.last_used_at and now - key.last_used_at < _USE_NOTED_EVERY:
            return
        at = now.isoformat()
        for place in (
            Directory.api_key(key.key_hash),
            Keys(ClientId(key.client_id)).api_key(key.id),
        ):
            try:
                self._table.write(
                    update(place, sets={"last_used_at": at}, only_if=Attr("pk").exists())
                )
            except Conflict:
                return  # Revoked in between: an update must not bring it back.


def _to_item(client: Client) -> dict[str, object]:
    return client.to_item() | {"type": "client"}
