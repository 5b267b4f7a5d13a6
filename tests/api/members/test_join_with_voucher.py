"""POST /v1/users/me/voucher."""

from typing import Any

import pytest

from accounts import me
from members import delete_me, join_with_voucher
from partners import get_member, get_voucher_stats, list_members, remove_member, revoke_voucher
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import Write, update
from stvos.partners.voucher_lookup import GUESSES
from stvos.usage.memberships import Memberships
from tests.api.partners.world import StaffMember, codes_of, employee_of, new_partner
from tests.contract.stored import everything_stored
from tests.world import Member, Reply, World

pytestmark = pytest.mark.usefixtures("one_moment")

# The guesses of an address are counted.
LIMITS = frozenset({"limit"})


@pytest.fixture
def owner(world: World) -> StaffMember:
    return new_partner(world, name="Acme Works")


def code_of(owner: StaffMember) -> str:
    return str(codes_of(owner)[0]["code"])


def join(member: Member, code: object) -> Reply:
    return member.call(join_with_voucher, body={"voucherCode": code})


def test_an_account_that_is_there_joins_the_voucher_s_partner(
    world: World, owner: StaffMember
) -> None:
    member, code = world.member(), code_of(owner)

    reply = join(member, code.lower().replace("-", " "))

    assert reply.status == 200
    assert reply.data == {"partner": {"id": owner.partner_id, "name": "Acme Works"}}
    assert member.call(me).data["partner"]["id"] == owner.partner_id
    membership = world.table.find(world.keys.membership(UserId(member.id)))
    assert membership is not None
    assert membership["voucher_code"] == code
    assert owner.call(get_voucher_stats).data["redeemed"] == 1
    assert [row["id"] for row in owner.call(list_members).data["items"]] == [member.id]


def test_a_code_is_good_for_one_member(world: World, owner: StaffMember) -> None:
    code = code_of(owner)
    join(world.member(), code)
    other = world.member()

    reply = join(other, code)

    assert (reply.status, reply.code) == (400, "INVALID_VOUCHER")
    assert world.table.find(world.keys.membership(UserId(other.id))) is None


def test_a_member_of_a_partner_is_refused_and_the_code_stays_good(
    world: World, owner: StaffMember
) -> None:
    member, same, other = employee_of(owner), code_of(owner), code_of(new_partner(world))
    before = everything_stored()

    for code in (same, other, "NOT-A-CODE"):
        reply = join(member, code)
        assert (reply.status, reply.code) == (409, "ALREADY_MEMBER")

    assert everything_stored() == before


def test_bad_codes_are_refused_alike_and_nothing_is_stored(
    world: World, other_world: World, owner: StaffMember
) -> None:
    revoked = codes_of(owner)[0]
    owner.call(revoke_voucher, id=revoked["id"])
    member = world.member()
    theirs = code_of(new_partner(other_world))
    before = everything_stored(LIMITS)

    replies = [join(member, code) for code in ("NOT-A-CODE", revoked["code"], theirs)]

    assert {(reply.status, reply.code, reply.json["error"]) for reply in replies} == {
        (400, "INVALID_VOUCHER", "This voucher code is not valid.")
    }
    assert everything_stored(LIMITS) == before


@pytest.mark.parametrize("code", [None, "", 5, "x" * 61, ["A"]])
def test_what_is_no_code_is_named(world: World, code: object) -> None:
    reply = join(world.member(), code)

    assert (reply.status, reply.paths) == (400, ["body.voucherCode"])


def test_who_deleted_the_account_joins_nothing(world: World, owner: StaffMember) -> None:
    member, code = world.member(), code_of(owner)
    member.call(delete_me)

    assert join(member, code).code == "INVALID_TOKEN"
    assert owner.call(get_voucher_stats).data["redeemed"] == 0


def test_guessing_is_limited(world: World) -> None:
    member = world.member()
    codes = {join(member, f"GUESS-{number:04}").code for number in range(GUESSES.attempts + 1)}
    assert codes == {"INVALID_VOUCHER", "TOO_MANY_ATTEMPTS"}


def test_who_left_a_partner_may_join_another_which_sees_nothing_of_before(
    world: World, owner: StaffMember
) -> None:
    member = employee_of(owner)
    owner.call(remove_member, id=member.id)
    next_owner = new_partner(world, name="Brisk Ltd")

    reply = join(member, code_of(next_owner))

    assert reply.status == 200
    assert member.call(me).data["partner"]["name"] == "Brisk Ltd"
    shown = next_owner.call(get_member, id=member.id).data["member"]
    assert (shown["watchTimeMinutes"], shown["viewingHistory"]) == (0, [])
    assert owner.call(get_member, id=member.id).status == 404


def test_figures_that_are_counted_meanwhile_stop_nobody(
    world: World, owner: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    member, code = employee_of(owner), code_of(owner)
    owner.call(remove_member, id=member.id)
    begin_again = Memberships.begin_again

    def counted_meanwhile(*given: Any) -> tuple[Write, ...]:
        writes = begin_again(*given)
        monkeypatch.setattr(Memberships, "begin_again", begin_again)
        world.table.write(update(world.keys.use_of_member(UserId(member.id)), adds={"version": 1}))
        return writes

    monkeypatch.setattr(Memberships, "begin_again", counted_meanwhile)

    assert join(member, code).status == 200
    assert owner.call(get_voucher_stats).data["redeemed"] == 2


def test_a_repeated_request_joins_once(world: World, owner: StaffMember) -> None:
    member, code = world.member(), code_of(owner)
    key = {"Idempotency-Key": "join"}

    first = member.call(join_with_voucher, body={"voucherCode": code}, headers=key)
    again = member.call(join_with_voucher, body={"voucherCode": code}, headers=key)

    assert first.json == again.json
    assert again.headers["Idempotency-Replayed"] == "true"
