"""Of several agents that are sent to one room, one talks."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from livekit import rtc

from tests.unit.voice_agent.test_conversation import in_time
from voice_agent.other_agents import STATE, is_needed

AGENT = rtc.ParticipantKind.PARTICIPANT_KIND_AGENT
PAUSE = 0.005


@dataclass
class Someone:
    """A participant, as every room sees them."""

    identity: str
    kind: Any = AGENT
    attributes: dict[str, str] = field(default_factory=dict)

    async def set_attributes(self, attributes: dict[str, str]) -> None:
        self.attributes |= attributes


class SharedRoom:
    """A room as one of those sees it who are in it."""

    def __init__(self, me: Someone, people: list[Someone]) -> None:
        self.local_participant = me
        self._people = people

    @property
    def remote_participants(self) -> dict[str, Someone]:
        return {one.identity: one for one in self._people if one is not self.local_participant}


async def needed(me: Someone, people: list[Someone]) -> bool:
    return await is_needed(cast("rtc.Room", SharedRoom(me, people)), PAUSE)


async def entering(*identities: str, apart: float) -> dict[str, bool]:
    """Which of these agents talk, when one after the other comes."""
    people: list[Someone] = [Someone("mia", rtc.ParticipantKind.PARTICIPANT_KIND_STANDARD)]
    asked = {}
    for identity in identities:
        people.append(Someone(identity))
        asked[identity] = asyncio.create_task(needed(people[-1], people))
        await asyncio.sleep(apart)
    return {identity: await task for identity, task in asked.items()}


@pytest.mark.parametrize("identities", [("agent-a", "agent-b"), ("agent-b", "agent-a")])
def test_the_one_that_was_there_talks(identities: tuple[str, str]) -> None:
    first, second = identities

    assert in_time(entering(*identities, apart=3 * PAUSE)) == {first: True, second: False}


def test_of_two_that_see_each_other_wait_one_talks() -> None:
    async def both() -> list[bool]:
        people = [Someone("agent-b"), Someone("agent-a")]
        return await asyncio.gather(*(needed(one, people) for one in people))

    assert in_time(both()) == [False, True]


def test_a_spare_takes_over_when_the_first_has_gone() -> None:
    async def run() -> bool:
        first, spare = Someone("agent-a", attributes={STATE: "talking"}), Someone("agent-b")
        people = [first, spare]
        waiting = asyncio.create_task(needed(spare, people))
        await asyncio.sleep(3 * PAUSE)
        people.remove(first)
        return await waiting

    assert in_time(run())


def test_an_agent_alone_with_the_caller_says_that_it_is_ready() -> None:
    me = Someone("agent-a")

    assert in_time(needed(me, [me]))
    assert me.attributes == {STATE: "ready"}
