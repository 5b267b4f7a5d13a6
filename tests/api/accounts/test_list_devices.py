"""GET /v1/auth/devices."""

from datetime import timedelta

from accounts import list_devices, login, logout
from tests.api.accounts.sessions import families, family_id, later, renew, sign_in
from tests.world import PASSWORD, World


def test_a_member_sees_where_they_are_signed_in(world: World) -> None:
    phone = world.member()
    tablet = sign_in(world, phone)

    devices = phone.call(list_devices).data["devices"]

    assert [d["id"] for d in devices] == [
        family_id(tablet.refresh_token),
        family_id(phone.refresh_token),
    ]
    assert [d["current"] for d in devices] == [False, True]
    assert set(devices[0]) == {"id", "createdAt", "lastUsedAt", "userAgent", "current"}
    assert devices[0]["userAgent"] == "tests"
    assert devices[0]["createdAt"].endswith("Z")


def test_a_device_was_last_used_when_it_was_renewed(world: World) -> None:
    member = world.member()
    [before] = member.call(list_devices).data["devices"]
    with later(timedelta(minutes=1)):
        renew(world, member.refresh_token)

    [after] = member.call(list_devices).data["devices"]

    assert after["createdAt"] == before["createdAt"]
    assert after["lastUsedAt"] > before["lastUsedAt"]


def test_a_device_that_was_signed_out_is_not_shown(world: World) -> None:
    phone = world.member()
    sign_in(world, phone).call(logout, body={})

    assert len(phone.call(list_devices).data["devices"]) == 1


def test_after_signing_all_out_only_the_new_device_is_shown(world: World) -> None:
    phone = world.member()
    phone.call(logout, body={"allDevices": True})
    again = sign_in(world, phone)

    [device] = again.call(list_devices).data["devices"]

    assert device["current"] is True


def test_what_a_browser_calls_itself_is_cut_and_cleaned(world: World) -> None:
    member = world.member()
    agent = "Mozilla\x1b[31m\n" + "x" * 500
    body = {"email": member.email, "password": PASSWORD}
    assert world.call(login, body=body, headers={"User-Agent": agent}).status == 200

    newest = member.call(list_devices).data["devices"][0]

    assert newest["userAgent"] == ("Mozilla[31m" + "x" * 500)[:200]


def test_nobody_elses_devices_are_shown(world: World, other_world: World) -> None:
    mia, eve = world.member("ada@example.com"), world.member()
    far = other_world.member("ada@example.com")

    for member in (mia, eve, far):
        [device] = member.call(list_devices).data["devices"]
        assert device["id"] == family_id(member.refresh_token)


def test_nothing_secret_is_shown(world: World) -> None:
    member = world.member()
    [stored] = families(world, member)

    text = member.call(list_devices).text

    for name in ("proof_hash", "chain_key", "current_hash"):
        assert stored[name] not in text


def test_only_a_member_has_devices(world: World) -> None:
    assert world.call(list_devices).code == "MISSING_TOKEN"


def test_unknown_query_parameters_are_refused(world: World) -> None:
    assert world.member().call(list_devices, query={"page": "1"}).paths == ["query.page"]
