"""Many sign-ups at the same moment."""

from collections import Counter
from functools import partial

from accounts import login, register
from stvos.dynamodb.keys import Directory
from stvos.identity.mail_codes import mail_hash
from tests.races.conftest import all_at_once
from tests.world import PASSWORD, World


def test_of_twenty_sign_ups_with_one_address_one_makes_an_account(race_world: World) -> None:
    body = {"email": "ada-races@example.com", "password": PASSWORD}

    replies = all_at_once(
        [
            partial(race_world.call, register, body=body, address=f"198.51.100.{number}")
            for number in range(20)
        ]
    )

    codes = Counter(r.json.get("code", "made") for r in replies)
    assert codes == {"made": 1, "USER_EXISTS": 19}
    [made] = [reply for reply in replies if reply.status == 201]
    [listed] = race_world.table.all(race_world.keys.users())
    assert listed["id"] == made.data["user"]["id"]
    [known] = race_world.table.all(Directory.mails(mail_hash("ada-races@example.com")))
    assert known["user_id"] == listed["id"]
    assert len(race_world.mails()) == 1
    assert race_world.call(login, body=body).status == 200


def test_twenty_sign_ups_with_different_addresses_all_succeed(race_world: World) -> None:
    bodies = [{"email": f"m{n}@example.com", "password": PASSWORD} for n in range(20)]

    replies = all_at_once([lambda b=b: race_world.call(register, body=b) for b in bodies])  # type: ignore[misc]

    assert {reply.status for reply in replies} == {201}
    ids = {reply.data["user"]["id"] for reply in replies}
    assert {item["id"] for item in race_world.table.all(race_world.keys.users())} == ids
    assert len(ids) == 20
