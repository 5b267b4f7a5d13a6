"""Every key of the table, and nothing else that knows how a key is spelled.

`Keys(tenant)` holds all keys of one client's data; there is no way to make one of them without
saying whose it is. `Directory` holds the few items that lead *to* a tenant (an API key's hash, a
slug, the mail addresses the universal key may search), so they cannot lie inside one.

Ids are padded to 16 digits, so that the order of sort keys is the order of ids, hence of time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NewType, Self

from stvos.ids import MAX_ID

ClientId = NewType("ClientId", int)
UserId = NewType("UserId", int)

# The attributes by which an item appears in the index: without them it does not.
INDEX_ATTRIBUTES = ("gsi1pk", "gsi1sk")
# All that makes an item findable and says nothing about it.
KEY_ATTRIBUTES = frozenset({"pk", "sk", *INDEX_ATTRIBUTES})

# Sorts after every character that a sort key of ours contains.
_END = "~"
# Of a name or word in a key: enough to tell names apart, far below what a key may hold.
_TEXT_BYTES = 120


@dataclass(frozen=True, slots=True)
class Key:
    """The primary key of one item."""

    pk: str
    sk: str

    @classmethod
    def of_wire(cls, wire: Mapping[str, Any]) -> Self:
        """The key of an item as DynamoDB and its stream write it."""
        return cls(wire["pk"]["S"], wire["sk"]["S"])

    @classmethod
    def of_item(cls, item: Mapping[str, Any]) -> Self:
        """The key of an item that was read."""
        return cls(item["pk"], item["sk"])


@dataclass(frozen=True, slots=True)
class Span:
    """A run of sort keys in one partition of the table or of its index `gsi1`."""

    pk: str
    first: str
    last: str
    index: str | None = None

    @classmethod
    def prefix(cls, pk: str, prefix: str, index: str | None = None) -> "Span":
        return cls(pk, prefix, prefix + _END, index)

    def holds(self, sk: str) -> bool:
        """Whether a sort key lies in this run; a cursor that does not is refused."""
        return self.first <= sk <= self.last


@dataclass(frozen=True, slots=True)
class IndexKey:
    """Where an item also appears: its place in the index `gsi1`."""

    pk: str
    sk: str


def _n(number: int) -> str:
    return f"{number:016d}"


def _text(text: str) -> str:
    """A text of any script within a key: in hexadecimal it keeps its order and its beginnings."""
    return text.encode()[:_TEXT_BYTES].hex()


def tenant_of(key: Key) -> ClientId | None:
    """Whose item a key of the stream leads to; None for one of the directory."""
    first, _, rest = key.pk.partition("#")
    number = rest.partition("#")[0]
    return ClientId(int(number)) if first == "C" and number.isdigit() else None


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
        return Key(f"MAIL#{mail_hash}", f"CLIENT#{_n(tenant)}")

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
        return IndexKey("CLIENTS", f"CLIENT#{_n(tenant)}")

    @staticmethod
    def staff_mail(mail_hash: str) -> Key:
        """A partner's staff sign in without a key: their address leads to the tenant."""
        return Key(f"STAFF_MAIL#{mail_hash}", "STAFF_MAIL")

    @staticmethod
    def voucher(code: str) -> Key:
        """A voucher's code leads to the tenant whose voucher it is."""
        return Key(f"VOUCHER#{code}", "VOUCHER")

    @staticmethod
    def no_voucher() -> Key:
        """A key that no item ever has: what is read for a code that leads nowhere."""
        return Key("VOUCHER#", "NONE")

    @staticmethod
    def billing(partner_id: int) -> Key:
        """Which month of a partner is billed next: leads to the tenant whose partner it is."""
        return Key(f"BILLING#{_n(partner_id)}", "BILLING")

    @staticmethod
    def billing_due(due: int, partner_id: int) -> IndexKey:
        return IndexKey("BILLING", f"{_n(due)}#{_n(partner_id)}")

    @staticmethod
    def billings_due_by(now: int) -> Span:
        """Every partner whose next report is due at an epoch second or before it."""
        return Span("BILLING", _n(0), f"{_n(now)}#{_END}", index="gsi1")

    @staticmethod
    def billings() -> Span:
        return Span("BILLING", _n(0), _END, index="gsi1")

    @staticmethod
    def idempotency(caller_hash: str) -> Key:
        """The operator's and anonymous callers' requests, which belong to no tenant."""
        return Key(f"IDEMPOTENCY#{caller_hash}", "IDEMPOTENCY")


class Keys:
    """All keys of one client's data."""

    def __init__(self, tenant: ClientId) -> None:
        if not tenant:
            # A missing tenant must never spell a key that some tenant could own.
            raise ValueError("a key needs a tenant")
        self.tenant = tenant
        self._c = f"C#{_n(tenant)}"

    def _user(self, user: UserId) -> str:
        return f"{self._c}#U#{_n(user)}"

    # ------------------------------------------------------------ the client itself

    def client(self) -> Key:
        return Key(self._c, "CLIENT")

    def api_key(self, key_id: int) -> Key:
        return Key(self._c, f"API_KEY#{_n(key_id)}")

    def api_keys(self) -> Span:
        return Span.prefix(self._c, "API_KEY#")

    def idempotency(self, caller_hash: str) -> Key:
        return Key(f"{self._c}#IDEMPOTENCY#{caller_hash}", "IDEMPOTENCY")

    def limit(self, scope: str, subject_hash: str, window: int) -> Key:
        return Key(f"{self._c}#LIMIT#{scope}#{subject_hash}#{window}", "LIMIT")

    def outbox(self, message_id: int) -> Key:
        # A partition for each message: an outbox under one key would heat with the client.
        return Key(f"{self._c}#OUTBOX#{_n(message_id)}", "OUTBOX")

    def outbox_claim(self, message_id: int) -> Key:
        """Who is carrying a message out; it outlives the message."""
        return Key(f"{self._c}#OUTBOX#{_n(message_id)}", "CLAIM")

    def audit(self, day: date, entry_id: int) -> Key:
        return Key(f"{self._c}#AUDIT", f"{day}#{_n(entry_id)}")

    def audit_between(self, first: date, last: date) -> Span:
        return Span(f"{self._c}#AUDIT", f"{first}#", f"{last}#{_END}")

    # ------------------------------------------------------------ operators

    def gate(self, shard: int) -> Key:
        return Key(f"{self._c}#GATE#{shard}", "GATE")

    # ------------------------------------------------------------ accounts

    def user(self, user: UserId) -> Key:
        return Key(self._user(user), "USER")

    def user_in_list(self, user: UserId) -> IndexKey:
        return IndexKey(f"{self._c}#USERS", f"USER#{_n(user)}")

    def users(self) -> Span:
        return Span.prefix(f"{self._c}#USERS", "USER#", index="gsi1")

    def everything_of(self, user: UserId) -> Span:
        """The whole partition of a member: what an export reads and an erasure removes."""
        return Span(self._user(user), " ", _END)

    def mail(self, mail_hash: str) -> Key:
        return Key(f"{self._c}#MAIL#{mail_hash}", "MAIL")

    def mail_code(self, mail_hash: str, purpose: str) -> Key:
        # By address, not by account: asking for a code costs the same whether one exists.
        return Key(f"{self._c}#MAIL#{mail_hash}", f"CODE#{purpose}")

    def everything_of_mail(self, mail_hash: str) -> Span:
        return Span(f"{self._c}#MAIL#{mail_hash}", " ", _END)

    def family(self, user: UserId, family_id: int) -> Key:
        return Key(self._user(user), f"FAMILY#{_n(family_id)}")

    def families(self, user: UserId) -> Span:
        return Span.prefix(self._user(user), "FAMILY#")

    def sign_out(self, user: UserId, family_id: int) -> Key:
        """By which request a sign-in ended that came with it itself."""
        return Key(self._user(user), f"SIGN_OUT#{_n(family_id)}")

    # ------------------------------------------------------------ content

    def category(self, category_id: int) -> Key:
        return Key(f"{self._c}#CATEGORIES", f"CATEGORY#{_n(category_id)}")

    def categories(self) -> Span:
        return Span.prefix(f"{self._c}#CATEGORIES", "CATEGORY#")

    def content_trainer(self, trainer_id: int) -> Key:
        return Key(f"{self._c}#TRAINERS", f"TRAINER#{_n(trainer_id)}")

    def content_trainers(self) -> Span:
        return Span.prefix(f"{self._c}#TRAINERS", "TRAINER#")

    def fitness_class(self, class_id: int) -> Key:
        # A partition for each class: all members of a client may ask for one at the same time.
        return Key(f"{self._c}#CLASS#{_n(class_id)}", "CLASS")

    def class_in_list(self, class_id: int) -> IndexKey:
        return IndexKey(f"{self._c}#CLASSES", f"CLASS#{_n(class_id)}")

    def classes(self) -> Span:
        return Span.prefix(f"{self._c}#CLASSES", "CLASS#", index="gsi1")

    def live_class(self, live_id: int) -> Key:
        return Key(f"{self._c}#LIVE#{_n(live_id)}", "LIVE")

    def live_class_in_list(self, starts_ms: int, live_id: int) -> IndexKey:
        return IndexKey(f"{self._c}#LIVE_CLASSES", f"{_n(starts_ms)}#{_n(live_id)}")

    def live_classes_between(self, first_ms: int, last_ms: int) -> Span:
        pk = f"{self._c}#LIVE_CLASSES"
        return Span(pk, f"{_n(first_ms)}#", f"{_n(last_ms)}#{_END}", index="gsi1")

    def catalogue(self, snapshot_format: int) -> Key:
        # Two versions of the program may run at once, each with a snapshot that it can read.
        return Key(f"{self._c}#CATALOGUE", f"FORMAT#{_n(snapshot_format)}")

    def plays(self, class_id: int, shard: int) -> Key:
        # Shards: a class that everybody starts in the same minute heats no partition.
        return Key(f"{self._c}#PLAYS#{shard}", f"CLASS#{_n(class_id)}")

    def all_plays(self, shard: int) -> Span:
        return Span.prefix(f"{self._c}#PLAYS#{shard}", "CLASS#")

    def counted_play(self, session_id: int) -> Key:
        return Key(f"{self._c}#PLAY#{_n(session_id)}", "PLAY")

    def favourite(self, user: UserId, class_id: int) -> Key:
        return Key(self._user(user), f"FAVOURITE#{_n(class_id)}")

    def favourites(self, user: UserId) -> Span:
        return Span.prefix(self._user(user), "FAVOURITE#")

    # ------------------------------------------------------------ viewing

    def session(self, user: UserId, session_id: int) -> Key:
        return Key(self._user(user), f"SESSION#{_n(session_id)}")

    def sessions(self, user: UserId, first: int = 0, last: int = MAX_ID) -> Span:
        """Those with ids from `first` to `last`: ids are in the order of time."""
        return Span(self._user(user), f"SESSION#{_n(first)}", f"SESSION#{_n(last)}")

    def open_session(self, user: UserId, class_id: int) -> Key:
        """Which session of a class the member started last."""
        return Key(self._user(user), f"OPEN#{_n(class_id)}")

    def counted_completion(self, session_id: int) -> Key:
        return Key(f"{self._c}#PLAY#{_n(session_id)}", "COMPLETION")

    def watched(self, user: UserId, day: date) -> Key:
        return Key(self._user(user), f"WATCHED#{day}")

    def watched_between(self, user: UserId, first: date, last: date) -> Span:
        return Span(self._user(user), f"WATCHED#{first}", f"WATCHED#{last}")

    # ------------------------------------------------------------ members

    def export_job(self, user: UserId, job_id: int) -> Key:
        return Key(self._user(user), f"EXPORT#{_n(job_id)}")

    def receipt(self, receipt_id: int) -> Key:
        # Outside the member's partition: it is what stays, and names nobody.
        return Key(f"{self._c}#RECEIPT#{_n(receipt_id)}", "RECEIPT")

    # ------------------------------------------------------------ progress logs

    def log(self, user: UserId, kind: str, day: date, entry_id: int) -> Key:
        return Key(self._user(user), f"LOG#{kind}#{day}#{_n(entry_id)}")

    def logs(self, user: UserId, kind: str, first: date, last: date) -> Span:
        return Span(self._user(user), f"LOG#{kind}#{first}#", f"LOG#{kind}#{last}#{_END}")

    def log_place(self, user: UserId, kind: str, entry_id: int) -> Key:
        # An id tells when an entry was made, not for which day: this leads from the one to the
        # other.
        return Key(self._user(user), f"LOG_PLACE#{kind}#{_n(entry_id)}")

    def log_day(self, user: UserId, day: date) -> Key:
        return Key(self._user(user), f"LOG_DAY#{day}")

    def log_days(self, user: UserId, first: date, last: date) -> Span:
        return Span(self._user(user), f"LOG_DAY#{first}", f"LOG_DAY#{last}")

    def log_year(self, user: UserId, year: int) -> Key:
        return Key(self._user(user), f"LOG_YEAR#{year}")

    def log_years(self, user: UserId) -> Span:
        return Span.prefix(self._user(user), "LOG_YEAR#")

    def watched_year(self, user: UserId, year: int) -> Key:
        return Key(self._user(user), f"WATCHED_YEAR#{year}")

    def watched_years(self, user: UserId) -> Span:
        return Span.prefix(self._user(user), "WATCHED_YEAR#")

    # ------------------------------------------------------------ partners

    def _partner(self, partner_id: int) -> str:
        return f"{self._c}#P#{_n(partner_id)}"

    def partner(self, partner_id: int) -> Key:
        return Key(self._c, f"PARTNER#{_n(partner_id)}")

    def partners(self) -> Span:
        return Span.prefix(self._c, "PARTNER#")

    def staff(self, staff_id: int) -> Key:
        return Key(f"{self._c}#STAFF#{_n(staff_id)}", "STAFF")

    def staff_gone(self, staff_id: int) -> Key:
        """That a staff member was removed, for a while: a repeated attempt knows its own mark."""
        return Key(f"{self._c}#STAFF#{_n(staff_id)}", "GONE")

    def staff_in_list(self, partner_id: int, staff_id: int) -> IndexKey:
        return IndexKey(self._partner(partner_id), f"STAFF#{_n(staff_id)}")

    def staff_of(self, partner_id: int) -> Span:
        return Span.prefix(self._partner(partner_id), "STAFF#", index="gsi1")

    def staff_family(self, staff_id: int, family_id: int) -> Key:
        return Key(f"{self._c}#STAFF#{_n(staff_id)}", f"FAMILY#{_n(family_id)}")

    def staff_families(self, staff_id: int) -> Span:
        return Span.prefix(f"{self._c}#STAFF#{_n(staff_id)}", "FAMILY#")

    def staff_sign_out(self, staff_id: int, family_id: int) -> Key:
        return Key(f"{self._c}#STAFF#{_n(staff_id)}", f"SIGN_OUT#{_n(family_id)}")

    def voucher(self, voucher_id: int) -> Key:
        return Key(f"{self._c}#VOUCHER#{_n(voucher_id)}", "VOUCHER")

    def voucher_by_code(self, partner_id: int, code: str) -> IndexKey:
        return IndexKey(f"{self._partner(partner_id)}#VOUCHERS", f"CODE#{code}")

    def vouchers_by_code(self, partner_id: int, prefix: str = "") -> Span:
        return Span.prefix(f"{self._partner(partner_id)}#VOUCHERS", f"CODE#{prefix}", index="gsi1")

    def voucher_in_state(
        self, partner_id: int, state: str, expires: int | None, voucher_id: int
    ) -> IndexKey:
        # By expiry, so that the active and the expired are two runs of one order.
        moment = _n(MAX_ID if expires is None else expires)
        return IndexKey(
            f"{self._partner(partner_id)}#VOUCHERS#{state}", f"{moment}#{_n(voucher_id)}"
        )

    def vouchers_in_state(self, partner_id: int, state: str, now: int) -> Span:
        stored = "active" if state == "expired" else state
        pk = f"{self._partner(partner_id)}#VOUCHERS#{stored}"
        first = _n(now + 1) if state == "active" else _n(0)
        last = _n(now) if state == "expired" else _n(MAX_ID)
        return Span(pk, first, last + _END, index="gsi1")

    def voucher_tally(self, partner_id: int, expires: int | None, shard: int) -> Key:
        moment = "NEVER" if expires is None else _n(expires)
        return Key(self._partner(partner_id), f"VOUCHERS#{moment}#{shard}")

    def voucher_tallies(self, partner_id: int) -> Span:
        return Span.prefix(self._partner(partner_id), "VOUCHERS#")

    def spreadsheet(self, partner_id: int, kind: str, filters_hash: str) -> Key:
        """The making of one spreadsheet: of these rows there is one at a time."""
        return Key(self._partner(partner_id), f"SPREADSHEET#{kind}#{filters_hash}")

    def membership(self, user: UserId) -> Key:
        # In the member's own partition, so that an erasure finds it.
        return Key(self._user(user), "MEMBERSHIP")

    def membership_in_list(self, partner_id: int, user: UserId) -> IndexKey:
        return IndexKey(f"{self._partner(partner_id)}#MEMBERS", f"JOINED#{_n(user)}")

    def members_of(self, partner_id: int) -> Span:
        return Span.prefix(f"{self._partner(partner_id)}#MEMBERS", "JOINED#", index="gsi1")

    # ------------------------------------------------------------ products

    def _products(self, partner_id: int) -> str:
        return f"{self._partner(partner_id)}#PRODUCTS"

    def product(self, partner_id: int, product_id: int) -> Key:
        return Key(self._products(partner_id), f"PRODUCT#{_n(product_id)}")

    def products_of(self, partner_id: int) -> Span:
        return Span.prefix(self._products(partner_id), "PRODUCT#")

    def product_gone(self, partner_id: int, product_id: int) -> Key:
        """That a product was removed, for a while: a repeated attempt knows its own mark."""
        return Key(self._products(partner_id), f"GONE#{_n(product_id)}")

    def product_in_list(self, product_id: int) -> IndexKey:
        return IndexKey(f"{self._c}#PRODUCTS", f"PRODUCT#{_n(product_id)}")

    def products(self) -> Span:
        return Span.prefix(f"{self._c}#PRODUCTS", "PRODUCT#", index="gsi1")

    def product_by_id(self, product_id: int) -> Span:
        """The one product of an id, whichever partner's."""
        place = self.product_in_list(product_id)
        return Span(place.pk, place.sk, place.sk, index="gsi1")

    def product_total(self, shard: int) -> Key:
        return Key(f"{self._c}#PRODUCTS", f"TOTAL#{shard}")

    def product_totals(self) -> Span:
        return Span.prefix(f"{self._c}#PRODUCTS", "TOTAL#")

    # ------------------------------------------------------------ use by a partner's members

    def _use(self, partner_id: int) -> str:
        return f"{self._partner(partner_id)}#USE"

    def use_of_day(self, partner_id: int, day: date, shard: int) -> Key:
        return Key(self._use(partner_id), f"DAY#{day}#{shard}")

    def use_of_days(self, partner_id: int, first: date, last: date) -> Span:
        return Span(self._use(partner_id), f"DAY#{first}#", f"DAY#{last}#{_END}")

    def use_of_month(self, partner_id: int, month: str, shard: int) -> Key:
        return Key(self._use(partner_id), f"MONTH#{month}#{shard}")

    def use_of_months(self, partner_id: int, first: str, last: str) -> Span:
        return Span(self._use(partner_id), f"MONTH#{first}#", f"MONTH#{last}#{_END}")

    def use_of_week(self, partner_id: int, monday: date, shard: int) -> Key:
        return Key(self._use(partner_id), f"WEEK#{monday}#{shard}")

    def use_of_weeks(self, partner_id: int, first: date, last: date) -> Span:
        return Span(self._use(partner_id), f"WEEK#{first}#", f"WEEK#{last}#{_END}")

    def use_of_class(self, partner_id: int, month: str, class_id: int, shard: int) -> Key:
        return Key(f"{self._use(partner_id)}#CLASSES#{month}", f"CLASS#{_n(class_id)}#{shard}")

    def use_of_classes(self, partner_id: int, month: str) -> Span:
        return Span.prefix(f"{self._use(partner_id)}#CLASSES#{month}", "CLASS#")

    def cohort(self, partner_id: int, joined: str, active: str, shard: int) -> Key:
        return Key(self._use(partner_id), f"COHORT#{joined}#{active}#{shard}")

    def cohorts(self, partner_id: int, first: str, last: str) -> Span:
        return Span(self._use(partner_id), f"COHORT#{first}#", f"COHORT#{last}#{_END}")

    def member_count(self, partner_id: int, shard: int) -> Key:
        return Key(self._use(partner_id), f"MEMBERS#{shard}")

    # What one member used lies in the member's own partition, so that an erasure finds it.

    def use_of_member(self, user: UserId) -> Key:
        return Key(self._user(user), "USE")

    def member_day(self, user: UserId, day: date) -> Key:
        return Key(self._user(user), f"USE_DAY#{day}")

    def member_days(self, user: UserId) -> Span:
        return Span.prefix(self._user(user), "USE_DAY#")

    def member_month(self, user: UserId, month: str) -> Key:
        return Key(self._user(user), f"USE_MONTH#{month}")

    def member_place(self, user: UserId, order: str) -> Key:
        """That a member stands in a list of the partner's: its index key says where."""
        return Key(self._user(user), f"USE_PLACE#{order}")

    def member_word(self, user: UserId, word: str) -> Key:
        return Key(self._user(user), f"USE_WORD#{_text(word)}")

    def membership_gone(self, user: UserId) -> Key:
        """That a membership was ended, for a while: a repeated attempt knows its own mark."""
        return Key(self._user(user), "MEMBERSHIP_GONE")

    def by_name(self, partner_id: int, name: str, user: UserId) -> IndexKey:
        return IndexKey(f"{self._partner(partner_id)}#MEMBERS#NAME", f"{_text(name)}#{_n(user)}")

    def by_activity(self, partner_id: int, day: str, at_ms: int, user: UserId) -> IndexKey:
        # Two partitions: 50,000 members who start a class within a minute all move here.
        pk = f"{self._partner(partner_id)}#MEMBERS#ACTIVE#{user % 2}"
        return IndexKey(pk, f"{day}#{_n(at_ms)}#{_n(user)}")

    def by_watching(self, partner_id: int, minutes: int, user: UserId) -> IndexKey:
        pk = f"{self._partner(partner_id)}#MEMBERS#WATCHED#{user % 2}"
        return IndexKey(pk, f"{_n(minutes)}#{_n(user)}")

    def by_word(self, partner_id: int, word: str, user: UserId) -> IndexKey:
        return IndexKey(f"{self._partner(partner_id)}#MEMBERS#WORD", f"{_text(word)}#{_n(user)}")

    def members_by_name(self, partner_id: int) -> Span:
        return Span(f"{self._partner(partner_id)}#MEMBERS#NAME", " ", _END, index="gsi1")

    def members_by_activity(
        self, partner_id: int, first: str = "", last: str = _END
    ) -> tuple[Span, ...]:
        """Those whose last active day lies from `first` to before `last`; days as text."""
        pk = f"{self._partner(partner_id)}#MEMBERS#ACTIVE"
        return tuple(Span(f"{pk}#{half}", first or " ", last, index="gsi1") for half in range(2))

    def members_by_watching(self, partner_id: int) -> tuple[Span, ...]:
        pk = f"{self._partner(partner_id)}#MEMBERS#WATCHED"
        return tuple(Span(f"{pk}#{half}", " ", _END, index="gsi1") for half in range(2))

    def members_by_word(self, partner_id: int, beginning: str) -> Span:
        pk = f"{self._partner(partner_id)}#MEMBERS#WORD"
        return Span.prefix(pk, _text(beginning), index="gsi1")

    # ------------------------------------------------------------ billing

    def _bills(self, partner_id: int) -> str:
        return f"{self._partner(partner_id)}#BILLING"

    def report(self, partner_id: int, month: str) -> Key:
        return Key(self._bills(partner_id), f"REPORT#{month}")

    def reports_between(self, partner_id: int, first: str, last: str) -> Span:
        return Span(self._bills(partner_id), f"REPORT#{first}", f"REPORT#{last}")

    def billing_ledger(self, partner_id: int, month: str) -> Key:
        """What became of a due month: apart from the report, which there may be none of."""
        return Key(self._bills(partner_id), f"LEDGER#{month}")
