"""No partner learns what its people told the app: every answer is searched for it.

Made from the routes: one that is built later is tried as soon as it has its example request.
"""

import csv
from typing import Any

import boto3
import pytest
from pydantic.alias_generators import to_camel

from local.endpoints import Endpoint
from local.openapi.document import answer_models
from local.openapi.schemas import Schemas
from stvos.identity.principal import Who
from stvos.settings import settings
from tests.contract.example_requests import example
from tests.contract.repository import built
from tests.contract.telling import NAME, TOLD, TellingScene, names, telling_scene, told_in
from tests.stores import until_emptied

PARTNERS_ROUTES = [endpoint for endpoint in built() if endpoint.spec.who is Who.PARTNER]
# Names that an answer about use may have as well.
OF_USE = {"id", "name", "timezone", "day", "week"}


def named(endpoint: Endpoint) -> str:
    return endpoint.file.module_name


@until_emptied
def shared_scene(visibility: str) -> TellingScene:
    return telling_scene(visibility)


def asked(endpoint: Endpoint, visibility: str) -> tuple[TellingScene, str]:
    """All that a partner's owner gets from a route: the answer as it is, and files it leads to."""
    # What changes something gets a brand of its own, which nobody looks at afterwards.
    scene = telling_scene(visibility) if endpoint.spec.changes else shared_scene(visibility)
    ask = example(endpoint, scene)
    if "/members/{" in endpoint.spec.path:
        assert ask.path["id"] == scene.employee.id, (
            f"tests/contract/examples/{endpoint.file.domain}.py: ask about scene.employee, "
            "who has something to hide"
        )
    there = files()

    reply = scene.send(endpoint, ask)

    # One that is asked about single members may refuse to speak of so few.
    assert reply.status < 400 or visibility == "aggregate", reply.text
    return scene, "\n".join([reply.text, *map(content, files() - there)])


def files() -> set[str]:
    """What lies in the bucket."""
    return {stored.key for stored in _bucket().objects.all()}


def content(name: str) -> str:
    raw: bytes = _bucket().Object(name).get()["Body"].read()
    return raw.decode("utf-8", "replace")


def _bucket() -> Any:
    return boto3.resource("s3").Bucket(settings().bucket)


@pytest.mark.parametrize("endpoint", PARTNERS_ROUTES, ids=named)
def test_no_answer_holds_what_a_member_told_the_app(cloud: None, endpoint: Endpoint) -> None:
    scene, said = asked(endpoint, "detailed")

    assert told_in(said, scene.photos) == []


@pytest.mark.parametrize("endpoint", PARTNERS_ROUTES, ids=named)
def test_where_members_are_seen_in_groups_only_no_answer_names_one(
    cloud: None, endpoint: Endpoint
) -> None:
    scene, said = asked(endpoint, "aggregate")

    assert told_in(said, scene.photos, NAME) == []


@pytest.mark.parametrize("endpoint", PARTNERS_ROUTES, ids=named)
def test_no_answer_has_a_field_for_it_either(cloud: None, endpoint: Endpoint) -> None:
    """Which finds what no search for a value can: choices, and small numbers."""
    secret = set(names(TOLD)) - OF_USE
    fields = Schemas((), answer_models(endpoint.spec)).components.values()

    shown = {name for schema in fields for name in schema.get("properties", {})}
    if endpoint.spec.produces.startswith("text/csv"):
        _, said = asked(endpoint, "detailed")
        shown |= {to_camel(column) for column in next(csv.reader(said.splitlines()))}

    assert shown & secret == set()
