"""PUT /v1/admin/clients/{id}."""

from operators import change_client, get_client
from stvos.dynamodb.keys import Directory
from tests.api.operators.brands import trail
from tests.world import World


def test_what_is_left_out_stays(world: World) -> None:
    before = world.operate(get_client).data["client"]

    reply = world.operate(change_client, body={"name": "Lighthouse"})

    after = reply.data["client"]
    assert reply.status == 200
    assert after["name"] == "Lighthouse"
    same = {"name": "", "updatedAt": ""}
    assert after | same == before | same
    assert world.operate(get_client).data["client"] == after


def test_a_part_of_the_branding_changes_alone_and_null_sets_it_back(world: World) -> None:
    body = {"branding": {"secondaryColor": "#F2A541", "primaryColor": None, "font": "Inter"}}

    look = world.operate(change_client, body=body).data["client"]["branding"]

    assert look["secondaryColor"] == "#F2A541"
    assert look["primaryColor"] == "#1f2937"
    assert look["font"] == "Inter"
    assert look["appUrl"] == "https://app.example.com"


def test_null_clears_what_may_be_empty_and_nothing_else(world: World) -> None:
    world.operate(change_client, body={"emailFrom": "hello@example.com"})

    cleared = world.operate(change_client, body={"emailFrom": None})
    refused = world.operate(change_client, body={"name": None, "slug": None, "branding": None})

    assert cleared.data["client"]["emailFrom"] is None
    assert refused.paths == ["body.name", "body.slug", "body.branding"]


def test_a_new_slug_frees_the_old_one(world: World, other_world: World) -> None:
    old, new = world.client.slug, f"{world.client.slug}-new"

    taken = world.operate(change_client, body={"slug": other_world.client.slug})
    moved = world.operate(change_client, body={"slug": new})
    reused = other_world.operate(change_client, body={"slug": old})

    assert (taken.status, taken.code) == (409, "CONFLICT")
    assert moved.data["client"]["slug"] == new
    assert reused.status == 200
    held = world.table.find(Directory.slug(old), consistent=True)
    assert held is not None
    assert held["client_id"] == other_world.client.id


def test_the_default_place_is_given_up(world: World) -> None:
    world.operate(change_client, body={"isDefault": True})

    given = world.operate(change_client, body={"isDefault": False}).data["client"]

    assert given["isDefault"] is False
    assert world.table.find(Directory.default_client(), consistent=True) is None


def test_a_feature_that_is_switched_off_is_off(world: World) -> None:
    changed = world.operate(change_client, body={"enabledFeatures": ["nutrition"]})

    assert changed.data["client"]["enabledFeatures"] == ["nutrition"]


def test_the_trail_shows_before_and_after(world: World) -> None:
    world.operate(change_client, body={"name": "Lighthouse"})

    entry = trail(world)[0]
    assert entry["action"] == "client.change"
    assert entry["before"]["name"] == world.client.name
    assert entry["after"]["name"] == "Lighthouse"


def test_what_is_not_valid_is_named_by_its_path(world: World) -> None:
    body = {
        "retentionDays": 4000,
        "branding": {"logo": "ftp://x", "wallpaper": "x"},
        "createdAt": 1,
    }

    reply = world.operate(change_client, body=body)

    assert reply.status == 400
    assert set(reply.paths) == {
        "body.retentionDays",
        "body.branding.logo",
        "body.branding.wallpaper",
        "body.createdAt",
    }
    assert world.operate(get_client).data["client"]["name"] == world.client.name


def test_an_unknown_brand_is_not_found(world: World) -> None:
    assert world.operate(change_client, id=12345, body={"name": "x"}).code == "NOT_FOUND"


def test_a_wrong_key_changes_nothing(world: World) -> None:
    reply = world.operate(change_client, headers={"X-Admin-Key": "x"}, body={"name": "Stolen"})

    assert reply.status == 401
    assert world.operate(get_client).data["client"]["name"] == world.client.name
