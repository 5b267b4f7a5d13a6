"""What the voice agent adds to a caller's sound, and what a talk takes: `local.bench agent`."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from statistics import linear_regression, median, quantiles

from local.bench.page import Section, marked, table
from local.bench.voice_processes import child, megabytes_below, talk_room, worker
from local.bench.voice_rooms import BurstCaller

ADDED_MS = 60.0
_FRAMES = 2_000
_ROOMS, _BURSTS, _SETTLING_BURSTS = 4, 20, 4
_TALKS = (0, 1, 2, 4, 8)
# So that a process for the next talk is there again, and memory is what it stays.
_SETTLING_SECONDS = 8.0
_MIRROR = "mirror"


@dataclass(frozen=True)
class Starts:
    """Seconds from the request for an agent until it is in the room, and until it is heard."""

    entered: list[float]
    heard: list[float]


def run(missing: list[str]) -> list[Section]:
    """An added latency over its target is added to `missing`."""
    with child("echo") as echo, child("stand-ins") as stand_ins:
        address, certificate = str(echo["address"]), str(stand_ins["certificate"])
        usual: dict[str, str] = stand_ins["parameters"]
        with child("frames", address, str(_FRAMES)) as frames:
            own, bare = frames["own"], frames["bare"]
        url, api = usual["LivekitUrl"], f"{address}/api"
        with worker(usual | {"HumeApiBase": address}, api, certificate):
            found = asyncio.run(_rooms(url))
        with worker(usual, api, certificate) as process:
            memory, starts = asyncio.run(_talks(url, process.pid))
    bursts = [burst for room in found for burst in room]
    agent, mirror = [by_agent for by_agent, _ in bursts], [alone for _, alone in bursts]
    added = [by_agent - alone for by_agent, alone in bursts]
    by_room = sorted(median(by_agent - alone for by_agent, alone in room) for room in found)
    if median(added) > ADDED_MS:
        missing.append(f"agent: added latency, p50 ms: {median(added):.0f} of {ADDED_MS:g}")
    a_talk, idle = linear_regression(list(memory), list(memory.values()))
    classes = [_row(name, times, "{:.2f}") for name, times in (("agent", own), ("floor", bare))]
    rooms = [
        [*_row("agent", agent), f"{median(agent) / median(mirror):.2f}"],
        [*_row("floor", mirror), "1"],
        ["added", marked(median(added), ADDED_MS, "{:.0f}"), *_row("", added)[2:], ""],
    ]
    text = f"""
Target: at most {ADDED_MS:g} ms (p50) from the caller's frame to EVI and back, beyond what rooms and
clients take by themselves.

Through the rooms: a caller plays {_ROOMS * _BURSTS} bursts of a tone in {_ROOMS} rooms of LiveKit's
stand-in, and hears each come back twice: from the agent's process, over a service that speaks EVI's
wire and echoes what is not silent, and from a participant that plays what it hears and does nothing
else, which is the floor. Both are in the room together. "Added" is the difference for each burst,
of the {len(bursts)} that came back on both ways; by rooms, its p50 is
{", ".join(f"{one:.0f}" for one in by_room)}. Most of the milliseconds are buffers against jitter,
two on each way, which grow on a busy machine, and all that is measured here runs on this one.

{table(["bursts, ms", "p50", "p95", "most", "× floor"], rooms)}

In the agent's classes alone: from a frame of 20 ms that `Conversation` hears until the echoed one
is handed to playback, {_FRAMES:,} frames at real pace. The floor sends the same bytes over a bare
WebSocket of aiohttp, in between. × floor: {median(own) / median(bare):.2f}.

{table(["frames, ms", "p50", "p95", "most"], classes)}

What else is added is the wait for a frame to be full (20 ms, where the floor has 10), the queue
that lets the agent be interrupted, with what gathers in it while the processor is busy, and larger
buffers against jitter behind more processes.

The proportional memory of the agent's processes, with so many talks under way in which the
service's stand-in hears and speaks:

{table(["talks", *map(str, memory)], [["MB", *(f"{mb:.0f}" for mb in memory.values())]])}

That is {a_talk:.0f} MB for each talk, and {idle:.0f} MB without one, with a process that waits for
the next. From the request for an agent until it is in the room it takes
{median(starts.entered):.2f} s (most {max(starts.entered):.2f}), until its voice is heard there
{median(starts.heard):.2f} s (most {max(starts.heard):.2f}), in {len(starts.heard)} talks.
"""
    return [Section("Voice agent", "agent", text)]


def _row(name: str, times: Sequence[float], form: str = "{:.0f}") -> list[str]:
    figures = (median(times), quantiles(times, n=20)[-1], max(times))
    return [name, *(form.format(figure) for figure in figures)]


async def _rooms(url: str) -> list[list[tuple[float, float]]]:
    return [await _bursts(url) for _ in range(_ROOMS)]


async def _bursts(url: str) -> list[tuple[float, float]]:
    """Milliseconds of each burst in one room: by way of the agent, and by the mirror."""
    caller = BurstCaller()
    async with AsyncExitStack() as stack:
        room = await stack.enter_async_context(talk_room(url))
        await caller.enter(url, room.token())
        stack.push_async_callback(caller.leave)
        await room.send_agent()
        await caller.hears(1)
        [agent] = caller.others
        # As an agent, so that the agent does not hear it; it has seen that it is alone.
        starting = child("mirror", url, room.token(_MIRROR, "agent"))
        await asyncio.to_thread(starting.__enter__)
        stack.callback(starting.__exit__, None, None, None)
        await caller.hears(2)
        await caller.delays(_SETTLING_BURSTS)
        delays = await caller.delays(_BURSTS)
    return [
        (1000 * by_agent, 1000 * alone)
        for by_agent, alone in zip(delays[agent], delays[_MIRROR], strict=True)
        if by_agent and alone
    ]


async def _talks(url: str, pid: int) -> tuple[dict[int, float], Starts]:
    """The memory of the agent's processes for each number of talks."""
    memory, starts, callers = {}, Starts([], []), list[BurstCaller]()
    async with AsyncExitStack() as stack:
        for wanted in _TALKS:
            while len(callers) < wanted:
                callers.append(await _start_talk(url, stack, starts))
            await asyncio.sleep(_SETTLING_SECONDS)
            memory[wanted] = megabytes_below(pid)
            if any(caller.is_alone for caller in callers):
                raise RuntimeError(f"a talk ended, of {wanted}")
    return memory, starts


async def _start_talk(url: str, stack: AsyncExitStack, starts: Starts) -> BurstCaller:
    caller = BurstCaller()
    room = await stack.enter_async_context(talk_room(url))
    await caller.enter(url, room.token())
    stack.push_async_callback(caller.leave)
    began = time.perf_counter()
    await room.send_agent()
    await caller.hears(1)
    [agent] = caller.others
    starts.entered.append(caller.entered_at[agent] - began)
    starts.heard.append(caller.first_heard(agent) - began)
    return caller
