"""Sign-ups send mail and reveal that an account exists: each is counted; see docs/security.md."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts import register, verify_email
from members import delete_me
from stvos.accounts import sign_up_budgets
from stvos.identity.limits import Limit
from tests.api.partners.world import employee_of, new_partner
from tests.world import PASSWORD, Reply, World

EMAIL = "ada@example.com"
SMALL = Limit("small", 3, timedelta(hours=1))


def sign_up(world: World, email: str, address: str = "203.0.113.7") -> Reply:
    return world.call(register, body={"email": email, "password": PASSWORD}, address=address)


def codes_of(replies: int, act: Callable[[int], Reply]) -> list[str | None]:
    return [act(number).json.get("code") for number in range(replies)]


def come_and_go(world: World, address: str) -> Reply:
    reply = sign_up(world, EMAIL, address)
    if reply.status == 201:
        headers = {"Authorization": f"Bearer {reply.data['accessToken']}"}
        assert world.call(delete_me, headers=headers).status == 200
    return reply


def test_registering_and_leaving_again_mails_a_stranger_ten_codes_a_day(world: World) -> None:
    codes = codes_of(12, lambda number: come_and_go(world, f"198.51.100.{number}"))

    assert codes == [None] * 12
    assert [mail["template"] for mail in world.mails()].count("verify_code") == 10


def test_nobody_is_kept_from_signing_up_by_those_who_used_their_address(world: World) -> None:
    assert codes_of(12, lambda number: come_and_go(world, "198.51.100.1"))[-1] == (
        "TOO_MANY_ATTEMPTS"
    )

    assert sign_up(world, EMAIL).status == 201


def test_whether_an_address_has_an_account_is_asked_ten_times_an_hour(world: World) -> None:
    world.member(EMAIL)

    codes = codes_of(11, lambda _: sign_up(world, EMAIL, "198.51.100.1"))

    assert codes == ["USER_EXISTS"] * 10 + ["TOO_MANY_ATTEMPTS"]


def test_a_taken_address_counts_whatever_the_voucher(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.member(EMAIL)
    monkeypatch.setattr(sign_up_budgets, "BY_ADDRESS", SMALL)
    body = {"email": EMAIL, "password": PASSWORD, "voucherCode": "ACME-NONE-NONE-NONE"}

    codes = codes_of(4, lambda _: world.call(register, body=body))

    assert codes == ["USER_EXISTS"] * 3 + ["TOO_MANY_ATTEMPTS"]


@pytest.mark.parametrize("budget", ["BY_ADDRESS", "BY_CLIENT_SHARD"])
def test_one_network_address_and_one_brand_make_so_many_accounts(
    world: World, monkeypatch: pytest.MonkeyPatch, budget: str
) -> None:
    monkeypatch.setattr(sign_up_budgets, budget, SMALL)

    codes = codes_of(4, lambda number: sign_up(world, f"ada{number}@example.com"))

    assert codes == [None] * 3 + ["TOO_MANY_ATTEMPTS"]


def test_the_budget_of_an_address_is_not_another_s(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_up_budgets, "BY_ADDRESS", SMALL)

    codes = codes_of(5, lambda n: sign_up(world, f"ada{n}@example.com", f"192.0.2.{n}"))

    assert codes == [None] * 5


def test_a_new_account_brings_no_fresh_guesses_of_its_address_s_code(world: World) -> None:
    """Somebody who registers another person's address and guesses gets ten guesses an hour."""

    def guess(headers: dict[str, str], number: int) -> Reply:
        return world.call(verify_email, body={"code": f"{number:06d}"}, headers=headers)

    codes = []
    for _ in range(3):
        reply = sign_up(world, EMAIL)
        headers = {"Authorization": f"Bearer {reply.data['accessToken']}"}
        right = int(world.mails()[-1]["code"])
        wrong = [number for number in range(right, right + 6) if number != right]
        codes += [guess(headers, number % 1_000_000).code for number in wrong]
        world.call(delete_me, headers=headers)

    assert codes == ["INVALID_CODE"] * 10 + ["TOO_MANY_ATTEMPTS"] * 5


def test_a_whole_company_joins_with_vouchers_from_one_office(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A voucher was given to a person and is good once: it is budget enough."""
    monkeypatch.setattr(sign_up_budgets, "BY_ADDRESS", SMALL)
    owner = new_partner(world)

    members = [employee_of(owner, email=f"worker{number}@example.com") for number in range(5)]

    assert len({member.id for member in members}) == 5
