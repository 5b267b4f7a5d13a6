"""Every route has an example request, and answers it with success."""

import pytest

from local.endpoints import Endpoint
from tests.contract.example_requests import example, unused_examples
from tests.contract.repository import built
from tests.contract.scene import Scene


@pytest.mark.parametrize("endpoint", built(), ids=lambda endpoint: endpoint.file.module_name)
def test_the_example_of_every_route_succeeds(cloud: None, endpoint: Endpoint) -> None:
    scene = Scene()

    reply = scene.send(endpoint, example(endpoint, scene))

    assert reply.status < 400, reply.text
    produced, declared = reply.headers["Content-Type"], endpoint.spec.produces
    assert produced.partition(";")[0] == declared.partition(";")[0]
    assert reply.headers["X-Request-Id"]


def test_every_example_is_a_route_s() -> None:
    assert unused_examples() == []
