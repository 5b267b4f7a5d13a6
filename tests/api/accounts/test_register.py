"""POST /v1/auth/register."""

from datetime import timedelta

import pytest

from accounts import login, me, refresh, register, verify_email
from stvos.accounts.models import Account
from stvos.clients.models import KeyKind
from stvos.dynamodb.keys import ClientId, Directory, UserId
from stvos.identity.mail_codes import mail_hash
from tests.world import PASSWORD, World


def _universal(world: World) -> dict[str, str]:
    return {"X-API-Key": world.add_key(KeyKind.UNIVERSAL)}


def _body(**more: object) -> dict[str, object]:
    return {"email": "ada@example.com", "password": PASSWORD} | more


def _stored(world: World, user_id: int) -> Account:
    item = world.table.find(world.keys.user(UserId(user_id)), consistent=True)
    assert item is not None
    return Account.of_item(item)


def test_a_new_member_is_signed_in(world: World) -> None:
    reply = world.call(register, body=_body(email=" Ada@Example.com ", name=" Ada "))

    assert reply.status == 201
    data = reply.data
    assert data["user"] == {
        "id": data["user"]["id"],
        "email": "ada@example.com",
        "name": "Ada",
        "role": "user",
    }
    assert data["expiresIn"] == 3600
    assert data["tokens"] == {
        name: data[name] for name in ("accessToken", "refreshToken", "expiresIn")
    }
    assert data["client"]["id"] == world.client.id
    signed_in = world.call(me, headers={"Authorization": f"Bearer {data['accessToken']}"})
    assert signed_in.data["user"]["id"] == data["user"]["id"]
    assert world.call(refresh, body={"refreshToken": data["refreshToken"]}).status == 200


def test_a_code_is_mailed_that_verifies_the_address(world: World) -> None:
    member = world.member("ada@example.com", name="Ada")

    [mail] = world.mails()
    assert mail["template"] == "verify_code"
    assert (mail["to"], mail["name"]) == ("ada@example.com", "Ada")
    assert len(mail["code"]) == 6
    assert mail["code"].isdigit()
    reply = member.call(verify_email, body={"code": mail["code"]})
    assert reply.data["user"]["emailVerified"] is True


def test_profile_and_settings_are_kept(world: World) -> None:
    profile = {
        "age": 34,
        "gender": "female",
        "height": 168.5,
        "weight": 61,
        "fitnessLevel": "beginner",
        "fitnessGoal": "run 10 km",
        "goals": ["stamina"],
        "workoutDays": ["mon", "thu"],
        "equipment": ["mat"],
        "injuries": ["left knee"],
        "dietaryRestrictions": ["vegan"],
        "allergies": ["nuts"],
        "workoutTimes": ["morning"],
        "preferences": ["Outdoors"],
        "languages": ["German"],
    }
    member = world.member(profile=profile, settings={"timezone": "Europe/Berlin"})

    shown = member.call(me).data["user"]
    assert shown["profile"] == profile
    assert shown["settings"]["timezone"] == "Europe/Berlin"
    assert shown["settings"]["notifications"] is True
    assert shown["emailVerified"] is False


def test_a_member_starts_in_the_zone_of_the_brand(cloud: None) -> None:
    world = World.with_client(timezone="Australia/Sydney")

    assert world.member().call(me).data["user"]["settings"]["timezone"] == "Australia/Sydney"


@pytest.mark.parametrize("zone", ["Etc/Unknown", "localtime", "", "Mars/Olympus"])
def test_a_device_that_does_not_know_its_zone_starts_in_that_of_the_brand(
    cloud: None, zone: str
) -> None:
    world = World.with_client(timezone="Australia/Sydney")

    member = world.member(settings={"timezone": zone, "notifications": False})

    settings = member.call(me).data["user"]["settings"]
    assert settings["timezone"] == "Australia/Sydney"
    assert settings["notifications"] is False


def test_a_mail_domain_of_other_letters_is_taken_in_its_ascii_form(world: World) -> None:
    typed = world.call(register, body=_body(email="ada@bücher.example"))
    encoded = world.call(register, body=_body(email="ada@xn--bcher-kva.example"))
    nonsense = world.call(register, body=_body(email="ada at example.com"))

    assert (typed.status, typed.paths) == (400, ["body.email"])
    assert "ASCII form" in typed.json["details"]
    assert encoded.data["user"]["email"] == "ada@xn--bcher-kva.example"
    assert "such as mia@example.com" in nonsense.json["details"]


def test_without_a_name_the_address_gives_one(world: World) -> None:
    reply = world.call(register, body=_body(email="ada.l@example.com"))

    assert reply.data["user"]["name"] == "ada.l"


def test_the_table_holds_no_password(world: World) -> None:
    member = world.member()

    stored = _stored(world, member.id)
    assert stored.password_hash.startswith("$argon2id$v=19$")
    assert PASSWORD not in str(world.item_of(member))


def test_an_address_has_one_account_with_a_brand(world: World) -> None:
    first = world.member("ada@example.com")

    again = world.call(register, body=_body(email="ADA@example.com", password="another one!"))

    assert (again.status, again.code) == (409, "USER_EXISTS")
    assert len(world.outbox()) == 1
    mail = world.table.find(world.keys.mail(mail_hash("ada@example.com")))
    assert mail is not None
    assert mail["user_id"] == first.id
    assert world.call(login, body=_body()).status == 200


def test_an_address_may_have_accounts_with_two_brands(world: World, other_world: World) -> None:
    one, other = world.member("ada@example.com"), other_world.member("ada@example.com")

    assert one.id != other.id
    assert _stored(other_world, other.id).client_id == other_world.client.id


@pytest.mark.parametrize(
    "password",
    ["short", "1234567", "password123", "PASSWORD123", "aaaaaaaaaa", "ada@example.com", "abababab"],
)
def test_a_password_that_is_guessed_first_is_refused(world: World, password: str) -> None:
    reply = world.call(register, body=_body(password=password))

    assert (reply.status, reply.code) == (400, "WEAK_PASSWORD")
    assert reply.json["details"].startswith("body.password: ")
    assert world.outbox() == []
    assert world.call(login, body=_body()).code == "INVALID_CREDENTIALS"


@pytest.mark.parametrize(
    "password", ["Zwölf grüne Bälle", "пароль надёжный", "🐎🔋📎✅🐎🔋📎✅", "x y z" * 25]
)
def test_a_password_may_hold_any_signs(world: World, password: str) -> None:
    assert world.call(register, body=_body(password=password)).status == 201
    assert world.call(login, body=_body(password=password)).status == 200


def test_one_password_typed_on_two_keyboards_is_one(world: World) -> None:
    composed, decomposed = "Bu\u0308cherwurm 7", "B\u00fccherwurm 7"
    world.call(register, body=_body(password=composed))

    assert world.call(login, body=_body(password=decomposed)).status == 200


def test_a_brand_that_needs_vouchers_asks_for_one(cloud: None) -> None:
    world = World.with_client(requires_voucher=True)

    reply = world.call(register, body=_body())

    assert (reply.status, reply.code) == (400, "VOUCHER_REQUIRED")
    assert world.outbox() == []


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"voucherCode": "NOPE-NOPE"}, "INVALID_VOUCHER"),
        ({"sessionId": "unknown"}, "INVALID_SESSION"),
        ({"coachId": 5}, "INVALID_COACH"),
    ],
)
def test_a_code_that_leads_nowhere_is_refused_and_nothing_stored(
    world: World, wish: dict[str, object], code: str
) -> None:
    reply = world.call(register, body=_body(**wish))

    assert (reply.status, reply.code) == (400, code)
    assert world.call(login, body=_body()).code == "INVALID_CREDENTIALS"


def test_empty_codes_count_as_not_given(world: World) -> None:
    body = _body(voucherCode="", sessionId="", coachId=None, profile=None, settings=None)

    assert world.call(register, body=body).status == 201


def test_the_universal_key_registers_with_the_default_brand(default_world: World) -> None:
    reply = default_world.call(register, headers=_universal(default_world), body=_body())

    assert reply.status == 201
    assert reply.data["client"]["id"] == default_world.client.id
    assert reply.data["client"]["name"] == default_world.client.name
    assert _stored(default_world, reply.data["user"]["id"]).client_id == default_world.client.id


def test_the_universal_key_without_a_default_brand_registers_nobody(no_default: World) -> None:
    reply = no_default.call(register, headers=_universal(no_default), body=_body())

    assert (reply.status, reply.code) == (400, "NO_DEFAULT_CLIENT")


def test_a_role_cannot_be_chosen(world: World) -> None:
    reply = world.call(
        register,
        body=_body(role="trainer", clientId=1, emailVerified=True, profile={"premium": True}),
    )

    assert reply.status == 201
    assert set(reply.headers["X-Ignored-Fields"].split(", ")) == {
        "body.role",
        "body.clientId",
        "body.emailVerified",
        "body.profile.premium",
    }
    stored = _stored(world, reply.data["user"]["id"])
    assert (stored.role, stored.premium, stored.email_verified) == ("user", False, False)
    assert stored.client_id == ClientId(world.client.id)


def test_with_an_idempotency_key_one_account_is_made(world: World) -> None:
    headers = {"Idempotency-Key": "sign-up-1"}

    first = world.call(register, body=_body(), headers=headers)
    second = world.call(register, body=_body(), headers=headers)

    assert first.status == second.status == 201
    assert second.data == first.data
    assert second.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert len(world.outbox()) == 1


def test_a_sign_up_is_in_the_list_of_the_brands_members(world: World) -> None:
    member = world.member()

    listed = [item["id"] for item in world.table.all(world.keys.users())]
    assert listed == [member.id]
    directory = world.table.all(Directory.mails(mail_hash(member.email)))
    assert [item["client_id"] for item in directory] == [world.client.id]


def test_ids_of_members_rise(world: World) -> None:
    ids = [world.member().id for _ in range(3)]

    assert ids == sorted(ids)
    assert all(0 < number < 2**53 for number in ids)


def test_the_code_of_the_mail_runs_out(world: World) -> None:
    member = world.member()
    key = world.keys.mail_code(mail_hash(member.email), "verify")

    item = world.table.find(key)

    assert item is not None
    created = _stored(world, member.id).created_at
    assert item["expires"] == int((created + timedelta(minutes=30)).timestamp())
