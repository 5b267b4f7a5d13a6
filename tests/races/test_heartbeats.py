"""Many players at once: no second is lost, none counts twice, one class is one session."""

import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Barrier
from typing import Any
from unittest.mock import patch

import pytest

from local.dynamodb_local import DynamoDbLocal
from stvos.accounts.models import Account
from stvos.catalogue.models import FitnessClass
from stvos.catalogue.plays import PlayCounts
from stvos.clock import epoch_ms, utc_now
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Table, put
from stvos.errors import Conflict, NotFound
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.viewing.models import Session, Status
from stvos.viewing.repository import SessionRepository
from stvos.viewing.requests import ProgressBody, StartBody
from stvos.viewing.service import Player, Started, Viewings
from stvos.viewing.watched_days import WatchedDays
from tests.viewing_samples import add_class

MEMBERS = 200
BEATS = 1_000
THREADS = 24
REPLACE = SessionRepository.replace


class Brand:
    """A client with one class of an hour, and members who watch it."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.tenant = ClientId(new_id())
        self.chosen: FitnessClass = add_class(table, self.tenant, duration=60)

    def member(self) -> Player:
        number = new_id()
        account = Account(
            id=number,
            client_id=self.tenant,
            email=f"{number}@example.com",
            name="Mia Member",
            password_hash="none",
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        key = Keys(self.tenant).user(UserId(number))
        self.table.write(
            put(key, account.to_item() | {"type": "account"}, unless_exists=Conflict())
        )
        # Signed in a minute ago: for three more no heartbeat looks at the sign-in, which is none.
        principal = Principal(
            kind="user",
            tenant=self.tenant,
            user_id=UserId(number),
            role="user",
            issued_ms=epoch_ms(utc_now()) - 60_000,
        )
        return Player(self.table, principal, account)

    def start(self, player: Player) -> Started:
        return player.start(StartBody(class_id=self.chosen.id))


@pytest.fixture
def brand(dynamodb_local: DynamoDbLocal, race_table: str) -> Brand:
    return Brand(Table(race_table, dynamodb_local.client()))


def in_parallel(tasks: Iterable[Callable[[], Any]], threads: int = THREADS) -> list[Any]:
    """Run tasks in parallel; an error of one is an error of the test."""
    with ThreadPoolExecutor(threads) as pool:
        return [future.result() for future in [pool.submit(task) for task in tasks]]


def a_beat(chance: random.Random) -> ProgressBody:
    """A heartbeat with up to four stretches, which overlap those of others."""
    starts = [chance.randrange(0, 400) for _ in range(chance.randint(1, 4))]
    segments = [[start, start + chance.randint(0, 60)] for start in starts]
    return ProgressBody.model_validate({"positionSeconds": segments[-1][1], "segments": segments})


def test_a_thousand_heartbeats_at_once_count_what_the_reference_counts(brand: Brand) -> None:
    chance = random.Random(20261123)
    players = [brand.member() for _ in range(MEMBERS)]
    numbers = [
        started.session.id for started in in_parallel(partial(brand.start, p) for p in players)
    ]
    told = [(place, a_beat(chance)) for place in range(MEMBERS) for _ in range(BEATS // MEMBERS)]
    watched: list[set[int]] = [set() for _ in players]
    for place, beat in told:
        for start, end in beat.segments or []:
            watched[place] |= set(range(int(start), int(end)))

    with patch.object(SessionRepository, "replace", autospec=True) as replace:
        replace.side_effect = REPLACE
        in_parallel(partial(players[place].heartbeat, numbers[place], beat) for place, beat in told)

    sessions = [player.session(n) for player, n in zip(players, numbers, strict=True)]
    assert replace.call_count > len(told) == BEATS, "no two heartbeats ever met"
    assert [s.watched_ms // 1000 for s in sessions] == [len(seconds) for seconds in watched]
    assert [sum(s.days.values()) for s in sessions] == [s.watched_ms for s in sessions]


def test_of_numbered_heartbeats_at_once_the_newest_decides_the_place(brand: Brand) -> None:
    player = brand.member()
    number = brand.start(player).session.id
    beats = [
        ProgressBody.model_validate({"positionSeconds": seq * 10, "seq": seq})
        for seq in range(1, 21)
    ]
    random.Random(7).shuffle(beats)

    in_parallel((partial(player.heartbeat, number, beat) for beat in beats), threads=4)

    session = player.session(number)
    assert (session.seq, session.position_ms) == (20, 200_000)


def test_parallel_starts_of_a_class_give_one_session(brand: Brand) -> None:
    players = [brand.member() for _ in range(10)]
    for player in players:
        line = Barrier(8)

        def start(line: Barrier = line, player: Player = player) -> Started:
            line.wait()
            return brand.start(player)

        started: list[Started] = in_parallel([start] * 8, threads=8)

        assert len({s.session.id for s in started}) == 1
        assert [s.is_new for s in started].count(True) == 1
        sessions = SessionRepository(brand.table, brand.tenant, player._principal.user)
        kept = list(brand.table.all(sessions.between("UTC", None, None)))
        assert len(kept) == 1


def test_heartbeats_during_an_end_are_neither_lost_nor_doubled(brand: Brand) -> None:
    for _ in range(10):
        player = brand.member()
        number = brand.start(player).session.id
        beats: list[Callable[[], Session]] = [
            partial(
                player.heartbeat,
                number,
                ProgressBody.model_validate(
                    {"positionSeconds": 0, "segments": [[start, start + 40]]}
                ),
            )
            for start in range(0, 150, 30)
        ]

        in_parallel([*beats, partial(player.end, number, None)], threads=6)

        session = player.session(number)
        assert session.watched_ms == 160_000
        assert session.status in {Status.ACTIVE, Status.ENDED}


def test_a_start_during_an_erasure_leaves_no_session(brand: Brand) -> None:
    player = brand.member()
    user = player._principal.user
    key = {"pk": Keys(brand.tenant).user(user).pk, "sk": "USER"}
    brand.table._dynamodb.delete_item(
        TableName=brand.table.name, Key={name: {"S": value} for name, value in key.items()}
    )

    with pytest.raises(Exception, match="token"):
        brand.start(player)

    assert not list(brand.table.all(Keys(brand.tenant).everything_of(user), consistent=True))
    with pytest.raises(NotFound):
        Viewings.session(player, 1)


def test_changes_told_at_once_count_once(brand: Brand) -> None:
    player = brand.member()
    user = player._principal.user
    days = WatchedDays(brand.table, brand.tenant, user)
    counts = PlayCounts(brand.table, brand.tenant)
    today, now = date(2026, 11, 23), datetime.now(UTC)
    shares = [(session, share * 1000) for session in range(1, 7) for share in range(1, 11)] * 2
    random.Random(3).shuffle(shares)

    def raise_to(session: int, share: int) -> None:
        while True:
            item = brand.table.find(Keys(brand.tenant).watched(user, today), consistent=True)
            stored = {today: item} if item else {}
            with suppress(Conflict):
                if writes := days.raising({today: {session: share}}, stored):
                    brand.table.transact(*writes)
                return

    in_parallel(partial(raise_to, session, share) for session, share in shares)
    in_parallel(
        (partial(counts.count, dict.fromkeys(range(1, 31), 7), now) for _ in range(6)), threads=6
    )

    assert days.seconds(today, today + timedelta(days=1)) == {today: 60}
    assert counts.totals() == {7: 30}
