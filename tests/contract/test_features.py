"""Each route's feature is the contract's, and the route refuses a client that has it not."""

from typing import Any

import pytest

from local.endpoints import Endpoint
from tests.contract.example_requests import example
from tests.contract.repository import built, contract_features, problems
from tests.contract.scene import Scene
from tests.world import authorize

WITH_FEATURE = [e for e in built() if contract_features().get(e.route)]


def named(endpoint: Endpoint) -> str:
    return endpoint.file.module_name


def test_every_route_declares_the_contract_s_feature() -> None:
    found = [
        f"{endpoint.file.shown}: feature={endpoint.spec.feature!s}, the contract has "
        f"{contract_features()[endpoint.route]}"
        for endpoint in built()
        if endpoint.spec.feature != contract_features()[endpoint.route]
    ]
    assert not found, problems(found)


@pytest.mark.parametrize("endpoint", WITH_FEATURE, ids=named)
def test_a_route_refuses_a_client_without_its_feature(cloud: None, endpoint: Endpoint) -> None:
    scene = Scene()
    ask = example(endpoint, scene)
    context, refused = authorize(endpoint.spec.who, scene.headers(endpoint.spec.who))
    assert refused is None
    all_but_this = set(context["features"].split()) - {contract_features()[endpoint.route]}
    without: dict[str, Any] = context | {"features": " ".join(sorted(all_but_this))}
    before = scene.stored()

    reply = scene.send(endpoint, ask, context=without)

    assert len(all_but_this) == len(context["features"].split()) - 1
    assert (reply.status, reply.code) == (403, "FEATURE_DISABLED")
    assert scene.stored() == before
