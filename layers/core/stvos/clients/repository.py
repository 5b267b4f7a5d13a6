"""DynamoDB access patterns P1 to P7 of docs/data-model.md: clients and API keys."""

from datetime import datetime, timedelta

from stvos.clients.models import ApiKey, Client
from stvos.errors import Conflict, NotFound
from stvos.keys import ClientId, Directory, Keys
from stvos.table import Attr, Slice, Table, Write, delete, put, update

# `lastUsedAt` is for people: an hour's precision costs one write an hour and key.
_USE_NOTED_EVERY = timedelta(hours=1)


class ClientRepository:
    """All clients of this platform. Used where a tenant is found or administered."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, tenant: ClientId) -> Client | None:
        """P1: one client."""
        item = self._table.get(Keys(tenant).client())
        return Client.of_item(item) if item else None

    def require(self, tenant: ClientId) -> Client:
        """P1: one client that must be there."""
        client = self.get(tenant)
        if client is None:
            raise NotFound
        return client

    def default_tenant(self) -> ClientId | None:
        """P2: the client that calls without a tenant of their own belong to, if one is set."""
        item = self._table.get(Directory.default_client())
        return ClientId(item["client_id"]) if item else None

    def page(self, limit: int, after: str | None = None) -> Slice:
        """P3: clients by age, through the index."""
        return self._table.query(Directory.clients(), limit=limit, after=after)

    def all(self) -> list[Client]:
        """P3: every client, oldest first; there are at most some thousands."""
        return [Client.of_item(item) for item in self._table.all(Directory.clients())]

    def add(self, client: Client) -> None:
        """P4: store a client and take its slug, and the default place if it asks for it."""
        self._table.transact(
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

    def replace(self, before: Client, after: Client) -> None:
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
            put(
                keys.client(),
                _to_item(after),
                only_if=Attr("updated_at").eq(before.model_dump(mode="json")["updated_at"]),
                refusal=Conflict("The client was changed by somebody else; read it again."),
                index=Directory.client_in_list(ClientId(after.id)),
            ),
            *slugs,
            *self._default_place(after),
        )

    @staticmethod
    def _default_place(client: Client) -> list[Write]:
        if not client.is_default:
            return []
        item = {"type": "default_client", "client_id": client.id}
        return [put(Directory.default_client(), item)]


class ApiKeyRepository:
    """API keys: found by hash before a tenant is known, listed within one."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def find(self, key_hash: str) -> ApiKey | None:
        """P5: the key with this hash, unless it was revoked."""
        item = self._table.get(Directory.api_key(key_hash))
        return ApiKey.of_item(item) if item else None

    def add(self, key: ApiKey) -> None:
        """P6: store a key where calls find it and where the operator lists it."""
        tenant = ClientId(key.client_id)
        item = key.to_item() | {"type": "api_key"}
        self._table.transact(
            put(Directory.api_key(key.key_hash), item, unless_exists=Conflict()),
            put(Keys(tenant).api_key(key.id), item, unless_exists=Conflict()),
        )

    def of_client(self, tenant: ClientId) -> list[ApiKey]:
        """P7: a client's keys, oldest first; there are a handful."""
        return [ApiKey.of_item(item) for item in self._table.all(Keys(tenant).api_keys())]

    def revoke(self, tenant: ClientId, key_id: int) -> ApiKey:
        """P6: remove a key in both places; another client's key is not found."""
        item = self._table.get(Keys(tenant).api_key(key_id), consistent=True)
        if item is None:
            raise NotFound
        key = ApiKey.of_item(item)
        self._table.transact(
            delete(Directory.api_key(key.key_hash)), delete(Keys(tenant).api_key(key.id))
        )
        return key

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
