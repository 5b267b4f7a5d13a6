"""POST /v1/food-scanner/scan-food."""

from io import BytesIO
from typing import Any

import boto3
import pytest
from PIL import Image

from foods import create_photo_upload, delete_scan, get_scan, list_scans, scan_food
from stvos.clock import utc_now
from stvos.due.handlers import handler_of
from stvos.dynamodb.keys import UserId
from stvos.food_scans import vision
from stvos.settings import settings
from tests.scans import NOTHING_SEEN, Eyes, a_photo, as_form, data_url
from tests.world import Reply, World, call

AS_IT_IS = vision.require_vision
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def eyes(monkeypatch: pytest.MonkeyPatch) -> Eyes:
    seeing = Eyes()
    monkeypatch.setattr(vision, "require_vision", lambda *_: seeing)
    return seeing


def stored_photos() -> list[str]:
    page = boto3.client("s3").list_objects_v2(Bucket=settings().bucket, Prefix="members/")
    return [stored["Key"] for stored in page.get("Contents", []) if "/scans/" in stored["Key"]]


def read(name: str) -> bytes:
    found = boto3.client("s3").get_object(Bucket=settings().bucket, Key=name)
    return bytes(found["Body"].read())


def sent_as_form(world: World, content: bytes, **more: str) -> Reply:
    parts = [("image", content), *((name, text.encode()) for name, text in more.items())]
    headers, body = as_form(*parts)
    return world.call(scan_food, headers=headers, body=body)


def test_a_form_s_photo_is_seen_and_weighed_by_our_own_table(world: World, eyes: Eyes) -> None:
    reply = sent_as_form(world, a_photo(), hint="my lunch")

    scan = reply.data["scan"]
    assert (reply.status, scan["isFood"]) == (200, True)
    rice, sauce = scan["foods"]
    assert (rice["source"], rice["nutrition"]["per100g"]["calories"]) == ("foods", 130)
    assert rice["portion"] == {"description": "1 bowl", "grams": 150}
    assert rice["alternatives"] == ["Brown rice, boiled"]
    assert (sauce["source"], sauce["nutrition"]["perPortion"]["calories"]) == ("model", 160)
    assert scan["totals"]["perPortion"]["calories"] == 195 + 160
    assert eyes.hints == ["my lunch"]


def test_a_data_url_is_read_alike(world: World, eyes: Eyes) -> None:
    body = {"image": data_url(a_photo()), "hint": "my lunch"}

    assert world.call(scan_food, body=body).data["scan"]["isFood"] is True
    assert eyes.hints == ["my lunch"]


def test_an_upload_is_read_by_its_key(world: World, other_world: World, eyes: Eyes) -> None:
    content = a_photo(3000, 2000)
    upload = {"contentType": "image/jpeg", "size": len(content)}
    form = world.call(create_photo_upload, body=upload).data
    boto3.client("s3").put_object(Bucket=settings().bucket, Key=form["fields"]["key"], Body=content)
    body = {"uploadKey": form["uploadKey"]}

    assert world.call(scan_food, body=body).data["scan"]["isFood"] is True
    assert (eyes.shown[0].width, eyes.shown[0].height) == (1536, 1024)
    other = other_world.call(scan_food, body=body)
    assert (other.status, other.paths) == (400, ["body.uploadKey"])


def test_no_food_is_an_answer(world: World, eyes: Eyes) -> None:
    eyes.sighting = NOTHING_SEEN

    scan = sent_as_form(world, a_photo()).data["scan"]

    assert (scan["isFood"], scan["foods"]) == (False, [])


def test_of_a_guest_nothing_is_kept(world: World, eyes: Eyes) -> None:
    scan = sent_as_form(world, a_photo()).data["scan"]

    assert "imageUrl" not in scan
    assert stored_photos() == []
    assert world.member().call(get_scan, id=scan["id"]).status == 404


def test_a_member_s_scan_is_kept_with_its_photo_and_without_where_it_was_taken(
    world: World, eyes: Eyes
) -> None:
    member = world.member()
    told = Image.Exif()
    told[0x010F], told[0x0112] = "Quillfeather", 6
    told[0x8825] = {1: "N", 2: (52.0, 30.0, 0.0)}
    headers, body = as_form(("image", a_photo(exif=told)))

    scan = member.call(scan_food, headers=headers, body=body).data["scan"]

    assert member.call(get_scan, id=scan["id"]).data["scan"]["foods"] == scan["foods"]
    [name] = stored_photos()
    assert name == f"members/{world.client.id}/{member.id}/scans/{scan['id']}.jpg"
    kept = read(name)
    assert b"Quillfeather" not in kept
    shown = Image.open(BytesIO(kept))
    assert (shown.size, dict(shown.getexif())) == ((300, 400), {})
    assert name in scan["imageUrl"]
    assert kept == eyes.shown[0].jpeg


def test_deleting_a_scan_removes_its_photo(world: World, eyes: Eyes) -> None:
    member = world.member()
    scan = member.call(scan_food, headers=JSON, body={"image": data_url(a_photo())}).data["scan"]

    member.call(delete_scan, id=scan["id"])

    assert stored_photos() == []
    assert member.call(list_scans).data["items"] == []


def test_the_photo_goes_when_the_retention_ends_and_the_numbers_stay(
    world: World, eyes: Eyes
) -> None:
    member = world.member()
    scan = member.call(scan_food, headers=JSON, body={"image": data_url(a_photo())}).data["scan"]
    key = world.keys.food_scan(UserId(member.id), scan["id"])
    item = world.table.find(key)
    assert item is not None
    remove = handler_of("food_scan")

    remove(world.table, key, utc_now())
    assert len(stored_photos()) == 1, "its time has not come"
    for _ in range(2):
        remove(world.table, key, utc_now().replace(year=2199))

    assert stored_photos() == []
    left = member.call(get_scan, id=scan["id"]).data["scan"]
    assert "imageUrl" not in left
    assert left["totals"] == scan["totals"]
    assert "gsi1pk" not in (world.table.find(key) or {})


def test_a_token_that_is_not_valid_is_refused_and_another_brand_s_too(
    world: World, other_world: World, eyes: Eyes
) -> None:
    body = {"image": data_url(a_photo())}
    for token in ("made.up.token", other_world.member().access_token):
        headers = {"X-API-Key": world.key, "Authorization": f"Bearer {token}"}
        reply = call(scan_food, headers=headers, body=body)
        assert (reply.status, reply.code) == (401, "INVALID_TOKEN")
    assert eyes.shown == []


def test_without_a_model_it_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    # An example of the contract's tests may have set one up in this process.
    monkeypatch.setattr(vision, "require_vision", AS_IT_IS)

    reply = sent_as_form(world, a_photo())

    assert (reply.status, reply.code) == (503, "AI_NOT_CONFIGURED")


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 415, "UNSUPPORTED_IMAGE"),
        (b"%PDF-1.7 called plate.jpg", 415, "UNSUPPORTED_IMAGE"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "UNSUPPORTED_IMAGE"),
        (a_photo()[:500], 415, "UNSUPPORTED_IMAGE"),
        (b"\xff\xd8\xff" + bytes(4_600_000), 413, "PAYLOAD_TOO_LARGE"),
    ],
)
def test_what_is_no_whole_picture_is_refused_before_any_model_sees_it(
    world: World, eyes: Eyes, content: bytes, status: int, code: str
) -> None:
    reply = sent_as_form(world, content)

    assert (reply.status, reply.code) == (status, code)
    assert eyes.shown == []


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "body"),
        ({"image": data_url(b"x"), "uploadKey": "A" * 32}, "body"),
        ({"image": "data:image/jpeg;base64,rub*bish"}, "body.image"),
        ({"image": "https://example.com/a.jpg"}, "body.image"),
        ({"uploadKey": "../../members/1/photo"}, "body.uploadKey"),
        ({"uploadKey": "A" * 32}, "body.uploadKey"),
        ({"image": 5}, "body.image"),
        ({"image": data_url(b"x"), "hint": "x" * 201}, "body.hint"),
    ],
)
def test_what_names_no_photo_is_refused(
    world: World, eyes: Eyes, body: dict[str, Any], path: str
) -> None:
    reply = world.call(scan_food, headers=JSON, body=body)

    assert (reply.status, reply.paths) == (400, [path])
    assert eyes.shown == []


def test_unknown_fields_are_ignored_and_named_in_json_and_in_a_form(
    world: World, eyes: Eyes
) -> None:
    body = {"image": data_url(a_photo()), "hint": "", "mood": "hungry", "a b": 1}

    as_json = world.call(scan_food, headers=JSON, body=body)
    form = sent_as_form(world, a_photo(), hint=" ", mood="hungry", uploadKey="A" * 32)

    assert (as_json.status, form.status) == (200, 200)
    assert as_json.headers["X-Ignored-Fields"] == "body.mood, body.a b"
    assert form.headers["X-Ignored-Fields"] == "body.mood, body.uploadKey"
    assert eyes.hints == [None, None]


def test_a_hint_of_a_form_has_the_bounds_of_json(world: World, eyes: Eyes) -> None:
    reply = sent_as_form(world, a_photo(), hint="x" * 201)

    assert (reply.status, reply.paths) == (400, ["body.hint"])
    assert eyes.shown == []


def test_a_data_url_may_be_as_large_as_a_form_s_photo(world: World, eyes: Eyes) -> None:
    photo = a_photo(comment=b"x" * 60_000) + bytes(4_000_000)

    assert world.call(scan_food, headers=JSON, body={"image": data_url(photo)}).status == 200
    too_large = world.call(scan_food, headers=JSON, body={"image": data_url(bytes(4_600_000))})
    assert (too_large.status, too_large.code) == (413, "PAYLOAD_TOO_LARGE")


def test_a_form_with_two_photos_or_none_is_refused(world: World, eyes: Eyes) -> None:
    for parts in ([("image", a_photo())] * 2, [("picture", a_photo())]):
        headers, body = as_form(*parts)
        reply = world.call(scan_food, headers=headers, body=body)
        assert (reply.status, reply.paths) == (400, ["body.image"])


@pytest.mark.parametrize(
    ("media_type", "status"),
    [("text/plain", 415), ("multipart/form-data", 400), ("multipart/form-data; boundary=x", 400)],
)
def test_a_body_that_is_not_what_it_says_is_refused(
    world: World, eyes: Eyes, media_type: str, status: int
) -> None:
    reply = world.call(scan_food, headers={"Content-Type": media_type}, body=b"\x00\xff\x00")

    assert reply.status == status
    assert eyes.shown == []
