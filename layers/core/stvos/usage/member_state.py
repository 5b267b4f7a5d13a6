"""How facts change one member's state, and what the partner's counters gain by it.

Everything is pure; the writes are returned. State and facts are merged (larger figures, unions of
sets), so the order and the number of deliveries make no difference. The counters gain what the
state gained.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from stvos.clock import monday_of, week_of
from stvos.dynamodb.keys import ClientId, Key, Keys, UserId
from stvos.dynamodb.table import Attr, Item, Write, check, put
from stvos.errors import Conflict
from stvos.months import Month
from stvos.usage.facts import DayFacts, MemberFacts
from stvos.usage.gains import Gains
from stvos.usage.list_positions import ListPositions, is_outdated, words_of_member
from stvos.usage.models import ACTIVE_MS, MemberDay, MemberMonth, MemberUse, Viewed

# More than any person does in a day; a script must not make an item too large.
_MAX_SESSIONS = 200
_MAX_LOGS = 500
_MAX_CLASSES = 1_000


@dataclass(slots=True)
class Card:
    """The present name, address and code of a membership, for the lists."""

    name: str
    email: str
    voucher_code: str


@dataclass(slots=True)
class MemberState:
    """One membership, with the days and months that facts are about.

    The other days of a week are loaded too when a day of it that was not active yet is not the
    latest. `changed`: the days and months that must be stored.
    """

    use: MemberUse
    card: Card | None = None
    days: dict[date, MemberDay] = field(default_factory=dict)
    months: dict[Month, MemberMonth] = field(default_factory=dict)
    gains: Gains = field(default_factory=Gains)
    changed: set[date | Month] = field(default_factory=set)
    _before: MemberUse | None = None
    _viewing_ended: bool = False

    def __post_init__(self) -> None:
        self._before = self.use

    def apply(self, facts: MemberFacts) -> None:
        """Merge the facts into the state. Of a membership that has ended they are older than its
        end, which counted its beginning.
        """
        if facts.card and not self.use.counted:
            self.gains.count(self.use.joined_day, joined=1)
            self.gains.members += 1
            self._set(counted=True)
        self._viewing_ended = facts.viewing_ended
        for day, seen in sorted(facts.days.items()):
            self._apply_day(day, seen)
        if self.card is not None and self.use.left_at is None:
            words = words_of_member(self.card.name, self.card.email, self.card.voucher_code)
            if (self.use.listed_name, self.use.listed_words) != (self.card.name, words):
                self._set(listed_name=self.card.name, listed_words=words)

    # ------------------------------------------------------------ a day

    def _apply_day(self, day: date, seen: DayFacts) -> None:
        before = self.days.get(day, MemberDay(day=day))
        sessions, logs = dict(before.sessions), set(before.logs)
        for number, viewed in seen.sessions.items():
            known = sessions.get(number)
            if known is None and len(sessions) >= _MAX_SESSIONS:
                continue
            sessions[number] = known.merged_with(viewed) if known else viewed
            self._count_viewing(day, known, sessions[number])
        logs |= set(sorted(seen.logs - logs)[: _MAX_LOGS - len(logs)])
        if new_logs := len(logs) - len(before.logs):
            self.gains.count(day, logs=new_logs)
            self._set(logs=self.use.logs + new_logs)
        after = before.model_copy(
            update={
                "sessions": sessions,
                "logs": tuple(sorted(logs)),
                "last_ms": max(before.last_ms, seen.last_ms),
            }
        )
        if after == before:
            return
        gained = after.watched_ms - before.watched_ms
        if not before.active and (after.watched_ms >= ACTIVE_MS or after.logs):
            after = after.model_copy(update={"active": True})
            self._activate_day(day)
        if after.active:
            self._set(last_active_ms=max(self.use.last_active_ms, after.last_ms))
        self.days[day] = after
        self.changed.add(day)
        self._apply_month(Month.of(day), gained, logged=bool(after.logs))

    def _count_viewing(self, day: date, known: Viewed | None, now: Viewed) -> None:
        was = known or Viewed(class_id=now.class_id, class_name=now.class_name)
        gains = {
            "watched_ms": now.watched_ms - was.watched_ms,
            "plays": now.started - was.started,
            "completions": now.completed - was.completed,
        }
        if not any(gains.values()):
            return
        self.gains.count(day, **gains)
        self.gains.count_class(Month.of(day), now, **gains)
        self._set(**{name: getattr(self.use, name) + gain for name, gain in gains.items()})
        month = self._month(Month.of(day))
        if now.class_id not in month.classes and len(month.classes) < _MAX_CLASSES:
            self.gains.count_class(Month.of(day), now, people=1)
            self._set_month(Month.of(day), classes=(*month.classes, now.class_id))

    def _activate_day(self, day: date) -> None:
        self.gains.days[day]["active"] += 1
        self._set(active_days=self.use.active_days + 1)
        if not self._has_active_week(day):
            self.gains.weeks[monday_of(day)] += 1
        if is_latest(self.use, day):
            self._count_latest(day)
            self._set(last_day=day)

    def _count_latest(self, day: date) -> None:
        """Of present members only: the end of a membership takes its member off."""
        if self.use.left_at is None:
            if self.use.last_day:
                self.gains.days[self.use.last_day]["latest"] -= 1
            self.gains.days[day]["latest"] += 1

    def _has_active_week(self, day: date) -> bool:
        """Whether a day of this day's week was active before."""
        if is_latest(self.use, day):
            return self.use.last_day is not None and self.use.last_day >= monday_of(day)
        return any(self.days[other].active for other in week_of(day) if other in self.days)

    # ------------------------------------------------------------ a month

    def _apply_month(self, month: Month, gained_ms: int, *, logged: bool) -> None:
        known = self._month(month)
        if known.active:
            return
        watched_ms = known.watched_ms + gained_ms
        active = logged or watched_ms >= ACTIVE_MS
        if active:
            self.gains.months[month]["active"] += 1
            self.gains.cohorts[Month.of(self.use.joined_day), month] += 1
        if (watched_ms, active) != (known.watched_ms, known.active):
            self._set_month(month, watched_ms=watched_ms, active=active)

    def _month(self, month: Month) -> MemberMonth:
        return self.months.get(month, MemberMonth(month=str(month)))

    def _set_month(self, month: Month, **changes: object) -> None:
        self.months[month] = self._month(month).model_copy(update=changes)
        self.changed.add(month)

    def _set(self, **changes: object) -> None:
        self.use = self.use.model_copy(update=changes)

    # ------------------------------------------------------------ the writes

    def writes(self, tenant: ClientId) -> list[Write]:
        """The writes that store the state, each conditional on the version that was read; none when
        nothing changed.
        """
        moves = list(self._moves(tenant))
        if not self.changed and self.use == self._before:
            return []
        keys, user = Keys(tenant), UserId(self.use.user_id)
        writes = [_stored(keys.use_of_member(user), self.use, "member_use")]
        for period in self.changed:
            if isinstance(period, Month):
                key = keys.member_month(user, str(period))
                writes.append(_stored(key, self.months[period], "member_month"))
            else:
                key = keys.member_day(user, period)
                writes.append(_stored(key, self.days[period], "member_day"))
        return [*writes, *moves]

    def _moves(self, tenant: ClientId) -> Iterator[Write]:
        before, keys, user = self._before, Keys(tenant), UserId(self.use.user_id)
        assert before is not None
        positions = ListPositions(tenant, self.use.partner_id, user)
        begins = self.use.counted and not before.counted
        if self.use.left_at is None and (
            begins or is_outdated(self.use, viewing_ended=self._viewing_ended)
        ):
            yield from positions.by_use(self.use)
            self._set(
                listed_day=self.use.last_day,
                listed_ms=self.use.last_active_ms,
                listed_minutes=self.use.watched_minutes,
            )
        name = self.use.listed_name
        if name is not None and (name, self.use.listed_words) != (
            before.listed_name,
            before.listed_words,
        ):
            yield check(keys.membership(user), Attr("name").eq(name), Conflict())
            yield from positions.by_name(name, self.use.listed_words, before.listed_words)


def is_latest(use: MemberUse, day: date) -> bool:
    """Whether a day is later than every active one."""
    return use.last_day is None or day > use.last_day


def _stored(key: Key, entity: MemberUse | MemberDay | MemberMonth, kind: str) -> Write:
    """The write of a whole item, if it still has the version that was read."""
    item: Item = entity.model_copy(update={"version": entity.version + 1}).to_item()
    unchanged = Attr("version").eq(entity.version) if entity.version else Attr("pk").not_exists()
    return put(key, item | {"type": kind}, only_if=unchanged, refusal=Conflict())
