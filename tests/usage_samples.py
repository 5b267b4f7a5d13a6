"""A partner with members, and what the stream tells of them, for the tests of use."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, pairwise
from typing import Any

from stvos.accounts.models import Account
from stvos.clock import day_of
from stvos.dynamodb.changes import Change
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.marshal import item_to_wire
from stvos.dynamodb.table import Item, put
from stvos.ids import new_id
from stvos.partners.attribution import Attribution
from stvos.usage.announcements import Announcement
from stvos.usage.class_counters import ClassCounters
from stvos.usage.counters import PartnerCounters
from stvos.usage.counting import UseCounter
from stvos.usage.memberships import Joining, Memberships
from stvos.usage.models import MemberUse
from stvos.viewing.models import Session, Status
from tests.viewing_samples import session_change
from tests.world import Member, World

_sequence = count(1_000_000)


def announced(records: Iterable[dict[str, Any]]) -> list[Announcement]:
    """What the stream announces, with what counts nothing left out."""
    found = [Announcement.of(Change.of_record(record)) for record in records]
    return [one for one in found if one]


def nothing(record: dict[str, Any]) -> None:
    raise AssertionError(f"set aside: {record}")


@dataclass
class Company:
    """A partner of a zone, and what happens at it. Made as far as the stream looks, unless the
    partner is there already.
    """

    world: World
    zone: str = "UTC"
    id: int = field(default_factory=new_id)

    def __post_init__(self) -> None:
        key = self.world.keys.partner(self.id)
        if self.world.table.find(key) is None:
            partner = {"type": "partner", "billing": {"timezone": self.zone}}
            self.world.table.write(put(key, partner))

    @property
    def label(self) -> Attribution:
        return Attribution(id=self.id, zone=self.zone)

    @property
    def counters(self) -> PartnerCounters:
        return PartnerCounters(self.world.table, self.world.tenant, self.id)

    @property
    def classes(self) -> ClassCounters:
        return ClassCounters(self.world.table, self.world.tenant, self.id)

    def account(self, joined: datetime, name: str = "Eva Example") -> Account:
        """An account that joined; the stream was not told yet."""
        number = new_id()
        account = Account(
            id=number,
            client_id=self.world.tenant,
            email=f"member-{number}@example.com",
            name=name,
            password_hash="",
            created_at=joined,
            partner_id=self.id,
        )
        by = Joining(self.id, self.zone, new_id(), f"ACME-{number}")
        key = self.world.keys.user(UserId(number))
        self.world.table.transact(
            put(key, account.to_item() | {"type": "account"}),
            *Memberships(self.world.table, self.world.tenant).begin(account, by, joined),
        )
        return account

    def member(self, joined: datetime, name: str = "Eva Example") -> Member:
        """A member of whom the stream has told that they joined."""
        member = self.told_of(self.account(joined, name))
        self.tell(self.joined(member))
        return member

    def told_of(self, account: Account) -> Member:
        """An account as the stream's records name it."""
        return Member(account.id, account.email, "", "", self.world.key, self.world.tenant)

    def crowd(self, people: int, joined: datetime) -> list[Member]:
        """Many members at once."""
        return [self.member(joined, f"Member {number}") for number in range(people)]

    def watches(self, member: Member, at: datetime, minutes: float, **what: Any) -> None:
        """A member watches so long, and the stream tells it."""
        self.tell(*self.watched(member, at, [(60 * minutes, 60 * minutes)], **what))

    def joined(self, member: Member) -> dict[str, Any]:
        """The record of the membership as it is stored."""
        key = self.world.keys.membership(UserId(member.id))
        item = self.world.table.find(key, consistent=True)
        assert item is not None
        return _record(item)

    def logged(self, member: Member, at: datetime, number: int | None = None) -> dict[str, Any]:
        """The record of a log made at a moment, for whatever day it was made."""
        number = number or new_id()
        key = self.world.keys.log(UserId(member.id), "water", at.date(), number)
        item = {
            "id": number,
            "date": at.date().isoformat(),
            "created_at": at.isoformat(),
            "partner": {"id": self.id, "zone": self.zone},
            "type": "log",
            "user_id": member.id,
        }
        return _record(item | {"pk": key.pk, "sk": key.sk})

    def watched(
        self,
        member: Member,
        at: datetime,
        beats: list[tuple[float, float]],
        *,
        class_id: int = 7,
        category_id: int | None = None,
        completes: bool = False,
    ) -> list[dict[str, Any]]:
        """The records of a session: each beat is (seconds later, seconds watched since)."""
        states: list[Session | None] = [None, self.started(at, class_id, category_id)]
        for place, (later, seconds) in enumerate(beats):
            done = completes and place + 1 == len(beats)
            states.append(self.after(states[-1], later, seconds, completes=done))
        return [
            session_change(self.world, member, before, after)
            for before, after in pairwise(states)
            if after
        ]

    def started(self, at: datetime, class_id: int, category_id: int | None) -> Session:
        return Session(
            id=new_id(), class_id=class_id, class_name=f"Class {class_id}", category_id=category_id,
            duration_seconds=3600,
            zone="UTC", partner=self.label, started_at=at, last_seen_at=at,
        )  # fmt: skip

    def after(
        self, session: Session | None, later: float, seconds: float, *, completes: bool
    ) -> Session:
        assert session is not None
        now = session.last_seen_at + timedelta(seconds=later)
        day, gained = day_of(now, self.zone).isoformat(), round(seconds * 1000)
        days = dict(session.partner_days)
        if gained:
            days[day] = days.get(day, 0) + gained
        more = {"status": Status.COMPLETED, "completed_at": now} if completes else {}
        own_day = day_of(now, session.zone).isoformat()
        own = session.days | {own_day: session.days.get(own_day, 0) + gained}
        return session.model_copy(
            update={
                "last_seen_at": now,
                "watched_ms": session.watched_ms + gained,
                "days": own if gained else session.days,
                "partner_days": days,
                "version": session.version + 1,
                **more,
            }
        )

    def tell(self, *records: dict[str, Any]) -> None:
        """Let the counting follow as if each record was announced; nothing may fail."""
        assert UseCounter(self.world.table).count(announced(records)) == set()

    def use_of(self, member: Member) -> MemberUse:
        key = self.world.keys.use_of_member(UserId(member.id))
        item = self.world.table.find(key, consistent=True)
        assert item is not None
        return MemberUse.of_item(item)


def _record(item: Item) -> dict[str, Any]:
    told = {
        "Keys": item_to_wire({"pk": item["pk"], "sk": item["sk"]}),
        "NewImage": item_to_wire(item),
        "SequenceNumber": str(next(_sequence)),
    }
    return {"eventName": "INSERT", "dynamodb": told}
