"""What a brand's members may and may not do besides the journey: other brands' keys and ids."""

from uuid import uuid4

from tests.end_to_end.api import Api, until
from tests.end_to_end.brand import Brand
from tests.end_to_end.conftest import LaptopStack
from tests.end_to_end.trip import PASSWORD, sign_up


def test_the_universal_key_follows_a_token_to_its_brand(
    stack: LaptopStack, app: Api, brand: Brand, address: str
) -> None:
    _, data = sign_up(app, address)
    universal = Api(stack.base_url, {"X-API-Key": stack.demo["universalKey"]})
    member = universal.signed_in(data["accessToken"])
    assert member.get("/auth/me").data["client"]["id"] == brand.client_id
    until(lambda: member.get("/content/classes").data["pagination"]["total"] == 201)


def test_a_second_brand_sees_nothing_of_the_first(
    stack: LaptopStack, app: Api, brand: Brand, second_brand: Brand, address: str
) -> None:
    member, _ = sign_up(app, address)
    until(lambda: app.get("/content/classes").data["pagination"]["total"] == 201)
    class_id = app.get("/content/classes", isLive="false").data["items"][0]["id"]
    session = member.post("/sessions/start", {"classId": class_id}).data["session"]

    other_app = Api(stack.base_url, {"X-API-Key": second_brand.key})
    until(lambda: other_app.get("/content/classes").data["pagination"]["total"] == 201)
    assert other_app.get("/content/search", q="sunrise").data["pagination"]["total"] == 0
    assert other_app.post("/auth/login", {"email": address, "password": PASSWORD}).status == 401
    other, _ = sign_up(other_app, address)
    missing = other.get("/content/classes/4503599627370496")
    for hidden in (
        other.get(f"/content/classes/{class_id}"),
        other.get(f"/video/access/{class_id}"),
        other.put(f"/users/me/favourites/{class_id}"),
        other.post("/sessions/start", {"classId": class_id}),
        other.get(f"/sessions/{session['id']}"),
        other.post(f"/sessions/{session['id']}/progress", {"positionSeconds": 3}),
    ):
        assert hidden.status == 404
        assert {**hidden.json, "requestId": ""} == {**missing.json, "requestId": ""}
    stolen = Api(stack.base_url, {"X-API-Key": second_brand.key}).signed_in(
        member.headers["Authorization"].removeprefix("Bearer ")
    )
    assert stolen.get("/users/me").status == 401


def test_a_repeated_request_does_its_work_once(app: Api, address: str) -> None:
    member, _ = sign_up(app, address)
    key = {"Idempotency-Key": uuid4().hex}
    first = member.call("POST", "/progress/water", {"amountMl": 300}, key)
    again = member.call("POST", "/progress/water", {"amountMl": 300}, key)
    other = member.call("POST", "/progress/water", {"amountMl": 301}, key)
    assert first.data == again.data
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (other.status, other.code) == (422, "IDEMPOTENCY_MISMATCH")
    assert member.post("/progress/water", {"amountMl": 1}).data["day"]["loggedMl"] == 301
