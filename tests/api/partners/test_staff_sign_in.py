"""Staff sign in by the invitation's code, stay signed in, and are gone when removed."""

from accounts import me
from partners import (
    add_staff,
    list_staff,
    remove_staff,
    staff_change_password,
    staff_login,
    staff_logout,
    staff_me,
    staff_refresh,
)
from tests.api.partners.world import new_partner
from tests.world import PASSWORD, World, call


def test_an_owner_signs_in_with_the_code_of_the_invitation(world: World) -> None:
    owner = new_partner(world, name="Acme Works")

    answer = owner.call(staff_me).data

    assert answer["partner"] == {"id": owner.partner_id, "name": "Acme Works"}
    assert answer["client"] == {"id": world.client.id, "name": world.client.name}
    assert (answer["staff"]["role"], answer["staff"]["active"]) == ("owner", True)


def test_partner_tokens_and_member_tokens_open_nothing_of_the_other(world: World) -> None:
    owner, member = new_partner(world), world.member()

    as_member = world.call(me, headers=owner.headers)
    as_staff = member.call(staff_me)

    assert (as_member.status, as_member.code) == (401, "INVALID_TOKEN")
    assert (as_staff.status, as_staff.code) == (401, "INVALID_TOKEN")


def test_a_refresh_gives_the_same_successor_for_a_minute(world: World) -> None:
    owner = new_partner(world)
    body = {"refreshToken": owner.refresh_token}

    first, again = call(staff_refresh, body=body), call(staff_refresh, body=body)

    assert first.data["refreshToken"] == again.data["refreshToken"] != owner.refresh_token


def test_an_old_refresh_token_ends_the_sign_in(world: World) -> None:
    owner = new_partner(world)
    second = call(staff_refresh, body={"refreshToken": owner.refresh_token}).data["refreshToken"]
    call(staff_refresh, body={"refreshToken": second})

    reused = call(staff_refresh, body={"refreshToken": owner.refresh_token})

    assert reused.code == "TOKEN_REUSED"
    assert owner.call(staff_me).code == "INVALID_TOKEN"


def test_a_wrong_password_is_refused_and_limited(world: World) -> None:
    owner = new_partner(world)
    body = {"email": owner.email, "password": "not this one"}

    codes = [call(staff_login, body=body).code for _ in range(11)]

    assert set(codes[:9]) == {"INVALID_CREDENTIALS"}
    assert codes[-1] == "TOO_MANY_ATTEMPTS"


def test_signing_out_kills_the_access_token(world: World) -> None:
    owner = new_partner(world)

    owner.call(staff_logout)

    assert owner.call(staff_me).code == "INVALID_TOKEN"
    assert call(staff_refresh, body={"refreshToken": owner.refresh_token}).status == 401


def test_a_removed_staff_member_s_next_request_is_refused(world: World) -> None:
    owner = new_partner(world)
    viewer = owner.colleague("viewer")
    assert viewer.call(staff_me).status == 200

    assert owner.call(remove_staff, id=viewer.id).data == {"deleted": True}

    assert viewer.call(staff_me).code == "INVALID_TOKEN"
    assert call(staff_login, body={"email": viewer.email, "password": PASSWORD}).status == 401
    assert [s["id"] for s in owner.call(list_staff).data["staff"]] == [owner.id]


def test_only_owners_manage_the_staff(world: World) -> None:
    owner = new_partner(world)
    for role in ("manager", "viewer"):
        colleague = owner.colleague(role)
        invitation = {"email": "x@example.com", "name": "X", "role": "owner"}

        refused = [
            colleague.call(list_staff),
            colleague.call(add_staff, body=invitation),
            colleague.call(remove_staff, id=owner.id),
        ]

        assert {reply.code for reply in refused} == {"FORBIDDEN"}


def test_an_owner_cannot_remove_themselves(world: World) -> None:
    owner = new_partner(world)

    assert owner.call(remove_staff, id=owner.id).code == "LAST_OWNER"


def test_another_partner_s_staff_is_not_found(world: World) -> None:
    owner, stranger = new_partner(world), new_partner(world)

    assert owner.call(remove_staff, id=stranger.id).code == "NOT_FOUND"
    assert stranger.call(staff_me).status == 200


def test_a_new_password_keeps_this_device_and_ends_the_others(world: World) -> None:
    owner = new_partner(world)
    other = call(staff_login, body={"email": owner.email, "password": PASSWORD}).data
    body = {"currentPassword": PASSWORD, "newPassword": "an even better one"}

    assert owner.call(staff_change_password, body=body).status == 200

    assert owner.call(staff_me).status == 200
    assert call(staff_refresh, body={"refreshToken": other["refreshToken"]}).status == 401


def test_a_mail_address_signs_in_to_one_partner_only(world: World, other_world: World) -> None:
    owner, stranger = new_partner(world), new_partner(other_world)
    invitation = {"email": owner.email, "name": "Twice", "role": "viewer"}

    assert stranger.call(add_staff, body=invitation).code == "USER_EXISTS"
