"""GET /v1/pictures/{name}."""

from urllib.parse import parse_qs, urlsplit

import pytest

from content import list_categories, show_picture
from operators import change_client, create_category, create_upload, get_client
from platform_info import app_config
from stvos.settings import settings
from tests.world import World


def uploaded(world: World, kind: str = "image") -> str:
    """The `ref` of a picture for which this brand was given a form."""
    body = {"kind": kind, "contentType": "image/png", "size": 1000}
    return str(world.operate(create_upload, body=body).data["ref"])


def named(world: World, image: str) -> str:
    """What the app is told of a category's image."""
    made = world.operate(create_category, body={"name": "Yoga", "image": image})
    assert made.status == 201, made.text
    [category] = world.call(list_categories).data["categories"]
    return str(category["image"])


def test_a_picture_s_address_leads_to_its_file(world: World) -> None:
    ref = uploaded(world)

    reply = world.call(show_picture, name=ref.removeprefix("pictures/"))

    leads_to = urlsplit(reply.headers["Location"])
    assert reply.status == 303
    assert leads_to.path == f"/{ref}"
    assert parse_qs(leads_to.query)["X-Amz-Expires"] == ["3600"]
    assert reply.headers["Cache-Control"] == "public, max-age=1800"


@pytest.mark.parametrize(
    "name",
    ["a.png", "1234-.png", "../members/1/photo", "1234-aaaaaaaaaaaaaaaaaaaaaa.svg", "%2e%2e"],
)
def test_what_is_no_picture_s_name_is_not_found(world: World, name: str) -> None:
    reply = world.call(show_picture, name=name)

    assert (reply.status, reply.code) == (404, "NOT_FOUND")
    assert "Location" not in reply.headers


def test_an_upload_is_answered_as_an_address_of_this_api(world: World) -> None:
    ref = uploaded(world)

    address = named(world, ref)

    assert address.startswith("https://")
    assert address.endswith(f"/v1/{ref}")


def test_with_a_cdn_the_address_is_the_cdn_s(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STVOS_PICTURES", "https://d111.cloudfront.example")
    settings.cache_clear()
    try:
        ref = uploaded(world)
        assert named(world, ref) == f"https://d111.cloudfront.example/{ref}"
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_a_picture_that_is_elsewhere_stays_there(world: World) -> None:
    assert named(world, "https://static.example.com/yoga.png") == (
        "https://static.example.com/yoga.png"
    )


def test_a_logo_can_be_an_upload(world: World) -> None:
    ref = uploaded(world, "logo")

    changed = world.operate(change_client, body={"branding": {"logo": ref}})

    assert changed.status == 200
    shown = world.operate(get_client).data["client"]["branding"]["logo"]
    assert shown.endswith(f"/v1/{ref}")
    assert world.call(app_config).data["client"]["branding"]["logo"] == shown


@pytest.mark.parametrize("name", ["other", "video", "made up"])
def test_only_this_brand_s_own_picture_can_be_named(
    world: World, other_world: World, name: str
) -> None:
    refs = {
        "other": uploaded(other_world),
        "video": f"clients/{world.client.id}/video/aaaaaaaaaaaaaaaaaaaaaa.mp4",
        "made up": f"pictures/{world.client.id}-../../x.png",
    }

    reply = world.operate(create_category, body={"name": "Yoga", "image": refs[name]})

    assert (reply.status, reply.paths) == (400, ["body.image"])
    assert world.call(list_categories).data["categories"] == []
