"""GET /v1/app/config."""

from platform_info import app_config
from stvos.clients.models import Branding, KeyKind
from stvos.identity.principal import Feature
from tests.world import World, call


def test_a_key_shows_its_brand(no_default: World) -> None:
    world = World.with_client(
        branding=Branding(
            logo="https://cdn.example.com/logo.png",
            splash_screen="https://cdn.example.com/splash.png",
            primary_color="#112233",
            secondary_color="#445566",
            support_email="help@example.com",
        ),
        enabled_features=(Feature.CLASSES,),
        requires_voucher=True,
    )

    data = world.call(app_config).data

    assert data["hasDefaultClient"] is True
    assert data["requiresVoucher"] is True
    client = data["client"]
    assert client == client | client["branding"], "flat, and under `branding` the same again"
    assert (client["id"], client["name"]) == (world.client.id, world.client.name)
    assert client["enabledFeatures"] == ["classes"]
    assert client["branding"]["logo"] == "https://cdn.example.com/logo.png"
    assert client["branding"]["splashScreen"] == "https://cdn.example.com/splash.png"
    assert client["branding"]["primaryColor"] == "#112233"
    assert client["branding"]["secondaryColor"] == "#445566"


def test_without_a_key_the_default_brand_is_shown(default_world: World) -> None:
    data = call(app_config).data

    assert data["hasDefaultClient"] is True
    assert data["client"]["id"] == default_world.client.id


def test_with_the_universal_key_the_default_brand_is_shown(default_world: World) -> None:
    universal = {"X-API-Key": default_world.add_key(KeyKind.UNIVERSAL)}

    assert call(app_config, headers=universal).data["client"]["id"] == default_world.client.id


def test_without_key_and_default_there_is_no_brand_to_show(no_default: World) -> None:
    data = call(app_config).data

    assert data == {"hasDefaultClient": False, "requiresVoucher": True, "client": None}


def test_a_keys_own_brand_goes_before_the_default_one(
    default_world: World, other_world: World
) -> None:
    data = other_world.call(app_config).data

    assert data["client"]["id"] == other_world.client.id
    assert data["hasDefaultClient"] is True


def test_a_wrong_key_is_refused_and_not_taken_for_none(default_world: World) -> None:
    reply = call(app_config, headers={"X-API-Key": "fytos_wrong"})

    assert (reply.status, reply.code) == (401, "INVALID_API_KEY")


def test_nothing_the_operator_set_for_the_server_is_shown(cloud: None) -> None:
    world = World.with_client(email_from="no-reply@brand.example")

    assert "no-reply@brand.example" not in world.call(app_config).text
