"""Day totals under parallel logging and deleting: always what the entries add up to."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from local.dynamodb_local import DynamoDbLocal
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Table, put
from stvos.errors import NotFound
from stvos.ids import new_id
from stvos.progress_logs.entries import (
    ENTRIES,
    Day,
    Drink,
    Entry,
    EntryKind,
    Meal,
    Measurement,
    Workout,
)
from stvos.progress_logs.repository import LogRepository

TENANT = ClientId(1)
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)
SUMS = ("workout_minutes", "calories_burned", "calories", "protein", "carbs", "fat", "water_ml")


@dataclass
class Diary:
    """A member's logs on the emulator, several devices at once."""

    logs: LogRepository

    def log(self, entry: Entry) -> None:
        self.logs.add(entry)

    def remove(self, entry: Entry) -> bool:
        try:
            self.logs.remove(entry.kind, entry.id, NOW)
        except NotFound:
            return False
        return True

    def entries(self) -> list[Entry]:
        found: list[Entry] = []
        for kind in EntryKind:
            page = self.logs.page(self.logs.span(kind, YESTERDAY, TODAY), 1000, None)
            found += [ENTRIES[kind].of_item(item) for item in page.items]
        return found

    def holds_what_its_entries_say(self) -> None:
        entries = self.entries()
        for day in (YESTERDAY, TODAY):
            of_day = [entry for entry in entries if entry.date == day]
            self._adds_up(self.logs.day(day), of_day)
        [year] = self.logs.years()
        assert year.logs == len(entries)
        assert year.active == {entry.date for entry in entries}
        assert year.water_ml == sum(e.amount_ml for e in entries if isinstance(e, Drink))

    @staticmethod
    def _adds_up(day: Day, entries: list[Entry]) -> None:
        assert day.logs == len(entries)
        for name in SUMS:
            amounts = [Decimal(str(entry.amounts().get(name, 0))) for entry in entries]
            assert Decimal(str(getattr(day, name))) == sum(amounts), name
        weighed = [e for e in entries if isinstance(e, Measurement) and e.weight_kg]
        last = max(weighed, key=lambda entry: entry.id).weight_kg if weighed else None
        assert day.weight_kg == last


@pytest.fixture
def diary(dynamodb_local: DynamoDbLocal, race_table: str) -> Diary:
    table, member = Table(race_table, dynamodb_local.client()), UserId(new_id())
    table.write(put(Keys(TENANT).user(member), {"type": "account", "id": member}))
    return Diary(LogRepository(table, TENANT, member))


def some_entry(chance: random.Random) -> Entry:
    made = {
        "id": new_id(),
        "date": chance.choice([TODAY, TODAY, YESTERDAY]),
        "created_at": NOW,
    }

    def amount() -> float:
        return chance.randint(1, 99_999) / 100

    match chance.choice(list(EntryKind)):
        case EntryKind.WORKOUT:
            minutes = chance.randint(1, 90)
            return Workout(**made, name="Run", duration_minutes=minutes, calories_burned=amount())
        case EntryKind.NUTRITION:
            eaten = {name: amount() for name in ("calories", "protein", "carbs", "fat")}
            return Meal(**made, meal_type="lunch", name="Rice", **eaten)
        case EntryKind.WATER:
            return Drink(**made, amount_ml=chance.randint(1, 999))
        case _:
            return Measurement(**made, weight_kg=amount())


def test_a_hundred_logs_at_once_add_up(diary: Diary) -> None:
    chance = random.Random(5)
    entries = [some_entry(chance) for _ in range(100)]

    with ThreadPoolExecutor(10) as devices:
        list(devices.map(diary.log, entries))

    assert {entry.id for entry in diary.entries()} == {entry.id for entry in entries}
    diary.holds_what_its_entries_say()


def test_logs_and_deletions_at_once_add_up_and_each_is_taken_back_once(diary: Diary) -> None:
    chance = random.Random(7)
    old = [some_entry(chance) for _ in range(40)]
    new = [some_entry(chance) for _ in range(60)]
    with ThreadPoolExecutor(10) as devices:
        list(devices.map(diary.log, old))
    removals = old[:30] * 2  # Each by two devices.
    chance.shuffle(removals)

    with ThreadPoolExecutor(10) as devices:
        logged = [devices.submit(diary.log, entry) for entry in new]
        removed = [devices.submit(diary.remove, entry) for entry in removals]
        for future in logged:
            future.result()
        taken_back = sum(future.result() for future in removed)

    assert taken_back == 30
    assert {e.id for e in diary.entries()} == {e.id for e in old[30:] + new}
    diary.holds_what_its_entries_say()


def test_a_day_that_is_emptied_is_as_if_nothing_had_been(diary: Diary) -> None:
    entries = [some_entry(random.Random(seed)) for seed in range(20)]
    with ThreadPoolExecutor(10) as devices:
        list(devices.map(diary.log, entries))
        list(devices.map(diary.remove, entries))

    empty = {day: Day(date=day) for day in (YESTERDAY, TODAY)}
    assert diary.logs.days(YESTERDAY, TODAY) == empty
    [year] = diary.logs.years()
    assert (year.logs, year.active) == (0, frozenset[date]())
