"""The stand-ins together: their ports, and what a stack is told of them."""

import json
import socket
from pathlib import Path

from local import template
from local.deployment import PROVIDERS
from local.place import ROOT
from local.stubs.servers import COUNT, StandIns, remembered_ports


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
