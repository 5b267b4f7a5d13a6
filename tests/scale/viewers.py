"""Members who watch, their heartbeats, and what must be counted of them in the end.

The states of their sessions are made by the program's own rules. What is expected is not: it is
added up here from when each of them plays, which is all that the figures mean.
"""

import random
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from stvos.clock import epoch_ms
from stvos.dynamodb.keys import ClientId, Key, Keys, UserId
from stvos.dynamodb.marshal import item_to_wire
from stvos.dynamodb.table import Item
from stvos.months import Month
from stvos.partners.attribution import Attribution
from stvos.usage.announcements import Announcement
from stvos.usage.models import MemberDay, MemberMonth, MemberUse
from stvos.viewing import watching
from stvos.viewing.models import Session, WatchedDay
from stvos.viewing.stream_marks import marked
from tests.scale.dynamodb import DynamoDb
from tests.scale.simulation import START

BEAT = 30.0


@dataclass
class Viewer:
    """One member who watches one class of `length` seconds, from `starts` for `lasts` seconds of
    simulated time. `is_active`: who was active today before.

    `waiting`: when the heartbeats were sent that are not counted yet.
    """

    tenant: int
    id: int
    partner: int | None
    class_id: int
    starts: float
    lasts: float
    length: int
    is_active: bool = False
    session: Session | None = None
    waiting: deque[float] = field(default_factory=deque)
    counted_at: list[float] = field(default_factory=list)

    @property
    def group(self) -> int:
        """The message group in which the member is counted."""
        return group_of(self.tenant, self.partner, self.id)

    @property
    def keys(self) -> Keys:
        return Keys(ClientId(self.tenant))

    def stored(self, joined: datetime) -> Iterator[Item]:
        """What is in the table of a member who joined long ago: they are counted and listed."""
        keys, user, today = self.keys, UserId(self.id), START.date()
        yield _item(keys.user(user), {"type": "account", "id": self.id})
        if self.is_active:
            watched = WatchedDay(day=today, sessions={1: 600_000})
            yield _item(keys.watched(user, today), watched.to_item() | {"type": "watched_day"})
        if self.partner is not None and self.is_active:
            day = MemberDay(day=today, version=1, active=True, last_ms=_epoch_ms(-600))
            month = MemberMonth(month=str(Month.of(today)), version=1, active=True)
            yield _item(keys.member_day(user, today), day.to_item() | {"type": "member_day"})
            key = keys.member_month(user, month.month)
            yield _item(key, month.to_item() | {"type": "member_month"})
        if self.partner is not None:
            use = MemberUse(
                user_id=self.id,
                partner_id=self.partner,
                joined_at=joined,
                joined_day=joined.date(),
                counted=True,
                listed_name=f"Member {self.id}",
                listed_words=("member", f"{self.id}"),
            )
            if self.is_active:
                shown = {"last_day": today, "listed_day": today, "listed_ms": _epoch_ms(0)}
                use = use.model_copy(update=shown)
            yield _item(keys.use_of_member(user), use.to_item() | {"type": "member_use"})

    # ------------------------------------------------------------ what is played

    def begin(self) -> Session:
        now = self._instant(self.starts)
        label = None if self.partner is None else Attribution(id=self.partner, zone="UTC")
        self.session = Session(
            id=self.id,
            class_id=self.class_id,
            class_name=f"Class {self.class_id}",
            category_id=self.class_id % 12,
            duration_seconds=self.length,
            zone="UTC",
            partner=label,
            device="phone",
            started_at=now,
            last_seen_at=now,
            checked_at=now,
            checked_family=self.id,
        )
        return self.session

    def beat(self, at: float) -> Session:
        """A heartbeat, or the last one with the end of the session, as V4 stores it."""
        before = self.session
        assert before is not None
        now, position_ms = self._instant(at), round(1000 * (at - self.starts))
        if at >= self.starts + self.lasts:
            after = watching.ended(before, position_ms, now)
        else:
            after = watching.heard(before, position_ms, now, seq=before.version)
        changed = marked(before, after, now).model_copy(update={"version": before.version + 1})
        self.session = changed
        self.waiting.append(at)
        return changed

    def beats(self) -> Iterator[float]:
        """When the heartbeats are sent; the last one ends the session."""
        at = self.starts + BEAT
        while at < self.starts + self.lasts:
            yield at
            at += BEAT
        yield self.starts + self.lasts

    def _instant(self, at: float) -> datetime:
        # In whole milliseconds, as the program's clock is.
        return START + timedelta(milliseconds=round(1000 * at))

    # ------------------------------------------------------------ the table

    @property
    def place(self) -> Key:
        return self.keys.session(UserId(self.id), self.id)

    def wire(self, session: Session) -> Item:
        more = {"type": "session", "user_id": self.id, "writer": "simulated.write"}
        key = self.place
        return item_to_wire(session.to_item() | more | {"pk": key.pk, "sk": key.sk})

    def store(self, model: DynamoDb, session: Session, at: float) -> None:
        place = self.place
        model.put_later((place.pk, place.sk), partial(self.wire, session))
        model.writes.add(place.pk, 1, at)

    def counted(self, until_ms: int, at: float) -> float:
        """Note a counting that knows the member's activity up to an instant; answers how long the
        oldest heartbeat of it had waited.
        """
        self.counted_at.append(at)
        oldest = 0.0
        while self.waiting and _epoch_ms(self.waiting[0]) <= until_ms:
            oldest = max(oldest, at - self.waiting.popleft())
        return oldest


def _epoch_ms(at: float) -> int:
    return epoch_ms(START) + round(1000 * at)


def _item(key: Key, item: Item) -> Item:
    return item_to_wire(item | {"pk": key.pk, "sk": key.sk, "writer": "before"})


@dataclass
class Expected:
    """What the counters of a partner must say in the end."""

    day: Counter[str]
    month: Counter[str]
    classes: dict[int, Counter[str]]

    @classmethod
    def of(cls, viewers: list[Viewer]) -> "Expected":
        day: Counter[str] = Counter()
        classes: dict[int, Counter[str]] = {}
        for viewer in viewers:
            watched_ms = round(1000 * viewer.lasts)
            own = Counter(watched_ms=watched_ms, plays=1)
            # Who ends it after 80 % says with that where the video ends.
            if watched_ms >= 800 * viewer.length:
                own["completions"] = 1
            day += own
            if watched_ms >= 60_000:
                day += Counter(active=1, latest=1)
            classes.setdefault(viewer.class_id, Counter()).update(own + Counter(people=1))
        month = day - Counter(latest=day["latest"])
        return cls(day, month, classes)


def crowd(
    number: int,
    tenant: int,
    partner: int | None,
    *,
    classes: int,
    within: float,
    lasts: tuple[float, float],
    length: int,
    seed: int,
    first_id: int = 10**12,
) -> list[Viewer]:
    """Members who start within so many seconds and watch for a while: half of them the same class,
    the others any of so many.
    """
    chance = random.Random(seed)
    return [
        Viewer(
            tenant,
            first_id + place,
            partner,
            1 if chance.random() < 0.5 else chance.randint(2, classes),
            starts=round(chance.uniform(0, within), 3),
            lasts=round(chance.uniform(*lasts), 3),
            length=length,
        )
        for place in range(number)
    ]


def neighbours(
    number: int, of: Sequence[Viewer], *, within: float, lasts: tuple[float, float], seed: int
) -> list[Viewer]:
    """Members of other brands in the message groups of a partner's, who were active today before:
    half of them members of small partners, the others of none.
    """
    groups = {viewer.group for viewer in of[:100]}
    drawn = crowd(number, 0, None, classes=1_000, within=within, lasts=lasts, length=300, seed=seed)
    found = 0
    for place in count():
        if found == number:
            break
        tenant, user = 1000 + place // 500, 2 * 10**12 + place
        partner = tenant if place % 2 else None
        if group_of(tenant, partner, user) in groups:
            one = drawn[found]
            one.tenant, one.id, one.partner, one.is_active = tenant, user, partner, True
            found += 1
    return drawn


def group_of(tenant: int, partner: int | None, user: int) -> int:
    """The message group in which a member is counted."""
    one = Announcement.model_construct(tenant=tenant, user=user, partner_id=partner, change="")
    return one.group


def month_of_start() -> Month:
    return Month.of(START.date())


def as_plain(use: Any) -> Counter[str]:
    """The figures of a count that are not zero."""
    figures = {f.name: getattr(use, f.name) for f in fields(use) if f.name != "category_id"}
    return Counter({name: figure for name, figure in figures.items() if figure})
