"""The one function behind /v1/admin/{proxy+}."""

import json
from typing import Any

import pytest

from local.endpoints import endpoint_of, handler_files
from operators import router
from tests.world import World


def send(method: str, proxy: str, body: Any = None, **more: Any) -> dict[str, Any]:
    """A request as API Gateway hands it to a proxy route."""
    answer: dict[str, Any] = router.handler(
        {
            "httpMethod": method,
            "resource": "/v1/admin/{proxy+}",
            "path": f"/api/v1/admin/{proxy}",
            "pathParameters": {"proxy": proxy},
            "queryStringParameters": None,
            "headers": {"Content-Type": "application/json"},
            "requestContext": {
                "requestId": "a-request",
                "identity": {"sourceIp": "203.0.113.7"},
                "authorizer": {"kind": "operator"},
            },
            "body": json.dumps(body) if body is not None else None,
        }
        | more,
        None,
    )
    return answer


def data_of(answer: dict[str, Any]) -> Any:
    return json.loads(answer["body"])["data"]


def test_it_hands_a_request_to_the_endpoint_of_its_method_and_path(world: World) -> None:
    base = f"clients/{world.client.id}"

    shown = send("GET", base)
    made = send("POST", f"{base}/categories", {"name": "Yoga"})
    number = data_of(made)["category"]["id"]
    changed = send("PUT", f"{base}/categories/{number}", {"position": 4})
    gone = send("DELETE", f"{base}/categories/{number}")

    assert data_of(shown)["client"]["slug"] == world.client.slug
    assert [answer["statusCode"] for answer in (made, changed, gone)] == [201, 200, 200]
    assert data_of(changed)["category"]["position"] == 4


def test_import_is_no_class_s_id(world: World) -> None:
    base = f"clients/{world.client.id}/classes"

    imported = send("POST", f"{base}/import", {})
    one = send("GET", f"{base}/import")

    assert json.loads(imported["body"])["code"] == "UNSUPPORTED_MEDIA_TYPE"
    assert one["statusCode"] == 404


@pytest.mark.parametrize(
    ("method", "proxy"),
    [
        ("GET", "nothing"),
        ("GET", ""),
        ("GET", "clients/1/2/3/4"),
        ("PATCH", "clients"),
        ("DELETE", "clients"),
        ("GET", "clients/"),
        ("GET", "clients//"),
        ("GET", "clients/%2e%2e/clients"),
    ],
)
def test_an_unknown_route_is_not_found_in_the_envelope(
    world: World, method: str, proxy: str
) -> None:
    answer = send(method, proxy)

    envelope = json.loads(answer["body"])
    assert answer["statusCode"] == 404
    assert envelope["code"] == "NOT_FOUND"
    assert envelope["requestId"] == answer["headers"]["X-Request-Id"] == "a-request"
    assert answer["headers"]["Access-Control-Allow-Origin"] == "*"


def test_a_call_that_no_authorizer_passed_is_refused(world: World) -> None:
    context = {"requestId": "x", "identity": {}}

    answer = send("GET", f"clients/{world.client.id}", requestContext=context)

    assert answer["statusCode"] == 401


def test_every_operator_s_endpoint_can_be_reached() -> None:
    routed = {
        (method, f"/v1/admin/{path}", f"operators.{name}")
        for path, modules in router.ROUTES.items()
        for method, name in modules.items()
    }
    files = [file for file in handler_files() if file.domain == "operators"]
    specs = [found.spec for file in files if (found := endpoint_of(file))]

    assert routed == {(spec.method, spec.path, spec.module) for spec in specs}
