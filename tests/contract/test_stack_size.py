"""The whole contract fits one stack and one API, counted before it is built.

Counted are the resources after SAM's transform, because CloudFormation's limit is on those:

    resources today
    + for each route of the contract that is not built: its function
    + for each announced domain without a folder in functions/: its role and its log group
    + the rest of what is announced (OTHERS_TO_COME)

A row of OTHERS_TO_COME goes when it is built; until then it is counted twice, never too little.
"""

import json
from typing import Any

from local.endpoints import FUNCTIONS, handler_files
from local.place import ROOT
from tests.contract.expansion import api_body, count, expanded, template_bytes
from tests.contract.repository import built, contract_routes, functions, problems

MOST_RESOURCES = 420  # CloudFormation allows 500
MOST_BYTES = 1_000_000  # of a template, before and after the transform
MOST_NODES = 300  # of an API's tree of paths; API Gateway calls them its resources

# What the contract has once it is built; routes.txt may be behind it.
ROUTES = 227
DOMAINS_TO_COME = (*("plans", "foods", "webhooks"),)
# A worker is its function, queue, dead letters, their alarm, and the mapping of queue to function.
WORKER = 5
OTHERS_TO_COME = {
    "workers: AI plans, food scans": 2 * WORKER,
    "alarms: age of streams and queues, throttling, index, silent schedules": 14,
    "access log": 1,
}


def routes_to_come() -> int:
    return max(ROUTES, len(contract_routes())) - len(built())


def with_every_route(now: int, of_routes: int) -> int:
    """A size once every route is there, when this much of it is the routes'."""
    return now + of_routes * routes_to_come() // len(built())


def test_a_route_is_one_resource() -> None:
    """Else the projection is wrong."""
    assert len(functions()) == len(handler_files())
    assert count("AWS::Lambda::Function") == len(functions())
    assert count("AWS::Lambda::Permission") == 0
    assert count("AWS::Lambda::Version") == count("AWS::Lambda::Alias") == 0


def test_the_stack_has_room_for_the_whole_contract(record_property: Any) -> None:
    used = len(expanded())
    there = {folder.name for folder in FUNCTIONS.iterdir()}
    domains = [domain for domain in DOMAINS_TO_COME if domain not in there]
    projected = used + routes_to_come() + 2 * len(domains) + sum(OTHERS_TO_COME.values())

    record_property("resources", used)
    record_property("resources with the whole contract", projected)
    assert projected < MOST_RESOURCES, f"{used} now, {projected} with the whole contract"


def test_the_template_has_room_for_the_whole_contract(record_property: Any) -> None:
    written = (ROOT / "template.yaml").stat().st_size
    transformed = template_bytes()
    endpoint_functions = {endpoint.file.logical_id for endpoint in built()}
    of_routes = len(json.dumps(api_body()["paths"])) + sum(
        len(json.dumps(resource))
        for name, resource in expanded().items()
        if name in endpoint_functions
    )
    projected = with_every_route(transformed, of_routes)

    record_property("bytes of the template", written)
    record_property("bytes after the transform", transformed)
    record_property("bytes after the transform, with every route", projected)
    assert with_every_route(written, written) < MOST_BYTES
    assert projected < MOST_BYTES


def test_the_api_has_room_for_every_path_of_the_contract(record_property: Any) -> None:
    """Each part of a path is a resource of API Gateway, and so is the root."""
    nodes: set[tuple[str, ...]] = {("",)}
    for route in contract_routes():
        parts = ("", "v1", *route.split()[1].strip("/").split("/"))
        nodes |= {parts[:end] for end in range(1, len(parts) + 1)}

    record_property("path resources with every route", len(nodes))
    assert len(nodes) < MOST_NODES - (ROUTES - len(contract_routes()))


def test_a_variable_part_has_one_name_in_its_place() -> None:
    """API Gateway refuses `/classes/{id}` beside `/classes/{classId}/join`."""
    names: dict[str, set[str]] = {}
    for route in contract_routes():
        parts = route.split()[1].split("/")
        for place, part in enumerate(parts):
            if part.startswith("{"):
                names.setdefault("/".join(parts[:place]), set()).add(part)

    found = [f"{path}/: {', '.join(those)}" for path, those in names.items() if len(those) > 1]
    assert not found, problems(found)
