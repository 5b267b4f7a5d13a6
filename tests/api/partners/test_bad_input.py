"""What no route of the portal takes: refused with its path, and nothing is stored."""

from datetime import timedelta
from typing import Any

import pytest

from partners import add_staff, create_vouchers, export_vouchers, list_vouchers
from stvos.clock import utc_now
from tests.api.partners.world import StaffMember, new_partner
from tests.contract.stored import everything_stored
from tests.world import World

BAD_VOUCHERS: list[tuple[str, Any]] = [
    ("quantity", 0), ("quantity", 501), ("quantity", -1), ("quantity", 1.5), ("quantity", "five"),
    ("quantity", None), ("quantity", True), ("quantity", 10**40), ("quantity", [5]),
    ("prefix", "TWO WORDS"), ("prefix", "ACME "), ("prefix", "---"), ("prefix", "A" * 13),
    ("prefix", "=cmd"), ("prefix", "=CMD"), ("prefix", "+A"), ("prefix", "@A"),
    ("prefix", "A-B"), ("prefix", "--"), ("prefix", "É"), ("prefix", "１２"), ("prefix", "A\n"),
    ("prefix", "A\x00"), ("prefix", 5),
    ("expiresAt", "2020-01-01T00:00:00Z"), ("expiresAt", "2030-01-01T00:00:00"),
    ("expiresAt", "2030-02-30"), ("expiresAt", "2030-02-30T00:00:00Z"), ("expiresAt", "soon"),
    ("expiresAt", "2030-01-01T00:00:00+25:00"), ("expiresAt", "9999-01-01T00:00:00Z"),
    ("expiresAt", 4_102_444_800), ("expiresAt", True),
]  # fmt: skip

BAD_STAFF: list[tuple[str, Any]] = [
    ("role", "admin"), ("role", "Owner"), ("role", None), ("role", 1), ("role", ["owner"]),
    ("email", "no-at"), ("email", "a@b"), ("email", ""), ("email", None), ("email", 5),
    ("email", "a@example.com\nBcc: x@example.com"),
    ("name", ""), ("name", "x" * 121), ("name", "a\nb"), ("name", None),
    ("partnerId", 5), ("id", 5), ("passwordHash", "x"),
]  # fmt: skip


@pytest.fixture
def owner(world: World) -> StaffMember:
    return new_partner(world)


def test_wrong_wishes_make_no_voucher(owner: StaffMember) -> None:
    before = everything_stored()

    for name, value in BAD_VOUCHERS:
        refused = owner.call(create_vouchers, body={"quantity": 3} | {name: value})

        assert (refused.status, refused.paths) == (400, [f"body.{name}"]), value
    assert everything_stored() == before


def test_an_empty_prefix_and_expiry_are_not_sent(owner: StaffMember) -> None:
    body = {"quantity": "1", "prefix": "", "expiresAt": " "}

    [made] = owner.call(create_vouchers, body=body).data["vouchers"]

    assert made["expiresAt"] is None
    assert made["code"].count("-") == 2


def test_a_voucher_that_expires_this_moment_is_not_made(owner: StaffMember) -> None:
    before = everything_stored()
    now = utc_now()

    for moment in (now, now - timedelta(milliseconds=1), now - timedelta(days=1)):
        refused = owner.call(create_vouchers, body={"quantity": 1, "expiresAt": moment.isoformat()})
        assert (refused.status, refused.paths) == (400, ["body.expiresAt"])
    assert everything_stored() == before


def test_the_bounds_of_a_wish_are_taken(owner: StaffMember) -> None:
    wish = {"quantity": 1, "prefix": "ABCDEFGHIJ12", "expiresAt": "2199-12-31T23:59:59+14:00"}

    [made] = owner.call(create_vouchers, body=wish).data["vouchers"]

    assert made["code"].startswith("ABCDEFGHIJ12-")
    assert made["expiresAt"] == "2199-12-31T09:59:59Z"


@pytest.mark.parametrize("prefix", ["acme", "ACME-", "-Acme--"])
def test_a_prefix_is_read_in_any_case_and_without_its_dashes(
    owner: StaffMember, prefix: str
) -> None:
    [made] = owner.call(create_vouchers, body={"quantity": 1, "prefix": prefix}).data["vouchers"]

    assert made["code"].startswith("ACME-")


def test_an_expiry_by_date_is_the_day_s_end_in_the_partner_s_zone(owner: StaffMember) -> None:
    [made] = owner.call(create_vouchers, body={"quantity": 1, "expiresAt": "2099-07-01"}).data[
        "vouchers"
    ]

    assert made["expiresAt"] == "2099-07-01T21:59:59Z", "the partner is in Berlin"


def test_wrong_wishes_invite_nobody(owner: StaffMember) -> None:
    good = {"email": "vera@example.com", "name": "Vera", "role": "viewer"}
    before = everything_stored()

    for name, value in BAD_STAFF:
        refused = owner.call(add_staff, body=good | {name: value})

        assert (refused.status, refused.paths) == (400, [f"body.{name}"]), value
    assert everything_stored() == before


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"status": "spent"}, "query.status"),
        ({"search": "x" * 61}, "query.search"),
        ({"page": "first"}, "query.page"),
        ({"limit": "all"}, "query.limit"),
    ],
)
def test_wrong_questions_are_refused(owner: StaffMember, query: dict[str, str], path: str) -> None:
    reply = owner.call(list_vouchers, query=query)

    assert (reply.status, reply.paths) == (400, [path])


def test_an_export_of_an_unknown_state_is_refused(owner: StaffMember) -> None:
    assert owner.call(export_vouchers, query={"status": "spent"}).paths == ["query.status"]
