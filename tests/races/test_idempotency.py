"""One request sent many times at the same moment under one Idempotency-Key."""

from collections import Counter

from accounts import login, register
from tests.races.conftest import all_at_once
from tests.world import PASSWORD, World


def test_parallel_sign_ups_under_one_key_make_one_account(race_world: World) -> None:
    body = {"email": "ada@example.com", "password": PASSWORD}
    headers = {"Idempotency-Key": "sign-up"}

    replies = all_at_once([lambda: race_world.call(register, body=body, headers=headers)] * 10)

    codes = Counter(reply.json.get("code", "made") for reply in replies)
    assert set(codes) <= {"made", "IDEMPOTENCY_IN_PROGRESS"}
    assert codes["made"] >= 1
    made = [reply for reply in replies if reply.status == 201]
    assert len({reply.text for reply in made}) == 1
    assert [r.headers.get("Idempotency-Replayed") for r in made].count(None) == 1
    assert len(list(race_world.table.all(race_world.keys.users()))) == 1
    assert len(race_world.mails()) == 1

    again = race_world.call(register, body=body, headers=headers)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.text == made[0].text


def test_parallel_sign_ins_under_different_keys_do_not_meet(race_world: World) -> None:
    member = race_world.member()
    body = {"email": member.email, "password": PASSWORD}

    replies = all_at_once(
        [
            lambda n=n: race_world.call(login, body=body, headers={"Idempotency-Key": f"k{n}"})  # type: ignore[misc]
            for n in range(5)
        ]
    )

    assert {reply.status for reply in replies} == {200}
    assert len({reply.data["refreshToken"] for reply in replies}) == 5
