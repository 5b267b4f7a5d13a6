"""GET /v1/openapi.json."""

from platform_info import openapi
from tests.world import call


def test_the_document_is_answered_as_it_is_without_the_envelope() -> None:
    document = call(openapi)

    assert document.status == 200
    assert document.headers["Content-Type"] == "application/json"
    assert document.json["openapi"].startswith("3.1")
    assert "/v1/auth/login" in document.json["paths"]
    assert "success" not in document.json
