"""Every route has an example request, and answers it with success."""

import re

import pytest

from local.endpoints import Endpoint
from tests.contract.example_requests import example, unused_examples
from tests.contract.repository import built
from tests.contract.scene import Scene

# A whole number with a fraction in JSON, and an instant with one.
_FRACTIONS = re.compile(r"[:\[,]-?\d+\.0+[,}\]]|\d\d:\d\d:\d\d\.\d+")


@pytest.mark.parametrize("endpoint", built(), ids=lambda endpoint: endpoint.file.module_name)
def test_the_example_of_every_route_succeeds(cloud: None, endpoint: Endpoint) -> None:
    scene = Scene()

    reply = scene.send(endpoint, example(endpoint, scene))

    assert reply.status < 400, reply.text
    produced, declared = reply.headers["Content-Type"], endpoint.spec.produces
    assert produced.partition(";")[0] == declared.partition(";")[0]
    assert reply.headers["X-Request-Id"]
    if produced == "application/json":
        assert not _FRACTIONS.findall(reply.text), (
            "instants are whole seconds, 250.0 is written 250"
        )
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    # Only what is the same for everyone may be kept on the way; a calendar, with its tag, by the
    # reader's own program.
    name, kept = endpoint.file.module_name, reply.headers["Cache-Control"]
    if name == "my_bookings.read_calendar":
        assert kept == "private, no-cache"
        assert reply.headers["ETag"]
    else:
        is_for_anyone = name in {
            "platform_info.docs",
            "platform_info.openapi",
            "content.show_picture",
        }
        assert (kept == "no-store") != is_for_anyone


def test_every_example_is_a_route_s() -> None:
    assert unused_examples() == []
