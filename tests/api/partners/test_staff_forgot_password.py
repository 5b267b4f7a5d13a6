"""POST /v1/partner-auth/forgot-password."""

import pytest

from partners import staff_forgot_password, staff_me, staff_reset_password
from stvos.clock import epoch, utc_now
from stvos.dynamodb.keys import NOBODY, ClientId, Keys
from stvos.dynamodb.marshal import Item, item_from_wire
from stvos.identity.mail_codes import CODE_LIFETIME, mail_hash
from stvos.ids import new_id
from stvos.partners.staff_passwords import ASKS_BY_PAIR
from tests.api.partners.world import new_partner
from tests.contract.stored import everything_stored
from tests.world import World, call

pytestmark = pytest.mark.usefixtures("one_moment")

NEW = "an even better one"


def stranger() -> str:
    return f"who-is-this-{new_id()}@example.com"


def test_a_mailed_code_sets_a_new_password_and_ends_older_sign_ins(world: World) -> None:
    owner = new_partner(world)

    asked = call(staff_forgot_password, body={"email": owner.email})

    mail = world.mails()[-1]
    assert (asked.status, mail["template"], mail["to"]) == (202, "staff_reset_code", owner.email)
    body = {"email": owner.email, "code": mail["code"], "newPassword": NEW}
    assert call(staff_reset_password, body=body).status == 200
    assert owner.call(staff_me).code == "INVALID_TOKEN"


def test_an_unknown_mail_gets_the_same_answer(world: World) -> None:
    owner = new_partner(world)

    known = call(staff_forgot_password, body={"email": owner.email})
    unknown = call(staff_forgot_password, body={"email": stranger()})

    assert (known.status, known.data) == (unknown.status, unknown.data)


def test_an_unknown_mail_is_written_no_mail_and_vanishes(world: World) -> None:
    mail = stranger()
    key = Keys(NOBODY).mail_code(mail_hash(mail), "staff")

    call(staff_forgot_password, body={"email": mail})

    code = world.table.find(key, consistent=True)
    assert code is not None
    assert code["expires"] <= epoch(utc_now() + CODE_LIFETIME)
    body = {"email": mail, "code": "000000", "newPassword": NEW}
    assert call(staff_reset_password, body=body).code == "INVALID_CODE"
    assert [m for m in messages_of(NOBODY) if m["work"] != "none" or m["content"]] == []


def messages_of(client: ClientId) -> list[Item]:
    """Every message handed to the workers in the name of this client."""
    stored = everything_stored().values()
    items = [item_from_wire(wire) for wire in stored if wire.get("type") == {"S": "outbox"}]
    return [item for item in items if item["client_id"] == client]


def test_an_address_can_ask_only_so_often_whether_known_or_not(world: World) -> None:
    for mail in (new_partner(world).email, stranger()):
        statuses = [
            call(staff_forgot_password, body={"email": mail}).status
            for _ in range(ASKS_BY_PAIR.attempts + 1)
        ]
        assert statuses == [202] * ASKS_BY_PAIR.attempts + [429]
