"""Schemathesis over the OpenAPI document: whatever is sent, the answer is one that it names."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import tests.patience  # noqa: F401
from local.endpoints import Endpoint
from local.openapi.document import build
from stvos.identity.principal import Who
from tests.contract.example_requests import example
from tests.contract.gateway import Gateway
from tests.contract.repository import built
from tests.contract.scene import Scene
from tests.forked import in_child
from tests.stores import until_emptied

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# Of each kind, valid and invalid, for each route: all routes together take a minute or two.
EXAMPLES = 12


@schemathesis.serializer("application/x-ndjson")
def lines(context: schemathesis.SerializationContext, text: Any) -> bytes:
    return str(text).encode("utf-8", "surrogatepass")


API = schemathesis.openapi.from_dict(build(built()))
API.app = Gateway(built())


def named(value: Any) -> str:
    return value.file.module_name if isinstance(value, Endpoint) else str(value.value)


SIGNED_IN = {Who.USER, Who.TRAINER, Who.PARTNER}


def kinds() -> list[tuple[Endpoint, GenerationMode]]:
    """Every route with valid requests, and with invalid ones where there is something to bend."""
    bendable = [e for e in built() if e.spec.query or e.spec.body or "{" in e.spec.path]
    valid = [(endpoint, GenerationMode.POSITIVE) for endpoint in built()]
    return valid + [(endpoint, GenerationMode.NEGATIVE) for endpoint in bendable]


@pytest.mark.parametrize(("endpoint", "mode"), kinds(), ids=named)
def test_every_answer_is_one_that_the_document_names(
    cloud: None, endpoint: Endpoint, mode: GenerationMode
) -> None:
    operation = API[endpoint.spec.path][endpoint.spec.method]
    caller = Caller(endpoint)

    @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def every_answer_conforms(case: Case[Any], real: bool) -> None:
        if real:
            # An id out of the air finds nothing: half the calls are for things that are there.
            case.path_parameters = {n: str(v) for n, v in caller.path.items()}
        response = case.call(headers=caller.headers)
        case.validate_response(response, checks=CHECKS)
        if "INVALID_TOKEN" in response.text and endpoint.spec.who in SIGNED_IN:
            caller.come_back()

    # Schemathesis keeps some megabyte for each route, outside of Python's reach.
    in_child(every_answer_conforms)


@until_emptied
def a_brand() -> Scene:
    """For all that is only read."""
    return Scene()


class Caller:
    """Somebody who may call the route, and signs in again when a call signed them out."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self.come_back()

    def come_back(self) -> None:
        scene = Scene() if self._endpoint.spec.changes else a_brand()
        self.path = example(self._endpoint, scene).path
        self.headers = scene.headers(self._endpoint.spec.who)
