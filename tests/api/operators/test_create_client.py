"""POST /v1/admin/clients."""

from typing import Any

from operators import create_client, get_client, list_audit
from platform_info import app_config
from stvos.clients.models import KeyKind
from stvos.dynamodb.keys import Directory
from stvos.ids import new_id
from tests.world import ADMIN_KEY, Reply, World, call

OPERATOR = {"X-Admin-Key": ADMIN_KEY}


def wish(**changes: Any) -> dict[str, Any]:
    return {"name": "Harbour", "slug": f"harbour-{new_id()}"} | changes


def create(**changes: Any) -> Reply:
    headers = OPERATOR | changes.pop("headers", {})
    return call(create_client, headers=headers, body=wish(**changes))


def test_a_brand_is_made_with_its_look_and_features(world: World) -> None:
    reply = create(
        branding={"primaryColor": "#0B6E99", "logo": "https://static.example.com/logo.png"},
        enabledFeatures=["classes", "live_classes", "classes"],
        timezone="Europe/London",
        emailFrom="Hello@Harbour.example",
        retentionDays=7,
        limits={"members": 500},
    )

    made = reply.data["client"]
    assert reply.status == 201
    assert made["branding"] == {
        "logo": "https://static.example.com/logo.png",
        "splashScreen": None,
        "primaryColor": "#0B6E99",
        "secondaryColor": "#4b5563",
        "appUrl": None,
        "supportEmail": None,
        "font": None,
    }
    assert made["enabledFeatures"] == ["classes", "live_classes"]
    assert made["emailFrom"] == "hello@harbour.example"
    assert (made["timezone"], made["retentionDays"]) == ("Europe/London", 7)
    assert made["limits"] == {"members": 500}
    assert call(get_client, headers=OPERATOR, id=made["id"]).data["client"] == made


def test_a_slug_names_one_brand(world: World) -> None:
    reply = create(slug=world.client.slug)

    assert (reply.status, reply.code) == (409, "CONFLICT")


def test_the_default_place_moves_to_the_new_brand(world: World) -> None:
    first = create(isDefault=True).data["client"]
    second = create(isDefault=True).data["client"]

    held = world.table.find(Directory.default_client(), consistent=True)
    before = call(get_client, headers=OPERATOR, id=first["id"]).data["client"]
    universal = {"X-API-Key": world.add_key(KeyKind.UNIVERSAL)}
    assert held is not None
    assert held["client_id"] == second["id"]
    assert before["isDefault"] is False
    assert call(app_config, headers=universal).data["client"]["id"] == second["id"]


def test_the_trail_begins_with_the_brand(world: World) -> None:
    made = create().data["client"]

    [entry] = call(list_audit, headers=OPERATOR, id=made["id"]).data["items"]
    assert entry["actor"] == "operator"
    assert (entry["action"], entry["target"]) == ("client.create", f"client/{made['id']}")
    assert (entry["before"], entry["after"]) == (None, made)


def test_the_same_idempotency_key_makes_one_brand(world: World) -> None:
    body, headers = wish(), OPERATOR | {"Idempotency-Key": "make the harbour"}

    first = call(create_client, headers=headers, body=body)
    again = call(create_client, headers=headers, body=body)

    assert again.data == first.data
    assert again.headers["Idempotency-Replayed"] == "true"


def test_what_is_not_valid_is_named_by_its_path(world: World) -> None:
    def refused(**changes: Any) -> list[str]:
        reply = create(**changes)
        assert (reply.status, reply.code) == (400, "VALIDATION_ERROR")
        return reply.paths

    assert refused(name="") == ["body.name"]
    assert refused(slug="Not A Slug") == ["body.slug"]
    assert refused(branding={"primaryColor": "red"}) == ["body.branding.primaryColor"]
    assert refused(branding={"tagline": "go"}) == ["body.branding.tagline"]
    assert refused(enabledFeatures=["classes", "magic"]) == ["body.enabledFeatures[1]"]
    assert refused(timezone="Mars/Olympus") == ["body.timezone"]
    assert refused(retentionDays=0) == ["body.retentionDays"]
    assert refused(limits={"members": "many"}) == ["body.limits.members"]
    assert refused(id=5) == ["body.id"]


def test_only_the_operator_makes_brands(world: World) -> None:
    wrong = create(headers={"X-Admin-Key": "not this one"})
    member_key = call(create_client, headers=world.headers, body=wish())
    nobody = call(create_client, context={}, body=wish())
    as_client = call(
        create_client, context={"kind": "key", "clientId": str(world.client.id)}, body=wish()
    )

    assert {r.status for r in (wrong, member_key, nobody, as_client)} == {401}
    assert world.table.find(Directory.slug("harbour")) is None
