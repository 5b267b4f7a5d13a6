"""Which client a call with the universal key is for."""

from stvos.clients.repository import ClientRepository
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import NoDefaultClient
from stvos.identity.principal import Principal


def resolve_tenant(table: Table, principal: Principal, authorization: str) -> Principal:
    """The caller within the token's client, else within the default client.

    Raises NoDefaultClient where neither says which brand is meant, and the token's own error for
    one that is not valid: falling back to another brand would show its data to the wrong member.
    """
    from stvos.identity import tokens

    clients = ClientRepository(table)
    token = tokens.bearer(authorization)
    if token:
        tenant = ClientId(tokens.read(token, "user").client_id)
    else:
        default = clients.find_default_tenant()
        if default is None:
            raise NoDefaultClient
        tenant = default
    client = clients.find(tenant)
    if client is None:
        raise NoDefaultClient
    return principal.within(tenant, client.features)
