"""Recommending a coach among 500, and handing out the token of a voice room."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from local.bench.availability import Stopwatch
from local.bench.marketplace import MADE, TENANT, market
from local.bench.page import Section, marked, table

if TYPE_CHECKING:
    from stvos.providers.video_rooms import VoiceAgent

TRAINERS = 500
RECOMMENDED_MS, QUERIES, TOKEN_MS = 15.0, 3, 5.0
_ROUNDS, _WARM_UP, _FIRST = 300, 30, 40
_WHAT = ("Strength", "Yoga", "Weight loss", "Running", "Mobility", "Nutrition", "Pilates", "Boxing")
_LANGUAGES = ("English", "German", "French", "Spanish")
_ANSWERS: dict[str, Any] = {
    "fitness_goal": "Build muscle and sleep better",
    "fitness_level": "beginner",
    "workout_days": ["mon", "wed", "sat"],
    "workout_times": ["morning", "evening"],
    "languages": ["English"],
    "timezone": "Europe/London",
    "budget": 45.0,
    "currency": "EUR",
}


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one thing that is asked: as it was waited for, of the process, and of ours
    alone.
    """

    elapsed: list[float]
    whole: list[float]
    own: list[float]
    calls: int

    def row(self, name: str, of_own: float | None, of_whole: float | None) -> list[str]:
        return [
            name,
            marked(median(self.own), of_own),
            marked(median(self.whole), of_whole, "{:.1f}"),
            f"{median(self.elapsed):.1f}",
            f"{quantiles(self.elapsed, n=20)[-1]:.1f}",
            f"{self.calls}",
        ]


class _NoRooms:
    """A server of rooms that takes no time."""

    def create_room(
        self, name: str, *, metadata: str, empty_for: timedelta, agent: "VoiceAgent | None" = None
    ) -> None:
        pass

    def delete_room(self, name: str) -> None:
        pass


def run(missing: list[str]) -> list[Section]:
    watches: list[Stopwatch] = []

    def watched(client: Any) -> Stopwatch:
        watches.append(Stopwatch(client))
        return watches[-1]

    with market(watched) as store:
        watch = watches[0]
        session = _fill(store)
        kept, anew = _recommending(store, watch, session)
        first, again = _tokens(store, watch)
    for name, figure, most in (
        ("recommending, p50 ms", median(kept.whole), RECOMMENDED_MS),
        ("recommending, calls", anew.calls, QUERIES),
        ("voice token, own ms", median(first.own), TOKEN_MS),
        ("voice token again, own ms", median(again.own), TOKEN_MS),
    ):
        if figure > most:
            missing.append(f"onboarding: {name}: {figure:.1f} of {most:g}")
    rows = [
        kept.row("recommend, trainers kept", None, RECOMMENDED_MS),
        anew.row("recommend, trainers read", None, None),
        first.row("first token of a session", TOKEN_MS, None),
        again.row("token again", TOKEN_MS, None),
    ]
    columns = ["", "own ms", "processor ms", "elapsed ms", "p95", "DynamoDB calls"]
    text = f"""
Targets: among {TRAINERS} trainers p50 {RECOMMENDED_MS:g} ms and {QUERIES} queries; a token's own
time {TOKEN_MS:g} ms beside LiveKit's. {_ROUNDS} recommendations and {_FIRST} that read the trainers
anew, as the first of a process and brand in ten seconds does; {_ROUNDS} tokens each.

{table(columns, rows)}

Medians. DynamoDB Local answers, beside whatever else the machine does ("elapsed"); "processor" is
the process's time, "own" that without its DynamoDB client's. Of the reading, most is
unpacking what {TRAINERS} trainers have. The server of rooms is one that takes no time; the agent's
token is made and signed as well.
"""
    return [Section("Onboarding", "onboarding", text)]


def _fill(store: Any) -> str:
    """A brand with trainers who differ; answers the id of a newcomer's session."""
    from stvos.clients.models import Client
    from stvos.clients.repository import ClientRepository

    made = Client(id=TENANT, name="Brand", slug="brand", created_at=MADE, updated_at=MADE)
    ClientRepository(store).add(made)
    for number in range(1, TRAINERS + 1):
        _add_trainer(store, number)
    return _new_session(store)


def _add_trainer(store: Any, number: int) -> None:
    from stvos.catalogue.models import Trainer
    from stvos.dynamodb.keys import ClientId, Keys
    from stvos.dynamodb.table import put
    from stvos.trainers.models import WEEKDAYS, Schedule, Service, WeeklyHours
    from stvos.trainers.repository import ScheduleRepository

    trainer = Trainer(
        id=number,
        name=f"Trainer {number}",
        specialisations=(_WHAT[number % 8], _WHAT[number % 7]),
        languages=(_LANGUAGES[number % 4],),
        timezone=("Europe/London", "Europe/Berlin", "America/New_York")[number % 3],
        created_at=MADE,
        updated_at=MADE,
    )
    key = Keys(ClientId(TENANT)).content_trainer(number)
    store.write(put(key, trainer.to_item() | {"type": "trainer"}))
    price = f"{20 + number % 60}"
    service = Service.model_validate(
        {"id": 1, "name": "Talk", "duration": 60, "price": price, "currency": "EUR"}
    )
    days, opens = WEEKDAYS[number % 3 :], 6 * 60 + number % 9 * 60
    after = Schedule(
        trainer_id=number,
        weekly=tuple(WeeklyHours(day=day, start=opens, end=opens + 360) for day in days),
        services=(service,),
        updated_at=MADE,
    )
    ScheduleRepository(store, ClientId(TENANT)).replace(Schedule(trainer_id=number), after)


def _new_session(store: Any) -> str:
    from stvos.dynamodb.keys import ClientId
    from stvos.ids import new_id, new_token
    from stvos.onboarding.models import AnswerSource, Given, OnboardingSession
    from stvos.onboarding.repository import OnboardingSessions

    now = datetime.now(UTC)
    given = {
        field: Given(value=value, source=AnswerSource.FORM, confirmed=True, at=1)
        for field, value in _ANSWERS.items()
    }
    session = OnboardingSession(id=new_token(24), room_id=new_id(), answers=given, created_at=now)
    OnboardingSessions(store, ClientId(TENANT)).add(session)
    return session.id


def _recommending(store: Any, watch: Stopwatch, session: str) -> tuple[Measured, Measured]:
    """With the trainers that the process keeps, and reading them."""
    from stvos.dynamodb.keys import ClientId
    from stvos.onboarding import coaches
    from stvos.onboarding.answers import CoachesAnswer
    from stvos.onboarding.recommending import CoachFinder

    finder = CoachFinder(store, ClientId(TENANT))

    def ask() -> None:
        found = finder.recommend_for(session, 5)
        CoachesAnswer.of(found).model_dump_json(by_alias=True)

    def ask_anew() -> None:
        coaches._kept.clear()
        ask()

    anew = _measured(ask_anew, watch, _FIRST)
    with patch.object(coaches, "KEPT_SECONDS", 600.0):
        return _measured(ask, watch, _ROUNDS), anew


def _tokens(store: Any, watch: Stopwatch) -> tuple[Measured, Measured]:
    """The first one of a session, which begins its talk, and another."""
    from stvos.dynamodb.keys import ClientId
    from stvos.onboarding.voice import Agent
    from stvos.onboarding.voice_answers import VoiceRoomAnswer
    from stvos.onboarding.voice_onboarding import VoiceOnboarding
    from stvos.providers.video_rooms import Livekit
    from stvos.rooms.repository import RoomRepository
    from stvos.rooms.service import Rooms

    tenant = ClientId(TENANT)
    livekit = Livekit("ws://127.0.0.1:9", "key", "a-secret-of-a-benchmark-for-livekit")
    rooms = Rooms(tenant, RoomRepository(store, tenant), livekit, _NoRooms)
    sessions = [_new_session(store) for _ in range(_ROUNDS + _WARM_UP)]
    left = iter(sessions)
    addresses = (f"198.51.{n // 200}.{n % 200}" for n in range(10_000))

    def ask(session: str) -> None:
        voice = VoiceOnboarding(store, Agent(tenant, "-"), next(addresses), rooms)
        VoiceRoomAnswer.of(voice.enter(session)).model_dump_json(by_alias=True)

    with _signing():
        first = _measured(lambda: ask(next(left)), watch, _ROUNDS)
        return first, _measured(lambda: ask(sessions[0]), watch, _ROUNDS)


@contextmanager
def _signing() -> Iterator[None]:
    """A signing key as a process holds it for five minutes."""
    from stvos.identity import agent_tokens, secrets_store
    from stvos.identity.secrets_store import SigningKey

    secret = "a-secret-of-a-benchmark-for-the-tokens"  # noqa: S105

    class Held:
        def current(self) -> SigningKey:
            return SigningKey("bench", secret)

        def values(self) -> list[str]:
            return [secret]

    with (
        patch.object(agent_tokens, "signing_keys", Held),
        patch.object(secrets_store, "signing_keys", Held),
    ):
        yield


def _measured(ask: Callable[[], None], watch: Stopwatch, rounds: int) -> Measured:
    elapsed, whole, own = [], [], []
    for number in range(rounds + min(_WARM_UP, rounds)):
        watch.seconds, watch.calls = 0.0, 0
        before, since = time.process_time(), time.perf_counter()
        ask()
        if number >= min(_WARM_UP, rounds):
            elapsed.append((time.perf_counter() - since) * 1000)
            whole.append((time.process_time() - before) * 1000)
            own.append(whole[-1] - watch.seconds * 1000)
    return Measured(elapsed, whole, own, watch.calls)
