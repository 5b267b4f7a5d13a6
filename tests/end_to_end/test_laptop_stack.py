"""What `make run` promises, on the deployed stack, over HTTP."""

import json
import socket
import stat
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.end_to_end.api import Api
from tests.end_to_end.conftest import LaptopStack


def call(
    stack: LaptopStack,
    method: str,
    path: str,
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
) -> tuple[int, dict[str, str], Any]:
    """Status, headers and body of an answer; JSON is read."""
    request = urllib.request.Request(
        stack.base_url + path,
        data=body,
        method=method,
        headers={"Content-Type": "application/json", **(headers or {})},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, *_read(answer)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, *_read(refusal)


def _read(answer: Any) -> tuple[dict[str, str], Any]:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    content = answer.read().decode()
    is_json = headers.get("content-type", "").startswith("application/json")
    return headers, json.loads(content) if is_json and content else content


def assert_refused(answer: tuple[int, dict[str, str], Any], status: int, code: str) -> None:
    got, headers, body = answer
    assert (got, body["code"]) == (status, code)
    assert body["error"]
    assert isinstance(body["details"], str)
    assert headers["x-request-id"] == body["requestId"]


def test_health_answers_in_the_envelope(stack: LaptopStack) -> None:
    status, headers, body = call(stack, "GET", "/health")
    assert status == 200
    assert body["success"] is True
    assert body["data"]["status"] == "ok"
    assert body["data"]["environment"] == "local"
    assert headers["x-request-id"]


def test_every_check_is_ok_with_stand_ins_for_the_providers(stack: LaptopStack) -> None:
    _, _, body = call(stack, "GET", "/health/detailed")
    assert set(body["data"]["checks"].values()) == {"ok"}


def test_an_unknown_route_and_a_wrong_method_are_not_found(stack: LaptopStack) -> None:
    assert_refused(call(stack, "GET", "/nothing/here"), 404, "NOT_FOUND")
    assert_refused(call(stack, "DELETE", "/health"), 404, "NOT_FOUND")


def test_what_is_missing_is_named(stack: LaptopStack) -> None:
    assert_refused(call(stack, "POST", "/auth/login", body=b"{}"), 401, "MISSING_API_KEY")
    key = {"X-API-Key": stack.demo["clientKey"]}
    assert_refused(call(stack, "GET", "/auth/me", key), 401, "MISSING_TOKEN")
    assert_refused(call(stack, "GET", "/admin/clients"), 401, "MISSING_API_KEY")


def test_a_false_key_and_a_false_token_are_refused(stack: LaptopStack) -> None:
    false_key = {"X-API-Key": "fytos_" + "x" * 40}
    assert_refused(call(stack, "POST", "/auth/login", false_key, b"{}"), 401, "INVALID_API_KEY")
    false_token = {"X-API-Key": stack.demo["clientKey"], "Authorization": "Bearer x.y.z"}
    assert_refused(call(stack, "GET", "/auth/me", false_token), 401, "INVALID_TOKEN")


def test_preflight_is_answered_on_every_route(stack: LaptopStack) -> None:
    for path in ("/health", "/auth/login", "/auth/me", "/admin/clients"):
        status, headers, _ = call(stack, "OPTIONS", path)
        assert status == 200
        assert headers["access-control-allow-origin"] == "*"
        assert "X-API-Key" in headers["access-control-allow-headers"]


def test_a_body_over_ten_megabytes_is_too_large(stack: LaptopStack) -> None:
    body = b"x" * (10 * 2**20 + 1)
    key = {"X-API-Key": stack.demo["clientKey"]}
    assert_refused(call(stack, "POST", "/auth/login", key, body), 413, "PAYLOAD_TOO_LARGE")


@pytest.mark.parametrize(
    ("target", "status", "code"),
    [
        ("/api/v1//health", 404, "NOT_FOUND"),
        ("/api/v1/x/../health", 404, "NOT_FOUND"),
        ("/api/v1/%2e%2e/v1/health", 404, "NOT_FOUND"),
        ("/api/v1/health%00", 404, "NOT_FOUND"),
        ("/api/v1/%ff", 400, "VALIDATION_ERROR"),
        ("*", 400, "VALIDATION_ERROR"),
    ],
)
def test_a_path_trick_leads_to_no_route(
    stack: LaptopStack, target: str, status: int, code: str
) -> None:
    port = urlsplit(stack.base_url).port
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        request = f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode())
        answer = b""
        while part := connection.recv(65536):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    assert int(head.split(b" ", 2)[1]) == status
    assert json.loads(body)["code"] == code


def test_the_demo_brand_answers_with_the_keys_of_the_file(stack: LaptopStack) -> None:
    key = {"X-API-Key": stack.demo["clientKey"]}
    _, _, config = call(stack, "GET", "/app/config", key)
    assert config["data"]["client"]["id"] == stack.demo["clientId"]
    assert config["data"]["client"]["branding"]["primaryColor"]
    status, _, signed_in = call(
        stack, "POST", "/auth/login", key, json.dumps(stack.demo["member"]).encode()
    )
    assert status == 200
    token = {"Authorization": f"Bearer {signed_in['data']['accessToken']}", **key}
    _, _, me = call(stack, "GET", "/auth/me", token)
    assert me["data"]["user"]["email"] == stack.demo["member"]["email"]


def test_the_demo_brand_has_sixty_classes_in_five_categories(stack: LaptopStack) -> None:
    admin = {"X-Admin-Key": stack.admin_key}
    client = f"/admin/clients/{stack.demo['clientId']}"
    _, _, classes = call(stack, "GET", f"{client}/classes?limit=1", admin)
    assert classes["data"]["pagination"]["total"] == 60
    _, _, categories = call(stack, "GET", f"{client}/categories", admin)
    assert len(categories["data"].get("categories") or categories["data"]["items"]) == 5


def test_the_demo_trainers_can_be_booked_and_one_signs_in(stack: LaptopStack) -> None:
    app = Api(stack.base_url, {"X-API-Key": stack.demo["clientKey"]})
    member = app.signed_in(app.post("/auth/login", stack.demo["member"]).data["accessToken"])
    trainers = member.get("/trainers").data["trainers"]
    assert len(trainers) == 4
    for trainer in trainers:
        below = f"/trainers/{trainer['id']}"
        shown = member.get(below).data["trainer"]
        assert len(shown["services"]) == 2
        assert len(shown["classes"]) == 4
        assert [programme["weeks"] for programme in shown["programmes"]] == [4]
        assert member.get(f"{below}/availability").data["slots"]
    account = app.post("/trainer-auth/login", stack.demo["trainer"]).data
    portal = app.signed_in(account["accessToken"])
    assert portal.get("/trainer/dashboard").data["earnings"]["currency"] == "GBP"


def test_the_demo_partner_signs_in_and_its_voucher_opens_the_brand(stack: LaptopStack) -> None:
    sign_in = json.dumps(stack.demo["partner"]).encode()
    status, _, portal = call(stack, "POST", "/partner-auth/login", {}, sign_in)
    assert (status, portal["data"]["staff"]["role"]) == (200, "owner")
    _, _, opened = call(stack, "GET", f"/app/join/{stack.demo['voucher']}")
    assert opened["data"]["partner"]["id"] == portal["data"]["partner"]["id"]
    assert opened["data"]["client"]["id"] == stack.demo["clientId"]


def test_the_members_mail_lies_in_the_mail_folder(stack: LaptopStack) -> None:
    [path] = stack.mail.glob(f"*{stack.demo['member']['email']}*.eml")
    assert b"To: " + stack.demo["member"]["email"].encode() in path.read_bytes()


def test_the_file_of_keys_is_for_its_owner_alone(stack: LaptopStack) -> None:
    assert stat.S_IMODE((stack.folder / "stack.json").stat().st_mode) == 0o600
