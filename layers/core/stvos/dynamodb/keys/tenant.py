"""What every key of a client's data begins with."""

from stvos.dynamodb.keys.primitives import ClientId, Key, UserId, padded


class TenantKeys:
    """One client's keys: there is no way to make one of them without saying whose it is."""

    def __init__(self, tenant: ClientId) -> None:
        if not tenant:
            # A missing tenant must never spell a key that some tenant could own.
            raise ValueError("a key needs a tenant")
        self.tenant = tenant
        self._c = f"C#{padded(tenant)}"

    def _user(self, user: UserId) -> str:
        return f"{self._c}#U#{padded(user)}"

    def _partner(self, partner_id: int) -> str:
        return f"{self._c}#P#{padded(partner_id)}"


def tenant_of(key: Key) -> ClientId | None:
    """Whose item a key of the stream leads to; None for one of the directory."""
    first, _, rest = key.pk.partition("#")
    number = rest.partition("#")[0]
    return ClientId(int(number)) if first == "C" and number.isascii() and number.isdigit() else None
