"""Many people with few codes at the same moment: each code lets one of them in, or nobody."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from threading import Barrier
from typing import Any

import pytest

from accounts import validate_voucher
from members import join_with_voucher
from partners import create_vouchers, get_voucher_stats, list_vouchers, revoke_voucher
from stvos.dynamodb.marshal import Item
from stvos.identity import passwords
from stvos.partners.voucher_lookup import GUESSES
from stvos.partners.voucher_repository import VoucherRepository
from tests.api.partners.world import StaffMember, codes_of, new_partner, sign_up
from tests.races.conftest import all_at_once
from tests.world import Reply, World

CODES, TRIES = 100, 5


def outcomes(replies: list[Reply]) -> Counter[tuple[int, str]]:
    """How often each answer was given: its status and, of a refusal, its code."""
    return Counter((int(reply.status), reply.json.get("code", "done")) for reply in replies)


def accounts_of(world: World) -> dict[int, Item]:
    """Every stored account of the brand, by its id."""
    listed = world.table.all(world.keys.users())
    return {item["id"]: item for item in listed}


def memberships_of(owner: StaffMember) -> list[Item]:
    world = owner.world
    return list(world.table.all(world.keys.members_of(owner.partner_id)))


def states_of(owner: StaffMember) -> dict[int, str]:
    """Every voucher of the partner, by its id, with the state its staff see."""
    listed = owner.call(list_vouchers, query={"limit": "100"}).data["vouchers"]
    return {voucher["id"]: voucher["status"] for voucher in listed}


def expect_each_account_to_have_its_voucher(owner: StaffMember, joined: list[Reply]) -> None:
    """What is stored of accounts, memberships, vouchers and counts tells one story."""
    ids = {reply.data["user"]["id"] for reply in joined}
    accounts, memberships = accounts_of(owner.world), memberships_of(owner)
    spent = {voucher for voucher, state in states_of(owner).items() if state == "redeemed"}

    assert accounts.keys() == ids
    assert {account["partner_id"] for account in accounts.values()} <= {owner.partner_id}
    assert sorted(membership["user_id"] for membership in memberships) == sorted(ids)
    assert Counter(membership["voucher_id"] for membership in memberships) == Counter(spent)
    assert owner.call(get_voucher_stats).data["redeemed"] == len(joined)


def test_five_hundred_registrations_with_a_hundred_codes_make_a_hundred_accounts(
    race_world: World,
) -> None:
    owner = new_partner(race_world)
    codes = [voucher["code"] for voucher in codes_of(owner, CODES)]
    # Everybody at home: whoever guesses wrong a hundred times from one address is not let in.
    everybody: list[Callable[[], Reply]] = [
        partial(sign_up, race_world, code, f"p{n}-{t}@example.com", address=f"198.51.{t}.{n}")
        for t in range(TRIES)
        for n, code in enumerate(codes)
    ]

    replies = all_at_once(everybody)

    joined = [reply for reply in replies if reply.status == 201]
    lost = CODES * (TRIES - 1)
    assert outcomes(replies) == {(201, "done"): CODES, (400, "INVALID_VOUCHER"): lost}
    expect_each_account_to_have_its_voucher(owner, joined)
    assert owner.call(get_voucher_stats).data == {
        "total": CODES, "active": 0, "redeemed": CODES,
        "expired": 0, "revoked": 0, "redemptionRate": 100,
    }  # fmt: skip
    verified = [mail["to"] for mail in race_world.mails() if mail["template"] == "verify_code"]
    assert sorted(verified) == sorted(reply.data["user"]["email"] for reply in joined)


def test_one_mail_tried_with_ten_codes_spends_one(race_world: World) -> None:
    owner = new_partner(race_world)
    # As often as an address may be tried in an hour.
    codes = [voucher["code"] for voucher in codes_of(owner, 10)]

    # From as many places: of one place, ten an hour are heard.
    replies = all_at_once(
        [
            partial(sign_up, race_world, code, address=f"198.51.100.{n}")
            for n, code in enumerate(codes)
        ]
    )

    assert outcomes(replies) == {(201, "done"): 1, (409, "USER_EXISTS"): 9}
    expect_each_account_to_have_its_voucher(owner, [r for r in replies if r.status == 201])
    assert owner.call(get_voucher_stats).data["active"] == 9


def test_a_member_who_joins_with_many_codes_at_once_spends_one(race_world: World) -> None:
    owners = [new_partner(race_world), new_partner(race_world)]
    codes = [voucher["code"] for owner in owners for voucher in codes_of(owner, 6)]
    member = race_world.member()

    replies = all_at_once(
        [partial(member.call, join_with_voucher, body={"voucherCode": code}) for code in codes]
    )

    assert outcomes(replies) == {(200, "done"): 1, (409, "ALREADY_MEMBER"): 11}
    counts = [owner.call(get_voucher_stats).data for owner in owners]
    assert sum(count["redeemed"] for count in counts) == 1
    [joined] = [reply.data["partner"]["id"] for reply in replies if reply.status == 200]
    assert race_world.item_of(member)["partner_id"] == joined
    assert [len(memberships_of(o)) for o in owners] == [o.partner_id == joined for o in owners]


def test_of_many_members_with_one_code_one_joins(race_world: World) -> None:
    owner = new_partner(race_world)
    [voucher] = codes_of(owner)
    members = [race_world.member() for _ in range(12)]
    body = {"voucherCode": voucher["code"]}

    replies = all_at_once(
        [partial(member.call, join_with_voucher, body=body) for member in members]
    )

    assert outcomes(replies) == {(200, "done"): 1, (400, "INVALID_VOUCHER"): 11}
    assert len(memberships_of(owner)) == 1
    assert owner.call(get_voucher_stats).data["redeemed"] == 1


def test_of_a_revocation_and_a_registration_one_wins(
    race_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = new_partner(race_world)
    vouchers = codes_of(owner, 12)
    # Everybody has seen that the code is open, and hashed, when the first of them goes on.
    ready = Barrier(2 * len(vouchers), timeout=60)
    hash_password, revoke = passwords.hash_password, VoucherRepository.revoke

    def hash_and_wait(password: str) -> str:
        hashed = hash_password(password)
        ready.wait()
        return hashed

    def wait_and_revoke(*given: Any) -> None:
        ready.wait()
        revoke(*given)

    monkeypatch.setattr(passwords, "hash_password", hash_and_wait)
    monkeypatch.setattr(VoucherRepository, "revoke", wait_and_revoke)
    both: list[Callable[[], Reply]] = [
        call
        for n, voucher in enumerate(vouchers)
        for call in (
            partial(owner.call, revoke_voucher, id=voucher["id"]),
            partial(sign_up, race_world, voucher["code"], f"r{n}@example.com"),
        )
    ]

    replies = all_at_once(both)

    revoked, joined = replies[::2], replies[1::2]
    for revocation, registration in zip(revoked, joined, strict=True):
        assert outcomes([revocation, registration]) in (
            {(200, "done"): 1, (400, "INVALID_VOUCHER"): 1},
            {(409, "VOUCHER_REDEEMED"): 1, (201, "done"): 1},
        )
    expect_each_account_to_have_its_voucher(owner, [r for r in joined if r.status == 201])
    stats = owner.call(get_voucher_stats).data
    assert stats["revoked"] == len([reply for reply in revoked if reply.status == 200])
    assert (stats["active"], stats["redeemed"] + stats["revoked"]) == (0, len(vouchers))


def test_codes_made_by_many_at_once_all_differ_and_are_all_counted(race_world: World) -> None:
    owner = new_partner(race_world)
    wish: dict[str, Any] = {"quantity": 60, "prefix": "SAME"}

    replies = all_at_once([partial(owner.call, create_vouchers, body=wish)] * 6)

    codes = {voucher["code"] for reply in replies for voucher in reply.data["vouchers"]}
    assert len(codes) == 360
    stats = owner.call(get_voucher_stats).data
    assert (stats["total"], stats["active"]) == (360, 360)


def test_of_many_guesses_at_once_as_many_are_answered_as_the_limit_allows(
    race_world: World,
) -> None:
    guesses: list[Callable[[], Reply]] = [
        partial(race_world.call, validate_voucher, body={"code": f"GUESS-{n}"}, address="192.0.2.1")
        for n in range(GUESSES.attempts + 25)
    ]

    replies = all_at_once(guesses)

    assert outcomes(replies) == {
        (404, "INVALID_VOUCHER"): GUESSES.attempts,
        (429, "TOO_MANY_ATTEMPTS"): 25,
    }
