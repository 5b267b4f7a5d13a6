"""GET /v1/partner/vouchers."""

from datetime import timedelta
from itertools import chain
from typing import Any

import pytest

from partners import (
    export_vouchers,
    get_voucher_stats,
    list_vouchers,
    revoke_voucher,
)
from stvos.clock import standing, utc_now
from tests.api.partners.files import rows_of
from tests.api.partners.world import StaffMember, codes_of, new_partner, sign_up
from tests.world import World


def test_the_list_finds_by_state_and_by_the_beginning_of_a_code(world: World) -> None:
    owner = new_partner(world)
    codes_of(owner, 30, prefix="SUMMER")
    winter = codes_of(owner, 5, prefix="WINTER")
    owner.call(revoke_voucher, id=winter[0]["id"])

    everything = owner.call(list_vouchers, query={"limit": "20", "page": "2"}).data
    found = owner.call(list_vouchers, query={"search": "winter-"}).data
    revoked = owner.call(list_vouchers, query={"status": "revoked"}).data
    both = owner.call(list_vouchers, query={"search": "WINTER", "status": "active"}).data

    assert len(everything["vouchers"]) == 15
    assert everything["pagination"]["total"] == 35
    assert found["pagination"]["total"] == 5
    assert [voucher["id"] for voucher in revoked["vouchers"]] == [winter[0]["id"]]
    assert both["pagination"]["total"] == 4


def test_a_search_finds_the_beginning_of_any_group(world: World) -> None:
    owner = new_partner(world)
    made = codes_of(owner, 5, prefix="WOOL") + codes_of(owner, 5)

    for voucher in made:
        code = voucher["code"]
        groups = code.split("-")
        texts = [code, *groups[-3:], f"{groups[-2]}-{groups[-1][:2]}", groups[-1].lower()]
        for text in texts:
            found = owner.call(list_vouchers, query={"search": text}).data
            assert [one["id"] for one in found["items"]] == [voucher["id"]], text
            assert found["pagination"]["total"] == 1
    # What is no beginning of a group.
    middle = made[0]["code"].replace("-", "")[-3:]
    assert owner.call(list_vouchers, query={"search": middle}).data["items"] == []
    assert new_partner(world).call(list_vouchers, query={"search": texts[1]}).data["items"] == []


def test_a_search_finds_each_voucher_once_by_page_and_by_cursor(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(
        [
            "AAAA",
            "BBBB",
            "AAAA",
            "BBBB",
            "AAAA",
            "CCCC",
            "CCCC",
            "BBBB",
            "AAAA",
            "CCCC",
            "CCCC",
            "CCCC",
        ]
    )
    monkeypatch.setattr("stvos.partners.vouchers.new_code", lambda length: next(drawn))
    owner = new_partner(world)
    one, two, three, other = (codes_of(owner)[0]["id"] for _ in range(4))
    query = {"search": "aa", "limit": "1"}

    numbered = [owner.call(list_vouchers, query=query | {"page": str(p)}).data for p in range(1, 5)]

    pages = [[one], [three], [two], []]
    assert [[v["id"] for v in data["items"]] for data in numbered] == pages
    assert {data["pagination"]["total"] for data in numbered} == {3}
    assert walked(owner, **query) == pages[:3]
    owner.call(revoke_voucher, id=two)
    revoked = query | {"status": "revoked"}
    assert walked(owner, **revoked) == [[two]]
    assert owner.call(list_vouchers, query=revoked).data["pagination"]["total"] == 1
    assert other not in {v["id"] for data in numbered for v in data["items"]}


def test_a_cursor_of_another_search_is_refused(world: World) -> None:
    owner = new_partner(world)
    codes_of(owner, 3, prefix="SUMMER")
    data = owner.call(list_vouchers, query={"search": "SUMMER", "limit": "1"}).data

    reply = owner.call(list_vouchers, query={"search": "WINTER", "cursor": data["nextCursor"]})

    assert (reply.status, reply.paths) == (400, ["query.cursor"])


def test_another_partner_sees_none_of_it(world: World) -> None:
    owner, stranger = new_partner(world), new_partner(world)
    voucher = codes_of(owner)[0]

    assert stranger.call(revoke_voucher, id=voucher["id"]).code == "NOT_FOUND"
    assert stranger.call(list_vouchers).data["vouchers"] == []
    assert stranger.call(get_voucher_stats).data["total"] == 0


def walked(owner: StaffMember, **query: str) -> list[list[Any]]:
    """The pages of the list, from the first by the cursor of each: the ids on them."""
    pages: list[list[Any]] = []
    cursor: dict[str, str] = {}
    while True:
        data = owner.call(list_vouchers, query=query | cursor).data
        pages.append([voucher["id"] for voucher in data["vouchers"]])
        if "nextCursor" not in data:
            return pages
        cursor = {"cursor": data["nextCursor"]}


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ({}, [4, 4, 1]),
        ({"status": "active"}, [4, 3]),
        ({"search": "SUMMER"}, [4, 2]),
        ({"search": "summer-", "status": "active"}, [4]),
        ({"search": "SUMMER", "status": "revoked"}, [2]),
        ({"search": "AUTUMN"}, [0]),
    ],
)
def test_cursors_lead_through_the_whole_list(
    world: World, query: dict[str, str], pages: list[int]
) -> None:
    owner = new_partner(world)
    summer = codes_of(owner, 6, prefix="SUMMER")
    codes_of(owner, 3, prefix="WINTER")
    for voucher in summer[:2]:
        owner.call(revoke_voucher, id=voucher["id"])
    whole = owner.call(list_vouchers, query={"limit": "100"} | query).data

    found = walked(owner, limit="4", **query)

    assert [len(page) for page in found] in (pages, [*pages, 0])
    assert list(chain(*found)) == [voucher["id"] for voucher in whole["vouchers"]]
    assert whole["pagination"]["total"] == sum(pages)
    by_number = [
        owner.call(list_vouchers, query={"limit": "4", "page": str(n)} | query).data["vouchers"]
        for n in (1, 2, 3, 4)
    ]
    assert [[v["id"] for v in page] for page in by_number if page] == [p for p in found if p]


def test_nobody_counts_for_a_cursor(world: World) -> None:
    owner = new_partner(world)
    codes_of(owner, 3)
    first = owner.call(list_vouchers, query={"limit": "2"}).data

    second = owner.call(list_vouchers, query={"limit": "2", "cursor": first["nextCursor"]}).data

    assert first["pagination"] == {"page": 1, "limit": 2, "total": 3, "totalPages": 2}
    assert second.keys() == {"vouchers", "items"}
    assert second["items"] == second["vouchers"]


def test_every_page_that_is_announced_answers_and_one_beyond_is_empty(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("voucher_pages", "voucher_answers"):
        monkeypatch.setattr(f"stvos.partners.{module}.MAX_DEPTH", 4)
    owner = new_partner(world)
    codes_of(owner, 7)

    pages = [
        owner.call(list_vouchers, query={"limit": "2", "page": str(page)}).data
        for page in range(1, 5)
    ]

    assert [len(page["vouchers"]) for page in pages] == [2, 2, 0, 0]
    assert pages[0]["pagination"] == {"page": 1, "limit": 2, "total": 7, "totalPages": 2}
    assert pages[1]["nextCursor"]


def test_a_cursor_goes_on_when_the_codes_before_it_have_expired(world: World) -> None:
    owner = new_partner(world)
    codes_of(owner, 2, expiresAt=(utc_now() + timedelta(hours=1)).isoformat())
    kept = codes_of(owner, 2)
    query = {"status": "active", "limit": "1"}
    cursor = owner.call(list_vouchers, query=query).data["nextCursor"]

    with standing(utc_now() + timedelta(hours=2)):
        found = owner.call(list_vouchers, query=query | {"limit": "9", "cursor": cursor}).data

    assert {voucher["id"] for voucher in found["vouchers"]} == {voucher["id"] for voucher in kept}


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"cursor": "bm90IG91cnM"}, "query.cursor"),
        ({"cursor": "QVBJ", "page": "2"}, "query"),
    ],
)
def test_a_place_that_the_list_has_not_is_refused(
    world: World, query: dict[str, str], path: str
) -> None:
    reply = new_partner(world).call(list_vouchers, query=query)

    assert (reply.status, reply.paths) == (400, [path])


def test_a_search_counts_and_looks_so_far_and_the_cursor_goes_further(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = new_partner(world)
    codes_of(owner, 9, prefix="SUMMER")
    monkeypatch.setattr("stvos.partners.voucher_search.MAX_DEPTH", 4)
    query = {"search": "SUMMER", "limit": "2"}

    counted = owner.call(list_vouchers, query=query).data["pagination"]["total"]
    active = owner.call(list_vouchers, query=query | {"status": "active"}).data
    nobody = walked(owner, status="revoked", **query)

    assert (counted, active["pagination"]["total"]) == (4, 4)
    assert sum(len(page) for page in walked(owner, status="active", **query)) == 9
    assert nobody == [[], [], []]


def test_when_one_was_redeemed_is_not_for_a_partner_that_sees_groups(world: World) -> None:
    for visibility, shown in (("detailed", True), ("aggregate", False)):
        owner = new_partner(world, memberVisibility=visibility)
        (voucher,) = codes_of(owner, 1)
        sign_up(world, voucher["code"], f"{visibility}@example.com")

        (listed,) = owner.call(list_vouchers).data["vouchers"]
        file = rows_of(owner.call(export_vouchers).text.encode())

        assert listed["status"] == "redeemed"
        assert ("redeemedAt" in listed) is shown
        assert ("redeemed_at" in file[0]) is shown
