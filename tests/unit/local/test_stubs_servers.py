"""The stand-ins together: their ports, and what a stack is told of them."""

import asyncio
import json
import socket
from contextlib import AsyncExitStack
from pathlib import Path

from local import template
from local.deployment import PROVIDERS
from local.place import ROOT, free_port
from local.stubs.servers import COUNT, StandIns, remembered_ports, serving
from tests.unit.local.live_calls import evi, gemini


def test_a_stack_is_told_every_parameter_of_the_providers_but_the_place(
    stand_ins: StandIns,
) -> None:
    declared = template.load(ROOT / "template.yaml")["Parameters"]
    of_providers = {name for name in declared if name.startswith(PROVIDERS)}

    assert stand_ins.parameters.keys() == of_providers - {"VertexLocation", "VertexModel"}
    assert all(stand_ins.parameters.values())
    assert stand_ins.parameters["LivekitUrl"].startswith("ws://127.0.0.1:")


def test_the_ports_stay_the_same_from_start_to_start(tmp_path: Path) -> None:
    file = tmp_path / "new" / "ports.json"
    first = remembered_ports(file)
    assert len(set(first)) == COUNT
    assert remembered_ports(file) == first


def test_ports_that_somebody_took_or_nobody_can_read_are_chosen_anew(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    first = remembered_ports(file)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first[0]))
        taken.listen()
        second = remembered_ports(file)
    assert first[0] not in second
    for content in ("", "{}", "[1]", '["a", 2, 3]', json.dumps([None] * COUNT)):
        file.write_text(content)
        assert len(remembered_ports(file)) == COUNT


def test_the_stand_ins_end_while_callers_are_connected() -> None:
    async def serve_and_end() -> list[int | None]:
        async with AsyncExitStack() as callers:
            async with serving([free_port() for _ in range(COUNT)]) as running:
                host, port = running.vertex.removeprefix("http://").split(":")
                _, silent = await asyncio.open_connection(host, int(port))
                one = await callers.enter_async_context(gemini(running))
                other, _ = await callers.enter_async_context(evi(running))
                received = asyncio.gather(one.until_closed(), other.until_closed())
            await received
            silent.close()
            return [one.socket.close_code, other.socket.close_code]

    async def within_seconds() -> list[int | None]:
        async with asyncio.timeout(20):
            return await serve_and_end()

    assert asyncio.run(within_seconds()) == [1001, 1001]
