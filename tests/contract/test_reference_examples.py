"""What the reference shows as a body can be sent as it is, but for the ids of things."""

import json

import pytest

from local.endpoints import Endpoint
from tests.contract.example_requests import example, of_event
from tests.contract.repository import built
from tests.contract.scene import Ask, Scene

# Of ids, which the example cannot know.
_NOT_THERE = ("is unknown", "is not a service of this trainer", "has no seat in this class")


def with_json() -> list[Endpoint]:
    return [e for e in built() if e.spec.body and e.spec.media_type == "application/json"]


@pytest.mark.parametrize("endpoint", with_json(), ids=lambda endpoint: endpoint.file.module_name)
def test_the_body_that_the_reference_shows_is_whole(cloud: None, endpoint: Endpoint) -> None:
    scene = Scene()
    asked, shown = example(endpoint, scene), of_event(endpoint).body

    reply = scene.send(endpoint, Ask(path=asked.path, query=asked.query, body=shown))

    answer = json.loads(reply.text)
    if answer.get("code") == "VALIDATION_ERROR":
        wrong = [one for one in answer["fields"] if one["message"] not in _NOT_THERE]
        assert not wrong
