"""DELETE /v1/admin/clients/{id}."""

import boto3

from accounts import register
from operators import (
    create_api_key,
    create_client,
    delete_category,
    delete_client,
    get_client,
    list_clients,
)
from stvos.clients.gate import CLOSED_FOR, SHARDS
from stvos.clock import epoch_ms, real_now
from stvos.dynamodb.keys import Directory
from stvos.dynamodb.table import update
from tests.api.operators.brands import add_category, add_trainer
from tests.world import PASSWORD, World


def test_an_empty_brand_goes_with_its_keys_and_its_slug(world: World) -> None:
    handed = world.operate(create_api_key, body={"label": "app"}).data

    reply = world.operate(delete_client)

    assert (reply.status, reply.data) == (200, {"deleted": True})
    assert world.operate(get_client).status == 404
    assert world.operate(delete_client).status == 404
    for key in (world.key, handed["key"]):
        body = {"email": "a@example.com", "password": PASSWORD}
        assert world.call(register, headers={"X-API-Key": key}, body=body).code == "INVALID_API_KEY"
    names = [key["name"] for key in boto3.client("apigateway").get_api_keys()["items"]]
    assert f"client-key-{handed['apiKey']['id']}" not in names
    again = {"name": "Again", "slug": world.client.slug}
    assert world.operate(create_client, body=again).status == 201


def test_a_default_brand_takes_the_default_place_with_it(world: World) -> None:
    brand = World.with_client(is_default=True)

    brand.operate(delete_client)

    assert world.table.find(Directory.default_client(), consistent=True) is None


def test_a_brand_with_members_stays(world: World) -> None:
    member = world.member()
    for shard in SHARDS:  # As if the member had joined long ago.
        joined = epoch_ms(real_now() - CLOSED_FOR * 2)
        world.table.write(update(world.keys.gate(shard), sets={"joined_ms": joined}))

    reply = world.operate(delete_client)

    assert (reply.status, reply.code) == (409, "CLIENT_IN_USE")
    assert world.operate(get_client).status == 200
    assert world.item_of(member)["email"] == member.email
    world.member()  # Others may still join.


def test_a_brand_somebody_just_joined_stays_even_where_the_list_does_not_show_it_yet(
    world: World,
) -> None:
    member = world.member()
    item = world.item_of(member)
    unlisted = update(world.keys.user(member.principal.user), removes=["gsi1pk", "gsi1sk"])
    world.table.write(unlisted)

    reply = world.operate(delete_client)

    assert (reply.status, reply.code) == (409, "CLIENT_IN_USE")
    assert world.item_of(member)["id"] == item["id"]


def test_a_brand_with_a_catalogue_stays_until_it_is_empty(world: World) -> None:
    category = add_category(world)
    first = world.operate(delete_client)
    world.operate(delete_category, categoryId=category)
    second = world.operate(delete_client)

    assert (first.code, second.data) == ("CLIENT_IN_USE", {"deleted": True})


def test_a_brand_with_a_trainer_stays(world: World) -> None:
    add_trainer(world)

    assert world.operate(delete_client).code == "CLIENT_IN_USE"


def test_the_same_request_again_is_answered_as_before(world: World) -> None:
    headers = {"Idempotency-Key": "remove it"}

    first = world.operate(delete_client, headers=headers)
    again = world.operate(delete_client, headers=headers)

    assert first.data == again.data == {"deleted": True}


def test_a_wrong_key_removes_nothing(world: World) -> None:
    assert world.operate(delete_client, headers={"X-Admin-Key": "x"}).status == 401
    assert world.operate(list_clients).status == 200
    assert world.operate(get_client).status == 200
