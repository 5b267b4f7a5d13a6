"""Items that lead to a tenant, and so cannot be stored inside one."""

from stvos.dynamodb.keys.primitives import END, ClientId, IndexKey, Key, Span, padded

DUE_SHARDS = 8
"""Partitions of the index of due work: it bears 8,000 changes of items with a due time a second."""


class Directory:
    """Items that lead to a tenant. Each holds an id of a tenant and nothing of its data."""

    @staticmethod
    def slug(slug: str) -> Key:
        return Key(f"SLUG#{slug}", "SLUG")

    @staticmethod
    def default_client() -> Key:
        return Key("DEFAULT_CLIENT", "DEFAULT_CLIENT")

    @staticmethod
    def api_key(key_hash: str) -> Key:
        return Key(f"API_KEY#{key_hash}", "API_KEY")

    @staticmethod
    def mail(mail_hash: str, tenant: ClientId) -> Key:
        return Key(f"MAIL#{mail_hash}", f"CLIENT#{padded(tenant)}")

    @staticmethod
    def mails(mail_hash: str) -> Span:
        return Span.prefix(f"MAIL#{mail_hash}", "CLIENT#")

    @staticmethod
    def limit(scope: str, subject_hash: str, window: int) -> Key:
        """Attempts of one address or key, before a tenant is known."""
        return Key(f"LIMIT#{scope}#{subject_hash}#{window}", "LIMIT")

    @staticmethod
    def clients() -> Span:
        return Span.prefix("CLIENTS", "CLIENT#", index="gsi1")

    @staticmethod
    def client_in_list(tenant: ClientId) -> IndexKey:
        return IndexKey("CLIENTS", f"CLIENT#{padded(tenant)}")

    @staticmethod
    def staff_mail(mail_hash: str) -> Key:
        """A partner's staff sign in without a key: their address leads to the tenant."""
        return Key(f"STAFF_MAIL#{mail_hash}", "STAFF_MAIL")

    @staticmethod
    def staff_invitation(code_hash: str) -> Key:
        """The code of a staff member's invitation, with the address that it was mailed to, leads to
        them and their tenant.
        """
        return Key(f"STAFF_INVITE#{code_hash}", "STAFF_INVITE")

    @staticmethod
    def voucher(code: str) -> Key:
        """A voucher's code leads to the tenant whose voucher it is."""
        return Key(f"VOUCHER#{code}", "VOUCHER")

    @staticmethod
    def calendar(token_hash: str) -> Key:
        """Calendar programs do not sign in: the address leads to the tenant and the member."""
        return Key(f"CALENDAR#{token_hash}", "CALENDAR")

    @staticmethod
    def no_voucher() -> Key:
        """A key that no item ever has: what is read for a code that leads nowhere."""
        return Key("VOUCHER#", "NONE")

    @staticmethod
    def invite(code_hash: str) -> Key:
        """The code of a trainer's invitation leads to the trainer and their tenant."""
        return Key(f"INVITE#{code_hash}", "INVITE")

    @staticmethod
    def billing(partner_id: int) -> Key:
        """Which month of a partner is billed next: leads to the tenant whose partner it is."""
        return Key(f"BILLING#{padded(partner_id)}", "BILLING")

    @staticmethod
    def billing_due(due: int, partner_id: int) -> IndexKey:
        return IndexKey("BILLING", f"{padded(due)}#{padded(partner_id)}")

    @staticmethod
    def billings_due_by(now: int) -> Span:
        """Every partner whose next report is due at an epoch second or before it."""
        return Span("BILLING", padded(0), f"{padded(now)}#{END}", index="gsi1")

    @staticmethod
    def billings() -> Span:
        return Span("BILLING", padded(0), END, index="gsi1")

    @staticmethod
    def due(due_ms: int, item_id: int) -> IndexKey:
        """Where an item stands for which there is something to do at an epoch millisecond."""
        return IndexKey(f"DUE#{item_id % DUE_SHARDS}", f"{padded(due_ms)}#{padded(item_id)}")

    @staticmethod
    def due_id(place: IndexKey) -> str:
        """The id of the item of a place, as it is written there."""
        return place.sk.partition("#")[2]

    @staticmethod
    def due_later(place: IndexKey, due_ms: int) -> IndexKey:
        """Where the item of a place stands when it is due at another time."""
        return IndexKey(place.pk, f"{padded(due_ms)}#{Directory.due_id(place)}")

    @staticmethod
    def all_due_by(shard: int, now_ms: int) -> Span:
        """Every item of a shard that is due at an epoch millisecond or before it."""
        return Span(f"DUE#{shard}", padded(0), f"{padded(now_ms)}#{END}", index="gsi1")

    @staticmethod
    def idempotency(caller_hash: str) -> Key:
        """The operator's and anonymous callers' requests, which belong to no tenant."""
        return Key(f"IDEMPOTENCY#{caller_hash}", "IDEMPOTENCY")
